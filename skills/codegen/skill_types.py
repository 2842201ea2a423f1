"""The types of every skill's inputs and outputs."""

from collections.abc import Sequence
from dataclasses import dataclass

from skills.codegen.definitions import Definitions, reference
from skills.codegen.typescript import guard_name, key
from skills.compiler import CompiledSkill


@dataclass(frozen=True, slots=True)
class SkillTypes:
    """What the types of one skill are called."""

    id: str
    inputs: str
    outputs: str


def define(skills: Sequence[CompiledSkill], definitions: Definitions) -> list[SkillTypes]:
    """Put the schemas of the skills among the definitions."""
    return [
        SkillTypes(
            skill.id,
            definitions.add(f"{skill.id}_inputs", skill.inputs_model.model_json_schema()),
            definitions.add(f"{skill.id}_outputs", skill.outputs_model.model_json_schema()),
        )
        for skill in skills
    ]


def typescript(skills: Sequence[SkillTypes]) -> str:
    """Types and guards by the id of the skill."""
    types = "".join(
        f"  {key(skill.id)}: {{ inputs: {skill.inputs}; outputs: {skill.outputs} }};\n"
        for skill in skills
    )
    guards = "".join(
        f"  {key(skill.id)}: {{ inputs: {guard_name(skill.inputs)}, "
        f"outputs: {guard_name(skill.outputs)} }},\n"
        for skill in skills
    )
    return (
        f"/** What goes into each skill and what comes out. */\n"
        f"export interface SkillTypes {{\n{types}}}\n\n"
        f"export type SkillId = keyof SkillTypes;\n\n"
        f"export const skillGuards: {{\n"
        f"  readonly [K in SkillId]: {{\n"
        f'    readonly inputs: Guard<SkillTypes[K]["inputs"]>;\n'
        f'    readonly outputs: Guard<SkillTypes[K]["outputs"]>;\n'
        f"  }};\n"
        f"}} = {{\n{guards}}};\n"
    )


def table(skills: Sequence[SkillTypes]) -> dict[str, dict[str, dict[str, str]]]:
    """Which definition is which skill's, for the JSON Schema document."""
    return {
        skill.id: {"inputs": reference(skill.inputs), "outputs": reference(skill.outputs)}
        for skill in skills
    }
