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
# "அனுப்பக்கூடாது", "pampoddu": a no that is joined to its verb.
_JOINED_NO: Final = re.compile(
    r"(?:கூடாது|தீங்க|ாதீங்க|kk?oodadhu|koodaadhu|kudadhu|kudaadhu|theenga|dheenga|thinga"
    r"|oddu|kudadu|koodadu|akandi|ొద్దు|కూడదు|కండి)$"
)
_QUOTATIVE: Final = (("ன்னு", ""), ("ம்னு", "ம்"), ("ல்னு", "ல்"), ("ர்னு", "ர்"), ("ட்னு", "ட்"))
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


def _refusals(message: Message) -> set[int]:
    """The tokens that forbid."""
    joined = {at for at, token in enumerate(message.tokens) if _JOINED_NO.search(token.text)}
    return _places(message, "never") | joined


def speaks_of_rules(text: str) -> bool:
    """Whether the message names rules as such ("what are my rules")."""
    return bool(_places(read(text), "rules"))


def is_lasting(text: str) -> bool:
    """Whether it says that it holds from now on, and not just for what is on the screen."""
    message = read(text)
    names = ("lasting", "always", "rules", "unasked", "asked")
    capped = _places(message, "above") and _places(message, "discount")
    return bool(capped) or any(_places(message, group) for group in names)


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
    return [clause for part in parts if part for clause in _at_joints(part)]


def _at_joints(clause: str) -> list[str]:
    """Cut at an "and" with a rule on either side: "emoji kam rakho aur 25% se zyada mat dena"."""
    message = read(clause)
    for place in sorted(_places(message, "joint")):
        halves = [message.said(0, place), message.said(place + 1, len(message.tokens))]
        if not _QUOTED.search(clause) and all(_rules_something(half) for half in halves):
            return [halves[0], *_at_joints(halves[1])]
    return [clause]


def _rules_something(clause: str) -> bool:
    message = read(clause)
    if _refusals(message) or _places(message, "emoji") or _places(message, "unasked"):
        return True
    return bool(_places(message, "always"))


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
    never, always = _refusals(message), _places(message, "always")
    tone = read_tone(Reading(message, variant, _ANY_DAY)).get("tone")
    tone = tone or ("formal" if _places(message, "formal") else None)
    if tone and not never and (always or _places(message, "tone")):
        return [ToldRule("tone", "set", tone, clause)]
    once = _places(message, "once") and not always
    if once or not (never or always):
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
    refused = _refusals(message) - unasked
    value = "always" if (asked - unasked) or (unasked and refused) else "risky_only"
    return ToldRule("approval", "set", value, message.raw)


def _emoji(message: Message, variant: Variant | None, *, lifts: bool) -> ToldRule | None:
    del variant
    emoji = _places(message, "emoji")
    if not emoji:
        return None
    few, many = _places(message, "few"), _places(message, "many")
    never = _refusals(message)
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
    refused = _refusals(message)
    dropped = _places(message, "grammar") | refused | _places(message, "always")
    pieces = _pieces(message, kind, refused, dropped)
    kept = [_fitting(message, first, after, dropped, kind) for first, after in pieces]
    return [words for words in kept if words and not _is_language(words, variant)]


def _pieces(
    message: Message, kind: Kind, refused: set[int], dropped: set[int]
) -> list[tuple[int, int]]:
    """Forbidden words may be several, joined by or, on one side of the no; a line is one."""
    end = len(message.tokens)
    if kind == "always_say" or not refused:
        return [(0, end)]
    no = max(refused)
    behind = any(
        at not in dropped and message.tokens[at].script != "other" for at in range(no, end)
    )
    first, after = (no + 1, end) if behind else (0, no)
    cuts = sorted(at for at in _places(message, "or") if first < at < after)
    return list(zip([first, *(cut + 1 for cut in cuts)], [*cuts, after], strict=True))


def _fitting(message: Message, first: int, after: int, dropped: set[int], kind: Kind) -> str:
    """The words of a piece; of a rambling one those beside the verb, up to the grammar."""
    words = _trimmed(message, first, after, dropped)
    if len(words.split()) > _LONGEST[kind] and kind == "never_say":
        last = max((at for at in range(first, after) if at not in dropped), default=first)
        begin = last
        while begin > first and begin - 1 not in dropped:
            begin -= 1
        words = _trimmed(message, begin, last + 1, dropped)
    words = words if len(words.split()) <= _LONGEST[kind] else ""
    for ending, bare in _QUOTATIVE:
        if words.endswith(ending):
            return words.removesuffix(ending) + bare
    return words


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
