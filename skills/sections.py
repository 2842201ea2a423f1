"""The body of a skill file: its two sections, and where each begins."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skills.errors import Problem

NAMES: Final = ("Prompt", "Compose")
_HEADING: Final = re.compile(r"^# +(.+?)\s*$")
_FENCE: Final = re.compile(r"^```")


@dataclass(frozen=True, slots=True)
class Section:
    """The text under one heading; ``first_line`` is the file's line it starts on, from 1."""

    text: str
    first_line: int


def split_sections(
    body: str, *, file: Path, first_line: int
) -> tuple[dict[str, Section], list[Problem]]:
    """Cut the body at its level-one headings. Compose loses its code fence, if it has one."""
    problems: list[Problem] = []
    lines = body.split("\n")
    headings: list[tuple[int, str]] = []
    fenced = False
    for index, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
        match = None if fenced else _HEADING.match(line)
        if match:
            headings.append((index, match[1]))
    sections: dict[str, Section] = {}
    for position, (index, name) in enumerate(headings):
        at = first_line + index
        if name not in NAMES:
            message = f"no section is called `{name}`"
            problems.append(
                Problem(file, at, 3, "unknown-section", message, f"use {' and '.join(NAMES)}")
            )
            continue
        if name in sections:
            message = f"`# {name}` stands twice"
            problems.append(Problem(file, at, 3, "duplicate-section", message, "keep one"))
            continue
        end = headings[position + 1][0] if position + 1 < len(headings) else len(lines)
        sections[name] = _section(lines[index + 1 : end], at + 1, fenced=name == "Compose")
    for name in NAMES:
        if name not in sections:
            message = f"there is no `# {name}` section"
            problems.append(
                Problem(file, first_line, 1, "missing-section", message, f"add # {name}")
            )
    return sections, problems


def _section(lines: list[str], first_line: int, *, fenced: bool) -> Section:
    while lines and not lines[0].strip():
        lines, first_line = lines[1:], first_line + 1
    if fenced and lines and _FENCE.match(lines[0]):
        lines, first_line = lines[1:], first_line + 1
        closing = next((i for i, line in enumerate(lines) if _FENCE.match(line)), len(lines))
        lines = lines[:closing]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return Section("\n".join(lines) + "\n", first_line)
