"""PostgreSQL away, a bug, the same turn asked for twice: one turn suffers, and nothing is lost."""

from typing import Any

import pytest

from agents import events as ev
from agents.turn_runner import TurnRunner
from tests.acceptance.gates import Gate
from tests.acceptance.talk import Heard, Talk
from tests.fixtures.platform import PostgresAway

ASK = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"


async def test_postgres_away_in_mid_turn_fails_in_words_and_nothing_is_lost(
    talk: Talk, postgres_away: PostgresAway, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    request = talk.request(ASK)
    with monkeypatch.context() as patched:
        gate = Gate(patched, "settle")
        handle = await talk.runner.start(request)
        await gate.reached.wait()
        async with postgres_away():
            gate.open.set()
            heard = Heard(handle.turn_id, [event async for event in handle.events()])
            assert heard.last(ev.TurnFailed).code == "database_away"
            assert "approval.requested" not in heard.names
            result = await talk.runner.result(heard.turn_id)
            assert result["blocked"] == "database_away"
    again = await talk.send(request)
    assert again.status == "done"
    assert len(await talk.drafts()) == 1
    assert (await talk.stored(again.turn_id)).count("turn.failed") == 1


async def test_postgres_away_at_the_start(talk: Talk, postgres_away: PostgresAway) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    request = talk.request(ASK)
    async with postgres_away():
        heard = await talk.send(request)
        assert heard.names == ["turn.failed"]
    again = await talk.send(request)
    assert again.status == "done"


async def test_a_bug_in_a_stage_fails_one_turn_only(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")

    def broken(*_: Any) -> None:
        msg = "nobody foresaw this"
        raise RuntimeError(msg)

    with monkeypatch.context() as patched:
        patched.setattr("agents.stages.write.sources_of", broken)
        heard = await talk.say(ASK)
    assert heard.last(ev.TurnFailed).code == "our_bug"
    assert (await talk.stored(heard.turn_id))[-1] == "turn.failed"
    assert (await talk.say(ASK)).status == "done"


async def test_starting_the_same_turn_joins_it(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    request = talk.request(ASK)
    gate = Gate(monkeypatch, "work")
    first = await talk.runner.start(request)
    await gate.reached.wait()
    second = await talk.runner.start(request)
    gate.open.set()
    events = [[event async for event in handle.events()] for handle in (first, second)]
    assert events[0] == events[1]
    third = await talk.send(request)
    stored = [event.name.value for event in events[0] if not event.transient]
    assert third.names == stored
    assert len(await talk.drafts()) == 1


async def test_another_process_is_followed_while_it_runs(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    request = talk.request(ASK)
    gate = Gate(monkeypatch, "work")
    await talk.runner.start(request)
    await gate.reached.wait()
    elsewhere = TurnRunner(talk.services)
    try:
        handle = await elsewhere.start(request)
        events = handle.events()
        first = await anext(events)
        assert isinstance(first, ev.MessageReceived)
        gate.open.set()
        rest = [event async for event in events]
    finally:
        await elsewhere.stop()
    assert rest[-1].name.value == "turn.settled"
    assert len(await talk.drafts()) == 1
