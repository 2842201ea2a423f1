"""What a message changed: facts of the shop and rules, each with what stood there before."""

from dataclasses import dataclass
from typing import Any, Final

UNDO: Final = "undo"
FACT: Final = "fact:"
RULE: Final = "rule:"
"""What a tap on a row gives back: take it back, tell this fact, drop this rule."""


@dataclass(frozen=True, slots=True)
class FactChange:
    """A field of the foundation; ``before`` or ``after`` is None where nothing was or is known."""

    field: str
    before: Any
    after: Any

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return bool(self.before == self.after)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule of the constitution in her ``sentence``; ``words`` of a list, ``gone`` if dropped."""

    kind: str
    value: Any
    sentence: str
    gone: bool = False
