"""Every table of a tenant, and a row for any of them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table

from app.core.database import Database
from app.core.ids import uuid7
from app.core.tables import Base
from tests.fixtures.platform import Business

TABLES = [table for table in Base.metadata.sorted_tables if "tenant_id" in table.columns]
# Written once and then kept by a trigger: they have tests of their own.
FILLABLE = [table for table in TABLES if table.name not in ("events", "invoices")]
FIRST_STATUS = {
    "turns": "running", "questions": "open", "drafts": "pending", "idempotency_keys": "running",
    "payment_orders": "created", "refunds": "requested", "mandates": "requested",
    "subscriptions": "none", "budget_reservations": "held",
}  # fmt: skip
# Columns that hold one of a few words, or that a rule binds to another column.
WORDS = {
    "author": "assistant", "role": "staff", "kind": "checkout", "refunded_paise": 0,
    "limit_paise": None,
}  # fmt: skip
KINDS = {"usage": "model"}


def value_for(table: Table, column: Column[Any], business: Business) -> Any:
    """Something that fits the column."""
    if column.name == "tenant_id":
        return business.id
    if column.name == "user_id":
        return business.user_id
    if column.name == "status":
        return FIRST_STATUS[table.name]
    if column.name == "kind" and table.name in KINDS:
        return KINDS[table.name]
    if column.name in WORDS:
        return WORDS[column.name]
    samples: dict[type, Any] = {
        UUID: uuid7(), datetime: datetime(2026, 10, 26, tzinfo=UTC), str: uuid7().hex, int: 1,
        bytes: uuid7().bytes, object: {}, list: [],
    }  # fmt: skip
    return samples[column.type.python_type]


async def fill(database: Database, table: Table, business: Business) -> dict[str, Any]:
    """A row of that business, written as that business."""
    if table.name == "memberships":
        return {"tenant_id": business.id, "user_id": business.user_id}
    row = {column.name: value_for(table, column, business) for column in table.columns}
    async with database.transaction(business.id, business.user_id) as session:
        await session.execute(table.insert().values(row))
    return row


def key_of(table: Table, row: dict[str, Any]) -> Any:
    """The condition that finds the row."""
    condition = None
    for column in table.primary_key.columns:
        part = column == row[column.name]
        condition = part if condition is None else condition & part
    return condition
