"""Messages: start a turn, watch it, read it again, stop it.

A turn outlives the request that started it: a caller who goes away finds its events later. The API
never waits for answers; what is missing is listed in ``questions``.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any
from uuid import UUID, uuid5

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from agents.events import Event
from agents.services import Services
from agents.turn_context import TurnRequest
from agents.turn_stream import TurnHandle, read_events
from app.api import sse
from app.api.deps import SignedIn, TheLimiter, TheOnce, TheRunner, TheServices
from app.api.language import shell_for
from app.core.errors import InputError, NotFound
from app.core.event_store import EventStore
from app.core.ids import turn_id_for, uuid7
from app.core.variants import Variant
from app.security.principal import Principal
from app.security.rate_limiter import MESSAGES
from app.security.sanitizer import clean
from memory.conversation import ConversationStore

router = APIRouter(prefix="/turns", tags=["turns"])

_STREAMABLE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The turn's result; with `Accept: text/event-stream` its events.",
        "content": {"application/json": {}, sse.MEDIA_TYPE: {"schema": {"type": "string"}}},
    }
}


class NewTurn(BaseModel):
    """A message."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(description="What she wants, in any of the seven ways of writing.")
    conversation_id: UUID | None = Field(None, description="Empty: a new conversation.")
    client_message_id: str | None = Field(
        None,
        min_length=1,
        max_length=200,
        pattern=r"^[!-~]+$",
        description="Your id of the message: sent again in the same conversation, it is the same "
        "turn.",
    )
    skill: str | None = Field(None, max_length=64, description="Empty: chosen from the text.")
    language: Variant | None = Field(None, description="How she writes, when you know.")


@router.post("", responses=_STREAMABLE)
async def start_turn(
    request: Request,
    message: NewTurn,
    principal: SignedIn,
    services: TheServices,
    runner: TheRunner,
    limiter: TheLimiter,
    once: TheOnce,
    accept: Annotated[str, Header()] = "*/*",
) -> Response:
    """Run one message. With an Idempotency-Key a repeat is the same turn."""
    streamed = sse.wants_stream(accept)
    text = clean(message.text)
    if text.content == "empty":
        raise InputError("message_empty", detail="text has nothing to read")
    await limiter.hit(MESSAGES, principal.tenant_id, principal.user_id)
    if message.skill is not None:
        services.registry.get(message.skill)
    turn = _turn_request(request, message, text.text, principal, once.key)

    async def begin() -> TurnHandle:
        await _open_conversation(services, turn)
        return await runner.start(turn)

    async def run() -> Any:
        async for _ in (await begin()).events():
            continue
        return await runner.result(turn.turn_id, turn.tenant_id)

    if streamed:
        return sse.stream(_frames((await begin()).events()))
    return await once.run(run)


@router.get("/{turn_id}")
async def read_turn(turn_id: UUID, principal: SignedIn, runner: TheRunner) -> JSONResponse:
    """The turn's result so far."""
    return JSONResponse(await runner.result(turn_id, principal.tenant_id))


@router.get("/{turn_id}/events", responses=_STREAMABLE)
async def replay_turn(
    turn_id: UUID,
    principal: SignedIn,
    services: TheServices,
    runner: TheRunner,
    accept: Annotated[str, Header()] = "*/*",
) -> Response:
    """What was recorded for the turn, in order; as a stream also what comes while it runs."""
    events = await _stored_events(services, principal, turn_id)
    if sse.wants_stream(accept):
        return sse.stream(_frames(runner.attach(principal.tenant_id, turn_id).events()))
    return JSONResponse({"events": [_as_dict(event) for event in events]})


@router.post("/{turn_id}/cancel")
async def cancel_turn(
    turn_id: UUID, principal: SignedIn, services: TheServices, runner: TheRunner, once: TheOnce
) -> JSONResponse:
    """Stop a running turn; ``cancelled`` is false when it had ended."""

    async def stop() -> Any:
        await _stored_events(services, principal, turn_id)
        stopped = await runner.cancel(turn_id, principal.tenant_id, principal.name)
        return {"turn_id": str(turn_id), "cancelled": stopped}

    return await once.run(stop)


def _turn_request(
    request: Request, message: NewTurn, text: str, principal: Principal, key: str | None
) -> TurnRequest:
    """The turn of a message. Its ids follow from the caller's key, so that a repeat is the same."""
    conversation_id = message.conversation_id
    if conversation_id is None:
        conversation_id = uuid5(principal.tenant_id, f"turns {key}") if key else uuid7()
    client_message_id = message.client_message_id or key or uuid7().hex
    return TurnRequest(
        tenant_id=principal.tenant_id,
        user_id=principal.user_id,
        user_name=principal.name,
        conversation_id=conversation_id,
        turn_id=turn_id_for(conversation_id, client_message_id),
        client_message_id=client_message_id,
        text=text,
        source="api",
        asks=False,
        shell=shell_for(request, principal.shell),
        talk_hint=message.language,
        skill=message.skill,
    )


async def _open_conversation(services: Services, turn: TurnRequest) -> None:
    async with services.database.transaction(turn.tenant_id, turn.user_id) as session:
        store = ConversationStore(session, turn.tenant_id, services.clock)
        await store.create(turn.conversation_id, turn.user_id, "api")


async def _stored_events(services: Services, principal: Principal, turn_id: UUID) -> list[Event]:
    async with services.database.transaction(principal.tenant_id, principal.user_id) as session:
        store = EventStore(session, principal.tenant_id, services.clock)
        stored = await store.of_turn(turn_id)
    if not stored:
        raise NotFound("turn", detail=f"no turn {turn_id} in this business")
    return read_events(stored)


async def _frames(events: AsyncIterator[Event]) -> AsyncIterator[bytes]:
    async for event in events:
        yield sse.frame(event.name.value, _as_dict(event))


def _as_dict(event: Event) -> Mapping[str, Any]:
    return {"name": event.name.value, **event.model_dump(mode="json")}
