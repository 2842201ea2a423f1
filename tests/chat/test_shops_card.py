"""The card of her shops: her letters and its size, a further shop, and no way past the plan."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import UUID, uuid4

import aiohttp
import pytest

from app.billing.businesses import BusinessOf
from app.billing.entitlements import grant
from app.chat.shops_card import ShopList, shops_card
from app.core.variants import VARIANTS, Variant
from integrations.languages.messages import text
from tests.chat.conftest import OpenPage, Served
from tests.chat.scripts import said, wrong_letters
from tests.chat.wire import Wire
from tests.fixtures.platform import Business

SHOPS = [BusinessOf(UUID(int=at), "", "owner", here=at == 1) for at in range(1, 16)]


@pytest.fixture
def _limited(served: Served) -> Iterator[None]:
    """Plans limit in this test."""
    services = served.app.state.services
    settings = services.settings
    services.settings = settings.model_copy(update={"plan_limits": "on"})
    yield
    services.settings = settings


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("state", ["open", "invalid", "stale"])
def test_it_keeps_to_her_letters_and_its_size(variant: Variant, state: str) -> None:
    error = text(variant, "shops.error.business_name_missing") if state == "invalid" else ""
    known = ShopList(SHOPS, 15, owns=True)
    props = shops_card(
        uuid4(), uuid4(), known, variant, stale=state == "stale", error=error, plans=bool(error)
    )
    assert props["state"] == state
    props.pop("thread")
    spoken = [(path, words) for path, words in said(props) if not path.endswith(".id")]
    assert {path: words for path, words in spoken if wrong_letters(words, variant)} == {}
    assert len(json.dumps(props, ensure_ascii=False).encode()) < 4_096
    assert len(text(variant, "shops.label.newShop")) <= 14


@pytest.mark.usefixtures("_limited")
async def test_a_further_shop_by_taps_when_the_plan_is_for_it(
    open_page: OpenPage, served: Served, tenant: Business, http: aiohttp.ClientSession
) -> None:
    page = await open_page(tenant)
    await page.say("doosri dukaan jodni hai")
    [card] = page.cards("ShopsCard")
    assert (card["talk"], len(card["shops"]), card["buttons"]) == ("hi-Latn", 1, ["newShop"])
    me = {"id": card["id"], "thread": page.thread_id, "talk": "hi-Latn"}
    refused = await page.tap("shops", **me, act="open", shop="Meena Sarees")
    assert refused["applied"] is False
    assert refused["props"]["error"] == "Aapke plan mein dukaanein: 1. Agency plan mein: 15."
    assert refused["props"]["buttons"] == ["newShop", "seePlans"]
    await page.tap("shops", **me, act="plans")
    [plans] = page.cards("PlanCard")
    assert plans["state"] == "plans"

    services = served.app.state.services
    async with services.database.transaction(tenant.id) as session:
        await grant(session, services.clock, tenant.id, "agency", None)
    for _ in range(2):  # a tap that is sent again after a gap in the network
        done = (await page.tap("shops", **me, act="open", shop=" Meena  Sarees "))["props"]
    assert [shop["here"] for shop in done["shops"]] == [True, False]
    assert done["shops"][1]["name"] == "Meena Sarees"
    assert "Meena Sarees" in done["note"]
    assert "15 mein se 2" in done["room"]
    for name in ("", "क" * 200):
        bad = await page.tap("shops", **me, act="open", shop=name)
        assert bad["props"]["error"]

    # There: nothing of here is to be seen, and the plan card says what covers it.
    gone = await _go(served, http, tenant, done["shops"][1]["id"])
    there = await Wire(f"{served.url}/chat", http, gone, language="en-IN").open("")
    try:
        await there.say("show me the plans")
        [plan] = there.cards("PlanCard")
        assert "Agency" in plan["now"]
        action = {"name": "shops", "payload": {**me, "act": "plans"}}
        body = {"sessionId": there.session_id, "action": action}
        assert (await there.post("/project/action", body))["status"] == 404
    finally:
        await there.close()


async def _go(served: Served, http: aiohttp.ClientSession, business: Business, shop: str) -> str:
    """The cookie after going to that shop by the form of the card."""
    headers = {"cookie": await served.cookie(business), "origin": served.url}
    form = {"business": shop}
    async with http.post(
        f"{served.url}/business", data=form, headers=headers, allow_redirects=False
    ) as went:
        assert went.status == 303
        name = served.app.state.authenticator.session_cookie
        return f"{name}={went.cookies[name].value}"
