"""Callbacks: kept, and taken as a hint to ask soon. Nothing else follows from one.

One statement stores callbacks and makes what they name due; whoever is told that one was received
can rely on both. The same callback again is counted, and asks again only while the thing it names
has not ended, so repeating one costs us no call to the vendor.

Callbacks that come while others are being stored wait for them and are stored together: under load
PostgreSQL commits once for many, and nobody waits longer than for two commits.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from app.billing.schemas import read_merchant_id
from app.core.clock import Clock
from app.core.database import Database, driver_connection
from app.core.ids import uuid7
from integrations.payments.phonepe_verification import Proof
from integrations.payments.schemas import Callback

PROVIDER: Final = "phonepe"
MOST_AT_ONCE: Final = 200
# In the order of what they name, so that two processes never wait for each other crosswise.
_RECEIVE: Final = """
    SELECT c.nth, receive_callback(c.id, $1, c.key, c.event, c.kind, c.subject, c.proof, c.facts,
                                   c.hash, $2) AS fresh
    FROM (
        SELECT * FROM unnest($3::uuid[], $4::bytea[], $5::text[], $6::text[], $7::uuid[],
                             $8::text[], $9::jsonb[], $10::bytea[]) WITH ORDINALITY
             AS t(id, key, event, kind, subject, proof, facts, hash, nth)
        ORDER BY subject NULLS FIRST, key
    ) c
"""

Row = tuple[Any, ...]


@dataclass
class _Batch:
    """Callbacks that are stored together."""

    rows: list[Row] = field(default_factory=list)
    storing: "asyncio.Task[list[bool]] | None" = None


class Inbox:
    """Takes callbacks in, for one process."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._open = _Batch()
        self._one_at_a_time = asyncio.Lock()

    async def receive(self, callback: Callback, body: bytes, proof: Proof) -> bool:
        """Keep a proven callback; False when it was here before.

        Raises:
            Unavailable: it is not stored; the sender must not be told that it is.
        """
        if len(self._open.rows) >= MOST_AT_ONCE:
            self._open = _Batch()
        batch, place = self._open, len(self._open.rows)
        batch.rows.append(_row(callback, body, proof))
        if batch.storing is None:
            batch.storing = asyncio.create_task(self._store(batch))
        # Shielded: whoever hangs up takes nobody else's callback along.
        return (await asyncio.shield(batch.storing))[place]

    async def _store(self, batch: _Batch) -> list[bool]:
        async with self._one_at_a_time:
            if self._open is batch:
                self._open = _Batch()
            return await self._stored(batch.rows)

    async def _stored(self, rows: Sequence[Row]) -> list[bool]:
        columns = [list(column) for column in zip(*rows, strict=True)]
        async with self._database.transaction(None) as session:
            connection = await driver_connection(session)
            found = await connection.fetch(_RECEIVE, PROVIDER, self._clock.now(), *columns)
        return [row["fresh"] for row in sorted(found, key=lambda row: row["nth"])]


def _row(callback: Callback, body: bytes, proof: Proof) -> Row:
    named = read_merchant_id(callback.merchant_id)
    kind, identifier = named or (callback.kind, None)
    key = hashlib.sha256("\x1f".join(callback.key_parts).encode()).digest()
    facts = orjson.dumps(callback.facts).decode()
    return (
        uuid7(), key, callback.event[:200], kind, identifier, proof, facts,
        hashlib.sha256(body).digest(),
    )  # fmt: skip
