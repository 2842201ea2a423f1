"""The registry: everything good is served, everything broken is told, the last good one stays."""

import time
from pathlib import Path

import pytest

from app.core.errors import NotFound
from skills.environment import CompilerEnvironment
from skills.registry import SkillRegistry
from tests.skills.library import SKILL, make


def test_a_broken_edit_keeps_the_last_good_version(tmp_path: Path) -> None:
    """A run that has begun also keeps the object it holds."""
    path = make(tmp_path)
    registry = SkillRegistry.load(tmp_path)
    held = registry.get("sample")
    path.write_text(SKILL.replace("tier: fast", "tier: quick"), encoding="utf-8")
    assert registry.reload(path) is held
    assert registry.get("sample") is held
    assert [problem.rule for problem in registry.problems] == ["wrong-value"]
    path.write_text(SKILL.replace("version: 1", "version: 2"), encoding="utf-8")
    fresh = registry.reload(path)
    assert fresh is not None
    assert (fresh.version, held.version) == (2, 1)
    assert registry.problems == ()


def test_a_removed_file_is_no_skill(tmp_path: Path) -> None:
    """Gone from the folder, gone from the registry."""
    path = make(tmp_path)
    registry = SkillRegistry.load(tmp_path)
    assert "sample" in registry
    path.unlink()
    assert registry.reload(path) is None
    assert "sample" not in registry
    with pytest.raises(NotFound):
        registry.get("sample")


def test_a_new_broken_file_stops_nothing(tmp_path: Path) -> None:
    """One bad file among good ones is reported; the others serve."""
    make(tmp_path)
    bad = tmp_path / "definitions" / "bad.md"
    bad.write_text("nothing", encoding="utf-8")
    registry = SkillRegistry.load(tmp_path)
    assert [skill.id for skill in registry.all()] == ["sample"]
    assert {problem.file for problem in registry.problems} == {bad}


def test_names_are_held_against_what_exists(tmp_path: Path) -> None:
    """``agents`` hands in the tools and checks that exist."""
    make(tmp_path)
    assert SkillRegistry.load(tmp_path, tools=frozenset(), checks=frozenset()).problems
    assert not SkillRegistry.load(tmp_path).problems


def test_the_shipped_library_loads_fast() -> None:
    """Well under 100 ms of work once its phrase files are known."""
    SkillRegistry.load()
    best = 1.0
    for _ in range(3):
        before = time.process_time()
        SkillRegistry.load()
        best = min(best, time.process_time() - before)
    assert best < 0.1


def test_titles_leave_the_conversation_out() -> None:
    """What can be asked for, not what is talk."""
    registry = SkillRegistry.load()
    assert "WhatsApp message" in registry.titles("en")
    assert registry.titles("en")[0] == "WhatsApp message"
    assert "Help" not in registry.titles("en")
    assert "Moves for the week" not in registry.titles("en")


def test_a_renewed_environment_reads_what_changed_again(tmp_path: Path) -> None:
    """Phrase files are read once, until told that one has changed."""
    make(tmp_path)
    environment = CompilerEnvironment(tmp_path)
    first = environment.phrase_file("plain")
    assert environment.phrase_file("plain") is first
    assert environment.renewed([]).phrase_file("plain") is first
    changed = environment.renewed([tmp_path / "phrases" / "plain.yaml"])
    assert changed.phrase_file("plain") is not first
    assert environment.phrase_file("absent") is None
