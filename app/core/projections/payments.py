"""The rows of orders, refunds, mandates and ledger transfers.

An order, refund or mandate that has reached its end refuses every event that would move it again:
whoever checks it twice records nothing twice.
"""

from datetime import datetime
from typing import Any, Final

from app.core.errors import Conflict
from app.core.event_names import EventName
from app.core.event_store import StoredEvent
from app.core.projections.row import Row, uuid_or_none

ORDER_ENDS: Final = frozenset({"paid", "failed", "held"})
REFUND_ENDS: Final = frozenset({"completed", "failed"})
MANDATE_ENDS: Final = frozenset({"revoked", "cancelled", "expired", "failed"})


def apply_order(row: Row | None, event: StoredEvent, payload: dict[str, Any]) -> Row | None:
    """The order after the event.

    Raises:
        Conflict: ``payment_settled`` when it is paid, failed or held already; a held one is still
            decided on: it is paid after all, or its money goes back.
    """
    if event.name is EventName.ORDER_CREATED:
        return _order_created(event, payload)
    if row is None:
        return None
    if event.name is EventName.ORDER_REFUNDED:
        refunded = row["refunded_paise"] + payload["amount_paise"]
        return {**row, "refunded_paise": refunded, "updated_at": event.recorded_at}
    decided = event.name in (EventName.ORDER_PAID, EventName.ORDER_HELD)
    if not (row["status"] == "held" and decided):
        _refuse_ended(row, ORDER_ENDS)
    changed: Row = {**row, "updated_at": event.recorded_at}
    match event.name:
        case EventName.ORDER_OPENED:
            changed |= {
                "status": "pending",
                "gateway_id": payload.get("gateway_id"),
                "page_url": payload.get("page_url"),
                "expires_at": _moment(payload.get("expires_at")),
                "opened_at": event.recorded_at,
            }
        case EventName.ORDER_NOTIFIED:
            changed |= {"status": "notified", "notified_at": _moment(payload.get("notified_at"))}
        case EventName.ORDER_PAID:
            changed |= {
                "status": "paid",
                "gateway_id": payload.get("gateway_id") or row["gateway_id"],
                "transaction_id": payload.get("transaction_id"),
                "payment_mode": payload.get("payment_mode"),
                "bank_reference": payload.get("bank_reference"),
                "error_code": None,
                "paid_at": event.recorded_at,
                "closed_at": event.recorded_at,
            }
        case EventName.ORDER_FAILED | EventName.ORDER_HELD:
            changed |= {
                "status": "failed" if event.name is EventName.ORDER_FAILED else "held",
                "error_code": payload.get("error_code"),
                "closed_at": event.recorded_at,
            }
        case _:
            return row
    return changed


def _order_created(event: StoredEvent, payload: dict[str, Any]) -> Row:
    empty = dict.fromkeys((
        "gateway_id", "page_url", "expires_at", "transaction_id", "payment_mode", "bank_reference",
        "error_code", "opened_at", "notified_at", "paid_at", "closed_at",
    ))  # fmt: skip
    return {
        **empty,
        "id": event.stream_id,
        "tenant_id": event.tenant_id,
        "user_id": uuid_or_none(payload.get("user_id")),
        "kind": payload["kind"],
        "purpose": payload["purpose"],
        "subject_id": uuid_or_none(payload.get("subject_id")),
        "mandate_id": uuid_or_none(payload.get("mandate_id")),
        "conversation_id": uuid_or_none(payload.get("conversation_id")),
        "amount_paise": payload["amount_paise"],
        "details": payload.get("details") or {},
        "status": "created",
        "refunded_paise": 0,
        "created_at": event.recorded_at,
        "updated_at": event.recorded_at,
    }


def apply_refund(row: Row | None, event: StoredEvent, payload: dict[str, Any]) -> Row | None:
    """The refund after the event.

    Raises:
        Conflict: ``payment_settled`` when it is completed or failed already.
    """
    if event.name is EventName.REFUND_REQUESTED:
        return {
            "id": event.stream_id,
            "tenant_id": event.tenant_id,
            "order_id": uuid_or_none(payload["order_id"]),
            "user_id": uuid_or_none(payload.get("user_id")),
            "amount_paise": payload["amount_paise"],
            "reason": payload["reason"],
            "details": payload.get("details") or {},
            "status": "requested",
            "gateway_id": None,
            "error_code": None,
            "created_at": event.recorded_at,
            "closed_at": None,
            "updated_at": event.recorded_at,
        }
    if row is None:
        return None
    _refuse_ended(row, REFUND_ENDS)
    changed: Row = {**row, "updated_at": event.recorded_at}
    match event.name:
        case EventName.REFUND_ACCEPTED:
            changed |= {"status": "pending", "gateway_id": payload.get("gateway_id")}
        case EventName.REFUND_COMPLETED:
            changed |= {"status": "completed", "closed_at": event.recorded_at}
        case EventName.REFUND_FAILED:
            changed |= {
                "status": "failed",
                "error_code": payload.get("error_code"),
                "closed_at": event.recorded_at,
            }
        case _:
            return row
    return changed


def apply_mandate(row: Row | None, event: StoredEvent, payload: dict[str, Any]) -> Row | None:
    """The mandate after the event.

    Raises:
        Conflict: ``payment_settled`` when it has ended already.
    """
    if event.name is EventName.MANDATE_REQUESTED:
        return {
            "id": event.stream_id,
            "tenant_id": event.tenant_id,
            "user_id": uuid_or_none(payload.get("user_id")),
            "order_id": uuid_or_none(payload["order_id"]),
            "purpose": payload["purpose"],
            "subject_id": uuid_or_none(payload.get("subject_id")),
            "max_amount_paise": payload["max_amount_paise"],
            "frequency": payload["frequency"],
            "expires_at": _moment(payload["expires_at"]),
            "status": "requested",
            **dict.fromkeys(("gateway_id", "gateway_state", "paused_until", "activated_at")),
            "created_at": event.recorded_at,
            "closed_at": None,
            "updated_at": event.recorded_at,
        }
    if row is None:
        return None
    if event.name is not EventName.MANDATE_CHANGED:
        return row
    _refuse_ended(row, MANDATE_ENDS)
    status = payload["status"]
    began = row["activated_at"] or (event.recorded_at if status == "active" else None)
    return {
        **row,
        "status": status,
        "gateway_id": payload.get("gateway_id") or row["gateway_id"],
        "gateway_state": payload.get("gateway_state"),
        "paused_until": _moment(payload.get("paused_until")),
        "activated_at": began,
        "closed_at": event.recorded_at if status in MANDATE_ENDS else None,
        "updated_at": event.recorded_at,
    }


def apply_transfer(row: Row | None, event: StoredEvent, payload: dict[str, Any]) -> Row | None:
    """The posting; there is only ever one event."""
    if event.name is not EventName.TRANSFER_POSTED or row is not None:
        return row
    return {
        "id": event.stream_id,
        "tenant_id": event.tenant_id,
        "code": payload["code"],
        "debit_account": payload["debit_account"],
        "credit_account": payload["credit_account"],
        "amount_paise": payload["amount_paise"],
        "order_id": uuid_or_none(payload.get("order_id")),
        "refund_id": uuid_or_none(payload.get("refund_id")),
        "created_at": event.recorded_at,
    }


def _refuse_ended(row: Row, ends: frozenset[str]) -> None:
    if row["status"] in ends:
        raise Conflict(
            "payment_settled",
            params={"status": row["status"]},
            detail=f"{row['id']} is {row['status']} already; nothing moves it again",
        )


def _moment(value: str | datetime | None) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
