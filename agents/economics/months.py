"""A calendar month of Asia/Kolkata: what budgets, reports and bills are counted by."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from app.core.clock import IST
from app.core.errors import InputError

_NAME: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_FIRST_YEAR: Final = 2020
_LAST_YEAR: Final = 2100


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month of one year; ``number`` counts from 1."""

    year: int
    number: int

    @classmethod
    def of(cls, at: datetime) -> "Month":
        """The month an instant falls into in India."""
        day = at.astimezone(IST).date()
        return cls(day.year, day.month)

    @classmethod
    def named(cls, name: str) -> "Month":
        """The month of ``2026-11``.

        Raises:
            InputError: ``no_such_month``.
        """
        match = _NAME.fullmatch(name.strip())
        if match is None or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
            raise InputError("no_such_month", detail=f"{name!r} is no month: write 2026-11")
        return cls(int(match[1]), int(match[2]))

    @property
    def name(self) -> str:
        """``2026-11``."""
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def begin(self) -> datetime:
        """Its first instant."""
        return datetime.combine(self.first, time(), IST)

    @property
    def end(self) -> datetime:
        """The first instant of the next month."""
        return self.back(-1).begin

    def back(self, months: int) -> "Month":
        """The month that many months before; after, when negative."""
        place = self.year * 12 + self.number - 1 - months
        return Month(place // 12, place % 12 + 1)
