"""The yardstick itself, over a real socket: served, spoken to, ended."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from app.bench import servers
from app.bench.session import ChatSession, SessionLost


async def test_the_echo_answers_and_leaves_nothing_behind(tmp_path: Path) -> None:
    port, home = servers.free_port(), tmp_path / "echo"
    root = {"CHAINLIT_APP_ROOT": str(home)}
    async with servers.serving(servers.echo(port), port, home, root) as server:
        async with ChatSession(server.url) as session:
            turns = [await session.say(f"namaste {number}") for number in range(3)]
            again = await session.say("with\nlines and ₹")
        pid = server.process.pid
        assert server.cpu_seconds() > 0
        assert server.resident_bytes() > 10_000_000
    assert [turn.said for turn in turns] == [(f"namaste {number}",) for number in range(3)]
    assert again.said == ("with\nlines and ₹",)
    assert all(0 < turn.first <= turn.whole < 30 for turn in turns)
    assert all(turn.draft is None for turn in turns)
    assert not psutil.pid_exists(pid)


async def test_a_session_notices_that_the_server_died(tmp_path: Path) -> None:
    port, home = servers.free_port(), tmp_path / "echo"
    root = {"CHAINLIT_APP_ROOT": str(home)}
    async with servers.serving(servers.echo(port), port, home, root) as server:
        session = ChatSession(server.url)
        await session.open()
        server.process.kill()
        with pytest.raises(SessionLost):
            await session.say("anybody there?")
        await session.close()


async def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    command = (*servers.RAPTORFLOW[:3], "raise SystemExit('no such thing')")
    with pytest.raises(servers.ServerFailed, match="no such thing"):
        async with servers.serving(command, servers.free_port(), tmp_path / "home"):
            pytest.fail("it must not become ready")
