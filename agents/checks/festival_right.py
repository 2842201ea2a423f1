"""The festival she named is the one in the draft, and no other."""

import re
from functools import cache
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from agents.checks.words import first
from integrations.languages.text import fold, squeeze

NAME: Final = "festival_right"
NEEDS: Final = frozenset({"text", "festival", "festival_names", "said"})
_SHORTEST_STEM: Final = 5
_HEAD: Final = 2
_WORD_HEAD: Final = re.compile(
    r"(?<![a-z0-9])(?=([a-z0-9].?))|(?<![\u0900-\u0d7f])(?=([\u0900-\u0d7f].?))"
)
_Owners = dict[str, list[tuple[str, str]]]
_DROPPED_ENDS: Final = ("ం", "ు", "ம்", "m", "u")


def check(subject: Subject) -> Finding:
    """Fails when her festival is missing or another one stands in the text."""
    wanted = subject.festival
    hers = _names(subject)
    # "Chhoti Diwali" holds "Diwali", and a dish may share a festival's name: her words decide.
    known = fold(" ".join((*hers, *subject.said, subject.own_words)))
    owners = _owners(tuple(subject.festival_names.items()))
    for spelling, named in _may_stand(owners, subject.folded):
        if spelling in known:
            continue
        mine = wanted is not None and named == wanted.id
        if not mine and first((spelling,), subject.folded):
            return wrong(NAME, "other", weight="stop", words=subject.festival_names[named][0])
    text = squeeze(subject.text)
    if (
        wanted
        and subject.author == "assistant"
        and not any(_stem(squeeze(n)) in text for n in hers)
    ):
        return wrong(NAME, weight="look", name=wanted.names[subject.language])
    return right(NAME)


def _stem(name: str) -> str:
    """The name without the ending it loses before "wishes": దినోత్సవం is said దినోత్సవ."""
    ends = (end for end in _DROPPED_ENDS if name.endswith(end) and len(name) > _SHORTEST_STEM)
    return name.removesuffix(next(ends, ""))


@cache
def _owners(names: tuple[tuple[str, tuple[str, ...]], ...]) -> _Owners:
    """Every spelling, folded, with its festival, by its first letters."""
    found = {fold(spelling): name for name, spellings in names for spelling in spellings}
    owners: dict[str, list[tuple[str, str]]] = {}
    for spelling, name in found.items():
        owners.setdefault(spelling[:_HEAD], []).append((spelling, name))
    return owners


def _may_stand(owners: _Owners, text: str) -> list[tuple[str, str]]:
    """The spellings that are in the text, with their festivals; the longest first.

    A name begins where a word does, so that the words' first letters rule out nearly all of them.
    """
    heads = {match.group(1) or match.group(2) for match in _WORD_HEAD.finditer(text)}
    near = (pair for head in heads for pair in owners.get(head, ()))
    found = (pair for pair in near if pair[0] in text)
    return sorted(found, key=lambda pair: (-len(pair[0]), pair))


def _names(subject: Subject) -> tuple[str, ...]:
    wanted = subject.festival
    if wanted is None:
        return ()
    return (*wanted.names.values(), *subject.festival_names.get(wanted.id, ()))
