"""``kill -9`` at every stage of a turn and around a decision: nothing is lost, nothing is doubled.

One server a crash point is started on the same database and killed there by itself; then one more
server starts, and within 30 seconds every turn is finished with exactly one draft, every repeated
request is the same turn, and every decision is one decision.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from redis.asyncio import Redis

from app.core.platform import Platform
from tests.crash.points import DECISION_POINTS, TURN_POINTS
from tests.fixtures.served import Served
from tests.fixtures.waiting import eventually

pytestmark = pytest.mark.crash

TEXT = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"
RECOVERED_WITHIN = 30.0


@dataclass
class Casualty:
    """A message whose server died at ``point``."""

    point: str
    conversation_id: UUID
    message: dict[str, str]
    turn_id: str | None = None


class Child(Served):
    """A server without the chat on the databases of the test session."""

    command = ("-m", "tests.crash.child")

    async def gone(self) -> int:
        """Wait for the process to die; its exit code."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), 30)

    def client(self) -> httpx.AsyncClient:
        """The owner at this machine."""
        return httpx.AsyncClient(base_url=self.url, trust_env=False, timeout=30)


@pytest.fixture(scope="module")
def environment(session_platform: Platform) -> dict[str, str]:
    """The services every child of this module shares."""
    embedded = session_platform.embedded
    urls = {"DATABASE_URL": embedded.database_url, "REDIS_URL": embedded.redis_url}
    return {name: url for name, url in urls.items() if url is not None}


def _child(folder: Path, environment: dict[str, str], crash_at: str = "") -> Child:
    return Child(folder, **environment, CRASH_AT=crash_at)


@pytest.fixture
async def survivor(tmp_path: Path, environment: dict[str, str]) -> AsyncIterator[Child]:
    """A server that nothing happens to; not started yet."""
    child = _child(tmp_path / "data", environment)
    yield child
    await child.stop()


async def _crash(folder: Path, environment: dict[str, str], point: str) -> Casualty:
    child = _child(folder, environment, point)
    await child.start()
    lost = Casualty(point, uuid4(), {"text": TEXT, "client_message_id": uuid4().hex})
    lost.message["conversation_id"] = str(lost.conversation_id)
    async with child.client() as client:
        with pytest.raises(httpx.TransportError):
            await client.post("/api/v1/turns", json=lost.message)
    assert await child.gone() == -9, f"{point} was never reached:\n{child.log[-2000:]}"
    return lost


async def test_turns_survive_a_kill_at_every_stage(
    tmp_path: Path, environment: dict[str, str], survivor: Child, redis: Redis
) -> None:
    await survivor.start()  # makes the local business, so that the children need not race for it
    await survivor.stop()
    lost: list[Casualty] = []
    for pair in zip(TURN_POINTS[::2], [*TURN_POINTS[1::2], None], strict=False):
        crashes = [_crash(tmp_path / point, environment, point) for point in pair if point]
        lost += await asyncio.gather(*crashes)
    # Redis holds nothing that cannot be lost; gone with it is the count of this owner's messages.
    await redis.flushdb()
    await survivor.start()
    async with survivor.client() as client:
        for casualty in lost:
            await _recovered(client, casualty)
        drafts = await _all(client, "/api/v1/drafts", "drafts")
    by_turn = [draft["turn_id"] for draft in drafts]
    for casualty in lost:
        assert by_turn.count(casualty.turn_id) == 1, f"{casualty.point}: one draft and no more"


async def _recovered(client: httpx.AsyncClient, lost: Casualty) -> None:
    """Send the message again, as a phone does: it is the same turn, and it comes to its end."""

    async def settled() -> dict[str, Any] | None:
        answer = await client.post("/api/v1/turns", json=lost.message)
        assert answer.status_code == 200, f"{lost.point}: {answer.text}"
        body: dict[str, Any] = answer.json()
        return body if "turn.settled" in body["events"] else None

    body = await eventually(settled, within=RECOVERED_WITHIN)
    lost.turn_id = body["turn_id"]
    assert body["draft"], f"{lost.point}: no draft"
    assert body["events"].count("message.received") == 1, lost.point
    assert body["events"].count("turn.settled") == 1, lost.point
    version = body["draft"]["version"]
    path = f"/api/v1/drafts/{body['draft']['id']}/approve"
    first = await client.post(path, json={"version": version})
    again = await client.post(path, json={"version": version})
    assert (first.json()["applied"], again.json()["applied"]) == (True, False), lost.point


@pytest.mark.parametrize("point", DECISION_POINTS)
async def test_a_decision_is_made_once(
    point: str, tmp_path: Path, environment: dict[str, str], survivor: Child, redis: Redis
) -> None:
    await redis.flushdb()
    doomed = _child(tmp_path / "doomed", environment, point)
    await doomed.start()
    async with doomed.client() as client:
        turn = (await client.post("/api/v1/turns", json={"text": TEXT})).json()
        path = f"/api/v1/drafts/{turn['draft']['id']}"
        body = {"version": turn["draft"]["version"]}
        with pytest.raises(httpx.TransportError):
            await client.post(f"{path}/approve", json=body)
    assert await doomed.gone() == -9
    await survivor.start()
    async with survivor.client() as client:
        stood = (await client.get(path)).json()["status"]
        assert stood == ("pending" if point.startswith("before") else "approved")
        answer = (await client.post(f"{path}/approve", json=body)).json()
        assert answer["applied"] is (stood == "pending")
        events = (await client.get(f"/api/v1/turns/{turn['turn_id']}/events")).json()["events"]
    assert [event["name"] for event in events].count("approval.decided") == 1


async def _all(client: httpx.AsyncClient, path: str, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        query = {"limit": "100"} | ({"cursor": cursor} if cursor else {})
        page = (await client.get(path, params=query)).json()
        found += page[key]
        cursor = page.get("next_cursor")
        if not cursor:
            return found


def test_every_point_is_named_once() -> None:
    assert len(set(TURN_POINTS)) == len(TURN_POINTS) >= 10
