"""Upcoming: which festivals come next where she is, said in a few lines, nothing written."""

from collections.abc import AsyncIterator
from typing import Final

from agents.events import Event, ReplySent
from agents.turn import Turn
from agents.understanding.festival_questions import asks_for_festivals
from integrations.india.festival_calendar import Occurrence
from integrations.languages.formats import day_and_date
from integrations.languages.messages import text

DAYS: Final = 60
MOST: Final = 8


async def upcoming(turn: Turn) -> AsyncIterator[Event]:
    """Answer with her State's calendar: the day, the name, how sure, and where nothing is sold."""
    asked = turn.request.text
    if turn.slots.get("festival") or turn.slots.get("channel") or not asks_for_festivals(asked):
        return
    state = turn.facts.value("state")
    where = state if isinstance(state, str) else None
    found = turn.services.calendar.upcoming(turn.today, where, DAYS)[:MOST]
    head = text(turn.talk, "calendar.list.head" if found else "calendar.list.none")
    said = "\n".join([head, *(_line(turn, each) for each in found)])
    yield turn.end(ReplySent(**turn.ids, key=None, text=said, kind="calendar"))


def _line(turn: Turn, each: Occurrence) -> str:
    line = f"• {day_and_date(each.date, turn.talk)} · {each.names[turn.talk]}"
    if each.certainty == "moon":
        line += f" ({text(turn.talk, 'calendar.list.moon')})"
    if not each.sell:
        line += f" ({text(turn.talk, 'calendar.list.quiet')})"
    return line
