"""What a message does: answers in everybody's words, follow-ups, and requests left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.understanding.intents import read_intent

PLAIN = """
approve: theek hai|pakka|ok anna|haan bhej do|இதுவே சரி|Idhuve sari|ఇదే ఓకే|पक्का करें|Approve
approve: sare pampandi|looks good|சரி அனுப்புங்க|बहुत बढ़िया है
approve: theek hai bhej do|ok final|sari idhu podhum|haan pakka|అవును ఇదే ఫైనల్|thik h acha
reject: nahi chahiye|வேணாம்|vaddu|not good|பிடிக்கல|నచ్చలేదు|पसंद नहीं आया
another: doosra dikhao|ek aur|வேற ஒண்ணு|inkokati|another one please|दूसरा दो|ఇంకొకటి ఇవ్వండి
shorter: chhota karo|make it shorter|சுருக்கு|short cheyandi|छोटा करो|konjam short ah podunga
longer: make it longer|thoda aur likho|ఇంకా రాయి
skip: skip|baad mein|தவிர்|వదిలేయండి|छोड़ दो|pata nahi|later
stop: ruko|stop|நிறுத்து|aapandi|रोको|cancel karo
yes: haan|ji|ji haan|yes|ஆமாம்|avunu|हाँ
no: nahi|no|இல்ல|ledu|नहीं
thanks: thanks bhai|thank you ji|நன்றி|dhanyavadalu|शुक्रिया
greet: namaste|hello ji|नमस्ते जी|hi|வணக்கம்|నమస్తే|ram ram ji
undo: wapas lo|undo|பழையபடி
"""
CASES = [
    (kind, text)
    for kind, _, texts in (line.partition(": ") for line in PLAIN.strip().splitlines())
    for text in texts.split("|")
]


@pytest.mark.parametrize(("kind", "text"), CASES)
def test_answers_in_everybodys_words(kind: str, text: str) -> None:
    assert read_intent(text, None).kind == kind
    assert read_intent(f" {text.upper()}! ", None).kind == kind


@pytest.mark.parametrize(
    ("text", "language", "talk"),
    [
        ("tamil la podu", "ta", False), ("Tamil la pesu", "ta", True), ("தமிழ்", "ta", True),
        ("hindi mein likho", "hi", False), ("in english please", "en", False),
        ("తెలుగులో రాయండి", "te", False), ("hinglish mein", "hi-Latn", False),
        ("speak in Telugu", "te", True), ("English", "en", True),
    ],
)  # fmt: skip
def test_another_language_for_this_or_from_now(text: str, language: str, talk: bool) -> None:
    found = read_intent(text, None)
    assert (found.kind, found.language) == ("language", language)
    assert found.talk is talk or language == "hi-Latn"


@pytest.mark.parametrize(
    "text",
    [
        "10% karo", "20% kar do", "no not instagram, whatsapp", "nahi, Pune nahi, Nashik",
        "rate 480 karo", "sunday tak kar do", "15 percent", "insta mat karo, sirf whatsapp",
    ],
)  # fmt: skip
def test_corrections_of_what_stands_there(text: str) -> None:
    assert read_intent(text, "hi-Latn").kind == "correct"


@pytest.mark.parametrize(
    "text",
    [
        "diwali ke liye whatsapp message chahiye", "holi ka poster banao", "saree pe 10% off",
        "bikri ekdum thandi padi hai", "hello, diwali ke liye message chahiye", "Gupta Sweets",
        "gst quote for 5000", "write in hindi for holi", "kya kar sakte ho", "", "🙏",
        "ok so tell me what offer should i run for my saree shop this month",
    ],
)  # fmt: skip
def test_requests_are_left_to_the_router(text: str) -> None:
    assert read_intent(text, None).kind == "request"


@given(text=st.text(max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_has_an_intent(text: str) -> None:
    assert read_intent(text, None).kind
