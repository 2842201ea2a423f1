"""What may come in: cleaned, cut to a limit, and masked of what must not be kept."""

from dataclasses import dataclass, field
from typing import Any, Final

from app.core.errors import TooLarge
from app.security.pii_scanner import mask
from app.security.sanitizer import Content, clean, normalise
from memory.foundation_store import Foundation

HER_SHOP: Final = "her_shop"  # she is asked about her shop: numbers in it are hers
KEPT_OF_TOO_LONG: Final = 400  # enough to recognise the message that was refused
_CONTACT_OF: Final = {"phone": {"phone"}, "vpa": {"upi"}, HER_SHOP: {"phone", "upi"}}
_MINE: Final = ("phone", "vpa", "website")


@dataclass(frozen=True, slots=True)
class Guarded:
    """The text that may be kept. ``blocked`` is the code of a refusal, with ``params``."""

    text: str
    content: Content
    blocked: str | None = None
    params: dict[str, Any] = field(default_factory=dict)


def guard(text: str, facts: Foundation, expecting: str | None = None) -> Guarded:
    """Clean and mask a message; ``expecting`` is the fact she was just asked for."""
    try:
        cleaned = clean(text)
    except TooLarge as error:
        kept = normalise(text)[:KEPT_OF_TOO_LONG]
        return Guarded(_masked(kept, facts, expecting), "words", error.code, error.params)
    return Guarded(_masked(cleaned.text, facts, expecting), cleaned.content)


def _masked(text: str, facts: Foundation, expecting: str | None) -> str:
    own = frozenset(str(facts.value(name)) for name in _MINE if facts.value(name))
    allowed = _CONTACT_OF.get(expecting or "", set())
    return mask(text, own, allow=frozenset(allowed)).text
