"""Whose contact it is, and what is left of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.security.pii_scanner import mask, redact

PHONE, OTHER = "98450 12345", "98860 11223"


@pytest.mark.parametrize(
    "said",
    [
        f"call {PHONE}",
        f"diwali offer, call {PHONE} for orders",
        f"customers can call {PHONE}",
        f"customer {PHONE} par call karein",
        f"Customers ko bolo {PHONE} pe WhatsApp karein",
        f"ग्राहक {PHONE} पर कॉल करें",
        f"कस्टमर इस नंबर पर कॉल करें {PHONE}",
        f"கஸ்டமர் {PHONE} நம்பருக்கு கால் பண்ணணும்",
        f"కస్టమర్లు {PHONE} నంబర్‌కి కాల్ చేయాలి",
        "UPI asha@ybl, mail asha@example.in",
        f"My customer Ramesh liked it. Call {PHONE}",
    ],
)
def test_her_own_contacts_stay(said: str) -> None:
    assert mask(said).text == said


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"customer Ramesh {OTHER} ko diwali wish", "customer Ramesh XXXXX XXX23 ko diwali wish"),
        (f"call my customer Ramesh {OTHER}", "call my customer Ramesh XXXXX XXX23"),
        (f"{OTHER} is my client Ramesh", "XXXXX XXX23 is my client Ramesh"),
        (f"ग्राहक रमेश {OTHER} को बधाई", "ग्राहक रमेश XXXXX XXX23 को बधाई"),
        ("ग्राहक रमेश ९८८६० ११२२३ को बधाई", "ग्राहक रमेश XXXXX XXX23 को बधाई"),
        (f"கஸ்டமர் ரமேஷ் {OTHER} வாழ்த்து", "கஸ்டமர் ரமேஷ் XXXXX XXX23 வாழ்த்து"),
        (f"కస్టమర్ రమేష్ {OTHER} శుభాకాంక్షలు", "కస్టమర్ రమేష్ XXXXX XXX23 శుభాకాంక్షలు"),
        ("client ramesh@example.in ko bill", "client rXXX@example.in ko bill"),
        ("customer ka UPI ramesh@ybl hai", "customer ka UPI XXXX@ybl hai"),
    ],
)
def test_other_peoples_contacts_go(said: str, kept: str) -> None:
    assert mask(said).text == kept


def test_a_contact_of_the_foundation_is_hers_in_any_spelling() -> None:
    said = "review: customer wrote 9845012345 and 98860 11223"
    kept = mask(said, frozenset({"+91 98450-12345"}), speaker="other").text
    assert kept == "review: customer wrote 9845012345 and XXXXX XXX23"


def test_an_answer_to_the_question_for_it_is_hers() -> None:
    said = "customer 98450 12345"
    assert mask(said).text != said
    assert mask(said, allow=frozenset({"phone"})).text == said


def test_another_speaker_has_no_contacts_of_hers() -> None:
    assert mask(f"call {PHONE}", speaker="other").text == "call XXXXX XXX45"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("mera aadhaar 2341 2341 2346", "mera aadhaar XXXX XXXX 2346"),
        ("PAN ACUPA7085R hai", "PAN ACXXXXXX5R hai"),
        ("card 4111 1111 1111 1111", "card XXXX XXXX XXXX 1111"),
        ("खाता 123456789012", "खाता XXXXXXXX9012"),
    ],
)
def test_identifiers_go_whoever_speaks(said: str, kept: str) -> None:
    own = frozenset({"2341 2341 2346", "ACUPA7085R"})
    assert mask(said, own, allow=frozenset({"aadhaar", "pan"})).text == kept


@pytest.mark.parametrize(
    "said",
    [
        "kaju katli pe 20% off, ₹1,25,000 tak",
        "GSTIN 24AAQCA8719H1ZC",
        "order 12345678, PIN 226001",
        "wa.me/919845012345 par order",
        "8 Nov 2026, 6:10 pm",
    ],
)
def test_what_a_shop_writes_stays(said: str) -> None:
    assert mask(said).text == said


def test_entities_say_where_and_what_but_not_the_value() -> None:
    found = mask("आधार 2341 2341 2346, call 98450 12345")
    assert [(e.kind, e.masked) for e in found.entities] == [("aadhaar", True), ("phone", False)]
    assert found.hidden == ("aadhaar",)
    assert "2341 2341" not in repr(found)


def test_twelve_digits_with_the_word_are_an_aadhaar_even_if_they_look_like_a_phone() -> None:
    number = next(
        str(n) for n in range(919845012340, 919845012350) if redact(f"आधार {n}").count("X")
    )
    assert mask(f"आधार {number}").text == f"आधार XXXXXXXX{number[-4:]}"
    assert mask(f"call {number}").text == f"call {number}"


PIECES = st.sampled_from(
    [
        "2341 2341 2346", "ACUPA7085R", "4111111111111111", "account 123456789012",
        "98450 12345", "asha@ybl", "asha@example.in", "customer", "ग्राहक", "call", "பேர்", "।",
        "\n", ". ", "९८४५०१२३४५", "20% off",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=8).map(" ".join))
def test_masking_twice_changes_nothing(said: str) -> None:
    once = mask(said, speaker="other").text
    assert mask(once, speaker="other").text == once
    assert "2341 2341" not in once
    assert "4111" not in once


@given(st.text(max_size=300))
def test_any_text_can_be_masked(said: str) -> None:
    for entity in mask(said).entities:
        assert 0 <= entity.start < entity.end <= len(said)
