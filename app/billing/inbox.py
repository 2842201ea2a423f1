"""Callbacks: kept, and taken as a hint to ask soon. Nothing else follows from one.

One statement stores the callback and makes what it names due; whoever is told it was received can
rely on both. The same callback again is counted, and asks again only while the thing it names has
not ended, so repeating one costs us no call to the vendor.
"""

import hashlib
from typing import Final

import orjson

from app.billing.schemas import read_merchant_id
from app.core.clock import Clock
from app.core.database import Database, driver_connection
from app.core.ids import uuid7
from integrations.payments.phonepe_verification import Proof
from integrations.payments.schemas import Callback

PROVIDER: Final = "phonepe"
_RECEIVE: Final = "SELECT receive_callback($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"


async def receive(
    database: Database, clock: Clock, callback: Callback, body: bytes, proof: Proof
) -> bool:
    """Keep a proven callback; False when it was here before.

    Raises:
        Unavailable: it is not stored; the sender must not be told that it is.
    """
    named = read_merchant_id(callback.merchant_id)
    kind, identifier = named or (callback.kind, None)
    key = hashlib.sha256("\x1f".join(callback.key_parts).encode()).digest()
    async with database.transaction(None) as session:
        connection = await driver_connection(session)
        fresh = await connection.fetchval(
            _RECEIVE, uuid7(), PROVIDER, key, callback.event[:200], kind, identifier, proof,
            orjson.dumps(callback.facts).decode(), hashlib.sha256(body).digest(), clock.now(),
        )  # fmt: skip
    return bool(fresh)
