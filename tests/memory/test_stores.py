"""Facts, rules and threads: kept with their source, never overwritten, never another business's."""

from datetime import timedelta

import pytest

from app.core.clock import FrozenClock
from app.core.database import Database, driver_connection
from app.core.errors import InputError, NotFound
from app.core.ids import uuid7
from app.core.variants import as_variant
from memory.constitution import Constitution, ConstitutionStore
from memory.conversation import ConversationStore, touching
from memory.foundation_store import Fact, Foundation, FoundationStore
from tests.fixtures.platform import Business


async def test_a_fact_keeps_her_words_and_its_history(
    database: Database, clock: FrozenClock, tenant: Business
) -> None:
    source = uuid7()
    async with database.transaction(tenant.id) as session:
        store = FoundationStore(session, tenant.id, clock)
        await store.put("city", "Pune", "Pune mein", "said", source)
    clock.advance(timedelta(days=1))
    async with database.transaction(tenant.id) as session:
        store = FoundationStore(session, tenant.id, clock)
        await store.put("city", "Nashik", "nahi, Nashik", "said", source)
        facts = await store.load()
        history = await store.history("city")
    assert facts.value("city") == "Nashik"
    assert facts["city"].said == "nahi, Nashik"
    assert facts["city"].source_id == str(source)
    assert [fact.value for fact in history] == ["Pune", "Nashik"]
    assert history[1].observed_at - history[0].observed_at == timedelta(days=1)


async def test_the_same_value_again_adds_nothing(
    database: Database, clock: FrozenClock, tenant: Business
) -> None:
    async with database.transaction(tenant.id) as session:
        store = FoundationStore(session, tenant.id, clock)
        await store.put("products", ["laddu", "peda"])
        await store.put("products", ["laddu", "peda"])
        assert len(await store.history("products")) == 1


async def test_a_fact_nobody_knows_of_is_refused(
    database: Database, clock: FrozenClock, tenant: Business
) -> None:
    async with database.transaction(tenant.id) as session:
        with pytest.raises(InputError, match="no fact is called"):
            await FoundationStore(session, tenant.id, clock).put("shoe_size", 7)


async def test_businesses_do_not_see_each_others_facts(
    database: Database, clock: FrozenClock, tenant: Business, other_tenant: Business
) -> None:
    async with database.transaction(tenant.id) as session:
        await FoundationStore(session, tenant.id, clock).put("phone", "9876543210")
    async with database.transaction(other_tenant.id) as session:
        assert len(await FoundationStore(session, other_tenant.id, clock).load()) == 0
        assert len(await FoundationStore(session, tenant.id, clock).load()) == 0


def test_a_foundation_is_a_mapping_that_takes_newer_facts(clock: FrozenClock) -> None:
    old = Fact("city", "Pune", None, "said", None, clock.now())
    new = Fact("city", "Nashik", None, "said", None, clock.now())
    facts = Foundation([old]).with_facts([new])
    assert dict(facts) == {"city": new}
    assert facts.plain() == {"city": "Nashik"}
    assert facts.value("phone") is None


async def test_rules_keep_the_sentence_that_made_them(
    database: Database, clock: FrozenClock, tenant: Business
) -> None:
    async with database.transaction(tenant.id) as session:
        store = ConstitutionStore(session, tenant.id, clock)
        assert await store.load() == Constitution()
        await store.put("never_say", ["sasta"], "sasta kabhi mat likhna")
        await store.put("discount_cap_percent", 20, "20 se zyada nahi")
        await store.put("never_say", ["sasta", "cheap"], "cheap bhi nahi")
        await store.put("approval", "risky_only", "chhoti baat mat poochho")
        rules = await store.load()
        with pytest.raises(InputError, match="no rule is called"):
            await store.put("mood", "good")
    assert rules.never_say == ("sasta", "cheap")
    assert rules.discount_cap_percent == 20
    assert rules.approval == "risky_only"
    assert rules.sentences["never_say"] == "cheap bhi nahi"
    assert rules.lines() == ["cheap bhi nahi", "20 se zyada nahi"]


def test_rules_are_read_from_plain_values() -> None:
    rules = Constitution.of({"never_say": "sasta", "emoji": "none", "approval": "whenever"})
    assert rules.never_say == ("sasta",)
    assert rules.emoji == "none"
    assert rules.approval == "always"
    assert rules.lines() == ["never_say: sasta"]


async def test_threads_open_once_and_are_listed_newest_first(
    database: Database, clock: FrozenClock, tenant: Business
) -> None:
    first, second = uuid7(), uuid7()
    async with database.transaction(tenant.id) as session:
        store = ConversationStore(session, tenant.id, clock)
        await store.create(first, tenant.user_id)
        clock.advance(timedelta(minutes=1))
        await store.create(second, tenant.user_id, "api")
        again = await store.create(first, tenant.user_id, "api")
        assert again.source == "chat"
        clock.advance(timedelta(minutes=1))
        connection = await driver_connection(session)
        later = "later titles do not replace it"
        for talk, title in (("hi-Latn", "Diwali · WhatsApp"), (None, later)):
            touch = touching(first, tenant.id, clock.now(), as_variant(talk or ""), title)
            await connection.execute(touch.sql, *touch.arguments)
        page = await store.list(tenant.user_id, limit=1)
        rest = await store.list(tenant.user_id, before=(page[0].updated_at, page[0].id))
        found = await store.list(tenant.user_id, search="diwali")
    assert [one.id for one in page] == [first]
    assert [one.id for one in rest] == [second]
    assert [one.id for one in found] == [first]
    assert page[0].title == "Diwali · WhatsApp"
    assert page[0].talk_language == "hi-Latn"


async def test_a_deleted_thread_is_gone_and_a_strangers_never_was(
    database: Database, clock: FrozenClock, tenant: Business, other_tenant: Business
) -> None:
    mine = uuid7()
    async with database.transaction(tenant.id) as session:
        store = ConversationStore(session, tenant.id, clock)
        await store.create(mine, tenant.user_id)
        await store.rename(mine, "  Holi  ")
        assert (await store.get(mine)).title == "Holi"
        assert await store.talk_language(mine) is None
    async with database.transaction(other_tenant.id) as session:
        theirs = ConversationStore(session, other_tenant.id, clock)
        with pytest.raises(NotFound):
            await theirs.get(mine)
        with pytest.raises(NotFound):
            await theirs.create(mine, other_tenant.user_id)
        with pytest.raises(NotFound):
            await theirs.delete(mine)
    async with database.transaction(tenant.id) as session:
        store = ConversationStore(session, tenant.id, clock)
        await store.delete(mine)
        with pytest.raises(NotFound):
            await store.get(mine)
        with pytest.raises(NotFound):
            await store.create(mine, tenant.user_id)
