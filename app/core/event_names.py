"""The names of everything that is recorded, and the kind of stream each belongs to."""

from enum import StrEnum
from typing import Final, Literal

StreamKind = Literal[
    "turn", "question", "draft", "order", "refund", "mandate", "transfer", "subscription"
]


class EventName(StrEnum):
    """``noun.verb`` of what happened; never renamed, because stored events carry them."""

    MESSAGE_RECEIVED = "message.received"
    MESSAGE_UNDERSTOOD = "message.understood"
    PLAN_MADE = "plan.made"
    ROUTE_CHOSEN = "route.chosen"
    COST_QUOTED = "cost.quoted"
    CACHE_MISSED = "cache.missed"
    CACHE_HIT = "cache.hit"
    CONTEXT_PACKED = "context.packed"
    TOOL_CALLED = "tool.called"
    TOOL_REFUSED = "tool.refused"
    SKILL_CHANGED = "skill.changed"
    MODEL_CALLED = "model.called"
    MODEL_FAILED = "model.failed"
    MODEL_RETRIED = "model.retried"
    BREAKER_OPENED = "breaker.opened"
    BREAKER_CLOSED = "breaker.closed"
    REPLY_SENT = "reply.sent"
    TURN_SETTLED = "turn.settled"
    TURN_CANCELLED = "turn.cancelled"
    TURN_FAILED = "turn.failed"
    TURN_RESUMED = "turn.resumed"
    QUESTION_ASKED = "question.asked"
    QUESTION_ANSWERED = "question.answered"
    QUESTION_SKIPPED = "question.skipped"
    QUESTION_WITHDRAWN = "question.withdrawn"
    DRAFT_DELTA = "draft.delta"
    DRAFT_RESET = "draft.reset"
    DRAFT_WRITTEN = "draft.written"
    DRAFT_CRITICISED = "draft.criticised"
    DRAFT_SELECTED = "draft.selected"
    APPROVAL_REQUESTED = "approval.requested"
    APPROVAL_DECIDED = "approval.decided"
    APPROVAL_WITHDRAWN = "approval.withdrawn"
    ORDER_CREATED = "order.created"
    ORDER_OPENED = "order.opened"
    ORDER_NOTIFIED = "order.notified"
    ORDER_PAID = "order.paid"
    ORDER_FAILED = "order.failed"
    ORDER_HELD = "order.held"
    ORDER_REFUNDED = "order.refunded"
    REFUND_REQUESTED = "refund.requested"
    REFUND_ACCEPTED = "refund.accepted"
    REFUND_COMPLETED = "refund.completed"
    REFUND_FAILED = "refund.failed"
    MANDATE_REQUESTED = "mandate.requested"
    MANDATE_CHANGED = "mandate.changed"
    TRANSFER_POSTED = "transfer.posted"
    SUBSCRIPTION_STARTED = "subscription.started"
    SUBSCRIPTION_CHANGED = "subscription.changed"


TRANSIENT: Final = frozenset({EventName.DRAFT_DELTA, EventName.DRAFT_RESET})
"""Streamed to whoever looks, never stored."""

_KIND_OF_NOUN: Final[dict[str, StreamKind]] = {
    "question": "question",
    "draft": "draft",
    "approval": "draft",
    "order": "order",
    "refund": "refund",
    "mandate": "mandate",
    "transfer": "transfer",
    "subscription": "subscription",
}

STREAMS: Final[dict[EventName, StreamKind]] = {
    name: _KIND_OF_NOUN.get(name.partition(".")[0], "turn") for name in EventName
}

_OF_TURNS: Final = frozenset({"turn", "question", "draft"})

MONEY: Final = frozenset(name for name, kind in STREAMS.items() if kind not in _OF_TURNS)
"""About money: recorded and projected by ``app.billing``, never part of a turn or streamed."""
