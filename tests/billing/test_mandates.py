"""A mandate from its first debit to its end, also by the customer's own hand."""

from datetime import timedelta

import pytest

from app.billing import hooks, store
from app.billing.hooks import MandateMove
from app.billing.mandate_checking import check_mandate
from app.billing.mandates import cancel_mandate, notify_debit, start_mandate
from app.billing.payments import refresh
from app.billing.schemas import Mandate, Order
from app.core.clock import FrozenClock
from app.core.errors import Conflict, InputError, Unavailable
from tests.billing.shop import AMOUNT, PURPOSE, Grants, Shop


@pytest.fixture
def moves(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What the hooks were told: (before, after)."""
    told: list[tuple[str, str]] = []

    async def moved(move: MandateMove) -> None:
        told.append((move.before, move.mandate.status))

    monkeypatch.setitem(hooks._MANDATES, PURPOSE, [moved])
    return told


async def begin(shop: Shop, key: str = "sub") -> tuple[Mandate, Order]:
    """A mandate that waits for its first debit."""
    return await start_mandate(
        shop.billing, shop.tenant_id, shop.actor, purpose=PURPOSE, first_amount_paise=AMOUNT,
        max_amount_paise=400_000, frequency="MONTHLY", key=key,
        expires_at=shop.billing.clock.now() + timedelta(days=3650),
    )  # fmt: skip


async def active(shop: Shop) -> Mandate:
    """One that was agreed to."""
    mandate, order = await begin(shop)
    await shop.world.press(order.page_url, "success")
    await refresh(shop.billing, shop.tenant_id, order.id)
    return await now(shop, mandate)


async def now(shop: Shop, mandate: Mandate) -> Mandate:
    """As our rows have it."""
    async with shop.platform.database.transaction(shop.tenant_id) as session:
        return await store.get(session, Mandate, mandate.id)


async def customer(shop: Shop, mandate: Mandate, act: str) -> None:
    """In her own UPI app."""
    page = f"http://phonepe.test/app/{mandate.merchant_id}"
    assert (await shop.world.client.post(f"{page}/{act}")).status_code == 303


async def test_the_first_debit_makes_it_active(
    shop: Shop, grants: Grants, moves: list[tuple[str, str]]
) -> None:
    mandate, order = await begin(shop)
    assert (mandate.status, order.kind, order.mandate_id) == (
        "requested",
        "mandate_setup",
        mandate.id,
    )
    assert await begin(shop) == (mandate, order)
    await shop.world.press(order.page_url, "success")
    await refresh(shop.billing, shop.tenant_id, order.id)
    assert (await now(shop, mandate)).status == "active"
    assert grants.given == [order.id]
    assert moves == [("requested", "active")]
    assert await shop.books() == {"gateway": AMOUNT, "customer_advances": -AMOUNT}
    await shop.assert_rebuilds()


async def test_without_the_first_debit_it_never_begins(
    shop: Shop, moves: list[tuple[str, str]]
) -> None:
    mandate, order = await begin(shop)
    await shop.world.press(order.page_url, "failure")
    await refresh(shop.billing, shop.tenant_id, order.id)
    assert (await now(shop, mandate)).status == "failed"
    assert moves == [("requested", "failed")]


async def test_an_announced_debit_is_paid_a_day_later(
    shop: Shop, grants: Grants, clock: FrozenClock
) -> None:
    mandate = await active(shop)
    order = await notify_debit(shop.billing, mandate, amount_paise=AMOUNT, key="2026-11")
    assert order.status == "pending"
    assert await notify_debit(shop.billing, mandate, amount_paise=AMOUNT, key="2026-11") == order
    clock.advance(timedelta(seconds=31))
    await shop.reconcile()
    notified = await shop.order(order.id)
    assert (notified.status, notified.notified_at) == ("notified", clock.now())
    clock.advance(timedelta(hours=23))
    await shop.reconcile()
    assert (await shop.order(order.id)).status == "notified"
    clock.advance(timedelta(hours=4))
    await shop.reconcile()
    assert (await shop.order(order.id)).status == "paid"
    assert (await shop.books())["gateway"] == 2 * AMOUNT
    assert len(grants.given) == 2


async def test_a_debit_without_money_fails_after_two_days(
    shop: Shop, grants: Grants, clock: FrozenClock
) -> None:
    mandate = await active(shop)
    await shop.world.control(purse={mandate.merchant_id: "empty"})
    order = await notify_debit(shop.billing, mandate, amount_paise=AMOUNT, key="2026-11")
    for _ in range(12):
        clock.advance(timedelta(hours=5))
        await shop.reconcile()
    failed = await shop.order(order.id)
    assert (failed.status, failed.error_code) in (("failed", "Z9"), ("failed", "TXN_AUTO_FAILED"))
    assert (await shop.books())["gateway"] == AMOUNT


@pytest.mark.parametrize("callbacks", ["normal", "lost"])
async def test_what_she_does_in_her_own_app_is_followed(
    shop: Shop, clock: FrozenClock, moves: list[tuple[str, str]], callbacks: str
) -> None:
    mandate = await active(shop)
    await shop.world.control(callbacks=callbacks)
    for act, status in (("pause", "paused"), ("unpause", "active"), ("revoke", "revoked")):
        await customer(shop, mandate, act)
        if callbacks == "lost":
            clock.advance(timedelta(hours=7))
        await shop.call_back()
        shop.world.sent.clear()
        await shop.reconcile()
        assert (await now(shop, mandate)).status == status
    assert moves[1:] == [("active", "paused"), ("paused", "active"), ("active", "revoked")]
    with pytest.raises(Conflict) as refused:
        await notify_debit(shop.billing, mandate, amount_paise=AMOUNT, key="later")
    assert refused.value.code == "mandate_inactive"


async def test_ending_it_is_one_call(shop: Shop) -> None:
    mandate = await active(shop)
    assert (await cancel_mandate(shop.billing, shop.tenant_id, mandate.id)).status == "cancelled"
    assert (await cancel_mandate(shop.billing, shop.tenant_id, mandate.id)).status == "cancelled"
    assert (await check_mandate(shop.billing, shop.tenant_id, mandate.id)).status == "cancelled"


async def test_an_announcement_that_was_lost_is_sent_by_the_checks(
    shop: Shop, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    mandate = await active(shop)

    async def away(*_: object, **__: object) -> None:
        raise Unavailable("payments_away")

    with monkeypatch.context() as patch:
        patch.setattr(shop.world.gateway, "notify", away)
        with pytest.raises(Unavailable):
            await notify_debit(shop.billing, mandate, amount_paise=AMOUNT, key="2026-11")
    clock.advance(timedelta(seconds=91))
    await shop.reconcile()
    clock.advance(timedelta(minutes=5))
    await shop.reconcile()
    order = await notify_debit(shop.billing, mandate, amount_paise=AMOUNT, key="2026-11")
    assert order.status == "notified"
    assert len(shop.world.simulator.book.orders) == 2


async def test_an_announcement_in_doubt_is_not_sent_twice(shop: Shop) -> None:
    mandate = await active(shop)
    await shop.world.control(fail={"notify": "after"})
    order = await notify_debit(shop.billing, mandate, amount_paise=AMOUNT, key="2026-11")
    assert order.status == "pending"
    assert len(shop.world.simulator.book.orders) == 2


async def test_limits_are_kept(shop: Shop) -> None:
    mandate = await active(shop)
    with pytest.raises(InputError):
        await notify_debit(shop.billing, mandate, amount_paise=400_001, key="x")
    with pytest.raises(InputError):
        await start_mandate(
            shop.billing, shop.tenant_id, None, purpose=PURPOSE, first_amount_paise=2_949_882,
            max_amount_paise=2_949_882, frequency="MONTHLY", key="agency",
            expires_at=shop.billing.clock.now() + timedelta(days=365),
        )  # fmt: skip
