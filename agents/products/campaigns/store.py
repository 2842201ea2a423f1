"""Which channels a business really uses."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import driver_connection

_USED: Final = """
    SELECT channel FROM drafts
    WHERE tenant_id = $1 AND channel IS NOT NULL AND status <> 'rejected' AND created_at >= $2
    GROUP BY channel ORDER BY count(*) DESC, channel
"""


async def channels_used(session: AsyncSession, tenant_id: UUID, since: datetime) -> list[str]:
    """The channels of its drafts since then, the most used first; rejected ones do not count."""
    connection = await driver_connection(session)
    return [str(row["channel"]) for row in await connection.fetch(_USED, tenant_id, since)]
