"""A month of turns whose model is asked over HTTP: what the cheaper one saved, and that every sum
of the month agrees; a paisa anywhere that does not is named."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text as sql

from agents import events as ev
from agents.economics.month_report import MonthReport, month_report
from agents.economics.months import Month
from agents.model_client import ModelClient
from agents.services import Services
from agents.turn_runner import TurnRunner
from app.api.v1.usage import _view
from app.chat import runtime
from app.chat.usage_card import usage_card
from app.chat.usage_rows import UsageBoard
from app.cli_usage import _plain
from app.core.config import Settings
from app.core.ids import uuid7
from app.core.projections import record
from integrations.india.usage_pdf import _shown
from tests.acceptance.talk import Talk
from tests.agents.fake_vendors import Vendors, serve_vendors
from tests.fixtures.platform import Business

CHEAP, DEAR = "gemini-2.5-flash-lite", "gemini-2.5-flash"
REEL = "reel script for diwali, kaju katli 20% off"
AGAIN = "reel script for holi, gujiya 15% off"
MESSAGE = "whatsapp message for diwali, 20% off on kaju katli"


@pytest.fixture(scope="module")
def fake() -> Iterator[Vendors]:
    with serve_vendors() as vendors:
        yield vendors


@pytest.fixture
async def talk(services: Services, tenant: Business, fake: Vendors) -> AsyncIterator[Talk]:
    """A shop whose drafts the fake vendor writes, cheap model first."""
    settings = Settings(
        environment="test", model_cascade=("vertex",), gcp_project_id="shop",
        vertex_base_url=fake.url,
    )  # fmt: skip
    wired = replace(services, settings=settings, models=ModelClient(settings))
    runner = TurnRunner(wired)
    talk = Talk(wired, runner, tenant, asks=False)
    await talk.know(business_name="Sharma Sweets", phone="9876543210", city="Lucknow")
    yield talk
    await runner.stop()


async def report_of(talk: Talk) -> MonthReport:
    services, tenant = talk.services, talk.business.id
    month = Month.of(services.clock.now())
    async with services.database.transaction(tenant) as session:
        return await month_report(session, tenant, month, services.settings, services.clock)


async def composed(services: Services, tenant: Business, asked: str) -> str:
    """What the composer writes for the same words, which the checks let pass."""
    runner = TurnRunner(services)
    talk = Talk(services, runner, tenant, asks=False)
    words = (await talk.say(asked)).draft.text
    await runner.stop()
    return words


PLANTED: dict[str, tuple[str, dict[str, int]]] = {
    "ledger": (
        "UPDATE usage SET paise = paise + 1 WHERE id = (SELECT max(id::text)::uuid FROM usage)",
        {"events": 1, "settled": 1, "turns": 1},
    ),
    "month": (
        "UPDATE budget_periods SET spent_paise = spent_paise + 1 WHERE length(period) = 7",
        {"counters": 1},
    ),
    "day": (
        "UPDATE budget_periods SET spent_paise = spent_paise + 1 WHERE length(period) = 10",
        {"counters": 1},
    ),
    "set aside": (
        "UPDATE budget_periods SET reserved_paise = reserved_paise + 1 WHERE length(period) = 7",
        {"counters": 1},
    ),
    "reservation": (
        "UPDATE budget_reservations SET settled_paise = settled_paise + 1 "
        "WHERE id = (SELECT max(id::text)::uuid FROM budget_reservations)",
        {"counters": 2, "settled": 1},
    ),
    "books": (
        "INSERT INTO ledger_transfers SELECT gen_random_uuid(), current_setting('app.tenant')"
        "::uuid, 'invoice.sales', 'a', 'b', 1, NULL, NULL, (SELECT max(called_at) FROM usage), 1",
        {"books": 1},
    ),
}


class Undone(Exception):
    """Thrown to take back what was planted."""


async def planted(talk: Talk, statement: str) -> dict[str, int]:
    """The checks that fail once a paisa is wrong, and by how much; it is taken back after."""
    services, tenant = talk.services, talk.business.id
    wrong: dict[str, int] = {}
    try:
        async with services.database.transaction(tenant) as session:
            await session.execute(sql(statement))
            month = Month.of(services.clock.now())
            found = await month_report(session, tenant, month, services.settings, services.clock)
            wrong = {c.name: c.difference_paise for c in found.checks if c.difference_paise}
            assert not found.agrees
            raise Undone
    except Undone:
        return wrong


async def told_wrong(talk: Talk) -> None:
    """A turn that says it cost a paisa, which nobody paid."""
    ids: dict[str, Any] = {"turn_id": uuid7(), "conversation_id": uuid7()}
    said = ev.MessageReceived(
        **ids, text="x", client_message_id="x", source="api", user_id=talk.business.user_id,
        request={},
    )  # fmt: skip
    settled = ev.TurnSettled(**ids, status="done", actual_paise=1, ms=1)
    async with talk.services.database.transaction(talk.business.id) as session:
        events = [event.to_new_event() for event in (said, settled)]
        await record(session, talk.business.id, talk.services.clock, events)


async def test_what_the_cheaper_model_saved_and_a_paisa_that_is_wrong(
    talk: Talk,
    services: Services,
    tenant: Business,
    fake: Vendors,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(runtime, "services", lambda: services)
    fake.reset()
    fake.by_model[CHEAP] = ("none", await composed(services, tenant, REEL))
    kept = await talk.say(REEL)
    fake.text = await composed(services, tenant, AGAIN)
    fake.by_model[CHEAP] = ("none", "Buy!")
    refused = await talk.say(AGAIN)
    fake.text = await composed(services, tenant, MESSAGE)
    fake.by_model.clear()
    plain = await talk.say(MESSAGE)
    outcomes = [
        [(call.model, call.outcome) for call in heard.all(ev.ModelCalled)]
        for heard in (kept, refused, plain)
    ]
    assert outcomes == [
        [(CHEAP, "answered")], [(CHEAP, "rejected"), (DEAR, "answered")], [(CHEAP, "answered")],
    ]  # fmt: skip

    report = await report_of(talk)
    assert report.agrees, report.checks
    [saved] = report.cheaper_first
    calls = [call for heard in (kept, refused) for call in heard.all(ev.ModelCalled)]
    used = calls[0]
    dear = talk.services.prices.cost_of("vertex", DEAR, used)
    assert (saved.skill, saved.tasks, saved.kept) == ("reel_script", 2, 1)
    assert saved.paid_paise == sum(call.paise for call in calls)
    assert saved.saved_paise == (dear - used.paise) - calls[1].paise
    everywhere(report)

    for name, (statement, wrong) in PLANTED.items():
        assert await planted(talk, statement) == wrong, name
    await told_wrong(talk)
    [check] = [check for check in (await report_of(talk)).checks if check.difference_paise]
    assert (check.name, check.difference_paise) == ("turns", 1)


def everywhere(report: MonthReport) -> None:
    """The API, the command, the page and the card show the same savings."""
    [saved] = report.cheaper_first
    [shown] = _view(report.usage, None, report.cheaper_first).cheaper_first
    assert (shown.skill, shown.saved_paise) == (saved.skill, saved.saved_paise)
    assert _plain(report)["cheaper_first"] == [saved.as_mapping()]
    table = _shown(report.document("en", {}, report.usage.month.first))["tables"][2]
    assert table["rows"][0][:2] == ["reel_script", "1"]
    board = UsageBoard(
        report.usage, (), report.limits, None, report.usage.month,
        (replace(saved, saved_paise=120),),
    )  # fmt: skip
    group = usage_card(uuid7(), "", board, "en")["groups"][-1]
    assert (group["key"], group["rows"][0][1]) == ("cheaper_first", "1 · ₹1.20")
