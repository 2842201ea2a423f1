"""Facts of the shop told in the chat: noted with their source, told back, taken back."""

import pytest

from agents import events as ev
from agents.products.account.schemas import UNDO
from app.core.variants import Variant, is_native
from tests.acceptance.talk import Heard, Talk

NUMBER: dict[Variant, str] = {
    "en": "our number has changed, it is 98400 12345 now",
    "hi": "नंबर बदल गया है अब ९८४०० १२३४५ है",
    "ta": "நம்பர் மாறிடுச்சு இனி 98400 12345",
    "te": "నంబర్ మారింది ఇప్పుడు 98400 12345",
    "hi-Latn": "mera number badal gaya 98400 12345",
    "ta-Latn": "number maariduchu ini 98400 12345",
    "te-Latn": "number marindi ippudu 98400 12345",
}
TOLD_BACK: dict[Variant, str] = {
    "en": "Noted.\nPhone: 98400 12345 (earlier 90030 11223)",
    "hi": "लिख लिया।\nफ़ोन: 98400 12345 (पहले 90030 11223)",
    "ta": "குறிச்சுக்கிட்டேன்.\nபோன்: 98400 12345 (முன்னாடி 90030 11223)",
    "te": "రాసుకున్నాను.\nఫోన్: 98400 12345 (ఇంతకు ముందు 90030 11223)",
    "hi-Latn": "Likh liya.\nPhone: 98400 12345 (pehle 90030 11223)",
    "ta-Latn": "Kurichukitten.\nPhone: 98400 12345 (munnadi 90030 11223)",
    "te-Latn": "Raasukunnanu.\nPhone: 98400 12345 (inthaku mundu 90030 11223)",
}
UNDO_WORDS: dict[Variant, str] = {
    "en": "undo",
    "hi": "वापस लो",
    "ta": "பழையபடி",
    "te": "వెనక్కి",
    "hi-Latn": "wapas lo",
    "ta-Latn": "pazhayapadi",
    "te-Latn": "venakki",
}


def said(heard: Heard) -> str:
    return next(reply.text for reply in heard.all(ev.ReplySent) if reply.kind == "reply")


def routed(heard: Heard) -> str:
    return heard.last(ev.RouteChosen).skill


@pytest.mark.parametrize("variant", NUMBER)
async def test_a_new_number_replaces_the_old_and_comes_back(talk: Talk, variant: Variant) -> None:
    await talk.know(phone="9003011223")
    heard = await talk.say(NUMBER[variant])
    assert routed(heard) == "foundation_update"
    assert said(heard) == TOLD_BACK[variant]
    fact = (await talk.facts())["phone"]
    assert (fact.value, fact.source_id) == ("9840012345", str(heard.turn_id))
    assert "12345" in (fact.said or "").translate(str.maketrans("०१२३४५६७८९", "0123456789"))
    choices = [value for value, _ in heard.reply.choices]
    assert choices == [UNDO, "fact:phone"]
    back = await talk.say(UNDO_WORDS[variant])
    assert "90030 11223" in said(back)
    assert (await talk.facts()).value("phone") == "9003011223"
    latin = {char for char in said(back) if "a" <= char.lower() <= "z"}
    assert not latin or not is_native(variant)


async def test_one_tap_takes_it_back(talk: Talk) -> None:
    heard = await talk.say(NUMBER["hi-Latn"])
    assert said(heard) == "Likh liya.\nPhone: 98400 12345"
    back = await talk.choose(heard.turn_id, UNDO)
    assert back.turn_id == heard.turn_id
    assert back.status == "done"
    assert "phone" not in await talk.facts()
    again = await talk.choose(heard.turn_id, UNDO)
    assert "phone" not in await talk.facts()
    assert again.status == "done"


async def test_a_number_that_lacks_a_digit_is_asked_for_again(talk: Talk) -> None:
    heard = await talk.say("mera number badal gaya 98400 1234")
    assert heard.question.field == "phone"
    assert heard.question.why == "Is number mein 9 ank hain, 10 chahiye."
    heard = await talk.say("98400 12345")
    assert said(heard) == "Likh liya.\nPhone: 98400 12345"
    assert (await talk.facts()).value("phone") == "9840012345"
    await talk.choose(heard.turn_id, UNDO)
    assert "phone" not in await talk.facts()


async def test_what_is_only_named_is_asked_for(talk: Talk) -> None:
    await talk.know(phone="9003011223")
    heard = await talk.say("mera number badal gaya")
    assert heard.question.question == "Naya phone number kya hai?"
    heard = await talk.say("98400 12345")
    assert said(heard) == TOLD_BACK["hi-Latn"]


async def test_a_correction_right_after_is_the_new_fact(talk: Talk) -> None:
    await talk.know(phone="9003011223")
    await talk.say(NUMBER["hi-Latn"])
    heard = await talk.say("nahi, 98400 12346")
    assert routed(heard) == "foundation_update"
    assert "98400 12346 (pehle 98400 12345)" in said(heard)


async def test_a_move_takes_the_old_street_along(talk: Talk) -> None:
    await talk.know(city="Chennai", state="Tamil Nadu", area="T Nagar")
    heard = await talk.say("கடை இப்போ மதுரைல இருக்கு")
    assert routed(heard) == "foundation_update"
    facts = await talk.facts()
    assert (facts.value("city"), facts.value("area")) == ("Madurai", "")
    await talk.choose(heard.turn_id, UNDO)
    facts = await talk.facts()
    assert (facts.value("city"), facts.value("area")) == ("Chennai", "T Nagar")


async def test_a_part_of_town_is_noted(talk: Talk) -> None:
    heard = await talk.say("shop ab Adyar me hai")
    assert said(heard) == "Likh liya.\nArea: Adyar"


@pytest.mark.parametrize(
    ("text", "days", "told"),
    [
        ("hum Sunday band rehte hai", ["sunday"], "Likh liya.\nBand rehta hai: Sunday"),
        ("ஞாயிற்றுக்கிழமை கடை லீவு", ["sunday"], "குறிச்சுக்கிட்டேன்.\nலீவு: ஞாயிறு"),
        ("ఆదివారం షాపు సెలవు", ["sunday"], "రాసుకున్నాను.\nసెలవు: ఆదివారం"),
        ("हम रविवार को बंद रहते हैं", ["sunday"], "लिख लिया।\nबंद रहता है: रविवार"),
    ],
)
async def test_the_weekly_holiday(talk: Talk, text: str, days: list[str], told: str) -> None:
    heard = await talk.say(text)
    assert said(heard) == told
    assert (await talk.facts()).value("closed_on") == days


async def test_open_on_that_day_after_all(talk: Talk) -> None:
    await talk.say("hum Sunday aur Monday band rehte hai")
    await talk.say("ab sunday ko bhi khula rehta hai")
    assert (await talk.facts()).value("closed_on") == ["monday"]


async def test_a_new_thing_is_added_to_what_is_sold(talk: Talk) -> None:
    await talk.know(products=["kaju katli", "laddu"])
    heard = await talk.say("ab hum cake bhi bechte hai")
    assert (await talk.facts()).value("products") == ["kaju katli", "laddu", "cake"]
    await talk.choose(heard.turn_id, UNDO)
    assert (await talk.facts()).value("products") == ["kaju katli", "laddu"]


async def test_the_same_fact_changes_nothing(talk: Talk) -> None:
    await talk.know(phone="9840012345")
    heard = await talk.say(NUMBER["en"])
    assert said(heard) == "I have it so already.\nPhone: 98400 12345, as before"
    assert heard.status == "done"


async def test_which_of_the_details(talk: Talk) -> None:
    heard = await talk.send(
        talk.request("dukaan ki jaankari badalni hai", skill="foundation_update")
    )
    assert heard.reply.key == "agents.fact.which"
    asked = await talk.choose(heard.turn_id, "fact:timings")
    assert asked.question.field == "timings"
    done = await talk.say("subah 9 se raat 9")
    assert (await talk.facts()).value("hours") == "09:00-21:00"
    assert "9 am – 9 pm" in said(done)


async def test_api_does_not_ask(talk: Talk) -> None:
    talk.asks = False
    heard = await talk.say("our number has changed, it is 98400 12345 now")
    result = await talk.runner.result(heard.turn_id)
    assert result["skill"] == "foundation_update"
    assert result["reply"] == "Noted.\nPhone: 98400 12345"
    assert result["draft"] is None
    assert heard.status == "done"
    heard = await talk.say("our number has changed")
    assert "What is the new phone number?" in said(heard)


async def test_the_next_draft_uses_it(talk: Talk) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9003011223")
    await talk.say(NUMBER["hi-Latn"])
    heard = await talk.say("diwali ke liye whatsapp message chahiye, kaju katli pe 20% off")
    assert "98400" in heard.draft.text.replace(" ", "") or "9840012345" in heard.draft.text


@pytest.mark.parametrize("text", ["what is my phone number?", "mera phone number kya hai"])
async def test_a_question_about_a_fact_is_answered(talk: Talk, text: str) -> None:
    await talk.know(phone="9840012345")
    heard = await talk.send(talk.request(text, skill="foundation_update"))
    assert said(heard) == "Phone: 98400 12345"
    assert heard.status == "done"
