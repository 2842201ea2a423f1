"""The sentence that tells her a budget is used up says how to raise it, and that is understood."""

from datetime import date

import pytest

from agents.stages.quote import twice
from agents.understanding.spending import read_spending
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
