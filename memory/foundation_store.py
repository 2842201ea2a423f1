"""What she told us of her shop: each fact with her words, where they came from, and when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. ``said`` are her words, ``source_id`` the turn or question they came with."""

    field: str
    value: Any
    said: str
    source_kind: str
    source_id: UUID | None
    observed_at: datetime


class Foundation(Mapping[str, Fact]):
    """The facts in force, by field."""

    def __init__(self, facts: Mapping[str, Fact] | None = None) -> None:
        self._facts = dict(facts or {})

    def __getitem__(self, field: str) -> Fact:
        return self._facts[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def value(self, field: str) -> Any:
        """The value of a field, None when she has not told it."""
        fact = self._facts.get(field)
        return fact.value if fact else None

    def plain(self) -> dict[str, Any]:
        """Only the values, by field."""
        return {field: fact.value for field, fact in self._facts.items()}
