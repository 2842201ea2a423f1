"""The folder of the embedded servers: its name, its secrets, its cluster, and who may read it."""

import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path

import pytest

from app.core.config import Settings
from app.core.embedded import EmbeddedServices
from app.core.embedded_layout import LONGEST_SOCKET_BYTES, Layout
from app.core.embedded_locks import FileLock
from app.core.errors import ConfigurationError, Unavailable
from tests.core.embedding import answers, nothing_left, services
from tests.fixtures.copies import Copy, processes_of
from tests.fixtures.waiting import eventually


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
