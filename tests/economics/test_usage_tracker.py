"""The ledger equals the sum of the events, to the paisa, live and rebuilt."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from agents.economics.usage_tracker import history_of, sums
from app.core.clock import FrozenClock
from app.core.database import Database
from app.core.event_names import EventName
from app.core.ids import uuid7
from app.core.projections import erase, rebuild, record
from tests.core.samples import Talk
from tests.fixtures.counts import examples
from tests.fixtures.platform import NOW, Business, MakeTenant

TOKENS = st.integers(0, 10**7)
CALL = st.fixed_dictionaries(
    {
        "paise": st.integers(0, 10**9),
        "input_tokens": TOKENS,
        "cached_tokens": TOKENS,
        "output_tokens": TOKENS,
        "outcome": st.sampled_from(["answered", "failed", "cut", "refused", "invalid", "rejected"]),
        "skill": st.sampled_from(["whatsapp_broadcast", "sms_promo", ""]),
        "first_token_ms": st.none() | st.integers(0, 60_000),
    }
)
REUSE = st.fixed_dictionaries({"saved_paise": st.integers(0, 10**9)})
BATCHES = st.lists(st.lists(st.one_of(CALL, REUSE), min_size=1, max_size=6), max_size=4)


def called(talk: Talk, **changes: Any) -> Any:
    return talk.event(EventName.MODEL_CALLED, **{"call_id": str(uuid7()), **changes})


@given(BATCHES)
@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_ledger_equals_the_events(
    make_tenant: MakeTenant, database: Database, batches: list[list[dict[str, Any]]]
) -> None:
    tenant, talk, clock = await make_tenant(), Talk(), FrozenClock(NOW)
    async with database.transaction(tenant.id) as session:
        await record(session, tenant.id, clock, [talk.received()])
    paid = saved = 0
    for batch in batches:
        clock.advance(timedelta(hours=1))
        events = []
        for each in batch:
            paid += each.get("paise", 0)
            saved += each.get("saved_paise", 0)
            reused = "saved_paise" in each
            events.append(
                talk.event(EventName.CACHE_HIT, **each) if reused else called(talk, **each)
            )
        async with database.transaction(tenant.id) as session:
            await record(session, tenant.id, clock, events)
    async with database.transaction(tenant.id) as session:
        report = await rebuild(session)
        total = await sums(session, tenant.id, NOW, NOW + timedelta(days=1))
        row = (
            await session.execute(
                text("SELECT count(*), coalesce(sum(paise), 0), coalesce(sum(saved_paise), 0) "
                     "FROM usage")
            )
        ).one()  # fmt: skip
    assert report.differences == []
    assert (total.in_events, total.in_ledger) == (paid, paid)
    assert tuple(map(int, row)) == (sum(map(len, batches)), paid, saved)


async def test_rebuild_finds_and_mends_a_wrong_paisa(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    async with database.transaction(tenant.id) as session:
        await record(session, tenant.id, clock, [talk.received(), called(talk), called(talk)])
        await session.execute(text("UPDATE usage SET paise = paise + 1"))
    async with database.transaction(tenant.id) as session:
        found = await rebuild(session, repair=True)
        assert [difference["table"] for difference in found.differences] == ["usage", "usage"]
        assert (await rebuild(session)).differences == []


async def test_the_same_call_is_counted_once(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk, one = Talk(), str(uuid7())
    for begin in ([talk.received()], []):
        async with database.transaction(tenant.id) as session:
            await record(session, tenant.id, clock, [*begin, called(talk, call_id=one, paise=5)])
    async with database.transaction(tenant.id) as session:
        assert await session.scalar(text("SELECT sum(paise) FROM usage")) == 5


async def test_what_was_paid_outlives_the_words(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    async with database.transaction(tenant.id) as session:
        await record(session, tenant.id, clock, [talk.received(), called(talk, paise=7)])
        assert await erase(session, [talk.turn]) == 1
    async with database.transaction(tenant.id) as session:
        assert await session.scalar(text("SELECT sum(paise) FROM usage")) == 7
        assert (await rebuild(session)).differences == []


async def test_a_skills_history_is_its_own_and_counts_whole_tasks(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    for paise in (5, 9):
        clock.advance(timedelta(minutes=1))
        talk = Talk()
        quoted = talk.event(EventName.COST_QUOTED, prompt_chars=1000 * paise)
        other = called(talk, skill="sms_promo", paise=1000)
        first, second = (called(talk, paise=paise + more, output_tokens=10) for more in (0, 1))
        async with database.transaction(tenant.id) as session:
            batch = [talk.received(), quoted, first, second, other]
            await record(session, tenant.id, clock, batch)
    async with database.transaction(tenant.id) as session:
        done = await history_of(session, tenant.id, "whatsapp_broadcast", NOW)
    assert [(each.paise, each.output_tokens, each.prompt_chars) for each in done] == [
        (19, 20, 9000),
        (11, 20, 5000),
    ]
