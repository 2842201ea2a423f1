"""Documentation that fails: what a page names must exist, and what exists must be named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.core.event_names import EventName
from tests.architecture.tree import ROOT, name_of

DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
PAGES = sorted([*ROOT.glob("[A-Z]*.md"), *DOCS.rglob("*.md")])

LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
CODE = re.compile(r"`([^`\n]+)`")
OUR_PATH = re.compile(
    r"^(?:app|agents|skills|memory|integrations|tests|scripts|docs|public)/[\w./-]+$"
)
MAKE = re.compile(r"\bmake ([a-z-]+)")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    local = [
        target for target in targets if "://" not in target and not target.startswith("mailto")
    ]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_paths_in_the_text_exist(page: Path) -> None:
    named = CODE.findall(page.read_text(encoding="utf-8"))
    paths = [word for word in named if OUR_PATH.match(word)]
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_make_targets_in_the_text_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    code = [*CODE.findall(text), *re.findall(r"^make .*$", text, flags=re.MULTILINE)]
    named = {target for snippet in code for target in MAKE.findall(snippet)}
    assert named - targets == set()


@pytest.mark.parametrize("decision", DECISIONS, ids=name_of)
def test_a_decision_says_what_enforces_it(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")
    sections = ("## Context", "## Decision", "## Consequences", "## What enforces it")
    places = [text.find(f"\n{section}\n") for section in sections]
    assert -1 not in places
    assert places == sorted(places)
    assert len(text.split()) < 700, "one page"
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    assert decision.name in index


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_event_is_explained() -> None:
    guide = (DOCS / "guides" / "events.md").read_text(encoding="utf-8")
    assert [name.value for name in EventName if f"`{name.value}`" not in guide] == []


@pytest.mark.parametrize("folder", ["skills/definitions", "agents/checks"])
def test_every_skill_and_check_is_listed(folder: str) -> None:
    guide = (DOCS / "guides" / "skills.md").read_text(encoding="utf-8")
    names = {
        path.stem
        for path in (ROOT / folder).glob("*")
        if path.suffix in {".md", ".py"} and not path.stem.startswith("_")
    } - {"base", "subject", "README"}
    assert names
    assert sorted(name for name in names if f"`{name}`" not in guide) == []


def test_every_command_is_explained() -> None:
    from typer.main import get_command

    from app.cli import app

    guide = (DOCS / "guides" / "command-line.md").read_text(encoding="utf-8")
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert sorted(name for name in commands if f"| `{name}` |" not in guide) == []
