"""Which form a noun takes after a number, by the plural rules of CLDR (through Babel).

English, Tamil and Telugu have one form for one and another for all else; Hindi counts nought and
every fraction below one with one.
"""

from decimal import Decimal
from functools import cache

from babel import Locale

from app.core.variants import Shell, Variant, base_of


@cache
def _rule(base: Shell) -> Locale:
    return Locale(base)


def is_one(number: int | float | Decimal, variant: Variant) -> bool:
    """Whether the noun after ``number`` stands in the form that goes with one."""
    return bool(_rule(base_of(variant)).plural_form(number) == "one")


def counted(number: int | float | Decimal, variant: Variant, one: str, other: str) -> str:
    """``one`` or ``other``, whichever the number takes; ``{count}`` in it is the number.

    ``counted(3, "en", "{count} message", "{count} messages")`` is ``3 messages``.
    """
    return (one if is_one(number, variant) else other).format(count=number)
