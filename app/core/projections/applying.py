"""One event upon one row: ``apply(row, event) -> row``. Pure, the same live and on replay."""

from app.core.event_store import StoredEvent
from app.core.projections.drafts import apply_draft
from app.core.projections.payments import (
    apply_mandate,
    apply_order,
    apply_refund,
    apply_transfer,
)
from app.core.projections.questions import apply_question
from app.core.projections.row import Row, Rule
from app.core.projections.subscriptions import apply_subscription
from app.core.projections.turns import apply_turn

RULES: dict[str, Rule] = {
    "turn": apply_turn,
    "question": apply_question,
    "draft": apply_draft,
    "order": apply_order,
    "refund": apply_refund,
    "mandate": apply_mandate,
    "transfer": apply_transfer,
    "subscription": apply_subscription,
}


def apply(row: Row | None, event: StoredEvent) -> Row | None:
    """The row after the event; the given row is left as it was.

    A draft's row holds its versions under ``versions`` (version → row of ``draft_versions``).
    None before the first event, and for a stream whose beginning was erased.

    Raises:
        Conflict: ``already_decided`` or ``draft_changed`` when a decision finds a draft that no
            longer waits for it in that version; ``payment_settled`` when a payment, refund or
            mandate is already at its end.
    """
    if event.payload is None:
        return None if row is None else {**row, "stream_version": event.version}
    changed = RULES[event.stream_kind](row, event, event.payload)
    return None if changed is None else {**changed, "stream_version": event.version}
