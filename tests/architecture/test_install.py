"""What is installed is the lock and nothing else, whatever has been released since it was made."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT


def wheel(shelf: Path, name: str, version: str, *metadata: str) -> str:
    """Puts a wheel with one empty module on the shelf; returns its line for a lock."""
    path = shelf / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", "")
        archive.writestr(
            f"{info}/METADATA",
            "\n".join(("Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *metadata)),
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/RECORD,,\n")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{name}=={version} --hash=sha256:{digest}\n"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder of wheels, and beside it a checkout's scripts with an environment that has pip."""
    (tmp_path / "scripts").mkdir()
    for name in ("install.sh", "link.py"):
        shutil.copy(ROOT / "scripts" / name, tmp_path / "scripts" / name)
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / ".venv")], check=True)
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


def install(shelf: Path, lock: str) -> subprocess.CompletedProcess[str]:
    """Runs the script with that lock and only the shelf to take wheels from."""
    (shelf.parent / "requirements.lock").write_text(lock, encoding="utf-8")
    return subprocess.run(
        ["sh", "scripts/install.sh", "requirements.lock"],
        cwd=shelf.parent,
        env={
            **os.environ,
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(shelf),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_newer_release_of_what_an_extra_needs_changes_nothing(shelf: Path) -> None:
    """Seen on 2026-11-24: a release of google-auth made every fresh installation fail."""
    lock = wheel(shelf, "asks", "1.0", "Requires-Dist: asked[more]>=1.0")
    lock += wheel(shelf, "asked", "1.0", "Provides-Extra: more")
    wheel(shelf, "asked", "2.0", "Provides-Extra: more")
    result = install(shelf, lock)
    assert result.returncode == 0, result.stderr
    found = [path.name for path in shelf.parent.glob(".venv/lib/*/site-packages/ask*.dist-info")]
    assert sorted(found) == ["asked-1.0.dist-info", "asks-1.0.dist-info"]


def test_a_lock_that_lacks_something_is_refused(shelf: Path) -> None:
    result = install(shelf, wheel(shelf, "asks", "1.0", "Requires-Dist: absent>=1.0"))
    assert result.returncode != 0
    assert "absent" in result.stderr
    assert not (shelf.parent / ".venv" / "installed-requirements.lock").exists()
