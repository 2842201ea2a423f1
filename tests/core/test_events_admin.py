"""What ``raptorflow events`` reports, over every business."""

import asyncpg
import pytest

from app.core.clock import FrozenClock
from app.core.database import asyncpg_arguments
from app.core.errors import NotFound
from app.core.event_verify import verify as verify_streams
from app.core.events_admin import open_as_owner, rebuild, show, verify
from app.core.ids import uuid7
from app.core.platform import Platform
from app.core.projections import erase, record
from tests.core.samples import Talk
from tests.fixtures.platform import Business


async def record_turn(platform: Platform, tenant: Business) -> Talk:
    """A whole turn of that business."""
    talk = Talk()
    async with platform.database.transaction(tenant.id) as session:
        await record(session, tenant.id, platform.clock, talk.whole_turn())
    return talk


async def test_all_businesses_are_walked(
    platform: Platform, tenant: Business, other_tenant: Business
) -> None:
    for business in (tenant, other_tenant):
        await record_turn(platform, business)
    async with open_as_owner(str(platform.database_owner_url)) as owner:
        chains, rows = await verify(owner), await rebuild(owner)
    assert {str(tenant.id), str(other_tenant.id)} <= set(chains["tenants"])
    assert chains["events"] >= 22
    mine = chains["tenants"][str(tenant.id)]
    assert mine == {"verified": True, "events": 11, "erased": 0, "streams": 2, "breaks": []}
    assert rows["tenants"][str(tenant.id)]["equal"]
    compared = rows["tenants"][str(tenant.id)]["compared"]
    assert {table: count for table, count in compared.items() if count} == {
        "turns": 1, "drafts": 1, "draft_versions": 1,
    }  # fmt: skip
    assert {"questions", "payment_orders", "refunds", "mandates", "ledger_transfers"} <= set(
        compared
    )


async def test_tampering_by_the_owner_herself_is_found(
    platform: Platform, tenant: Business, other_tenant: Business
) -> None:
    talk = await record_turn(platform, tenant)
    await record_turn(platform, other_tenant)
    connection = await asyncpg.connect(**asyncpg_arguments(str(platform.database_owner_url)))
    try:
        await connection.execute("ALTER TABLE events DISABLE TRIGGER append_only")
        await connection.execute("SELECT set_config('app.tenant', $1, false)", str(tenant.id))
        changed = await connection.execute(
            "UPDATE events SET payload = jsonb_set(payload, '{decision}', '\"approved\"') "
            "WHERE stream_id = $1 AND version = 2",
            talk.draft,
        )
        assert changed == "UPDATE 1"
    finally:
        await connection.execute("ALTER TABLE events ENABLE TRIGGER append_only")
        await connection.close()
    async with open_as_owner(str(platform.database_owner_url)) as owner:
        report = await verify(owner, [tenant.id, other_tenant.id])
    assert not report["verified"]
    assert report["tenants"][str(tenant.id)]["breaks"] == [
        {"stream_id": str(talk.draft), "version": 2, "reason": "payload_changed"}
    ]
    assert report["tenants"][str(other_tenant.id)]["verified"]
    # Other tests walk all businesses too: erased, the stream is whole again.
    async with platform.database.transaction(tenant.id) as session:
        await erase(session, [talk.draft, talk.turn])
        assert (await verify_streams(session)).breaks == []


async def test_events_of_a_stream_a_turn_or_a_conversation_are_shown(
    platform: Platform, tenant: Business, clock: FrozenClock
) -> None:
    talk = await record_turn(platform, tenant)
    async with open_as_owner(str(platform.database_owner_url)) as owner:
        for identity, count in ((talk.draft, 3), (talk.turn, 11), (talk.conversation, 11)):
            shown = await show(owner, identity)
            assert shown["tenant_id"] == str(tenant.id)
            assert len(shown["events"]) == count
        first = shown["events"][0]
        assert first["name"] == "message.received"
        assert first["payload"]["text"].startswith("diwali ke liye")
        assert first["recorded_at"] == clock.now().isoformat()
        with pytest.raises(NotFound):
            await show(owner, uuid7())
