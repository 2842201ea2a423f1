"""What an owner says of her own shop: facts out of sentences, in all seven ways of writing."""

from typing import Any

import pytest

from agents.understanding.told_facts import read_told

TOLD: list[tuple[str, dict[str, Any]]] = [
    ("our number changed, now 98400 12345", {"phone": "9840012345"}),
    ("mera number badal gaya 98400 12345", {"phone": "9840012345"}),
    ("नंबर बदल गया अब ९८४०० १२३४५ है", {"phone": "9840012345"}),
    ("number maariduchu pudhu number 9840012345", {"phone": "9840012345"}),
    ("நம்பர் மாறிடுச்சு 98400 12345", {"phone": "9840012345"}),
    ("మా నంబర్ మారింది 98480 12345", {"phone": "9848012345"}),
    ("shop ab Adyar me hai", {"area": "Adyar"}),
    ("we shifted to T Nagar", {"area": "T Nagar"}),
    ("kadai ippo Adyar la iruku", {"area": "Adyar"}),
    ("shop ippo Velachery ku maathitom", {"area": "Velachery"}),
    ("दुकान अब कानपुर में है", {"city": "Kanpur", "state": "Uttar Pradesh"}),
    ("கடை இப்போ மதுரைல இருக்கு", {"city": "Madurai", "state": "Tamil Nadu"}),
    ("కొట్టు ఇప్పుడు విజయవాడలో ఉంది", {"city": "Vijayawada", "state": "Andhra Pradesh"}),
    (
        "humne dukaan Gomti Nagar, Lucknow shift kar li",
        {"area": "Gomti Nagar", "city": "Lucknow", "state": "Uttar Pradesh"},
    ),
    ("wrong city, we are in madurai not chennai", {"city": "Madurai", "state": "Tamil Nadu"}),
    ("எங்க ஊர் மதுரை சென்னை இல்ல", {"city": "Madurai", "state": "Tamil Nadu"}),
    ("maa ooru vijayawada hyderabad kadu", {"city": "Vijayawada", "state": "Andhra Pradesh"}),
    ("gst number 27AAPFU0939F1ZV save it", {"gstin": "27AAPFU0939F1ZV"}),
    ("கடை இப்போ அடையாறுல இருக்கு", {"area": "அடையாறு"}),
    ("nahi, Pune nahi, Nashik", {"city": "Nashik", "state": "Maharashtra"}),
    ("Mumbai se Pune shift ho gaye", {"city": "Pune", "state": "Maharashtra"}),
    ("business moved to Pune from Mumbai", {"city": "Pune", "state": "Maharashtra"}),
    ("new address 12 Gandhi Road near bus stand", {"address": "12 Gandhi Road near bus stand"}),
    ("our shop name is now Royal Bakers", {"business_name": "Royal Bakers"}),
    ("shop name changed to Taste of Chennai", {"business_name": "Taste of Chennai"}),
    ("dukaan ka naam ab Sharma Mithai hai", {"business_name": "Sharma Mithai"}),
    ("கடை பேரு மாறிடுச்சு இனி முருகன் ஸ்வீட்ஸ்", {"business_name": "முருகன் ஸ்வீட்ஸ்"}),
    ("షాపు పేరు ఇప్పుడు లక్ష్మి స్వీట్స్", {"business_name": "లక్ష్మి స్వీట్స్"}),
    (
        "hamari dukaan ka naam Shri Balaji Sweets hai, Jaipur me hai, number 9829012345",
        {
            "business_name": "Shri Balaji Sweets",
            "city": "Jaipur",
            "state": "Rajasthan",
            "phone": "9829012345",
        },
    ),
    ("number one sweets shop hai hamari", {}),
    ("mera naam Sunita hai", {"owner_name": "Sunita"}),
    ("our website is www.sharmasweets.in", {"website": "www.sharmasweets.in"}),
    ("my upi id is sharma@okaxis now", {"vpa": "sharma@okaxis"}),
    ("hum Sunday band rehte hai", {"closed_on": ["sunday"]}),
    ("shop closed on tuesdays", {"closed_on": ["tuesday"]}),
    ("हम सोमवार को बंद रहते हैं", {"closed_on": ["monday"]}),
    ("ஞாயிற்றுக்கிழமை கடை லீவு", {"closed_on": ["sunday"]}),
    ("ఆదివారం షాపు సెలవు", {"closed_on": ["sunday"]}),
    ("sunday bhi khula hai ab", {"open_on": ["sunday"]}),
    ("roz khula rehta hai koi chutti nahi", {"closed_on": []}),
    ("ab subah 9 se raat 10 tak khula hai", {"hours": "09:00-22:00"}),
    ("timing changed 10am to 9pm", {"hours": "10:00-21:00"}),
    ("सुबह साढ़े नौ बजे से रात दस बजे तक खुला", {"hours": "09:30-22:00"}),
    ("காலை 9 மணி முதல் இரவு 10 மணி வரை திறந்திருக்கும்", {"hours": "09:00-22:00"}),
    ("ఉదయం 9:30 నుంచి రాత్రి 10 గంటల వరకు తెరిచి ఉంటుంది", {"hours": "09:30-22:00"}),
    ("ab 9 baje tak khule hai", {"hours": "-21:00"}),
    ("ab hum cake bhi bechte hai", {"products": ["cake"]}),
    ("இப்போ கேக்கும் விக்கிறோம்", {"products": ["கேக்"]}),
    ("shop ippudu kukatpally lo undi", {"area": "kukatpally"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values"), TOLD, ids=[text for text, _ in TOLD])
def test_a_fact_is_read_as_it_is_stored(text: str, values: dict[str, Any]) -> None:
    assert read_told(text, None).values == values


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("mera number badal gaya", ("phone",)),
        ("address change ho gaya", ("place",)),
        ("naya gst no add karo", ("gstin",)),
        ("upi number badal gaya", ("vpa",)),
        ("நம்பர் மாத்தணும்", ("phone",)),
        ("షాపు పేరు మార్చాలి", ("business_name",)),
    ],
)
def test_a_field_that_is_only_named_is_to_be_asked_for(text: str, about: tuple[str, ...]) -> None:
    told = read_told(text, None)
    assert told.values == {}
    assert told.about == about


def test_what_is_wrong_with_a_number_is_said() -> None:
    told = read_told("new number 98400 1234", None)
    assert told.problem_of == "phone"
    assert (told.problem_key, dict(told.params)) == (
        "agents.answer.phone_digits",
        {"count": 9, "needed": 10},
    )


def test_what_is_no_longer_sold_is_gone() -> None:
    assert read_told("we no longer sell burger", None).gone == ("burger",)


def test_small_talk_tells_nothing() -> None:
    for text in ("thank you", "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"):
        told = read_told(text, None)
        assert (told.values, told.about, told.gone) == ({}, (), ())
