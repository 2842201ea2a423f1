"""Threads page by page, and only one's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from chainlit.types import Feedback, Pagination, ThreadFilter

from app.chat import auth
from app.chat.data_layer import ConversationLayer
from app.core.clock import FrozenClock
from app.core.errors import NotFound
from app.core.ids import uuid7
from app.security.principal import Principal
from memory.conversation import ConversationStore
from tests.chat.conftest import Served
from tests.fixtures.platform import NOW, Business, MakeTenant

PER_PAGE = 4


def sign_in(business: Business) -> None:
    """Act as the owner of the business, as a request's dependency does."""
    auth._asking.set(
        Principal(business.user_id, business.id, business.name, "owner", "en", business.name)
    )


@pytest.fixture
def layer(served: Served, tenant: Business) -> Iterator[ConversationLayer]:
    token = auth._asking.set(None)
    sign_in(tenant)
    yield ConversationLayer()
    auth._asking.reset(token)


async def conversations(served: Served, business: Business, count: int) -> list[str]:
    """That many conversations, a minute apart (some at the same instant), newest first."""
    clock = FrozenClock(NOW)
    database = served.app.state.services.database
    made: list[str] = []
    for number in range(count):
        if number % 3:
            clock.advance(timedelta(minutes=1))
        name = uuid7()
        async with database.transaction(business.id, business.user_id) as session:
            store = ConversationStore(session, business.id, clock)
            await store.create(name, business.user_id)
            await store.rename(name, f"Diwali {number}")
        made.append(str(name))
    return made[::-1]


async def test_pages_hold_everything_once(
    layer: ConversationLayer, served: Served, tenant: Business
) -> None:
    expected = await conversations(served, tenant, 10)
    found: list[str] = []
    cursor: str | None = None
    for _ in range(5):
        page = await layer.list_threads(Pagination(first=PER_PAGE, cursor=cursor), ThreadFilter())
        found += [row["id"] for row in page.data]
        cursor = page.pageInfo.endCursor
        if not page.pageInfo.hasNextPage:
            break
    assert sorted(found) == sorted(expected)
    assert len(found) == len(set(found))
    assert [row["steps"] for row in page.data] == [[]] * len(page.data)


async def test_a_search_and_a_strange_cursor(
    layer: ConversationLayer, served: Served, tenant: Business
) -> None:
    await conversations(served, tenant, 3)
    page = await layer.list_threads(Pagination(first=9), ThreadFilter(search="diwali 2"))
    assert [row["name"] for row in page.data] == ["Diwali 2"]
    strange = await layer.list_threads(Pagination(first=9, cursor="'; drop"), ThreadFilter())
    assert len(strange.data) == 3


async def test_another_business_finds_nothing(
    layer: ConversationLayer, served: Served, tenant: Business, make_tenant: MakeTenant
) -> None:
    (thread_id,) = await conversations(served, tenant, 1)
    sign_in(await make_tenant())
    assert await layer.get_thread(thread_id) is None
    assert await layer.get_thread_author(thread_id) == ""
    page = await layer.list_threads(Pagination(first=9), ThreadFilter())
    assert page.data == []
    for forbidden in (
        layer.delete_thread(thread_id),
        layer.update_thread(thread_id, name="Mine"),
        layer.upsert_feedback(Feedback(forId=thread_id, value=1)),
        layer.delete_feedback(str(uuid4())),
    ):
        with pytest.raises(NotFound):
            await forbidden
    sign_in(tenant)
    thread = await layer.get_thread(thread_id)
    assert thread is not None
    assert thread["name"] == "Diwali 0"


async def test_a_colleague_does_not_read_along(
    layer: ConversationLayer, served: Served, tenant: Business
) -> None:
    (thread_id,) = await conversations(served, tenant, 1)
    colleague = Business(tenant.id, uuid7(), tenant.name, "staff@example.in")
    sign_in(colleague)
    assert await layer.get_thread(thread_id) is None
    with pytest.raises(NotFound):
        await layer.delete_thread(thread_id)


async def test_nobody_is_nobody(layer: ConversationLayer) -> None:
    auth._asking.set(None)
    assert await layer.get_thread(str(uuid4())) is None
    assert await layer.get_thread("../etc/passwd") is None
    assert await layer.get_user("owner") is None


async def test_rename_and_delete(
    layer: ConversationLayer, served: Served, tenant: Business
) -> None:
    (thread_id,) = await conversations(served, tenant, 1)
    await layer.update_thread(thread_id, name="Holi")
    await layer.update_thread(thread_id, name="her raw words", user_id=str(tenant.user_id))
    await layer.update_thread(thread_id, metadata={"secret": "memory of the page"})
    thread = await layer.get_thread(thread_id)
    assert thread is not None
    assert thread["name"] == "Holi"
    assert "secret" not in str(thread["metadata"])
    await layer.delete_thread(thread_id)
    assert await layer.get_thread(thread_id) is None
    assert UUID(thread_id)


async def test_steps_are_never_written(
    layer: ConversationLayer, served: Served, tenant: Business
) -> None:
    (thread_id,) = await conversations(served, tenant, 1)
    step = {"id": str(uuid4()), "threadId": thread_id, "output": "Aadhaar 1234 5678 9012"}
    await layer.create_step(step)
    await layer.update_step(step)
    thread = await layer.get_thread(thread_id)
    assert thread is not None
    assert thread["steps"] == []
