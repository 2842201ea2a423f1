"""Verifying the chains of one tenant: every digest and hash computed again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import driver_connection
from app.core.event_hash import GENESIS, canonical, digest_of, hash_of
from app.core.event_store import COLUMNS

_EVENTS: Final = f"SELECT {COLUMNS} FROM events ORDER BY stream_id, version"  # noqa: S608
# A chain cannot show that its end was cut off; the row of the stream knows how far it went.
_ROWS: Final = """
    SELECT id, stream_version FROM turns
    UNION ALL SELECT id, stream_version FROM questions
    UNION ALL SELECT id, stream_version FROM drafts
"""
_BATCH_ROWS: Final = 500


@dataclass(frozen=True)
class Break:
    """Where a stream stops being what was recorded; ``reason`` is one word for programs."""

    stream_id: UUID
    version: int
    reason: str


@dataclass
class Verification:
    """What was found; ``breaks`` holds the first break of each broken stream."""

    events: int = 0
    erased: int = 0
    streams: int = 0
    breaks: list[Break] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The report as one JSON object."""
        return {
            "verified": not self.breaks,
            "events": self.events,
            "erased": self.erased,
            "streams": self.streams,
            "breaks": [
                {"stream_id": str(b.stream_id), "version": b.version, "reason": b.reason}
                for b in self.breaks
            ],
        }


class ChainCheck:
    """Follows rows of ``events`` in order of stream and version. Pure."""

    def __init__(self) -> None:
        self.report = Verification()
        self._heads: dict[UUID, int] = {}
        self._hashes: dict[UUID, bytes] = {}
        self._broken: set[UUID] = set()

    def take(self, row: Mapping[str, Any]) -> None:
        """Check the next row."""
        stream_id: UUID = row["stream_id"]
        self.report.events += 1
        self.report.erased += row["payload"] is None
        if stream_id in self._broken:
            return
        reason = self._fault(row)
        if reason:
            self._break(stream_id, row["version"], reason)
        self._heads[stream_id] = row["version"]
        self._hashes[stream_id] = row["hash"]

    def finish(self, projected: Iterable[tuple[UUID, int]]) -> Verification:
        """The report, after a look at how far the rows say each stream went."""
        for stream_id, version in projected:
            known = self._heads.get(stream_id, 0)
            if known < version and stream_id not in self._broken:
                self._break(stream_id, known + 1, "end_missing")
        self.report.streams = len(self._heads)
        return self.report

    def _break(self, stream_id: UUID, version: int, reason: str) -> None:
        self._broken.add(stream_id)
        self.report.breaks.append(Break(stream_id, version, reason))

    def _fault(self, row: Mapping[str, Any]) -> str | None:
        stream_id = row["stream_id"]
        if row["version"] != self._heads.get(stream_id, 0) + 1:
            return "version_missing"
        if row["previous_hash"] != self._hashes.get(stream_id, GENESIS):
            return "previous_hash_differs"
        payload, salt = row["payload"], row["salt"]
        if (payload is None) != (salt is None):
            return "half_erased"
        if salt is not None and digest_of(salt, canonical(payload)) != row["digest"]:
            return "payload_changed"
        expected = hash_of(
            previous_hash=row["previous_hash"],
            stream_id=stream_id,
            stream_kind=row["stream_kind"],
            version=row["version"],
            tenant_id=row["tenant_id"],
            turn_id=row["turn_id"],
            conversation_id=row["conversation_id"],
            name=row["name"],
            schema=row["schema"],
            recorded_at=row["recorded_at"],
            digest=row["digest"],
        )
        return None if expected == row["hash"] else "hash_differs"


async def verify(session: AsyncSession) -> Verification:
    """Verify every stream of the transaction's tenant; reads in batches."""
    connection = await driver_connection(session)
    check = ChainCheck()
    async for row in connection.cursor(_EVENTS, prefetch=_BATCH_ROWS):
        check.take(row)
    rows = await connection.fetch(_ROWS)
    return check.finish((row["id"], row["stream_version"]) for row in rows)
