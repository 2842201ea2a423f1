"""The simulator's pages on the smallest phone: readable, pressable, in four languages."""

import pytest
from playwright.async_api import Browser

from app.core.variants import Shell
from integrations.payments.phonepe_simulator_book import Thing
from integrations.payments.phonepe_simulator_pages import app_page, missing_page, payment_page
from tests.browser.chat import SMALL_PHONE
from tests.browser.test_access import serious

pytestmark = pytest.mark.browser

ORDER: Thing = {
    "merchantOrderId": "RFO-0193a5f0000070008000000000000a1f", "state": "PENDING", "flow": "setup",
    "amount": 353_882, "expireAt": 1_793_941_800_000,
}  # fmt: skip
MANDATE: Thing = {
    "merchantSubscriptionId": "RFM-0193a5f0000070008000000000000a3f", "state": "ACTIVE",
    "maxAmount": 400_000,
}  # fmt: skip
MISFITS = """() => [
  ...(document.documentElement.scrollWidth > innerWidth ? ['scrolls sideways'] : []),
  ...[...document.querySelectorAll('button')]
    .filter((button) => button.getBoundingClientRect().height < 44)
    .map((button) => button.textContent),
]"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shell", ["en", "hi", "ta", "te"])
async def test_the_pages_fit_and_pass_axe(browser: Browser, shell: Shell, scheme: str) -> None:
    width, height = SMALL_PHONE
    page = await browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    try:
        for html in (
            payment_page(ORDER, "/pay/x", shell),
            payment_page({**ORDER, "state": "COMPLETED"}, "/pay/x", shell),
            app_page(MANDATE, "/app/x", shell),
            missing_page(shell),
        ):
            await page.set_content(html)
            assert await serious(page) == []
            assert await page.evaluate(MISFITS) == []
        await page.set_content(payment_page(ORDER, "/pay/x", shell))
        await page.keyboard.press("Tab")
        focused = await page.evaluate("document.activeElement.dataset.act")
        assert focused == "success"
    finally:
        await page.close()
