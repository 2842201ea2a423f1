"""Subscriptions in the database: one transaction a step, its effects inside or queued with it.

What happens is decided by :mod:`app.billing.subscription_machine`; here the row is locked, the
event recorded, bills issued, rights granted and messages kept, all or nothing. What must reach the
vendor is queued in the same transaction (:mod:`app.billing.subscription_acts` does it, once).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.billing import entitlements, notices
from app.billing.events import SubscriptionChanged, SubscriptionStarted
from app.billing.subscription_bills import bill, credit
from app.billing.subscription_machine import decide
from app.billing.subscription_state import (
    Action,
    Bill,
    Debit,
    Grant,
    Happening,
    Notify,
    OpenPayment,
    Refund,
    StopMandate,
    Subscription,
    Tell,
    from_plain,
    to_plain,
)
from app.billing.subscription_time import next_due
from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import driver_connection
from app.core.job_queue import enqueue
from app.core.projections import record

PURPOSE: Final = "plan"
"""The purpose of every order and mandate of a subscription."""

ACT: Final = "billing.act"
"""The job that carries one effect to the vendor."""

_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")


@dataclass(frozen=True, slots=True)
class Step:
    """Where a step happens: the transaction, the time, the settings, and whose."""

    session: AsyncSession
    clock: Clock
    settings: Settings
    tenant_id: UUID

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.clock.now()


def subscription_id(tenant_id: UUID) -> UUID:
    """A business has one subscription for good."""
    return uuid5(tenant_id, "subscription")


async def load(step: Step, *, lock: bool = False) -> tuple[Subscription, bool]:
    """The business's subscription, and whether it has a row yet.

    ``lock`` makes two steps at once one after the other, also for the first one, which has no row.
    """
    id_ = subscription_id(step.tenant_id)
    if lock:
        await step.session.execute(_LOCK, {"key": str(id_)})
    connection = await driver_connection(step.session)
    row = await connection.fetchrow("SELECT state FROM subscriptions WHERE id = $1", id_)
    return (from_plain(row["state"]), True) if row else (Subscription(id_), False)


async def happen(
    step: Step, make: Callable[[Subscription], Happening | None]
) -> tuple[Subscription, list[Action]]:
    """Let something happen; ``make`` sees the locked subscription and says what, or None.

    Raises:
        Conflict: see :func:`app.billing.subscription_machine.decide`.
    """
    before, exists = await load(step, lock=True)
    what = make(before)
    if what is None:
        return before, []
    after, actions = decide(before, what, step.now)
    if after != before or not exists:
        kind = SubscriptionChanged if exists else SubscriptionStarted
        event = kind(cause=type(what).__name__, state=to_plain(after)).on(after.id)
        expected = None if exists else {after.id: 0}
        await record(step.session, step.tenant_id, step.clock, [event], expected)
    await _due(step, after)
    # Bills come last: their series is locked until the transaction ends.
    for action in sorted(actions, key=lambda each: isinstance(each, Bill | Refund)):
        await _do(step, after, action)
    return after, actions


async def rewrite(step: Step, change: Callable[[Subscription], Subscription]) -> None:
    """Put a fact of the vendor into the state before something happens to it."""
    before, exists = await load(step, lock=True)
    after = change(before)
    if exists and after != before:
        event = SubscriptionChanged(cause="Known", state=to_plain(after)).on(after.id)
        await record(step.session, step.tenant_id, step.clock, [event])


async def _due(step: Step, sub: Subscription) -> None:
    connection = await driver_connection(step.session)
    await connection.execute(
        "UPDATE subscriptions SET due_at = $2 WHERE id = $1", sub.id, next_due(sub, step.now)
    )


async def _do(step: Step, sub: Subscription, action: Action) -> None:
    match action:
        case Bill():
            await bill(step.session, step.clock, step.settings, step.tenant_id, action)
        case Grant():
            await entitlements.grant(
                step.session, step.clock, step.tenant_id, action.plan, action.until
            )
        case Tell():
            await notices.keep(step.session, step.clock, step.tenant_id, action.key, action.params)
        case Refund():
            if action.billed:
                await credit(step.session, step.clock, step.settings, step.tenant_id, action)
            await _queue(step, sub, "refund", str(action.order_id), reason=action.reason)
        case Notify():
            await _queue(step, sub, "notify", str(action.payment.order_id))
        case Debit():
            await _queue(step, sub, "debit", str(action.order_id))
        case StopMandate():
            await _queue(step, sub, "stop_mandate", str(action.mandate_id))
        case OpenPayment():
            return  # whoever asked opens it at once, with the same key however often


async def _queue(step: Step, sub: Subscription, act: str, about: str, **more: Any) -> None:
    payload = {"tenant_id": str(step.tenant_id), "act": act, "about": about, **more}
    await enqueue(step.session, step.clock, ACT, payload, key=f"{sub.id}|{act}|{about}")
