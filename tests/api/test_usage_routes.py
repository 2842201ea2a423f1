"""Usage, its report, limits and quotes over HTTP."""

from datetime import UTC, datetime
from typing import Any

import httpx

from agents.economics.budget_enforcer import Enforcer
from agents.economics.limits import Limits
from agents.economics.months import Month
from agents.events import MessageReceived, ModelCalled
from app.core.clock import FrozenClock
from app.core.database import Database
from app.core.ids import uuid7
from app.core.platform import Platform
from app.core.projections import record
from tests.fixtures.platform import Business

CALL: dict[str, Any] = {
    "provider": "vertex", "model": "gemini", "tier": "fast", "skill": "whatsapp_broadcast",
    "skill_hash": "x", "input_tokens": 900, "cached_tokens": 0, "output_tokens": 300,
    "latency_ms": 800, "first_token_ms": 200, "outcome": "answered", "reason": "",
}  # fmt: skip
NOVEMBER = FrozenClock(datetime(2026, 11, 5, tzinfo=UTC))
OCTOBER = FrozenClock(datetime(2026, 10, 31, 18, 29, tzinfo=UTC))
"""A minute before November begins in India."""


async def called(database: Database, business: Business, clock: FrozenClock, *paise: int) -> None:
    """Calls that cost so much, with their events and their entries in the ledger."""
    turn, thread = uuid7(), uuid7()
    said = MessageReceived(
        turn_id=turn, conversation_id=thread, text="x", client_message_id=turn.hex, source="api",
        user_id=business.user_id, request={},
    )  # fmt: skip
    events = [said.to_new_event()] + [
        ModelCalled(
            turn_id=turn, conversation_id=thread, call_id=str(uuid7()), paise=each, **CALL
        ).to_new_event()
        for each in paise
    ]
    async with database.transaction(business.id) as session:
        await record(session, business.id, clock, events)
    enforcer = Enforcer(database, clock)
    held = await enforcer.reserve(business.id, turn, sum(paise), Limits())
    await enforcer.settle(business.id, held, sum(paise))


async def test_what_was_used_and_its_report(
    owner: httpx.AsyncClient, session_platform: Platform, tenant: Business
) -> None:
    await called(session_platform.database, tenant, OCTOBER, 100, 1)
    await called(session_platform.database, tenant, NOVEMBER, 4_000, 199, 1)
    usage = (await owner.get("/api/v1/usage", params={"month": "2026-11"})).json()
    assert (usage["spent_paise"], usage["calls"], usage["drafts"]) == (4_200, 3, 0)
    assert [(row["name"], row["paise"]) for row in usage["providers"]] == [("vertex", 4_200)]
    assert (len(usage["days"]), usage["cheaper_first"]) == (1, [])

    name = Month.of(OCTOBER.now()).name
    assert name == "2026-10"
    report = (await owner.get(f"/api/v1/usage/reports/{name}")).json()
    assert report["usage"]["spent_paise"] == 101
    assert report["agrees"] is True
    assert {check["name"] for check in report["checks"]} == {
        "days", "skills", "providers", "ledger", "events", "counters", "settled", "turns",
        "bills", "books",
    }  # fmt: skip

    table = (await owner.get(f"/api/v1/usage/reports/{name}.csv")).text
    rows = table.lstrip("\ufeff").splitlines()
    assert len(rows) == 4
    assert rows[-1].split(",")[-3] == "1.01"
    for lang in ("en", "hi", "ta", "te"):
        page = await owner.get(f"/api/v1/usage/reports/{name}.pdf", params={"lang": lang})
        assert page.headers["content-type"] == "application/pdf"
        assert page.content.startswith(b"%PDF")
    wrong = await owner.get("/api/v1/usage/reports/2026-13")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "no_such_month")
    hindi = await owner.get("/api/v1/usage/reports/2026-13", headers={"accept-language": "hi"})
    assert "महीना" in hindi.json()["detail"]


async def test_limits(owner: httpx.AsyncClient) -> None:
    assert (await owner.get("/api/v1/budget")).json()["month_paise"] is None
    put = {"month_paise": 30_000, "webhook_url": "https://127.0.0.1:8443/hook"}
    made = (await owner.put("/api/v1/budget", json=put)).json()
    assert (made["month_paise"], made["in_force_paise"]) == (30_000, 30_000)
    assert len(made["webhook_secret"]) >= 40
    kept = (await owner.put("/api/v1/budget", json={"day_paise": 500})).json()
    assert (kept["month_paise"], kept["day_paise"]) == (30_000, 500)
    assert (kept["webhook_url"], kept["webhook_secret"]) == (put["webhook_url"], None)
    gone = (await owner.put("/api/v1/budget", json={"month_paise": None})).json()
    assert gone["in_force_paise"] is None
    wrong = await owner.put("/api/v1/budget", json={"webhook_url": "ftp://example.com/"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "webhook_refused")
    assert (await owner.put("/api/v1/budget", json={"task_paise": -1})).status_code == 422


async def test_a_quote_costs_nothing_where_nothing_is_paid(owner: httpx.AsyncClient) -> None:
    asked = {"text": "kaju katli pe 20% off, whatsapp message likho"}
    quote = (await owner.post("/api/v1/quotes", json=asked)).json()
    assert (quote["skill"], quote["language"]) == ("whatsapp_broadcast", "hi-Latn")
    assert (quote["low_paise"], quote["ceiling_paise"], quote["within_budget"]) == (0, 0, True)
    wrong = await owner.post("/api/v1/quotes", json={"text": "x", "skill": "nothing"})
    assert (wrong.status_code, wrong.json()["code"]) == (404, "skill")
