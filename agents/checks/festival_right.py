"""The festival she named is the one in the draft, and no other."""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from integrations.languages.text import squeeze

NAME: Final = "festival_right"
NEEDS: Final = frozenset({"text", "festival", "festival_names"})


def check(subject: Subject) -> Finding:
    """Fails when her festival is missing or another one stands in the text."""
    text = squeeze(subject.text)
    spoken = squeeze(" ".join(subject.said))
    wanted = subject.festival
    names = [wanted.names[subject.language], *wanted.names.values()] if wanted else []
    spelt = subject.festival_names.get(wanted.id, ()) if wanted else ()
    hers = {squeeze(name) for name in (*names, *spelt)}
    for festival, spellings in subject.festival_names.items():
        if wanted and festival == wanted.id:
            continue
        for name in map(squeeze, spellings):
            known = any(name in own for own in hers) or name in spoken
            if len(name) > 3 and name in text and not known:
                return wrong(NAME, "other", weight="stop", words=spellings[0])
    if wanted and subject.author == "assistant" and not any(name in text for name in hers):
        return wrong(NAME, weight="look", name=wanted.names[subject.language])
    return right(NAME)
