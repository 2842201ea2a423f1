"""Answers to our own questions: the shop's name, its city, the number customers call."""

import re
from dataclasses import dataclass, field
from typing import Any

from app.core.variants import Variant


@dataclass(frozen=True, slots=True)
class AnswerReading:
    """What an answer says.

    ``values`` maps fields to values in stored form: ``business_name``, ``city`` and ``state``
    str (city and state in English spelling), ``phone`` ten digits, ``amount_inr`` float rupees,
    ``gst_rate`` float percent, ``products`` list[str], others str. One sentence may fill two.
    ``said`` has the exact words each value came from. ``problem_key`` is a key of the ``agents``
    catalog (``agents.answer.<problem>``) with ``params`` when the answer cannot be used;
    ``suggestion`` a likely correction.
    """

    values: dict[str, Any] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    problem_key: str | None = None
    params: dict[str, Any] = field(default_factory=dict)
    suggestion: str | None = None
    skipped: bool = False
    is_request: bool = False


def read_answer(field: str, text: str, variant: Variant | None) -> AnswerReading:
    """Read ``text`` as the answer to the question for ``field``."""
    del variant
    said = text.strip()
    if said.lower() in {"skip", "chhod dein", "rehne do"}:
        return AnswerReading(skipped=True)
    if field == "phone":
        digits = re.sub(r"\D", "", said)[-10:]
        if len(digits) != 10:
            return AnswerReading(
                problem_key="agents.answer.phone_digits", params={"count": len(digits)}
            )
        return AnswerReading({"phone": digits}, {"phone": said})
    return AnswerReading({field: said}, {field: said})
