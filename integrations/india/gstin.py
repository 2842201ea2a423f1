"""GSTIN: shape, State and check character of a GST registration number. Pure functions.

As the GST portal issues them (Rule 10 of the CGST Rules): two digits of the State, the PAN, the
registration's place among those of that PAN, a letter of its kind (``Z`` for most), and a check
character in base 36 whose factors go 1, 2, 1, 2 from the left. Shapes of the rarer kinds follow the
open india-compliance project; all was checked on 23 November 2026 against the numbers that it and
python-stdnum publish in their tests.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, Literal

from integrations.india import state_codes
from integrations.languages.text import latin_digits

Kind = Literal["regular", "government", "tds", "tcs", "non_resident", "oidar", "un_body"]
Reason = Literal["empty", "length", "characters", "shape", "state", "retired_state", "check"]

LENGTH: Final = 15
_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BASE: Final = len(_ALPHABET)
_SHAPES: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("tcs", re.compile(r"\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]C[0-9A-Z]")),
    ("tds", re.compile(r"\d{2}[A-Z]{4}[A-Z0-9]\d{4}[A-Z][1-9A-Z]D[0-9A-Z]")),
    ("government", re.compile(r"\d{2}[A-Z]{4}\d{5}[A-Z]\dZ[0-9A-Z]")),
    ("oidar", re.compile(r"99\d{2}[A-Z]{3}\d{5}OS[0-9A-Z]")),
    ("non_resident", re.compile(r"\d{4}[A-Z]{3}\d{5}NR[0-9A-Z]")),
    ("un_body", re.compile(r"\d{4}[A-Z]{3}\d{5}(?:UN|ON)[0-9A-Z]")),
    ("regular", re.compile(r"\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z][1-9A-BE-JZ][0-9A-Z]")),
)
# The last character of these is not published as a check character.
_UNCHECKED: Final = frozenset({"oidar", "non_resident", "un_body"})
_PATTERN: Final = "00AAAAA0000A*Z*"  # where a digit and where a letter stands in a usual number
_AS_DIGIT: Final = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8",
                    "G": "6", "T": "7", "A": "4"}  # fmt: skip
_AS_LETTER: Final = {"0": "O", "1": "I", "2": "Z", "5": "S", "8": "B", "6": "G", "7": "T",
                     "4": "A"}  # fmt: skip
_LOOK_ALIKE: Final = ("0O", "0D", "0Q", "1I", "1L", "2Z", "5S", "8B", "6G", "7T", "4A", "UV", "MN")
_TYPED: Final = re.compile(r"[\s\-./:]+")


@dataclass(frozen=True, slots=True)
class GstinReading:
    """What a text says as a GSTIN.

    ``gstin`` is the cleaned text, also when it is not valid. ``reason`` says what is wrong with
    ``params`` (``count`` and ``needed``, ``place`` from 1 and ``found``, ``code``, ``state``), and
    ``suggestion`` is a valid number that differs by one slip, when only one does.
    """

    gstin: str
    valid: bool
    reason: Reason | None = None
    params: dict[str, Any] = field(default_factory=dict)
    suggestion: str | None = None
    state_code: str | None = None
    state: str | None = None
    kind: Kind | None = None


def check_character(first_fourteen: str) -> str:
    """The fifteenth character. Raises ValueError when the text is not fourteen of 0-9 and A-Z."""
    if len(first_fourteen) != LENGTH - 1 or any(char not in _ALPHABET for char in first_fourteen):
        msg = "a check character is computed from fourteen of 0-9 and A-Z"
        raise ValueError(msg)
    total = 0
    for place, char in enumerate(first_fourteen):
        product = _ALPHABET.index(char) * (1 + place % 2)
        total += product // _BASE + product % _BASE
    return _ALPHABET[-total % _BASE]


def clean_gstin(text: str) -> str:
    """The text as numbers are compared: capitals, digits 0-9, no blanks or dashes."""
    return _TYPED.sub("", latin_digits(text)).upper()


def check_gstin(text: str) -> GstinReading:
    """Say whether the text is a GSTIN, whose State it is of, and else what is wrong with it."""
    gstin = clean_gstin(text)
    reading = _judge(gstin)
    if reading.valid or not gstin:
        return reading
    return GstinReading(
        gstin, False, reading.reason, reading.params, _likely(gstin), reading.state_code,
        reading.state, reading.kind,
    )  # fmt: skip


def _judge(gstin: str) -> GstinReading:
    if not gstin:
        return GstinReading(gstin, False, "empty")
    wrong = next((n for n, char in enumerate(gstin, 1) if char not in _ALPHABET), None)
    if wrong is not None:
        found = {"place": wrong, "found": gstin[wrong - 1]}
        return GstinReading(gstin, False, "characters", found)
    if len(gstin) != LENGTH:
        counted = {"count": len(gstin), "needed": LENGTH}
        return GstinReading(gstin, False, "length", counted)
    kind = next((kind for kind, shape in _SHAPES if shape.fullmatch(gstin)), None)
    if kind is None:
        return GstinReading(gstin, False, "shape", _first_misplaced(gstin))
    return _judge_state(gstin, kind)


def _judge_state(gstin: str, kind: Kind) -> GstinReading:
    code = gstin[:2]
    if (old := state_codes.retired(code)) is not None:
        gone = {"code": code, "state": old.name, "now": old.now}
        return GstinReading(gstin, False, "retired_state", gone, kind=kind)
    state = state_codes.by_code(code)
    if state is None or state.kind == "abroad" or (state.kind == "centre" and kind != "oidar"):
        return GstinReading(gstin, False, "state", {"code": code}, kind=kind)
    right = kind in _UNCHECKED or check_character(gstin[:-1]) == gstin[-1]
    return GstinReading(
        gstin,
        right,
        None if right else "check",
        {} if right else {"found": gstin[-1]},
        state_code=code,
        state=state.name,
        kind=kind,
    )


def _first_misplaced(gstin: str) -> dict[str, Any]:
    """Where a usual number would have a digit instead of a letter, or the other way round."""
    for place, (char, wanted) in enumerate(zip(gstin, _PATTERN, strict=True), 1):
        if wanted in "0A" and char.isdigit() != (wanted == "0"):
            return {"place": place, "found": char}
    return {"place": LENGTH - 1, "found": gstin[-2]}


def _likely(gstin: str) -> str | None:
    """The one valid number that is one slip away: look-alikes, two keys swapped, one twice."""
    mended = _put_right(gstin)
    near = {mended, *_slips(gstin), *_slips(mended)} - {gstin}
    valid = sorted(each for each in near if _judge(each).valid)
    if mended in valid:
        return mended
    return valid[0] if len(valid) == 1 else None


def _put_right(gstin: str) -> str:
    """Letters read as the digits they look like where digits stand, and the other way round."""
    if len(gstin) != LENGTH:
        return gstin
    return "".join(
        _AS_DIGIT.get(char, char) if wanted == "0" else
        _AS_LETTER.get(char, char) if wanted == "A" else
        "Z" if wanted == "Z" and char == "2" else char
        for char, wanted in zip(gstin, _PATTERN, strict=True)
    )  # fmt: skip


def _slips(gstin: str) -> set[str]:
    if len(gstin) == LENGTH + 1:
        doubled = [n for n, (one, other) in enumerate(pairwise(gstin)) if one == other]
        return {gstin[:n] + gstin[n + 1 :] for n in doubled}
    if len(gstin) == LENGTH - 1 and all(char in _ALPHABET for char in gstin):
        return {gstin + check_character(gstin)}
    if len(gstin) != LENGTH:
        return set()
    swapped = {gstin[:n] + gstin[n + 1] + gstin[n] + gstin[n + 2 :] for n in range(LENGTH - 1)}
    for pair in _LOOK_ALIKE:
        for one, other in ((pair[0], pair[1]), (pair[1], pair[0])):
            swapped |= {
                gstin[:n] + other + gstin[n + 1 :] for n in range(LENGTH) if gstin[n] == one
            }
    return swapped
