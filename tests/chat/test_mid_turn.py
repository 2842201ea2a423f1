"""What a page sees that stops, leaves or returns while the writer writes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from agents.model_calls import ModelDelta, ModelReset
from tests.chat.conftest import OpenPage, Served
from tests.chat.talks import drafted
from tests.chat.wire import Wire
from tests.fixtures.platform import Business
from tests.fixtures.waiting import eventually


@pytest.fixture
def slow_writer(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[asyncio.Event, asyncio.Event]]:
    """A writer that says half a sentence and waits: (it has begun, it may go on)."""
    models = served.app.state.services.models
    begun, may_go_on = asyncio.Event(), asyncio.Event()
    real = models.stream

    async def halting(call: Any) -> AsyncIterator[Any]:
        yield ModelDelta("Aadha ")
        begun.set()
        await may_go_on.wait()
        yield ModelReset("offline")
        async for chunk in real(call):
            yield chunk

    monkeypatch.setattr(models, "stream", halting)
    yield begun, may_go_on
    may_go_on.set()


async def test_stop_ends_the_turn(
    open_page: OpenPage, tenant: Business, slow_writer: tuple[asyncio.Event, asyncio.Event]
) -> None:
    page, may_go_on = await half_written(open_page, tenant, slow_writer)
    await page.front_shows("Aadha")
    await page.stop()
    await page.settled()
    notice = page.cards("Notice")[-1]
    assert notice["text"] == "Rok diya. Kuch save nahi hua, paise nahi kate."
    assert not page.shows("Aadha")
    assert page.shows("Rok diya")
    may_go_on.set()
    await page.tap("retry", id=notice["id"])
    assert page.cards("DraftCard")[-1]["state"] == "pending"
    assert not page.shows("Rok diya")
    again = await open_page(tenant, thread_id=page.thread_id)
    assert again.front.shown() == page.front.shown()


async def test_a_page_that_returns_in_mid_turn_is_shown_the_rest(
    open_page: OpenPage, tenant: Business, slow_writer: tuple[asyncio.Event, asyncio.Event]
) -> None:
    page, may_go_on = await half_written(open_page, tenant, slow_writer)
    await page.close()
    await page.open()
    other = await open_page(tenant, thread_id=page.thread_id)
    await page.front_shows("Aadha")
    await other.front_shows("Aadha")
    may_go_on.set()
    for tab in (page, other):
        await tab.has_cards("DraftCard", 2)
        assert not tab.shows("Aadha")
    again = await open_page(tenant, thread_id=page.thread_id)
    assert page.front.shown() == again.front.shown()
    assert other.front.shown() == again.front.shown()


async def half_written(
    open_page: OpenPage, tenant: Business, slow_writer: tuple[asyncio.Event, asyncio.Event]
) -> tuple[Wire, asyncio.Event]:
    """A page whose second draft has begun (for the first, the questions were answered)."""
    begun, may_go_on = slow_writer
    page = await open_page(tenant)
    may_go_on.set()
    await drafted(page)
    begun.clear()
    may_go_on.clear()
    await page.start("holi ke liye whatsapp message chahiye, gujiya pe 10% off")
    await asyncio.wait_for(begun.wait(), 20)
    return page, may_go_on


async def test_a_turn_outlives_its_page(
    open_page: OpenPage, tenant: Business, served: Served
) -> None:
    page = await open_page(tenant)
    await drafted(page)
    await page.start("holi ke liye whatsapp message chahiye, gujiya pe 10% off")
    await page.close()

    async def there() -> bool:
        again = await open_page(tenant, thread_id=page.thread_id)
        return len(again.cards("DraftCard")) == 2

    await eventually(there)
