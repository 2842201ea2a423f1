"""Cursors: where a page ended, in a form that callers hand back and need not understand."""

import base64
import binascii
from typing import Annotated

from fastapi import Query

from app.core.errors import InputError

Cursor = Annotated[str | None, Query(max_length=400, description="`next_cursor` of the last page.")]
Limit = Annotated[int, Query(ge=1, le=100, description="How many at most.")]


def encode(text: str) -> str:
    """An opaque cursor."""
    return base64.urlsafe_b64encode(text.encode()).decode("ascii").rstrip("=")


def decode(cursor: str) -> str:
    """What ``encode`` was given. Raises InputError ``cursor_invalid``."""
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError) as error:
        raise InputError("cursor_invalid", detail="start again without a cursor") from error
