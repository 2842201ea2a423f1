"""Drops callbacks nobody will ask about any more.

Worked-off ones are kept as long as a bank may dispute a payment; those that name nothing of ours
tell of a wrong setting for a while and are worthless afterwards.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import structlog
from sqlalchemy import text

from app.jobs.context import JobContext

NAME: Final = "payments.prune_callbacks"
SCHEDULE: Final = "17 21 * * *"  # quiet hours in India (UTC)

KNOWN_FOR: Final = timedelta(days=180)
UNKNOWN_FOR: Final = timedelta(days=7)

log = structlog.get_logger(__name__)


async def run(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Drop them; the payload is empty."""
    del payload
    now = context.platform.clock.now()
    async with context.platform.database.transaction(None) as session:
        gone = await session.scalar(
            text("SELECT prune_callbacks(:known, :unknown)"),
            {"known": now - KNOWN_FOR, "unknown": now - UNKNOWN_FOR},
        )
    log.info("callbacks.pruned", action="prune", rows=gone)
