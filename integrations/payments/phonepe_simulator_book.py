"""What the simulated PhonePe knows: orders, refunds, mandates, and how they change with time.

Things are plain JSON objects of its own making, kept in memory and, when given a file, in SQLite,
so that a restart of a laptop forgets no payment. Nothing here knows of our tables or our client.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import orjson

from app.core.clock import IST, Clock

Thing = dict[str, Any]
Announce = Callable[[str, Thing], None]

NOTIFIES_AFTER: Final = timedelta(seconds=5)
DEBITS_AFTER: Final = timedelta(hours=24)
DEBIT_ENDS_AFTER: Final = timedelta(hours=48)
RETRY_AFTER: Final = timedelta(hours=6)
# NPCI's execution windows for mandates since 1 Aug 2025, in minutes of the Indian day.
BARRED: Final = ((10 * 60, 13 * 60), (17 * 60, 21 * 60 + 30))

ORDER_ENDS: Final = ("COMPLETED", "FAILED")


def milliseconds(at: datetime) -> int:
    """Epoch milliseconds, as the protocol says times."""
    return int(at.timestamp() * 1000)


def instant(value: int) -> datetime:
    """The other way."""
    return datetime.fromtimestamp(value / 1000, UTC)


def barred(at: datetime) -> bool:
    """Whether no mandate may be executed at that time of the Indian day."""
    local = at.astimezone(IST)
    minute = local.hour * 60 + local.minute
    return any(first <= minute < end for first, end in BARRED)


class Book:
    """The vendor's own books."""

    def __init__(
        self, clock: Clock, *, file: Path | None = None, settles_after: timedelta = timedelta()
    ) -> None:
        self._clock = clock
        self.offset = timedelta()
        self.settles_after = settles_after
        self.orders: dict[str, Thing] = {}
        self.refunds: dict[str, Thing] = {}
        self.mandates: dict[str, Thing] = {}
        self.announce: Announce = lambda _event, _thing: None
        self._file: sqlite3.Connection | None = None
        if file is not None:
            self._open(file)

    def _open(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        # SQLite would make it readable by everybody on the machine.
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        self._file = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._file.execute(
            "CREATE TABLE IF NOT EXISTS things (kind, id, body, PRIMARY KEY (kind, id))"
        )
        for kind, identifier, body in self._file.execute("SELECT kind, id, body FROM things"):
            getattr(self, kind)[identifier] = orjson.loads(body)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()

    def save(self, kind: str, identifier: str, thing: Thing) -> None:
        """Keep a thing that changed."""
        getattr(self, kind)[identifier] = thing
        if self._file is not None:
            self._file.execute(
                "INSERT OR REPLACE INTO things VALUES (?, ?, ?)",
                (kind, identifier, orjson.dumps(thing)),
            )

    def now(self) -> datetime:
        """The vendor's time, which may have been moved forward on command."""
        return self._clock.now() + self.offset

    def captured(self, order: Thing) -> int:
        """Paise taken and not given back: the vendor's own ledger of the order."""
        if order["state"] != "COMPLETED":
            return 0
        back = (
            refund["amount"]
            for refund in self.refunds.values()
            if refund["originalMerchantOrderId"] == order["merchantOrderId"]
            and refund["state"] == "COMPLETED"
        )
        return int(order["amount"] - sum(back))

    def decide(self, order: Thing, act: str) -> None:
        """What the customer pressed on the payment page: success, failure, pending or leave."""
        if order["state"] != "PENDING" or order.get("act") in ("success", "failure"):
            return
        order["act"] = act
        order["settlesAt"] = milliseconds(self.now() + self.settles_after)
        self.save("orders", order["merchantOrderId"], order)
        self.progress()

    def progress(self) -> None:
        """Bring everything to the present: what is due happens now."""
        now = self.now()
        for order in self._due(self.orders, ORDER_ENDS):
            if order["flow"] == "debit":
                self._progress_debit(order, now)
            else:
                self._progress_payment(order, now)
        for refund in self._due(self.refunds, ("COMPLETED", "FAILED")):
            self._progress_refund(refund, now)

    @staticmethod
    def _due(things: dict[str, Thing], ends: tuple[str, ...]) -> Iterator[Thing]:
        return (thing for thing in list(things.values()) if thing["state"] not in ends)

    def _progress_payment(self, order: Thing, now: datetime) -> None:
        act = order.get("act")
        if act in ("success", "failure") and instant(order["settlesAt"]) <= now:
            failed = None if act == "success" else ("TXN_CANCELLED", "ZA")
            self.finish(order, failed)
        elif instant(order["expireAt"]) <= now:
            self.finish(order, ("TXN_NOT_COMPLETED", "ORDER_EXPIRED"))

    def _progress_debit(self, order: Thing, now: datetime) -> None:
        mandate = self.mandates[order["merchantSubscriptionId"]]
        born = instant(order["createdAt"])
        if order["state"] == "NOTIFICATION_IN_PROGRESS" and born + NOTIFIES_AFTER <= now:
            if mandate["state"] != "ACTIVE":
                self.announce("subscription.notification.failed", order)
                self.finish(order, ("TXN_NOT_ALLOWED", "B1"))
                return
            order |= {"state": "NOTIFIED", "notifiedAt": milliseconds(now)}
            self.save("orders", order["merchantOrderId"], order)
            self.announce("subscription.notification.completed", order)
        if order["state"] not in ("NOTIFIED", "PENDING"):
            return
        notified = instant(order["notifiedAt"])
        asked = order["autoDebit"] or order["state"] == "PENDING"
        tried = order.get("triedAt")
        waits = tried is not None and instant(tried) + RETRY_AFTER > now
        if asked and notified + DEBITS_AFTER <= now and not barred(now) and not waits:
            self._try_debit(order, mandate, now)
        elif notified + DEBIT_ENDS_AFTER <= now:
            self.finish(order, ("TXN_NOT_COMPLETED", "TXN_AUTO_FAILED"))

    def _try_debit(self, order: Thing, mandate: Thing, now: datetime) -> None:
        order["triedAt"] = milliseconds(now)
        if mandate["state"] != "ACTIVE":
            self.finish(order, ("TXN_NOT_ALLOWED", "B1"))
        elif mandate.get("purse", "full") == "full":
            self.finish(order, None)
        elif instant(order["notifiedAt"]) + DEBIT_ENDS_AFTER <= now + RETRY_AFTER:
            self.finish(order, ("INSUFFICIENT_BALANCE", "Z9"))
        else:
            self.save("orders", order["merchantOrderId"], order)
            self.announce("subscription.redemption.transaction.failed", order)

    def _progress_refund(self, refund: Thing, now: datetime) -> None:
        if instant(refund["settlesAt"]) > now:
            return
        refund["state"] = "FAILED" if refund.get("fails") else "COMPLETED"
        self.save("refunds", refund["merchantRefundId"], refund)
        self.announce(f"pg.refund.{refund['state'].lower()}", refund)

    def finish(self, order: Thing, failed: tuple[str, str] | None) -> None:
        """An order reaches its end; ``failed`` is (errorCode, detailedErrorCode)."""
        order["state"] = "FAILED" if failed else "COMPLETED"
        order["endedAt"] = milliseconds(self.now())
        order["transactionId"] = f"OM{uuid4().int % 10**22:022d}"
        if failed:
            order["errorCode"], order["detailedErrorCode"] = failed
        self.save("orders", order["merchantOrderId"], order)
        result = "failed" if failed else "completed"
        if order["flow"] == "debit":
            self.announce(f"subscription.redemption.transaction.{result}", order)
            self.announce(f"subscription.redemption.order.{result}", order)
            return
        if order["flow"] == "setup":
            self.move_mandate(
                self.mandates[order["merchantSubscriptionId"]], "FAILED" if failed else "ACTIVE"
            )
        self.announce(f"checkout.order.{result}", order)

    def move_mandate(self, mandate: Thing, state: str, event: str | None = None) -> None:
        """A mandate changes; callbacks exist only for changes from the customer or by us."""
        mandate["state"] = state
        self.save("mandates", mandate["merchantSubscriptionId"], mandate)
        if event:
            self.announce(event, mandate)

    def customer(self, mandate: Thing, act: str) -> bool:
        """What the customer does in her own UPI app; False when it is not possible now."""
        moves = {
            ("ACTIVE", "pause"): ("PAUSED", "subscription.paused"),
            ("PAUSED", "unpause"): ("ACTIVE", "subscription.unpaused"),
            ("ACTIVE", "revoke"): ("REVOKED", "subscription.revoked"),
            ("PAUSED", "revoke"): ("REVOKED", "subscription.revoked"),
        }
        move = moves.get((mandate["state"], act))
        if move is None:
            return False
        now = self.now()
        mandate["pauseStartDate"] = milliseconds(now) if act == "pause" else None
        mandate["pauseEndDate"] = milliseconds(now + timedelta(days=30)) if act == "pause" else None
        self.move_mandate(mandate, *move)
        return True
