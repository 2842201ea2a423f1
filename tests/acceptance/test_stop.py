"""Stop: at every stage, at once, and nothing follows."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from agents import events as ev
from agents.turn_runner import TurnRunner
from tests.acceptance.gates import PLACES, Gate
from tests.acceptance.talk import Heard, Talk
from tests.fixtures.platform import Business

ASK = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"


async def stopped_at(talk: Talk, gate: Gate) -> tuple[Heard, ev.Event]:
    request = talk.request(ASK)
    handle = await talk.runner.start(request)
    watching = asyncio.create_task(_collect(handle.events()))
    await gate.reached.wait()
    assert await talk.runner.cancel(handle.turn_id, talk.business.id, "Sunita")
    gate.open.set()
    events = await watching
    return Heard(handle.turn_id, events), events[-1]


async def _collect(events: AsyncIterator[ev.Event]) -> list[ev.Event]:
    return [event async for event in events]


@pytest.mark.parametrize("place", PLACES)
async def test_a_stop_before_any_stage_leaves_nothing(
    talk: Talk, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    heard, last = await stopped_at(talk, Gate(monkeypatch, place))
    assert isinstance(last, ev.TurnCancelled)
    assert last.by == "Sunita"
    assert heard.names.count("turn.cancelled") == 1
    stored = await talk.stored(heard.turn_id)
    assert stored[0] == "message.received"
    assert stored[-1] == "turn.cancelled"
    assert not {"draft.written", "approval.requested", "turn.settled"} & set(stored)
    assert await talk.drafts() == []


@pytest.mark.parametrize("after", [1, 2, 3])
async def test_a_stop_in_the_middle_of_writing(
    talk: Talk, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    heard, last = await stopped_at(talk, Gate(monkeypatch, "work", after))
    assert isinstance(last, ev.TurnCancelled)
    assert heard.names.count("draft.delta") <= after
    assert await talk.drafts() == []


async def test_retry_runs_the_same_message(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    with monkeypatch.context() as patched:
        heard, _ = await stopped_at(talk, Gate(patched, "work"))
    handle = await talk.runner.retry(talk.business.id, heard.turn_id)
    again = Heard(handle.turn_id, [event async for event in handle.events()])
    assert again.turn_id == heard.turn_id
    assert again.names[0] == "turn.resumed"
    assert again.status == "done"
    assert "20%" in again.draft.text
    assert len(await talk.drafts()) == 1


async def test_stop_reaches_another_replica(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    gate = Gate(monkeypatch, "work")
    handle = await talk.runner.start(talk.request(ASK))
    watching = asyncio.create_task(_collect(handle.events()))
    await gate.reached.wait()
    await talk.runner._bus.listening.wait()
    elsewhere = TurnRunner(talk.services)
    try:
        assert await elsewhere.cancel(handle.turn_id, talk.business.id, "Ramesh")
        async with asyncio.timeout(0.3):
            events = await watching
    finally:
        await elsewhere.stop()
    assert isinstance(events[-1], ev.TurnCancelled)
    assert events[-1].by == "Ramesh"


async def test_nobody_stops_a_strangers_turn(
    talk: Talk, other_tenant: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    gate = Gate(monkeypatch, "work")
    handle = await talk.runner.start(talk.request(ASK))
    await gate.reached.wait()
    assert not await talk.runner.cancel(handle.turn_id, other_tenant.id, "thief")
    gate.open.set()
    events = await _collect(handle.events())
    assert events[-1].name.value == "turn.settled"


async def test_a_waiting_turn_can_be_stopped_too(talk: Talk) -> None:
    heard = await talk.say(ASK)
    assert heard.status == "waiting"
    assert await talk.runner.cancel(heard.turn_id, talk.business.id, "Sunita")
    assert (await talk.stored(heard.turn_id))[-2:] == ["question.withdrawn", "turn.cancelled"]
    assert not await talk.runner.cancel(heard.turn_id, talk.business.id, "Sunita")
    late = await talk.tap(heard.question, "Sharma Sweets")
    assert late.reply.key == "agents.noted.already"


async def test_a_finished_turn_stays_as_it_is(talk: Talk) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    heard = await talk.say(ASK)
    assert not await talk.runner.cancel(heard.turn_id, talk.business.id, "Sunita")
    assert (await talk.stored(heard.turn_id))[-1] == "turn.settled"
