"""Understand: how she writes, what she wants done, what was said; no model is asked."""

from collections.abc import AsyncIterator
from typing import Final

from agents.events import Event, MessageUnderstood
from agents.followups import about_draft, candidates, load_base, merge_slots, slots_of
from agents.products.account.followup import corrects
from agents.products.account.spending import means_spending
from agents.turn import Turn
from agents.understanding.intents import read_intent
from agents.understanding.slots import read_slots
from app.core.event_names import EventName
from app.core.variants import Variant
from integrations.languages.identify import UNSURE, identify

SHORT_WORDS: Final = 2


async def understand(turn: Turn) -> AsyncIterator[Event]:
    """Read the message; what it changes on a draft is looked up and merged."""
    text = turn.request.text
    previous = turn.conversation.talk_language or turn.request.talk_hint
    turn.talk, turn.confidence = _talk(turn, text, previous)
    turn.language = turn.talk
    if text:
        turn.intent = read_intent(text, turn.talk)
    slots = read_slots(text, turn.talk, turn.today)
    turn.read = slots
    turn.slots_said = slots_of(slots, text)
    other = corrects(turn) or means_spending(turn)
    turn.change = None if other else about_draft(turn, slots)
    named = candidates(turn) if turn.change else []
    if len(named) == 1:
        await load_base(turn, named[0])
    merge_slots(turn, slots)
    turn.which = named if len(named) > 1 else []
    if EventName.MESSAGE_UNDERSTOOD not in turn.seen:
        yield turn.note(
            MessageUnderstood(
                **turn.ids,
                language=turn.talk,
                confidence=turn.confidence,
                slots=turn.slots,
                intent=turn.change or turn.intent.kind,
            )
        )


def _talk(turn: Turn, text: str, previous: Variant | None) -> tuple[Variant, float]:
    """How to answer her: as she wrote, else as she last wrote, else as her screen speaks."""
    fallback: Variant = previous or turn.request.shell
    if turn.stored_talk:
        return turn.stored_talk, 1.0
    if not text or turn.content != "words" or turn.blocked:
        return fallback, 1.0 if previous else 0.5
    heard = identify(text, previous)
    # One or two words ("namaste") belong to several languages: her screen's is the better guess.
    short = len(text.split()) <= SHORT_WORDS and previous is None and heard.confidence < UNSURE
    if heard.variant == "und" or short:
        return fallback, heard.confidence
    return heard.variant, heard.confidence
