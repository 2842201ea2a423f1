"""Who sells: our own name, address, State and GSTIN, from the settings.

With the simulator a made-up seller stands in, and every paper says that it is practice. With real
money each of the settings must be there.
"""

from typing import Final

from app.billing.invoice_document import Party
from app.core.config import Settings
from app.core.errors import ConfigurationError
from integrations.india.gstin import check_gstin
from integrations.india.state_codes import by_code, find

# A synthetic number with a right check character; registered to nobody.
_PRACTICE_GSTIN: Final = "29ABCCD1234E1Z1"
_PRACTICE_STATE: Final = "29"


def is_practice(settings: Settings) -> bool:
    """Whether no real money moves, so that no paper may look like a tax invoice."""
    return settings.phonepe_environment != "production"


def seller(settings: Settings) -> Party:
    """The seller.

    Raises:
        ConfigurationError: ``bad_settings`` when a ``SELLER_…`` setting is unset or contradicts
            another, and real money is taken.
    """
    practice = settings.phonepe_environment == "simulator"
    if practice and not settings.seller_gstin:
        state = by_code(_PRACTICE_STATE)
        assert state is not None  # noqa: S101 (a row of our own table)
        name = settings.seller_name or "RaptorFlow (practice)"
        return Party(name, settings.seller_address or "Bengaluru", state, _PRACTICE_GSTIN)
    named = {
        "SELLER_GSTIN": settings.seller_gstin,
        "SELLER_STATE": settings.seller_state,
        "SELLER_NAME": settings.seller_name,
        "SELLER_ADDRESS": settings.seller_address,
    }
    missing = [name for name, value in named.items() if not value]
    if missing:
        raise _wrong(", ".join(missing), "set them before real money is taken")
    number = check_gstin(settings.seller_gstin or "")
    state = find(settings.seller_state or "")
    if not number.valid:
        raise _wrong("SELLER_GSTIN", f"is no GSTIN ({number.reason})")
    if state is None or state.code != number.state_code:
        raise _wrong("SELLER_STATE", f"is not the State of SELLER_GSTIN ({number.state})")
    return Party(settings.seller_name or "", settings.seller_address or "", state, number.gstin)


def _wrong(names: str, what: str) -> ConfigurationError:
    return ConfigurationError("bad_settings", params={"settings": names}, detail=f"{names}: {what}")
