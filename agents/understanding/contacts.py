"""An Indian phone number as people type it: any digits, spaces, 0 or +91 in front."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from integrations.languages.text import latin_digits

_NEEDED: Final = 10
_RUNS: Final = re.compile(r"\+?\d(?:[\s\-().]*\d)+")


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """Ten digits, or why there are none."""

    number: str | None = None
    said: str = ""
    problem_key: str | None = None
    params: dict[str, Any] = field(default_factory=dict)
    suggestion: str | None = None


def national_digits(text: str) -> str:
    """The digits without +91, 91 or 0 in front, when what remains could be a whole number."""
    digits = re.sub(r"\D", "", latin_digits(text))
    for prefix in ("0091", "091", "91", "0"):
        if digits.startswith(prefix) and len(digits) - len(prefix) == _NEEDED:
            return digits[len(prefix) :]
    return digits


def read_phone(text: str) -> PhoneReading:
    """The first usable number of a text; else what is wrong with the likeliest one."""
    plain = latin_digits(text)
    runs = [match.group() for match in _RUNS.finditer(plain)]
    for run in runs:
        digits = national_digits(run)
        if len(digits) == _NEEDED and _is_valid(digits):
            return PhoneReading(digits, run.strip())
    if not runs:
        return PhoneReading(
            problem_key="agents.answer.phone_digits", params={"count": 0, "needed": _NEEDED}
        )
    longest = max(runs, key=lambda run: len(national_digits(run)))
    digits = national_digits(longest)
    if len(digits) == _NEEDED:
        return PhoneReading(problem_key="agents.answer.phone_start", params={"digit": digits[0]})
    return PhoneReading(
        problem_key="agents.answer.phone_digits",
        params={"count": len(digits), "needed": _NEEDED},
        suggestion=_without_doubled(digits),
    )


def _without_doubled(digits: str) -> str | None:
    """With one digit too many, the number without a key pressed twice, when only one is so."""
    if len(digits) != _NEEDED + 1:
        return None
    shorter = {
        digits[:place] + digits[place + 1 :]
        for place in range(1, len(digits))
        if digits[place] == digits[place - 1]
    }
    likely = [number for number in shorter if _is_valid(number)]
    return likely[0] if len(likely) == 1 else None


def _is_valid(digits: str) -> bool:
    # Mobile numbers begin with 6 to 9; only a landline needs the tables of the numbering plan.
    if digits[0] in "6789":
        return True
    import phonenumbers

    return phonenumbers.is_valid_number(phonenumbers.parse(digits, "IN"))
