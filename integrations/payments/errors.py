"""What can go wrong with PhonePe, split by what the caller may do next.

Vendor codes become reasons (``reasons`` in ``data/phonepe.json``), and each reason a sentence in
four languages: ``account.payment.<reason>``.
"""

from collections.abc import Mapping
from typing import Any, Final

from app.core.errors import Conflict, RaptorError, Unavailable
from integrations.payments.endpoints import vendor

UNKNOWN_REASON: Final = "not_done"


class VendorUnclear(Unavailable):
    """The vendor did not answer, or said it failed itself: what we asked may have happened or not.

    Ask for the status before asking again.
    """


class VendorRefused(Conflict):
    """The vendor says no; the same request will be refused again."""

    def __init__(self, code: str, http_status: int, *, vendor_code: str, detail: str = "") -> None:
        super().__init__(code, params={"vendor_code": vendor_code}, detail=detail)
        self.http_status = http_status
        self.vendor_code = vendor_code


class VendorKnowsNot(VendorRefused):
    """There is no such order, refund or mandate at the vendor."""


class VendorIdTaken(VendorRefused):
    """The id was used before: read the status of what has it."""


class VendorBusy(Unavailable):
    """Too many requests; wait before the next."""


class TokenRefused(Unavailable):
    """The token is not accepted: renew it, or the operator must look at the credentials.

    Nothing was asked or done, so nothing has failed for good.
    """


_ID_TAKEN: Final = frozenset({"INVALID_TRANSACTION_ID", "DUPLICATE_TRANSACTION_ID"})
_NOT_KNOWN: Final = frozenset({
    "ORDER_NOT_FOUND", "REFUND_NOT_FOUND", "SUBSCRIPTION_NOT_FOUND", "TRANSACTION_NOT_FOUND",
    "INVALID_MERCHANT_ORDER_ID",
})  # fmt: skip


def refusal(status: int, body: Mapping[str, Any], *, asking: bool) -> RaptorError:
    """The error for an answer that is no success.

    Args:
        status: of HTTP.
        body: the answer's JSON, ``{}`` when it had none. OAuth says ``errorCode``, the rest
            ``code``.
        asking: whether it was a question about something (GET), where 400 for an unknown id and
            404 mean the same.
    """
    vendor_code = str(body.get("code") or body.get("errorCode") or f"HTTP_{status}")
    detail = f"PhonePe answered {status} {vendor_code}: {body.get('message') or ''}".strip(": ")
    if status >= 500 or status == 408:
        return VendorUnclear("payments_away", detail=detail)
    if status == 429:
        return VendorBusy("payments_away", detail=detail)
    if status == 401:
        return TokenRefused(
            "payments_away", detail=f"{detail}; check PHONEPE_CLIENT_ID and …_SECRET"
        )
    kind: type[VendorRefused] = VendorRefused
    if status == 404 or (asking and vendor_code in _NOT_KNOWN):
        kind = VendorKnowsNot
    elif status in (409, 417) or vendor_code in _ID_TAKEN:
        kind = VendorIdTaken
    return kind("payment_refused", status, vendor_code=vendor_code, detail=detail)


def reason_for(*codes: str | None) -> str:
    """Why a payment failed, as the last part of a message key; the first code we know decides."""
    known: Mapping[str, str] = vendor()["reasons"]
    return next((known[code] for code in codes if code and code in known), UNKNOWN_REASON)


def reason_key(*codes: str | None) -> str:
    """The message key of :func:`reason_for`."""
    return f"account.payment.{reason_for(*codes)}"
