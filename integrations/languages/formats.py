"""Rupees, days and hours as each variant writes them (Latin digits, IST)."""

from datetime import date, datetime

from app.core.clock import IST
from app.core.variants import Variant


def rupees(paise: int, variant: Variant) -> str:
    """``₹1,24,999``; paise only when there are any."""
    del variant
    whole, rest = divmod(abs(paise), 100)
    digits = str(whole)
    head, tail = digits[:-3], digits[-3:]
    groups = [head[max(i - 2, 0) : i] for i in range(len(head), 0, -2)][::-1]
    grouped = ",".join([*groups, tail])
    return f"{'-' if paise < 0 else ''}₹{grouped}" + (f".{rest:02d}" if rest else "")


def short_date(day: date, variant: Variant) -> str:
    """``8 Nov``."""
    del variant
    return f"{day.day} {day:%b}"


def clock_time(at: datetime, variant: Variant) -> str:
    """``6:10 pm``, in IST."""
    del variant
    local = at.astimezone(IST)
    return f"{local.hour % 12 or 12}:{local.minute:02d} {'am' if local.hour < 12 else 'pm'}"
