"""A compiled skill: what the registry serves, and what a turn holds from its start to its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2 import Environment, Template
from pydantic import BaseModel

from app.core.variants import Shell, Variant
from skills.environment import CompilerEnvironment
from skills.models import build_model
from skills.plan import Plan
from skills.schema import Approval, FieldSpec, Frontmatter, Product, RubricLine, Tier


@dataclass(frozen=True, eq=False)
class CompiledSkill:
    """A skill, ready to serve. Never changes: a reload makes another one.

    ``title`` is by shell language, ``fields`` are the inputs in the order they are asked in.
    ``files`` are the shared ones it was made from: phrases, macros, the system prompt. Models and
    templates are checked at compile time and built when first used.
    """

    id: str
    version: int
    hash: str
    title: Mapping[Shell, str]
    description: str
    product: Product
    tier: Tier
    approval: Approval
    channel: str | None
    max_chars: int | None
    tools: tuple[str, ...]
    fields: Mapping[str, FieldSpec]
    output_fields: Mapping[str, FieldSpec]
    rubric: tuple[RubricLine, ...]
    examples: Mapping[Variant, tuple[str, ...]]
    plan: Plan
    path: Path
    prompt_source: str
    system_source: str
    templates: Environment
    files: tuple[Path, ...] = ()

    @cached_property
    def inputs_model(self) -> type[BaseModel]:
        """The model that inputs must satisfy."""
        return build_model(f"{self.id}_inputs", self.fields)

    @cached_property
    def outputs_model(self) -> type[BaseModel]:
        """The model that an answer must parse to."""
        return build_model(f"{self.id}_outputs", self.output_fields)

    @cached_property
    def prompt(self) -> Template:
        """The user's side of the prompt; its names are those of ``skills.prompts.NAMES``."""
        return self.templates.from_string(self.prompt_source)

    @cached_property
    def system(self) -> Template:
        """The system prompt it stands under, with the same names."""
        return self.templates.from_string(self.system_source)


def assemble(
    path: Path,
    environment: CompilerEnvironment,
    *,
    front: Frontmatter,
    prompt: str,
    plan: Plan,
    files: Sequence[Path],
    fingerprint: str,
) -> CompiledSkill:
    """The compiled skill of parts that were found good; ``fingerprint`` becomes its hash."""
    library = environment.library
    return CompiledSkill(
        id=front.id,
        version=front.version,
        hash=fingerprint,
        title=front.title,
        description=front.description,
        product=front.product,
        tier=front.tier,
        approval=front.approval,
        channel=front.channel,
        max_chars=front.max_chars,
        tools=front.tools,
        fields=front.inputs,
        output_fields=front.outputs,
        rubric=front.rubric,
        examples=front.examples,
        plan=plan,
        path=path,
        prompt_source=prompt,
        system_source=library.system,
        templates=library.environment,
        files=tuple(files),
    )
