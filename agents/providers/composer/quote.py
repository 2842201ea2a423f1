"""The figures of a quotation, split by the GST service; nothing is computed from words."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, Protocol

from app.core.money import PAISE_PER_RUPEE, format_rupees, rupees_to_paise
from app.core.variants import Variant
from integrations.india.gst_service import split
from integrations.languages.amount_words import LARGEST, rupees_in_words
from skills.wordlists import cue

_MOST_RUPEES: Final = Decimal("99999999999")
_HALF: Final = Decimal("0.5")


class _Said(Protocol):
    def own(self, name: str) -> Any: ...

    def number(self, name: str) -> Decimal | None: ...

    def text(self, name: str, longest: int = 2000) -> str | None: ...


def add_quote(
    put: Callable[[str, str | None, str], None],
    flag: Callable[..., None],
    said: _Said,
    variant: Variant,
) -> None:
    """Put the amount and its tax among the facts, when both amount and rate are known."""
    amount, rate = said.number("amount_inr"), _rate(said)
    if amount is None or rate is None or amount > _MOST_RUPEES:
        return
    request = said.text("request") or ""
    inclusive = bool(said.own("inclusive")) or cue("inclusive", request) is not None
    interstate = bool(said.own("interstate")) or cue("interstate", request) is not None
    paise = rupees_to_paise(amount)
    figures = split(paise, rate, inclusive=inclusive, interstate=interstate)
    put("amount", format_rupees(paise), "slots.amount_inr")
    put("taxable", format_rupees(figures.taxable_paise), "gst.split")
    put("total", format_rupees(figures.total_paise), "gst.split")
    if figures.total_paise < LARGEST * PAISE_PER_RUPEE:
        put("total_said", rupees_in_words(figures.total_paise, variant), "gst.split")
    put("rate", f"{_plain(rate)}%", "slots.gst_rate")
    put("half_rate", f"{_plain(rate * _HALF)}%", "gst.split")
    if not rate:
        flag("nil")
    elif interstate:
        flag("interstate")
        put("igst", format_rupees(figures.igst_paise), "gst.split")
    else:
        put("cgst", format_rupees(figures.cgst_paise), "gst.split")
        put("sgst", format_rupees(figures.sgst_paise), "gst.split")
    if inclusive:
        flag("inclusive")


def _rate(said: _Said) -> Decimal | None:
    value = said.own("gst_rate")
    if isinstance(value, int | float | Decimal) and value == 0 and not isinstance(value, bool):
        return Decimal(0)
    rate = said.number("gst_rate")
    return rate if rate is not None and rate <= 100 else None


def _plain(number: Decimal) -> str:
    text = format(number.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
