"""Identifiers: UUIDv7 (RFC 9562), sorted by birth, and the derived UUIDv5 of a turn."""

import os
import time
from uuid import UUID, uuid5


def uuid7() -> UUID:
    """A new UUIDv7: 48 bits of Unix milliseconds, then random bits, so that keys sort by birth."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    value = (milliseconds & ((1 << 48) - 1)) << 80 | random
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return UUID(int=value)


def turn_id_for(conversation_id: UUID, client_message_id: str) -> UUID:
    """The turn of a message: the same message sent again is the same turn."""
    return uuid5(conversation_id, client_message_id)


def uuid_as_text(value: object) -> str:
    """What orjson asks for things it does not know: the driver's subclass of UUID, and no other.

    Raises:
        TypeError: it is something else.
    """
    if isinstance(value, UUID):
        return str(value)
    msg = f"Type is not JSON serializable: {type(value).__name__}"
    raise TypeError(msg)
