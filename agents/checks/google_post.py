"""A post on her Google profile as Google takes it: plain words, no number in them, and a button.

Google turns back posts with a telephone number in their text and offers six buttons: Google
Business Profile help, "Create posts", and the API's ActionType (checked 23 Nov 2026).
"""

import re
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong

NAME: Final = "google_post"
NEEDS: Final = frozenset({"text", "extras"})

BUTTONS: Final = frozenset({"call", "order", "book", "shop", "sign_up", "learn_more"})
_MARKS: Final = re.compile(r"#[^\W\d]\S*|[\U0001f1e6-\U0001faff\u2600-\u27bf\u2b50]")


def check(subject: Subject) -> Finding:
    """Fails on a number to call, then on hashtags and emoji, then without a button."""
    phone = next((figure for figure in subject.figures if figure.kind == "phone"), None)
    if phone is not None:
        return wrong(NAME, "phone", weight="look", words=phone.text.strip())
    if marks := _MARKS.search(subject.text):
        return wrong(NAME, weight="look", words=marks.group())
    if subject.extras.get("button") not in BUTTONS:
        return wrong(NAME, "button", weight="look")
    return right(NAME)
