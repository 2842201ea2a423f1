"""``events``: is the record whole, and do the rows follow from it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from app.cli_output import WRONG_USE, emit, fail, run
from app.cli_platform import read_tenant
from app.cli_words import words

if TYPE_CHECKING:
    from app.core.database import Database

app = typer.Typer(help="The event store.", no_args_is_help=True)

Tenant = Annotated[str | None, typer.Option(help="Business id, or `local`; else every business.")]


@app.command()
def verify(tenant: Tenant = None) -> None:
    """Check every hash chain; ends with 1 when one is broken."""
    report = run(_verify(tenant))
    emit(report)
    if not report["verified"]:
        fail(words("cli.events.chain_broken"))


@app.command()
def rebuild(
    tenant: Tenant = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="Also write the rows that differ from their events.")
    ] = False,
) -> None:
    """Replay every event and compare the rows; ends with 1 when one differs."""
    report = run(_rebuild(tenant, repair=repair))
    emit(report)
    if not report["equal"] and not repair:
        fail(words("cli.events.rows_differ"))


@app.command()
def show(
    identity: Annotated[str, typer.Argument(help="Id of a conversation, a turn or a stream.")],
    tenant: Tenant = None,
) -> None:
    """The events that an id names, in order."""
    emit(run(_show(identity, tenant)), indent=2)


async def _verify(tenant: str | None) -> dict[str, Any]:
    from app.core import events_admin

    async with _opened(tenant) as (database, tenants):
        return await events_admin.verify(database, tenants)


async def _rebuild(tenant: str | None, *, repair: bool) -> dict[str, Any]:
    from app.core import events_admin

    async with _opened(tenant) as (database, tenants):
        return await events_admin.rebuild(database, tenants, repair=repair)


async def _show(identity: str, tenant: str | None) -> dict[str, Any]:
    from app.core import events_admin

    try:
        wanted = UUID(identity)
    except ValueError:
        fail(words("cli.wrong.id", id=identity), WRONG_USE)
    async with _opened(tenant) as (database, tenants):
        return await events_admin.show(database, wanted, tenants)


@asynccontextmanager
async def _opened(tenant: str | None) -> AsyncIterator[tuple["Database", list[UUID] | None]]:
    """The database and the businesses meant: as its owner where all are, and where we may be."""
    from app.core.config import get_settings
    from app.core.errors import ConfigurationError
    from app.core.events_admin import open_as_owner
    from app.core.platform import open_platform

    tenants = [read_tenant(tenant)] if tenant else None
    async with open_platform(get_settings()) as platform:
        if platform.database_owner_url is not None:
            async with open_as_owner(platform.database_owner_url) as database:
                yield database, tenants
        elif tenants is not None:
            yield platform.database, tenants
        else:
            raise ConfigurationError(
                "bad_settings",
                params={"settings": "DATABASE_OWNER_URL"},
                detail="set DATABASE_OWNER_URL to go through every business, or name one: "
                "--tenant ID",
            )
