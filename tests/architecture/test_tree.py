"""What must not be in the repository, wherever it stands."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.architecture.tree import ROOT, committed, name_of

# Written in pieces, so that this file does not find itself.
MACHINE_PATHS = re.compile(r"/(?:ho" + r"me|Us" + r"ers|ro" + r"ot|wo" + r"rk|opt)/[\w.-]+")
PRIVATE_KEYS = re.compile("-----BEGIN (?:[A-Z]+ )?PRIVATE " + "KEY-----")
INDEXES = re.compile(
    r"(?<!emit-)index-url[= ]+\S+|find-links[= ]+\S+|py" + r"pi\.org|files\.python" + "hosted"
)

LARGEST_BYTES = 1_500_000


def found(pattern: re.Pattern[str]) -> list[str]:
    """`file:line: text` of every match in the repository."""
    hits: list[str] = []
    for path in committed():
        text = path.read_text(encoding="utf-8", errors="replace")
        if pattern.search(text):
            hits += [
                f"{name_of(path)}:{number}: {line.strip()[:120]}"
                for number, line in enumerate(text.splitlines(), 1)
                if pattern.search(line)
            ]
    return hits


def test_no_path_of_one_machine() -> None:
    assert found(MACHINE_PATHS) == []


def test_no_private_key() -> None:
    assert found(PRIVATE_KEYS) == []


def test_no_package_index() -> None:
    assert found(INDEXES) == []


def test_the_locks_are_whole() -> None:
    result = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "check_locks.py")], capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr


def test_no_file_is_huge() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    large = {
        name: size
        for name in listed
        if name
        and (ROOT / name).is_file()
        and (size := (ROOT / name).stat().st_size) > LARGEST_BYTES
    }
    assert large == {}


def test_nothing_is_left_to_be_done() -> None:
    """Unfinished things are issues, not comments."""
    marks = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b")
    ours = [
        hit for hit in found(marks) if hit.split(":")[0].endswith((".py", ".jsx", ".js", ".md"))
    ]
    assert ours == []
