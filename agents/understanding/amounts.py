"""What each amount of a message is: the price, money off, the least to spend, or the old price.

"500 off" takes five hundred away and "500 mein" is what one pays; a draft must never turn one into
the other. The words right behind an amount decide, then those right before it. A word decides for
one amount only: in "mrp 3500 now 2799" *now* is the second one's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from agents.understanding.reading import Reading
from agents.understanding.words import markers, phrases
from integrations.languages.numbers import Number

Role = Literal["price", "off", "spend", "other"]
"""``other``: neither a price nor a cut: cashback, "under 500", an advance."""
Cue = Literal["off", "under", "spend", "was", "now", "at", "price", "other"]
_STRONG: Final = frozenset({"off", "under", "spend", "was", "price", "other"})
_REACH: Final = 5
_ONLY_BEFORE_A_PRICE: Final = frozenset({"off", "under"})


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in rupees, the tokens that say it, and the word that says what it is."""

    value: float
    first: int
    after: int
    cue: Cue | None
    marked: bool
    """Said as money (₹, rs, /-), not bare."""

    @property
    def role(self) -> Role:
        """What the amount is to the offer."""
        match self.cue:
            case "off" | "spend":
                return self.cue
            case "under" | "other":
                return "other"
            case _:
                return "price"


class CueReader:
    """Gives amounts their cues, left to right."""

    def __init__(self, reading: Reading, numbers: Iterable[Number]) -> None:
        self._reading = reading
        hits = phrases("money").find(reading.message)
        self._cues = {hit.first: (str(hit.value), hit.after) for hit in hits}
        self._numbers = {number.first for number in numbers}
        self._used: set[int] = set()

    def mentions(self, cue: Cue) -> bool:
        """Whether the cue stands anywhere in the message."""
        return any(found == cue for found, _ in self._cues.values())

    def peek(self, after: int) -> str | None:
        """The cue right behind a number, left for whom it belongs to."""
        found = self._behind(after)
        return found[0] if found else None

    def take(self, first: int, after: int) -> Cue | None:
        """The cue of the number that stands at tokens ``first`` up to ``after``."""
        behind, ahead = self._behind(after), self._ahead(first)
        strong_behind = behind is not None and behind[0] in _STRONG
        strong_ahead = ahead is not None and ahead[0] in _STRONG
        chosen = behind if strong_behind else ahead or behind
        if strong_behind and strong_ahead and self._belongs_to_the_next(behind):
            chosen = ahead
        if chosen is None:
            return None
        self._used.add(chosen[1])
        return chosen[0]  # type: ignore[return-value]

    def _belongs_to_the_next(self, cue: tuple[str, int] | None) -> bool:
        """ "Price 999 discount 200": the discount is the two hundred's."""
        return cue is not None and self._cues[cue[1]][1] in self._numbers

    def _behind(self, place: int) -> tuple[str, int] | None:
        weak: tuple[str, int] | None = None
        at = place
        while at < min(place + _REACH, len(self._reading.tokens)):
            if at in self._numbers:
                break
            found = self._cues.get(at)
            if found and found[0] == "at":
                break  # "now", "sirf": the next amount's word
            if found and at not in self._used and not self._is_a_low_price(found):
                if found[0] in _STRONG:
                    return found[0], at
                weak = weak or (found[0], at)
            elif self._reading.word(at) not in markers("behind_amount"):
                break
            at = found[1] if found else at + 1
        return weak

    def _is_a_low_price(self, found: tuple[str, int]) -> bool:
        """ "kam daam", "குறைந்த விலை": low is said of the price, nothing is taken off."""
        return found[0] in _ONLY_BEFORE_A_PRICE and (self._cues.get(found[1], ("",))[0] == "price")

    def _ahead(self, place: int) -> tuple[str, int] | None:
        covered = {at: first for first, (_, end) in self._cues.items() for at in range(first, end)}
        for at in range(place - 1, max(-1, place - 1 - _REACH), -1):
            first = covered.get(at)
            if first is not None:
                cue = self._cues[first][0]
                if first not in self._used:
                    return cue, first
                return None
            if self._reading.word(at) not in markers("ahead_of_amount"):
                return None
        return None


def choose(amounts: Sequence[Amount], reading: Reading) -> Amount | None:
    """The amount the message is about: the cut, else the price to pay now, else what is left."""
    for role in ("off", "price", "spend", "other"):
        found = [amount for amount in amounts if amount.role == role]
        if found:
            return _to_pay(found, reading) if role == "price" else found[0]
    return None


def _to_pay(prices: Sequence[Amount], reading: Reading) -> Amount:
    """Of "999 ka 499 mein" and "mrp 3500 now 2799" the second; of a list the first."""
    current = [price for price in prices if price.cue != "was"] or list(prices)
    first = current[0]
    for price in current[1:]:
        said = reading.words(first.after, price.first)
        replaced = bool(said) and said[0] in markers("old_price") and "," not in said
        if price.cue in ("now", "at", "price") and first.cue is None and replaced:
            return price
    plain = next((price for price in current if price.marked or price.cue), first)
    return replace(plain, cue=None) if plain.cue == "was" else plain
