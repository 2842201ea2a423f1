"""Asking what was used, and setting a limit, in the seven ways of writing."""

import pytest
from sqlalchemy import select

from agents import events as ev
from app.core.tables import Budget
from app.core.variants import Variant, is_native
from tests.acceptance.talk import Talk

ASKS: list[tuple[Variant, str]] = [
    ("en", "how much did i spend"),
    ("hi", "इस महीने का हिसाब"),
    ("hi-Latn", "kitna kharcha hua"),
    ("ta", "எவ்வளவு செலவு ஆச்சு"),
    ("ta-Latn", "inga evvalavu selavu aachu"),
    ("te", "ఈ నెల ఎంత ఖర్చు అయింది"),
    ("te-Latn", "ee nela entha vadanu"),
]
SETS: list[tuple[Variant, str]] = [
    ("en", "set my budget to 300"),
    ("hi", "बजट 300 कर दो"),
    ("hi-Latn", "budget 300 kar do"),
    ("ta", "பட்ஜெட் 300 ஆக்குங்க"),
    ("ta-Latn", "budget 300 aakkunga"),
    ("te", "బడ్జెట్ 300 పెట్టండి"),
    ("te-Latn", "budget 300 pettandi"),
]


@pytest.mark.parametrize(("variant", "words"), ASKS)
async def test_she_is_shown_what_she_used(talk: Talk, variant: Variant, words: str) -> None:
    heard = await talk.say(words)
    assert heard.last(ev.RouteChosen).skill == "usage_report"
    assert heard.last(ev.MessageUnderstood).language == variant
    assert (heard.reply.kind, heard.status) == ("usage", "done")
    assert "₹0" in heard.reply.text
    if is_native(variant):
        assert not [char for char in heard.reply.text if "a" <= char.lower() <= "z"]
    assert heard.all(ev.DraftWritten) == []


@pytest.mark.parametrize(("variant", "words"), SETS)
async def test_a_limit_in_words(talk: Talk, variant: Variant, words: str) -> None:
    heard = await talk.say(words)
    assert heard.last(ev.MessageUnderstood).language == variant
    assert "₹300" in heard.reply.text.splitlines()[0]
    async with talk.services.database.transaction(talk.business.id) as session:
        assert await session.scalar(select(Budget.month_paise)) == 30_000


async def test_a_limit_is_said_under_a_draft_too_and_taken_away(talk: Talk) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9840012345")
    await talk.say("kaju katli 20% off whatsapp message likho")
    heard = await talk.say("budget 300 kar do")
    assert heard.reply.kind == "usage"
    assert "1 message" in heard.reply.text
    gone = await talk.say("budget hata do")
    assert gone.reply.kind == "usage"
    async with talk.services.database.transaction(talk.business.id) as session:
        assert await session.scalar(select(Budget.month_paise)) is None
