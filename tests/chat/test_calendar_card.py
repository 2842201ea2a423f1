"""The festival calendar as a card: her letters, her State, another month, a day to be written."""

from __future__ import annotations

import json
import re
from datetime import date
from uuid import uuid4

import pytest

from app.chat.calendar_card import Almanac, calendar_card, read_month
from app.core.errors import InputError
from app.core.ids import uuid7
from app.core.variants import VARIANTS, Variant
from integrations.india.festival_calendar import FestivalCalendar
from memory.foundation_store import FoundationStore
from tests.chat.conftest import OpenPage, Served
from tests.chat.scripts import said, wrong_letters
from tests.fixtures.platform import Business, MakeTenant

TODAY = date(2026, 10, 26)


def almanac(state: str | None = None, today: date = TODAY) -> Almanac:
    """The calendar on a day."""
    return Almanac(FestivalCalendar(), state, today)


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_month_keeps_to_her_letters_and_its_size(variant: Variant) -> None:
    for month in range(1, 13):
        first = date(2027, month, 1)
        props = calendar_card(uuid4(), uuid4(), almanac("Tamil Nadu"), variant, month=first)
        props |= {"month": "", "before": "", "after": "", "thread": ""}
        props["festivals"] = [{**each, "id": ""} for each in props["festivals"]]
        assert {p: w for p, w in said(props) if wrong_letters(w, variant)} == {}
        assert len(json.dumps(props, ensure_ascii=False).encode()) < 4_000
        assert len(props["week"]) == 7


def test_a_month_says_how_sure_when_to_start_and_where_nothing_is_sold() -> None:
    props = calendar_card(uuid4(), uuid4(), almanac("Uttar Pradesh"), "en")
    assert (props["month"], props["blank"], props["days"], props["today"]) == ("2026-10", 4, 31, 26)
    rows = {each["id"]: each for each in props["festivals"]}
    assert rows["dussehra"]["over"]
    assert not rows["karwa_chauth"]["over"]
    assert "time to start" in rows["karwa_chauth"]["note"]
    june = calendar_card(uuid4(), uuid4(), almanac(), "en", month=date(2026, 6, 1))
    muharram = next(each for each in june["festivals"] if each["id"] == "muharram")
    assert not muharram["sell"]
    assert "±1 day" in muharram["note"]


def test_the_last_days_of_an_empty_month_open_the_next_one() -> None:
    quiet = almanac("Tamil Nadu", date(2026, 11, 28))
    assert calendar_card(uuid4(), uuid4(), quiet, "en")["month"] == "2026-12"


@pytest.mark.parametrize("key", ["", "2026-13", "1999-01", "x"])
def test_no_month_is_refused(key: str) -> None:
    with pytest.raises(InputError):
        read_month(key)


async def test_from_the_calendar_to_a_draft(open_page: OpenPage, tenant: Business) -> None:
    page = await open_page(tenant, language="en-IN")
    await page.say("show me the festival calendar")
    [card] = page.cards("CalendarCard")
    me = {"id": card["id"], "thread": card["thread"], "talk": card["talk"]}
    november = (await page.tap("calendar", **me, act="month", month="2026-11"))["props"]
    assert november["name"] == "November 2026"
    await page.tap("calendar", **me, act="write", festival="diwali", month="2026-11")
    await page.has_cards("AskCard", 1)
    assert page.shows("WhatsApp message for Diwali")
    again = await open_page(tenant, thread_id=page.thread_id)
    assert again.cards("CalendarCard")[0]["festivals"] == card["festivals"]
    theirs = {**me, "thread": str(uuid4()), "act": "month", "month": "2026-11"}
    for payload, status in ((me, 422), (theirs, 404)):
        body = {"sessionId": page.session_id, "action": {"name": "calendar", "payload": payload}}
        assert (await page.post("/project/action", body))["status"] == status


TAPPED: list[tuple[str, str, str, Variant]] = [
    ("en-IN", "show me the festival calendar", "diwali", "en"),
    ("hi-IN", "त्योहारों का कैलेंडर दिखाइए", "good_friday", "hi"),
    ("ta-IN", "பண்டிகை காலண்டர் காட்டு", "diwali", "ta"),
    ("te-IN", "పండుగల క్యాలెండర్ చూపించండి", "muharram", "te"),
]


@pytest.mark.parametrize(("language", "words", "festival", "talk"), TAPPED)
async def test_one_tap_writes_the_message_of_that_festival(
    open_page: OpenPage, served: Served, make_tenant: MakeTenant,
    language: str, words: str, festival: str, talk: Variant,
) -> None:  # fmt: skip
    """Nothing is asked of a known shop, and nothing is sold on a quiet day."""
    shop = await make_tenant()
    services = served.app.state.services
    async with services.database.transaction(shop.id) as session:
        store = FoundationStore(session, shop.id, services.clock)
        for name, value in (("business_name", "Sharma Sweets"), ("phone", "9876543210")):
            await store.put(name, value, value, "said", uuid7())
    page = await open_page(shop, language=language)
    await page.say(words)
    [card] = page.cards("CalendarCard")
    me = {"id": card["id"], "thread": card["thread"], "talk": card["talk"]}
    day = services.calendar.next(festival, TODAY)
    month = f"{day.date.year}-{day.date.month:02d}"
    shown = (await page.tap("calendar", **me, act="month", month=month))["props"]
    row = next(each for each in shown["festivals"] if each["id"] == festival)
    for _ in range(2):  # a tap that is sent again after a gap in the network
        await page.tap("calendar", **me, act="write", festival=festival, month=month)
    [draft] = page.cards("DraftCard")
    assert page.cards("AskCard") == []
    assert row["name"] == day.names[talk]
    assert day.names[talk] in draft["text"]
    if not row["sell"]:
        assert not re.search(r"[%₹]", draft["text"])
