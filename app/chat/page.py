"""One open page: whose it is, which conversation it shows, and how things are said to it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final
from uuid import UUID, uuid5

import structlog
from chainlit.context import init_ws_context
from chainlit.session import WebsocketSession

from agents.products.muse.schemas import Actor
from agents.products.onboarding import flow as onboarding
from agents.products.onboarding.topics import ONBOARDING
from agents.stages.onboard import OFFER
from agents.turn_context import TurnRequest
from agents.turn_stream import TurnHandle
from app.chat import runtime
from app.chat.auth import actor_of, still_signed_in
from app.chat.cards import failure_text, notice
from app.chat.desk import Desk, conversation_of, desk_of, is_phone
from app.chat.history import own_conversation, read_conversation, thread_of
from app.chat.live import Viewer
from app.chat.render import Screen, by_turn, card_row, message_row
from app.core.errors import NotFound, NotSignedIn, RaptorError, Unavailable
from app.core.ids import turn_id_for
from app.core.tables import Turn
from app.core.variants import Variant
from integrations.languages.identify import UNSURE, identify
from integrations.languages.messages import text
from memory.conversation import ConversationStore

log = structlog.get_logger(__name__)

# Tasks are only held by the loop weakly; a turn that is being shown must not be collected.
_showing: Final[set[asyncio.Task[None]]] = set()
_ENOUGH_TO_TELL: Final = 400


class Page:
    """A Chainlit session as the rest of the chat sees it."""

    def __init__(self, session: WebsocketSession) -> None:
        self.session = session
        self.desk: Desk = desk_of(session)

    @property
    def actor(self) -> Actor:
        """Who looks at the page. Raises NotSignedIn."""
        return actor_of(self.session.user)

    @property
    def conversation_id(self) -> UUID:
        """Which conversation it shows. Raises NotFound when the page made its id up."""
        return conversation_of(self.session)

    async def emit(self, event: str, data: Any) -> None:
        """Send to the page."""
        send: Any = self.session.emit  # typed as returning nothing by Chainlit; it is awaited
        await send(event, data)

    async def take(self, client_message_id: str, words: str) -> None:
        """A message of hers: run its turn and show it."""
        try:
            if not await still_signed_in(self.session.environ):
                raise NotSignedIn("not_signed_in", detail="the session has ended")
            await self._open()
        except RaptorError as error:
            await self._explain(error, client_message_id, words)
            return
        await self.run(self._request(client_message_id, words), typed=True)

    async def go_on(self, client_message_id: str) -> None:
        """Take up the questions about her shop that wait in this conversation."""
        request = self._request(client_message_id, "")
        await self.run(request.model_copy(update={"skill": ONBOARDING}))

    async def run(
        self,
        request: TurnRequest,
        refresh: frozenset[UUID] = frozenset(),
        *,
        typed: bool = False,
    ) -> None:
        """Run a turn and show it.

        ``refresh``: drafts whose cards are shown anew when it is over. ``typed``: the page shows
        her message already, it made the bubble itself.
        """
        try:
            handle = await runtime.runner().start(request)
            if typed:
                self._note_bubble(handle.turn_id, request.client_message_id, request.text)
            await self.show(handle, refresh)
        except RaptorError as error:
            await self._explain(error, request.client_message_id, request.text)

    def _note_bubble(self, turn_id: UUID, client_message_id: str, words: str) -> None:
        shown = self.desk.screens.get(turn_id, Screen())
        bubble = message_row(
            client_message_id, self.conversation_id, turn_id, words, kind="user_message"
        )
        if all(step["id"] != client_message_id for step in shown.steps):
            self.desk.remember(turn_id, Screen([*shown.steps, bubble], shown.elements))

    def _request(self, client_message_id: str, words: str) -> TurnRequest:
        """What the turn is asked; the same message is the same turn, however often it comes."""
        actor, conversation_id = self.actor, self.conversation_id
        return TurnRequest(
            tenant_id=actor.tenant_id,
            user_id=actor.user_id,
            user_name=actor.name,
            conversation_id=conversation_id,
            turn_id=turn_id_for(conversation_id, client_message_id),
            client_message_id=client_message_id,
            text=words,
            asks=True,
            shell=self.desk.shell,
            talk_hint=self.desk.talk or self._written_in(words),
        )

    async def show(self, handle: TurnHandle, refresh: frozenset[UUID] = frozenset()) -> None:
        """Show a turn until it ends or waits."""
        phone = is_phone(self.session)
        emitter = init_ws_context(self.session).emitter
        viewer = Viewer(self.desk, emitter, self.actor, self.conversation_id, phone)
        turn = await viewer.watch(handle, refresh)
        if viewer.others_moved:
            await self.show_all()
        if turn is not None and turn.routed and not self.desk.titled:
            self.desk.titled = True
            # The turn gave the conversation its title; Chainlit's list reads itself anew when it
            # hears of a first interaction.
            thread_id = str(self.conversation_id)
            await self.emit("first_interaction", {"interaction": "titled", "thread_id": thread_id})
        if viewer.approved and await self.owes_offer():
            await self.offer_questions()

    async def owes_offer(self) -> bool:
        """Whether an approval, tapped or in words, is to be followed by the one offer."""
        return await onboarding.offer_is_due(runtime.services(), self.actor)

    async def offer_questions(self) -> None:
        """Offer the questions about her shop."""
        request = self._request("onboarding offer", "")
        await self.run(request.model_copy(update={"skill": OFFER}))

    async def show_all(self) -> None:
        """Show the whole conversation anew, as its rows stand."""
        archive = await read_conversation(self.actor, self.conversation_id)
        screen = archive.screen(self.actor)
        self.know(screen)
        thread = thread_of(archive, self.actor, screen)
        await self.emit("resume_thread", thread)

    def know(self, screen: Screen) -> None:
        """Remember that the page shows this."""
        self.desk.screens.clear()
        for turn_id, part in by_turn(screen).items():
            self.desk.remember(turn_id, part)

    def later(self, showing: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Show something while the tap that began it is answered; the page shows Stop meanwhile."""

        async def shown() -> None:
            await self.emit("task_start", {})
            try:
                await showing
            finally:
                await self.emit("task_end", {})

        task = asyncio.create_task(shown())
        _showing.add(task)
        task.add_done_callback(self._shown)
        return task

    def _shown(self, task: asyncio.Task[None]) -> None:
        """What nobody foresaw while showing is logged, and she is told in her words."""
        _showing.discard(task)
        if task.cancelled() or (error := task.exception()) is None:
            return
        log.error("chat.show_failed", action="show", exc_info=error)
        talk = self.desk.says
        sorry = self.say(text(talk, "chat.notice.general"), talk, bad=True)
        telling = asyncio.create_task(sorry)
        _showing.add(telling)
        telling.add_done_callback(_showing.discard)

    async def follow(self, turn_id: UUID) -> None:
        """Show a turn that began before, on another page or before a crash, and still runs.

        Asked for again as it was asked first: the runner joins it, wherever it runs, and takes it
        over at once when its own runner is gone.
        """
        try:
            services, actor = runtime.services(), self.actor
            async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
                row = await session.get(Turn, turn_id)
            if row is None or row.user_id != actor.user_id:
                raise NotFound("turn", detail="no turn of that id is hers")
        except RaptorError as error:
            await self._explain(error, str(turn_id), "")
            return
        await self.run(TurnRequest.model_validate(row.request))

    async def again(self, turn_id: UUID) -> None:
        """Run a turn again that was stopped or failed, and show it."""
        try:
            await self.show(await runtime.runner().retry(self.actor.tenant_id, turn_id))
        except RaptorError as error:
            await self._explain(error, str(turn_id), "")

    async def say(
        self, sentence: str, talk: Variant, *, bad: bool, retry: str = "", about: str = ""
    ) -> None:
        """One notice that belongs to no turn, so it is not there after a reload.

        ``retry`` is what its button sends back, ``about`` the message it is about.
        """
        owner = uuid5(self.conversation_id, f"notice:{about or sentence}")
        props = notice("bad" if bad else "info", sentence, talk)
        if retry:
            props |= {"id": retry, "buttons": ["retry"]}
        thread_id = self.conversation_id
        card = card_row("Notice", owner, props, thread_id)
        await self.emit("element", card)
        message = message_row(str(owner), thread_id, thread_id, avatar="overseer")
        await self.emit("new_message", message)

    async def unsay(self, about: str) -> None:
        """Take back the notice about a message: it is being sent after all."""
        owner = uuid5(self.conversation_id, f"notice:{about}")
        await self.emit("delete_message", {"id": str(owner)})

    async def _open(self) -> None:
        """The row of the conversation, once a page; and F5 from now on comes back to it."""
        if self.desk.opened:
            return
        services = runtime.services()
        actor, conversation_id = self.actor, self.conversation_id
        async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
            store = ConversationStore(session, actor.tenant_id, services.clock)
            await store.create(conversation_id, actor.user_id)
            conversation = await own_conversation(store, actor, conversation_id)
        self.desk.talk = conversation.talk_language or self.desk.talk
        self.desk.titled = conversation.title is not None
        self.desk.opened = True
        # A socket that comes back after a gap is shown the rows, not only what was sent since.
        self.session.thread_id_to_resume = self.session.thread_id
        await self.emit("window_message", {"rf": "thread", "id": str(conversation_id)})

    def _written_in(self, words: str) -> Variant | None:
        """How these words are written, as far as they show it."""
        found = identify(words[:_ENOUGH_TO_TELL], self.desk.talk)
        if found.variant == "und" or found.confidence < UNSURE:
            return None
        return found.variant

    async def _explain(self, error: RaptorError, client_message_id: str, words: str) -> None:
        """Say what happened in the way she writes, keep her words, offer the mend."""
        log.info("chat.refused", action="turn", code=error.code)
        talk = self._written_in(words) or self.desk.says
        retry = ""
        if isinstance(error, NotSignedIn):
            sentence = text(talk, "chat.notice.signIn")
        elif isinstance(error, NotFound):
            sentence = text(talk, "chat.notice.gone")
        else:
            sentence = failure_text(error.code, error.params, talk)
        if isinstance(error, Unavailable):
            retry = client_message_id
            if words:
                self.desk.unsent[client_message_id] = words
        about = client_message_id if retry else ""
        await self.say(sentence, talk, bad=True, retry=retry, about=about)
