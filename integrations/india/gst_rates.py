"""GST rates as dated data: what rate a service bore on a day, and where that is written."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from app.core.errors import InputError

_DATA: Final = Path(__file__).parent / "data" / "gst_rates.json"


@dataclass(frozen=True, slots=True)
class DatedRate:
    """A rate in percent, the days it holds (``until`` None: still), and its source."""

    percent: Decimal
    name: str
    begins: date
    until: date | None
    source: str

    def holds_on(self, day: date) -> bool:
        """Whether the rate is in force on the day."""
        return self.begins <= day and (self.until is None or day <= self.until)


def _row(row: dict[str, Any]) -> DatedRate:
    return DatedRate(
        percent=Decimal(row["rate"]),
        name=row["name"],
        begins=date.fromisoformat(row["from"]),
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        source=row["source"],
    )


@cache
def _tables() -> tuple[dict[str, list[DatedRate]], list[DatedRate]]:
    read = json.loads(_DATA.read_text("utf-8"))
    services: dict[str, list[DatedRate]] = {}
    for row in read["services"]:
        services.setdefault(row["sac"], []).append(_row(row))
    return services, [_row(row) for row in read["slabs"]]


def rate(sac: str, day: date) -> DatedRate:
    """The rate of a service on a day.

    Raises:
        InputError: ``gst_rate_unknown`` for a code we have no rate for, or a day before GST.
    """
    services, _ = _tables()
    for found in services.get(sac, ()):
        if found.holds_on(day):
            return found
    raise InputError(
        "gst_rate_unknown",
        params={"sac": sac, "day": day.isoformat()},
        detail=f"no GST rate is known for SAC {sac} on {day}: name the rate",
    )


def slab(percent: Decimal, day: date) -> DatedRate | None:
    """The general rate of that figure on the day; None when no such rate was in force."""
    _, slabs = _tables()
    return next((row for row in slabs if row.percent == percent and row.holds_on(day)), None)


def abolished(percent: Decimal, day: date) -> DatedRate | None:
    """The general rate of that figure that ended before the day, to say since when it is gone."""
    _, slabs = _tables()
    gone = [row for row in slabs if row.percent == percent and row.until and row.until < day]
    return gone[-1] if gone else None
