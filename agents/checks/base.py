"""What a check is given and what it says.

A check is a pure function of a ``Subject``: no I/O, no clock, no model. It says which fields of
the subject it reads (``NEEDS``), so that whoever runs it knows what to fetch beforehand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal, Protocol

from agents.figures import Figure, FigureKind, read_figures
from app.core.variants import Variant
from integrations.languages.text import fold
from memory.constitution import Constitution

Weight = Literal["look", "stop"]
Author = Literal["assistant", "owner"]
DAY_SLOTS: Final = ("date", "date_from", "date_until")
"""Slots that hold a day she named."""


class FestivalDay(Protocol):
    """What checks read of a festival; the calendar's Occurrence fits."""

    @property
    def id(self) -> str:
        """The festival's id."""
        ...

    @property
    def date(self) -> date:
        """Its day."""
        ...

    @property
    def names(self) -> Mapping[Variant, str]:
        """Its name in the seven variants."""
        ...

    @property
    def greeting(self) -> Mapping[Variant, str]:
        """Its wish in the seven variants."""
        ...

    @property
    def sell(self) -> bool:
        """Whether an offer may stand beside it."""
        ...


@dataclass(frozen=True)
class Subject:
    """A draft with all that may support it.

    ``said`` are her own words (the request and her answers), ``computed`` texts of tool results,
    ``foundation`` plain values by field, ``slots`` the golden names, ``params`` the rubric line's.
    """

    text: str
    language: Variant
    skill: str
    today: date
    slots: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, Any] = field(default_factory=dict)
    foundation: Mapping[str, Any] = field(default_factory=dict)
    constitution: Constitution = field(default_factory=Constitution)
    festival: FestivalDay | None = None
    max_chars: int | None = None
    channel: str | None = None
    said: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    author: Author = "assistant"
    extras: Mapping[str, Any] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)
    festival_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def folded(self) -> str:
        """The text as words are compared."""
        return fold(self.text)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the draft."""
        return read_figures(self.text)

    @cached_property
    def supported(self) -> Mapping[FigureKind, frozenset[str]]:
        """Every figure that she, her facts, the calendar or a tool stand for, by kind."""
        found: dict[FigureKind, set[str]] = {}
        for text in (*self.said, *self.computed, *_texts(self.foundation), *_texts(self.inputs)):
            for figure in read_figures(text):
                found.setdefault(figure.kind, set()).update(_ways(figure))
        if self.author == "owner":
            for figure in self.figures:
                found.setdefault(figure.kind, set()).add(figure.value)
        self._add_slots(found)
        return {kind: frozenset(values) for kind, values in found.items()}

    def _add_slots(self, found: dict[FigureKind, set[str]]) -> None:
        numbers = found.setdefault("number", set())
        counted = {**self.inputs, **self.slots, "weekly": None}
        numbers |= {_plain(v) for v in _numbers(counted)}
        dates = found.setdefault("date", set())
        weekdays = found.setdefault("weekday", set())
        known = [self.festival.date] if self.festival else []
        known += [date.fromisoformat(str(self.slots[n])) for n in DAY_SLOTS if self.slots.get(n)]
        if self.slots.get("weekly") is not None:
            weekdays.add(str(self.slots["weekly"]))
        for day in known:
            dates.add(f"{day:%m-%d}")
            weekdays.add(str(day.weekday()))
        weekdays |= {
            str(self.today.replace(month=int(m), day=int(d)).weekday())
            for m, _, d in (value.partition("-") for value in dates)
            if _exists(self.today.year, int(m), int(d))
        }

    def stands_for(self, figure: Figure) -> bool:
        """Whether something supports the figure; a number said bare supports it in any use."""
        kinds: tuple[FigureKind, ...] = (figure.kind,)
        if figure.kind in ("amount", "percent", "number"):
            kinds = (
                ("amount", "percent", "number") if figure.kind == "number" else (*kinds, "number")
            )
        return any(figure.value in self.supported.get(kind, ()) for kind in kinds)

    def unsupported(self, *kinds: FigureKind) -> list[Figure]:
        """The figures of these kinds that nothing stands for."""
        return [f for f in self.figures if f.kind in kinds and not self.stands_for(f)]

    @cached_property
    def own_words(self) -> str:
        """Her names and facts, folded: words that checks of style leave alone."""
        names = (*_texts(self.foundation), str(self.slots.get("product") or ""))
        return fold(" ".join((*names, str(self.slots.get("customer_name") or ""))))


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says. ``key`` names the sentence, ``params`` fill it.

    ``mendable``: writing again with this finding in mind can help.
    """

    check: str
    passed: bool
    severity: Literal["ok", "look", "stop"]
    key: str
    params: Mapping[str, Any] = field(default_factory=dict)
    mendable: bool = True


class Check(Protocol):
    """A module of this package."""

    NAME: str
    NEEDS: frozenset[str]

    def check(self, subject: Subject) -> Finding:
        """Look at the subject."""
        ...


PASSED: Final = "agents.check."
FAILED: Final = "agents.finding."


def right(name: str) -> Finding:
    """The check is satisfied."""
    return Finding(name, True, "ok", f"{PASSED}{name}")


def kept(name: str, sentence: str) -> Finding:
    """A rule of hers is kept; ``sentence`` is what she said that made it."""
    if not sentence:
        return right(name)
    return Finding(name, True, "ok", f"{PASSED}{name}.rule", {"rule": sentence})


def wrong(
    check: str,
    variant: str | None = None,
    /,
    *,
    weight: Weight,
    mendable: bool = True,
    rule: str = "",
    **params: Any,
) -> Finding:
    """The check is not satisfied; ``variant`` picks the sentence when there are several.

    ``rule`` is what she said that made the check, where it is one of her own rules.
    """
    if rule:
        params["rule"] = rule
    key = f"{FAILED}{check}" + (f".{variant}" if variant else "")
    return Finding(check, False, weight, key, params, mendable)


def _ways(figure: Figure) -> set[str]:
    """The value, and of an hour after noon also how it is said: 21:00 is nine."""
    hour, _, minute = figure.value.partition(":")
    if figure.kind != "time" or not hour.isdigit():
        return {figure.value}
    return {figure.value, f"{int(hour) % 12 or 12}:{minute}"}


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _plain(value: float) -> str:
    return format(value, "f").rstrip("0").rstrip(".") if "." in format(value, "f") else str(value)


def _numbers(values: Mapping[str, Any]) -> list[float]:
    return [v for v in values.values() if isinstance(v, int | float) and not isinstance(v, bool)]


def _texts(values: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    for value in values.values():
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, list | tuple):
            found.extend(str(item) for item in value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found.append(_plain(value))
    return found
