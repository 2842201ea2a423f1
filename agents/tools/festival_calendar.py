"""The festival calendar as a tool: days with their certainty and source."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from agents.tools.base import Arguments, Tool, ToolContext
from app.core.clock import today_ist
from app.core.errors import InputError
from integrations.india.festival_list import DEFAULT_DAYS, as_row, listed
from integrations.india.state_codes import state_named

Name = Annotated[str, Field(max_length=60)]


class Wanted(Arguments):
    """One festival, or the next days."""

    festival: Name | None = None
    days: Annotated[int, Field(ge=1, le=366)] = DEFAULT_DAYS
    state: Name | None = None


async def run(wanted: Wanted, context: ToolContext) -> Mapping[str, Any]:
    """Rows of the calendar.

    Raises:
        InputError: a State or festival that there is none of.
    """
    turn = context.turn
    today = today_ist(turn.clock)
    named = wanted.state or turn.facts.value("state")
    state = state_named(str(named)).name if named else None
    if wanted.festival is None:
        rows = listed(
            context.calendar, today=today, state=state, days=wanted.days, variant=turn.language
        )
        return {"festivals": rows}
    day = context.calendar.next(wanted.festival, today, state)
    if day is None:
        raise InputError("unknown_festival", params={"festival": wanted.festival})
    return {"festivals": [as_row(day, turn.language)]}


TOOL = Tool("festival_calendar", Wanted, run)
