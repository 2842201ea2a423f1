"""Every five minutes: notices, debits, reminders, grace and ends that are due."""

from collections.abc import Mapping
from typing import Any, Final

import structlog

from app.billing.subscription_acts import scan
from app.jobs.context import JobContext

NAME: Final = "billing.look_after"
SCHEDULE: Final = "*/5 * * * *"

log = structlog.get_logger(__name__)


async def run(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Look after what is due; the payload is empty."""
    del payload
    found = await scan(context.billing)
    if found:
        log.info("subscriptions.looked_after", action="scan", count=found)
