"""Refuses a lock that names a package index, pins without a hash, or differs from its siblings."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = ROOT / "requirements.lock"
LARGER = (ROOT / "requirements-dev.lock", ROOT / "requirements-vertex.lock")
ADDRESS = re.compile(r"(https?|file|git\+\w+)://|--(extra-)?index-url|--find-links|^\s*-[if] ")


def pins(text: str) -> dict[str, list[str]]:
    """Maps each requirement line (name, version, marker) to its hashes."""
    found: dict[str, list[str]] = {}
    current = ""
    for line in text.splitlines():
        if line.startswith("    --hash="):
            found[current].append(line.strip(" \\"))
        elif line and not line.startswith("#"):
            current = line.rstrip(" \\")
            found[current] = []
    return found


def problems(path: Path) -> list[str]:
    """What is wrong with one lock file, a sentence each."""
    text = path.read_text(encoding="utf-8")
    found = [
        f"{path.name}:{number}: names an address: {line.strip()}"
        for number, line in enumerate(text.splitlines(), 1)
        if ADDRESS.search(line)
    ]
    found += [f"{path.name}: no hash for {pin}" for pin, hashes in pins(text).items() if not hashes]
    return found


def version_of(pin: str) -> str:
    """`name==1.2 ; marker` without the marker."""
    return pin.split(" ", 1)[0]


def main() -> int:
    """Prints every problem; exit code 1 when there is one."""
    found = problems(RUNTIME)
    for path in LARGER:
        found += problems(path)
        held = {version_of(pin) for pin in pins(path.read_text(encoding="utf-8"))}
        found += [
            f"{path.name} lacks {version_of(pin)} of requirements.lock"
            for pin in pins(RUNTIME.read_text(encoding="utf-8"))
            if version_of(pin) not in held
        ]
    for line in found:
        sys.stderr.write(f"{line}\nRun `make lock`.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
