"""``skills``: what can be written, and whether the skill files are right."""

from pathlib import Path
from typing import Annotated, Any

import typer

from app import cli_skill_files
from app.cli_output import NOT_SATISFIED, emit, run_sync, say, show
from app.cli_words import words

app = typer.Typer(help="The registry of skills.", no_args_is_help=True)
app.command()(cli_skill_files.types)
app.command()(cli_skill_files.export)
app.command(name="import")(cli_skill_files.import_)

Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]


@app.command(name="list")
def list_skills(json_output: Json = False) -> None:
    """Every skill: id, version, product, hash, languages."""
    rows = run_sync(_list)
    if json_output:
        emit(rows)
        return
    for row in rows:
        show(f"{row['id']:24} v{row['version']}  {row['product']:10} {row['hash'][:12]}")


@app.command(name="show")
def show_skill(skill: str) -> None:
    """One skill, with the shape of what goes in and comes out."""
    emit(run_sync(lambda: _show(skill)), indent=2)


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(exists=True, file_okay=False, help="Another skill library.")
    ] = None,
    json_output: Json = False,
) -> None:
    """Compile every skill file; ends with 1 when one is wrong, saying where and how to mend it."""
    problems = run_sync(lambda: _check(folder))
    if json_output:
        emit(problems)
    for problem in problems:
        say(str(problem["text"]))
    if problems:
        raise typer.Exit(NOT_SATISFIED)
    say(words("cli.skills.all_compile"))


def _list() -> list[dict[str, Any]]:
    from skills.registry import SkillRegistry

    return [
        {
            "id": skill.id,
            "version": skill.version,
            "product": skill.product,
            "hash": skill.hash,
            "languages": sorted(skill.examples),
        }
        for skill in SkillRegistry.load().all()
    ]


def _show(name: str) -> dict[str, Any]:
    from skills.registry import SkillRegistry

    skill = SkillRegistry.load().get(name)
    return {
        "id": skill.id,
        "version": skill.version,
        "hash": skill.hash,
        "title": dict(skill.title),
        "description": skill.description,
        "product": skill.product,
        "tier": skill.tier,
        "approval": skill.approval,
        "channel": skill.channel,
        "max_chars": skill.max_chars,
        "tools": list(skill.tools),
        "checks": [line.check for line in skill.rubric],
        "inputs": skill.inputs_model.model_json_schema(),
        "outputs": skill.outputs_model.model_json_schema(),
        "file": str(skill.path),
    }


def _check(folder: Path | None) -> list[dict[str, Any]]:
    from agents.checks import CHECKS
    from agents.skill_tools import NAMES
    from skills.phrasebook import load_phrase_file
    from skills.registry import LIBRARY, SkillRegistry

    root = folder or LIBRARY
    names = {"checks": frozenset(CHECKS), "tools": NAMES}
    found = set(SkillRegistry.load(root, **names).problems)
    for path in (root / "phrases").glob("*.yaml"):
        found.update(load_phrase_file(path).problems)
    return [
        {
            "file": str(problem.file),
            "line": problem.line,
            "column": problem.column,
            "rule": problem.rule,
            "message": problem.message,
            "mend": problem.mend,
            "text": str(problem),
        }
        for problem in sorted(found)
    ]
