"""PhonePe PG v2, Standard Checkout family: pay, refund and mandates, over httpx.

Every id is ours and used once, so asking twice is safe; what is not known to have happened
(timeouts, 5xx) is settled by asking for the status before anything is sent again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

import httpx

from integrations.payments.endpoints import Endpoints
from integrations.payments.errors import (
    TokenRefused,
    VendorIdTaken,
    VendorKnowsNot,
    VendorRefused,
    VendorUnclear,
    refusal,
)
from integrations.payments.phonepe_token import TokenKeeper, json_of
from integrations.payments.schemas import MandateStatus, Opened, OrderStatus, RefundStatus

TIMEOUT: Final = httpx.Timeout(10.0, connect=5.0)
# PhonePe's advice for 5xx: the status first, then 2, 4, 8 seconds.
JOB_WAITS: Final = (2.0, 4.0, 8.0)
PERSON_WAITS: Final = (1.0,)
"""Somebody looks at a spinner."""

# UPI only, and no typing of UPI ids: collect ended for merchants on 28 Feb 2026.
UPI_ONLY: Final = {
    "version": "V2",
    "enabledPaymentModes": [{"type": "UPI", "flows": ["INTENT", "QR"]}],
}

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class MandateTerms:
    """What a customer agrees to; the frequency is PhonePe's word, e.g. MONTHLY."""

    merchant_mandate_id: str
    max_amount_paise: int
    frequency: str
    expires_at: datetime


class PhonePeGateway:
    """One merchant's PhonePe. Raises what ``errors`` lists."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        endpoints: Endpoints,
        tokens: TokenKeeper,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self._endpoints = endpoints
        self._tokens = tokens
        self._sleep = sleep

    async def pay(
        self,
        merchant_order_id: str,
        amount_paise: int,
        redirect_url: str,
        *,
        expire_after_seconds: int,
        meta: Mapping[str, str] | None = None,
        terms: MandateTerms | None = None,
        waits: Sequence[float] = PERSON_WAITS,
    ) -> Opened:
        """Open a payment page; with ``terms`` it also sets up a mandate, whose first debit it is.

        ``page_url`` of the answer is None when the vendor has the order but its page was lost on
        the way: nobody can pay on it, and it expires.
        """
        flow: dict[str, Any] = {
            "type": "PG_CHECKOUT",
            "merchantUrls": {"redirectUrl": redirect_url},
            "paymentModeConfig": UPI_ONLY,
        }
        if terms is not None:
            flow |= {
                "type": "SUBSCRIPTION_CHECKOUT_SETUP",
                "subscriptionDetails": {
                    "subscriptionType": "RECURRING",
                    "merchantSubscriptionId": terms.merchant_mandate_id,
                    "authWorkflowType": "TRANSACTION",
                    "amountType": "VARIABLE",
                    "maxAmount": terms.max_amount_paise,
                    "frequency": terms.frequency,
                    "productType": "UPI_MANDATE",
                    "expireAt": int(terms.expires_at.timestamp() * 1000),
                },
            }
        body = {
            "merchantOrderId": merchant_order_id,
            "amount": amount_paise,
            "expireAfter": expire_after_seconds,
            "metaInfo": dict(meta or {}),
            "paymentFlow": flow,
        }

        async def ask() -> Opened:
            return Opened.read(await self._post("pay", body))

        async def known() -> Opened:
            found = await self.order_status(merchant_order_id)
            return Opened(found.gateway_id, None, found.expires_at)

        return await self._once(ask, known, waits)

    async def order_status(self, merchant_order_id: str) -> OrderStatus:
        """What the vendor says of an order of any kind."""
        query = {"details": "true", "errorContext": "true"}
        return OrderStatus.read(await self._get("order_status", merchant_order_id, query))

    async def refund(
        self,
        merchant_refund_id: str,
        merchant_order_id: str,
        amount_paise: int,
        *,
        waits: Sequence[float] = PERSON_WAITS,
    ) -> RefundStatus:
        """Send money back."""
        body = {
            "merchantRefundId": merchant_refund_id,
            "originalMerchantOrderId": merchant_order_id,
            "amount": amount_paise,
        }

        async def ask() -> RefundStatus:
            return RefundStatus.read(await self._post("refund", body))

        async def known() -> RefundStatus:
            return await self.refund_status(merchant_refund_id)

        return await self._once(ask, known, waits)

    async def refund_status(self, merchant_refund_id: str) -> RefundStatus:
        """What the vendor says of a refund."""
        return RefundStatus.read(await self._get("refund_status", merchant_refund_id))

    async def mandate_status(self, merchant_mandate_id: str) -> MandateStatus:
        """What the vendor says of a mandate."""
        return MandateStatus.read(await self._get("mandate_status", merchant_mandate_id))

    async def cancel_mandate(self, merchant_mandate_id: str) -> None:
        """End a mandate for good; nothing happens when it has ended or was never there."""
        try:
            await self._call("POST", self._endpoints.url("mandate_cancel", merchant_mandate_id))
        except VendorUnclear:
            if (await self.mandate_status(merchant_mandate_id)).outcome != "cancelled":
                raise

    async def notify(
        self,
        merchant_order_id: str,
        merchant_mandate_id: str,
        amount_paise: int,
        *,
        auto_debit: bool = True,
        waits: Sequence[float] = JOB_WAITS,
    ) -> Opened:
        """Announce a debit; with ``auto_debit`` the vendor debits by itself 24 hours later."""
        body = {
            "merchantOrderId": merchant_order_id,
            "amount": amount_paise,
            "paymentFlow": {
                "type": "SUBSCRIPTION_CHECKOUT_REDEMPTION",
                "merchantSubscriptionId": merchant_mandate_id,
                "redemptionRetryStrategy": "STANDARD",
                "autoDebit": auto_debit,
            },
        }

        async def ask() -> Opened:
            return Opened.read(await self._post("notify", body))

        async def known() -> Opened:
            found = await self.order_status(merchant_order_id)
            return Opened(found.gateway_id, None, found.expires_at)

        return await self._once(ask, known, waits)

    async def redeem(self, merchant_order_id: str) -> str:
        """Debit what was announced without ``auto_debit``; the state it is in then."""
        body = {"merchantOrderId": merchant_order_id}

        async def ask() -> str:
            return OrderStatus.read(await self._post("redeem", body)).state or "PENDING"

        async def known() -> str:
            state = (await self.order_status(merchant_order_id)).state
            if state in ("NOTIFICATION_IN_PROGRESS", "NOTIFIED"):
                raise VendorKnowsNot("payment_refused", 404, vendor_code="NOT_REDEEMED")
            return state

        return await self._once(ask, known, JOB_WAITS)

    async def _once(
        self,
        ask: Callable[[], Awaitable[Answer]],
        known: Callable[[], Awaitable[Answer]],
        waits: Sequence[float],
    ) -> Answer:
        """Send what must have one effect; in doubt look whether it has, before sending it again."""
        for wait in (*waits, None):
            try:
                return await ask()
            except VendorIdTaken:
                return await known()
            except VendorUnclear as doubt:
                try:
                    return await known()
                except VendorRefused:  # which refusal means "no such thing" is not documented
                    if wait is None:
                        raise doubt from None
                await self._sleep(wait)
        raise VendorUnclear("payments_away", detail="PhonePe could not be asked")

    async def _post(self, name: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        return await self._call("POST", self._endpoints.url(name), json=body)

    async def _get(
        self, name: str, identifier: str, query: Mapping[str, str] | None = None
    ) -> Mapping[str, Any]:
        return await self._call("GET", self._endpoints.url(name, identifier), params=query)

    async def _call(self, method: str, url: str, **sent: Any) -> Mapping[str, Any]:
        """One call, with one renewal of the token when it is refused."""
        token = await self._tokens.token()
        try:
            return await self._send(method, url, token, sent)
        except TokenRefused:
            token = await self._tokens.token(refused=token)
            return await self._send(method, url, token, sent)

    async def _send(
        self, method: str, url: str, token: str, sent: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        headers = {"authorization": f"O-Bearer {token}", "accept": "application/json"}
        try:
            answer = await self._client.request(method, url, headers=headers, **sent)
        except httpx.HTTPError as error:
            detail = f"PhonePe cannot be reached: {type(error).__name__}"
            raise VendorUnclear("payments_away", detail=detail) from error
        body = json_of(answer)
        if not answer.is_success:
            raise refusal(answer.status_code, body, asking=method == "GET")
        if not body and answer.status_code != httpx.codes.NO_CONTENT:
            raise VendorUnclear("payments_away", detail="PhonePe answered with no JSON object")
        return body
