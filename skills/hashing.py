"""The hash of a skill: the same for the same meaning, another for any that can change a draft.

It covers parsed values, so that layout and key order do not count, and templates byte by byte,
because there every blank is rendered. Nothing in it depends on the process, the system or Python.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

import orjson

_OPTIONS: Final = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME


def canonical(data: object) -> bytes:
    """The one byte form of parsed YAML, whatever its layout and key order were.

    Two values with the same bytes are the same value of the same type: ``1`` is not ``1.0``, and a
    date is not the text that looks like it.
    """
    try:
        fast = orjson.dumps(data, option=_OPTIONS)
    except TypeError:
        return b"!" + _tagged(data)
    # JSON has no infinity, so orjson writes null for it; then the slow form must tell them apart.
    return fast if b"null" not in fast else b"!" + _tagged(data)


def _tagged(value: Any) -> bytes:
    """Values that JSON cannot hold: each with its type and length in front of it."""
    match value:
        case None | bool():
            kind, content = "c", repr(value).encode()
        case int():
            kind, content = "i", str(value).encode()
        case float():
            kind, content = "f", value.hex().encode()
        case str():
            kind, content = "s", value.encode("utf-8", "surrogatepass")
        case bytes():
            kind, content = "b", value
        case datetime() | date():
            kind, content = type(value).__name__, value.isoformat().encode()
        case dict():
            pairs = sorted(_tagged(key) + _tagged(item) for key, item in value.items())
            kind, content = "d", b"".join(pairs)
        case set() | frozenset():
            kind, content = "S", b"".join(sorted(_tagged(item) for item in value))
        case list() | tuple():
            kind, content = "l", b"".join(map(_tagged, value))
        case _:
            msg = f"{type(value).__name__} is no value of YAML"
            raise TypeError(msg)
    return f"{kind}{len(content)}:".encode() + content


def digest(parts: Iterable[tuple[str, bytes]]) -> str:
    """SHA-256 in hex over named parts; with their lengths no two layouts can run together."""
    hashed = hashlib.sha256()
    for name, content in parts:
        label = name.encode()
        hashed.update(b"%d:%b:%d:" % (len(label), label, len(content)))
        hashed.update(content)
    return hashed.hexdigest()
