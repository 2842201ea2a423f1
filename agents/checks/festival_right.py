"""The festival she named is the one in the draft, and no other."""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from agents.checks.words import pattern
from integrations.languages.text import fold, squeeze

NAME: Final = "festival_right"
NEEDS: Final = frozenset({"text", "festival", "festival_names", "said"})
_SHORTEST_STEM: Final = 5
_DROPPED_ENDS: Final = ("ం", "ు", "ம்", "m", "u")


def check(subject: Subject) -> Finding:
    """Fails when her festival is missing or another one stands in the text."""
    wanted = subject.festival
    hers = _names(subject)
    # "Chhoti Diwali" holds "Diwali", and a dish may share a festival's name: her words decide.
    known = fold(" ".join((*hers, *subject.said, subject.own_words)))
    owner = {fold(s): name for name, each in subject.festival_names.items() for s in each}
    every = tuple(s for each in subject.festival_names.values() for s in each)
    for match in pattern(every).finditer(subject.folded) if every else ():
        named = owner.get(match.group())
        mine = wanted is not None and named == wanted.id
        if named and not mine and match.group() not in known:
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


def _names(subject: Subject) -> tuple[str, ...]:
    wanted = subject.festival
    if wanted is None:
        return ()
    return (*wanted.names.values(), *subject.festival_names.get(wanted.id, ()))
