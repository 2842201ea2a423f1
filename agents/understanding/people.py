"""The customer a message is about: the one who wrote a review or asked a question."""

from typing import Any, Final

from agents.understanding.reading import Reading
from agents.understanding.words import markers, stopwords
from integrations.languages.text import bare_forms

_LONGEST: Final = 2


def read_customer_name(reading: Reading) -> dict[str, Any]:
    """``customer_name`` as typed: before a title or a verb of saying, or after "customer"."""
    span = _before(reading, "name_title") or _before(reading, "name_verb") or _after(reading)
    if span is None:
        return {}
    first, after = span
    name = reading.message.said(first, after)
    reading.take("customer_name", first, after)
    return {"customer_name": name}


def _may_be_name(reading: Reading, place: int) -> bool:
    if not 0 <= place < len(reading.tokens) or place in reading.taken:
        return False
    token = reading.tokens[place]
    if token.script not in ("latin", "hi", "ta", "te") or len(token.text) < 2:
        return False
    group = markers("name_title") | markers("name_review") | markers("review")
    return token.text not in stopwords(reading.variant) and token.text not in group


def _before(reading: Reading, group: str) -> tuple[int, int] | None:
    for place in range(1, len(reading.tokens)):
        if reading.word(place) not in markers(group):
            continue
        first = place
        while place - first < _LONGEST and _may_be_name(reading, first - 1):
            first -= 1
        if first < place and (group == "name_title" or _capital(reading, first) or _about(reading)):
            return first, place
    return None


def _after(reading: Reading) -> tuple[int, int] | None:
    for place in range(len(reading.tokens) - 1):
        if reading.word(place) not in markers("name_before"):
            continue
        first = place + 1
        while reading.word(first) in (
            "named",
            "name",
            "is",
            "naam",
            "ka",
            "hai",
            ":",
            "-",
            "का",
            "नाम",
        ):
            first += 1
        after = first
        while (
            after - first < _LONGEST and _may_be_name(reading, after) and _capital(reading, after)
        ):
            after += 1
        if first < after:
            return first, after
    return None


def _capital(reading: Reading, place: int) -> bool:
    """Whether the word is written as a name; Indic scripts have no capitals to tell."""
    token = reading.tokens[place]
    typed = reading.message.raw[token.start : token.end]
    return typed[:1].isupper() if token.script == "latin" else _about(reading)


def _about(reading: Reading) -> bool:
    """Whether the message is about somebody's review or question."""
    wanted = markers("name_review") | markers("review")
    return any(
        form in wanted for token in reading.tokens for form in bare_forms(token.text, token.script)
    )
