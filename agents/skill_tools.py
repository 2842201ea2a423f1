"""The tools a skill may name (``tools:`` in its file), each run once its skill is chosen.

A tool reads the turn, does what only code may do, and says so as events; one that answers her ends
the turn (``turn.ended``). What a skill did not name, it cannot reach.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Final

from agents.events import Event
from agents.products.account import flow as facts
from agents.products.account import rules, spending
from agents.products.commerce import upi
from agents.tools import MODEL_TOOLS
from agents.turn import Turn

Tool = Callable[[Turn], AsyncIterator[Event]]

TOOLS: Final[Mapping[str, Tool]] = {
    facts.TOOL: facts.change_facts,
    rules.TOOL: rules.change_rules,
    upi.TOOL: upi.note_vpa,
    spending.TOOL: spending.show_spending,
}

NAMES: Final = frozenset(TOOLS) | frozenset(MODEL_TOOLS)
"""What a skill may name: those run here, and those that its model may ask for."""
