"""``tools``: what a skill's model may ask for, listed and tried out in the terminal."""

import json
from typing import Annotated, Any

import typer

from app.cli_output import WRONG_USE, emit, fail, run, run_sync, show
from app.cli_platform import LOCAL_NAME, member_for
from app.cli_words import words

app = typer.Typer(
    help="Tools that a skill's model may ask for.", no_args_is_help=True, add_completion=False
)


@app.command("list")
def list_tools(
    json_output: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Every tool with its arguments."""
    found = run_sync(_listed)
    if json_output:
        emit(found)
        return
    for tool in found:
        show(f"{tool['name']:20} {', '.join(tool['parameters']['properties'])}")


@app.command("run")
def run_tool(
    name: Annotated[str, typer.Argument(help="The tool's name.")],
    arguments: Annotated[str, typer.Argument(help="Its arguments, one JSON object.")] = "{}",
    tenant: Annotated[str, typer.Option(help="Business id, or `local`.")] = LOCAL_NAME,
    lang: Annotated[str, typer.Option(help="Texts in en, hi, ta, te, hi-Latn, …")] = "en",
) -> None:
    """Run one tool for a business; what it found out as JSON on stdout."""
    try:
        given = json.loads(arguments)
    except ValueError as error:
        fail(words("cli.tools.no_json", why=error), WRONG_USE)
    if not isinstance(given, dict):
        fail(words("cli.tools.one_object"), WRONG_USE)
    emit(run(_run(name, given, tenant, lang)))


def _listed() -> list[dict[str, Any]]:
    from agents.tool_desk import listed

    return listed()


async def _run(name: str, given: dict[str, Any], tenant: str, lang: str) -> dict[str, Any]:
    from agents.services import build_services
    from agents.tool_desk import run_one
    from app.core.config import get_settings
    from app.core.platform import open_platform
    from app.core.variants import as_variant

    language = as_variant(lang)
    if language is None:
        fail(words("cli.wrong.variant", name=lang), WRONG_USE)
    async with open_platform(get_settings()) as platform:
        member = await member_for(platform, tenant)
        services = await build_services(platform)
        return await run_one(services, member.tenant_id, member.user_id, name, given, language)
