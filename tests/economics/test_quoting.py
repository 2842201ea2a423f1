"""What she reads of costs: the range and the ceiling before, and how to raise a used-up budget."""

from datetime import UTC, date, datetime

import pytest

from agents.stages.quote import twice
from agents.understanding.spending import read_spending
from app.chat.steps import head
from app.chat.turn_state import TurnState
from app.core.ids import uuid7
from app.core.variants import VARIANTS, Variant
from integrations.languages.messages import text


@pytest.mark.parametrize("span", ["month", "day", "task"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_what_she_is_told_to_write_raises_that_budget(variant: Variant, span: str) -> None:
    said = text(variant, f"agents.budget.{span}", limit="₹50", more=twice(5000))
    heard = read_spending(said.rpartition(": ")[2], variant, date(2026, 11, 23))
    assert heard is not None, said
    assert (heard.act, heard.span, heard.rupees) == ("set", span, 100)


def test_twice_is_whole_rupees() -> None:
    assert [twice(paise) for paise in (1, 49, 50, 51, 5000)] == [1, 1, 1, 2, 100]


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_range_and_the_ceiling_stand_in_the_step_before_it_runs(variant: Variant) -> None:
    turn = TurnState(uuid7(), uuid7(), variant, datetime(2026, 11, 23, tzinfo=UTC))
    turn.phase = "writing"
    turn.quoted, turn.ceiling = (12, 40), 250
    line = head(turn, lambda *_: "").name
    for amount in ("₹0.12", "₹0.40", "₹2.50"):
        assert amount in line
    turn.status, turn.actual = "done", 31
    assert "₹0.31" in head(turn, lambda *_: "").name
