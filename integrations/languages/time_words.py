"""Where a message speaks of time: months, weekdays, "till", "next", and counts before them.

The ground that ``dates`` reads days and lengths of time from.
"""

from datetime import date
from functools import cache
from typing import Final

from app.core.variants import SHELLS, Shell, Variant, base_of
from integrations.languages.numbers import number_at
from integrations.languages.regional_languages import Spelling, language
from integrations.languages.text import Message, Phrases

# Words for a weekday, month or time that are also everyday words or names: believed only beside
# another word of time.
_WEAK_WORDS: Final = """
sun sat mon wed fri thu tue mar may march jan dec jun jul aug oct nov sep feb velli sani ravi
shani mangal budh som shukra juma puthan budhan kal kl by from date st nd rd th tk se bad ends
starting in is ee pai vara varum வெள்ளி சனி ஞாயிறு புதன் செவ்வாய் திங்கள் வியாழன் மே
सोम मंगल बुध शुक्र शनि रवि में సోమ మంగళ బుధ శుక్ర శని మే
"""
WEAK: Final = frozenset(_WEAK_WORDS.split())
_NAMES: Final = frozenset(["ravi", "mangal", "som", "रवि", "मंगल", "सोम"])
# Keys of the words that say what a day is to an offer; they make a weak word a day.
_AHEAD_OF_A_DAY: Final = ("till", "since", "starts", "ends", "last_day")
_BEHIND_A_DAY: Final = ("until", "from", "starts", "ends", "before")
ORDINALS: Final = frozenset(["st", "nd", "rd", "th", "va", "వ", "ம்", "ஆம்", "aam", "am"])


@cache
def _phrases(code: Shell, group: str) -> Phrases[int | str]:
    entries: dict[str, int | str] = {}
    for shell in dict.fromkeys((code, *SHELLS)):
        spoken = language(shell)
        pairs: list[tuple[int | str, Spelling]] = list(spoken.time.items())
        if group != "time":
            pairs = list(enumerate(spoken.months if group == "months" else spoken.weekdays))
        for value, words in pairs:
            # Latin words of another language would be false friends: ``kal`` is half a Tamil day.
            latin = words.latin if shell in (code, "en") else ()
            for word in (*words.native, *latin):
                entries.setdefault(word, value)
    return Phrases(entries)


class TimeReader:
    """One message being read for its days."""

    def __init__(self, message: Message, variant: Variant | None, today: date) -> None:
        self.message = message
        self.tokens = message.tokens
        self.variant = variant
        self.today = today
        code = base_of(variant) if variant else "en"
        self.months = self._by_place(_phrases(code, "months"))
        self.weekdays = self._by_place(_phrases(code, "weekdays"))
        self.time = self._by_place(_phrases(code, "time"))

    def _by_place(self, phrases: Phrases[int | str]) -> dict[int, tuple[int | str, int]]:
        return {hit.first: (hit.value, hit.after) for hit in phrases.find(self.message)}

    def time_at(self, place: int, *keys: str) -> int | None:
        """The token after a word of time of one of the keys at ``place``."""
        found = self.time.get(place)
        return found[1] if found and found[0] in keys else None

    def strong(self, place: int, after: int) -> bool:
        """Whether the words are no everyday words, or stand beside another word of time."""
        said = "".join(token.text for token in self.tokens[place:after])
        if said not in WEAK:
            return True
        near = self.beside_role(place, after)
        near = near or any(
            self.time_at(at, "this", "next")
            for at in (*range(max(0, place - 2), place), after, after + 1)
        )
        spoken_on = place > 0 and self.tokens[place - 1].text in ("on", "by", "for")
        if said in _NAMES and self.time_at(after, "from"):
            return False  # "Ravi se" is from a man more often than from a day
        return near or spoken_on or self._in_a_pair(place, after)

    def _in_a_pair(self, place: int, after: int) -> bool:
        """``Sat Sun``, ``Sat & Sun``, ``Sun, 8 Nov``: another day makes this word one."""
        near = (after, after + 1, place - 1, place - 2)
        dated = place in self.weekdays and any(at in self.months for at in range(after, after + 4))
        return dated or any(at in self.weekdays for at in near)

    def beside_role(self, first: int, after: int) -> bool:
        """Whether a word such as till stands within two tokens before, or tak within two behind."""
        ahead, behind = range(max(0, first - 2), first), range(after, after + 2)
        return any(self.time_at(place, *_AHEAD_OF_A_DAY) for place in ahead) or any(
            self.time_at(place, *_BEHIND_A_DAY) for place in behind
        )

    def count_before(self, place: int) -> tuple[int, int] | None:
        """A whole number that ends right before ``place``, and where it begins."""
        for first in range(max(0, place - 4), place):
            number = number_at(self.message, first, self.variant)
            if number and self._reaches(number.after, place) and number.value == int(number.value):
                return int(number.value), first
        return None

    def _reaches(self, after: int, place: int) -> bool:
        return all(self.tokens[at].text in ORDINALS | {"-"} for at in range(after, place))
