"""What a day is to an offer: its beginning, its end, or the day itself.

English puts the word before the day (``till Sunday``), the Indian languages behind it (``Sunday
tak``, ``ஞாயிறு வரை``, ``ఆదివారం వరకు``); words such as *starts* and *khatam* stand on either side.
"""

from collections.abc import Mapping
from typing import Final, Literal

from integrations.languages.time_words import TimeReader

Role = Literal["from", "until", "on", "eve", "morrow", "every"]
"""``eve``: over before the day; ``morrow``: begins after it; ``every``: that day of each week."""

_POSTPOSITIONS: Final[Mapping[str, Role]] = {
    "until": "until", "from": "from", "before": "eve", "later": "morrow",
}  # fmt: skip
_VERBS: Final[Mapping[str, Role]] = {"ends": "until", "starts": "from", "last_day": "until"}
_PREPOSITIONS: Final[Mapping[str, Role]] = {
    "till": "until", "since": "from", "ahead_of": "eve", "following": "morrow", "every": "every",
    **_VERBS,
}  # fmt: skip
_JOINED: Final[tuple[tuple[str, Role], ...]] = (
    ("லிருந்து", "from"), ("வரைக்கும்", "until"), ("வரை", "until"),
    ("నుంచి", "from"), ("నుండి", "from"), ("వరకు", "until"), ("వరకే", "until"),
)  # fmt: skip
_REACH: Final = 5
_LAST_DAY_REACH: Final = 5
# What may stand between a day and the word that gives its role.
_BEHIND_WORDS: Final = """
ko ki ke hi bhi raat night nite evening eve subah subha shaam sham sam morning dopahar
afternoon noon la le na nu ku dhaan than thaan kaalai maalai saayangaalam rathiri raathiri
ratri raatri sayantram udayam naadu nadu annaiku anniku only - को ही भी की के रात शाम सुबह दोपहर
அன்று அன்னைக்கு இரவு காலை மாலை ராத்திரி தான் నాడు సాయంత్రం రాత్రి ఉదయం
"""
_AHEAD_WORDS: Final = """
the this next coming upcoming on is iss isi only just aane wale wali agle agli aagami of - :
date day valid night evening morning raat इस अगले आने वाले को है இந்த அடுத்த வரும் indha intha adutha
varra ee vache vacche ఈ వచ్చే
"""
_BEHIND_FILLERS: Final = frozenset(_BEHIND_WORDS.split())
_AHEAD_FILLERS: Final = frozenset(_AHEAD_WORDS.split())
_HOUR_WORDS: Final = """
am pm baje bje bajay mani manikku gantala gantalaku o'clock बजे மணி மணிக்கு గంటల గంటలకు
"""
_HOURS: Final = frozenset(_HOUR_WORDS.split())
_STOPS: Final = frozenset(",.!?।;")


class RoleReader:
    """Gives days their roles, left to right: a word gives one day its role, never two."""

    def __init__(self, reader: TimeReader) -> None:
        self._reader = reader
        self._used: set[int] = set()

    def role(self, first: int, after: int, *, fixed: bool = True) -> Role:
        """The role of the day that stands at tokens ``first`` up to ``after``.

        ``fixed``: a weekday or a date, which an hour may end ("Sunday raat 9 baje tak"); "kal 6
        baje tak" says how long tomorrow is.
        """
        return (
            self._joined(after - 1)
            or self._behind(after, _POSTPOSITIONS, fixed=fixed)
            or self._ahead(first)
            or self._behind(after, _VERBS, fixed=fixed)
            or "on"
        )

    def _joined(self, place: int) -> Role | None:
        """``வெள்ளிக்கிழமையிலிருந்து``, ``ఆదివారంవరకు``."""
        word = self._reader.tokens[place].text
        for ending, role in _JOINED:
            if word.endswith(ending) and len(word) > len(ending):
                return role
        return None

    def _behind(self, place: int, keys: Mapping[str, Role], *, fixed: bool) -> Role | None:
        """``Sunday tak``, ``Sunday raat 9 baje tak``, ``30 nov se``, ``Monday start``."""
        hour = False
        for at in range(place, min(place + _REACH, len(self._reader.tokens))):
            key = str(self._reader.time.get(at, ("",))[0])
            if key in keys and at not in self._used:
                if hour and (keys[key] == "from" or not fixed):
                    # "Kal 6 baje se" opens at six tomorrow: the day is tomorrow alone.
                    return None
                self._used.add(at)
                return keys[key]
            token = self._reader.tokens[at]
            is_hour = token.script == "digit" or token.text in _HOURS
            if not is_hour and token.text not in _BEHIND_FILLERS:
                return None
            hour = hour or is_hour
        return None

    def _ahead(self, place: int) -> Role | None:
        """``till Sunday``, ``starts this Monday``, ``last date for admission is 5 Nov``."""
        for at in range(place - 1, max(-1, place - 1 - _REACH), -1):
            first, key = self._word_over(at)
            if key in _PREPOSITIONS and first not in self._used:
                self._used.add(first)
                return _PREPOSITIONS[key]
            text = self._reader.tokens[at].text
            if text in _STOPS or key in _POSTPOSITIONS:
                return None
            if text not in _AHEAD_FILLERS and not self._last_day_near(at):
                return None
        return None

    def _word_over(self, at: int) -> tuple[int, str]:
        """The word of time that covers the token: where it begins, and its key."""
        for first in range(at, max(-1, at - 4), -1):
            found = self._reader.time.get(first)
            if found and found[1] > at:
                return first, str(found[0])
        return at, ""

    def _last_day_near(self, at: int) -> bool:
        """Whether "last date" stands a few words before: its sentence may name what it is for."""
        near = range(max(0, at - _LAST_DAY_REACH), at + 1)
        return any(self._reader.time_at(place, "last_day") is not None for place in near)
