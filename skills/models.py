"""Fields of a skill as pydantic models, which check what goes in and what a model answers."""

import warnings
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, create_model

from app.core.variants import Variant
from skills import values
from skills.schema import FieldSpec

FESTIVAL: Final = r"^[a-z][a-z0-9_]*$"


def field_type(name: str, field: FieldSpec) -> Any:  # a type, which the type system cannot name
    """The field's type with its limits; ``name`` is for the models of objects within it."""
    match field.type:
        case "integer" | "money":
            return values.whole(field.minimum, field.maximum)
        case "number":
            return values.real(field.minimum, field.maximum)
        case "boolean":
            return values.Flag
        case "date":
            return values.Day
        case "language":
            return Variant
        case "enum":
            return Literal[field.values or ()]
        case "list":
            item = field.items if isinstance(field.items, FieldSpec) else None
            inner: Any = field_type(f"{name}_item", item) if item else values.AnyValue
            return Annotated[list[inner], Field(max_length=field.max_length)]
        case "object":
            if isinstance(field.items, dict):
                return build_model(name, field.items)
            return dict[values.Text, values.AnyValue]
        case "festival":
            return values.text(pattern=FESTIVAL)
        case "string":
            return values.text(field.max_length, field.pattern)


def build_model(name: str, fields: Mapping[str, FieldSpec]) -> type[BaseModel]:
    """A frozen model of ``fields``: unknown names are errors, optional ones default to None.

    Values are read as ``skills.values`` says, never coerced, so that generated code can agree.
    """
    members: dict[str, Any] = {}
    for field_name, field in fields.items():
        annotation = field_type(f"{name}_{field_name}", field)
        about = field.description or None
        if field.required:
            members[field_name] = (annotation, Field(description=about))
        else:
            members[field_name] = (
                annotation | None,
                Field(default=field.default, description=about),
            )
    config = ConfigDict(extra="forbid", frozen=True)
    with warnings.catch_warnings():
        # A field may be called `copy`: the methods of that name are not used on these models.
        warnings.filterwarnings("ignore", message="Field name .* shadows an attribute")
        return create_model(name, __config__=config, **members)


def unfit_default(field: FieldSpec) -> str | None:
    """Why the field's own default is no value of it; None when it is, or there is none."""
    if field.default is None:
        return None
    try:
        TypeAdapter(field_type("default", field)).validate_python(field.default)
    except ValidationError as error:
        return error.errors(include_url=False)[0]["msg"]
    return None
