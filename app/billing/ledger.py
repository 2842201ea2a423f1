"""The books: every movement of money is one posting from an account to another, in paise.

A posting is named after what it is about, so posting it twice is refused by its stream. Balances
are debits minus credits: positive for what we hold, negative for what we owe.
"""

from typing import Final
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from app.billing.events import TransferPosted
from app.core.clock import Clock
from app.core.database import driver_connection
from app.core.event_store import NewEvent
from app.core.projections import record

GATEWAY: Final = "gateway"
"""What the payment service holds for us."""

ADVANCES: Final = "customer_advances"
"""What customers paid and no invoice has taken yet."""

REFUNDS_DUE: Final = "refunds_due"
"""What is promised back and not there yet."""


def transfer(
    code: str,
    *,
    debit: str,
    credit: str,
    amount_paise: int,
    about: UUID,
    order_id: UUID | None = None,
    refund_id: UUID | None = None,
) -> NewEvent:
    """The posting ``code`` about a thing; the same code about it again is the same posting."""
    posted = TransferPosted(
        code=code,
        debit_account=debit,
        credit_account=credit,
        amount_paise=amount_paise,
        order_id=order_id,
        refund_id=refund_id,
    )
    return posted.on(uuid5(about, code))


async def post(session: AsyncSession, tenant_id: UUID, clock: Clock, *transfers: NewEvent) -> None:
    """Post in this transaction.

    Raises:
        Conflict: ``stream_moved`` when one of them was posted before.
    """
    await record(session, tenant_id, clock, transfers, {event.stream_id: 0 for event in transfers})


async def balances(session: AsyncSession, order_id: UUID | None = None) -> dict[str, int]:
    """Account → balance in paise of the business, or of one order; accounts at zero left out."""
    connection = await driver_connection(session)
    rows = await connection.fetch(
        """
        SELECT account, sum(paise)::bigint AS paise FROM (
            SELECT debit_account AS account, amount_paise AS paise FROM ledger_transfers
            WHERE $1::uuid IS NULL OR order_id = $1
            UNION ALL
            SELECT credit_account, -amount_paise FROM ledger_transfers
            WHERE $1::uuid IS NULL OR order_id = $1
        ) legs GROUP BY account HAVING sum(paise) <> 0 ORDER BY account
        """,
        order_id,
    )
    return {row["account"]: row["paise"] for row in rows}
