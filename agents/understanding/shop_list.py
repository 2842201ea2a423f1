"""Whether she asks for the shops she has here, for a further one, or to go to another of them.

A message is taken for that only when every word of it belongs to the subject: "nayi dukaan khuli
hai, message banao" is about a message, and "meri dukaan" alone is what is known of this one.
"""

from typing import Final

from agents.understanding.told_words import own_words, places_of
from integrations.languages.text import read

MOST_WORDS: Final = 9
_GROUPS: Final = ("shop", "shops", "other", "add", "go", "ask", "small")


def asks_for_shops(text: str) -> bool:
    """Whether her list of shops answers the message. Never raises."""
    message = read(own_words(text))
    words = [place for place, token in enumerate(message.tokens) if token.script != "other"]
    if not 0 < len(words) <= MOST_WORDS:
        return False
    found = {group: places_of("shops", group, message) for group in _GROUPS}
    if not (found["shop"] or found["shops"]):
        return False
    if any(all(place not in places for places in found.values()) for place in words):
        return False
    asks = found["ask"] or found["add"] or found["go"]
    if found["shops"]:
        return bool(asks or len(words) <= 2)
    return bool(found["go"] or (found["other"] and asks))
