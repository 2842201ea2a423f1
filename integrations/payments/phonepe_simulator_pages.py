"""What a person sees of the simulated PhonePe: the payment page, and her own UPI app."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Final

from app.core.clock import IST
from app.core.variants import Shell
from integrations.languages import messages
from integrations.languages.formats import rupees
from integrations.payments.phonepe_simulator_book import Thing, instant

PAY_ACTS: Final = ("success", "failure", "pending", "leave")
APP_ACTS: Final = ("pause", "unpause", "revoke")

_STATES: Final = {
    "COMPLETED": "done", "FAILED": "failed", "ACTIVE": "active", "PAUSED": "paused",
    "REVOKED": "ended", "CANCELLED": "ended", "EXPIRED": "ended",
}  # fmt: skip

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"

_STYLE: Final = """
:root { color-scheme: light dark; }
* { box-sizing: border-box; }
body { margin: 0; font: 17px/1.5 system-ui, "Noto Sans", "Noto Sans Devanagari",
  "Noto Sans Tamil", "Noto Sans Telugu", sans-serif; background: #f4f2f7; color: #1b1523; }
main { max-width: 28rem; margin: 0 auto; padding: 1.25rem 1rem 2rem; }
.note { background: #fff3cd; color: #4a3800; border-radius: .5rem; padding: .6rem .8rem; }
h1 { font-size: 1.25rem; margin: 1rem 0 .25rem; }
.amount { font-size: 2rem; font-weight: 700; margin: .25rem 0; }
dl { margin: .5rem 0 1rem; } dt { color: #574f61; font-size: .9rem; }
dd { margin: 0 0 .5rem; overflow-wrap: anywhere; }
button { display: block; width: 100%; min-height: 3rem; margin: .6rem 0; font: inherit;
  font-weight: 600; border-radius: .6rem; border: 2px solid #5f259f; background: #fff;
  color: #5f259f; }
button.main { background: #5f259f; color: #fff; }
button:focus-visible { outline: 3px solid #1b1523; outline-offset: 2px; }
@media (prefers-color-scheme: dark) {
  body { background: #17131c; color: #f1ecf7; } dt { color: #b9b0c4; }
  .note { background: #3d3300; color: #ffe9a3; }
  button { background: #17131c; color: #d9bfff; border-color: #d9bfff; }
  button.main { background: #d9bfff; color: #1b1523; }
  button:focus-visible { outline-color: #fff; }
}
"""


def payment_page(order: Thing, action: str, shell: Shell) -> str:
    """The page an order is paid on; ``action`` is where its buttons lead, before the act."""
    paid_or_not = order["state"] != "PENDING" or order.get("act") in ("success", "failure")
    facts = [
        (_say(shell, "order"), order["merchantOrderId"]),
        (_say(shell, "until"), _clock(instant(order["expireAt"]))),
    ]
    if order["flow"] == "setup":
        facts.append((_say(shell, "mandate"), _say(shell, "mandate_note")))
    acts: Sequence[str] = () if paid_or_not else PAY_ACTS
    if paid_or_not:
        facts.append((_say(shell, "state"), _state(shell, order["state"])))
    return _page(shell, _say(shell, "pay_title"), order["amount"], facts, action, acts)


def app_page(mandate: Thing, action: str, shell: Shell) -> str:
    """The customer's own app: what she may do with a mandate there."""
    possible = {"ACTIVE": ("pause", "revoke"), "PAUSED": ("unpause", "revoke")}
    facts = [
        (_say(shell, "mandate"), mandate["merchantSubscriptionId"]),
        (_say(shell, "state"), _state(shell, mandate["state"])),
    ]
    acts = possible.get(mandate["state"], ())
    return _page(shell, _say(shell, "app_title"), mandate["maxAmount"], facts, action, acts)


def missing_page(shell: Shell) -> str:
    """There is nothing at this address."""
    return _page(shell, _say(shell, "missing"), None, [], "", ())


def _page(
    shell: Shell,
    title: str,
    amount: int | None,
    facts: Sequence[tuple[str, str]],
    action: str,
    acts: Sequence[str],
) -> str:
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(said)}</dd>" for name, said in facts)
    buttons = "".join(
        f'<form method="post" action="{escape(action)}/{act}">'
        f'<button data-act="{act}"{" class=main" if act == "success" else ""}>'
        f"{escape(_say(shell, act))}</button></form>"
        for act in acts
    )
    sum_ = f'<p class="amount">{escape(rupees(amount, shell))}</p>' if amount else ""
    return (
        f'<!doctype html><html lang="{shell}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>"
        f'<p class="note">{escape(_say(shell, "note"))}</p>'
        f"<h1>{escape(title)}</h1>{sum_}"
        f"{'<dl>' + listed + '</dl>' if listed else ''}{buttons}</main></body></html>"
    )


def _say(shell: Shell, name: str) -> str:
    return messages.text(shell, f"account.simulator.{name}")


def _state(shell: Shell, state: str) -> str:
    return _say(shell, f"state_{_STATES.get(state, 'open')}")


def _clock(at: datetime) -> str:
    return at.astimezone(IST).strftime("%H:%M")
