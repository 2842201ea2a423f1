"""What a turn is asked, and what its stages may lean on.

``TurnRequest`` crosses the door (chat, API, command line) and is stored whole in
``message.received``, so that any process can run the turn again. ``TurnContext`` is the deps
object inside the turn: stages and tools take tenant, clock and facts from it, never from a model.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from agents.cancellation import CancellationToken
from agents.events import Event
from app.core.clock import Clock
from app.core.variants import Shell, Variant
from memory.constitution import Constitution
from memory.foundation_store import Foundation

Change = Literal["another", "shorter", "longer", "language", "correct", "also"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Answer(_Frozen):
    """A tap on an AskCard: a chip's ``value``, or ``skip``."""

    question_id: UUID
    value: str | None = None
    skip: bool = False


class DraftRef(_Frozen):
    """The draft a tap acts on, and what to make of it.

    ``another`` writes the next version of the same draft, ``shorter``/``longer`` a draft that
    takes its place, ``language`` a sibling in ``language``, ``also`` one more for another channel.
    """

    draft_id: UUID
    version: int
    change: Change = "another"
    language: Variant | None = None


class TurnRequest(_Frozen):
    """One message or tap that starts a turn, or goes on with a waiting one.

    ``asks``: the door can wait for answers (the chat). ``talk_hint``: the last known way she
    writes, else the browser's language. ``skill``: chosen by a tap on the "which one?" card
    (then ``turn_id`` is that of the waiting turn) or by an API caller.
    """

    tenant_id: UUID
    user_id: UUID
    user_name: str = ""
    conversation_id: UUID
    turn_id: UUID
    client_message_id: str
    text: str = ""
    source: Literal["chat", "api", "cli"] = "chat"
    asks: bool = False
    shell: Shell = "en"
    talk_hint: Variant | None = None
    regenerate: DraftRef | None = None
    answer: Answer | None = None
    skill: str | None = None


@dataclass
class TurnContext:
    """What the stages of one turn share."""

    tenant_id: UUID
    user_id: UUID
    conversation_id: UUID
    turn_id: UUID
    language: Variant
    clock: Clock
    token: CancellationToken
    emit: Callable[[Event], None]
    facts: Foundation
    rules: Constitution
    slots: dict[str, Any] = field(default_factory=dict)
    said: tuple[str, ...] = ()
