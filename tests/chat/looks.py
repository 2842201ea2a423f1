"""How tests look at a scene: drafts from a dict, festivals named by hand, no services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from agents.events import Event
from agents.products.muse.schemas import DraftView
from app.chat.cards import Props
from app.chat.draft_card import CardFrame, draft_card
from app.chat.render import Look, Screen, render
from app.chat.scene import Scene
from app.chat.turn_state import TurnState
from app.core.variants import Variant
from tests.chat.stories import BEGAN, CONVERSATION, USER, stored

DIWALI: Mapping[Variant, str] = {
    "en": "Diwali",
    "hi": "दिवाली",
    "ta": "தீபாவளி",
    "te": "దీపావళి",
    "hi-Latn": "Diwali",
    "ta-Latn": "Deepavali",
    "te-Latn": "Deepavali",
}


def festival_name(festival_id: str, talk: Variant) -> str | None:
    """Only Diwali is known here."""
    return DIWALI[talk] if festival_id == "diwali" else None


def looking(drafts: Mapping[UUID, DraftView] | None = None, *, now: datetime = BEGAN) -> Look:
    """A look at a conversation with these drafts."""
    known = drafts or {}

    def card_of(draft_id: UUID, turn: TurnState) -> Props | None:
        view = known.get(draft_id)
        return draft_card(view, CardFrame(turn.talk, USER, now, 1024)) if view else None

    return Look(CONVERSATION, festival_name, card_of)


def history(events: list[Event], drafts: Mapping[UUID, DraftView] | None = None) -> Screen:
    """The conversation as it is read from the store."""
    return render(Scene("en").feed(stored(events)), looking(drafts))
