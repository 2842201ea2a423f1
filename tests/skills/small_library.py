"""Small skill libraries of a test's own, cut from the shipped one."""

from __future__ import annotations

import shutil
from pathlib import Path

from skills.registry import LIBRARY

SHARED = ("phrases", "macros", "system")


def make_library(folder: Path, *skills: str) -> Path:
    """A library with all shared files and the named definitions, without anything kept."""
    for name in SHARED:
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(LIBRARY / name, folder / name, ignore=ignore)
    (folder / "definitions").mkdir()
    for skill in skills:
        shutil.copy(LIBRARY / "definitions" / f"{skill}.md", folder / "definitions")
    return folder


def definition(folder: Path, skill: str) -> Path:
    """The file of a skill in a library."""
    return folder / "definitions" / f"{skill}.md"


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first ``old`` and save; the file must hold it."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} no longer holds {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
