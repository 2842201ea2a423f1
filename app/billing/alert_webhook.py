"""Sending a budget alert: into the inbox, and signed to the address the business named.

The receiver checks ``RaptorFlow-Signature: t=…,v1=…``: HMAC-SHA256 of the time, a dot and the body
under its secret, so that an old message cannot be sent again as a new one. The id of an alert is
always the same, so that one sent twice is known.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import orjson
import structlog
from sqlalchemy import select

from agents.economics.alerts import alert_id, spent_in
from agents.economics.limits import read_limits
from app.billing.notices import keep
from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database
from app.core.errors import Unavailable
from app.core.tables import Budget, BudgetAlert
from app.observability import metrics
from integrations.http import Resolve, outgoing, post, resolve

GIVE_UP_AFTER: Final = timedelta(hours=24)
SIGNATURE: Final = "RaptorFlow-Signature"
_LATER: Final = frozenset({408, 425, 429})

log = structlog.get_logger(__name__)


async def send_alert(
    database: Database,
    settings: Settings,
    clock: Clock,
    payload: Mapping[str, Any],
    find: Resolve = resolve,
) -> None:
    """Tell of one alert; sent again it changes nothing here.

    Raises:
        Unavailable: ``webhook_away``; to be tried again later. After a day it is given up.
    """
    tenant_id, period = UUID(str(payload["tenant"])), str(payload["period"])
    percent = int(payload["percent"])
    async with database.transaction(tenant_id) as session:
        row = await session.get(BudgetAlert, (tenant_id, period, percent))
        if row is None:
            return
        limits = await read_limits(session, tenant_id, settings, clock)
        facts = {
            "percent": percent,
            "period": period,
            "spent_paise": await spent_in(session, tenant_id, period),
            "limit_paise": limits.in_force,
        }
        mark = {**facts, "reminder": f"{period}:{percent}"}
        await keep(session, clock, tenant_id, "usage.alert", mark)
        budget = await session.scalar(select(Budget).where(Budget.tenant_id == tenant_id))
        url, secret = (budget.webhook_url, budget.webhook_secret) if budget else (None, None)
        sent_at = row.sent_at
    if not url or not secret:
        return
    if clock.now() - sent_at > GIVE_UP_AFTER:
        metrics.BUDGET_ALERTS.labels("given_up").inc()
        log.warning("budget_alert.given_up", action="alert", period=period, percent=percent)
        return
    named = {"id": str(alert_id(tenant_id, period, percent)), "event": "budget.alert", **facts}
    body = orjson.dumps({**named, "at": sent_at.isoformat()})
    private = not settings.is_production
    async with outgoing(allow_private=private, find=find) as client:
        stamp = int(clock.now().timestamp())
        headers = {
            "content-type": "application/json",
            "user-agent": "RaptorFlow",
            SIGNATURE: signature(secret, stamp, body),
        }
        status = await post(client, url, body, headers)
    if status >= 500 or status in _LATER:
        raise Unavailable("webhook_away", detail=f"the address answered {status}")
    outcome = "sent" if status < 300 else "refused"
    metrics.BUDGET_ALERTS.labels(outcome).inc()
    log.info("budget_alert.sent", action="alert", period=period, percent=percent, status=status)


def signature(secret: str, stamp: int, body: bytes) -> str:
    """``t=1764000000,v1=<hex>``: of the second it was sent, a dot, and the body."""
    made = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={made}"
