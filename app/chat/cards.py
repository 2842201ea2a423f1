"""Props of the question card and the notice, and the words every card carries.

A card is a view: all it says is in its props, in the variant of its turn. The names of props are
a contract with ``public/elements`` (its README lists them).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from agents.model_events import BUDGET
from app.chat.turn_state import Entry, TurnState
from app.core.variants import Variant
from integrations.languages.formats import rupees
from integrations.languages.messages import text

Props = dict[str, Any]

VERSION: Final = 1

# Endings of a turn that she can mend by writing differently: the same words again would not help.
_HERS: Final = {"too_long": "tooLong", "text_too_long": "tooLong", "too_fast": "tooFast"}
_AWAY: Final = frozenset({"database_away", "database_busy", "unavailable"})


def label(key: str, talk: Variant) -> str:
    """The words of a button."""
    return text(talk, f"chat.label.{key}")


def words(talk: Variant, buttons: Iterable[str], *sentences: str) -> dict[str, str]:
    """``t`` of a card: the labels of its buttons, and the sentences every card may need."""
    found = {name: text(talk, f"chat.card.{name}") for name in ("failed", "offline", *sentences)}
    return found | {key: label(key, talk) for key in ("retry", *buttons)}


def ask_card(entry: Entry, talk: Variant) -> Props:
    """A question: one thing to answer, by tap or in words."""
    data = entry.data
    live = data["state"] in ("open", "invalid")
    suggestion = data["suggestion"]
    return {
        "v": VERSION,
        "id": str(entry.id),
        "state": data["state"],
        "talk": talk,
        "position": data["position"],
        "total": data["total"],
        "question": data["question"],
        "why": data["why"],
        "kind": "chips",
        "act": "answer",
        "chips": data["chips"] if live else [],
        "answer": data["answer"],
        "error": data["error"],
        "suggestion": [suggestion, suggestion] if suggestion else None,
        "buttons": ["skip"] if live else [],
        "t": words(talk, ["skip"]),
    }


def choose_card(turn: TurnState, entry: Entry) -> Props:
    """Which one do you want? The choices go back as ``choose`` with the turn's id."""
    data = entry.data
    is_open = data["state"] == "open"
    return {
        "v": VERSION,
        "id": str(turn.turn_id),
        "state": data["state"],
        "talk": turn.talk,
        "position": 1,
        "total": 1,
        "question": data["text"] or text(turn.talk, "chat.ask.which"),
        "why": "",
        "kind": "rows",
        "act": "choose",
        "chips": data["choices"] if is_open else [],
        "answer": data["answer"],
        "error": "",
        "suggestion": None,
        "buttons": [],
        "t": words(turn.talk, []),
    }


def notice(state: str, sentence: str, talk: Variant, retry: UUID | None = None) -> Props:
    """A line that is not a draft; ``retry`` is the turn that may be run again."""
    return {
        "v": VERSION,
        "id": str(retry or ""),
        "state": state,
        "talk": talk,
        "text": sentence,
        "buttons": ["retry"] if retry else [],
        "t": words(talk, []),
    }


def turn_notice(turn: TurnState, entry: Entry) -> Props | None:
    """The notice of an entry; None while there is nothing to say."""
    kind = entry.data.get("kind")
    if kind == "modelAway":
        if not turn.offline:
            return None
        cost = rupees(turn.actual, turn.talk)
        why = "modelBudget" if entry.data.get("reason") == BUDGET else "modelAway"
        return notice("info", text(turn.talk, f"chat.notice.{why}", cost=cost), turn.talk)
    if kind == "stopped":
        key = "chat.notice.stoppedPartly" if turn.ready else "chat.notice.stopped"
        sentence = text(turn.talk, key)
        return notice("info", sentence, turn.talk, turn.turn_id)
    if kind == "failed":
        code, params = turn.failure or ("", {})
        again = turn.turn_id if code not in _HERS else None
        return notice("bad", failure_text(code, params, turn.talk, midway=True), turn.talk, again)
    state = "bad" if entry.data.get("level") == "bad" else "info"
    return notice(state, entry.data["text"], turn.talk)


def failure_text(
    code: str, params: Mapping[str, Any], talk: Variant, *, midway: bool = False
) -> str:
    """What to say about an error, in the variant she writes; never the error's own words.

    ``midway``: work had begun, so money is spoken of.
    """
    if code in _AWAY:
        return text(talk, "chat.notice.unavailable")
    if (key := _HERS.get(code)) == "tooLong" and {"n", "max"} <= set(params):
        return text(talk, "chat.notice.tooLong", n=params["n"], max=params["max"])
    if key == "tooFast":
        return text(talk, "chat.notice.tooFast", seconds=params.get("seconds", 1))
    return text(talk, "chat.notice.halted" if midway else "chat.notice.general")
