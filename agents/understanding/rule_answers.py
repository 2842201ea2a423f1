"""Her rules out of free sentences: what is never said and always, tone, emoji, limit, approval.

One answer may hold several ("never say cheap, always add free delivery"): it is cut into clauses,
and each clause belongs to the cue in it, or to the nearest one.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from agents.understanding.word_groups import has_any, phrases_of
from agents.understanding.words import markers, phrases
from app.core.variants import Variant
from integrations.languages.numbers import find_numbers
from integrations.languages.text import Message, read

_QUOTED: Final = re.compile(r"[\"“«]([^\"”»]{1,160})[\"”»]|(?<!\w)['‘]([^'’]{1,160})['’](?!\w)")
_CLAUSE: Final = re.compile(r"[,;\n।]|[.!](?:\s|$)|\s[–—-]\s")
_NUMBER_ONE: Final = re.compile(r"\b(?:no\.? ?1|number one)\b", re.IGNORECASE)  # no "no" in it
_MOST: Final = 12
_LONGEST: Final = 160
_HIGHEST: Final = 100
_TONES: Final = ("friendly", "formal", "funny", "devotional")


@dataclass(slots=True)
class Rules:
    """What was said of the rules: values by kind, and the exact words each came from."""

    values: dict[str, Any] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    def put(self, kind: str, value: Any, said: str) -> None:
        """Know a rule."""
        self.values[kind] = value
        self.said[kind] = said.strip()


def read_phrases(text: str, default: str | None) -> Rules:
    """Words never to use and lines always to add; ``default`` is what a bare list is taken for."""
    found: dict[str, list[str]] = {}
    clauses = [(clause, _cue(clause)) for clause in _clauses(text)]
    for place, (clause, cue) in enumerate(clauses):
        kind = cue or _nearest(clauses, place) or default
        if kind is None:
            continue
        found.setdefault(kind, []).extend(_phrases_in(clause, kind))
    rules = Rules()
    for kind, words in found.items():
        kept = [word for word in dict.fromkeys(words) if word][:_MOST]
        if kept:
            rules.put(kind, kept, text)
    return rules


def _clauses(text: str) -> list[str]:
    """Cut at commas and stops, but never inside quotes, and at an "and" before another cue."""
    if not _QUOTED.search(text):
        text = _NUMBER_ONE.sub(r"'\g<0>'", text)
    held = [match.group() for match in _QUOTED.finditer(text)]
    plain = text
    for number, quote in enumerate(held):
        plain = plain.replace(quote, f"\x01{number}\x02", 1)
    pieces = [piece for part in _CLAUSE.split(plain) for piece in _at_joints(part)]
    restored = (_restore(piece, held) for piece in pieces)
    return [piece.strip() for piece in restored if piece.strip()]


def _at_joints(part: str) -> list[str]:
    message = read(part)
    cuts = [
        place
        for place, token in enumerate(message.tokens)
        if phrases_of("joint").get(token.text) and 0 < place < len(message.tokens) - 1
    ]
    if not cuts:
        return [part]
    edges = [-1, *cuts, len(message.tokens)]
    return [message.said(first + 1, after) for first, after in pairwise(edges)]


def _restore(piece: str, held: list[str]) -> str:
    return re.sub(r"\x01(\d+)\x02", lambda match: held[int(match[1])], piece)


def _cue(clause: str) -> str | None:
    message = read(_QUOTED.sub(" ", clause))
    if has_any(message, "dont_forget"):
        return "always_say"
    if has_any(message, "never") or any(_is_prohibition(t.text) for t in message.tokens):
        return "never_say"
    return "always_say" if has_any(message, "always") else None


_QUOTING: Final = ("ன்னு",)  # "மலிவுன்னு": the quoting is joined to the word
# Tamil and Telugu forbid with the ending of the verb: எழுதாதீங்க, రాయకండి.
_PROHIBITIONS: Final = (
    "aadheenga", "adheenga", "aatheenga", "atheenga", "adhinga", "athinga", "aadhe", "akandi",
    "akudadhu", "oddu", "akoodadhu", "ாதீங்க", "ாதீர்கள்", "ாதே", "கூடாது", "கண்டி", "కండి",
    "కూడదు", "ొద్దు",
)  # fmt: skip


def _is_prohibition(word: str) -> bool:
    return any(word.endswith(ending) and len(word) > len(ending) for ending in _PROHIBITIONS)


def _nearest(clauses: list[tuple[str, str | None]], place: int) -> str | None:
    """``never say cheap, sasta``: the cue stands before; ``sasta, cheap mat likho``: behind."""
    before = next((cue for _, cue in reversed(clauses[:place]) if cue), None)
    behind = next((cue for _, cue in clauses[place + 1 :] if cue), None)
    if before and behind and before != behind:
        return before if _leads(clauses, place) else behind
    return before or behind


def _leads(clauses: list[tuple[str, str | None]], place: int) -> bool:
    """Whether the cue before stands at the head of its clause, as English has it."""
    clause = next(clause for clause, cue in reversed(clauses[:place]) if cue)
    message = read(clause)
    hits = phrases_of("never").find(message) + phrases_of("always").find(message)
    return any(hit.first <= 1 for hit in hits)


# A line of hers speaks of herself: "we are open on Sundays".
_OF_HERS: Final = frozenset(
    ["we", "our", "i", "my", "hum", "hamari", "हम", "हमारी", "naanga", "memu"]
)


def _phrases_in(clause: str, kind: str) -> list[str]:
    quoted = [(match[1] or match[2]).strip() for match in _QUOTED.finditer(clause)]
    if quoted:
        return quoted
    message = read(clause)
    small = phrases_of("rule_grammar").find(message)
    small += phrases_of("never").find(message) + phrases_of("always").find(message)
    small += phrases_of("dont_forget").find(message)
    taken = {place for hit in small for place in range(hit.first, hit.after)}
    taken |= {n for n, token in enumerate(message.tokens) if _is_prohibition(token.text)}
    taken |= {n for n, token in enumerate(message.tokens) if phrases_of("joint").get(token.text)}
    if kind == "always_say":
        taken -= {n for n, token in enumerate(message.tokens) if token.text in _OF_HERS}
    free = [
        n for n, token in enumerate(message.tokens) if n not in taken and token.script != "other"
    ]
    if not free:
        return []
    # What is left between the grammar at both ends, with the small words inside it.
    words = message.said(free[0], free[-1] + 1).strip(" .:!-'\"।")
    words = next((words[: -len(end)] for end in _QUOTING if words.endswith(end)), words)
    return [words] if len(words) <= _LONGEST else []


def read_tone(text: str) -> str | None:
    """friendly, formal, funny, urgent or devotional."""
    message = read(text)
    for tone in _TONES:
        if has_any(message, f"tone_{tone}"):
            return tone
    hits = phrases("tones").find(message)
    return hits[0].value if hits else None


def read_emoji(text: str, *, asked: bool) -> str | None:
    """none, few or many; None when emoji are not spoken of and were not asked for."""
    # "Never call it cheap, and keep emojis few": the no is not about the emojis.
    spoken = next((part for part in _clauses(text) if has_any(read(part), "emoji")), text)
    message = read(spoken)
    if not asked and not has_any(message, "emoji"):
        return None
    if has_any(message, "none") or has_any(message, "never"):
        return "none"
    if has_any(message, "few"):
        return "few"
    if has_any(message, "many"):
        return "many"
    return "few" if asked and has_any(message, "yes") else None


def read_cap(text: str, variant: Variant | None, *, asked: bool) -> float | None:
    """The biggest discount in percent; unasked only beside words for a limit."""
    message = read(text)
    percents = [
        number.value
        for number in find_numbers(message, variant)
        if 0 <= number.value <= _HIGHEST
        and (asked or _word(message, number.after) in markers("percent"))
    ]
    if percents and (asked or has_any(message, "limit")):
        return float(max(percents) if len(percents) > 1 else percents[0])
    no_cut = has_any(message, "discount") and (
        has_any(message, "none") or has_any(message, "never")
    )
    return 0.0 if no_cut else None


def _word(message: Message, place: int) -> str:
    return message.tokens[place].text if 0 <= place < len(message.tokens) else ""


def read_approval(text: str, *, asked: bool) -> str | None:
    """always or risky_only; unasked only where asking is spoken of."""
    message = read(text)
    if has_any(message, "ask_when_needed"):
        return "risky_only"
    if has_any(message, "ask_always"):
        return "always"
    if asked and has_any(message, "always"):
        return "always"
    return None
