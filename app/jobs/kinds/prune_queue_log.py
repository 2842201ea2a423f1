"""Drops what the queue noted of jobs long done; pgqueuer keeps its counts elsewhere."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import structlog
from sqlalchemy import text

from app.jobs.context import JobContext

NAME: Final = "jobs.prune_queue_log"
SCHEDULE: Final = "47 21 * * *"  # quiet hours in India (UTC)

KEPT_FOR: Final = timedelta(days=90)

log = structlog.get_logger(__name__)


async def run(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Drop it; the payload is empty."""
    del payload
    before = context.platform.clock.now() - KEPT_FOR
    async with context.platform.database.transaction(None) as session:
        gone = await session.execute(
            text(
                "DELETE FROM pgqueuer.pgqueuer_log WHERE aggregated AND created < :before "
                "RETURNING id"
            ),
            {"before": before},
        )
        log.info("queue_log.pruned", action="prune", rows=len(gone.all()))
