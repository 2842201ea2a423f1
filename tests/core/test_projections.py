"""Rows and events say the same, live and on replay."""

import asyncio

import pytest
from sqlalchemy import text

from app.core.clock import FrozenClock
from app.core.database import Database
from app.core.errors import Conflict, NotFound
from app.core.event_names import EventName
from app.core.event_store import NewEvent, StoredEvent
from app.core.projections import Known, Row, apply, erase, rebuild, record
from tests.core.rows import assert_rebuilds, row_of, versions_of, write
from tests.core.samples import Talk
from tests.fixtures.platform import Business


async def test_a_whole_turn_becomes_its_rows(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    await write(database, tenant, clock, talk.whole_turn())
    turn = await row_of(database, tenant, "turns", talk.turn)
    assert (turn["status"], turn["language"], turn["skill"]) == (
        "done", "hi-Latn", "whatsapp_broadcast",
    )  # fmt: skip
    assert turn["slots"]["percent"] == 20
    assert turn["result"]["actual_paise"] == 0
    assert turn["created_at"] == turn["finished_at"] == clock.now()
    assert turn["stream_version"] == 8
    draft = await row_of(database, tenant, "drafts", talk.draft)
    assert (draft["status"], draft["version"], draft["stream_version"]) == ("pending", 1, 3)
    (version,) = await versions_of(database, tenant, talk.draft)
    assert (version["score"], version["author"]) == (92, "assistant")
    assert version["findings"][0]["check"] == "length"
    await assert_rebuilds(database, tenant)


async def test_a_turn_waits_and_goes_on(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    waiting = talk.event(EventName.TURN_SETTLED, status="waiting")
    asked = talk.event(EventName.QUESTION_ASKED)
    await write(database, tenant, clock, [talk.received(), asked, waiting])
    turn = await row_of(database, tenant, "turns", talk.turn)
    assert (turn["status"], turn["finished_at"]) == ("waiting", None)
    await write(
        database, tenant, clock,
        [talk.event(EventName.QUESTION_ANSWERED), talk.event(EventName.TURN_RESUMED)],
    )  # fmt: skip
    question = await row_of(database, tenant, "questions", talk.question)
    assert question["status"] == "answered"
    assert question["answer"] == {"value": "Gupta Sweets", "said": "gupta sweets"}
    turn = await row_of(database, tenant, "turns", talk.turn)
    assert (turn["status"], turn["result"]) == ("running", None)
    await write(database, tenant, clock, [asked])
    question = await row_of(database, tenant, "questions", talk.question)
    assert (question["status"], question["answer"]) == ("open", None)
    await assert_rebuilds(database, tenant)


async def test_an_edit_asks_again_and_an_older_version_comes_back_as_the_newest(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    await write(database, tenant, clock, [*talk.whole_turn(), talk.decided()])
    edited = talk.written(2, author="owner", text="Kaju katli par 20% off!")
    await write(database, tenant, clock, [edited])
    draft = await row_of(database, tenant, "drafts", talk.draft)
    assert (draft["status"], draft["version"], draft["decided_version"]) == ("pending", 2, 1)
    await write(database, tenant, clock, [talk.event(EventName.DRAFT_SELECTED, version=1)])
    first, second, third = await versions_of(database, tenant, talk.draft)
    assert (third["version"], third["text"], third["score"]) == (3, first["text"], first["score"])
    assert second["author"] == "owner"
    await write(database, tenant, clock, [talk.event(EventName.DRAFT_SELECTED, version=3)])
    assert len(await versions_of(database, tenant, talk.draft)) == 3
    await assert_rebuilds(database, tenant)


async def test_of_many_decisions_exactly_one_counts(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    await write(database, tenant, clock, talk.whole_turn())

    async def decide(number: int) -> str | None:
        decision = "approved" if number % 2 else "rejected"
        event = talk.decided(decision=decision, by_name=f"person {number}")
        try:
            await write(database, tenant, clock, [event])
        except Conflict as conflict:
            return conflict.code
        return None

    outcomes = await asyncio.gather(*map(decide, range(10)))
    assert outcomes.count(None) == 1
    assert outcomes.count("already_decided") == 9
    draft = await row_of(database, tenant, "drafts", talk.draft)
    assert draft["decided_by_name"] == f"person {outcomes.index(None)}"
    await assert_rebuilds(database, tenant)


async def test_a_decision_on_an_older_version_is_told_the_newer_one(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    await write(database, tenant, clock, [*talk.whole_turn(), talk.written(2)])
    with pytest.raises(Conflict) as refused:
        await write(database, tenant, clock, [talk.decided(1)])
    assert (refused.value.code, refused.value.params) == ("draft_changed", {"version": 2})


async def test_a_decision_can_be_taken_back_and_made_again(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    undo = talk.event(EventName.APPROVAL_WITHDRAWN)
    await write(database, tenant, clock, [*talk.whole_turn(), talk.decided(), undo])
    draft = await row_of(database, tenant, "drafts", talk.draft)
    assert (draft["status"], draft["decided_by"], draft["decided_at"]) == ("pending", None, None)
    rejected = talk.decided(decision="rejected", reason="tone")
    await write(database, tenant, clock, [rejected])
    draft = await row_of(database, tenant, "drafts", talk.draft)
    assert (draft["status"], draft["decision_reason"]) == ("rejected", "tone")
    await assert_rebuilds(database, tenant)


async def test_what_needs_no_approval_cannot_be_approved(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    shown = talk.event(EventName.APPROVAL_REQUESTED, mode="none")
    await write(database, tenant, clock, [talk.received(), talk.written(), shown])
    with pytest.raises(Conflict):
        await write(database, tenant, clock, [talk.decided()])
    await write(database, tenant, clock, [talk.written(2)])
    assert (await row_of(database, tenant, "drafts", talk.draft))["status"] == "shown"
    await assert_rebuilds(database, tenant)


async def test_anothers_draft_is_not_found_and_stays_as_it_was(
    database: Database, tenant: Business, other_tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    await write(database, tenant, clock, talk.whole_turn())
    before = await row_of(database, tenant, "drafts", talk.draft)
    for event in (talk.decided(), talk.event(EventName.DRAFT_CRITICISED), talk.written(2)):
        with pytest.raises((NotFound, Conflict)):
            await write(database, other_tenant, clock, [event])
    assert await row_of(database, tenant, "drafts", talk.draft) == before


async def test_nothing_is_stored_when_the_transaction_fails(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    with pytest.raises(NotFound):
        await write(database, tenant, clock, [talk.received(), talk.decided()])
    async with database.transaction(tenant.id) as session:
        for table in ("events", "turns", "drafts"):
            assert await session.scalar(text(f"SELECT count(*) FROM {table}")) == 0  # noqa: S608


@pytest.mark.parametrize(
    ("damage", "table"),
    [
        ("UPDATE turns SET status = 'failed'", "turns"),
        ("UPDATE draft_versions SET text = 'changed by hand'", "draft_versions"),
        ("DELETE FROM drafts", "drafts"),
        ("DELETE FROM questions", "questions"),
        ("INSERT INTO questions SELECT (jsonb_populate_record(q, "
         "jsonb_build_object('id', gen_random_uuid()))).* FROM questions q", "questions"),
    ],
)  # fmt: skip
async def test_rebuild_finds_and_repairs_damage(
    database: Database, tenant: Business, clock: FrozenClock, damage: str, table: str
) -> None:
    talk = Talk()
    await write(database, tenant, clock, [*talk.whole_turn(), talk.event(EventName.QUESTION_ASKED)])
    async with database.transaction(tenant.id) as session:
        await session.execute(text(damage))
    async with database.transaction(tenant.id) as session:
        report = (await rebuild(session, repair=True)).as_json()
    assert not report["equal"]
    assert [difference["table"] for difference in report["differences"]] == [table]
    await assert_rebuilds(database, tenant)


async def test_the_lease_is_not_rebuilt_and_not_lost(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    await write(database, tenant, clock, [talk.received()])
    async with database.transaction(tenant.id) as session:
        await session.execute(text("UPDATE turns SET runner_id = 'me', lease_until = now()"))
    await write(database, tenant, clock, [talk.event(EventName.MESSAGE_UNDERSTOOD)])
    turn = await row_of(database, tenant, "turns", talk.turn)
    assert turn["runner_id"] == "me"
    await assert_rebuilds(database, tenant)


async def test_erased_streams_have_no_rows_and_still_rebuild(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    await write(database, tenant, clock, talk.whole_turn())
    async with database.transaction(tenant.id) as session:
        await erase(session, [talk.turn, talk.draft])
    await assert_rebuilds(database, tenant)
    assert await versions_of(database, tenant, talk.draft) == []


def test_apply_leaves_the_row_it_was_given(clock: FrozenClock, tenant: Business) -> None:
    talk = Talk()
    row: Row | None = None
    events = [talk.written(), talk.event(EventName.DRAFT_CRITICISED), talk.decided()]
    for version, event in enumerate(events, start=1):
        stored = StoredEvent(
            version, event.stream_id, event.stream_kind, version, tenant.id, event.turn_id,
            event.conversation_id, event.name, 1, event.payload, b"", clock.now(),
        )  # fmt: skip
        before = repr(row)
        after = apply(row, stored)
        assert repr(row) == before
        row = after
    assert row is not None
    assert (row["status"], row["stream_version"]) == ("approved", 3)


async def test_a_writer_who_remembers_writes_without_asking_and_hears_of_others(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk, known = Talk(), Known()
    settled = talk.event(EventName.TURN_SETTLED, status="waiting")
    resumed = talk.event(EventName.TURN_RESUMED)

    async def remembering(*events: NewEvent) -> list[StoredEvent]:
        async with database.transaction(tenant.id) as session:
            return await record(session, tenant.id, clock, events, known=known)

    await remembering(talk.received())
    stored = await remembering(settled)
    assert stored[0].version == 2
    await write(database, tenant, clock, [resumed])
    with pytest.raises(Conflict) as refused:
        await remembering(settled)
    assert refused.value.code == "stream_moved"
    known.forget()
    assert (await remembering(settled))[0].version == 4
    await assert_rebuilds(database, tenant)
