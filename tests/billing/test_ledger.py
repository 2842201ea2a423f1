"""The books: a posting is there once, both legs in one row, and balances add up to nothing."""

import pytest
from asyncpg.exceptions import CheckViolationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.billing import ledger
from app.billing.events import TransferPosted
from app.core.errors import Conflict
from app.core.ids import uuid7
from tests.billing.shop import Shop
from tests.fixtures.counts import examples

ACCOUNTS = (ledger.GATEWAY, ledger.ADVANCES, ledger.REFUNDS_DUE, "revenue", "tax")


async def post(shop: Shop, *transfers: object) -> None:
    """In a transaction of its own."""
    async with shop.platform.database.transaction(shop.tenant_id) as session:
        await ledger.post(session, shop.tenant_id, shop.billing.clock, *transfers)  # type: ignore[arg-type]


async def test_the_same_posting_is_there_once(shop: Shop) -> None:
    order = uuid7()
    transfer = ledger.transfer(
        "payment", debit=ledger.GATEWAY, credit=ledger.ADVANCES, amount_paise=100, about=order,
        order_id=order,
    )  # fmt: skip
    await post(shop, transfer)
    with pytest.raises(Conflict) as refused:
        await post(shop, transfer)
    assert refused.value.code == "stream_moved"
    assert await shop.books(order) == {"gateway": 100, "customer_advances": -100}
    await shop.assert_rebuilds()


async def test_an_account_does_not_pay_itself(shop: Shop) -> None:
    odd = TransferPosted(
        code="odd", debit_account="gateway", credit_account="gateway", amount_paise=1
    )
    with pytest.raises(CheckViolationError, match="ck_ledger_transfers_accounts"):
        await post(shop, odd.on(uuid7()))


@pytest.mark.parametrize("amount", [0, -1])
def test_amounts_are_positive(amount: int) -> None:
    with pytest.raises(ValueError, match="greater than 0"):
        ledger.transfer("x", debit="a", credit="b", amount_paise=amount, about=uuid7())


@settings(max_examples=examples(5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.permutations(ACCOUNTS), st.integers(1, 10**9)), min_size=1, max_size=12)
)
async def test_whatever_is_posted_adds_up_to_nothing(
    shop: Shop, moves: list[tuple[list[str], int]]
) -> None:
    about = uuid7()
    await post(
        shop,
        *(
            ledger.transfer(
                f"move.{number}", debit=accounts[0], credit=accounts[1], amount_paise=paise,
                about=about, order_id=about,
            )
            for number, (accounts, paise) in enumerate(moves)
        ),
    )  # fmt: skip
    balances = await shop.books(about)
    assert sum(balances.values()) == 0
    expected = dict.fromkeys(ACCOUNTS, 0)
    for accounts, paise in moves:
        expected[accounts[0]] += paise
        expected[accounts[1]] -= paise
    assert balances == {account: paise for account, paise in expected.items() if paise}
