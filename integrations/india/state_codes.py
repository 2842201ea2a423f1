"""GST State codes: names, kinds, and which PIN codes a State can have.

The table is ``data/states.json`` with its source. A PIN code's first three digits may belong to
more than one State, so the check refuses only what cannot be.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from app.core.errors import InputError
from app.core.variants import Variant, is_native

_DATA: Final = Path(__file__).parent / "data" / "states.json"
StateKind = Literal["state", "legislature", "union_territory", "abroad", "centre"]


@dataclass(frozen=True, slots=True)
class State:
    """One State of the GST tables.

    ``kind``: a State, a Union territory with a legislature (both bear SGST), one without (UTGST),
    other countries (place of supply only), or the centre's own code (a prefix only).
    ``pins`` are the ranges of the first three digits of its PIN codes.
    """

    code: str
    abbreviation: str
    name: str
    kind: StateKind
    names: Mapping[str, str]
    pins: tuple[tuple[int, int], ...]

    @property
    def bears_utgst(self) -> bool:
        """Whether an in-State supply bears UTGST where States have SGST."""
        return self.kind == "union_territory"

    @property
    def is_place(self) -> bool:
        """Whether people and shops can be there."""
        return self.kind in ("state", "legislature", "union_territory")

    def name_in(self, variant: Variant) -> str:
        """Its name as the variant writes it."""
        return self.names[variant] if is_native(variant) else self.name


@dataclass(frozen=True, slots=True)
class RetiredCode:
    """A code found on old papers only, with the one that replaced it."""

    code: str
    name: str
    until: str
    now: str


@cache
def _table() -> tuple[dict[str, State], dict[str, RetiredCode]]:
    read: dict[str, Any] = json.loads(_DATA.read_text("utf-8"))
    states = {
        row["code"]: State(
            **{name: row[name] for name in ("code", "abbreviation", "name", "kind", "names")},
            pins=tuple((first, last) for first, last in row["pins"]),
        )
        for row in read["states"]
    }
    return states, {row["code"]: RetiredCode(**row) for row in read["retired"]}


@cache
def _by_word() -> dict[str, State]:
    states, _ = _table()
    words: dict[str, State] = {}
    for state in states.values():
        for word in (state.code, state.abbreviation, state.name, *state.names.values()):
            words[word.casefold()] = state
    # Spellings in use beside the table's: old abbreviations, and "and" written as "&".
    for word, code in {"ts": "36", "or": "21", "ut": "05", "ct": "22", "up": "09"}.items():
        words[word] = states[code]
    return words


def all_states() -> Sequence[State]:
    """Every code in use, in the order of the codes."""
    return tuple(_table()[0].values())


def places() -> Sequence[State]:
    """The States and Union territories where a shop can be."""
    return tuple(state for state in all_states() if state.is_place)


def by_code(code: str) -> State | None:
    """The State of a two-digit code, or None; retired codes are not in use."""
    return _table()[0].get(code)


def retired(code: str) -> RetiredCode | None:
    """A code that was in use once."""
    return _table()[1].get(code)


def find(word: str) -> State | None:
    """A State by its code, two letters, or name in English, Hindi, Tamil or Telugu; else None."""
    return _by_word().get(" ".join(word.replace("&", " and ").split()).casefold())


def state_named(word: str) -> State:
    """The same for what somebody typed.

    Raises:
        InputError: ``state_unknown``.
    """
    state = find(word)
    if state is None:
        raise InputError(
            "state_unknown",
            params={"state": word},
            detail=f"{word!r} is no State: write its name, two letters (TN) or GST code (33)",
        )
    return state


def states_of_pin(pin: str) -> Sequence[State]:
    """Every State the PIN code may lie in; empty when it is no PIN code of a civil address."""
    if len(pin) != 6 or not (pin.isascii() and pin.isdigit()):
        return ()
    start = int(pin[:3])
    return tuple(
        state for state in all_states() if any(first <= start <= last for first, last in state.pins)
    )


def check_pin(pin: str, state: State) -> None:
    """Refuse a PIN code that cannot lie in the State.

    Raises:
        InputError: ``pin_unreadable`` when it is none, ``pin_of_other_state`` naming where it is.
    """
    possible = states_of_pin(pin)
    if not possible:
        raise InputError("pin_unreadable", params={"pin": pin}, detail=f"{pin!r} is no PIN code")
    if state not in possible:
        raise InputError(
            "pin_of_other_state",
            params={"pin": pin, "state": state.name, "other": possible[0].name},
            detail=f"PIN {pin} lies in {possible[0].name}, not in {state.name}",
        )
