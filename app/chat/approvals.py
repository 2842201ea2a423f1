"""What the cards' buttons do. Every tap is checked against the rows, every time.

The payload comes from the page and proves nothing: tenant and person come from the session, the
draft's row decides (compare-and-set), and the card is shown again as the row then stands. A tap
works without an open page too (after a crash the page comes back later), so ``page`` may be None.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from agents.products.muse import flow
from agents.products.muse.schemas import Actor, DraftView
from agents.turn_context import Answer, DraftRef, TurnRequest
from app.chat import runtime
from app.chat.calendar_taps import on_calendar
from app.chat.foundation_taps import offer_onboarding, on_foundation
from app.chat.history import refreshed_cards
from app.chat.page import Page
from app.chat.plan_taps import on_plan
from app.chat.shops_taps import on_shops
from app.chat.usage_taps import on_usage
from app.core.errors import Conflict, InputError, NotFound
from app.core.ids import turn_id_for
from app.core.tables import Question, Turn
from app.core.variants import Variant, as_variant
from integrations.languages.messages import text

Payload = Mapping[str, Any]
Answered = dict[str, Any]
Callback = Callable[["Tap"], Awaitable[Answered]]

# A tap is answered when its turn is over, so that the card can say it is busy, but well before the
# page gives the tap up for lost (ten seconds).
PATIENCE_SECONDS: Final = 7.0
LONGEST_NOTE: Final = 500


@dataclass(frozen=True)
class Tap:
    """One tap: who, on which page (None when Chainlit lost the session), with what."""

    actor: Actor
    payload: Payload
    page: Page | None = None

    def id(self, key: str = "id") -> UUID:
        """An id of the payload. Raises InputError."""
        try:
            return UUID(str(self.payload.get(key)))
        except ValueError as error:
            raise InputError("bad_tap", detail=f"{key} is no id") from error

    @property
    def talk(self) -> Variant:
        """How she writes: what the open page says, else what the card was drawn in."""
        if self.page is not None:
            return self.page.desk.says
        return as_variant(str(self.payload.get("talk"))) or "en"

    @property
    def version(self) -> int:
        """The version on the screen. Raises InputError."""
        found = self.payload.get("version")
        if isinstance(found, bool) or not isinstance(found, int) or found < 1:
            raise InputError("bad_tap", detail="version is no number")
        return found

    def words(self, key: str, longest: int) -> str | None:
        """A text of the payload, or None. Raises InputError when it is no text or too long."""
        found = self.payload.get(key)
        if found is None:
            return None
        if not isinstance(found, str) or len(found) > longest:
            raise InputError("bad_tap", detail=f"{key} is no text of {longest} characters")
        return found

    async def show(self, view: DraftView, **frame: Any) -> Answered:
        """The draft's card as it stands now, on the page and in the answer."""
        cards = await refreshed_cards(self.actor, view.conversation_id, {view.id}, **frame)
        for card in cards:
            if self.page is not None:
                await self.page.emit("element", card)
        return {"props": cards[0]["props"] if cards else None}

    async def begin(self, request: TurnRequest, refresh: frozenset[UUID] = frozenset()) -> Answered:
        """Run a turn for the tap and show it where a page is open on its conversation."""
        if page := self.page_on(request.conversation_id):
            await patiently(page.later(page.run(request, refresh)))
        else:
            await runtime.runner().start(request)
        return {"turn": str(request.turn_id)}

    def page_on(self, conversation_id: UUID) -> Page | None:
        """The page, when it shows that conversation."""
        page = self.page
        return page if page and page.session.thread_id == str(conversation_id) else None

    def request(self, conversation_id: UUID, client_message_id: str, **fields: Any) -> TurnRequest:
        """A turn for this tap; tapped twice it is the same turn."""
        desk = self.page.desk if self.page else None
        known: dict[str, Any] = {
            "tenant_id": self.actor.tenant_id,
            "user_id": self.actor.user_id,
            "user_name": self.actor.name,
            "conversation_id": conversation_id,
            "turn_id": turn_id_for(conversation_id, client_message_id),
            "client_message_id": client_message_id,
            "asks": True,
            "shell": desk.shell if desk else "en",
            "talk_hint": desk.talk if desk else None,
        }
        return TurnRequest(**{**known, **fields})


async def patiently(showing: asyncio.Task[None]) -> None:
    """Wait for what is being shown, but not so long that the page gives the tap up."""
    await asyncio.wait({showing}, timeout=PATIENCE_SECONDS)


async def _approve(tap: Tap) -> Answered:
    return await _decide(tap, "approved")


async def _reject(tap: Tap) -> Answered:
    return await _decide(tap, "rejected")


async def _decide(tap: Tap, decision: Any) -> Answered:
    services, draft_id = runtime.services(), tap.id()
    reason, note = tap.words("reason", 40), tap.words("note", LONGEST_NOTE)
    try:
        made = await flow.decide(
            services, tap.actor, draft_id, tap.version, decision, reason=reason, note=note
        )
    except Conflict as error:
        if error.code != "draft_stopped":
            raise
        # A check forbids it: the card as it stands says which, and offers the edit.
        return await tap.show(await flow.get(services, tap.actor, draft_id)) | {"applied": False}
    shown = await tap.show(made.view, elsewhere=not made.applied) | {"applied": made.applied}
    if made.applied and decision == "approved":
        await offer_onboarding(tap, made.view.conversation_id)
    return shown


async def _edit(tap: Tap) -> Answered:
    words = tap.words("text", 20_000)
    if words is None or not words.strip():
        raise InputError("bad_tap", detail="an edit needs a text")
    made = await flow.edit(runtime.services(), tap.actor, tap.id(), tap.version, words)
    shown = await tap.show(made.view)
    if not made.applied and shown["props"] and tap.page is not None:
        talk = tap.page.desk.says
        await tap.page.say(text(talk, "chat.card.changedElsewhere"), talk, bad=False)
    return shown | {"applied": made.applied}


async def _use_this(tap: Tap) -> Answered:
    made = await flow.use_version(runtime.services(), tap.actor, tap.id(), tap.version)
    return await tap.show(made.view)


async def _undo(tap: Tap) -> Answered:
    made = await flow.undo(runtime.services(), tap.actor, tap.id())
    return await tap.show(made.view)


async def _view(tap: Tap) -> Answered:
    view = await flow.get(runtime.services(), tap.actor, tap.id())
    known = {version.version for version in view.versions}
    shown = tap.version if tap.version in known and tap.version != view.version else None
    return await tap.show(view, shown=shown)


async def _another(tap: Tap) -> Answered:
    return await _again(tap, "another")


async def _shorter(tap: Tap) -> Answered:
    return await _again(tap, "shorter")


async def _in_language(tap: Tap) -> Answered:
    language = as_variant(str(tap.payload.get("language")))
    if language is None:
        raise InputError("bad_tap", detail="language is none of the seven")
    return await _again(tap, "language", language=language)


async def _again(tap: Tap, change: Any, **fields: Any) -> Answered:
    """A turn that makes something of this draft: the next version, a shorter one, a sibling."""
    view = await flow.get(runtime.services(), tap.actor, tap.id())
    if change == "another" and tap.version != view.version:
        # Somebody asked before (or she tapped twice): what they got is shown, not one more.
        return await tap.show(view)
    ref = DraftRef(draft_id=view.id, version=tap.version, change=change, **fields)
    name = ":".join([change, str(view.id), str(tap.version), *map(str, fields.values())])
    request = tap.request(view.conversation_id, name, regenerate=ref)
    return await tap.begin(request, frozenset({view.id}))


_ACTS: Final[Mapping[str, Callback]] = {
    "approve": _approve,
    "reject": _reject,
    "edit": _edit,
    "useThis": _use_this,
    "undo": _undo,
    "view": _view,
    "another": _another,
    "shorter": _shorter,
    "language": _in_language,
}


async def on_draft(tap: Tap) -> Answered:
    """A button of the draft card."""
    act = _ACTS.get(str(tap.payload.get("act")))
    if act is None:
        raise InputError("bad_tap", detail="no such act")
    return await act(tap)


async def on_answer(tap: Tap) -> Answered:
    """A chip of a question, or its skip; shown as her message."""
    question_id = tap.id()
    services = runtime.services()
    async with services.database.transaction(tap.actor.tenant_id, tap.actor.user_id) as session:
        row = await session.get(Question, question_id)
        turn = await session.get(Turn, row.turn_id) if row else None
    if row is None or turn is None or turn.user_id != tap.actor.user_id:
        raise NotFound("question", detail="no question of that id is hers")
    skip = tap.payload.get("skip") is True
    value = None if skip else tap.words("value", 500)
    if value is None and not skip:
        raise InputError("bad_tap", detail="neither a value nor skip")
    talk = as_variant(turn.language or "") or (tap.page.desk.says if tap.page else "en")
    if row.status != "open":
        # Answered on another page, or in words: shown as it is, not asked again.
        known = str((row.answer or {}).get("said") or "")
        if tap.page is not None:
            await tap.page.show_all()
            if known:
                sentence = text(talk, "chat.ask.noted", value=known)
                await tap.page.say(sentence, talk, bad=False)
        return {"answer": known}
    labels = {str(chip[0]): str(chip[1]) for chip in row.chips}
    said = text(talk, "chat.label.skip") if skip else labels.get(value or "", value or "")
    answer = Answer(question_id=question_id, value=value, skip=skip)
    name = f"tap:{question_id}:{'skip' if skip else value}"
    return await tap.begin(tap.request(row.conversation_id, name, text=said, answer=answer))


async def on_choose(tap: Tap) -> Answered:
    """A row of "which one do you want?": the waiting turn goes on with that choice."""
    value = tap.words("value", 80)
    turn = await _own_turn(tap)
    request = TurnRequest.model_validate(turn.request)
    return await tap.begin(request.model_copy(update={"skill": value}))


async def on_retry(tap: Tap) -> Answered:
    """Run it again: words that could not be kept, or a turn that was stopped or failed."""
    name = str(tap.payload.get("id"))
    if tap.page is not None and (words := tap.page.desk.unsent.pop(name, None)) is not None:
        await tap.page.unsay(name)
        await patiently(tap.page.later(tap.page.take(name, words)))
        return {}
    turn = await _own_turn(tap)
    if page := tap.page_on(turn.conversation_id):
        await patiently(page.later(page.again(turn.id)))
    else:
        await runtime.runner().retry(tap.actor.tenant_id, turn.id)
    return {"turn": str(turn.id)}


async def _own_turn(tap: Tap) -> Turn:
    """The turn of the payload. Raises NotFound unless it is hers."""
    services = runtime.services()
    async with services.database.transaction(tap.actor.tenant_id, tap.actor.user_id) as session:
        row = await session.get(Turn, tap.id())
    if row is None or row.user_id != tap.actor.user_id:
        raise NotFound("turn", detail="no turn of that id is hers")
    return row


CALLBACKS: Final[Mapping[str, Callback]] = {
    "draft": on_draft,
    "answer": on_answer,
    "choose": on_choose,
    "foundation": on_foundation,
    "plan": on_plan,
    "calendar": on_calendar,
    "usage": on_usage,
    "shops": on_shops,
    "retry": on_retry,
}
