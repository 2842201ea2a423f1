"""What the offline composer is given to write one draft: the plan's skill and the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from app.core.variants import Variant

if TYPE_CHECKING:
    from skills.compiler import CompiledSkill


class FestivalFacts(Protocol):
    """What a draft needs to know of a festival; the calendar's Occurrence fits."""

    @property
    def id(self) -> str:
        """The festival's id, as in the golden format."""
        ...

    @property
    def date(self) -> date:
        """The day it falls on."""
        ...

    @property
    def names(self) -> Mapping[Variant, str]:
        """Its name in the seven variants."""
        ...

    @property
    def greeting(self) -> Mapping[Variant, str]:
        """Its own wish in the seven variants."""
        ...

    @property
    def sell(self) -> bool:
        """Whether an offer may stand beside it."""
        ...


@dataclass(frozen=True, slots=True)
class Composition:
    """One draft to be written.

    ``inputs`` are the skill's inputs by name (slots as understood; amounts in rupees where the
    field says ``number``, paise where it says ``money``); ``foundation`` maps a field to its plain
    value. ``festival`` is an Occurrence, or a mapping with the same names. ``emoji`` is none, few
    or many. ``attempt`` counts from 0; with ``seed`` (the tenant's) it decides every choice.
    ``findings`` are names of checks the last version failed; ``avoid`` are texts already given,
    from which the new one must differ. ``max_chars`` tightens the skill's own limit.
    """

    skill: CompiledSkill
    language: Variant
    today: date
    seed: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    foundation: Mapping[str, Any] = field(default_factory=dict)
    never_say: tuple[str, ...] = ()
    always_say: tuple[str, ...] = ()
    emoji: str = "few"
    tone: str | None = None
    festival: FestivalFacts | Mapping[str, Any] | None = None
    attempt: int = 0
    findings: tuple[str, ...] = ()
    max_chars: int | None = None
    avoid: tuple[str, ...] = ()
