"""Reading every word list once, so that the first message of a process does not wait for it."""

from datetime import date

from agents.understanding.answers import read_answer
from agents.understanding.concepts import find_concepts
from agents.understanding.intents import read_intent
from agents.understanding.slots import read_slots
from integrations.languages.identify import identify
from integrations.languages.transliterate import warm

_ANY: tuple[str, ...] = ("diwali ke liye whatsapp message, 20% off", "दिवाली पर मैसेज", "hello")


def wake() -> None:
    """Use every reader once; some tenths of a second, to be spent in a thread."""
    for text in _ANY:
        heard = identify(text)
        variant = None if heard.variant == "und" else heard.variant
        read_slots(text, variant, date(2026, 1, 5))
        read_intent(text, variant)
        find_concepts(text)
    read_answer("city", "Lucknow", "hi-Latn")
    warm()
