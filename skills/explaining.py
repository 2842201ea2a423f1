"""What pydantic found wrong, in words for somebody who writes skills."""

import difflib
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from skills.schema import FieldSpec


def nearest(name: str, known: Iterable[str]) -> str:
    """How to mend a name nobody knows: the likeliest one, else all there are."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1)
    return f"did you mean `{near[0]}`?" if near else f"use one of: {', '.join(names)}"


def explain(item: Any, model: type[BaseModel]) -> tuple[str, str, str]:
    """A pydantic error as (rule, message, mend)."""
    name = str(item["loc"][-1]) if item["loc"] else "file"
    message = str(item["msg"]).removeprefix("Value error, ")
    if item["type"] == "extra_forbidden":
        names = {field.alias or key for key, field in model.model_fields.items()}
        if len(item["loc"]) > 1:
            names = {f.alias or key for key, f in FieldSpec.model_fields.items()} | {"check"}
        near = difflib.get_close_matches(name, sorted(names), n=1)
        mend = f"did you mean `{near[0]}`?" if near else "remove it; see the format's table"
        return "unknown-key", f"unknown key `{name}`", mend
    if item["type"] == "missing":
        return "missing-key", f"`{name}` is missing", f"add {name}:"
    if item["type"] == "string_type":
        return "wrong-type", f"`{name}` must be text", "put the value in quotes"
    if item["type"] == "value_error":
        return "wrong-value", message, "see the format's table"
    return "wrong-value", f"`{name}`: {message}", "see the format's table"
