"""The frontmatter of a skill file as strict pydantic models: a key nobody knows is an error."""

from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    StringConstraints,
    Tag,
    field_validator,
    model_validator,
)
from pydantic_core import SchemaError, SchemaValidator, core_schema

from app.core.variants import SHELLS, VARIANTS, Shell, Variant
from skills.patterns import to_ecma

FieldType = Literal[
    "string",
    "integer",
    "number",
    "boolean",
    "money",
    "date",
    "language",
    "festival",
    "enum",
    "list",
    "object",
]
Product = Literal[
    "muse",
    "campaigns",
    "moves",
    "blackbox",
    "icp",
    "research",
    "commerce",
    "account",
    "chat",
]
Tier = Literal["none", "fast", "balanced", "deep"]
Approval = Literal["never", "draft", "always"]

MIN_EXAMPLES: Final = 8
SOURCE_ROOTS: Final = ("slots", "foundation", "message", "registry")


def _not_reserved(name: str) -> str:
    if name.startswith("model_"):
        msg = "names that start with `model_` are taken; choose another"
        raise ValueError(msg)
    return name


Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
Number = StrictInt | Annotated[StrictFloat, Field(allow_inf_nan=False)]
FieldName = Annotated[Identifier, AfterValidator(_not_reserved)]
Text = Annotated[StrictStr, StringConstraints(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


def _items_tag(value: object) -> str:
    if isinstance(value, FieldSpec):
        return "field"
    return "field" if isinstance(value, dict) and isinstance(value.get("type"), str) else "object"


class FieldSpec(_Strict):
    """One input or output of a skill.

    ``money`` is integer paise. ``items`` is one field for a list, a map of fields for an object.
    ``source`` (``from`` in the file) is where the value comes from before anyone is asked:
    ``slots.<name>``, ``foundation.<field>``, ``message.text`` or ``registry.titles``.
    """

    type: FieldType
    description: StrictStr = ""
    required: StrictBool = False
    default: Any = None
    values: tuple[Text, ...] | None = None
    items: (
        Annotated[
            Annotated["FieldSpec", Tag("field")]
            | Annotated[dict[FieldName, "FieldSpec"], Tag("object")],
            Discriminator(_items_tag),
        ]
        | None
    ) = None
    minimum: Number | None = None
    maximum: Number | None = None
    max_length: Annotated[StrictInt, Field(ge=1)] | None = None
    pattern: StrictStr | None = None
    ask: dict[Variant, Text] | None = None
    source: StrictStr | None = Field(default=None, alias="from")

    @field_validator("pattern")
    @classmethod
    def _pattern_compiles(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                # The dialect that will match it, which knows no look-around.
                SchemaValidator(core_schema.str_schema(pattern=value))
            except SchemaError as error:
                msg = f"the pattern is no regular expression of pydantic: {error}"
                raise ValueError(msg) from error
            to_ecma(value)
        return value

    @field_validator("ask")
    @classmethod
    def _asked_in_all(cls, value: dict[Variant, str] | None) -> dict[Variant, str] | None:
        if value is not None and (missing := [v for v in VARIANTS if v not in value]):
            msg = f"a question needs all seven variants; missing: {', '.join(missing)}"
            raise ValueError(msg)
        return value

    @field_validator("source")
    @classmethod
    def _source_is_known(cls, value: str | None) -> str | None:
        root, _, name = (value or "").partition(".")
        if value is not None and (root not in SOURCE_ROOTS or not name):
            msg = f"a source starts with one of {', '.join(f'{r}.' for r in SOURCE_ROOTS)}"
            raise ValueError(msg)
        return value

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        problems = []
        if (self.type == "enum") != bool(self.values):
            problems.append("`values` belongs to type enum, and enum needs it")
        if self.items is not None and self.type not in ("list", "object"):
            problems.append("`items` belongs to types list and object")
        if self.pattern is not None and self.type != "string":
            problems.append("`pattern` belongs to type string")
        if self.max_length is not None and self.type not in ("string", "list"):
            problems.append("`max_length` belongs to types string and list")
        bounded = self.minimum is not None or self.maximum is not None
        if bounded and self.type not in ("integer", "number", "money"):
            problems.append("`minimum` and `maximum` belong to types integer, number and money")
        low, high = self.minimum, self.maximum
        if low is not None and high is not None and low > high:
            problems.append("`minimum` is above `maximum`")
        if self.required and self.default is not None:
            problems.append("a required field has no default; drop one of the two")
        if problems:
            raise ValueError("; ".join(problems))
        return self


class RubricLine(_Strict):
    """One named check of the critic, what it weighs, and its own parameters."""

    check: Identifier
    weight: Annotated[StrictInt, Field(ge=1, le=10)] = 1
    params: dict[str, Any] = {}


class Frontmatter(_Strict):
    """Everything above the body of a skill file."""

    id: Annotated[Identifier, StringConstraints(max_length=64)]
    version: Annotated[StrictInt, Field(ge=1)]
    title: dict[Shell, Text]
    description: Annotated[StrictStr, StringConstraints(min_length=1, max_length=1024)]
    product: Product
    tier: Tier
    approval: Approval
    channel: Identifier | None = None
    max_chars: Annotated[StrictInt, Field(ge=1)] | None = None
    tools: tuple[Identifier, ...] = ()
    inputs: dict[FieldName, FieldSpec] = {}
    outputs: dict[FieldName, FieldSpec]
    rubric: tuple[RubricLine, ...] = ()
    examples: dict[Variant, tuple[Text, ...]]

    @field_validator("title")
    @classmethod
    def _titled_in_four(cls, value: dict[Shell, str]) -> dict[Shell, str]:
        if missing := [shell for shell in SHELLS if shell not in value]:
            msg = f"a title needs four languages; missing: {', '.join(missing)}"
            raise ValueError(msg)
        return value

    @field_validator("outputs")
    @classmethod
    def _has_output(cls, value: dict[str, FieldSpec]) -> dict[str, FieldSpec]:
        if not value:
            msg = "a skill has at least one output"
            raise ValueError(msg)
        return value

    @field_validator("rubric")
    @classmethod
    def _checks_once(cls, value: tuple[RubricLine, ...]) -> tuple[RubricLine, ...]:
        names = [line.check for line in value]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            msg = f"each check stands once; twice: {', '.join(twice)}"
            raise ValueError(msg)
        return value

    @field_validator("examples")
    @classmethod
    def _enough_examples(
        cls, value: dict[Variant, tuple[str, ...]]
    ) -> dict[Variant, tuple[str, ...]]:
        problems = [
            f"{variant} has {len(set(value.get(variant, ())))}"
            for variant in VARIANTS
            if len(set(value.get(variant, ()))) < MIN_EXAMPLES
        ]
        if problems:
            msg = f"at least {MIN_EXAMPLES} different examples a variant: {', '.join(problems)}"
            raise ValueError(msg)
        return value
