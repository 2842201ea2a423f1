"""The usage card: her letters and its size, figures from the ledger, a limit by taps, reload."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from agents.allowance import Allowance
from agents.economics.limits import Limits
from agents.economics.months import Month
from agents.economics.reports import MonthUsage, Part, Week
from app.chat import runtime
from app.chat.usage_card import usage_card
from app.chat.usage_rows import UsageBoard
from app.core.clock import FrozenClock
from app.core.ids import uuid7
from app.core.platform import Platform
from app.core.tables import Usage
from app.core.variants import VARIANTS, Variant
from tests.chat.conftest import OpenPage, Served
from tests.chat.scripts import said, wrong_letters
from tests.fixtures.platform import Business

MONTH = Month(2026, 11)
SKILLS = ("whatsapp_broadcast", "instagram_caption", "review_reply", "poster_text")
WEEKS = tuple(
    Week(date(2026, 10, 5) + timedelta(weeks=back), back, back * 640) for back in range(8)
)


def used(**changes: Any) -> MonthUsage:
    values: dict[str, Any] = {
        "month": MONTH, "spent_paise": 4_200, "saved_paise": 620, "drafts": 31, "calls": 40,
        "remembered": 12, "input_tokens": 9, "cached_tokens": 0, "output_tokens": 9, "days": (),
        "skills": tuple(Part(name, 8, 9, 1, 1_000 - at) for at, name in enumerate(SKILLS)),
        "providers": (Part("vertex", 0, 40, 0, 4_200), Part("memory", 0, 0, 12, 0, 620)),
    }  # fmt: skip
    return MonthUsage(**{**values, **changes})


def board(usage: MonthUsage | None = None, limits: Limits | None = None) -> UsageBoard:
    limits = limits or Limits(50_000, 5_000, 200, 250_000)
    may = Allowance("starter", 300, 31, frozenset())
    return UsageBoard(usage or used(), WEEKS, limits, may, MONTH)


class _Registry:
    def __contains__(self, name: object) -> bool:
        return False


@pytest.fixture
def _no_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles of skills are tested with the skills; here they all read "other"."""
    services = type("Services", (), {"registry": _Registry()})
    monkeypatch.setattr(runtime, "services", services)


@pytest.mark.usefixtures("_no_registry")
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("state", ["open", "over", "empty", "stale"])
def test_it_keeps_to_her_letters_and_its_size(variant: Variant, state: str) -> None:
    shown = {
        "open": board(),
        "stale": board(),
        "over": board(used(spent_paise=50_000)),
        "empty": board(used(spent_paise=0, drafts=0, calls=0, remembered=0, saved_paise=0)),
    }[state]
    props = usage_card(uuid4(), "", shown, variant, stale=state == "stale", error="")
    assert props["state"] == state
    kept = {k: v for k, v in props.items() if k not in ("pdf", "csv", "month")}
    spoken = [(path, words) for path, words in said(kept) if not path.endswith((".key", "key"))]
    assert {path: words for path, words in spoken if wrong_letters(words, variant)} == {}
    assert len(json.dumps(props, ensure_ascii=False).encode()) < 4_096


@pytest.mark.usefixtures("_no_registry")
def test_the_figures() -> None:
    props = usage_card(uuid4(), "", board(), "en")
    assert props["head"] == "This month ₹42 of ₹500"
    quota = "31 of 300 messages of your plan"
    assert props["parts"] == [quota, "12 from memory, ₹0", "₹6.20 saved"]
    assert (props["bar"], props["note"]) == (8, "₹458 left till 30 Nov")
    assert props["weeks"]["bars"][-1] == ["23/11", "₹45", 100]
    assert props["weeks"]["bars"][0] == ["5/10", "₹0", 0]
    assert props["groups"][1]["rows"][0] == ["Google Gemini", "40 · ₹42", 100]
    past = usage_card(uuid4(), "", board(used(month=Month(2026, 10))), "hi")
    assert (past["head"], past["bar"], past["weeks"], past["canSet"]) == (
        "अक्टूबर 2026: ₹42", None, None, False
    )  # fmt: skip
    assert (props["plans"], past["plans"]) == (True, False)
    alone = usage_card(uuid4(), "", board(limits=Limits(50_000)), "en")
    assert not alone["plans"], "no plan limits her"
    small = usage_card(uuid4(), "", board(used(spent_paise=3)), "en")
    assert small["bar"] == 1, "a little is seen"


def entry(business: Business, clock: FrozenClock, paise: int, **changes: Any) -> Usage:
    values: dict[str, Any] = {
        "id": uuid7(), "tenant_id": business.id, "turn_id": uuid7(), "conversation_id": uuid7(),
        "skill": "whatsapp_broadcast", "skill_hash": "x", "kind": "model", "provider": "vertex",
        "model": "m", "tier": "fast", "input_tokens": 100, "cached_tokens": 0,
        "output_tokens": 50, "paise": paise, "saved_paise": 0, "latency_ms": 900,
        "first_token_ms": None, "outcome": "answered", "called_at": clock.now(),
    }  # fmt: skip
    return Usage(**{**values, **changes})


async def test_asked_in_words_set_by_a_tap_and_there_again_after_a_reload(
    open_page: OpenPage, served: Served, session_platform: Platform, tenant: Business
) -> None:
    page = await open_page(tenant)
    await page.say("kitna kharcha hua bhai")
    [empty] = page.cards("UsageCard")
    assert (empty["state"], empty["bar"], empty["talk"]) == ("empty", None, "hi-Latn")

    async with session_platform.database.transaction(tenant.id) as session:
        session.add(entry(tenant, served.clock, 4_150))
        session.add(entry(tenant, served.clock, 50, provider="openai", skill=None))
        memory = {"kind": "cache", "provider": "cache", "saved_paise": 30}
        session.add(entry(tenant, served.clock, 0, **memory))
    me = {"id": empty["id"], "talk": "hi-Latn", "line": "", "month": empty["month"]}
    wrong = await page.tap("usage", **me, act="limit", rupees="bahut")
    assert (wrong["applied"], wrong["props"]["typed"]) == (False, "bahut")
    assert "jaise 300" in wrong["props"]["error"]
    done = (await page.tap("usage", **me, act="limit", rupees="₹500"))["props"]
    assert done["head"] == "Is mahine ₹500 mein se ₹42"
    assert (done["state"], done["bar"], done["rupees"]) == ("open", 8, "500")
    assert "1 purane message se, ₹0" in done["parts"]

    await page.say("budget 42 kar do")
    again = await open_page(tenant, thread_id=page.thread_id)
    old, new = again.cards("UsageCard")
    assert (old["state"], new["state"]) == ("stale", "over")
    assert new["line"].startswith("Likh liya")
    lifted = (await again.tap("usage", **{**me, "id": new["id"]}, act="lift"))["props"]
    assert (lifted["state"], lifted["limits"]) == ("open", [])


async def test_where_the_month_is_used_up_the_plans_are_one_tap_away(
    open_page: OpenPage, served: Served, session_platform: Platform, tenant: Business,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    settings = served.app.state.services.settings
    monkeypatch.setattr(served.app.state.services, "settings",
                        settings.model_copy(update={"plan_limits": "on"}))  # fmt: skip
    async with session_platform.database.transaction(tenant.id) as session:
        session.add(entry(tenant, served.clock, 10_000_000))
    page = await open_page(tenant)
    await page.say("kitna kharcha hua bhai")
    [card] = page.cards("UsageCard")
    assert (card["state"], card["plans"], card["t"]["seePlans"]) == ("over", True, "Plan dekhein")
    me = {"id": card["id"], "thread": card["thread"], "talk": card["talk"], "act": "plans"}
    for _ in range(2):
        await page.tap("usage", **me)
    [plans] = page.cards("PlanCard")
    assert plans["state"] == "plans"
    theirs = {"name": "usage", "payload": {**me, "thread": str(uuid4())}}
    refused = await page.post("/project/action", {"sessionId": page.session_id, "action": theirs})
    assert refused["status"] == 404


async def test_a_tap_that_is_no_tap_is_refused(open_page: OpenPage, tenant: Business) -> None:
    page = await open_page(tenant)
    payload = {"id": str(UUID(int=1)), "act": "spend"}
    body = {"sessionId": page.session_id, "action": {"name": "usage", "payload": payload}}
    assert (await page.post("/project/action", body))["status"] == 422
