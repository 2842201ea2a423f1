"""``businesses``: a person's businesses from the command line."""

from typing import Annotated, Any

import typer

from app.cli_output import emit, run, say, show
from app.cli_platform import LOCAL_NAME
from app.cli_words import column, words

app = typer.Typer(help="A person's businesses: which, and a further one.", no_args_is_help=True)

Tenant = Annotated[str, typer.Option(help="Any business of hers: its id, or `local`.")]
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]


@app.command(name="list")
def list_them(tenant: Tenant = LOCAL_NAME, json_output: Json = False) -> None:
    """The businesses of the person who owns this one; `*` marks this one."""
    found = run(_list(tenant))
    if json_output:
        emit(found)
        return
    for each in found:
        role = column(words(f"cli.users.role_name.{each['role']}"), 9)
        show(f"{'*' if each['here'] else ' '} {each['id']} {role} {each['name']}")
    say(f"-- {len(found)}")


@app.command(name="open")
def open_one(
    name: Annotated[str, typer.Argument(help="What the new business is called.")],
    tenant: Tenant = LOCAL_NAME,
) -> None:
    """Open a further business of the same owner, if her plan is for one more. Then name it with
    --tenant wherever it is meant."""
    emit(run(_open(name, tenant)))


async def _list(tenant: str) -> list[dict[str, Any]]:
    from app.billing.businesses import list_businesses
    from app.cli_platform import member_for
    from app.core.config import get_settings
    from app.core.platform import open_platform

    async with open_platform(get_settings()) as platform:
        member = await member_for(platform, tenant)
        found = await list_businesses(platform, member.user_id, member.tenant_id)
    return [
        {"id": str(each.id), "name": each.name, "role": each.role, "here": each.here}
        for each in found
    ]


async def _open(name: str, tenant: str) -> dict[str, Any]:
    from app.billing.businesses import open_business
    from app.cli_platform import member_for
    from app.core.config import get_settings
    from app.core.platform import open_platform

    async with open_platform(get_settings()) as platform:
        member = await member_for(platform, tenant)
        opened = await open_business(platform, member.user_id, member.tenant_id, name)
    return {"id": str(opened.id), "name": opened.name, "role": opened.role, "here": opened.here}
