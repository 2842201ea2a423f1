"""Secrets a laptop makes for itself, kept in ``DATA_DIR/secrets``, readable by their owner."""

import os
import secrets
from pathlib import Path


def generated_secret(data_dir: Path, name: str) -> str:
    """The secret of that name: 64 hexadecimal characters, made on first use.

    Two processes that start at once agree: the file appears complete or not at all, and the first
    one wins.
    """
    folder = data_dir / "secrets"
    path = folder / name
    try:
        return path.read_text("ascii")
    except FileNotFoundError:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # fails when somebody else was first, unlike a rename
    except FileExistsError:
        return path.read_text("ascii")
    finally:
        draft.unlink()
    return path.read_text("ascii")
