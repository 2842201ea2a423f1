"""Whole conversations, played live: the page must equal what is opened from the list afterwards."""

from __future__ import annotations

import pytest

from tests.chat.conftest import OpenPage
from tests.chat.wire import Wire
from tests.fixtures.platform import Business

ASK = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"
REVIEW = "google review ka jawab likhna hai: 'mithai bahut achchi thi, 5 star'"

TALKS: dict[str, list[str]] = {
    "interrupted": [ASK, REVIEW, "Gupta Sweets", "98390 12345"],
    "problem": [ASK, "Gupta Sweets", "98390123", "98390 12345"],
    "skip": [ASK, "chhod dein", "chhod dein"],
    "correction": [ASK, "Gupta Sweets", "nahi, Sharma Sweets", "98390 12345"],
    "follow-ups": [ASK, "Gupta Sweets", "98390 12345", "chhota karo", "tamil la podu", "pakka"],
    "small talk": ["namaste", "dhanyavaad", ASK, "Gupta Sweets"],
    "not understood": ["kuch bana do", "😀", "asdf qwer"],
    "typed another": [ASK, "Gupta Sweets", "98390 12345", "doosra dein", "theek hai"],
    "tamil": [
        "தீபாவளிக்கு வாட்ஸ்அப் மெசேஜ் வேணும், முறுக்கு 20% தள்ளுபடி",
        "முருகன் ஸ்வீட்ஸ்",
        "98400 12345",
        "இதுவே சரி",
    ],
    "telugu": [
        "దీపావళికి వాట్సాప్ మెసేజ్ కావాలి, లడ్డూ 10% తగ్గింపు",
        "రాజు స్వీట్స్",
        "వదిలేయండి",
        "సరే",
    ],
    "given up": [ASK, "rehne do, band karo", "namaste"],
}


@pytest.mark.parametrize("talk", TALKS)
async def test_live_equals_what_is_opened_afterwards(
    open_page: OpenPage, tenant: Business, talk: str
) -> None:
    page = await open_page(tenant)
    for words in TALKS[talk]:
        await page.say(words)
        again = await open_page(tenant, thread_id=page.thread_id)
        assert texts(page) == texts(again), words
        assert page.front.shown() == again.front.shown(), words


async def test_choosing_between_two_drafts(open_page: OpenPage, tenant: Business) -> None:
    page = await open_page(tenant)
    for words in (ASK, "Gupta Sweets", "98390 12345", "holi ke liye bhi message", "theek hai"):
        await page.say(words)
    which = page.cards("AskCard")[-1]
    if which["act"] == "choose":
        value = which["chips"][0][0]
        await page.tap("choose", id=which["id"], value=value)
    again = await open_page(tenant, thread_id=page.thread_id)
    assert texts(page) == texts(again)
    assert "approved" in {card["state"] for card in again.cards("DraftCard")}


def texts(page: Wire) -> list[object]:
    """The page in a few words a thing, for a readable difference."""
    cards = {
        card["forId"]: f"{card['name']}:{card['props']['state']}"
        for card in page.front.elements.values()
    }

    def brief(message: dict[str, object]) -> object:
        said = cards.get(str(message["id"])) or message["output"] or message["name"]
        inside = message.get("steps")
        assert inside is None or isinstance(inside, list)
        return (message["type"], said, [brief(child) for child in inside or []])

    return [brief(message) for message in page.front.messages]
