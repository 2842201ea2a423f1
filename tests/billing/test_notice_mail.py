"""Messages by mail: once, in her language, and only where a mail server is set."""

from dataclasses import replace
from email.message import EmailMessage

from pydantic import SecretStr

from app.billing.notice_mail import mail_notices
from app.billing.notices import keep
from app.core.clock import FrozenClock
from tests.billing.shop import Shop
from tests.fixtures.platform import Business


async def told(shop: Shop, clock: FrozenClock) -> None:
    """One message waits."""
    async with shop.platform.database.transaction(shop.tenant_id) as session:
        params = {"plan": "starter", "amount_paise": 353_882, "until": clock.now().isoformat()}
        assert await keep(session, clock, shop.tenant_id, "paid", params)
        assert not await keep(session, clock, shop.tenant_id, "paid", params)


async def test_a_message_is_mailed_once(shop: Shop, tenant: Business, clock: FrozenClock) -> None:
    await told(shop, clock)
    sent: list[EmailMessage] = []

    async def send(mail: EmailMessage) -> None:
        sent.append(mail)

    settings = shop.billing.settings.model_copy(
        update={"smtp_url": SecretStr("smtp://localhost:25")}
    )
    billing = replace(shop.billing, settings=settings)
    for _ in range(10):  # the database is every test's
        await mail_notices(billing, send)
    mine = [mail for mail in sent if mail["To"] == tenant.email]
    assert len(mine) == 1
    assert "₹3,538.82" in mine[0].get_content()
    assert "RaptorFlow" in mine[0]["Subject"]


async def test_without_a_mail_server_nothing_is_sent(shop: Shop, clock: FrozenClock) -> None:
    await told(shop, clock)
    assert await mail_notices(shop.billing) == 0
    [row] = await shop.rows("SELECT mailed_at FROM notices")
    assert row["mailed_at"] is None
