"""A message comes in, a page comes back, stops or leaves: from Chainlit's hooks to turns."""

from typing import Any, Final, cast
from uuid import UUID

import structlog
from chainlit.message import Message
from chainlit.session import WebsocketSession
from chainlit.types import ThreadDict

from app.chat import runtime, shims
from app.chat.data_layer import ConversationLayer
from app.chat.page import Page
from app.chat.render import Screen
from app.core.errors import RaptorError
from app.core.variants import as_variant
from integrations.languages.messages import text

log = structlog.get_logger(__name__)

# A starter's command that shows another conversation instead of sending words.
OPEN: Final = "open:"
# The same, and the questions about her shop that wait there go on.
GO_ON: Final = "go_on:"


async def on_message(message: Message) -> None:
    """Her message. The id is the browser's: sent twice, it is one turn."""
    page = Page(shims.session_here())
    command = message.command or ""
    if command.startswith(OPEN):
        await open_thread(page, command.removeprefix(OPEN))
        return
    if command.startswith(GO_ON):
        await open_thread(page, command.removeprefix(GO_ON))
        await page.go_on(message.id)
        return
    await page.take(message.id, message.content)


async def open_thread(page: Page, thread_id: str) -> None:
    """Show another conversation of hers on this page, as if she had picked it from the list."""
    thread = await ConversationLayer().get_thread(thread_id)
    if thread is None:
        talk = page.desk.says
        await page.say(text(talk, "chat.notice.gone"), talk, bad=True)
        return
    page.session.thread_id = page.session.thread_id_to_resume = thread_id
    _remember(page, thread)
    await page.emit("first_interaction", {"interaction": "resume", "thread_id": thread_id})
    await page.emit("resume_thread", thread)
    await page.emit("window_message", {"rf": "thread", "id": thread_id})
    await _go_on_showing(page)


async def on_chat_resume(thread: ThreadDict) -> None:
    """The page shows a conversation again: from the list, after F5, after a gap in the network.

    What it shows is in ``thread`` already (the data layer rendered it); turns that still run are
    shown on as soon as it has arrived.
    """
    page = Page(shims.session_here())
    for viewer in list(page.desk.viewers.values()):
        viewer.retire()
    _remember(page, thread)


async def on_connected(session: WebsocketSession) -> None:
    """The page has all that was resumed."""
    await _go_on_showing(Page(session))


async def on_stop(session: WebsocketSession) -> None:
    """Stop what this page is shown, wherever it runs; its last event says so on the page."""
    page = Page(session)
    for turn_id in list(page.desk.viewers):
        try:
            actor = page.actor
            by = actor.name or str(actor.user_id)
            await runtime.runner().cancel(turn_id, actor.tenant_id, by)
        except RaptorError as error:
            log.warning("chat.stop_refused", action="stop", code=error.code)


async def on_chat_end() -> None:
    """The socket is gone, perhaps for good: the turn goes on, showing it does not."""
    session = shims.session_here()
    shims.forget_context(session.id)
    for viewer in list(Page(session).desk.viewers.values()):
        viewer.retire()


async def say_error() -> None:
    """Something went wrong that nobody foresaw; it is in the log, and she is told in her words."""
    page = Page(shims.session_here())
    talk = page.desk.says
    await page.say(text(talk, "chat.notice.general"), talk, bad=True)


def _remember(page: Page, thread: ThreadDict) -> None:
    known = thread["metadata"] or {}
    page.desk.opened = True
    page.desk.titled = bool(known["titled"])
    page.desk.talk = as_variant(known["talk"] or "") or page.desk.talk
    page.desk.resuming = [UUID(turn) for turn in known["running"]]
    steps, cards = cast(Any, thread["steps"]), cast(Any, thread["elements"] or [])
    page.know(Screen(steps, cards))


async def _go_on_showing(page: Page) -> None:
    resuming, page.desk.resuming = page.desk.resuming, []
    for turn_id in resuming:
        page.later(page.follow(turn_id))
