"""Rules an owner sets in her own words, read into the kinds of her constitution.

A message is read clause by clause ("kabhi sasta mat likhna, hamesha GST extra likho"); what cannot
become a rule that can be checked is left out, and the caller says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final, Literal

from agents.understanding.channels import read_target_language, read_tone
from agents.understanding.reading import Reading
from agents.understanding.slots import read_slots
from agents.understanding.told_words import places_of
from app.core.variants import Variant
from integrations.languages.numbers import find_numbers
from integrations.languages.text import Message, read, squeeze

Kind = Literal["never_say", "always_say", "tone", "emoji", "discount_cap_percent", "approval"]
Change = Literal["add", "set", "remove", "clear"]

_CLAUSE: Final = re.compile(r"[,;\n।]|\.(?=\s|$)")
_QUOTED: Final = re.compile(r"[\"“«]([^\"”»]{2,80})[\"”»]|(?<!\w)['‘]([^'’]{2,80})['’](?!\w)")
_AFTER_COLON: Final = re.compile(r"[:：]\s*(\S.{1,79})$")
_LONGEST: Final[dict[str, int]] = {"never_say": 5, "always_say": 14}
_ANY_DAY: Final = date(2026, 1, 5)
_WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class ToldRule:
    """One change of the rules: ``add`` and ``remove`` are of lists, ``set`` and ``clear`` of the
    others. ``value`` is as the constitution stores it, ``said`` the words it was read from."""

    kind: Kind
    change: Change
    value: Any
    said: str


def _places(message: Message, group: str) -> set[int]:
    return places_of("told_rules", group, message)


def speaks_of_rules(text: str) -> bool:
    """Whether the message names rules as such ("what are my rules")."""
    return bool(_places(read(text), "rules"))


def read_rules(
    text: str, variant: Variant | None, *, never: Sequence[str] = (), always: Sequence[str] = ()
) -> list[ToldRule]:
    """The rules of ``text``, in its order. ``never`` and ``always`` are those in force, which a
    clause may take back. Never raises."""
    found: list[ToldRule] = []
    for clause in _clauses(text):
        for rule in _read_clause(clause, variant, {"never_say": never, "always_say": always}):
            if not any((rule.kind, rule.value) == (old.kind, old.value) for old in found):
                found.append(rule)
    return found


def _clauses(text: str) -> list[str]:
    """The parts of a message; what stands in quotes is not cut apart."""
    kept = _QUOTED.sub(lambda match: re.sub(r"[,;.\n]", "\x00", match.group()), text)
    starts = [0, *(match.end() for match in _CLAUSE.finditer(kept)), len(text)]
    parts = [text[a:b].strip(" ,;\n।") for a, b in pairwise(starts)]
    return [part for part in parts if part]


def _read_clause(
    clause: str, variant: Variant | None, inforce: dict[str, Sequence[str]]
) -> list[ToldRule]:
    message = read(clause)
    lifts = bool(_places(message, "lift"))
    for reader in (_approval, _emoji, _cap):
        rule = reader(message, variant, lifts=lifts)
        if rule is not None:
            return [rule]
    if lifts:
        return _taken_back(message, inforce)
    never, always = _places(message, "never"), _places(message, "always")
    tone = read_tone(Reading(message, variant, _ANY_DAY)).get("tone")
    if tone and not never and (always or _places(message, "tone")):
        return [ToldRule("tone", "set", tone, clause)]
    if not never and not always:
        return []
    kind: Kind = "never_say" if never else "always_say"
    return [ToldRule(kind, "add", words, clause) for words in _words_meant(message, kind, variant)]


def _approval(message: Message, variant: Variant | None, *, lifts: bool) -> ToldRule | None:
    del variant, lifts
    unasked, asked = _places(message, "unasked"), _places(message, "asked")
    approving = _places(message, "approving") | unasked
    if not (unasked or asked) or not approving:
        return None
    # "without asking me do not send" is the opposite of "without asking approve it".
    refused = _places(message, "never") - unasked
    value = "always" if (asked - unasked) or (unasked and refused) else "risky_only"
    return ToldRule("approval", "set", value, message.raw)


def _emoji(message: Message, variant: Variant | None, *, lifts: bool) -> ToldRule | None:
    del variant
    emoji = _places(message, "emoji")
    if not emoji:
        return None
    few, many = _places(message, "few"), _places(message, "many")
    never = _places(message, "never")
    if few or (many and never):
        value = "few"
    elif never or (lifts and _takes_away(message)):
        value = "none"
    else:
        value = "many" if many else "few"
    return ToldRule("emoji", "set", value, message.raw)


def _takes_away(message: Message) -> bool:
    """ "emoji hata do" takes them away, "emoji chalega" allows them."""
    away = {"hata do", "hatao", "hatado", "remove", "delete", "nikal do", "हटा दो", "हटाओ"}
    more = {"எடுத்துடுங்க", "eduthudunga", "తీసేయండి", "teeseyandi", "நீக்குங்க", "neekunga"}
    said = squeeze(message.raw)
    return any(squeeze(words) in said for words in away | more)


def _cap(message: Message, variant: Variant | None, *, lifts: bool) -> ToldRule | None:
    above, discount = _places(message, "above"), _places(message, "discount")
    percent = read_slots(message.raw, variant, _ANY_DAY).discount_percent
    if lifts and percent is None and above and discount:
        return ToldRule("discount_cap_percent", "clear", None, message.raw)
    if not above or not (discount or percent is not None):
        return None
    if percent is None:
        numbers = [n.value for n in find_numbers(message, variant) if 0 < n.value <= _WHOLE]
        percent = numbers[0] if numbers else None
    if percent is None or not 0 < percent <= _WHOLE:
        return None
    return ToldRule("discount_cap_percent", "set", float(percent), message.raw)


def _taken_back(message: Message, inforce: dict[str, Sequence[str]]) -> list[ToldRule]:
    said = squeeze(message.raw)
    return [
        ToldRule("never_say" if kind == "never_say" else "always_say", "remove", words, message.raw)
        for kind, rules in inforce.items()
        for words in rules
        if squeeze(words) in said
    ]


def _words_meant(message: Message, kind: Kind, variant: Variant | None) -> list[str]:
    """The words that must not, or must, stand in a message: quoted, after a colon, or what is left
    when the grammar of the rule is taken off both ends."""
    quoted = [(match[1] or match[2]).strip() for match in _QUOTED.finditer(message.raw)]
    if quoted:
        return quoted
    if match := _AFTER_COLON.search(message.raw):
        return [match[1].strip(" .'\"")]
    dropped = _places(message, "grammar") | _places(message, "never") | _places(message, "always")
    pieces = [_trimmed(message, first, after, dropped) for first, after in _pieces(message, kind)]
    kept = [words for words in pieces if words and len(words.split()) <= _LONGEST[kind]]
    return [words for words in kept if not _is_language(words, variant)]


def _pieces(message: Message, kind: Kind) -> list[tuple[int, int]]:
    """Forbidden words may be several, joined by or; a line to be said is one."""
    if kind == "always_say":
        return [(0, len(message.tokens))]
    cuts = sorted(_places(message, "or"))
    return list(zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(message.tokens)], strict=True))


def _trimmed(message: Message, first: int, after: int, dropped: set[int]) -> str:
    while first < after and (first in dropped or message.tokens[first].script == "other"):
        first += 1
    while after > first and (after - 1 in dropped or _is_mark(message, after - 1)):
        after -= 1
    return message.said(first, after).strip()


def _is_mark(message: Message, place: int) -> bool:
    token = message.tokens[place]
    return token.script == "other" and token.text not in "%₹"


def _is_language(words: str, variant: Variant | None) -> bool:
    """ "always in Hindi" names a language, which is no line to be written."""
    reading = Reading(read(words), variant, _ANY_DAY)
    return bool(read_target_language(reading)) or len(words.split()) == len(reading.taken) > 0
