"""What the rules of the projections share."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from app.core.event_store import StoredEvent

Row = dict[str, Any]
"""Column → value, with the types of the table."""

Rule = Callable[[Row | None, StoredEvent, dict[str, Any]], Row | None]


def uuid_or_none(value: str | None) -> UUID | None:
    """The uuid a payload spells, if any."""
    return UUID(value) if value else None
