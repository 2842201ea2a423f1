"""An offer says till when it holds, and calls no day its end that is its beginning."""

from datetime import date
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from integrations.languages.dates import read_days
from integrations.languages.text import read

NAME: Final = "offer_end"
NEEDS: Final = frozenset({"text", "slots", "today"})
_OPPOSITE: Final = {"from": "date_until", "until": "date_from"}
_MISREAD: Final = {"date_from": "begins", "date_until": "ends"}


def check(subject: Subject) -> Finding:
    """Fails when a day has the other role than she gave it, or a discount has no end.

    A day that only begins the offer bounds nothing.
    """
    if misread := _misread(subject):
        return misread
    percent = next((f for f in subject.figures if f.kind == "percent"), None)
    if percent is None:
        return right(NAME)
    only_begins = bool(subject.slots.get("date_from")) and not subject.slots.get("date_until")
    dated = any(f.kind in ("date", "weekday") for f in subject.figures)
    if (dated and not only_begins) or subject.slots.get("duration_days"):
        return right(NAME)
    return wrong(NAME, weight="look", mendable=False, words=percent.text)


def _misread(subject: Subject) -> Finding | None:
    """ "Till Friday" where she said "from Friday": the worst a draft can say."""
    said = {slot: subject.slots.get(slot) for slot in _MISREAD}
    if not any(said.values()) or said["date_from"] == said["date_until"]:
        return None
    message = read(subject.text)
    for day in read_days(message, subject.language, subject.today):
        slot = _OPPOSITE.get(day.role)
        if slot and said[slot] and day.day == date.fromisoformat(str(said[slot])):
            words = message.said(day.first, day.after)
            return wrong(NAME, _MISREAD[slot], weight="stop", words=words)
    return None
