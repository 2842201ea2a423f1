"""The generated files: TypeScript and JSON Schema of every skill and every event."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from agents import wire
from skills.codegen import skill_types, typescript
from skills.codegen.definitions import Definitions
from skills.compiler import CompiledSkill

TYPESCRIPT: Final = "raptorflow.ts"
JSON_SCHEMA: Final = "raptorflow.schema.json"


def generate(skills: Sequence[CompiledSkill]) -> Mapping[str, str]:
    """The files by name. They follow from the skills' fields alone: new phrases change nothing."""
    definitions = Definitions()
    of_skills = skill_types.define(skills, definitions)
    of_events = wire.define(definitions)
    parts = (
        typescript.HEADER + typescript.runtime(),
        definitions.typescript(),
        skill_types.typescript(of_skills),
        wire.typescript(of_events),
    )
    tables = {"skills": skill_types.table(of_skills), "events": wire.table(of_events)}
    return {TYPESCRIPT: "\n".join(parts), JSON_SCHEMA: definitions.json_schema(**tables)}


def stale(files: Mapping[str, str], folder: Path) -> list[str]:
    """The names of files that are missing in ``folder`` or say something else."""
    return [name for name, text in files.items() if _read(folder / name) != text]


def write(files: Mapping[str, str], folder: Path) -> list[str]:
    """Write what is stale; returns the names of those files."""
    changed = stale(files, folder)
    if changed:
        folder.mkdir(parents=True, exist_ok=True)
    for name in changed:
        (folder / name).write_text(files[name], encoding="utf-8", newline="\n")
    return changed


def _read(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8") if path.is_file() else None
