"""What an invoice or credit note says: everything Rule 46 and Rule 53 ask, frozen as plain values.

The document is made once and stored as it is; a page, a PDF and the e-invoice export only show it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from app.billing.invoice_numbers import DocumentKind
from app.core.money import Paise
from app.core.variants import Shell
from integrations.india.gst_service import GstSplit
from integrations.india.place_of_supply import Supply
from integrations.india.state_codes import State
from integrations.languages.amount_words import rupees_in_words
from integrations.languages.messages import text

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Party:
    """The seller, or who buys: as on the paper. ``pin`` and ``gstin`` where known."""

    name: str
    address: str
    state: State
    gstin: str | None = None
    pin: str | None = None

    def as_mapping(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "name": self.name,
            "address": self.address,
            "pin": self.pin,
            "state": self.state.name,
            "state_code": self.state.code,
            "gstin": self.gstin,
        }


@dataclass(frozen=True, slots=True)
class Sale:
    """One thing sold: what, for which period, and how it is taxed.

    ``description`` in English and in the reader's language; ``discount_paise`` came off before tax.
    """

    description: str
    description_local: str
    sac: str
    split: GstSplit
    supply: Supply
    period: tuple[date, date] | None = None
    discount_paise: int = 0


@dataclass(frozen=True, slots=True)
class Original:
    """The invoice a credit note belongs to."""

    number: str
    day: date


def compose(
    kind: DocumentKind,
    *,
    number: str,
    day: date,
    seller: Party,
    buyer: Party,
    sale: Sale,
    language: Shell,
    practice: bool = False,
    payment: dict[str, Any] | None = None,
    original: Original | None = None,
    reason: str | None = None,
) -> dict[str, Any]:
    """The whole document as plain values.

    ``practice`` marks a paper of the simulator, which is no tax invoice. ``payment`` says how it
    was paid. A credit note names its ``original`` and the ``reason``.
    """
    made = sale.split
    return {
        "v": VERSION,
        "kind": kind,
        "number": number,
        "date": day.isoformat(),
        "practice": practice,
        "language": language,
        "seller": seller.as_mapping(),
        "buyer": buyer.as_mapping(),
        "place_of_supply": {"code": sale.supply.place.code, "name": sale.supply.place.name},
        "supply": {
            "type": sale.supply.e_invoice_type,
            "interstate": sale.supply.interstate,
            "basis": sale.supply.basis,
            "endorsement": sale.supply.endorsement,
        },
        "reverse_charge": False,
        "lines": [_line(sale)],
        "totals": _taxes(made) | {
            "taxable_paise": made.taxable_paise,
            "round_off_paise": made.round_off_paise,
            "total_paise": made.total_paise,
        },
        "words": _in_words(made.total_paise, "en"),
        "words_local": _in_words(made.total_paise, language) if language != "en" else None,
        "payment": payment,
        "original": {"number": original.number, "date": original.day.isoformat()}
        if original
        else None,
        "reason": reason,
    }  # fmt: skip


def _line(sale: Sale) -> dict[str, Any]:
    made = sale.split
    period = [day.isoformat() for day in sale.period] if sale.period else None
    return {
        "serial": 1,
        "description": sale.description,
        "description_local": sale.description_local,
        "sac": sale.sac,
        "period": period,
        "quantity": 1,
        "value_paise": made.taxable_paise + sale.discount_paise,
        "discount_paise": sale.discount_paise,
        "taxable_paise": made.taxable_paise,
        "rate_percent": _plain(made.rate_percent),
        **_taxes(made),
        "total_paise": made.taxable_paise + made.tax_paise,
    }


def _in_words(paise: int, language: Shell) -> str:
    """The total as bills write it, with "only" where the language closes it so."""
    words = rupees_in_words(paise, language)
    said = text(language, "account.invoice.only", words=words)
    return said[:1].upper() + said[1:]


def _taxes(made: GstSplit) -> dict[str, Paise]:
    return {
        "cgst_paise": made.cgst_paise,
        "sgst_paise": made.sgst_paise,
        "utgst_paise": made.utgst_paise,
        "igst_paise": made.igst_paise,
    }


def _plain(percent: Decimal) -> str:
    return format(percent.normalize(), "f")
