"""Where a service is supplied, and so which taxes it bears.

IGST Act s.7(5), s.12(2), s.13 and s.16; CGST Rule 46(f) with Circular 242/36/2024: an online
service to an unregistered buyer carries her State on the invoice whatever its value, and that State
is the place of supply, so it is asked for and never guessed from the seller's. Read 23 Nov 2026.
"""

from dataclasses import dataclass
from typing import Literal

from app.core.errors import InputError
from integrations.india.state_codes import State, by_code

SupplyKind = Literal["domestic", "sez", "export"]
_ABROAD = "96"


@dataclass(frozen=True, slots=True)
class Supply:
    """What the law makes of one sale.

    ``taxed`` is False for a zero-rated sale under a letter of undertaking (LUT); ``utgst`` says
    that the State's half is UTGST; ``basis`` names the rule.
    """

    place: State
    kind: SupplyKind
    interstate: bool
    utgst: bool
    taxed: bool
    registered: bool
    basis: str

    @property
    def e_invoice_type(self) -> str:
        """``SupTyp`` of the e-invoice schema; ``B2C`` for what that schema does not take."""
        if self.kind == "sez":
            return "SEZWP" if self.taxed else "SEZWOP"
        if self.kind == "export":
            return "EXPWP" if self.taxed else "EXPWOP"
        return "B2B" if self.registered else "B2C"

    @property
    def endorsement(self) -> str | None:
        """The words Rule 46 asks of a zero-rated invoice; None for one at home."""
        if self.kind == "domestic":
            return None
        to = "EXPORT" if self.kind == "export" else "SUPPLY TO SEZ UNIT OR SEZ DEVELOPER"
        how = (
            "ON PAYMENT OF INTEGRATED TAX"
            if self.taxed
            else "UNDER BOND OR LETTER OF UNDERTAKING WITHOUT PAYMENT OF INTEGRATED TAX"
        )
        return f"SUPPLY MEANT FOR {to} {how}"


def place_of_supply(
    supplier: State,
    buyer_state: State | None,
    *,
    registered: bool = False,
    sez: bool = False,
    abroad: bool = False,
    with_payment: bool = False,
) -> Supply:
    """Which supply a service to that buyer is.

    Args:
        supplier: the seller's State.
        buyer_state: the buyer's, as in her GSTIN or as she said; not needed ``abroad``.
        registered: whether she has a GSTIN.
        sez: whether she is a unit or developer of a special economic zone.
        abroad: whether she is outside India and pays in a currency the export rules accept.
        with_payment: zero-rated sales with IGST, to be refunded, instead of under LUT.

    Raises:
        InputError: ``buyer_state_needed`` when no State is known, ``buyer_state_wrong`` for a code
            where nobody can be.
    """
    if abroad:
        outside = by_code(_ABROAD)
        assert outside is not None  # noqa: S101 (a row of our own table)
        basis = "IGST Act s.13(2), s.16(1)(a)"
        return Supply(outside, "export", True, False, with_payment, False, basis)
    if buyer_state is None:
        raise InputError(
            "buyer_state_needed", detail="ask for the buyer's State before any invoice or charge"
        )
    if not (buyer_state.is_place or buyer_state.code == "97"):
        raise InputError("buyer_state_wrong", params={"state": buyer_state.name})
    if sez:
        basis = "IGST Act s.7(5)(b), s.16(1)(b)"
        return Supply(buyer_state, "sez", True, False, with_payment, True, basis)
    at_home = buyer_state.code == supplier.code
    return Supply(
        place=buyer_state,
        kind="domestic",
        interstate=not at_home,
        utgst=at_home and buyer_state.bears_utgst,
        taxed=True,
        registered=registered,
        basis="IGST Act s.12(2)(a)"
        if registered
        else "IGST Act s.12(2)(b)(i), Circular 242/36/2024",
    )
