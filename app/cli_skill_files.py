"""``skills types``, ``export`` and ``import``: made of our skills, and taken from others."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from app.cli_output import NOT_SATISFIED, WRONG_USE, emit, fail, run_sync, say
from app.cli_words import words

GENERATED: Final = Path(__file__).parents[1] / "generated"

Out = Annotated[Path, typer.Option("--out", help="Folder of the generated files.")]
Library = Annotated[
    Path | None,
    typer.Option("--library", exists=True, file_okay=False, help="Another skill library."),
]


def types(
    out: Out = GENERATED,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; end with 1 when something is stale.")
    ] = False,
) -> None:
    """Write TypeScript types with guards, and JSON Schema, for every skill and event."""
    changed = run_sync(lambda: _types(out, check=check))
    if check and changed:
        fail(words("cli.skills.stale", folder=out, files=", ".join(changed)))
    if changed:
        say(words("cli.wrote", file=", ".join(changed)))
    else:
        say(words("cli.skills.up_to_date", folder=out))


def export(folder: Path, library: Library = None) -> None:
    """Write every skill as an Agent Skills folder (`<name>/SKILL.md`) into FOLDER."""
    emit(run_sync(lambda: _export(folder, library)))


def import_(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
    library: Library = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put skills in the place of others of their name.")
    ] = False,
) -> None:
    """Take in what `export` wrote: FOLDER is one skill's folder, or holds several."""
    taken, problems = run_sync(lambda: _import(folder, library, replace=replace))
    emit(taken)
    for problem in problems:
        say(problem)
    if not taken and not problems:
        fail(words("cli.skills.no_skill", folder=folder), WRONG_USE)
    if problems:
        raise typer.Exit(NOT_SATISFIED)


def _types(out: Path, *, check: bool) -> list[str]:
    from agents.codegen import generate, stale, write

    files = generate(_registry(None).all())
    return stale(files, out) if check else write(files, out)


def _registry(library: Path | None) -> Any:
    """The library's skills. Raises SkillProblems when one is broken, so that none is left out."""
    from skills.errors import SkillProblems
    from skills.registry import LIBRARY, SkillRegistry

    registry = SkillRegistry.load(library or LIBRARY)
    if registry.problems:
        raise SkillProblems(registry.problems)
    return registry


def _export(folder: Path, library: Path | None) -> list[dict[str, str]]:
    from skills.agent_skills import export_skill

    return [
        {"id": skill.id, "hash": skill.hash, "file": str(export_skill(skill, folder))}
        for skill in _registry(library).all()
    ]


def _import(
    folder: Path, library: Path | None, *, replace: bool
) -> tuple[list[dict[str, Any]], list[str]]:
    """What was taken in, and why the others were not."""
    from app.core.errors import InputError
    from skills.agent_skills import find_skills, read_skill
    from skills.importing import import_skill
    from skills.registry import LIBRARY

    taken: list[dict[str, Any]] = []
    problems: list[str] = []
    for file in find_skills(folder):
        try:
            found = import_skill(read_skill(file), library or LIBRARY, replace=replace)
        except InputError as error:
            problems.append(str(error))
        else:
            skill = found.skill
            taken.append({"id": skill.id, "hash": skill.hash, "unchanged": found.unchanged})
    return taken, problems
