"""A process dies in mid-turn and the skill is edited before the next one begins."""

import asyncio
import shutil
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from agents import events as ev
from agents.checks import CHECKS
from agents.model_client import ModelClient
from agents.opening import LEASE
from agents.providers.scripted import Scripted
from agents.services import Services
from agents.skill_tools import NAMES
from agents.turn_runner import TurnRunner
from agents.turn_stream import TurnHandle
from app.core.clock import FrozenClock
from app.core.config import Settings
from integrations.languages.messages import text
from skills.registry import LIBRARY, SkillRegistry
from tests.acceptance.gates import Hanging, crash, finish
from tests.acceptance.talk import Heard, Talk

ASK = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"
SKILL = "whatsapp_broadcast"
LATER = LEASE + timedelta(seconds=1)
WORDS = "Diwali par kaju katli *20% off*. Call 9876543210\nSharma Sweets\nSTOP likhiye"


@dataclass
class Library:
    """A copy of the shipped skills; every process reads its files anew."""

    folder: Path
    services: Services

    def edit(self) -> None:
        """The owner of the library makes its message shorter, and saves."""
        path = self.folder / "definitions" / f"{SKILL}.md"
        words = path.read_text(encoding="utf-8")
        assert "max_chars: 1024" in words
        path.write_text(words.replace("max_chars: 1024", "max_chars: 900"), encoding="utf-8")

    def process(self, model: Scripted) -> TurnRunner:
        """A process that begins now, with that model."""
        registry = SkillRegistry.load(self.folder, checks=frozenset(CHECKS), tools=NAMES)
        assert SKILL in registry
        settings = Settings(environment="test", model_cascade=("scripted",))
        models = ModelClient(settings, {"scripted": model})
        return TurnRunner(replace(self.services, registry=registry, models=models))


@pytest.fixture
def library(tmp_path: Path, services: Services) -> Library:
    ignore = shutil.ignore_patterns("__pycache__", "*.py")
    shutil.copytree(LIBRARY, tmp_path / "skills", ignore=ignore)
    return Library(tmp_path / "skills", services)


async def dies_in_mid_call(
    library: Library, talk: Talk, monkeypatch: pytest.MonkeyPatch, handle: TurnHandle | None = None
) -> TurnHandle:
    """A process that is killed after the plan, before anything is written."""
    model = Hanging(asked_once=asyncio.Event())
    runner = library.process(model)
    with monkeypatch.context() as patched:
        if handle is None:
            handle = await runner.start(talk.request(ASK))
        else:
            assert await runner.recover() == 1
        await model.asked_once.wait()
        await crash(runner, patched)
    await runner.stop()
    return handle


async def goes_on(runner: TurnRunner, talk: Talk, handle: TurnHandle) -> Heard:
    """What the next process makes of it."""
    try:
        assert await runner.recover() == 1
        return await finish(runner, talk, handle)
    finally:
        await runner.stop()


async def test_the_next_process_writes_the_new_way_and_says_so_once(
    talk: Talk, library: Library, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    handle = await dies_in_mid_call(library, talk, monkeypatch)
    library.edit()
    clock.advance(LATER)
    await dies_in_mid_call(library, talk, monkeypatch, handle)
    clock.advance(LATER)
    last = library.process(Scripted(replies=[WORDS]))
    heard = await goes_on(last, talk, handle)

    begun, now = heard.last(ev.RouteChosen).skill_hash, last.services.registry.get(SKILL).hash
    [changed] = heard.all(ev.SkillChanged)
    assert (changed.skill, changed.was, changed.now) == (SKILL, begun, now)
    assert begun != now
    [said] = [each for each in heard.all(ev.ReplySent) if each.key == "agents.noted.skill_changed"]
    assert said.text == text("hi-Latn", "agents.noted.skill_changed")
    assert heard.names.index("skill.changed") < heard.names.index("draft.written")
    assert (heard.status, heard.draft.text, heard.draft.skill_hash) == ("done", WORDS, now)
    for name in ("route.chosen", "draft.written", "approval.requested", "turn.settled"):
        assert heard.names.count(name) == 1, name
    assert len(await talk.drafts()) == 1


@pytest.mark.parametrize("edited", [False, True])
async def test_nothing_is_said_where_the_turn_ends_as_it_began(
    talk: Talk, library: Library, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, edited: bool
) -> None:
    """The same file, or a version that the process which takes over has served itself."""
    await talk.know(business_name="Sharma Sweets", phone="9876543210")
    living = library.process(Scripted(replies=[WORDS]))
    handle = await dies_in_mid_call(library, talk, monkeypatch)
    registry = living.services.registry
    if edited:
        library.edit()
        registry.reload(library.folder / "definitions" / f"{SKILL}.md")
    clock.advance(LATER)
    heard = await goes_on(living, talk, handle)
    begun = heard.last(ev.RouteChosen).skill_hash
    assert edited is (registry.get(SKILL).hash != begun)
    assert heard.all(ev.SkillChanged) == []
    assert (heard.status, heard.draft.skill_hash) == ("done", begun)
