"""What all tables share: types, names of constraints, and how a set of words is checked.

Projected tables (turns, questions, drafts, draft_versions) have no database defaults and no foreign
keys: their rows derive from events alone and are rebuilt in any order.
"""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, MetaData, Text
from sqlalchemy.dialects.postgresql import BYTEA, JSONB, TIMESTAMP
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """The declarative root."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: PG_UUID(as_uuid=True),
        datetime: TIMESTAMP(timezone=True),
        str: Text(),
        bytes: BYTEA(),
        int: BigInteger(),
        dict[str, Any]: JSONB(none_as_null=True),
        list[Any]: JSONB(none_as_null=True),
    }


def one_of(column: str, *words: str) -> CheckConstraint:
    """A check that the column holds one of these words; cheaper to extend than an enum type."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
