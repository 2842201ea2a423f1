"""What a message does in the conversation: a new request, or a word about what is on the screen."""

import re
from dataclasses import dataclass
from typing import Literal

from app.core.variants import Variant

IntentKind = Literal[
    "request",
    "approve",
    "reject",
    "another",
    "shorter",
    "longer",
    "language",
    "skip",
    "stop",
    "yes",
    "no",
    "correct",
    "greet",
    "thanks",
]


@dataclass(frozen=True, slots=True)
class Intent:
    """What the message does; ``language`` is set when it asks for another variant.

    ``talk`` tells the two language asks apart: True is "speak Tamil from now", False is "this
    message in Tamil".
    """

    kind: IntentKind
    language: Variant | None = None
    talk: bool = False


def read_intent(text: str, variant: Variant | None) -> Intent:
    """Name what ``text`` does; anything that is not plainly something else is a request."""
    del variant
    said = text.strip().lower().strip(".!। ")
    if re.fullmatch(r"(theek hai|pakka|ok|approve|ok anna|haan bhej do)", said):
        return Intent("approve")
    if re.fullmatch(r"(skip|chhod dein|rehne do)", said):
        return Intent("skip")
    return Intent("request")
