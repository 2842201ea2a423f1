"""How the tests read a number back."""

from app.core.variants import Variant
from integrations.languages.numbers import number_at
from integrations.languages.text import read


def read_number(text: str, variant: Variant | None) -> float | None:
    """The value of a text that is one number and nothing else, or None."""
    message = read(text)
    if not message.tokens:
        return None
    number = number_at(message, 0, variant)
    return number.value if number and number.after == len(message.tokens) else None
