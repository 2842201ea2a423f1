"""Small parts on their own: the token, the journal's rule, chips, quoted words, runs."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from agents import events as ev
from agents import pipeline
from agents.cancellation import CancellationToken, TurnStopped
from agents.guard import guard
from agents.inputs import quoted
from agents.services import Services
from agents.stages import ask
from agents.turn_stream import Run
from app.core.ids import uuid7
from app.core.variants import VARIANTS, Variant
from memory.foundation_store import Foundation
from tests.acceptance.talk import Talk

IDS = {"turn_id": uuid7(), "conversation_id": uuid7()}


def test_a_token_is_cancelled_once() -> None:
    token = CancellationToken()
    token.check()
    assert token.cancel("Sunita")
    assert not token.cancel("Ramesh")
    assert (token.cancelled, token.by) == (True, "Sunita")
    with pytest.raises(TurnStopped, match="Sunita"):
        token.check()
    with pytest.raises(TurnStopped):
        token.seal()


def test_a_sealed_turn_is_past_stopping() -> None:
    token = CancellationToken()
    token.seal()
    assert not token.cancel("Sunita")
    token.check()


async def test_a_run_shows_everybody_everything() -> None:
    run = Run(IDS["turn_id"], uuid7(), IDS["conversation_id"])
    events = [ev.CacheMissed(**IDS, reason=str(n)) for n in range(3)]
    run.publish(events[0])
    early = asyncio.create_task(_collect(run))
    await asyncio.sleep(0)
    run.publish(events[1])
    late = asyncio.create_task(_collect(run))
    run.publish(events[2])
    run.finish()
    assert await early == await late == events
    assert await _collect(run) == events


async def _collect(run: Run) -> list[ev.Event]:
    return [event async for event in run.watch()]


@pytest.mark.parametrize("variant", VARIANTS)
def test_cities_are_offered_in_her_letters(variant: Variant) -> None:
    turn: Any = SimpleNamespace(talk=variant, owner_phone="+919876543210")
    cities = ask._chips(turn, "city")
    assert len(cities) == 3
    assert all(label for _, label in cities)
    assert ask._chips(turn, "phone") == [("9876543210", "98765 43210")]
    assert ask._chips(turn, "business_name") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("reply to this: 'sweets were stale' - Ravi", "sweets were stale"),
        ('jawab likho "bahut achcha khana tha"', "bahut achcha khana tha"),
        ("இதுக்கு பதில்: ரொம்ப நல்லா இருந்துச்சு", "ரொம்ப நல்லா இருந்துச்சு"),
        ("review ka jawab\nMithai basi thi, paise waste", "Mithai basi thi, paise waste"),
        ("don't write it's fine", None),
        ("review ka reply likho", None),
        ("call at 10:30", None),
    ],
)
def test_somebody_elses_words_are_told_apart(text: str, words: str | None) -> None:
    assert quoted(text) == words


def test_the_number_she_was_asked_for_is_hers() -> None:
    text = "customer ka number 98765 43210"
    assert "98765" not in guard(text, Foundation()).text
    assert guard(text, Foundation(), "phone").text == text


async def test_the_pipeline_runs_without_a_runner(talk: Talk, services: Services) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    request = talk.request("diwali ke liye whatsapp message chahiye, kaju katli pe 20% off")
    token = CancellationToken()
    names = [event.name.value async for event in pipeline.run(request, services, token)]
    assert names[0] == "message.received"
    assert names[-1] == "turn.settled"
    assert [event async for event in pipeline.run(request, services, token)] == []
