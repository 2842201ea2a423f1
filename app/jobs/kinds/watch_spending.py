"""Every minute: whether what a business spends runs away; she is told once a day."""

from collections.abc import Mapping
from typing import Any, Final

import structlog

from agents.economics.watching import look_at, who_spends
from app.billing.notices import keep
from app.core.clock import today_ist
from app.jobs.context import JobContext
from app.observability import metrics
from integrations.india.festival_calendar import FestivalCalendar

NAME: Final = "economics.watch_spending"
SCHEDULE: Final = "* * * * *"

_KEYS: Final = {"burst": "usage.alert.runaway", "day": "usage.alert.runaway_day"}

log = structlog.get_logger(__name__)


async def run(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Look at who spends now; the payload is empty."""
    del payload
    platform, calendar = context.platform, FestivalCalendar()
    day = today_ist(platform.clock).isoformat()
    for tenant_id in await who_spends(platform.database, platform.clock.now()):
        async with platform.database.transaction(tenant_id) as session:
            found = await look_at(session, tenant_id, platform.clock, calendar)
            if found is None:
                continue
            said = {"day": day, "amount_paise": found.paise, "usual_paise": found.usual_paise}
            fresh = await keep(session, platform.clock, tenant_id, _KEYS[found.kind], said)
        if fresh:
            metrics.SPENDING_ALARMS.labels(found.kind).inc()
            log.warning(
                "spending.runaway", action="watch", tenant_id=str(tenant_id), kind=found.kind,
                paise=found.paise, usual_paise=found.usual_paise, limit_paise=found.limit_paise,
            )  # fmt: skip
