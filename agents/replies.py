"""Things we say that are no draft, from the ``agents`` catalog, in the way she writes."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from agents.events import ReplySent
from agents.turn import Turn
from integrations.languages.messages import text

Kind = Literal["reply", "noted", "problem", "choose", "notice", "changed", "summary"]


def reply(
    turn: Turn,
    key: str,
    *,
    kind: Kind = "reply",
    level: Literal["plain", "info", "bad"] = "plain",
    choices: Sequence[tuple[str, str]] = (),
    question_id: UUID | None = None,
    said: str | None = None,
    suggestion: str | None = None,
    client_message_id: str | None = None,
    **params: Any,
) -> ReplySent:
    """The sentence of ``agents.<key>`` as an event."""
    full = key if key.startswith("agents.") else f"agents.{key}"
    return ReplySent(
        **turn.ids,
        key=full,
        params=params,
        text=text(turn.talk, full, **params),
        kind=kind,
        level=level,
        choices=list(choices),
        question_id=question_id,
        said=said,
        suggestion=suggestion,
        client_message_id=client_message_id,
    )
