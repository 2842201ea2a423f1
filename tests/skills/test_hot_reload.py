"""A saved file is served at once, a broken one is reported, a begun turn keeps its version."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, MutableMapping, Sequence
from pathlib import Path

import pytest
import structlog

from skills.compiler import CompiledSkill
from skills.errors import Problem
from skills.registry import SkillRegistry
from skills.watcher import SkillWatcher
from tests.fixtures.waiting import eventually
from tests.skills.small_library import definition, edit, make_library

SKILL = "whatsapp_broadcast"
OTHER = "gst_quote"


class Library:
    """A watched library, and how often its router was told to learn."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.registry = SkillRegistry.load(folder)
        self.learnt = 0
        self.watcher = SkillWatcher(self.registry, self.learn)

    async def learn(self) -> None:
        self.learnt += 1

    def file(self, skill: str = SKILL) -> Path:
        return definition(self.folder, skill)

    async def until_served(self, other_than: CompiledSkill) -> CompiledSkill:
        """The version that takes the given one's place."""

        async def fresh() -> CompiledSkill | None:
            now = self.registry.get(other_than.id)
            return now if now.hash != other_than.hash else None

        served = await eventually(fresh)
        assert served is not None
        return served

    async def until_broken(self, by: str) -> Problem:
        """The one problem, once it is of this rule: a save seen half-way has another first."""

        async def wrong() -> list[Problem]:
            found = list(self.registry.problems)
            return found if [problem.rule for problem in found] == [by] else []

        [problem] = await eventually(wrong)
        return problem


def _last_event(logged: Sequence[MutableMapping[str, object]]) -> object:
    return logged[-1]["event"] if logged else None


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    watched = Library(make_library(tmp_path, SKILL, OTHER))
    assert watched.registry.problems == ()
    await watched.watcher.start()
    yield watched
    await watched.watcher.stop()


async def test_a_save_is_served_and_learnt(library: Library) -> None:
    before = library.registry.get(SKILL)
    edit(library.file(), "version: 1", "version: 2")
    after = await library.until_served(before)
    assert (before.version, after.version) == (1, 2)
    assert await eventually(lambda: asyncio.sleep(0, library.learnt))


async def test_a_save_is_served_within_a_moment(library: Library) -> None:
    """The promise is 200 ms; the best of a few, because this machine may be busy with others."""
    spent = []
    for version in range(2, 7):
        before = library.registry.get(SKILL)
        edit(library.file(), f"version: {version - 1}", f"version: {version}")
        saved = time.perf_counter()
        await library.until_served(before)
        spent.append(time.perf_counter() - saved)
    assert min(spent) < 0.2


async def test_a_broken_save_keeps_the_last_good_version(library: Library) -> None:
    before = library.registry.get(SKILL)
    with structlog.testing.capture_logs() as logged:
        edit(library.file(), "product: muse", "product: music")
        problem = await library.until_broken(by="wrong-value")
        assert library.registry.get(SKILL) is before
        assert problem.file.name == f"{SKILL}.md"
        assert problem.line > 1
        edit(library.file(), "product: music", "product: muse")
        # Said a moment after it is so: the registry is swapped in a thread, the log is the loop's.
        await eventually(lambda: asyncio.sleep(0, _last_event(logged) == "skills.mended"))
    assert library.registry.problems == ()
    assert library.registry.get(SKILL).hash == before.hash
    said = [(line["event"], line["log_level"]) for line in logged]
    assert said[-1] == ("skills.mended", "info")
    assert ("skills.broken", "warning") in said


async def test_a_new_file_is_served_and_a_removed_one_is_not(library: Library) -> None:
    text = library.file(OTHER).read_text(encoding="utf-8").replace("id: gst_quote", "id: quote")
    library.file("quote").write_text(text, encoding="utf-8")
    await eventually(lambda: asyncio.sleep(0, "quote" in library.registry))
    library.file("quote").unlink()
    await eventually(lambda: asyncio.sleep(0, "quote" not in library.registry))
    assert OTHER in library.registry


async def test_an_edit_of_a_phrase_file_reaches_the_skills_that_use_it(library: Library) -> None:
    uses, other = library.registry.get(SKILL), library.registry.get(OTHER)
    hooks = library.folder / "phrases" / "hooks.yaml"
    assert hooks in uses.files
    assert hooks not in other.files
    hooks.write_text(hooks.read_text(encoding="utf-8") + "\nnobody_says_this: {}\n", "utf-8")
    await eventually(lambda: asyncio.sleep(0, library.registry.problems))
    assert {wrong.file.name for wrong in library.registry.problems} == {"hooks.yaml"}
    assert library.registry.get(SKILL) is uses
    text = hooks.read_text(encoding="utf-8").replace("\nnobody_says_this: {}\n", "\n# heard\n")
    hooks.write_text(text, encoding="utf-8")
    await eventually(lambda: asyncio.sleep(0, not library.registry.problems))
    assert library.registry.get(SKILL).hash == uses.hash, "a comment says nothing"
    assert library.registry.get(OTHER) is other


async def test_a_turn_that_has_begun_renders_from_the_macros_it_began_with(
    library: Library,
) -> None:
    begun = library.registry.get(OTHER)
    macro = library.folder / "macros" / "untrusted.j2"
    edit(macro, "<data name=", "<words name=")
    fresh = await library.until_served(begun)
    names = {"language": "en", "inputs": {"request": "5000 plus gst"}}
    assert '<data name="request">5000 plus gst</data>' in begun.prompt.render(**names)
    assert '<words name="request">5000 plus gst</data>' in fresh.prompt.render(**names)
    assert library.registry.version(OTHER, begun.hash) is begun
    assert library.registry.version(OTHER, "of nobody") is fresh


async def test_a_system_prompt_changes_every_skill(library: Library) -> None:
    before = [skill.hash for skill in library.registry.all()]
    edit(library.folder / "system" / "writer.md", "Today is", "The day is")

    async def all_new() -> bool:
        now = [skill.hash for skill in library.registry.all()]
        return not set(now) & set(before)

    assert await eventually(all_new)
    assert "The day is" in library.registry.get(SKILL).system.render(language="en", today="1 Jan")


async def test_it_sees_what_was_saved_before_it_started(tmp_path: Path) -> None:
    watched = Library(make_library(tmp_path, SKILL))
    before = watched.registry.get(SKILL)
    edit(watched.file(), "version: 1", "version: 2")
    await watched.watcher.start()
    assert (await watched.until_served(before)).version == 2
    await watched.watcher.stop()
    await watched.watcher.stop()


async def test_learning_that_fails_does_not_end_the_watching(tmp_path: Path) -> None:
    watched = Library(make_library(tmp_path, SKILL))

    async def fail() -> None:
        raise OSError(28, "No space left on device")

    watcher = SkillWatcher(watched.registry, fail)
    await watcher.start()
    for version in (2, 3):
        before = watched.registry.get(SKILL)
        edit(watched.file(), f"version: {version - 1}", f"version: {version}")
        await watched.until_served(before)
    await watcher.stop()
