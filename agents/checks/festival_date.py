"""The festival's day is right and still to come; so is every other date."""

from datetime import date
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from agents.figures import Figure
from integrations.languages.formats import short_date

NAME: Final = "festival_date"
NEEDS: Final = frozenset({"text", "festival", "today", "said", "slots"})

LONG_PAST_DAYS: Final = 180  # "5 Jan" read in November means next January


def check(subject: Subject) -> Finding:
    """Fails when the festival is over, a date is past, or a date is nobody's."""
    festival = subject.festival
    if festival and festival.date < subject.today:
        name = festival.names[subject.language]
        return wrong(NAME, "past", weight="stop", mendable=False, name=name)
    for figure in subject.figures:
        if figure.kind != "date":
            continue
        if not subject.stands_for(figure):
            if festival:
                day = short_date(festival.date, subject.language)
                return wrong(NAME, weight="stop", words=figure.text, date=day)
            return wrong(NAME, "unsupported", weight="stop", words=figure.text)
        if _is_past(figure, subject.today):
            return wrong(NAME, "over", weight="look", mendable=False, words=figure.text)
    return right(NAME)


def _is_past(figure: Figure, today: date) -> bool:
    month, _, day = figure.value.partition("-")
    try:
        this_year = date(today.year, int(month), int(day))
    except ValueError:
        return False
    return 0 < (today - this_year).days < LONG_PAST_DAYS
