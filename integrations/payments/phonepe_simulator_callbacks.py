"""The simulated PhonePe's callbacks: their documented bodies, their headers, and how they get lost.

PhonePe documents no retries: what is not delivered is gone, and merchants are sent to the status.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

import httpx
import orjson
import structlog

from integrations.payments.phonepe_simulator_book import Thing, milliseconds
from integrations.payments.phonepe_verification import (
    KEY_ID_HEADER,
    SIGNATURE_HEADER,
    CallbackSecrets,
    basic_header,
    signature,
)

Mode = Literal["normal", "lost", "doubled", "reordered", "late"]

LATE_BY: Final = timedelta(seconds=90)
MERCHANT_ID: Final = "SIMULATED"

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Delivery:
    """One callback on its way."""

    due_at: datetime
    event: str
    body: bytes
    headers: dict[str, str]


Send = Callable[[Delivery], Awaitable[None]]


class Callbacks:
    """Makes callbacks and lets them go, in the mode that was commanded."""

    def __init__(self, now: Callable[[], datetime], secrets: CallbackSecrets, send: Send) -> None:
        self._now = now
        self._secrets = secrets
        self._send = send
        self._held: list[Delivery] = []
        self.waiting: list[Delivery] = []
        self.mode: Mode = "normal"

    def announce(self, event: str, thing: Thing) -> None:
        """Something happened: queue its callback."""
        body = orjson.dumps(
            {"event": event, "type": event.replace(".", "_").upper(), "payload": payload(thing)}
        )
        delivery = Delivery(self._now(), event, body, self._headers(body))
        match self.mode:
            case "normal":
                self.waiting.append(delivery)
            case "doubled":
                self.waiting += [delivery, delivery]
            case "late":
                self.waiting.append(
                    Delivery(delivery.due_at + LATE_BY, event, body, delivery.headers)
                )
            case "reordered":
                self._held.append(delivery)
                if len(self._held) > 1:
                    self.waiting += reversed(self._held)
                    self._held.clear()
            case "lost":
                log.info("callback.lost", action="lose", event_name=event)

    def _headers(self, body: bytes) -> dict[str, str]:
        headers = {"content-type": "application/json"}
        if self._secrets.has_basic:
            headers["authorization"] = basic_header(
                self._secrets.username or "", self._secrets.password or ""
            )
        if self._secrets.has_hmac:
            headers[KEY_ID_HEADER] = self._secrets.key_id or ""
            headers[SIGNATURE_HEADER] = signature(body, self._secrets.hmac_secret or "")
        return headers

    async def deliver(self) -> None:
        """Send what is due; whoever does not answer has missed it."""
        now = self._now()
        due = [delivery for delivery in self.waiting if delivery.due_at <= now]
        self.waiting = [delivery for delivery in self.waiting if delivery.due_at > now]
        for delivery in due:
            await self._send(delivery)


def sender(client: httpx.AsyncClient, url: str) -> Send:
    """Sends over HTTP, as the vendor does."""

    async def send(delivery: Delivery) -> None:
        try:
            answer = await client.post(url, content=delivery.body, headers=delivery.headers)
        except httpx.HTTPError as error:
            log.warning("callback.missed", action="send", error=type(error).__name__)
            return
        log.info(
            "callback.sent", action="send", event_name=delivery.event, status=answer.status_code
        )

    return send


def payload(thing: Thing) -> dict[str, Any]:
    """The callback's payload about an order, refund or mandate."""
    if "merchantRefundId" in thing:
        return {"merchantId": MERCHANT_ID, **refund_status(thing), **_named_refund(thing)}
    if "merchantOrderId" in thing:
        return {
            "merchantId": MERCHANT_ID,
            "merchantOrderId": thing["merchantOrderId"],
            **order_status(thing),
        }
    return {"merchantId": MERCHANT_ID, **mandate_status(thing)}


def _named_refund(refund: Thing) -> dict[str, Any]:
    return {
        "merchantRefundId": refund["merchantRefundId"],
        "originalMerchantOrderId": refund["originalMerchantOrderId"],
    }


def order_status(order: Thing) -> dict[str, Any]:
    """An order as its status call says it."""
    said: dict[str, Any] = {
        "orderId": order["orderId"],
        "state": order["state"],
        "amount": order["amount"],
        "payableAmount": order["amount"],
        "feeAmount": 0,
        "currency": "INR",
        "expireAt": order["expireAt"],
        "metaInfo": order["metaInfo"],
        "paymentFlow": _flow(order),
        "paymentDetails": [_attempt(order)] if order.get("transactionId") else [],
    }
    for name in ("errorCode", "detailedErrorCode"):
        if name in order:
            said[name] = order[name]
    return said


def _flow(order: Thing) -> dict[str, Any]:
    if order["flow"] == "payment":
        return {"type": "PG_CHECKOUT"}
    if order["flow"] == "setup":
        return {
            "type": "SUBSCRIPTION_CHECKOUT_SETUP",
            "merchantSubscriptionId": order["merchantSubscriptionId"],
        }
    flow: dict[str, Any] = {
        "type": "SUBSCRIPTION_CHECKOUT_REDEMPTION",
        "merchantSubscriptionId": order["merchantSubscriptionId"],
        "redemptionRetryStrategy": "STANDARD",
        "autoDebit": order["autoDebit"],
    }
    notified = order.get("notifiedAt")
    if notified:
        # The documents show it as a text in one place and as a number in another.
        flow |= {"notifiedAt": str(notified), "validAfter": notified + 86_400_000}
    return flow


def _attempt(order: Thing) -> dict[str, Any]:
    return {
        "transactionId": order["transactionId"],
        "paymentMode": "UPI_AUTO_PAY" if order["flow"] == "debit" else "UPI_QR",
        "timestamp": order["endedAt"],
        "amount": order["amount"],
        "payableAmount": order["amount"],
        "feeAmount": 0,
        "state": order["state"],
        **{name: order[name] for name in ("errorCode", "detailedErrorCode") if name in order},
        "rail": {
            "type": "UPI",
            "utr": order["transactionId"][-12:],
            "upiTransactionId": f"SIM{order['transactionId'][-20:]}",
            "vpa": "su****@ybl",
        },
        "instrument": {
            "type": "ACCOUNT",
            "maskedAccountNumber": "XXXXXX0042",
            "ifsc": "SIMB0000001",
        },
        "splitInstruments": [],
    }


def refund_status(refund: Thing) -> dict[str, Any]:
    """A refund as its status call says it."""
    said = {
        "originalMerchantOrderId": refund["originalMerchantOrderId"],
        "refundId": refund["refundId"],
        "amount": refund["amount"],
        "currency": "INR",
        "state": refund["state"],
        "timestamp": refund["createdAt"],
    }
    if refund["state"] == "FAILED":
        said |= {"errorCode": "BANK_TECHNICAL_ISSUE", "detailedErrorCode": "U90"}
    return said


def mandate_status(mandate: Thing) -> dict[str, Any]:
    """A mandate as its status call says it."""
    names = ("merchantSubscriptionId", "subscriptionId", "state", "authWorkflowType", "amountType",
             "currency", "maxAmount", "frequency", "expireAt", "pauseStartDate",
             "pauseEndDate")  # fmt: skip
    return {name: mandate[name] for name in names if mandate.get(name) is not None}


def new_mandate(details: dict[str, Any], subscription_id: str, now: datetime) -> Thing:
    """A mandate that waits for its first debit."""
    return {
        "merchantSubscriptionId": details["merchantSubscriptionId"],
        "subscriptionId": subscription_id,
        "state": "ACTIVATION_IN_PROGRESS",
        "authWorkflowType": details["authWorkflowType"],
        "amountType": details["amountType"],
        "currency": "INR",
        "maxAmount": details["maxAmount"],
        "frequency": details["frequency"],
        "expireAt": details["expireAt"],
        "createdAt": milliseconds(now),
    }
