"""Tells of a mark that spending has crossed: in the inbox, and to the business's address."""

from collections.abc import Mapping
from typing import Any, Final

from agents.economics.alerts import JOB
from app.billing.alert_webhook import send_alert
from app.jobs.context import JobContext

NAME: Final = JOB


async def run(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Tell of it; the payload names the business, the month and the mark."""
    platform = context.platform
    await send_alert(platform.database, platform.settings, platform.clock, payload)
