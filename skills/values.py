"""Values that cross a border as JSON, read alike in Python and in TypeScript.

JSON has one kind of number and JavaScript reads all of them as doubles, so ``1.0`` is the whole
number 1 here too, and whole numbers stay within what a double holds exactly (RFC 7493, 2.2). Text
is Unicode without halves of surrogate pairs. Nothing is coerced: ``"5"`` is no number, ``1`` is not
true, and a date is written as 2026-11-08.
"""

import json
import math
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool, StrictStr, WithJsonSchema
from pydantic_core import PydanticCustomError

from skills.patterns import to_ecma

SAFE: Final = 2**53 - 1
_LARGEST: Final = 1.7976931348623157e308
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

Number = int | float


def read_json(text: str | bytes) -> Any:
    """The value of a JSON text with its numbers as JavaScript has them. Raises ValueError."""
    return json.loads(text, parse_int=_double, parse_float=_double, parse_constant=_refuse)


def _double(digits: str) -> Number:
    value = float(digits)
    return int(value) if value.is_integer() and abs(value) <= SAFE else value


def _refuse(name: str) -> None:
    msg = f"JSON has no {name}"
    raise ValueError(msg)


def well_formed(value: Any) -> Any:
    """The value itself, when all of its text is Unicode. Raises PydanticCustomError."""
    if isinstance(value, str):
        if _SURROGATE.search(value):
            raise PydanticCustomError("text_unicode", "Text must be valid Unicode")
    elif isinstance(value, dict):
        for key, item in value.items():
            well_formed(key)
            well_formed(item)
    elif isinstance(value, list | tuple):
        for item in value:
            well_formed(item)
    return value


def _limits(value: Number, minimum: Number | None, maximum: Number | None) -> None:
    if minimum is not None and not value >= minimum:
        limit = {"minimum": minimum}
        raise PydanticCustomError("number_small", "Must be at least {minimum}", limit)
    if maximum is not None and not value <= maximum:
        limit = {"maximum": maximum}
        raise PydanticCustomError("number_large", "Must be at most {maximum}", limit)


def _whole(minimum: Number | None, maximum: Number | None) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise PydanticCustomError("whole_number", "Must be a whole number")
        # Compared before anything is converted: an int may be too large for a float.
        if not -SAFE <= value <= SAFE or value != int(value):
            raise PydanticCustomError("whole_number", "Must be a whole number of 15 digits")
        _limits(int(value), minimum, maximum)
        return int(value)

    return read


def _real(minimum: Number | None, maximum: Number | None) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise PydanticCustomError("number", "Must be a number")
        try:
            double = float(value)
        except OverflowError:
            double = math.inf
        if not math.isfinite(double):
            raise PydanticCustomError("number", "Must be a finite number")
        _limits(double, minimum, maximum)
        return double

    return read


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise PydanticCustomError("day", "No such day") from error
    raise PydanticCustomError("day", "Must be a day such as 2026-11-08")


Text = Annotated[StrictStr, AfterValidator(well_formed)]
Flag = StrictBool
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
AnyValue = Annotated[Any, AfterValidator(well_formed)]


def text(max_length: int | None = None, pattern: str | None = None) -> Any:
    """The type of a text: at most so many code points, holding a match of ``pattern``."""
    schema: dict[str, Any] = {"type": "string"}
    if max_length is not None:
        schema["maxLength"] = max_length
    if pattern is not None:
        schema["pattern"] = to_ecma(pattern)
    limits = Field(max_length=max_length, pattern=pattern)
    return Annotated[StrictStr, limits, AfterValidator(well_formed), WithJsonSchema(schema)]


def whole(minimum: Number | None, maximum: Number | None) -> Any:
    """The type of a whole number within these limits (either may be open)."""
    schema = {
        "type": "integer",
        "minimum": -SAFE if minimum is None else max(minimum, -SAFE),
        "maximum": SAFE if maximum is None else min(maximum, SAFE),
    }
    return Annotated[int, BeforeValidator(_whole(minimum, maximum)), WithJsonSchema(schema)]


def real(minimum: Number | None, maximum: Number | None) -> Any:
    """The type of a finite number within these limits (either may be open)."""
    schema = {
        "type": "number",
        "minimum": -_LARGEST if minimum is None else minimum,
        "maximum": _LARGEST if maximum is None else maximum,
    }
    return Annotated[float, BeforeValidator(_real(minimum, maximum)), WithJsonSchema(schema)]
