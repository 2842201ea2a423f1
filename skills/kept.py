"""What was worked out from a file, kept in ``__pycache__`` beside it as Python keeps its own.

Safe to delete at any time. A key covers the content it was made of and the code that made it, so
that nothing stale is read; a folder that cannot be written only costs the next start some time.
"""

import contextlib
import hashlib
import os
import platform
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2
import orjson
import pydantic

_FOLDER: Final = "__pycache__"
_CODE: Final = Path(__file__).parent


@cache
def rules() -> str:
    """A digest of the code that checks and compiles, and of the libraries it leans on."""
    hashed = hashlib.sha256()
    for path in sorted(_CODE.glob("*.py")):
        hashed.update(path.read_bytes())
    versions = (platform.python_version(), jinja2.__version__, pydantic.VERSION)
    hashed.update("\n".join(versions).encode())
    return hashed.hexdigest()


def key_of(*parts: bytes) -> str:
    """The key of what is made from ``parts`` under the present rules."""
    hashed = hashlib.sha256(rules().encode())
    for part in parts:
        hashed.update(b"%d:" % len(part))
        hashed.update(part)
    return hashed.hexdigest()


class Kept:
    """One JSON object kept for ``source``; ``kind`` sets it apart from others of the same file."""

    def __init__(self, source: Path, kind: str, key: str) -> None:
        self._path = source.parent / _FOLDER / f"{source.stem}.{kind}.json"
        self._key = key

    def load(self) -> dict[str, Any] | None:
        """What was kept under this very key; None when nothing was."""
        try:
            data = orjson.loads(self._path.read_bytes())
        except (OSError, orjson.JSONDecodeError):
            return None
        return data if isinstance(data, dict) and data.get("key") == self._key else None

    def save(self, data: dict[str, Any]) -> None:
        """Keep it, unless it holds what JSON cannot."""
        with contextlib.suppress(OSError, TypeError):
            content = orjson.dumps(
                {**data, "key": self._key}, option=orjson.OPT_PASSTHROUGH_DATETIME
            )
            self._path.parent.mkdir(exist_ok=True)
            fresh = self._path.with_suffix(f".{os.getpid()}")
            fresh.write_bytes(content)
            fresh.replace(self._path)
