"""A name that is put right: "naam galat hai, Sharma nahi Verma", "it's Verma, not Sharma"."""

from dataclasses import dataclass
from typing import Final

from agents.understanding.words import cues, markers
from app.core.variants import as_shell
from integrations.languages.phonetics import phonetic_key
from integrations.languages.text import Message, fold, read, script_of
from integrations.languages.transliterate import to_latin, to_native

_LONGEST: Final = 4
_SHORTEST: Final = 3
_MOST_TOKENS: Final = 14


@dataclass(frozen=True, slots=True)
class Renaming:
    """What stood there, as it was typed, and what is right. ``named``: the message says "name"."""

    old: str
    new: str
    named: bool


def read_renaming(text: str, draft: str) -> Renaming | None:
    """The correction of a name that stands in ``draft``, in whatever script either is written."""
    message = read(text.strip())
    tokens = message.tokens
    if len(tokens) > _MOST_TOKENS:
        return None
    there = {phonetic_key(word) for word in draft.split() if len(word) >= _SHORTEST}
    named = any(token.text in markers("name_word") for token in tokens)
    for place, token in enumerate(tokens):
        if token.text not in markers("not_but"):
            continue
        found = _before(message, place, there) or _after(message, place, there)
        if found is not None:
            old, new = found
            return Renaming(message.said(*old), message.said(*new), named)
    return None


def _before(
    message: Message, place: int, there: set[str]
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """ "Sharma nahi Verma": the wrong name before the no, the right one behind it."""
    first = place
    while first and _stands(message, first - 1, there):
        first -= 1
    new = _name(message, place + 1, len(message.tokens))
    return ((first, place), new) if first < place and new else None


def _after(
    message: Message, place: int, there: set[str]
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """ "Verma, not Sharma"; "not Sharma but Verma"."""
    last = place + 1
    while last < len(message.tokens) and _stands(message, last, there):
        last += 1
    if last == place + 1:
        return None
    new = _name(message, 0, place, backwards=True) or _name(message, last, len(message.tokens))
    return ((place + 1, last), new) if new else None


def _stands(message: Message, place: int, there: set[str]) -> bool:
    token = message.tokens[place]
    if token.script in ("digit", "other") or _is_small(token.text):
        return False
    return len(token.text) >= _SHORTEST and phonetic_key(token.text) in there


def _name(
    message: Message, first: int, after: int, *, backwards: bool = False
) -> tuple[int, int] | None:
    """The run of words that can be a name, nearest to the no."""
    tokens = message.tokens
    places = range(after - 1, first - 1, -1) if backwards else range(first, after)
    run: list[int] = []
    for place in places:
        plain = tokens[place].script not in ("digit", "other") and not _is_small(tokens[place].text)
        if plain:
            run.append(place)
        elif run:
            break
    if not 0 < len(run) <= _LONGEST:
        return None
    return min(run), max(run) + 1


def _is_small(word: str) -> bool:
    groups = ("between_names", "name_word", "name_lead", "name_tail", "not_but")
    fillers = {fold(filler) for filler in cues()["filler"]}
    return word in fillers or any(word in markers(group) for group in groups)


def _in_script_of(name: str, new: str) -> str:
    """A shop's name is kept in one script, whichever she corrects it in."""
    wanted = next((script for char in name if (script := script_of(char)) != "other"), "latin")
    given = next((script for char in new if (script := script_of(char)) != "other"), "latin")
    if given != wanted:
        base = as_shell(wanted)
        new = to_native(new, base) if base else to_latin(new)
    return new if any(char.isupper() for char in new) else new.title()


def renamed(name: str, change: Renaming) -> str | None:
    """The whole name after the change; None when the wrong words are no part of it."""
    wrong = {phonetic_key(word) for word in change.old.split()}
    new = _in_script_of(name, change.new)
    words = name.split()
    kept = [word for word in words if phonetic_key(word) not in wrong]
    if len(kept) == len(words):
        return None
    told = {phonetic_key(word) for word in new.split()}
    if any(phonetic_key(word) in told for word in kept) or not kept:
        return new
    at = next(place for place, word in enumerate(words) if phonetic_key(word) in wrong)
    return " ".join([*words[:at], new, *kept[at:]])
