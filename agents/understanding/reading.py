"""One message being read for its slots: its tokens, and which of them have been understood."""

from dataclasses import dataclass, field
from datetime import date

from agents.understanding.words import markers
from app.core.variants import Variant
from integrations.languages.text import Message, Token, bare_forms


@dataclass(slots=True)
class Reading:
    """The message with what has been taken from it so far.

    ``taken`` are tokens that a slot already explains; ``heard`` the exact words of each slot.
    """

    message: Message
    variant: Variant | None
    today: date
    taken: set[int] = field(default_factory=set)
    heard: dict[str, str] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    """The tokens of each slot, the first time it was taken."""
    prices: list[tuple[int, int]] = field(default_factory=list)
    """The tokens of every amount of money, chosen or not."""

    tokens: tuple[Token, ...] = field(init=False)
    """The tokens of the message."""

    def __post_init__(self) -> None:
        self.tokens = self.message.tokens

    def word(self, place: int) -> str:
        """The folded token at a place, empty beyond the ends."""
        return self.tokens[place].text if 0 <= place < len(self.tokens) else ""

    def words(self, first: int, after: int) -> list[str]:
        """The folded tokens from ``first`` up to ``after``, without those beyond the ends."""
        return [token.text for token in self.tokens[max(0, first) : max(0, after)]]

    def take(self, slot: str, first: int, after: int) -> None:
        """Note that these tokens said the slot."""
        self.heard.setdefault(slot, self.message.said(first, after))
        self.spans.setdefault(slot, (first, after))
        self.claim(first, after)

    def claim(self, first: int, after: int) -> None:
        """Note that these tokens are explained."""
        self.taken.update(range(first, after))

    def free(self, first: int, after: int) -> bool:
        """Whether nothing has claimed these tokens."""
        return not any(place in self.taken for place in range(first, after))

    def is_form_of(self, place: int, group: str) -> bool:
        """Whether a word of the marker group stands here, with or without a joined ending."""
        if not 0 <= place < len(self.tokens):
            return False
        token, wanted = self.tokens[place], markers(group)
        if token.script not in ("ta", "te"):
            return token.text in wanted
        return any(form in wanted for form in bare_forms(token.text, token.script))

    def mentions(self, group: str) -> bool:
        """Whether any word of the marker group stands in the message."""
        return any(self.is_form_of(place, group) for place in range(len(self.tokens)))
