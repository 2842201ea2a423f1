"""The chain: what is hashed, byte by byte. Pure functions.

``digest = sha256(salt || canonical payload)`` and ``hash = sha256(previous hash || header ||
digest)``. The chain covers the digest and not the payload, so erasing payload and salt leaves a
tombstone that still verifies and from which nothing can be guessed back.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import orjson

from app.core.errors import InputError, OurBug
from app.core.ids import uuid_as_text

GENESIS: Final = bytes(32)
SALT_BYTES: Final = 16
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NO_UUID: Final = bytes(16)
# Outside these orjson reads a whole number back as a float, so there it must stay one.
_SMALLEST_INTEGER: Final = -(2**63)
_LARGEST_INTEGER: Final = 2**64 - 1


def canonical(payload: dict[str, Any]) -> bytes:
    """The one spelling of a payload: sorted keys, UTF-8, whole numbers without a fraction.

    It survives being stored as jsonb and read back, which changes key order and ``1e2`` to 100.

    Raises:
        InputError: ``text_unreadable`` for a NUL or half a surrogate pair, which PostgreSQL cannot
            store.
        OurBug: the payload holds something that is no JSON.
    """
    try:
        spelled = orjson.dumps(_settle(payload), uuid_as_text, orjson.OPT_SORT_KEYS)
    except TypeError as error:
        if "surrogate" in str(error):
            raise InputError("text_unreadable", detail=str(error)) from error
        raise OurBug(
            "payload_not_json", detail=f"an event payload must be JSON: {error}"
        ) from error
    if b"\\u0000" in spelled and _holds_nul(payload):
        raise InputError("text_unreadable", detail="text holds a NUL character")
    return spelled


def _settle(value: Any) -> Any:
    """Whole floats as integers; not-a-number refused."""
    kind = type(value)
    if kind is str or kind is int:  # most of what there is
        return value
    if isinstance(value, dict):
        return {key: _settle(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_settle(item) for item in value]
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise OurBug("payload_not_json", detail="an event payload cannot hold NaN or infinity")
        if value.is_integer() and _SMALLEST_INTEGER <= value <= _LARGEST_INTEGER:
            return int(value)
    return value


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_holds_nul(key) or _holds_nul(item) for key, item in value.items())
    if isinstance(value, list | tuple):
        return any(_holds_nul(item) for item in value)
    return False


def digest_of(salt: bytes, spelled: bytes) -> bytes:
    """The salted digest of a canonical payload; 32 bytes."""
    return hashlib.sha256(salt + spelled).digest()


def hash_of(
    *,
    previous_hash: bytes,
    stream_id: UUID,
    stream_kind: str,
    version: int,
    tenant_id: UUID,
    turn_id: UUID | None,
    conversation_id: UUID | None,
    name: str,
    schema: int,
    recorded_at: datetime,
    digest: bytes,
) -> bytes:
    """The hash of one event; 32 bytes. Every part has a fixed or a stated length."""
    microseconds = (recorded_at - _EPOCH) // timedelta(microseconds=1)
    words = b"".join(len(word).to_bytes(2) + word for word in (stream_kind.encode(), name.encode()))
    header = (
        stream_id.bytes
        + tenant_id.bytes
        + (turn_id.bytes if turn_id else _NO_UUID)
        + (conversation_id.bytes if conversation_id else _NO_UUID)
        + version.to_bytes(8)
        + schema.to_bytes(4)
        + microseconds.to_bytes(8, signed=True)
    )
    return hashlib.sha256(previous_hash + header + words + digest).digest()
