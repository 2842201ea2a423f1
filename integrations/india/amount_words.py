"""Rupees and paise in words, as bills carry them: lakh and crore, "only" at the end."""

from typing import Final

from app.core.money import PAISE_PER_RUPEE

_ONES: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS: Final = (
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
)  # fmt: skip
_PARTS: Final = ((10_000_000, "crore"), (100_000, "lakh"), (1_000, "thousand"), (100, "hundred"))


def number_words(number: int) -> str:
    """A whole number in Indian English: 353882 is "three lakh fifty-three thousand …"."""
    if number < 0:
        return f"minus {number_words(-number)}"
    said: list[str] = []
    for size, name in _PARTS:
        count, number = divmod(number, size)
        if count:
            said += [number_words(count), name]
    if number >= len(_ONES):
        ten, one = divmod(number, 10)
        said.append(f"{_TENS[ten]}-{_ONES[one]}" if one else _TENS[ten])
    elif number or not said:
        said.append(_ONES[number])
    return " ".join(said)


def amount_words(paise: int) -> str:
    """``Rupees three thousand five hundred thirty-eight and eighty-two paise only``."""
    rupees, rest = divmod(paise, PAISE_PER_RUPEE)
    fraction = f" and {number_words(rest)} paise" if rest else ""
    return f"Rupees {number_words(rupees)}{fraction} only"
