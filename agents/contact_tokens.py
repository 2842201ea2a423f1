"""Her own contacts on the way to a network model and back: a token goes, the contact returns.

Phone, UPI id, GSTIN, website and owner's name are facts of her foundation; no vendor needs them to
write a message. Tokens are plain capitals, which models copy faithfully and composers never write.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from agents.figures import read_figures

TOKENS: Final = {
    "phone": "SHOPPHONE",
    "vpa": "SHOPUPI",
    "gstin": "SHOPGSTIN",
    "website": "SHOPSITE",
}


class ContactTokens:
    """The tokens of one foundation."""

    def __init__(self, foundation: Mapping[str, Any]) -> None:
        self._values = {
            token: str(foundation[field])
            for field, token in TOKENS.items()
            if foundation.get(field)
        }
        self._phone = re.sub(r"\D", "", self._values.get(TOKENS["phone"], ""))[-10:]

    def hide(self, text: str) -> str:
        """The text with every own contact replaced, phone numbers however they are spaced."""
        for token, value in self._values.items():
            text = text.replace(value, token)
        if self._phone:
            for figure in reversed(read_figures(text)):
                if figure.kind == "phone" and figure.value == self._phone:
                    text = text[: figure.start] + TOKENS["phone"] + text[figure.end :]
        return text

    def restore(self, text: str) -> str:
        """The text with the contacts back in their places."""
        for token, value in self._values.items():
            text = text.replace(token, value)
        return text

    def restorer(self) -> "Restorer":
        """The same for a text that arrives in pieces."""
        return Restorer(self)

    def may_grow(self, tail: str) -> bool:
        """Whether the tail is the beginning of a token."""
        return any(token != tail and token.startswith(tail) for token in self._values)


class Restorer:
    """Restores a stream: a piece that may be half a token waits for the next one."""

    def __init__(self, tokens: ContactTokens) -> None:
        self._tokens = tokens
        self._held = ""

    def feed(self, piece: str) -> str:
        """What can be shown now."""
        text = self._held + piece
        longest = max(len(token) for token in TOKENS.values())
        self._held = ""
        for size in range(min(longest, len(text)), 0, -1):
            if self._tokens.may_grow(text[-size:]):
                self._held = text[-size:]
                text = text[:-size]
                break
        return self._tokens.restore(text)

    def rest(self) -> str:
        """What was still held when the stream ended."""
        held, self._held = self._held, ""
        return self._tokens.restore(held)
