"""A network model's answer as the text of a draft and the skill's other outputs.

A skill with several outputs is answered in JSON; of that only the text is shown while it grows.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from skills.compiler import CompiledSkill

_FENCE: Final = re.compile(r"^\s*```[a-z]*\s*\n(.*?)\n?\s*```\s*$", re.DOTALL)
_TEXT: Final = ("text", "message", "caption", "reply", "body")
_OPENING: Final = re.compile(rf'"(?:{"|".join(_TEXT)})"\s*:\s*"')
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_HEX: Final = 4
_BROKEN: Final = "\ufffd"
# Half a surrogate pair cannot be written down, and NUL not be stored.
_UNWRITABLE: Final = re.compile(r"[\x00\ud800-\udfff]")
_MOST_PROBLEMS: Final = 5


@dataclass(frozen=True, slots=True)
class Parsed:
    """An answer taken apart. With ``problems`` it does not fit the skill's outputs."""

    text: str = ""
    extras: dict[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def parse_answer(answer: str, skill: CompiledSkill) -> Parsed:
    """The answer against the skill's output model; plain text is the text alone."""
    fenced = _FENCE.match(answer)
    bare = (fenced[1] if fenced else answer).strip()
    if not bare.startswith("{"):
        return _checked(bare.strip('"').strip(), {}, skill)
    try:
        # Raw line breaks within strings are common and harmless.
        parsed = json.loads(bare, strict=False)
    except ValueError as error:
        return Parsed(problems=(f"JSON: {error}",))
    name = next((key for key in _TEXT if isinstance(parsed.get(key), str)), None)
    if name is None:
        return Parsed(problems=("text: missing",))
    extras = {
        key: value for key, value in parsed.items() if key != name and key in skill.output_fields
    }
    return _checked(str(parsed[name]).strip(), extras, skill)


def _checked(text: str, extras: dict[str, Any], skill: CompiledSkill) -> Parsed:
    name = next((key for key in _TEXT if key in skill.output_fields), _TEXT[0])
    if any(_UNWRITABLE.search(words) for words in _strings([text, extras])):
        return Parsed(problems=(f"{name}: broken characters",))
    try:
        skill.outputs_model.model_validate({**extras, name: text})
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        problems = (
            f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in found
        )
        return Parsed(text, extras, tuple(problems)[:_MOST_PROBLEMS])
    return Parsed(text, extras)


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _strings(item)
        case dict():
            yield from _strings([*value, *value.values()])


class Growing:
    """What of an answer can be shown while it grows: plain text as it comes, of JSON its text."""

    def __init__(self) -> None:
        self._raw = ""
        self._at: int | None = None
        self._over = False

    def feed(self, piece: str) -> str:
        """The next words to be shown."""
        self._raw += piece
        if not self._raw.strip():
            return ""
        if self._at is None:
            if self._raw.lstrip()[0] not in "{`":
                self._raw, shown = "", self._raw
                self._at = -1
                return shown
            opening = _OPENING.search(self._raw)
            if opening is None:
                return ""
            self._at = opening.end()
        if self._at < 0:
            self._raw, shown = "", self._raw
            return shown
        return self._string()

    def _string(self) -> str:
        """The text's string from where it was read to, as far as its escapes are whole."""
        shown: list[str] = []
        while not self._over and self._at is not None and self._at < len(self._raw):
            char = self._raw[self._at]
            if char == '"':
                self._over = True
            elif char != "\\":
                shown.append(char)
                self._at += 1
            elif (escape := self._escape(self._at)) is None:
                break
            else:
                shown.append(escape[0])
                self._at += escape[1]
        return "".join(shown)

    def _escape(self, at: int) -> tuple[str, int] | None:
        """The character an escape stands for and its length; None while half of it is missing."""
        kind = self._raw[at + 1 : at + 2]
        if not kind:
            return None
        if kind != "u":
            return _ESCAPES.get(kind, kind), 2
        unit = self._unit(at)
        if unit is None:
            return None
        if not 0xD800 <= unit < 0xE000:
            return chr(unit), 2 + _HEX
        low = self._unit(at + 2 + _HEX)
        if low is None:
            return None
        if unit >= 0xDC00 or not 0xDC00 <= low < 0xE000:
            return _BROKEN, 2 + _HEX
        return chr(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)), 2 * (2 + _HEX)

    def _unit(self, at: int) -> int | None:
        digits = self._raw[at + 2 : at + 2 + _HEX]
        if len(digits) < _HEX or self._raw[at : at + 2] != "\\u":
            return None
        try:
            return int(digits, 16)
        except ValueError:
            return None
