"""An SMS costs as few parts as it must: short, and in the letters that GSM-7 has."""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from app.core.variants import is_native
from integrations.india.sms import measure, strange_letters

NAME: Final = "sms_parts"
NEEDS: Final = frozenset({"text", "language", "params", "foundation"})

MOST: Final = 2


def check(subject: Subject) -> Finding:
    """Fails above ``most`` parts, and on a letter that alone makes a Latin text Unicode."""
    most = int(subject.params.get("most", MOST))
    size = measure(subject.text)
    if not is_native(subject.language) and (strange := strange_letters(subject.text)):
        ours = all(letter.casefold() in subject.own_words for letter in strange)
        return wrong(NAME, "letters", weight="look", mendable=not ours, words=strange[:3])
    if size.parts > most:
        return wrong(NAME, weight="look", count=size.parts, max=most)
    return right(NAME)
