"""Which channels a message asks for and which it rules out, its tone, and the language it wants."""

from typing import Any, Final

from agents.understanding.reading import Reading
from agents.understanding.words import markers, phrases
from integrations.languages.text import Hit

# Listed among the channels so that "Google Pay" is not taken for Google.
_NO_CHANNEL: Final = frozenset({"reel", "payment"})
_TALKS: Final = frozenset({"whatsapp", "instagram", "facebook", "email"})
_ASKED_WITHIN: Final = 4


def read_channels(reading: Reading) -> dict[str, Any]:
    """``channel``, ``channels`` and ``not_channels``."""
    hits = phrases("channels").find(reading.message)
    wanted: list[str] = []
    refused: list[str] = []
    for index, hit in enumerate(hits):
        reading.claim(hit.first, hit.after)
        if hit.value in _NO_CHANNEL or _is_where_somebody_asked(reading, hit):
            continue
        if hit.value == "google_business" and about_review(reading, hit):
            continue
        until = hits[index + 1].first if index + 1 < len(hits) else len(reading.tokens)
        since = hits[index - 1].after if index else 0
        if is_refused(reading, hit, since, until):
            refused.append(hit.value)
        else:
            wanted.append(hit.value)
            reading.take("channel", hit.first, hit.after)
    wanted = [name for name in dict.fromkeys(wanted) if name not in refused]
    found: dict[str, Any] = {
        "channels": tuple(wanted),
        "not_channels": tuple(dict.fromkeys(refused)),
    }
    if wanted:
        found["channel"] = wanted[0]
    return found


def about_review(reading: Reading, hit: Hit[str]) -> bool:
    """Whether "Google" is only where the review stands: it is named, or somebody wrote there."""
    if any(reading.is_form_of(place, "review") for place in range(hit.first - 3, hit.after + 4)):
        return True
    places = range(len(reading.tokens))
    if not any(reading.is_form_of(place, "wrote") for place in places):
        return False
    return any(
        reading.is_form_of(place, group) for group in ("somebody", "answering") for place in places
    )


def _is_where_somebody_asked(reading: Reading, hit: Hit[str]) -> bool:
    """Whether a customer asked there, "somebody asked on WhatsApp": not where we are to send."""
    if hit.value not in _TALKS or not reading.mentions("somebody"):
        return False
    near = range(hit.first - _ASKED_WITHIN, hit.after + _ASKED_WITHIN)
    return any(reading.is_form_of(place, "asked_there") for place in near)


def is_refused(reading: Reading, hit: Hit[str], since: int, until: int) -> bool:
    """Whether the thing at ``hit`` is ruled out ("insta mat", "no poster"), within these tokens."""
    for place in range(hit.after, min(until, hit.after + 4)):
        word = reading.word(place)
        if word in markers("not_after"):
            return True
        if word not in markers("between"):
            break
    for place in range(hit.first - 1, max(since, hit.first - 4) - 1, -1):
        word = reading.word(place)
        if word in markers("not_before") and not _is_sent(reading, place):
            return True
        if word not in markers("between"):
            break
    return False


def _is_sent(reading: Reading, place: int) -> bool:
    """Whether "drop" at ``place`` means to send, "drop a whatsapp", and not to leave out."""
    return reading.word(place) == "drop" and reading.word(place + 1) in ("a", "an", "them", "us")


def read_tone(reading: Reading) -> dict[str, Any]:
    """``tone``: how the message should sound."""
    for hit in phrases("tones").find(reading.message):
        reading.take("tone", hit.first, hit.after)
        return {"tone": hit.value}
    return {}


def read_target_language(reading: Reading) -> dict[str, Any]:
    """``target_language``: only when the words say the text shall be in it, not about it."""
    hits = phrases("languages").find(reading.message)
    for hit in hits:
        # "in this" is no "inthi", which is how Hindi is typed in Tamil.
        if reading.word(hit.first) == "in" and not hit.exact:
            continue
        if hit.value in ("hi-Latn", "ta-Latn", "te-Latn") or is_meant(reading, hit):
            reading.take("target_language", hit.first, hit.after)
            return {"target_language": hit.value}
    return {}


def is_meant(reading: Reading, hit: Hit[str]) -> bool:
    """Whether the words want the text in this language, rather than speak of it."""
    if not hit.exact or hit.after - hit.first > 1:
        return True
    if reading.word(hit.first - 1) in markers("in_language_before") or len(reading.tokens) <= 2:
        return True
    return reading.word(hit.after) in markers("in_language_after") or any(
        word in markers("translate") for word in reading.words(hit.after, hit.after + 2)
    )
