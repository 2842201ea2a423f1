"""GST on an amount, in integer paise: what is taxed, the halves, and what is to be paid.

Rules: an in-State supply bears CGST and SGST at half the rate each, in a Union territory without a
legislature UTGST in the place of SGST, an inter-State one IGST at the full rate (CGST Act s.9,
UTGST Act s.7, IGST Act s.5). Tax lines are kept to the paisa, half up; a whole-rupee total carries
a round-off line (the rounding of s.170 is that of the return). Read 23 Nov 2026.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.core.errors import InputError
from app.core.money import LARGEST_PAISE, PAISE_PER_RUPEE, Paise
from integrations.india.place_of_supply import Supply

NOTHING: Final = Paise(0)
_HUNDRED: Final = Decimal(100)
_FINEST_RATE: Final = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class GstSplit:
    """One amount taken apart; its parts always add up to the total exactly.

    ``cgst_paise`` equals ``sgst_paise + utgst_paise`` always, of which one is 0; all three are 0
    when ``igst_paise`` is charged.
    """

    taxable_paise: Paise
    cgst_paise: Paise
    sgst_paise: Paise
    igst_paise: Paise
    round_off_paise: Paise
    total_paise: Paise
    rate_percent: Decimal
    utgst_paise: Paise = NOTHING

    @property
    def tax_paise(self) -> int:
        """All tax together."""
        return self.cgst_paise + self.sgst_paise + self.utgst_paise + self.igst_paise


def charge(
    amount_paise: int,
    rate_percent: Decimal,
    supply: Supply,
    *,
    inclusive: bool = False,
    whole_rupees: bool = False,
) -> GstSplit:
    """Split an amount as the supply asks: which taxes, or none for a zero-rated one under LUT.

    Raises:
        InputError: as :func:`split`.
    """
    return split(
        amount_paise,
        rate_percent if supply.taxed else Decimal(0),
        inclusive=inclusive,
        interstate=supply.interstate,
        whole_rupees=whole_rupees,
        union_territory=supply.utgst,
    )


def split(
    amount_paise: int,
    rate_percent: Decimal,
    *,
    inclusive: bool,
    interstate: bool,
    whole_rupees: bool = False,
    union_territory: bool = False,
) -> GstSplit:
    """Split ``amount_paise``, which bears (``inclusive``) or lacks the tax of ``rate_percent``.

    An inclusive amount is a promise: the customer pays exactly it, so the taxable value absorbs
    the odd paisa that two equal halves cannot. ``whole_rupees`` rounds the total, half up, and
    says by how much in ``round_off_paise`` (within 50 paise).

    Raises:
        InputError: ``gst_amount`` for a negative or absurdly large amount, ``gst_rate`` for a rate
            outside 0 to 100 or finer than a thousandth of a percent.
    """
    if not 0 <= amount_paise <= LARGEST_PAISE:
        raise InputError("gst_amount", params={"amount": amount_paise})
    rate = Decimal(rate_percent)
    if not rate.is_finite() or not 0 <= rate <= _HUNDRED or rate % _FINEST_RATE:
        raise InputError("gst_rate", params={"rate": str(rate_percent)})
    base = _HUNDRED + rate if inclusive else _HUNDRED
    # Exact in integers of a thousandth of a percent, so that no decimal context can round first.
    thousandths, of = int(rate * 1000), int(base * 1000)
    if interstate:
        half, whole = 0, _half_up(amount_paise * thousandths, of)
    else:
        half, whole = _half_up(amount_paise * thousandths, 2 * of), 0
    tax = 2 * half + whole
    taxable = amount_paise - tax if inclusive else amount_paise
    exact = taxable + tax
    total = _half_up(exact, PAISE_PER_RUPEE) * PAISE_PER_RUPEE if whole_rupees else exact
    return GstSplit(
        taxable_paise=Paise(taxable),
        cgst_paise=Paise(half),
        sgst_paise=Paise(0 if union_territory else half),
        igst_paise=Paise(whole),
        round_off_paise=Paise(total - exact),
        total_paise=Paise(total),
        rate_percent=rate,
        utgst_paise=Paise(half if union_territory else 0),
    )


def _half_up(numerator: int, denominator: int) -> int:
    """The quotient of two non-negative integers, halves upwards."""
    return (2 * numerator + denominator) // (2 * denominator)
