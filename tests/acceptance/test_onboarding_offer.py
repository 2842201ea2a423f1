"""Telling about the shop is offered once, and may wait."""

import pytest

from agents import events as ev
from agents.products.onboarding import flow
from agents.products.onboarding.topics import ONBOARDING
from agents.stages.onboard import OFFER
from memory.conversation import ConversationStore
from tests.acceptance.talk import Talk


async def titles(talk: Talk) -> list[str | None]:
    async with talk.services.database.transaction(talk.business.id) as session:
        store = ConversationStore(session, talk.business.id, talk.services.clock)
        return [(await store.get(talk.conversation_id)).title]


@pytest.mark.parametrize(("tapped", "field"), [(ONBOARDING, "business_name"), ("later", None)])
async def test_it_is_offered_once_and_may_wait(talk: Talk, tapped: str, field: str | None) -> None:
    assert await flow.offer_is_due(talk.services, talk.actor)
    offered = await talk.say("", skill=OFFER)
    assert [value for value, _ in offered.reply.choices] == [ONBOARDING, "later"]
    assert not await flow.offer_is_due(talk.services, talk.actor)
    heard = await talk.choose(offered.turn_id, tapped)
    assert [q.field for q in heard.all(ev.QuestionAsked)] == ([field] if field else [])
    assert heard.status == ("waiting" if field else "done")
    assert await titles(talk) == ["Shop details"]
