"""A process that dies in mid-turn: the next one goes on, and everything is there exactly once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from agents import events as ev
from agents.model_client import ModelClient
from agents.opening import LEASE, MOST_CRASHES
from agents.providers.scripted import Scripted
from agents.turn_runner import TurnRunner
from agents.turn_stream import TurnHandle
from app.core.clock import FrozenClock
from app.core.config import Settings
from app.core.projections import rebuild
from memory.conversation import ConversationStore
from tests.acceptance.gates import PLACES, Gate, Hanging, crash, finish, taken_over
from tests.acceptance.talk import Heard, Talk

ASK = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"
LATER = LEASE + timedelta(seconds=1)


@pytest.mark.parametrize("place", PLACES)
async def test_a_crash_before_any_stage_leaves_one_draft(
    talk: Talk, clock: FrozenClock, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    with monkeypatch.context() as patched:
        gate = Gate(patched, place)
        handle = await talk.runner.start(talk.request(ASK))
        await gate.reached.wait()
        await crash(talk.runner, patched)
    successor = TurnRunner(talk.services)
    try:
        assert await successor.recover() == 0  # the lease still holds
        clock.advance(LATER)
        assert await successor.recover() == 1
        heard = await finish(successor, talk, handle)
    finally:
        await successor.stop()
    assert heard.names.count("message.received") == 1
    assert heard.names.count("turn.resumed") == 1
    assert heard.names.count("message.understood") == 1
    assert heard.names.count("route.chosen") == 1
    assert heard.status == "done"
    drafts = await talk.drafts()
    assert [draft.version for draft in drafts] == [1]
    assert drafts[0].status == "pending"
    async with talk.services.database.transaction(talk.business.id) as session:
        assert (await rebuild(session)).differences == []


async def test_a_crash_after_the_end_was_stored_changes_nothing(
    talk: Talk, clock: FrozenClock
) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    heard = await talk.say(ASK)
    clock.advance(LATER)
    successor = TurnRunner(talk.services)
    try:
        assert await successor.recover() == 0
    finally:
        await successor.stop()
    assert (await talk.stored(heard.turn_id)).count("draft.written") == 1


async def test_the_same_question_after_a_crash_then_the_draft(
    talk: Talk, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = await talk.say(ASK)
    with monkeypatch.context() as patched:
        gate = Gate(patched, "work")
        await talk.say("Sharma Sweets")
        handle = await talk.runner.start(talk.request("98765 43210"))
        await gate.reached.wait()
        await crash(talk.runner, patched)
    clock.advance(LATER)
    heard = await taken_over(talk, handle)
    assert heard.turn_id == asked.turn_id
    assert heard.names.count("question.asked") == 2
    assert heard.names.count("draft.written") == 1
    assert "Sharma Sweets" in heard.draft.text
    assert "9876543210" in heard.draft.text


async def test_a_waiting_turn_is_nobodys_to_take_over(talk: Talk, clock: FrozenClock) -> None:
    asked = await talk.say(ASK)
    clock.advance(timedelta(days=31))
    successor = TurnRunner(talk.services)
    try:
        assert await successor.recover() == 0
    finally:
        await successor.stop()
    heard = await talk.tap(asked.question, "Sharma Sweets")
    assert heard.question.field == "phone"


async def test_two_successors_take_a_turn_once(
    talk: Talk, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    with monkeypatch.context() as patched:
        gate = Gate(patched, "work")
        handle = await talk.runner.start(talk.request(ASK))
        await gate.reached.wait()
        await crash(talk.runner, patched)
    clock.advance(LATER)
    first, second = TurnRunner(talk.services), TurnRunner(talk.services)
    try:
        taken = await asyncio.gather(first.recover(), second.recover())
        assert sorted(taken) == [0, 1]
        heard = await finish(first if taken[0] else second, talk, handle)
    finally:
        await asyncio.gather(first.stop(), second.stop())
    assert heard.names.count("draft.written") == 1
    assert heard.names.count("turn.resumed") == 1


async def test_a_turn_that_keeps_crashing_is_closed_honestly(
    talk: Talk, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    handle: TurnHandle | None = None
    for round_ in range(MOST_CRASHES):
        with monkeypatch.context() as patched:
            gate = Gate(patched, "work")
            runner = TurnRunner(talk.services)
            if handle is None:
                handle = await runner.start(talk.request(ASK))
            else:
                clock.advance(LATER)
                assert await runner.recover() == 1, round_
            await gate.reached.wait()
            await crash(runner, patched)
            await runner.stop()
    assert handle is not None
    clock.advance(LATER)
    last = TurnRunner(talk.services)
    try:
        assert await last.recover() == 1
        heard = await finish(last, talk, handle)
        ending = heard.last(ev.TurnFailed)
        assert ending.code == "interrupted"
        assert await talk.drafts() == []
        again = await last.retry(talk.business.id, handle.turn_id)
        retried = Heard(again.turn_id, [event async for event in again.events()])
        assert retried.status == "done"
    finally:
        await last.stop()


async def test_a_process_that_stops_hands_its_turn_over_at_once(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    monkeypatch.setattr("agents.turn_runner.GRACE_SECONDS", 0.01)
    leaving = TurnRunner(talk.services)
    with monkeypatch.context() as patched:
        gate = Gate(patched, "work")
        handle = await leaving.start(talk.request(ASK))
        await gate.reached.wait()
        await leaving.stop()
    assert await talk.runner.recover() == 1
    heard = await finish(talk.runner, talk, handle)
    assert heard.names.count("draft.written") == 1


async def test_a_crash_in_mid_call_asks_the_model_again_and_writes_once(
    talk: Talk, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What led to the call was stored before it, so the successor knows where to go on."""
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    settings = Settings(environment="test", model_cascade=("scripted",))
    hanging = Hanging(asked_once=asyncio.Event())
    models = ModelClient(settings, {"scripted": hanging})
    dying = TurnRunner(replace(talk.services, models=models))
    handle = await dying.start(talk.request(ASK))
    await hanging.asked_once.wait()
    stored = await talk.stored(handle.turn_id)
    assert stored[:3] == ["message.received", "message.understood", "route.chosen"]
    assert "context.packed" in stored
    await crash(dying, monkeypatch)
    clock.advance(LATER)
    words = "Diwali par kaju katli *20% off*. Call 9876543210\nSharma Sweets\nSTOP likhiye"
    answering = ModelClient(settings, {"scripted": Scripted(replies=[words])})
    successor = TurnRunner(replace(talk.services, models=answering))
    try:
        assert await successor.recover() == 1
        heard = await finish(successor, talk, handle)
    finally:
        await successor.stop()
        await dying.stop()
    assert heard.draft.text == words
    assert heard.draft.provider == "scripted"
    assert heard.names.count("message.understood") == 1
    assert heard.names.count("approval.requested") == 1
    assert len(await talk.drafts()) == 1


async def test_a_turn_of_a_deleted_thread_is_closed(
    talk: Talk, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    with monkeypatch.context() as patched:
        gate = Gate(patched, "work")
        handle = await talk.runner.start(talk.request(ASK))
        await gate.reached.wait()
        await crash(talk.runner, patched)
    async with talk.services.database.transaction(talk.business.id) as session:
        store = ConversationStore(session, talk.business.id, clock)
        await store.delete(talk.conversation_id)
    clock.advance(LATER)
    successor = TurnRunner(talk.services)
    try:
        assert await successor.recover() == 0
        assert await successor.recover() == 0
    finally:
        await successor.stop()
    assert (await talk.stored(handle.turn_id))[-1] == "turn.failed"
