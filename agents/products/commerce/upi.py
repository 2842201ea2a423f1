"""Her UPI id, before a payment link is made: out of her message, asked for, kept as a fact."""

from collections.abc import AsyncIterator
from typing import Final

from agents.answering import keep
from agents.events import Event, ReplySent, ToolCalled
from agents.products.account.flow import ask_for
from agents.turn import Turn
from agents.understanding.payers import read_payer
from agents.understanding.told_facts import read_told
from agents.understanding.told_words import own_words
from agents.understanding.words import is_product
from integrations.languages.messages import text

TOOL: Final = "upi_link"
FIELD: Final = "vpa"


async def note_vpa(turn: Turn) -> AsyncIterator[Event]:
    """Keep the id she names, and who pays; the link is made with the text that goes with it.

    One that cannot be right is asked for again with the reason; without any there is no link.
    """
    _name_payer(turn)
    told = read_told(own_words(turn.request.text), turn.talk)
    known, vpa = turn.facts.value(FIELD), told.values.get(FIELD)
    if vpa and vpa != known:
        keep(turn, {FIELD: vpa}, told.said, turn.request.text, turn.id)
        result = {"before": known, "after": vpa}
        yield turn.note(
            ToolCalled(**turn.ids, tool=TOOL, arguments={"field": FIELD}, result=result)
        )
    elif told.problem_of == FIELD and not {FIELD} & {*turn.answers, *turn.skipped}:
        yield ask_for(turn, FIELD, told)
    elif not known and (FIELD in turn.skipped or not turn.request.asks):
        said = text(turn.talk, "agents.upi.no_id")
        yield turn.end(ReplySent(**turn.ids, key=None, text=said))


def _name_payer(turn: Turn) -> None:
    """The customer who is to pay; what the money is for only where it is a thing people sell."""
    slots = dict(turn.slots)
    slots.setdefault("customer_name", read_payer(own_words(turn.request.text), turn.talk))
    words = str(slots.get("product") or "").split()
    if not any(is_product(" ".join(words[first:])) for first in range(len(words))):
        slots.pop("product", None)
    turn.slots = {slot: value for slot, value in slots.items() if value is not None}
