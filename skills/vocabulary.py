"""The names that phrases and plans may lean on; the composer must be able to supply each."""

from typing import Final

SLOTS: Final = frozenset(
    {
        "area",
        "business",
        "city",
        "customer",
        "date",
        "days",
        "deal",
        "festival",
        "festival_date",
        "greeting",
        "phone",
        "place",
        "price",
        "product",
        "products",
        "till",
        "usp",
    }
)
"""Facts that can be written into a sentence, each already in the draft's script."""

FLAGS: Final[frozenset[str]] = frozenset()
"""Facts that only decide which sentence fits."""

FORMS: Final = frozenset({"oblique", "dative", "plural", "locative"})
"""Grammatical forms a slot can take, where its language has them."""
