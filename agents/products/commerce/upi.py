"""Her UPI id out of the message that asks for a payment link, kept as a fact of her shop."""

from collections.abc import AsyncIterator
from typing import Final

from agents.answering import keep
from agents.events import Event, ToolCalled
from agents.turn import Turn
from agents.understanding.told_facts import read_told
from agents.understanding.told_words import own_words

TOOL: Final = "upi_link"
FIELD: Final = "vpa"


async def note_vpa(turn: Turn) -> AsyncIterator[Event]:
    """Keep the UPI id she names; the link itself is made with the text that goes with it."""
    told = read_told(own_words(turn.request.text), turn.talk)
    vpa = told.values.get(FIELD)
    if not vpa or vpa == turn.facts.value(FIELD):
        return
    before = turn.facts.value(FIELD)
    keep(turn, {FIELD: vpa}, told.said, turn.request.text, turn.id)
    yield turn.note(
        ToolCalled(
            **turn.ids,
            tool=TOOL,
            arguments={"field": FIELD},
            result={"before": before, "after": vpa},
        )
    )
