"""The embedded servers: shared, restarted, and never left behind."""

import asyncio
import os
import shutil
import signal
import stat
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import psutil
import pytest
from sqlalchemy import text

from app.core.config import Settings
from app.core.database import Database
from app.core.embedded import EmbeddedServices
from app.core.embedded_layout import LONGEST_SOCKET_BYTES, Layout, find_postgres, find_redis
from app.core.embedded_locks import FileLock
from app.core.embedded_postgres import end_orphan
from app.core.errors import ConfigurationError, Unavailable
from app.core.ids import uuid7
from app.core.platform import open_platform
from tests.fixtures.copies import Copy, processes_of
from tests.fixtures.waiting import eventually, eventually_sync


@pytest.fixture
def data_dir(service_folder: Path) -> Iterator[Path]:
    """A data folder; nothing of it may run when the test is over."""
    folder = service_folder / "data"
    yield folder
    assert eventually_sync(lambda: not processes_of(folder)), processes_of(folder)


@asynccontextmanager
async def services(folder: Path) -> AsyncIterator[EmbeddedServices]:
    """PostgreSQL alone, on that folder."""
    embedded = EmbeddedServices()
    await embedded.start(folder, redis=False)
    try:
        yield embedded
    finally:
        await embedded.stop()


async def answers(embedded: EmbeddedServices) -> bool:
    """Whether the restricted role can be served."""
    assert embedded.database_url
    database = Database.connect(embedded.database_url, pool_size=1)
    try:
        await database.ping()
    except Unavailable:
        return False
    finally:
        await database.close()
    return True


async def nothing_left(folder: Path) -> bool:
    """Whether no process speaks of the folder."""
    return not processes_of(folder)


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
    program = "import time; print('up', flush=True); time.sleep(60)"
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


@pytest.mark.parametrize("name", ["d" * LONGEST_SOCKET_BYTES, "with:colon,comma and space"])
async def test_folders_whose_names_sockets_cannot_bear(service_folder: Path, name: str) -> None:
    folder = service_folder / name
    run_dir = Layout.of(folder).run_dir
    assert not run_dir.is_relative_to(service_folder)
    async with services(folder) as embedded:
        assert await answers(embedded)
    await eventually(lambda: nothing_left(folder))
    shutil.rmtree(run_dir)


def test_a_foreign_run_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / ("d" * LONGEST_SOCKET_BYTES)
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    run_dir = Layout.of(folder).run_dir
    run_dir.rmdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    run_dir.symlink_to(elsewhere)
    with pytest.raises(ConfigurationError, match="belongs to somebody else"):
        Layout.of(folder)


async def test_lost_secrets_are_replaced(data_dir: Path) -> None:
    async with services(data_dir):
        pass
    shutil.rmtree(data_dir / "secrets")
    async with services(data_dir) as embedded:
        assert await answers(embedded)


async def test_an_interrupted_first_start_leaves_no_half_cluster(data_dir: Path) -> None:
    half = Layout.of(data_dir).data_dir / "postgres.new-dead"
    half.mkdir()
    (half / "PG_VERSION").write_text("16")
    async with services(data_dir) as embedded:
        assert await answers(embedded)
    assert not half.exists()


async def test_a_cluster_of_another_version_is_left_alone(data_dir: Path) -> None:
    cluster = Layout.of(data_dir).postgres_data
    cluster.mkdir()
    (cluster / "PG_VERSION").write_text("15\n")
    with pytest.raises(ConfigurationError, match="PostgreSQL 15"):
        await EmbeddedServices().start(data_dir)


async def test_a_broken_cluster_is_reported_with_postgres_own_words(data_dir: Path) -> None:
    async with services(data_dir):
        pass
    (data_dir / "postgres" / "global" / "pg_control").unlink()
    with pytest.raises(ConfigurationError, match="pg_control") as refused:
        await EmbeddedServices().start(data_dir, redis=False)
    assert refused.value.code == "embedded_failed"


def test_nobody_else_can_read_the_folder(session_platform: object, settings: Settings) -> None:
    for path in settings.data_dir.iterdir():
        reachable = stat.S_IMODE(path.stat().st_mode) & 0o077
        assert reachable in (0, stat.S_IXOTH), path  # x alone lets the service user pass


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


def test_a_lock_that_others_keep_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    holder, other = FileLock(path), FileLock(path)
    holder.acquire(shared=True, timeout_seconds=1)
    assert not holder.is_free()
    other.acquire(shared=True, timeout_seconds=1)
    other.release()
    with pytest.raises(Unavailable, match="another DATA_DIR"):
        other.acquire(shared=False, timeout_seconds=0.05)
    holder.release()
    assert holder.is_free()


def python_is_everybodys() -> bool:
    """Whether we may become somebody else who can run this interpreter."""
    if os.geteuid() != 0:
        return False
    folders = Path(sys.executable).resolve().parents
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in folders)


@pytest.mark.skipif(not python_is_everybodys(), reason="needs root and a Python outside /root")
async def test_it_works_for_an_ordinary_user_too() -> None:
    folder = Path(tempfile.mkdtemp(prefix="raptorflow-user-"))
    os.chown(folder, 65534, 65534)
    try:
        copy = await Copy(folder, user=65534, group=65534, extra_groups=[]).ready()
        await copy.close()
        assert (folder / "postgres").stat().st_uid == 65534
        assert processes_of(folder) == []
    finally:
        shutil.rmtree(folder)
