"""What a plan leaves over, and how many businesses pay for the house.

The costs are assumptions in ``data/costs.json``, each with its source. A plan's budget is a hard
ceiling on what models may cost, so the worst case is a bound and not a guess.
"""

import json
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from app.core.plans import Plan, all_plans
from integrations.india.gst_rates import rate
from integrations.india.gst_service import split

_DATA: Final = Path(__file__).parent / "data" / "costs.json"
_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Margin:
    """One plan's month in paise: ``left`` is what stays after its own costs, typically and at
    worst; ``percent`` of the price, rounded to a tenth; ``break_even`` how many of it alone pay
    all fixed costs (None when it never does)."""

    plan: str
    price: int
    charge: int
    payment_fee: int
    per_business: int
    models_typical: int
    models_worst: int
    left_typical: int
    left_worst: int
    percent_typical: Decimal
    percent_worst: Decimal
    break_even: int | None


@cache
def costs() -> dict[str, Any]:
    """The assumptions as read."""
    found: dict[str, Any] = json.loads(_DATA.read_text("utf-8"))
    return found


def fixed_costs() -> int:
    """What a month costs before the first customer, in paise."""
    return sum(int(row["paise"]) for row in costs()["monthly_fixed"])


def margin(plan: Plan, day: date, sac: str) -> Margin:
    """One plan's margin for a month that begins on the day."""
    price = plan.price_on(day)
    charge = split(price, rate(sac, day).percent, inclusive=False, interstate=True).total_paise
    fee = _fee(charge)
    own = sum(int(row["paise"]) for row in costs()["per_business"])
    budget, use = plan.holds.budget_paise or 0, costs()["model_use"]
    typical = budget * int(use["typical_percent_of_budget"]) // 100
    worst = budget * int(use["worst_percent_of_budget"]) // 100
    left, left_worst = price - fee - own - typical, price - fee - own - worst
    return Margin(
        plan=plan.id,
        price=price,
        charge=charge,
        payment_fee=fee,
        per_business=own,
        models_typical=typical,
        models_worst=worst,
        left_typical=left,
        left_worst=left_worst,
        percent_typical=_percent(left, price),
        percent_worst=_percent(left_worst, price),
        break_even=-(-fixed_costs() // left) if left > 0 else None,
    )


def report(day: date, sac: str) -> dict[str, Any]:
    """The whole report as plain values: plans, fixed costs, and the break-even of the mix."""
    margins = [margin(plan, day, sac) for plan in all_plans()]
    by_plan = {each.plan: each for each in margins}
    mix = {plan: int(share) for plan, share in costs()["mix"].items()}
    average = sum(by_plan[plan].left_typical * share for plan, share in mix.items())
    businesses = -(-fixed_costs() * sum(mix.values()) // average)
    return {
        "day": day.isoformat(),
        "plans": [_plain(each) for each in margins],
        "fixed_paise": fixed_costs(),
        "mix_percent": mix,
        "break_even_businesses": businesses,
        "costs": costs(),
    }


def _fee(charge: int) -> int:
    fee = costs()["payment_fee"]
    percent = Decimal(fee["percent_of_charge"]) * (_HUNDRED + Decimal(fee["gst_on_fee_percent"]))
    return int((charge * percent / 10_000).quantize(Decimal(1), ROUND_HALF_UP))


def _percent(part: int, whole: int) -> Decimal:
    if not whole:
        return Decimal(0)
    return (part * _HUNDRED / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _plain(each: Margin) -> dict[str, Any]:
    return {
        "plan": each.plan,
        "price_paise": each.price,
        "charge_paise": each.charge,
        "payment_fee_paise": each.payment_fee,
        "per_business_paise": each.per_business,
        "models_typical_paise": each.models_typical,
        "models_worst_paise": each.models_worst,
        "left_typical_paise": each.left_typical,
        "left_worst_paise": each.left_worst,
        "margin_typical_percent": float(each.percent_typical),
        "margin_worst_percent": float(each.percent_worst),
        "break_even_businesses": each.break_even,
    }
