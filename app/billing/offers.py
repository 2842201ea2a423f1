"""A plan as it is shown to be bought: the price with GST, never without."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.core.plans import Plan, all_plans
from integrations.india.gst_rates import rate
from integrations.india.gst_service import split


@dataclass(frozen=True, slots=True)
class Offer:
    """One plan and what a month of it costs in all; the tax is the same for every State."""

    plan: Plan
    price_paise: int
    tax_paise: int
    total_paise: int

    def as_mapping(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "id": self.plan.id,
            "renews": self.plan.renews,
            "price_paise": self.price_paise,
            "tax_paise": self.tax_paise,
            "total_paise": self.total_paise,
            "holds": {**asdict(self.plan.holds), "channels": list(self.plan.holds.channels)},
        }


def offer(plan: Plan, day: date, sac: str) -> Offer:
    """The plan with its price on the day and the GST of our service."""
    price = plan.price_on(day)
    made = split(price, rate(sac, day).percent, inclusive=False, interstate=True)
    return Offer(plan, price, made.tax_paise, made.total_paise)


def offers(day: date, sac: str) -> Sequence[Offer]:
    """Every plan as offered on the day."""
    return [offer(plan, day, sac) for plan in all_plans()]
