"""Approved drafts used again: under which key a draft is kept, and whether it still says the truth.

A key has three parts. ``partition`` are the walls nothing crosses: the business, the language and
script of the draft and of the request, the skill's hash, every fact and rule in force, and the time
the request belongs to. ``near`` is what the request says (``semantic_cache_words``) with its slots;
``exact`` is the request as typed. All three are digests, so that nothing she wrote is kept here.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

import orjson

from agents.economics.semantic_cache_lists import day_words
from agents.economics.semantic_cache_words import Signature, normalised, signature
from agents.understanding.words import is_product
from app.core.variants import Variant
from integrations.languages.dates import read_days, read_durations
from integrations.languages.phonetics import phonetic_key
from integrations.languages.text import Message, fold, read
from integrations.languages.time_words import TimeReader

MEMORY: Final = "memory"
"""The provider of a draft that was used again."""

_OPTIONS: Final = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
# Times that mean another day when they are said on another day.
_RELATIVE: Final = frozenset(
    {
        *("today", "tomorrow", "day_after_tomorrow", "yesterday", "weekend", "next"),
        *("day", "week", "month", "last_day", "daymark"),
    }
)
_SOON: Final = 7
LONGEST_DAYS: Final = 45


@dataclass(frozen=True, slots=True)
class FestivalDay:
    """The day a festival that was named falls on, for this business."""

    id: str
    day: date


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, with all that decides what its draft may say.

    ``said`` are the words of this draft, ``answers`` what she told for it that is no fact of her
    shop, ``rules`` the constitution as plain values, ``language`` how the draft is to be written
    and ``talk`` how the request is.
    """

    tenant_id: UUID
    skill_hash: str
    said: str
    talk: Variant
    language: Variant
    today: date
    slots: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)
    festival: FestivalDay | None = None


@dataclass(frozen=True, slots=True)
class CacheKey:
    """Where a draft is kept; each part 32 bytes."""

    partition: bytes
    exact: bytes
    near: bytes

    def as_hex(self) -> dict[str, str]:
        """The parts as an event carries them."""
        return {
            "partition": self.partition.hex(),
            "exact": self.exact.hex(),
            "near": self.near.hex(),
        }


def key_of(asked: Asked) -> CacheKey:
    """The key of a request. Two requests share ``partition`` and ``near`` only when the draft of
    one is right for the other."""
    slots = {name: _slot(name, value) for name, value in asked.slots.items()}
    beside = [slots, asked.answers]
    return CacheKey(
        partition=_digest([str(asked.tenant_id), *_walls(asked)]),
        exact=_digest([normalised(asked.said), *beside]),
        near=_digest([words_of(asked), *beside]),
    )


def words_of(asked: Asked) -> Signature:
    """What the request says, in the form that is compared."""
    return signature(asked.said, asked.talk, asked.today)


def _walls(asked: Asked) -> list[Any]:
    return [
        asked.skill_hash,
        asked.language,
        asked.talk,
        dict(asked.facts),
        dict(asked.rules),
        time_of(asked),
    ]


def time_of(asked: Asked) -> list[str]:
    """The time a request belongs to: its quarter, its day where it speaks of days from today, and
    the festival's day with how near it is, so that last year's Diwali never greets this year's."""
    today = asked.today
    bound = is_tied_to_today(read(asked.said), asked.talk, today)
    bucket = today.isoformat() if bound else f"{today.year}-Q{(today.month + 2) // 3}"
    if asked.festival is None:
        return [bucket]
    return [bucket, asked.festival.id, asked.festival.day.isoformat(), _nearness(asked)]


def _nearness(asked: Asked) -> str:
    days = (asked.festival.day - asked.today).days if asked.festival else 0
    if days <= 1:
        return str(days)
    return "soon" if days <= _SOON else "ahead"


def is_tied_to_today(message: Message, variant: Variant | None, today: date) -> bool:
    """Whether the words mean something else on another day: ``kal``, ``on Sunday``, ``3 din``."""
    reader = TimeReader(message, variant, today)
    if reader.weekdays or any(str(key) in _RELATIVE for key, _ in reader.time.values()):
        return True
    return any(token.text in day_words() for token in message.tokens)


def still_true(text: str, language: Variant, written: date, today: date) -> bool:
    """Whether a draft of the day ``written`` says nothing of time that is no longer so.

    Words such as *today* or *3 days left* hold on their day only, dates until they are past, and
    nothing for longer than ``LONGEST_DAYS``.
    """
    if written == today:
        return True
    if (today - written).days > LONGEST_DAYS:
        return False
    message = read(text)
    if read_durations(message, language):
        return False
    days = [day for day in read_days(message, language, written) if day.role != "every"]
    if any(not day.named or day.day < today for day in days):
        return False
    return not any(token.text in day_words() for token in message.tokens)


def fact_digests(facts: Mapping[str, Any], names: Sequence[str]) -> list[list[str]]:
    """The facts a draft used, each with a digest of its value: a changed one drops the draft."""
    return [[name, _digest(facts[name]).hex()[:32]] for name in names if name in facts]


def facts_hold(kept: Sequence[Sequence[str]], facts: Mapping[str, Any]) -> bool:
    """Whether every fact a draft used is as it was."""
    now = fact_digests(facts, [name for name, _ in kept])
    return now == [list(pair) for pair in kept]


def _slot(name: str, value: Any) -> Any:
    """A slot's value; goods on the list of goods are one in all their spellings."""
    if isinstance(value, str):
        return phonetic_key(value) if name == "product" and is_product(value) else fold(value)
    return value


def _digest(value: Any) -> bytes:
    return hashlib.sha256(orjson.dumps(value, option=_OPTIONS, default=str)).digest()
