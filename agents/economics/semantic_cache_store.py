"""Where approved drafts are found again: one look-up, and the writes that ride with a decision.

A row names a draft and the key it may be used under. Whether the draft still stands as it was
approved is read from the draft itself in the same look-up: one that was edited, rejected or undone,
or whose conversation was deleted, is not found, without anybody telling the cache.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from agents.economics.semantic_cache import MEMORY, CacheKey
from app.core.database import driver_connection
from app.core.statements import Statement

MOST: Final = 4
_FREE: Final = frozenset({"", "offline", "owner"})

_FIND: Final = """
    SELECT c.id, c.draft_id, c.draft_version, c.exact = $4 AS exact, c.facts, c.paise, c.made_at,
           v.text, v.extras, v.findings
    FROM cached_drafts c
    JOIN drafts d ON d.tenant_id = c.tenant_id AND d.id = c.draft_id AND d.status = 'approved'
                 AND d.version = c.draft_version AND d.decided_version = c.draft_version
    JOIN draft_versions v ON v.draft_id = d.id AND v.version = d.version
    JOIN conversations k ON k.id = d.conversation_id AND k.deleted_at IS NULL
    WHERE c.tenant_id = $1 AND c.partition = $2 AND c.near = $3 AND c.dropped_at IS NULL
    ORDER BY exact DESC, c.made_at DESC LIMIT $5
"""
_KEEP: Final = """
    INSERT INTO cached_drafts (id, tenant_id, partition, exact, near, draft_id, draft_version,
                               facts, paise, made_at, used)
    SELECT $2::uuid, $1::uuid, decode(k.payload->>'partition', 'hex'),
           decode(k.payload->>'exact', 'hex'), decode(k.payload->>'near', 'hex'),
           $4::uuid, $5::bigint, k.payload->'facts',
           COALESCE((SELECT sum((m.payload->>'paise')::bigint) FROM events m
                     WHERE m.tenant_id = $1 AND m.turn_id = $3 AND m.name = 'model.called'
                       AND m.payload->>'skill' = k.payload->>'skill'),
                    (k.payload->>'saved_paise')::bigint, 0),
           $6::timestamptz, 0
    FROM events k
    WHERE k.tenant_id = $1 AND k.turn_id = $3 AND k.name IN ('cache.missed', 'cache.hit')
      AND k.payload->>'for_draft' = $4::uuid::text AND k.payload->>'near' <> ''
    ORDER BY k.position DESC LIMIT 1
    ON CONFLICT (id) DO UPDATE SET dropped_at = NULL
"""
_DROP: Final = """
    UPDATE cached_drafts c SET dropped_at = $4
    FROM events k
    WHERE k.tenant_id = $1 AND k.turn_id = $2 AND k.name = 'cache.hit'
      AND k.payload->>'for_draft' = $3::uuid::text
      AND c.tenant_id = $1 AND c.draft_id = (k.payload->>'draft_id')::uuid
"""
_USED: Final = """
    UPDATE cached_drafts SET used = used + 1, last_used_at = $3 WHERE tenant_id = $1 AND id = $2
"""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A draft that was approved as it stands: its text, what was found about it then, its cost.

    ``facts`` are what it leans on, with a digest of each value; ``made_at`` is when it was written.
    """

    id: UUID
    draft_id: UUID
    version: int
    exact: bool
    facts: Sequence[Sequence[str]]
    paise: int
    made_at: datetime
    text: str
    extras: dict[str, Any]
    findings: Sequence[dict[str, Any]]

    @property
    def failed(self) -> frozenset[str]:
        """Names of the checks it did not satisfy when it was approved."""
        return frozenset(str(one["check"]) for one in self.findings if not one.get("passed"))


async def find(session: AsyncSession, tenant_id: UUID, key: CacheKey) -> list[Remembered]:
    """The drafts kept under the key, those asked for in the same words first, then the newest."""
    connection = await driver_connection(session)
    rows = await connection.fetch(_FIND, tenant_id, key.partition, key.near, key.exact, MOST)
    return [Remembered(*row) for row in rows]


def keeping(
    tenant_id: UUID, turn_id: UUID, draft_id: UUID, version: int, written_at: datetime
) -> Statement:
    """Keep a version that was approved, under the key its turn looked with; nothing without one."""
    name = uuid5(draft_id, f"cached:{version}")
    return Statement(_KEEP, (tenant_id, name, turn_id, draft_id, version, written_at))


def dropping(tenant_id: UUID, turn_id: UUID, draft_id: UUID, now: datetime) -> Statement:
    """Forget the draft that was used again for this one: she did not want it any more."""
    return Statement(_DROP, (tenant_id, turn_id, draft_id, now))


def used(tenant_id: UUID, entry_id: UUID, now: datetime) -> Statement:
    """Count a use."""
    return Statement(_USED, (tenant_id, entry_id, now))


def is_worth_keeping(latest: str, providers: Sequence[str]) -> bool:
    """Whether a draft whose versions came from these providers costs something to write again.

    What came from memory is kept there already; only her own edit of it is new.
    """
    return latest != MEMORY and any(name not in _FREE for name in providers)
