"""What a conversation looks like so far: events folded into the state of its turns.

One fold serves both ways of showing: live, fed event by event with one turn, and from the store,
fed with all of a conversation. It knows no words and no Chainlit; ``render`` turns it into both.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from agents.events import Event
from app.chat.scene_rules import RULES
from app.chat.turn_state import Entry, TurnState
from app.core.variants import Variant


class Scene:
    """The turns seen so far, in the order they began.

    ``fallback`` is the variant of a turn that does not say how she writes.
    """

    def __init__(self, fallback: Variant) -> None:
        self._fallback = fallback
        self._tick = 0
        self.turns: dict[UUID, TurnState] = {}

    def apply(self, event: Event, when: datetime) -> TurnState:
        """Take one event in; ``when`` is the instant it was recorded at."""
        self._tick += 1
        turn = self.turns.get(event.turn_id)
        if turn is None:
            turn = TurnState(event.turn_id, event.conversation_id, self._fallback, when)
            turn.run_at = self._tick + 0.5
            self.turns[event.turn_id] = turn
        if rule := RULES.get(type(event)):
            rule(turn, event, float(self._tick), self._question)
        return turn

    def feed(self, events: Iterable[tuple[Event, datetime]]) -> "Scene":
        """Take many events in; returns the scene itself."""
        for event, when in events:
            self.apply(event, when)
        return self

    def _question(self, question_id: UUID) -> Entry | None:
        """The entry of a question, in whichever turn it was asked."""
        for turn in self.turns.values():
            if entry := turn.entries.get(question_id):
                return entry
        return None
