"""GST on an amount as a tool: the arithmetic of the invoices, to the paisa."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from agents.tools.base import Arguments, Tool, ToolContext
from app.core.clock import today_ist
from app.core.money import LARGEST_PAISE, PAISE_PER_RUPEE, rupees_to_paise
from integrations.india.gst_work import work_out

Named = Annotated[str, Field(max_length=60)]


class Sum(Arguments):
    """An amount in rupees and its rate."""

    amount_inr: Annotated[float, Field(ge=0, le=LARGEST_PAISE // PAISE_PER_RUPEE)]
    rate_percent: Annotated[float, Field(ge=0, le=100)]
    inclusive: bool = False
    from_state: Named | None = None
    to_state: Named | None = None


async def run(wanted: Sum, context: ToolContext) -> Mapping[str, Any]:
    """The sum with its taxes in paise.

    Raises:
        InputError: for an amount, rate or State that cannot be.
    """
    return work_out(
        rupees_to_paise(Decimal(str(wanted.amount_inr))),
        Decimal(str(wanted.rate_percent)),
        day=today_ist(context.turn.clock),
        sac=context.sac,
        inclusive=wanted.inclusive,
        from_state=wanted.from_state or context.turn.facts.value("state"),
        to_state=wanted.to_state,
    )


TOOL = Tool("gst_split", Sum, run)
