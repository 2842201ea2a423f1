"""A request sent again has no second effect."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.core.clock import FrozenClock
from app.core.database import Database
from app.core.errors import Conflict, InputError, RaptorError
from app.core.idempotency import KEPT_FOR, RUNNING_FOR, Answer, once
from app.core.ids import uuid7
from tests.fixtures.platform import Business

ROUTE = "POST /api/v1/turns"


class Effect:
    """Counts how often it was done."""

    def __init__(self) -> None:
        self.done = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.begun = asyncio.Event()

    async def __call__(self) -> Answer:
        self.begun.set()
        await self.gate.wait()
        self.done += 1
        return 201, {"number": self.done}


async def test_the_same_request_gets_the_same_answer(
    database: Database, tenant: Business, other_tenant: Business
) -> None:
    effect, key = Effect(), uuid7().hex
    first = await once(database, tenant.id, ROUTE, key, b"{}", effect)
    assert first == (201, {"number": 1})
    assert await once(database, tenant.id, ROUTE, key, b"{}", effect) == first
    assert effect.done == 1
    for who, route, another in (
        (other_tenant.id, ROUTE, key),
        (tenant.id, "POST /api/v1/other", key),
        (tenant.id, ROUTE, uuid7().hex),
    ):
        await once(database, who, route, another, b"{}", effect)
    assert effect.done == 4


async def test_another_body_under_the_same_key_is_a_mistake(
    database: Database, tenant: Business
) -> None:
    effect, key = Effect(), uuid7().hex
    await once(database, tenant.id, ROUTE, key, b"{}", effect)
    with pytest.raises(InputError) as refused:
        await once(database, tenant.id, ROUTE, key, b"[]", effect)
    assert (refused.value.code, refused.value.status) == ("key_reused", 422)
    assert effect.done == 1


async def test_while_it_runs_others_are_told_to_wait(database: Database, tenant: Business) -> None:
    effect, key = Effect(), uuid7().hex
    effect.gate.clear()
    first = asyncio.create_task(once(database, tenant.id, ROUTE, key, b"{}", effect))
    await effect.begun.wait()
    with pytest.raises(Conflict) as refused:
        await once(database, tenant.id, ROUTE, key, b"{}", effect)
    assert (refused.value.code, refused.value.status) == ("request_running", 409)
    with pytest.raises(InputError):
        await once(database, tenant.id, ROUTE, key, b"[]", effect)
    effect.gate.set()
    assert await first == (201, {"number": 1})
    assert await once(database, tenant.id, ROUTE, key, b"{}", effect) == (201, {"number": 1})


async def test_of_many_at_once_one_has_the_effect(database: Database, tenant: Business) -> None:
    effect, key = Effect(), uuid7().hex

    async def send() -> Answer | str:
        try:
            return await once(database, tenant.id, ROUTE, key, b"{}", effect)
        except RaptorError as error:
            return error.code

    outcomes = await asyncio.gather(*(send() for _ in range(8)))
    assert effect.done == 1
    assert {str(outcome) for outcome in outcomes} <= {"(201, {'number': 1})", "request_running"}


async def test_a_failure_gives_the_key_back(database: Database, tenant: Business) -> None:
    key = uuid7().hex

    async def fails() -> Answer:
        raise InputError("amount_unreadable")

    for _ in range(2):
        with pytest.raises(InputError):
            await once(database, tenant.id, ROUTE, key, b"{}", fails)
    effect = Effect()
    assert await once(database, tenant.id, ROUTE, key, b"{}", effect) == (201, {"number": 1})


async def test_a_key_whose_holder_died_comes_free(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    effect, key = Effect(), uuid7().hex
    effect.gate.clear()
    dead = asyncio.create_task(once(database, tenant.id, ROUTE, key, b"{}", effect, clock=clock))
    await effect.begun.wait()
    again = Effect()
    clock.advance(RUNNING_FOR)
    with pytest.raises(Conflict):
        await once(database, tenant.id, ROUTE, key, b"{}", again, clock=clock)
    clock.advance(timedelta(seconds=1))
    assert await once(database, tenant.id, ROUTE, key, b"{}", again, clock=clock) == (
        201, {"number": 1},
    )  # fmt: skip
    effect.gate.set()
    await dead
    # Should the first come back to life, it does not overwrite what was answered meanwhile.
    stored = await once(database, tenant.id, ROUTE, key, b"{}", Effect(), clock=clock)
    assert stored == (201, {"number": 1})


async def test_old_answers_are_dropped(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    await once(database, tenant.id, ROUTE, "old", b"{}", Effect(), clock=clock)
    clock.advance(KEPT_FOR + timedelta(seconds=1))
    await once(database, tenant.id, ROUTE, "new", b"{}", Effect(), clock=clock)
    async with database.transaction(tenant.id) as session:
        keys = await session.scalars(text("SELECT key FROM idempotency_keys"))
        assert keys.all() == ["new"]


@pytest.mark.parametrize("key", ["", "x" * 256])
async def test_a_key_has_a_sensible_length(database: Database, tenant: Business, key: str) -> None:
    with pytest.raises(InputError):
        await once(database, tenant.id, ROUTE, key, b"{}", Effect())
