"""Which festivals are coming: asked in seven ways, answered for her State, and nothing written."""

import pytest

from agents import events as ev
from agents.understanding.festival_questions import asks_for_festivals
from app.core.variants import Variant
from tests.acceptance.talk import Talk

ASKS: list[tuple[Variant, str]] = [
    ("en", "which festivals are coming"),
    ("hi-Latn", "kaun se tyohar aa rahe hain"),
    ("hi", "आगे कौन से त्योहार आने वाले हैं"),
    ("ta", "அடுத்த பண்டிகை எப்போ"),
    ("ta-Latn", "adutha pandigai enna varudhu"),
    ("te", "రాబోయే పండుగలు ఏవి"),
    ("te-Latn", "vacche pandugalu emi emi vastunnayi"),
]


@pytest.mark.parametrize(("variant", "words"), ASKS, ids=[words for _, words in ASKS])
async def test_the_calendar_answers(talk: Talk, variant: Variant, words: str) -> None:
    heard = await talk.say(words)
    assert heard.last(ev.MessageUnderstood).language == variant
    calendar = talk.services.calendar
    diwali = calendar.get("diwali")
    assert diwali is not None
    assert diwali.names[variant] in heard.reply.text
    assert heard.all(ev.DraftWritten) == []
    assert (heard.status, heard.reply.kind) == ("done", "calendar")


@pytest.mark.parametrize(
    "words",
    [
        "show me the festival calendar", "tyohar ka calendar dikhaiye", "त्योहारों का कैलेंडर दिखाइए",
        "பண்டிகை காலண்டர் காட்டு", "pandigai calendar kaattunga", "పండుగల క్యాలెండర్ చూపించండి",
        "pandugala calendar chupinchandi",
    ],
)  # fmt: skip
def test_the_calendar_is_asked_for_by_name(words: str) -> None:
    assert asks_for_festivals(words)


async def test_her_state_decides(talk: Talk) -> None:
    await talk.know(state="Tamil Nadu")
    heard = await talk.say("which festivals are coming")
    assert "Karwa Chauth" not in heard.reply.text
    assert "Karthigai Deepam" in heard.reply.text
    assert len(heard.reply.text.splitlines()) <= 9


@pytest.mark.parametrize(
    "words",
    [
        "write a message for the next festival", "diwali ka message likho", "festival offer banao",
        "which festival post should i make", "आने वाले त्योहार के लिए पोस्ट लिखो", "festival",
        "பண்டிகைக்கு வாழ்த்து அனுப்பணும் என்ன எழுதலாம்",
    ],
)  # fmt: skip
def test_what_is_to_be_written_is_not_taken_for_a_question(words: str) -> None:
    assert not asks_for_festivals(words)
