"""Whether an answer refuses to tell what was asked: "number kudukka maaten", "नहीं बताना"."""

from agents.understanding.word_groups import phrases_of
from integrations.languages.text import latin_digits, read

_LONGEST = 9


def refuses(text: str) -> bool:
    """Whether all of it is a refusal and the small words around one.

    One word more, a figure or an address, and it tells something: ``Illam Sweets`` is a name.
    """
    plain = latin_digits(text)
    if "@" in plain or any(map(str.isdigit, plain)):
        return False
    message = read(text)
    words = {n for n, token in enumerate(message.tokens) if token.script != "other"}
    hits = phrases_of("refusal").find(message)
    if not hits or len(words) > _LONGEST:
        return False
    small = phrases_of("refusal_filler").find(message)
    return words <= {place for hit in (*hits, *small) for place in range(hit.first, hit.after)}
