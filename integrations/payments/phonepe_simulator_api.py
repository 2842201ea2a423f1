"""The simulated PhonePe's calls: what is checked, what is answered, as documented."""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson

from integrations.payments.endpoints import vendor
from integrations.payments.phonepe_simulator_book import (
    DEBITS_AFTER,
    Book,
    Thing,
    instant,
    milliseconds,
)
from integrations.payments.phonepe_simulator_callbacks import (
    mandate_status,
    new_mandate,
    order_status,
    refund_status,
)

TOKEN_LIFE: Final = timedelta(hours=1)
DEFAULT_EXPIRY_SECONDS: Final = 600
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,63}")
_FREQUENCIES: Final = frozenset({
    "DAILY", "WEEKLY", "FORTNIGHTLY", "MONTHLY", "BIMONTHLY", "QUARTERLY", "HALFYEARLY", "YEARLY",
    "ON_DEMAND",
})  # fmt: skip


class Refusal(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        super().__init__(code)
        self.status = status
        self.body = {"success": False, "code": code, "message": message or code, "data": {}}


@dataclass
class Api:
    """The calls of one merchant."""

    book: Book
    client_id: str
    client_secret: str
    page_url: Callable[[str], str]
    token_life: timedelta = TOKEN_LIFE
    tokens: dict[str, float] = field(default_factory=dict)
    token_calls: int = 0

    def token(self, body: bytes) -> tuple[int, dict[str, Any]]:
        """``POST /v1/oauth/token``; a form."""
        self.token_calls += 1
        form = dict(parse_qsl(body.decode("utf-8", "replace")))
        right = (
            secrets.compare_digest(form.get("client_id", "").encode(), self.client_id.encode()),
            secrets.compare_digest(
                form.get("client_secret", "").encode(), self.client_secret.encode()
            ),
            form.get("client_version", "").isdecimal(),
            form.get("grant_type") == "client_credentials",
        )
        if not all(right):
            return 401, {"errorCode": "AUTHORIZATION_FAILED", "context": {}, "code": None}
        now = self.book.now()
        value, expires = secrets.token_urlsafe(32), now + self.token_life
        self.tokens[value] = expires.timestamp()
        return 200, {
            "access_token": value,
            "encrypted_access_token": None,
            "refresh_token": None,
            "expires_in": None,
            "issued_at": int(now.timestamp()),
            "expires_at": int(expires.timestamp()),
            "session_expires_at": int(expires.timestamp()),
            "token_type": "O-Bearer",
        }

    def authorized(self, header: str) -> None:
        """Hold a call to its token."""
        kind, _, value = header.partition(" ")
        expires = self.tokens.get(value, 0.0) if kind == "O-Bearer" else 0.0
        if expires <= self.book.now().timestamp():
            raise Refusal(401, "AUTHORIZATION_FAILED", "token is missing, wrong or expired")

    def pay(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """``POST /checkout/v2/pay``, one time or setting up a mandate."""
        order_id = self._new_id(body, "merchantOrderId", self.book.orders)
        flow = _object(body, "paymentFlow")
        redirect = _object(flow, "merchantUrls").get("redirectUrl")
        if not isinstance(redirect, str) or not redirect.startswith(("https://", "http://")):
            raise Refusal(400, "BAD_REQUEST", "redirectUrl")
        seconds = body.get("expireAfter", DEFAULT_EXPIRY_SECONDS)
        low, high = vendor()["limits"]["expire_after_seconds"]
        if not isinstance(seconds, int) or not low <= seconds <= high:
            raise Refusal(400, "BAD_REQUEST", "expireAfter")
        amount = _amount(body, vendor()["limits"]["least_paise"])
        order = self._order(order_id, amount, body, timedelta(seconds=seconds))
        order |= {"redirectUrl": redirect, "page": secrets.token_urlsafe(24), "flow": "payment"}
        if flow.get("type") == "SUBSCRIPTION_CHECKOUT_SETUP":
            order |= {"flow": "setup", "merchantSubscriptionId": self._set_up(flow, amount)}
        elif flow.get("type") != "PG_CHECKOUT":
            raise Refusal(400, "BAD_REQUEST", "paymentFlow.type")
        self.book.save("orders", order_id, order)
        return {
            "orderId": order["orderId"],
            "state": "PENDING",
            "expireAt": order["expireAt"],
            "redirectUrl": self.page_url(order["page"]),
        }

    def _set_up(self, flow: Mapping[str, Any], amount: int) -> str:
        details = dict(_object(flow, "subscriptionDetails"))
        identifier = self._new_id(details, "merchantSubscriptionId", self.book.mandates)
        most = vendor()["limits"]["most_mandate_paise"]
        fits = (
            details.get("subscriptionType") == "RECURRING",
            details.get("authWorkflowType") in ("TRANSACTION", "PENNY_DROP"),
            details.get("authWorkflowType") != "PENNY_DROP" or amount == 200,
            details.get("amountType") in ("FIXED", "VARIABLE"),
            details.get("frequency") in _FREQUENCIES,
            isinstance(details.get("maxAmount"), int) and amount <= details["maxAmount"] <= most,
            isinstance(details.get("expireAt"), int),
        )
        if not all(fits):
            raise Refusal(400, "BAD_REQUEST", "subscriptionDetails")
        now = self.book.now()
        self.book.save("mandates", identifier, new_mandate(details, _vendor_id("OMS"), now))
        return identifier

    def order_status(self, identifier: str) -> dict[str, Any]:
        """``GET /checkout/v2/order/{id}/status``."""
        order = self.book.orders.get(identifier)
        if order is None:
            raise Refusal(400, "INVALID_MERCHANT_ORDER_ID", "no entry for this merchantOrderId")
        return order_status(order)

    def refund(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """``POST /payments/v2/refund``."""
        identifier = self._new_id(body, "merchantRefundId", self.book.refunds)
        order = self.book.orders.get(str(body.get("originalMerchantOrderId")))
        amount = _amount(body, 1)
        if order is None or order["state"] != "COMPLETED":
            raise Refusal(400, "BAD_REQUEST", "originalMerchantOrderId")
        mine = [
            refund for refund in self.book.refunds.values()
            if refund["originalMerchantOrderId"] == order["merchantOrderId"]
        ]  # fmt: skip
        running = any(refund["state"] in ("PENDING", "CONFIRMED") for refund in mine)
        if running or amount > self.book.captured(order):
            raise Refusal(400, "BAD_REQUEST", "amount or a refund under way")
        now = self.book.now()
        refund: Thing = {
            "merchantRefundId": identifier,
            "originalMerchantOrderId": order["merchantOrderId"],
            "refundId": _vendor_id("OMR"),
            "amount": amount,
            "state": "PENDING",
            "createdAt": milliseconds(now),
            "settlesAt": milliseconds(now + self.book.settles_after),
        }
        self.book.save("refunds", identifier, refund)
        self.book.announce("pg.refund.accepted", refund)
        answer = ("refundId", "amount", "state")
        return {name: refund[name] for name in answer}

    def refund_status(self, identifier: str) -> dict[str, Any]:
        """``GET /payments/v2/refund/{id}/status``."""
        refund = self.book.refunds.get(identifier)
        if refund is None:
            raise Refusal(404, "REFUND_NOT_FOUND")
        return refund_status(refund)

    def mandate_status(self, identifier: str) -> dict[str, Any]:
        """``GET /checkout/v2/subscriptions/{id}/status``."""
        return mandate_status(self._mandate(identifier))

    def mandate_cancel(self, identifier: str) -> None:
        """``POST /checkout/v2/subscriptions/{id}/cancel``; 204."""
        mandate = self._mandate(identifier)
        if mandate["state"] in ("ACTIVE", "PAUSED", "ACTIVATION_IN_PROGRESS"):
            self.book.move_mandate(mandate, "CANCELLED", "subscription.cancelled")

    def notify(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """``POST /checkout/v2/subscriptions/notify``."""
        order_id = self._new_id(body, "merchantOrderId", self.book.orders)
        flow = _object(body, "paymentFlow")
        mandate = self._mandate(str(flow.get("merchantSubscriptionId")))
        amount = _amount(body, 1)
        fits = (
            flow.get("type") == "SUBSCRIPTION_CHECKOUT_REDEMPTION",
            flow.get("redemptionRetryStrategy") in ("STANDARD", "CUSTOM"),
            isinstance(flow.get("autoDebit"), bool),
            mandate["state"] == "ACTIVE" and amount <= mandate["maxAmount"],
        )
        if not all(fits):
            raise Refusal(400, "BAD_REQUEST", "paymentFlow")
        order = self._order(order_id, amount, body, timedelta(hours=48))
        order |= {
            "state": "NOTIFICATION_IN_PROGRESS",
            "flow": "debit",
            "merchantSubscriptionId": mandate["merchantSubscriptionId"],
            "autoDebit": flow["autoDebit"],
        }
        self.book.save("orders", order_id, order)
        return {name: order[name] for name in ("orderId", "state", "expireAt")}

    def redeem(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """``POST /checkout/v2/subscriptions/redeem``; refused for what debits by itself."""
        order = self.book.orders.get(str(body.get("merchantOrderId")))
        now = self.book.now()
        if order is None or order["flow"] != "debit" or order["state"] != "NOTIFIED":
            raise Refusal(400, "BAD_REQUEST", "merchantOrderId")
        if order["autoDebit"] or now < instant(order["notifiedAt"]) + DEBITS_AFTER:
            raise Refusal(400, "BAD_REQUEST", "too early, or debited automatically")
        order["state"] = "PENDING"
        self.book.save("orders", order["merchantOrderId"], order)
        return {"state": "PENDING", "transactionId": _vendor_id("OM")}

    def _order(self, order_id: str, amount: int, body: Mapping[str, Any], life: timedelta) -> Thing:
        now = self.book.now()
        meta = body.get("metaInfo")
        return {
            "merchantOrderId": order_id,
            "orderId": _vendor_id("OMO"),
            "state": "PENDING",
            "amount": amount,
            "metaInfo": meta if isinstance(meta, dict) else {},
            "createdAt": milliseconds(now),
            "expireAt": milliseconds(now + life),
        }

    def _mandate(self, identifier: str) -> Thing:
        mandate = self.book.mandates.get(identifier)
        if mandate is None:
            raise Refusal(404, "SUBSCRIPTION_NOT_FOUND")
        return mandate

    @staticmethod
    def _new_id(body: Mapping[str, Any], name: str, taken: Mapping[str, Thing]) -> str:
        value = body.get(name)
        if not isinstance(value, str) or not _ID.fullmatch(value):
            raise Refusal(400, "BAD_REQUEST", name)
        if value in taken:
            raise Refusal(417, "INVALID_TRANSACTION_ID", f"{name} was used before")
        return value


def read_body(body: bytes) -> dict[str, Any]:
    """A JSON object, or a refusal."""
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise Refusal(400, "BAD_REQUEST", "body")
    return found


def _object(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = body.get(name)
    if not isinstance(value, dict):
        raise Refusal(400, "BAD_REQUEST", name)
    return value


def _amount(body: Mapping[str, Any], least: int) -> int:
    value = body.get("amount")
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise Refusal(400, "BAD_REQUEST", "amount")
    return value


def _vendor_id(prefix: str) -> str:
    return f"{prefix}{secrets.randbelow(10**22):022d}"
