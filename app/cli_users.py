"""``users``: accounts from the command line."""

import sys
from typing import Annotated, Any

import typer

from app.cli_output import WRONG_USE, emit, fail, run, say, show
from app.cli_platform import accounts_of, tenants_for
from app.cli_words import column, words

app = typer.Typer(help="Accounts: people and their businesses.", no_args_is_help=True)


@app.command()
def add(
    login: Annotated[str, typer.Argument(help="E-mail address or Indian mobile number.")],
    business: Annotated[str, typer.Option(help="Name of the new business.")] = "",
    tenant: Annotated[
        str | None, typer.Option(help="Join this business (id, or `local`) instead of a new one.")
    ] = None,
    role: Annotated[str, typer.Option(help="There: staff or approver.")] = "staff",
    language: Annotated[str, typer.Option(help="Interface: en, hi, ta or te.")] = "en",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
) -> None:
    """Make a person and their business, or with --tenant a colleague in one that is there, if its
    plan has a seat. Without --password-stdin the password is asked for."""
    if role not in ("staff", "approver"):
        fail(words("cli.users.role"), WRONG_USE)
    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    elif sys.stdin.isatty():
        password = typer.prompt(
            words("cli.users.password"),
            hide_input=True,
            confirmation_prompt=words("cli.users.again"),
            err=True,
        )
    else:
        fail(words("cli.users.no_terminal"), WRONG_USE)
    if tenant is not None:
        emit(run(_join(login, password, tenant, role, language)))
        return
    emit(run(_add(login, password, business, language)))


@app.command(name="list")
def list_users(
    tenant: Annotated[
        str | None, typer.Option(help="Business id, or `local`; else every business.")
    ] = None,
    json_output: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """People and what they sign in with. Every business needs the owner's database address."""
    people = run(_list(tenant))
    if json_output:
        emit(people)
        return
    for person in people:
        role = column(words(f"cli.users.role_name.{person['role']}"), 9)
        show(f"{role} {person['login'] or person['user_id']}")
    say(f"-- {len(people)}")


async def _add(login: str, password: str, business: str, language: str) -> dict[str, Any]:
    from app.core.config import get_settings
    from app.core.platform import open_platform
    from app.core.variants import as_shell
    from app.security.login_names import read_login

    shell = as_shell(language)
    if shell is None:
        fail(words("cli.wrong.language", name=language), WRONG_USE)
    name = read_login(login)
    async with open_platform(get_settings()) as platform:
        member = await accounts_of(platform).register(
            name, password, language=shell, tenant_name=business
        )
    return {
        "user_id": str(member.user_id),
        "tenant_id": str(member.tenant_id),
        "login": name.value,
    }


async def _join(login: str, password: str, tenant: str, role: str, language: str) -> dict[str, Any]:
    from app.billing.seats import House, add_member
    from app.cli_platform import member_for
    from app.core.config import get_settings
    from app.core.platform import open_platform
    from app.core.variants import as_shell
    from app.security.login_names import read_login

    shell = as_shell(language)
    if shell is None:
        fail(words("cli.wrong.language", name=language), WRONG_USE)
    async with open_platform(get_settings()) as platform:
        house = House(platform.settings, platform.database, platform.clock, accounts_of(platform))
        joined = await add_member(
            house,
            (await member_for(platform, tenant)).tenant_id,
            read_login(login),
            password,
            role="approver" if role == "approver" else "staff",
            language=shell,
        )
    return {
        "user_id": str(joined.user_id),
        "tenant_id": str(joined.tenant_id),
        "role": joined.role,
        "login": joined.login,
    }


async def _list(tenant: str | None) -> list[dict[str, Any]]:
    from app.core.config import get_settings
    from app.core.platform import open_platform
    from app.security.members import members_of

    async with open_platform(get_settings()) as platform:
        return [
            {
                "user_id": str(member.user_id),
                "tenant_id": str(member.tenant_id),
                "role": member.role,
                "login": member.login,
            }
            for tenant_id in await tenants_for(platform, tenant)
            for member in await members_of(platform.database, tenant_id)
        ]
