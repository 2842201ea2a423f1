"""Fields of a skill as pydantic models, which check what goes in and what a model answers."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from app.core.variants import Variant
from skills.schema import FieldSpec

_PLAIN: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "money": int,
    "date": date,
    "language": Variant,
}


def _annotation(name: str, field: FieldSpec) -> Any:  # a type, which the type system cannot name
    if field.type in _PLAIN:
        return _PLAIN[field.type]
    if field.type == "enum":
        return Literal[field.values or ()]
    if field.type == "list":
        item = field.items if isinstance(field.items, FieldSpec) else None
        inner: Any = constrained(f"{name}_item", item) if item else Any
        return list[inner]
    if field.type == "object":
        if isinstance(field.items, dict):
            return build_model(name, field.items)
        return dict[str, Any]
    return str  # festival: an id of the calendar


def constrained(name: str, field: FieldSpec) -> Any:
    """The field's type with its limits, as pydantic reads them."""

    limits: dict[str, Any] = {}
    if field.minimum is not None:
        limits["ge"] = field.minimum
    if field.maximum is not None:
        limits["le"] = field.maximum
    if field.max_length is not None:
        limits["max_length"] = field.max_length
    if field.pattern is not None:
        limits["pattern"] = field.pattern
    if field.type == "festival":
        limits["pattern"] = r"^[a-z][a-z0-9_]*$"
    annotation = _annotation(name, field)
    return Annotated[annotation, Field(**limits)] if limits else annotation


def build_model(name: str, fields: Mapping[str, FieldSpec]) -> type[BaseModel]:
    """A frozen model of ``fields``: unknown names are errors, optional ones default to None."""
    members: dict[str, Any] = {}
    for field_name, field in fields.items():
        annotation = constrained(f"{name}_{field_name}", field)
        about = field.description or None
        if field.required:
            members[field_name] = (annotation, Field(description=about))
        else:
            members[field_name] = (
                annotation | None,
                Field(default=field.default, description=about),
            )
    config = ConfigDict(extra="forbid", frozen=True)
    return create_model(name, __config__=config, **members)
