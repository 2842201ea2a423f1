"""Every number, date, name and contact of a draft has a row that says where it came from."""

from datetime import UTC, datetime

import pytest

from agents.figures import read_figures
from agents.grounding import Ground, sources_of
from app.core.variants import VARIANTS, Variant
from memory.constitution import Constitution
from memory.foundation_store import Fact, Foundation
from tests.agents.subjects import DIWALI, FOUNDATION, RIGHT, SAID, SLOTS

AT = datetime(2026, 10, 26, 5, 0, tzinfo=UTC)
TOLD = datetime(2026, 10, 3, 5, 0, tzinfo=UTC)
FACTS = Foundation(
    Fact(name, value, str(value), "said", None, TOLD) for name, value in FOUNDATION.items()
)
GROUND = Ground(said=[(SAID[0], AT)], facts=FACTS, slots=SLOTS, festival=DIWALI)


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_figure_and_name_has_a_row(variant: Variant) -> None:
    assert DIWALI is not None
    rows = sources_of(RIGHT[variant], GROUND, DIWALI.names.values())
    phrases = {row.phrase for row in rows}
    figures = {figure.text.strip() for figure in read_figures(RIGHT[variant])}
    assert figures <= phrases
    assert {"Sharma Sweets", DIWALI.names[variant]} <= phrases


def test_rows_say_what_kind_of_source_it_is() -> None:
    rows = {row.phrase: row for row in sources_of(RIGHT["hi-Latn"], GROUND, ("Diwali",))}
    assert (rows["20%"].kind, rows["20%"].at) == ("said", AT)
    assert (rows["8 Nov"].kind, rows["8 Nov"].field) == ("calendar", "diwali")
    assert (rows["Sharma Sweets"].kind, rows["Sharma Sweets"].at) == ("fact", TOLD)
    assert (rows["98765 43210"].kind, rows["98765 43210"].field) == ("fact", "phone")


def test_what_nothing_stands_for_has_no_row() -> None:
    assert sources_of("Laddu ₹480, 12 Dec", GROUND) == []


def test_rules_and_tools_are_sources_too() -> None:
    rules = Constitution(always_say=("Since 1962",))
    ground = Ground(rules=rules, computed=[("gst.split", "₹118")])
    rows = {row.phrase: row.kind for row in sources_of("Since 1962. Total ₹118.", ground)}
    assert rows == {"1962": "rule", "₹118": "computed"}


def test_a_phrase_has_one_row() -> None:
    rows = sources_of("20% off. Yes, 20% off.", GROUND)
    assert [row.phrase for row in rows] == ["20%"]
