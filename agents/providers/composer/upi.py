"""What a request to pay states: the amount, her UPI id, and the link that both make."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, Protocol

from app.core.money import format_rupees, rupees_to_paise
from integrations.india.upi import pay_link
from integrations.india.vpa import check_vpa

LINK: Final = "upi_link"


class _Said(Protocol):
    def get(self, name: str) -> Any: ...

    def number(self, name: str) -> Decimal | None: ...

    def text(self, name: str, longest: int = 2000) -> str | None: ...


def add_upi(put: Callable[[str, str | None, str], None], said: _Said) -> str | None:
    """Put the amount and the UPI id among the facts; the link, when there is an id to pay to."""
    amount = said.number("amount_inr")
    paise = int(rupees_to_paise(amount)) if amount is not None else None
    if paise is not None:
        put("amount", format_rupees(rupees_to_paise(amount or 0)), "slots.amount_inr")
    vpa = check_vpa(str(said.get("vpa") or ""))
    if not vpa.valid:
        return None
    put("vpa", vpa.vpa, "foundation.vpa")
    return pay_link(vpa.vpa, said.text("business_name"), paise, said.text("product"))
