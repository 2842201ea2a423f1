"""What a short message under a draft does to the slots the draft was made from.

"Saturday tak" replaces the day and keeps the price; "300 karo" under "500 off" is still money off,
"500 off karo" under "20% off" leaves no percentage behind.
"""

from collections.abc import Mapping
from typing import Any, Final

_DAYS: Final = ("date", "date_from", "date_until")
_WEEKLY: Final = "weekly"


def changed(before: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The slots of before with what is now said over them, and nothing that contradicts it."""
    merged = {**before, **said}
    if "date" in said:
        merged = {**_without(merged, *_DAYS, _WEEKLY), **_days(before, said)}
    elif _WEEKLY in said:
        merged = _without(merged, *_DAYS)
    if "duration_days" in said and "date_until" not in said:
        merged = _without(merged, "date_until")
        if merged.get("date") == before.get("date_until"):
            merged = _without(merged, "date")
    elif "date_until" in merged and "date" in said:
        merged = _without(merged, "duration_days")
    if said.get("amount_is") == "off" and "discount_percent" not in said:
        merged = _without(merged, "discount_percent")
    if "product" in said or "per" in said:
        merged = _without(merged, *({"pack"} - said.keys()))
    if "pack" in said:
        merged = _without(merged, *({"per"} - said.keys()))
    return merged


def _days(before: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The new days: bare, a day takes the role of the one it replaces."""
    day = said["date"]
    if not said.keys() & {"date_from", "date_until"}:
        role = next((name for name in ("date_until", "date_from") if name in before), None)
        said = {"date": day, role: day} if role else {"date": day}
    # ISO dates compare as text; the other end stays when the two still make a stretch.
    first = said.get("date_from") or before.get("date_from")
    last = said.get("date_until") or before.get("date_until")
    days = {name: said[name] for name in _DAYS if name in said}
    if first and last and first <= last:
        days |= {"date": last, "date_from": first, "date_until": last}
    return days


def _without(slots: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in slots.items() if name not in names}
