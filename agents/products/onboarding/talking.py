"""Onboarding for doors without a screen: begin or go on, answer, and hear what is said back."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from agents.events import Event, QuestionAsked, ReplySent
from agents.products.muse.schemas import Actor
from agents.products.onboarding import flow
from agents.products.onboarding.schemas import OnboardingView
from agents.products.onboarding.topics import ONBOARDING
from agents.turn_context import Answer, TurnRequest
from agents.turn_runner import TurnRunner
from app.core.errors import NotFound
from app.core.ids import turn_id_for, uuid7
from app.core.variants import Shell, Variant, shell_of

Source = Literal["api", "cli"]


class Said(BaseModel):
    """A line of ours; ``suggestion`` is a likely correction of what was answered."""

    model_config = ConfigDict(frozen=True)

    kind: str
    text: str
    suggestion: str | None = None


class Heard(BaseModel):
    """What came of a message: our lines, where onboarding stands, and the object of ``ask`` when
    the message was a request of its own."""

    model_config = ConfigDict(frozen=True)

    said: list[Said]
    onboarding: OnboardingView
    turn: dict[str, Any] | None = None


class Interviewer:
    """Talks with one person; every message is a turn of the runner, as in the chat."""

    def __init__(
        self, runner: TurnRunner, actor: Actor, source: Source, talk: Variant | None = None
    ) -> None:
        self._runner = runner
        self._services = runner.services
        self._actor = actor
        self._source: Source = source
        self._talk = talk

    async def begin(self, message_id: str | None = None) -> Heard:
        """Begin, or go on with what was left."""
        view = await flow.status(self._services, self._actor)
        going_on = view.conversation_id if view.status in ("asking", "left") else None
        request = self._request(going_on or uuid7(), message_id, skill=ONBOARDING)
        return await self._play(request)

    async def answer(
        self, text: str, *, question_id: UUID | None = None, message_id: str | None = None
    ) -> Heard:
        """Answer the open question in words, or say anything else.

        Raises:
            NotFound: nothing is asked (``begin`` first), or another question is by now.
        """
        conversation_id, _ = await self._asking(question_id)
        return await self._play(self._request(conversation_id, message_id, text=text))

    async def skip(
        self, *, question_id: UUID | None = None, message_id: str | None = None
    ) -> Heard:
        """Leave the open question out. Raises NotFound like ``answer``."""
        conversation_id, asked = await self._asking(question_id)
        answer = Answer(question_id=asked, skip=True)
        return await self._play(self._request(conversation_id, message_id, answer=answer))

    async def _asking(self, question_id: UUID | None) -> tuple[UUID, UUID]:
        """The conversation in which a question is open, and the question."""
        view = await flow.status(self._services, self._actor)
        if view.question is None or view.conversation_id is None:
            raise NotFound("question", detail="nothing is asked; begin first")
        if question_id is not None and view.question.id != question_id:
            raise NotFound("question", detail="another question is asked by now")
        return view.conversation_id, view.question.id

    def _request(self, conversation_id: UUID, message_id: str | None, **fields: Any) -> TurnRequest:
        name = message_id or uuid7().hex
        shell: Shell = shell_of(self._talk) if self._talk else "en"
        return TurnRequest(
            tenant_id=self._actor.tenant_id,
            user_id=self._actor.user_id,
            user_name=self._actor.name,
            conversation_id=conversation_id,
            turn_id=turn_id_for(conversation_id, name),
            client_message_id=name,
            source=self._source,
            asks=True,
            shell=shell,
            talk_hint=self._talk,
            **fields,
        )

    async def _play(self, request: TurnRequest) -> Heard:
        handle = await self._runner.start(request)
        events = [event async for event in handle.events()]
        view = await flow.status(self._services, self._actor)
        turn = None
        if handle.turn_id == request.turn_id and handle.turn_id != view.turn_id:
            turn = await self._runner.result(handle.turn_id, self._actor.tenant_id)
        return Heard(said=_said(events, request), onboarding=view, turn=turn)


def _said(events: Sequence[Event], request: TurnRequest) -> list[Said]:
    """Our lines of this message; a turn that goes on shows its earlier lines too: those are out."""
    last = max(
        (
            place
            for place, event in enumerate(events)
            if getattr(event, "client_message_id", None) == request.client_message_id
        ),
        default=0,
    )
    lines: list[Said] = []
    for event in events[last:]:
        if isinstance(event, ReplySent):
            lines.append(Said(kind=event.kind, text=event.text, suggestion=event.suggestion))
        elif isinstance(event, QuestionAsked):
            lines.append(Said(kind="question", text=event.question))
    return lines
