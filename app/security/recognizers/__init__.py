"""The visible list of recognisers; where two claim the same characters, the earlier one wins."""

from typing import Final

from app.security.recognizers.aadhaar import Aadhaar
from app.security.recognizers.account import Account
from app.security.recognizers.base import Recogniser
from app.security.recognizers.card import Card
from app.security.recognizers.email import Email
from app.security.recognizers.pan import Pan
from app.security.recognizers.phone import Phone
from app.security.recognizers.upi import Upi

RECOGNISERS: Final[tuple[Recogniser, ...]] = (
    Card(),
    Account(),
    Aadhaar(),
    Pan(),
    Email(),
    Upi(),
    Phone(),
)

if len({recogniser.kind for recogniser in RECOGNISERS}) != len(RECOGNISERS):
    msg = "two recognisers share a kind; give each file its own"
    raise RuntimeError(msg)
