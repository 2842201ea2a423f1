"""Named schemas of one generated file: each under its own name, after those it refers to."""

import json
from collections.abc import Mapping
from typing import Any, Final

from app.core.errors import OurBug
from skills.codegen import typescript
from skills.codegen.typescript import Schema

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_PREFIX: Final = "#/$defs/"


def pascal(name: str) -> str:
    """``gst_quote_inputs`` as TypeScript names a type: ``GstQuoteInputs``."""
    return "".join(part[:1].upper() + part[1:] for part in name.replace(".", "_").split("_"))


class Definitions:
    """Schemas by the names of their types. Equal ones of one name are one; others get a number."""

    def __init__(self) -> None:
        self._schemas: dict[str, dict[str, Any]] = {}

    def add(self, name: str, schema: Schema) -> str:
        """Take in a schema with all that it defines for itself; returns the name of its type."""
        return self._add(name, schema, dict(schema.get("$defs", {})), {}, ())

    def _add(
        self,
        name: str,
        schema: Schema,
        local: Mapping[str, Schema],
        known: dict[str, str],
        above: tuple[str, ...],
    ) -> str:
        for reference in _references(schema):
            if reference in above:
                raise OurBug("codegen", detail=f"{reference} holds itself")
            if reference not in known:
                inner = local[reference]
                known[reference] = self._add(reference, inner, local, known, (*above, reference))
        whole = {key: value for key, value in schema.items() if key not in ("$defs", "title")}
        return self._place(pascal(name), _renamed(whole, known))

    def _place(self, name: str, schema: dict[str, Any]) -> str:
        number, free = 1, name
        while free in self._schemas and self._schemas[free] != schema:
            number += 1
            free = f"{name}{number}"
        self._schemas[free] = schema
        return free

    def typescript(self) -> str:
        """Every type with its guard."""
        names = {name: name for name in self._schemas}
        return "\n".join(
            typescript.declare(name, schema, names) for name, schema in self._schemas.items()
        )

    def json_schema(self, **tables: Any) -> str:
        """The document with all definitions, and ``tables`` that say what refers to which."""
        document = {"$schema": _DIALECT, **tables, "$defs": self._schemas}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def reference(name: str) -> dict[str, str]:
    """A reference to the definition of that name."""
    return {"$ref": f"{_PREFIX}{name}"}


def _references(schema: Any) -> list[str]:
    if isinstance(schema, Mapping):
        own = [str(schema["$ref"]).removeprefix(_PREFIX)] if "$ref" in schema else []
        inner = (value for key, value in schema.items() if key not in ("$defs", "default"))
        return own + [name for value in inner for name in _references(value)]
    if isinstance(schema, list):
        return [name for value in schema for name in _references(value)]
    return []


def _renamed(schema: Any, names: Mapping[str, str]) -> Any:
    """The schema with its references under their new names and without pydantic's titles."""
    if isinstance(schema, Mapping):
        if "$ref" in schema:
            return reference(names[str(schema["$ref"]).removeprefix(_PREFIX)])
        return {
            key: value if key in ("default", "const", "enum") else _renamed(value, names)
            for key, value in schema.items()
            if key != "title" or not isinstance(value, str)
        }
    if isinstance(schema, list):
        return [_renamed(value, names) for value in schema]
    return schema
