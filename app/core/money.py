"""Money: integer paise inside, Indian grouping outside."""

from decimal import Decimal, InvalidOperation
from typing import Final, NewType

from app.core.errors import InputError

Paise = NewType("Paise", int)

PAISE_PER_RUPEE: Final = 100
# PostgreSQL's bigint holds 9.2e18; a crore crore rupees is far beyond any shop and far below that.
LARGEST_PAISE: Final = 10**16


def rupees_to_paise(rupees: Decimal | int | str) -> Paise:
    """Exact paise of an amount in rupees, e.g. ``"1,24,999.50"`` is 12499950.

    Commas between digits and a leading ₹ are allowed in text; floats are not, they are not exact.

    Raises:
        InputError: ``amount_unreadable`` when it is no plain number or finer than a paisa,
            ``amount_too_large`` beyond a crore crore rupees.
    """
    if isinstance(rupees, bool | float):
        msg = "pass Decimal, int or str: a float is not an exact amount"
        raise TypeError(msg)
    shown = str(rupees)
    try:
        amount = Decimal(shown.strip().removeprefix("₹").replace(",", "").strip())
    except InvalidOperation as error:
        raise InputError("amount_unreadable", params={"amount": shown}) from error
    if not amount.is_finite():
        raise InputError("amount_unreadable", params={"amount": shown})
    if abs(amount) > LARGEST_PAISE // PAISE_PER_RUPEE:
        raise InputError("amount_too_large", params={"amount": shown})
    paise = amount * PAISE_PER_RUPEE
    if paise != paise.to_integral_value():
        raise InputError("amount_unreadable", params={"amount": shown})
    return Paise(int(paise))


def group_indian(whole: int) -> str:
    """Digits of a whole number grouped as in India: 124999 is ``1,24,999``."""
    digits = str(abs(whole))
    head, tail = digits[:-3], digits[-3:]
    pairs: list[str] = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ("-" if whole < 0 else "") + ",".join([*pairs, tail])


def format_rupees(paise: int) -> str:
    """The amount as printed, e.g. ``₹1,24,999`` or ``₹1,24,999.50``; paise only when non-zero."""
    rupees, rest = divmod(abs(paise), PAISE_PER_RUPEE)
    sign = "-" if paise < 0 else ""
    fraction = f".{rest:02d}" if rest else ""
    return f"{sign}₹{group_indian(rupees)}{fraction}"
