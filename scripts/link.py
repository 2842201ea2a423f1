"""Makes the source tree importable in this environment and adds the `raptorflow` command.

An editable install would need setuptools, which is not in the lock of every platform, and its
import hook costs time at every start. One `.pth` line and one small script do the same, offline.
"""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

COMMAND = """#!/bin/sh
exec "{python}" -P -c '
import sys
sys.argv[0] = "raptorflow"
from app.cli import main
sys.exit(main())
' "$@"
"""


def write_if_changed(path: Path, text: str, mode: int) -> None:
    """Leaves an equal file alone, so that a running server never sees it half written."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    path.unlink(missing_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def main() -> int:
    """Writes both files into the environment this interpreter belongs to."""
    if sys.prefix == sys.base_prefix:
        sys.stderr.write("scripts/link.py must be run by the Python of a virtual environment.\n")
        return 2
    packages = Path(sysconfig.get_path("purelib"))
    write_if_changed(packages / "raptorflow.pth", f"{ROOT}\n", 0o644)
    command = Path(sysconfig.get_path("scripts")) / "raptorflow"
    write_if_changed(command, COMMAND.format(python=sys.executable), 0o755)
    return 0


if __name__ == "__main__":
    sys.exit(main())
