"""Where each figure and name of a draft comes from: the rows of the "Why?" panel."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from agents.checks.base import DAY_SLOTS, FestivalDay
from agents.events import SourceRecord
from agents.figures import Figure, read_figures
from memory.constitution import Constitution
from memory.foundation_store import Fact, Foundation

_LOOSE: Final = frozenset({"amount", "percent", "number"})
_CONTACTS: Final = frozenset({"phone", "upi", "email", "link"})
_NAMED: Final = ("business_name", "owner_name", "city", "area", "usp")


@dataclass(frozen=True)
class Ground:
    """All that can stand for a phrase. ``said`` are her messages with the instant of each."""

    said: Sequence[tuple[str, datetime]] = ()
    facts: Foundation = field(default_factory=Foundation)
    slots: Mapping[str, Any] = field(default_factory=dict)
    festival: FestivalDay | None = None
    rules: Constitution = field(default_factory=Constitution)
    computed: Sequence[tuple[str, str]] = ()


def sources_of(text: str, ground: Ground, names: Iterable[str] = ()) -> list[SourceRecord]:
    """One row for each figure and each known name in the text, in order of appearance.

    ``names`` are ways the festival is written. What has no row is unsupported: the checks say so.
    """
    found: list[tuple[int, SourceRecord]] = []
    for figure in read_figures(text):
        record = _of_figure(figure, ground)
        if record:
            found.append((figure.start, record))
    for place, record in _of_names(text, ground, names):
        inside = any(at <= place < at + len(row.phrase) for at, row in found)
        if not inside:
            found.append((place, record))
    seen: set[str] = set()
    unique: list[SourceRecord] = []
    for _, record in sorted(found, key=lambda pair: pair[0]):
        if record.phrase.casefold() not in seen:
            seen.add(record.phrase.casefold())
            unique.append(record)
    return unique


def _of_figure(figure: Figure, ground: Ground) -> SourceRecord | None:
    phrase = figure.text.strip()
    fact = next((f for f in ground.facts.values() if _says(_words(f.value), figure)), None)
    if fact is not None and figure.kind in _CONTACTS:
        return _from_fact(phrase, fact)
    for words, at in ground.said:
        if _says(words, figure):
            return SourceRecord(phrase=phrase, kind="said", said=words, at=at)
    if fact is not None:
        return _from_fact(phrase, fact)
    if figure.kind in ("date", "weekday") and (record := _from_day(figure, phrase, ground)):
        return record
    return _from_slot(figure, phrase, ground) or _from_elsewhere(figure, phrase, ground)


def _from_slot(figure: Figure, phrase: str, ground: Ground) -> SourceRecord | None:
    for name, value in ground.slots.items():
        counted = isinstance(value, int | float) and name != "weekly"
        if counted and f"{value:g}" == figure.value and ground.said:
            words, at = ground.said[0]
            return SourceRecord(phrase=phrase, kind="said", field=name, said=words, at=at)
    return None


def _from_elsewhere(figure: Figure, phrase: str, ground: Ground) -> SourceRecord | None:
    for name, words in ground.computed:
        if _says(words, figure):
            return SourceRecord(phrase=phrase, kind="computed", field=name)
    for sentence in ground.rules.always_say:
        if phrase in sentence:
            return SourceRecord(phrase=phrase, kind="rule", field="always_say", said=sentence)
    return None


def _says(words: str, figure: Figure) -> bool:
    return any(_same(figure, other) for other in read_figures(words))


def _from_day(figure: Figure, phrase: str, ground: Ground) -> SourceRecord | None:
    if ground.festival and _is_day(figure, ground.festival.date):
        return SourceRecord(phrase=phrase, kind="calendar", field=ground.festival.id)
    for name in DAY_SLOTS:
        named = ground.slots.get(name)
        if isinstance(named, str) and _is_day(figure, date.fromisoformat(named)) and ground.said:
            words, at = ground.said[0]
            return SourceRecord(phrase=phrase, kind="said", field="date", said=words, at=at)
    weekly = figure.kind == "weekday" and str(ground.slots.get("weekly")) == figure.value
    if weekly and ground.said:
        words, at = ground.said[0]
        return SourceRecord(phrase=phrase, kind="said", field="weekly", said=words, at=at)
    return None


def _is_day(figure: Figure, day: date) -> bool:
    if figure.kind == "weekday":
        return figure.value == str(day.weekday())
    return figure.value == f"{day:%m-%d}"


def _of_names(
    text: str, ground: Ground, festival_names: Iterable[str]
) -> Iterator[tuple[int, SourceRecord]]:
    folded = text.casefold()
    for name in _NAMED:
        fact = ground.facts.get(name)
        place = folded.find(str(fact.value).casefold()) if fact and fact.value else -1
        if fact and place >= 0:
            yield place, _from_fact(text[place : place + len(str(fact.value))], fact)
    if ground.festival:
        for name in sorted(festival_names, key=len, reverse=True):
            place = folded.find(name.casefold())
            if place >= 0:
                phrase = text[place : place + len(name)]
                record = SourceRecord(phrase=phrase, kind="calendar", field=ground.festival.id)
                yield place, _said_or(record, phrase, ground)
                break
    for slot in ("product", "customer_name"):
        value = str(ground.slots.get(slot) or "")
        place = folded.find(value.casefold()) if value else -1
        if place >= 0 and ground.said:
            words, at = ground.said[0]
            phrase = text[place : place + len(value)]
            yield place, SourceRecord(phrase=phrase, kind="said", field=slot, said=words, at=at)


def _said_or(record: SourceRecord, phrase: str, ground: Ground) -> SourceRecord:
    for words, at in ground.said:
        if phrase.casefold() in words.casefold():
            return SourceRecord(phrase=phrase, kind="said", field=record.field, said=words, at=at)
    return record


def _from_fact(phrase: str, fact: Fact) -> SourceRecord:
    return SourceRecord(
        phrase=phrase, kind="fact", field=fact.field, said=fact.said, at=fact.observed_at
    )


def _same(figure: Figure, other: Figure) -> bool:
    if figure.value != other.value:
        return False
    return figure.kind == other.kind or {figure.kind, other.kind} <= _LOOSE


def _words(value: object) -> str:
    if isinstance(value, list | tuple):
        return " ".join(str(item) for item in value)
    return str(value)
