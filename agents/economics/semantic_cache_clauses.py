"""Where a thing stands in a request: what may stand elsewhere and still mean the same.

A request is clauses between marks. A clause that only names the kind of message (``whatsapp message
chahiye``, ``Diwali ka post``) may stand anywhere, unless two channels or two festivals are named;
whatever else is said stays in the clause it was said in. Inside a clause the message and its
festival may stand at either end, and so may the one discount on the one thing, if nothing in the
whole request binds (no negation, no before or after). Words of asking go only where they ask for
the message and nothing else: ``poster chahiye``, never ``staff chahiye``.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from agents.economics.semantic_cache_lists import Item

Clause = list[Item]

_ABOUT_THE_MESSAGE: Final = frozenset(
    {
        *("channel", "message", "piece", "festival", "link", "article", "mine", "one"),
        *("asking", "wanting before", "wanting after"),
    }
)
_LEFT_OUT: Final = frozenset(
    {"message", "link", "article", "mine", "one", "asking", "wanting before", "wanting after"}
)
_OF_ASKING: Final = frozenset({"greeting", "address", "asking", "wanting before", "wanting after"})
_WANTED: Final = frozenset({"channel", "message", "piece", "wish", "thanks", "off"})
_NEVER_WANTED: Final = frozenset({"being", "finite", "wanting before"})  # "has come" is no thing
_SKIPPED: Final = frozenset({"one", "article", "mine", "festival"})
_BEFORE_A_NOUN: Final = frozenset({"link", "asking", "wanting before"})
_FIGURES: Final = frozenset({"off", "percent", "rupees"})
_JOINS: Final = frozenset({"and", "+", "/", "or", "ya", "&"})
_ON: Final = (Item("link", "on"), Item("link", "at"))
_PLAIN: Final = frozenset({"word", "join", "finite", "thanks"})
_MOST_WORDS: Final = 2


def in_order(items: Sequence[Item]) -> tuple[str, ...]:
    """The form of a request: what kind of message first, then what it says, clause by clause."""
    clauses = [_without_asking(clause, first=not at) for at, clause in enumerate(_clauses(items))]
    clauses = [_wishes(clause) for clause in clauses if clause]
    every = [item for clause in clauses for item in clause]
    count = [item.kind for item in every].count
    if count("channel") > 1 or sum(map(_names_message_and_festival, clauses)) > 1:
        return ("as it stands", *_forms(clauses))
    front = [item for clause in clauses if _is_frame(clause) for item in clause]
    rest = [clause for clause in clauses if not _is_frame(clause)]
    if count("binding") == 0 and count("festival") <= 1:
        sorted_out = [_ends(clause, alone=len(rest) == 1) for clause in rest]
        front += [item for moved, _ in sorted_out for item in moved]
        rest = [_discount(clause) for _, clause in sorted_out if clause]
    kept = sorted(_form(item) for item in front if item.kind not in _LEFT_OUT)
    return (*kept, "|", *_forms(rest))


def _clauses(items: Iterable[Item]) -> list[Clause]:
    found: list[Clause] = [[]]
    for item in items:
        if item.kind == "break":
            found.append([])
        else:
            found[-1].append(item)
    return [clause for clause in found if clause]


def _without_asking(clause: Clause, *, first: bool) -> Clause:
    """Without greetings, address and asking where they only greet, address and ask."""
    if all(item.kind in _OF_ASKING for item in clause):
        return [] if _only_asks(clause, first=first) else clause
    if first:
        clause = _after_greeting(clause)
    clause = _after_address(clause)
    changed = True
    while changed and clause:
        changed = False
        if clause[0].kind == "asking" or _wants_message(clause):
            clause, changed = clause[1:], True
        elif clause[-1].kind == "asking" or _message_wanted(clause) or _calls_her(clause):
            clause, changed = clause[:-1], True
    clause = [item for item in clause if item.kind != "being"]
    return [item for at, item in enumerate(clause) if not _is_small(clause, at)]


def _only_asks(clause: Clause, *, first: bool) -> bool:
    """``hello,`` before all, or ``, likh do``; whom a message speaks to is part of it."""
    meant = {"asking", "greeting"} if first else {"asking"}
    return all(item.kind in meant for item in clause)


def _after_greeting(clause: Clause) -> Clause:
    """``hello, …`` is a clause of its own; ``hello please write …`` is none, ``hi tea`` is tea."""
    greets = len(clause) > 1 and clause[0].kind == "greeting" and clause[1].kind in _OF_ASKING
    return clause[1:] if greets else clause


def _after_address(clause: Clause) -> Clause:
    calls = len(clause) > 1 and clause[0].kind == "address" and clause[1].kind in _OF_ASKING
    return clause[1:] if calls else clause


def _wants_message(clause: Clause) -> bool:
    """``need a Diwali poster``: what is wanted is the message; in ``need staff`` it is not."""
    if clause[0].kind != "wanting before":
        return False
    wanted = next((item for item in clause[1:] if item.kind not in _SKIPPED), None)
    return wanted is not None and wanted.kind in (*_WANTED, "wanting before", "asking")


def _message_wanted(clause: Clause) -> bool:
    """``whatsapp message chahiye``, the same for languages that say the verb last."""
    return (
        len(clause) > 1
        and clause[-1].kind == "wanting after"
        and clause[-2].kind in _WANTED | _NEVER_WANTED
    )


def _calls_her(clause: Clause) -> bool:
    """``… likh do bhaiya``."""
    return len(clause) > 1 and clause[-1].kind == "address" and clause[-2].kind in _OF_ASKING


def _is_small(clause: Clause, at: int) -> bool:
    """An article or *our* before a thing; not the A of a plan, nor what is ours in a comparison."""
    item = clause[at]
    if item.kind not in ("article", "mine") or at == len(clause) - 1:
        return False
    if clause[at + 1].kind == "link":
        return False
    return at == 0 or clause[at - 1].kind in _BEFORE_A_NOUN


def _is_frame(clause: Clause) -> bool:
    """Whether the clause says nothing but which message is wanted, and for which festival."""
    kinds = {item.kind for item in clause}
    return kinds <= _ABOUT_THE_MESSAGE and bool(kinds & {"channel", "message", "piece"})


def _names_message_and_festival(clause: Clause) -> bool:
    return _is_frame(clause) and any(item.kind == "festival" for item in clause)


def _wishes(clause: Clause) -> Clause:
    """A festival's wishes are one thing however they are named and whichever is said first."""
    kinds = [item.kind for item in clause]
    if kinds.count("festival") != 1 or kinds.count("wish") != 1:
        return clause
    one, other = sorted((kinds.index("festival"), kinds.index("wish")))
    if any(kind != "link" for kind in kinds[one + 1 : other]):
        return clause
    festival = clause[kinds.index("festival")]
    return [*clause[:one], festival, Item("wish", "wishes"), *clause[other + 1 :]]


def _ends(clause: Clause, *, alone: bool) -> tuple[Clause, Clause]:
    """What names the message and its festival at the ends of a clause, and what is left of it."""
    moved: Clause = []
    offers = alone and any(item.kind in _FIGURES for item in clause)
    while True:
        size = _message_first(clause) or (offers and _festival_first(clause))
        if size and size < len(clause):
            moved, clause = moved + clause[:size], clause[size:]
            continue
        size = _message_last(clause) or (offers and _festival_last(clause))
        if not size or size >= len(clause):
            return moved, clause
        moved, clause = moved + clause[-size:], clause[:-size]


def _kinds(clause: Clause) -> tuple[str, ...]:
    return tuple(f"{item.kind} {item.form}" if item.kind == "link" else item.kind
                 for item in clause)  # fmt: skip


_MESSAGES: Final = (
    ("channel", "message"),
    ("channel", "piece"),
)
_TIED: Final = ("link for", "link of")


def _message_first(clause: Clause) -> int:
    """``whatsapp message …``, ``whatsapp message for Diwali …``, ``diwali ka whatsapp message``."""
    kinds = _kinds(clause)
    lead = 0
    if kinds[:1] == ("festival",):
        lead = 2 if kinds[1:2] and kinds[1] in _TIED else 1
    if kinds[lead : lead + 2] not in _MESSAGES:
        return 0
    size = lead + 2
    if not lead and kinds[size : size + 2] == ("link for", "festival"):
        size += 2
    return size


def _message_last(clause: Clause) -> int:
    kinds = _kinds(clause)
    size = 2
    if kinds[-2:] == ("link for", "festival"):
        return 4 if kinds[-4:-2] in _MESSAGES else 0
    if kinds[-2:] not in _MESSAGES:
        return 0
    before = kinds[:-2]
    if before[-1:] == ("festival",):
        size += 1
    elif before[-1:] and before[-1] in _TIED and before[-2:-1] == ("festival",):
        size += 2
    return size


def _festival_first(clause: Clause) -> int:
    kinds = _kinds(clause)[:2]
    return 2 if kinds in (("link for", "festival"), ("festival", "link for")) else 0


def _festival_last(clause: Clause) -> int:
    kinds = _kinds(clause)[-2:]
    return 2 if kinds in (("link for", "festival"), ("festival", "link for")) else 0


def _discount(clause: Clause) -> Clause:
    """The one discount on the one thing, whichever of them is said first."""
    places = [at for at, item in enumerate(clause) if item.kind == "off"]
    if len(places) != 1 or places[0] not in (0, len(clause) - 1):
        return clause
    rest = [item for item in clause if item.kind != "off"]
    if places[0] == 0 and rest and rest[0] in _ON:
        rest = rest[1:]
    elif places[0] and rest and rest[-1] in _ON:
        rest = rest[:-1]
    return [clause[places[0]], *rest] if _is_one_thing(rest) else clause


def _is_one_thing(items: Sequence[Item]) -> bool:
    """One of the known goods with what describes it, or two other words at most."""
    kinds = [item.kind for item in items]
    if any(item.form in _JOINS for item in items):
        return False
    words = kinds.count("word")
    return set(kinds) <= {"word", "product"} and kinds.count("product") <= 1 and (
        words <= _MOST_WORDS
    )  # fmt: skip


def _forms(clauses: Sequence[Clause]) -> list[str]:
    found: list[str] = []
    for clause in clauses:
        found += [*(["break=,"] if found else []), *map(_form, clause)]
    return found


def _form(item: Item) -> str:
    return item.form if item.kind in _PLAIN else f"{item.kind}={item.form}"
