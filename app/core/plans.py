"""What is sold and what each plan holds, as data (``data/plans.json``).

Billing sells and grants; the agents read what a business may do. Prices are without GST.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from app.core.errors import InputError
from app.core.money import Paise

PlanId = Literal["trial", "starter", "growth", "agency"]
Renews = Literal["never", "mandate", "link"]
TRIAL: Final[PlanId] = "trial"
_DATA: Final = Path(__file__).parent / "data" / "plans.json"


@dataclass(frozen=True, slots=True)
class Entitlements:
    """What a business may do in a month; None is without a limit.

    ``drafts``: messages written. ``seats``: people. ``budget_paise``: what models may cost.
    """

    drafts: int | None
    seats: int | None
    businesses: int | None
    budget_paise: int | None
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan. ``renews``: not at all, by a UPI mandate, or by a payment link each month."""

    id: PlanId
    renews: Renews
    prices: tuple[tuple[date, Paise], ...]
    holds: Entitlements

    def price_on(self, day: date) -> Paise:
        """The price of a month that begins on the day, in paise, without GST."""
        in_force = [paise for begins, paise in self.prices if begins <= day]
        return in_force[-1] if in_force else self.prices[0][1]

    @property
    def is_sold(self) -> bool:
        """Whether money is asked for it."""
        return self.renews != "never"


@cache
def _plans() -> dict[str, Plan]:
    read: dict[str, Any] = json.loads(_DATA.read_text("utf-8"))
    return {row["id"]: _plan(row) for row in read["plans"]}


def _plan(row: dict[str, Any]) -> Plan:
    prices = ((date.fromisoformat(p["from"]), Paise(p["paise"])) for p in row["prices"])
    holds = {**row["holds"], "channels": tuple(row["holds"]["channels"])}
    return Plan(row["id"], row["renews"], tuple(sorted(prices)), Entitlements(**holds))


def all_plans() -> Sequence[Plan]:
    """Every plan, the cheapest first."""
    return tuple(_plans().values())


def plan_named(plan_id: str) -> Plan:
    """The plan of that id.

    Raises:
        InputError: ``no_such_plan``.
    """
    plan = _plans().get(plan_id.strip().casefold())
    if plan is None:
        known = ", ".join(_plans())
        detail = f"{plan_id!r} is no plan: {known}"
        raise InputError("no_such_plan", params={"plan": plan_id}, detail=detail)
    return plan
