"""What keeps a tree of nodes from running away: depth, ancestors, repeats, steps, rupees.

Pure: ``admit`` looks at one call that a model asks for and says what becomes of it. The counters
are those of the whole tree, so a node that fans out spends what its sisters could have used.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Reason = Literal["depth", "ancestor", "repeat", "steps", "width", "money", "unknown", "arguments"]
Key = tuple[str, str, str]
"""(skill, tool, canonical arguments): two calls with the same key ask the same thing."""

SUB_NODE: Final = "use_skill"
"""The tool that opens a node of another skill; its argument ``skill`` names it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far one turn may go. ``repeats``: how often the same call may be asked in it."""

    depth: int = 2
    steps: int = 24
    width: int = 8
    repeats: int = 2
    paise: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the tree a node stands: the skills from the root down to itself."""

    path: tuple[str, ...]

    @property
    def skill(self) -> str:
        """The node's own skill."""
        return self.path[-1]

    @property
    def depth(self) -> int:
        """How many nodes stand above it; the root's is 0."""
        return len(self.path) - 1

    def below(self, skill: str) -> "Place":
        """The place of a node that this one opens."""
        return Place((*self.path, skill))


@dataclass(slots=True)
class Spent:
    """What the whole tree has used so far; one object a turn."""

    steps: int = 0
    paise: int = 0
    asked: Counter[Key] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a call may run; else why not. ``final``: no further call of this node can."""

    reason: Reason | None = None
    final: bool = False

    @property
    def allowed(self) -> bool:
        """Whether it may run."""
        return self.reason is None


ALLOWED: Final = Verdict()


def canonical(arguments: Mapping[str, Any]) -> str:
    """The arguments in one spelling: key order, spaces, letter case and 5 or 5.0 do not differ."""
    return json.dumps(_plain(arguments), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFKC", value).casefold().split())
    if isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        # What is not given and what is given as nothing ask for the same.
        return {str(name): _plain(its) for name, its in value.items() if its is not None}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(each) for each in value]
    return value if isinstance(value, int | None) else str(value)


def key_of(place: Place, tool: str, arguments: Mapping[str, Any]) -> Key:
    """What the repeat guard counts."""
    return place.skill, tool, canonical(arguments)


def admit(
    place: Place,
    tool: str,
    arguments: Mapping[str, Any],
    spent: Spent,
    limits: Limits,
    *,
    position: int = 0,
) -> Verdict:
    """Whether this call may run now. ``position`` counts the calls of one answer from 0.

    Nothing is counted here: see ``count``. The limits of the tree come first, because what they
    refuse is refused for whatever this node asks next.
    """
    if spent.steps >= limits.steps:
        return Verdict("steps", final=True)
    if limits.paise is not None and spent.paise >= limits.paise:
        return Verdict("money", final=True)
    if position >= limits.width:
        return Verdict("width")
    if tool == SUB_NODE:
        skill = str(arguments.get("skill", ""))
        if skill in place.path:
            return Verdict("ancestor")
        if place.depth >= limits.depth:
            return Verdict("depth")
    if spent.asked[key_of(place, tool, arguments)] >= limits.repeats:
        return Verdict("repeat", final=True)
    return ALLOWED


def count(place: Place, tool: str, arguments: Mapping[str, Any], spent: Spent) -> None:
    """Note that a call was asked, refused or not: being refused is a step too."""
    spent.steps += 1
    spent.asked[key_of(place, tool, arguments)] += 1


def may_go_on(spent: Spent, limits: Limits) -> bool:
    """Whether a node's model may still ask for tools; without them it always may finish."""
    out_of_money = limits.paise is not None and spent.paise >= limits.paise
    return spent.steps < limits.steps and not out_of_money
