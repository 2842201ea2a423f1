"""A turn that asks a paid model: quoted, set aside, counted and settled, however it ends."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from agents import events as ev
from agents.economics.budget_enforcer import Enforcer
from agents.economics.limits import set_limit
from agents.model_client import ModelClient
from agents.providers.scripted import Scripted
from agents.services import Services
from agents.turn_result import turn_result
from agents.turn_runner import TurnRunner
from app.core.config import Settings
from app.core.errors import Unavailable
from app.core.projections import rebuild
from tests.acceptance.gates import crash
from tests.acceptance.talk import Heard, Talk
from tests.fixtures.platform import Business

ASK = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"
TEXT = (
    "Namaste! Diwali ki shubhkamnayein. Kaju katli par *20% off*.\n"
    "Sharma Sweets, Lucknow. Call kijiye 9876543210.\nBand karne ke liye STOP likhein."
)


class Hanging(Scripted):
    """Says a little, then nothing more until it is let go."""

    reached: Any = None

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        async for chunk in super()._astream(*args, **kwargs):
            yield chunk
            self.reached.set()
            await asyncio.Event().wait()


def runner_with(services: Services, model: Scripted, name: str = "gpt-4o") -> TurnRunner:
    settings = Settings(environment="test", model_cascade=("openai",), openai_model=name)
    return TurnRunner(replace(services, models=ModelClient(settings, {"openai": model})))


@pytest.fixture
async def model() -> Scripted:
    return Scripted(replies=[TEXT])


@pytest.fixture
async def talk(services: Services, tenant: Business, model: Scripted) -> AsyncIterator[Talk]:
    runner = runner_with(services, model)
    talk = Talk(runner.services, runner, tenant)
    await talk.know(business_name="Sharma Sweets", phone="9876543210", city="Lucknow")
    yield talk
    await runner.stop()


async def limit(talk: Talk, **paise: int) -> None:
    async with talk.services.database.transaction(talk.business.id) as session:
        clock, user = talk.services.clock, talk.business.user_id
        await set_limit(session, talk.business.id, clock, user, **paise)


async def books(talk: Talk) -> dict[str, Any]:
    """Reservations, counters and ledger; and that rows and events agree."""
    async with talk.services.database.transaction(talk.business.id) as session:
        held = await session.execute(
            text("SELECT status, settled_paise FROM budget_reservations ORDER BY created_at")
        )
        periods = await session.execute(
            text("SELECT DISTINCT reserved_paise, spent_paise FROM budget_periods")
        )
        spent = await session.scalar(text("SELECT coalesce(sum(paise), 0)::bigint FROM usage"))
        assert (await rebuild(session)).differences == []
    return {
        "held": [tuple(row) for row in held],
        "periods": [tuple(row) for row in periods],
        "spent": spent,
    }


async def test_a_paid_turn_is_quoted_before_and_counted_after(talk: Talk, model: Scripted) -> None:
    heard = await talk.say(ASK)
    quoted, called = heard.last(ev.CostQuoted), heard.all(ev.ModelCalled)
    assert 0 < quoted.low_paise < quoted.high_paise < quoted.ceiling_paise
    assert heard.names.index("cost.quoted") < heard.names.index("model.called")
    assert quoted.prompt_chars > 1000
    cost = sum(call.paise for call in called)
    assert quoted.low_paise <= cost <= quoted.high_paise
    assert heard.last(ev.TurnSettled).actual_paise == cost
    assert heard.draft.provider == "openai"
    result = turn_result(heard.turn_id, heard.events, talk.services.registry)["cost"]
    assert result == {
        "quoted_paise": [quoted.low_paise, quoted.high_paise], "actual_paise": cost,
    }  # fmt: skip
    assert await books(talk) == {
        "held": [("settled", cost)], "periods": [(0, cost)], "spent": cost,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("paise", "key"),
    [
        ({"month_paise": 5}, "agents.budget.month"),
        ({"day_paise": 5}, "agents.budget.day"),
        ({"task_paise": 5}, "agents.budget.task"),
        ({"month_paise": 0}, None),
    ],
)
async def test_without_room_the_composer_writes_and_she_is_told_how_to_raise_it(
    talk: Talk, model: Scripted, paise: dict[str, int], key: str | None
) -> None:
    await limit(talk, **paise)
    heard = await talk.say(ASK)
    assert model.asked == []
    assert (heard.draft.provider, heard.status) == ("offline", "done")
    assert heard.last(ev.TurnSettled).actual_paise == 0
    notices = [one for one in heard.all(ev.ReplySent) if one.kind == "notice"]
    assert [one.key for one in notices] == ([key] if key else [])
    if key:
        assert "₹0.05" in notices[0].text
        assert "ek" in notices[0].text or "poora" in notices[0].text  # in Hinglish, as she wrote
    assert (await books(talk))["held"] == []


async def test_what_is_left_of_a_budget_is_still_used(talk: Talk, model: Scripted) -> None:
    first = await talk.say(ASK)
    ceiling = first.last(ev.CostQuoted).ceiling_paise
    spent = first.last(ev.TurnSettled).actual_paise
    await limit(talk, month_paise=spent + ceiling - 5)
    heard = await talk.say("holi ke liye whatsapp message chahiye, gujiya pe 10% off")
    quoted = heard.last(ev.CostQuoted)
    assert quoted.ceiling_paise <= ceiling - 5
    assert heard.all(ev.ModelCalled)
    assert heard.last(ev.TurnSettled).actual_paise <= quoted.ceiling_paise


async def test_a_model_without_a_price_is_not_asked(
    services: Services, tenant: Business, model: Scripted
) -> None:
    runner = runner_with(services, model, "llama3.2")
    talk = Talk(runner.services, runner, tenant)
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    heard = await talk.say(ASK)
    assert model.asked == []
    assert heard.draft.provider == "offline"
    assert heard.last(ev.CostQuoted).ceiling_paise == 0
    await runner.stop()


async def test_when_nothing_can_be_set_aside_nothing_is_paid(
    talk: Talk, model: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: Any) -> None:
        raise Unavailable("database_away")

    monkeypatch.setattr(Enforcer, "reserve", away)
    heard = await talk.say(ASK)
    assert model.asked == []
    assert (heard.draft.provider, heard.status) == ("offline", "done")


async def test_a_stop_in_mid_call_gives_the_rest_back(services: Services, tenant: Business) -> None:
    model = Hanging(replies=[TEXT])
    model.reached = asyncio.Event()
    runner = runner_with(services, model)
    talk = Talk(runner.services, runner, tenant)
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    handle = await runner.start(talk.request(ASK))
    await model.reached.wait()
    assert await runner.cancel(handle.turn_id, tenant.id, "Sunita")
    heard = Heard(handle.turn_id, [event async for event in handle.events()])
    assert isinstance(heard.events[-1], ev.TurnCancelled)
    stored = await talk.stored(handle.turn_id)
    assert stored.count("model.called") == 1
    kept = await books(talk)
    assert kept["spent"] > 0
    assert kept["held"] == [("settled", kept["spent"])]
    assert kept["periods"] == [(0, kept["spent"])]
    await runner.stop()


async def test_a_turn_that_crashed_pays_from_a_new_reservation(
    services: Services, tenant: Business, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = Hanging(replies=[TEXT])
    model.reached = asyncio.Event()
    dying = runner_with(services, model)
    talk = Talk(dying.services, dying, tenant)
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    handle = await dying.start(talk.request(ASK))
    await model.reached.wait()
    await crash(dying, monkeypatch)
    assert (await books(talk))["held"] == [("held", None)]
    clock.advance(timedelta(minutes=1))
    living = runner_with(services, Scripted(replies=[TEXT]))
    assert await living.recover() >= 1
    attached = living.attach(tenant.id, handle.turn_id)
    heard = Heard(handle.turn_id, [event async for event in attached.events()])
    assert heard.status == "done"
    kept = await books(talk)
    assert kept["held"] == [("expired", 0), ("settled", kept["spent"])]
    assert kept["periods"] == [(0, kept["spent"])]
    assert heard.last(ev.TurnSettled).actual_paise == kept["spent"]
    await living.stop()


async def test_a_turn_that_pays_nobody_asks_no_budget(
    services: Services, tenant: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: Any) -> None:
        raise AssertionError

    for name in ("reserve", "settle", "give_back", "room"):
        monkeypatch.setattr(Enforcer, name, never)
    monkeypatch.setattr("agents.economics.quoting.foresee", never)
    runner = TurnRunner(services)
    talk = Talk(services, runner, tenant)
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    heard = await talk.say(ASK)
    assert heard.status == "done"
    assert heard.last(ev.CostQuoted).ceiling_paise == 0
    await runner.stop()


async def test_a_turn_that_crosses_a_mark_says_so_below_its_draft(talk: Talk) -> None:
    await limit(talk, month_paise=10_000)
    month = talk.services.clock.now().strftime("%Y-%m")
    async with talk.services.database.transaction(talk.business.id) as session:
        await session.execute(
            text("INSERT INTO budget_periods VALUES (:tenant, :month, 0, 4999, NULL)"),
            {"tenant": talk.business.id, "month": month},
        )
    heard = await talk.say(ASK)
    assert heard.last(ev.TurnSettled).actual_paise > 0
    [line] = [each for each in heard.all(ev.ReplySent) if each.level == "info"]
    assert line.text.startswith("Mahine ke budget ka 50% lag gaya: ₹100 mein se ₹50")
    assert heard.names.index("reply.sent") > heard.names.index("draft.written")
