"""A scene as Chainlit's steps and elements: one pure function for live turns and for history.

The result is a ``Screen``: steps in the order they stand, and the cards on them. Live, the painter
sends the difference between two screens; history sends the whole of one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from app.chat.cards import Props, ask_card, choose_card, turn_notice
from app.chat.scene import Scene
from app.chat.steps import FestivalName, Line, children, head
from app.chat.turn_state import Entry, TurnState

StepRow = dict[str, Any]
ElementRow = dict[str, Any]

# The props of a draft's card, or None when it has none to show (yet): the caller holds the rows.
CardOf = Callable[[UUID, TurnState], Props | None]

# The props of the card of what is known, or None while it is not read; the flag says that a newer
# one stands below.
SummaryOf = Callable[[Entry, TurnState, bool], Props | None]

# Likewise of the card of her plan, of the festival calendar, of what she used, of her shops.
PlansOf = SummaryOf
CalendarOf = SummaryOf
UsageOf = SummaryOf
ShopsOf = SummaryOf

# Cards of which only the newest is live, by what they show.
_SINGLE: Final = {
    "foundation": "FoundationCard",
    "plans": "PlanCard",
    "calendar": "CalendarCard",
    "usage": "UsageCard",
    "shops": "ShopsCard",
}
_AVATAR_OF: Final = {"draft": "swarm", "notice": "overseer"}


@dataclass(frozen=True)
class Screen:
    """What is shown, in order."""

    steps: list[StepRow] = field(default_factory=list)
    elements: list[ElementRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Look:
    """What the words and places of a screen depend on beside the events.

    ``open_steps``: a running turn's steps start unfolded (there is room for them).
    """

    thread_id: UUID
    festival_name: FestivalName
    card_of: CardOf
    open_steps: bool = False
    feedback: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    summary_of: SummaryOf = lambda entry, turn, stale: None  # noqa: ARG005
    plans_of: PlansOf = lambda entry, turn, stale: None  # noqa: ARG005
    calendar_of: CalendarOf = lambda entry, turn, stale: None  # noqa: ARG005
    usage_of: UsageOf = lambda entry, turn, stale: None  # noqa: ARG005
    shops_of: ShopsOf = lambda entry, turn, stale: None  # noqa: ARG005


def by_turn(screen: Screen) -> dict[UUID, Screen]:
    """A screen taken apart into those of its turns."""
    parts: dict[UUID, Screen] = {}
    home: dict[str, UUID] = {}
    for step in screen.steps:
        turn = home[step["id"]] = UUID(step["metadata"]["turn"])
        parts.setdefault(turn, Screen()).steps.append(step)
    for element in screen.elements:
        parts[home[element["forId"]]].elements.append(element)
    return parts


def element_id(owner: UUID) -> UUID:
    """The id of the card of a draft, question or notice: the same on every replica, for ever."""
    return uuid5(owner, "card")


def render(scene: Scene, look: Look) -> Screen:
    """The screen of a scene."""
    placed: list[tuple[float, TurnState, Entry | None]] = []
    for turn in scene.turns.values():
        placed += [(entry.at, turn, entry) for entry in turn.entries.values()]
        if turn.works:
            placed.append((turn.run_at, turn, None))
    placed.sort(key=lambda item: item[0])
    screen = Screen()
    newest = {entry.kind: entry.id for _, _, entry in placed if entry and entry.kind in _SINGLE}
    for _, turn, entry in placed:
        if entry is None:
            screen.steps.extend(_run(turn, look))
        elif entry.kind in _SINGLE:
            step, card = _single(turn, entry, look, stale=entry.id != newest[entry.kind])
            screen.steps.append(step)
            screen.elements.extend(card)
        elif drawn := _entry(turn, entry, look):
            step, element = drawn
            screen.steps.append(step)
            if element:
                screen.elements.append(element)
    return screen


def _run(turn: TurnState, look: Look) -> Iterator[StepRow]:
    """The turn's step and, inside it, what is done so far."""
    line = head(turn, look.festival_name)
    folded = _step(line, turn, look, None, "run", ended=turn.ended)
    folded["defaultOpen"] = look.open_steps
    folded["autoCollapse"] = True
    if given := look.feedback.get(str(turn.turn_id)):
        folded["feedback"] = dict(given)
    yield folded
    for child in children(turn, look.festival_name):
        yield _step(child, turn, look, str(turn.turn_id), "tool", ended=True)


def _step(
    line: Line, turn: TurnState, look: Look, parent: str | None, kind: str, *, ended: bool
) -> StepRow:
    stamp = _stamp(turn.began)
    return {
        "id": str(line.id),
        "threadId": str(look.thread_id),
        "parentId": parent,
        "type": kind,
        "name": line.name,
        "input": "",
        "output": line.inside,
        "streaming": False,
        "isError": False,
        "showInput": False,
        "createdAt": stamp,
        "start": stamp,
        "end": stamp if ended else None,
        "metadata": {"avatarName": line.avatar, "turn": str(turn.turn_id)},
    }


def _entry(turn: TurnState, entry: Entry, look: Look) -> tuple[StepRow, ElementRow | None] | None:
    if entry.kind == "bubble":
        return _message(entry.id, turn, look, entry.data["text"], kind="user_message"), None
    if entry.kind == "line":
        parent = _scored_by(turn, entry)
        return _message(entry.id, turn, look, entry.data["text"], parent=parent), None
    if entry.kind == "draft":
        return _draft(turn, entry, look)
    if entry.kind == "ask":
        name, props = "AskCard", ask_card(entry, turn.talk)
    elif entry.kind == "choose":
        name, props = "AskCard", choose_card(turn, entry)
    else:
        found = turn_notice(turn, entry)
        if found is None:
            return None
        name, props = "Notice", found
    avatar = _AVATAR_OF.get(entry.kind, "queen")
    return _message(entry.id, turn, look, avatar=avatar), card_row(
        name, entry.id, props, look.thread_id
    )


def _scored_by(turn: TurnState, entry: Entry) -> str | None:
    """A reply right below its step hangs from it, which is how Chainlit lets her rate it."""
    if entry.data["kind"] != "reply" or not turn.works or entry.at < turn.run_at:
        return None
    between = any(turn.run_at < other.at < entry.at for other in turn.entries.values())
    return None if between else str(turn.turn_id)


def _draft(turn: TurnState, entry: Entry, look: Look) -> tuple[StepRow, ElementRow | None]:
    """Text while it is written; the card, in the same message, when it may be decided on."""
    props = look.card_of(entry.id, turn) if turn.ended or entry.id in turn.ready else None
    if props is None:
        step = _message(entry.id, turn, look, entry.data["text"], avatar="swarm")
        step["streaming"] = bool(entry.data.get("streaming"))
        return step, None
    step = _message(entry.id, turn, look, avatar="swarm")
    return step, card_row("DraftCard", entry.id, props, look.thread_id)


def _single(
    turn: TurnState, entry: Entry, look: Look, *, stale: bool
) -> tuple[StepRow, list[ElementRow]]:
    """Its sentence while the rows are not read; then, in the same message, the card."""
    by_kind = {
        "plans": look.plans_of,
        "calendar": look.calendar_of,
        "usage": look.usage_of,
        "shops": look.shops_of,
    }
    of = by_kind.get(entry.kind, look.summary_of)
    props = of(entry, turn, stale)
    if props is None:
        return _message(entry.id, turn, look, entry.data["text"]), []
    card = card_row(_SINGLE[entry.kind], entry.id, props, look.thread_id)
    return _message(entry.id, turn, look), [card]


def _message(
    name: UUID,
    turn: TurnState,
    look: Look,
    output: str = "",
    *,
    kind: str = "assistant_message",
    avatar: str = "queen",
    parent: str | None = None,
) -> StepRow:
    row = message_row(
        str(name), look.thread_id, turn.turn_id, output, kind=kind, avatar=avatar, parent=parent
    )
    stamp = _stamp(turn.began)
    return row | {"createdAt": stamp, "start": stamp, "end": stamp}


def message_row(
    name: str,
    thread_id: UUID,
    turn_id: UUID,
    output: str = "",
    *,
    kind: str = "assistant_message",
    avatar: str = "queen",
    parent: str | None = None,
) -> StepRow:
    """A message as Chainlit's front end takes it; ``kind`` ``user_message`` is hers."""
    return {
        "id": name,
        "threadId": str(thread_id),
        "parentId": parent,
        "type": kind,
        "name": "user" if kind == "user_message" else avatar,
        "input": "",
        "output": output,
        "streaming": False,
        "isError": False,
        "createdAt": "",
        "start": "",
        "end": "over",
        "metadata": {"avatarName": avatar, "turn": str(turn_id)},
    }


def card_row(name: str, owner: UUID, props: Props, thread_id: UUID) -> ElementRow:
    """A custom element on the message of its owner."""
    return {
        "id": str(element_id(owner)),
        "threadId": str(thread_id),
        "forId": str(owner),
        "type": "custom",
        "name": name,
        "display": "inline",
        "url": f"/public/elements/{name}.jsx",
        "mime": "application/json",
        "props": props,
    }


def _stamp(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
