"""What else happens when money moved: run in the same transaction, so both are there or neither.

A hook may only write through ``move.session``. When it raises, the money is not moved either, and
both are tried again; so a hook that cannot succeed must record that instead of raising.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from app.billing.schemas import Mandate, Order, Refund
from app.core.clock import Clock


@dataclass(frozen=True)
class OrderMove:
    """An order became ``paid``, ``failed``, ``notified`` or ``held``; ``order`` is as it is now.

    The end of an order whose page was lost on the way is not told: another was opened in its place.
    """

    session: AsyncSession
    clock: Clock
    order: Order
    became: Literal["paid", "failed", "notified", "held"]


@dataclass(frozen=True)
class RefundMove:
    """A refund became ``completed`` or ``failed``."""

    session: AsyncSession
    clock: Clock
    refund: Refund
    order: Order
    became: Literal["completed", "failed"]


@dataclass(frozen=True)
class MandateMove:
    """A mandate changed; ``before`` is its status until now."""

    session: AsyncSession
    clock: Clock
    mandate: Mandate
    before: str


OrderHook = Callable[[OrderMove], Awaitable[None]]
RefundHook = Callable[[RefundMove], Awaitable[None]]
MandateHook = Callable[[MandateMove], Awaitable[None]]
H = TypeVar("H")

_ORDERS: Final[dict[str, list[OrderHook]]] = {}
_REFUNDS: Final[dict[str, list[RefundHook]]] = {}
_MANDATES: Final[dict[str, list[MandateHook]]] = {}


def on_order(purpose: str) -> Callable[[OrderHook], OrderHook]:
    """Call the function for every move of an order of that purpose."""
    return _registering(_ORDERS, purpose)


def on_refund(purpose: str) -> Callable[[RefundHook], RefundHook]:
    """Call the function for every move of a refund of an order of that purpose."""
    return _registering(_REFUNDS, purpose)


def on_mandate(purpose: str) -> Callable[[MandateHook], MandateHook]:
    """Call the function for every move of a mandate of that purpose."""
    return _registering(_MANDATES, purpose)


async def order_moved(move: OrderMove) -> None:
    """Run the hooks of the order's purpose, in the order they were registered."""
    for hook in _known(_ORDERS, move.order.purpose):
        await hook(move)


async def refund_moved(move: RefundMove) -> None:
    """Run the hooks of the order's purpose."""
    for hook in _known(_REFUNDS, move.order.purpose):
        await hook(move)


async def mandate_moved(move: MandateMove) -> None:
    """Run the hooks of the mandate's purpose."""
    for hook in _known(_MANDATES, move.mandate.purpose):
        await hook(move)


def _registering(hooks: dict[str, list[H]], purpose: str) -> Callable[[H], H]:
    def register(hook: H) -> H:
        known = hooks.setdefault(purpose, [])
        if hook not in known:
            known.append(hook)
        return hook

    return register


def _known(hooks: dict[str, list[H]], purpose: str) -> Sequence[H]:
    return tuple(hooks.get(purpose, ()))
