"""Carries one effect of a subscription to the vendor: a notice, a debit, a refund, an end."""

from collections.abc import Mapping
from typing import Any, Final

from app.billing.subscription_acts import act
from app.billing.subscriptions import ACT
from app.jobs.context import JobContext

NAME: Final = ACT


async def run(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Do it; the payload names the business, the act, and what it is about."""
    await act(context.billing, payload)
