"""Plans as data: prices with GST, what they hold, and what they leave over."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from app.billing.margins import fixed_costs, margin, report
from app.billing.offers import offers
from app.core.errors import InputError
from app.core.plans import all_plans, plan_named

DAY = date(2026, 11, 23)
SAC = "998314"
MANDATE_CAP = 15_000_00  # paise; RBI e-mandate framework and PhonePe's maxAmount


def test_prices_are_shown_with_gst() -> None:
    shown = {o.plan.id: (o.price_paise, o.tax_paise, o.total_paise) for o in offers(DAY, SAC)}
    assert shown == {
        "trial": (0, 0, 0),
        "starter": (299_900, 53_982, 353_882),
        "growth": (999_900, 179_982, 1_179_882),
        "agency": (2_499_900, 449_982, 2_949_882),
    }


def test_only_what_fits_under_the_cap_renews_by_mandate() -> None:
    for offer in offers(DAY, SAC):
        if offer.plan.is_sold:
            fits = offer.total_paise <= MANDATE_CAP
            assert (offer.plan.renews == "mandate") == fits, offer.plan.id


def test_a_dearer_plan_never_holds_less() -> None:
    def size(limit: int | None) -> float:
        return float("inf") if limit is None else limit

    plans = all_plans()
    for cheap, dear in pairwise(plans):
        assert cheap.price_on(DAY) < dear.price_on(DAY)
        for name in ("drafts", "seats", "businesses", "budget_paise"):
            assert size(getattr(cheap.holds, name)) <= size(getattr(dear.holds, name))
        assert set(cheap.holds.channels) <= set(dear.holds.channels)


def test_an_unknown_plan_is_refused() -> None:
    assert plan_named(" Starter ").id == "starter"
    with pytest.raises(InputError) as refused:
        plan_named("platinum")
    assert refused.value.code == "no_such_plan"


def test_every_sold_plan_leaves_something_even_at_worst() -> None:
    for plan in all_plans():
        if plan.is_sold:
            found = margin(plan, DAY, SAC)
            assert 0 < found.left_worst <= found.left_typical < found.price
            assert found.percent_worst > 40
            assert found.break_even is not None
            assert (found.break_even - 1) * found.left_typical < fixed_costs()
            assert found.break_even * found.left_typical >= fixed_costs()


def test_a_margin_worked_by_hand() -> None:
    """2 % of 3,538.82 with 18 % on it is 83.52; 40 % of 500 is 200; 15 + 40 for the business."""
    found = margin(plan_named("starter"), DAY, SAC)
    assert found.payment_fee == 83_52
    assert found.left_typical == 2999_00 - 83_52 - 55_00 - 200_00
    assert found.percent_typical == Decimal("88.7")


def test_the_shipped_report_says_what_the_figures_say() -> None:
    page = (Path(__file__).parents[2] / "docs" / "guides" / "plans.md").read_text("utf-8")
    found = report(DAY, SAC)
    for row in found["plans"]:
        if row["price_paise"]:
            assert f"{row['margin_typical_percent']} %" in page
            assert f"{row['margin_worst_percent']} %" in page
            assert f"| {row['break_even_businesses']} |" in page
    assert f"**{found['break_even_businesses']} paying businesses**" in page
