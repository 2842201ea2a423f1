"""A draft she approved is used again: in a turn, on a real database, with a model that counts."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from agents import events as ev
from agents.model_client import ModelClient
from agents.products.muse import flow
from agents.providers.scripted import Scripted
from agents.services import Services
from agents.turn_result import turn_result
from agents.turn_runner import TurnRunner
from app.core.config import Settings
from app.core.ids import uuid7
from tests.acceptance.talk import Heard, Talk
from tests.fixtures.platform import Business

ASK = "whatsapp message for Diwali, 20% off on kaju katli"
LIKEWISE = "Please write a WhatsApp msg for diwali: 20 % off on Kaju Katali"
TEXT = (
    "Happy Diwali! Kaju katli at *20% off*.\nSharma Sweets, Lucknow. Call 9876543210.\n"
    "Reply STOP to opt out."
)


@pytest.fixture
async def model() -> Scripted:
    return Scripted(replies=[TEXT])


@pytest.fixture
async def talk(services: Services, tenant: Business, model: Scripted) -> AsyncIterator[Talk]:
    settings = Settings(environment="test", model_cascade=("scripted",))
    runner = TurnRunner(replace(services, models=ModelClient(settings, {"scripted": model})))
    talk = Talk(runner._services, runner, tenant)
    await talk.know(business_name="Sharma Sweets", phone="9876543210", city="Lucknow")
    yield talk
    await runner.stop()


def afresh(talk: Talk) -> None:
    """Another conversation of the same owner."""
    talk.conversation_id = uuid7()


def looked(heard: Heard, talk: Talk) -> Any:
    return turn_result(heard.turn_id, heard.events, talk.services.registry)["cache"]


async def approved(talk: Talk, text: str = ASK) -> ev.DraftWritten:
    heard = await talk.say(text)
    assert looked(heard, talk) == "miss"
    draft = heard.draft
    await flow.decide(talk.services, talk.actor, draft.draft_id, draft.version, "approved")
    afresh(talk)
    return draft


async def test_an_approved_draft_is_used_again_at_no_cost(talk: Talk, model: Scripted) -> None:
    first = await approved(talk)
    asked = len(model.asked)
    heard = await talk.say(LIKEWISE)
    assert looked(heard, talk) == "hit"
    hit = heard.last(ev.CacheHit)
    assert (hit.draft_id, hit.version, hit.alike) == (first.draft_id, 1, "near")
    assert len(model.asked) == asked
    assert (heard.draft.text, heard.draft.provider) == (first.text, "memory")
    assert heard.draft.draft_id != first.draft_id
    assert heard.last(ev.ApprovalRequested).mode == "pending"
    # Writing it afresh is one tap away, and asks the model.
    model.replies = [TEXT.replace("Happy", "A bright")]
    again = await talk.another(heard.draft)
    assert looked(again, talk) == "off"
    assert again.draft.provider == "scripted"
    assert again.draft.version == 2


async def test_what_is_not_approved_as_it_stands_is_not_used(talk: Talk) -> None:
    heard = await talk.say(ASK)
    afresh(talk)
    assert looked(await talk.say(ASK), talk) == "miss"  # nobody approved it
    afresh(talk)
    services, actor, draft = talk.services, talk.actor, heard.draft
    await flow.decide(services, actor, draft.draft_id, 1, "approved")
    assert looked(await talk.say(ASK), talk) == "hit"
    afresh(talk)
    await flow.undo(services, actor, draft.draft_id)
    assert looked(await talk.say(ASK), talk) == "miss"
    afresh(talk)
    edited = TEXT.replace("20%", "25%")
    await flow.edit(services, actor, draft.draft_id, 1, edited)
    await flow.decide(services, actor, draft.draft_id, 2, "approved")
    # She wrote 25% into it by hand; now she asks for 20%.
    missed = await talk.say(ASK)
    assert missed.last(ev.CacheMissed).reason == "stale"


async def test_a_copy_she_rejects_is_forgotten(talk: Talk) -> None:
    await approved(talk)
    copy = (await talk.say(ASK)).draft
    await flow.decide(talk.services, talk.actor, copy.draft_id, 1, "rejected")
    afresh(talk)
    assert looked(await talk.say(ASK), talk) == "miss"


async def test_a_fact_or_a_month_or_a_year_later_it_is_written_anew(
    talk: Talk, services: Services
) -> None:
    await approved(talk)
    await talk.know(phone="9000000001")
    assert looked(await talk.say(ASK), talk) == "miss"
    afresh(talk)
    await talk.know(phone="9876543210")
    assert looked(await talk.say(ASK), talk) == "hit"  # as it was again
    afresh(talk)
    services.clock.advance(timedelta(days=365))  # type: ignore[attr-defined]
    assert looked(await talk.say(ASK), talk) == "miss"


async def test_the_composer_is_free_and_nothing_is_looked_for(
    services: Services, runner: TurnRunner, tenant: Business
) -> None:
    talk = Talk(services, runner, tenant)
    await talk.know(business_name="Sharma Sweets", phone="9876543210", city="Lucknow")
    heard = await talk.say(ASK)
    assert heard.last(ev.CacheMissed).reason == "off"
    assert looked(heard, talk) == "off"
