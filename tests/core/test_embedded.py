"""The embedded servers: shared, restarted, and never left behind."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from uuid import UUID

import psutil
import pytest
from sqlalchemy import text

from app.core.config import Settings
from app.core.embedded_layout import find_postgres, find_redis
from app.core.embedded_postgres import end_orphan
from app.core.errors import ConfigurationError
from app.core.ids import uuid7
from app.core.platform import open_platform
from tests.core.embedding import answers, nothing_left, services
from tests.fixtures.copies import Copy, processes_of
from tests.fixtures.waiting import eventually


async def write_account(folder: Path) -> UUID:
    """Write something through a platform of our own on that folder."""
    user_id = uuid7()
    query = text(
        "SELECT create_account(:id, :email, NULL, NULL, 'en', gen_random_uuid(), 'Shop', now())"
    )
    settings = Settings(environment="test", data_dir=folder)
    async with open_platform(settings) as platform, platform.database.transaction(None) as session:
        await session.execute(query, {"id": user_id, "email": f"{user_id}@example.in"})
    return user_id


async def is_there(folder: Path, user_id: UUID) -> bool:
    """Whether what was written is still there."""
    query = text("SELECT find_user_id(:email)")
    settings = Settings(environment="test", data_dir=folder)
    async with open_platform(settings) as platform, platform.database.transaction(None) as session:
        found = await session.scalar(query, {"email": f"{user_id}@example.in"})
    return bool(found == user_id)


@pytest.mark.crash
async def test_a_killed_app_leaves_no_server_and_loses_nothing(data_dir: Path) -> None:
    copy = await Copy(data_dir).ready()
    user_id = await write_account(data_dir)
    assert len(processes_of(data_dir)) >= 4  # the copy, two keepers, two servers
    await copy.kill()
    await eventually(lambda: nothing_left(data_dir))
    assert await is_there(data_dir, user_id)


@pytest.mark.crash
async def test_everything_killed_at_once_is_recovered(data_dir: Path) -> None:
    copy = await Copy(data_dir).ready()
    user_id = await write_account(data_dir)
    for process in psutil.process_iter(["cmdline"]):
        line = " ".join(process.info["cmdline"] or [])
        if str(data_dir) in line and process.pid != os.getpid():
            process.kill()
    await copy.process.wait()
    await eventually(lambda: nothing_left(data_dir))
    assert (data_dir / "postgres" / "postmaster.pid").exists()
    assert await is_there(data_dir, user_id)


@pytest.mark.crash
async def test_two_copies_started_at_once_share(data_dir: Path) -> None:
    first, second = Copy(data_dir), Copy(data_dir)
    await asyncio.gather(first.start(), second.start())
    await asyncio.gather(first.ready(), second.ready())
    assert sum("embedded_keeper" in line for line in processes_of(data_dir)) == 2
    await first.kill()
    await second.close()  # pings the database once more before it ends
    assert processes_of(data_dir) == []


@pytest.mark.crash
async def test_a_copy_that_comes_while_the_last_one_goes(data_dir: Path) -> None:
    for _ in range(3):
        first = await Copy(data_dir).ready()
        second = Copy(data_dir)
        await asyncio.gather(first.kill(), second.start())
        await second.ready()
        await second.close()


async def test_a_clean_stop_has_ended_everything_on_return(data_dir: Path) -> None:
    copy = await Copy(data_dir).ready()
    await copy.close()
    assert processes_of(data_dir) == []
    assert not (data_dir / "postgres" / "postmaster.pid").exists()


@pytest.mark.crash
async def test_a_killed_keeper_takes_its_server_along(data_dir: Path) -> None:
    async with services(data_dir) as embedded:
        assert embedded.postgres
        embedded.postgres.signal_keeper(signal.SIGKILL)

        async def away() -> bool:
            return not await answers(embedded)

        await eventually(away)
    async with services(data_dir) as embedded:
        assert await answers(embedded)


async def test_a_server_that_dies_is_started_again(data_dir: Path) -> None:
    async with services(data_dir) as embedded:
        pid_file = data_dir / "postgres" / "postmaster.pid"
        pid = int(pid_file.read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)

        async def back_as_another() -> bool:
            if not (pid_file.exists() and await answers(embedded)):
                return False
            return int(pid_file.read_text().split()[0]) != pid

        await eventually(back_as_another)


async def test_a_stale_pid_file_never_hits_a_stranger(data_dir: Path) -> None:
    async with services(data_dir):
        running = (data_dir / "postgres" / "postmaster.pid").read_text()
    stranger = await asyncio.create_subprocess_exec("sleep", "60")
    lines = running.splitlines()
    lines[0] = str(stranger.pid)
    (data_dir / "postgres" / "postmaster.pid").write_text("\n".join(lines) + "\n")
    async with services(data_dir) as embedded:
        assert await answers(embedded)
    assert stranger.returncode is None
    stranger.kill()
    await stranger.wait()


async def test_an_orphan_of_ours_is_ended(tmp_path: Path) -> None:
    # A shell that runs the tests in its background lets SIGINT be ignored by all it starts.
    program = (
        "import signal, time; signal.signal(signal.SIGINT, signal.SIG_DFL); "
        "print('up', flush=True); time.sleep(60)"
    )
    # Not "python3": that may be a script of a version manager which starts another program, and a
    # process has no command line for a moment while it does.
    orphan = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, str(tmp_path), stdout=asyncio.subprocess.PIPE
    )
    assert orphan.stdout
    assert await orphan.stdout.readline() == b"up\n"
    pid_file = tmp_path / "server.pid"
    pid_file.write_text(f"{orphan.pid}\n")
    await asyncio.to_thread(end_orphan, pid_file, str(tmp_path))
    assert await asyncio.wait_for(orphan.wait(), 20) != 0
    assert not pid_file.exists()


@pytest.mark.parametrize("content", ["", "nonsense", "999999999\n"])
def test_a_pid_file_that_says_nothing_is_removed(tmp_path: Path, content: str) -> None:
    pid_file = tmp_path / "server.pid"
    pid_file.write_text(content)
    end_orphan(pid_file, str(tmp_path))
    end_orphan(pid_file, str(tmp_path))
    assert not pid_file.exists()


def test_without_a_wheel_the_setting_to_use_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(ConfigurationError, match="set DATABASE_URL"):
        find_postgres()


def test_a_redis_on_the_path_is_preferred(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("valkey-server", "redis-server"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        assert find_redis() == tmp_path / name


async def test_without_redis_a_stand_in_serves_with_a_notice(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("app.core.embedded.find_redis", lambda: None)
    async with open_platform(Settings(environment="test", data_dir=data_dir)) as platform:
        await platform.redis.set("key", "value")
        assert await platform.redis.get("key") == b"value"
    assert "install Redis or set REDIS_URL" in caplog.text
