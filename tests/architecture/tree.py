"""What the architecture tests read: our sources, found and parsed once."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("app", "agents", "skills", "memory", "integrations")


@cache
def sources() -> tuple[Path, ...]:
    """Every Python file of the product, tests and scripts left out."""
    return tuple(sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")))


@cache
def committed() -> tuple[Path, ...]:
    """Every text file git knows, or would know once added."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file() and is_text(path)))


def is_text(path: Path) -> bool:
    """Whether a file has no NUL byte near its start."""
    with path.open("rb") as file:
        return b"\0" not in file.read(4096)


@cache
def syntax(path: Path) -> ast.Module:
    """The syntax tree of one source file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    """A path as a message shows it: from the root of the repository, with forward slashes."""
    return path.relative_to(ROOT).as_posix()
