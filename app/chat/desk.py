"""What the chat remembers of an open page, in memory: nothing that would be missed."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from uuid import UUID
from weakref import WeakKeyDictionary

from chainlit.session import WebsocketSession
from starlette.requests import HTTPConnection

from app.chat.language import shell_of
from app.chat.render import Screen
from app.core.errors import NotFound
from app.core.variants import Shell, Variant

if TYPE_CHECKING:
    from app.chat.live import Viewer

REMEMBERED_TURNS: Final = 8


@dataclass
class Desk:
    """One page. ``talk`` is how she last wrote here; ``viewers`` show the turns that run.

    ``screens`` is what the page shows of its last turns, so that a turn that goes on (an answer, a
    retry) sends only what changes. ``resuming`` are turns to be shown on once the page is there,
    ``unsent`` words that could not be kept, by the id of their message.
    """

    shell: Shell
    talk: Variant | None = None
    opened: bool = False
    titled: bool = False
    viewers: dict[UUID, "Viewer"] = field(default_factory=dict)
    screens: dict[UUID, Screen] = field(default_factory=dict)
    resuming: list[UUID] = field(default_factory=list)
    unsent: dict[str, str] = field(default_factory=dict)

    def remember(self, turn_id: UUID, screen: Screen) -> None:
        """Keep what the page shows of a turn; turns of long ago are forgotten."""
        self.screens.pop(turn_id, None)
        self.screens[turn_id] = screen
        while len(self.screens) > REMEMBERED_TURNS:
            del self.screens[next(iter(self.screens))]

    @property
    def says(self) -> Variant:
        """The variant to speak before a turn says which."""
        return self.talk or self.shell


_desks: "WeakKeyDictionary[WebsocketSession, Desk]" = WeakKeyDictionary()


def desk_of(session: WebsocketSession) -> Desk:
    """The desk of a session, made on first use, gone with it."""
    desk = _desks.get(session)
    if desk is None:
        scope = session.environ.get("asgi.scope")
        desk = Desk(shell_of(HTTPConnection(scope)) if scope else "en")
        _desks[session] = desk
    return desk


def conversation_of(session: WebsocketSession) -> UUID:
    """The conversation of a session. Raises NotFound when the page made its id up."""
    try:
        return UUID(session.thread_id)
    except ValueError as error:
        raise NotFound("conversation", detail="the thread id is no UUID") from error


def is_phone(session: WebsocketSession) -> bool:
    """Whether steps should start folded: there is no room for them on a phone."""
    return "mobi" in str(session.environ.get("HTTP_USER_AGENT", "")).lower()
