"""The two commands and their helpers, as far as they can be tried without installing again."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

TARGETS = {"run", "test", "lint", "format", "bench", "proof", "lock", "help"}
SCRIPTS = sorted((ROOT / "scripts").glob("*.sh"))


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60)


@pytest.fixture
def make() -> str:
    found = shutil.which("gmake") or shutil.which("make")
    if found is None:
        pytest.skip("no make on this machine")
    return found


def test_help_lists_every_promised_target(make: str) -> None:
    listed = run(make, "help").stdout
    assert set(re.findall(r"make ([a-z-]+)", listed)) >= TARGETS
    assert run(make).stdout == listed, "plain `make` helps"


@pytest.mark.parametrize("target", sorted(TARGETS - {"help"}))
def test_every_target_can_be_made(make: str, target: str) -> None:
    result = run(make, "--dry-run", target)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_plain_shell(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/bin/sh\n")
    assert "[[" not in text
    assert run("sh", "-n", str(script)).returncode == 0


def test_the_gate_runs_tests_and_lint() -> None:
    gate = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert gate.index("make test") < gate.index("make lint")
    assert run("bash", "-n", ".ci/run").returncode == 0


def test_linking_makes_the_command_and_is_safe_to_repeat(tmp_path: Path) -> None:
    python = tmp_path / "venv" / "bin" / "python"
    assert (
        run(sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")).returncode == 0
    )
    link = str(ROOT / "scripts" / "link.py")
    command = tmp_path / "venv" / "bin" / "raptorflow"
    for _ in range(2):
        result = run(str(python), link, cwd=tmp_path)
        assert result.returncode == 0, result.stderr
    assert str(python) in command.read_text(encoding="utf-8")
    assert command.stat().st_mode & 0o111
    found = run(str(python), "-P", "-c", "import app; print(app.__file__)", cwd=tmp_path)
    assert found.stdout.strip() == str(ROOT / "app" / "__init__.py")


def test_linking_refuses_the_machines_own_python() -> None:
    own = Path(sys.base_prefix) / "bin" / "python3"
    if not own.is_file():
        pytest.skip("the machine's own Python is not where it usually is")
    result = run(str(own), "-I", str(ROOT / "scripts" / "link.py"))
    assert result.returncode == 2
    assert "virtual environment" in result.stderr


def test_installing_again_does_nothing_without_a_network(tmp_path: Path) -> None:
    """An environment whose lock is installed is left alone: pip is not even asked."""
    (tmp_path / "scripts").mkdir()
    for name in ("install.sh", "link.py"):
        shutil.copy(ROOT / "scripts" / name, tmp_path / "scripts" / name)
    shutil.copy(ROOT / "requirements.lock", tmp_path / "requirements.lock")
    assert (
        run(sys.executable, "-m", "venv", "--without-pip", str(tmp_path / ".venv")).returncode == 0
    )
    stamp = tmp_path / ".venv" / "installed-requirements.lock"
    shutil.copy(ROOT / "requirements.lock", stamp)
    result = run("sh", "scripts/install.sh", "requirements.lock", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    (tmp_path / "requirements.lock").write_text("changed==1 --hash=sha256:00\n", encoding="utf-8")
    assert run("sh", "scripts/install.sh", "requirements.lock", cwd=tmp_path).returncode != 0
    assert stamp.read_text(encoding="utf-8") != "changed==1 --hash=sha256:00\n"
