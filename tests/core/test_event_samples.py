"""Every event there ever was can still be read: samples of each, in each schema."""

import pytest

from agents.events import EVENT_TYPES
from app.billing.events import EVENT_TYPES as MONEY_TYPES
from app.core.clock import FrozenClock
from app.core.database import Database
from app.core.errors import OurBug
from app.core.event_names import MONEY, STREAMS, TRANSIENT, EventName
from app.core.upcasters import CURRENT_SCHEMA, UPCASTERS, upcast
from tests.core.rows import assert_rebuilds, write
from tests.core.samples import FOLDER, Talk, load
from tests.fixtures.platform import Business

STORED = sorted(set(EventName) - TRANSIENT)
OF_TURNS = sorted(set(STORED) - MONEY)


@pytest.mark.parametrize("name", STORED)
def test_every_event_has_a_sample_of_every_schema(name: EventName) -> None:
    for schema in range(1, CURRENT_SCHEMA[name] + 1):
        sample = load(name, schema)
        assert (sample["name"], sample["schema"]) == (name, schema)
        assert sample["stream_kind"] == STREAMS[name]
        lifted = upcast(name, schema, sample["payload"])
        if name in MONEY:
            assert MONEY_TYPES[name].model_validate(lifted)
            continue
        ids = {"turn_id": Talk().turn, "conversation_id": Talk().conversation}
        assert EVENT_TYPES[name].model_validate({**lifted, **ids})


def test_there_is_no_sample_of_anything_else() -> None:
    wanted = {f"{name}.v{n + 1}.json" for name in STORED for n in range(CURRENT_SCHEMA[name])}
    assert {path.name for path in FOLDER.iterdir()} == wanted


def test_old_schemas_are_lifted_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    name = EventName.TOOL_CALLED
    monkeypatch.setitem(CURRENT_SCHEMA, name, 3)
    with pytest.raises(OurBug):
        upcast(name, 1, {})
    monkeypatch.setitem(UPCASTERS, (name, 1), lambda payload: {**payload, "two": True})
    monkeypatch.setitem(UPCASTERS, (name, 2), lambda payload: {**payload, "three": True})
    assert upcast(name, 1, {"one": True}) == {"one": True, "two": True, "three": True}
    with pytest.raises(OurBug):
        upcast(name, 4, {})


async def test_projections_accept_every_sample(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    beginnings = [
        talk.received(),
        talk.event(EventName.QUESTION_ASKED),
        talk.written(),
        talk.event(EventName.APPROVAL_REQUESTED),
    ]
    begun = {event.name for event in beginnings}
    await write(database, tenant, clock, beginnings)
    for name in OF_TURNS:
        if name not in begun:
            await write(database, tenant, clock, [talk.event(name)])
    await assert_rebuilds(database, tenant)
