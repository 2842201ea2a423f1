"""The role that serves cannot lift its limits, and no other role may serve."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.clock import FrozenClock
from app.core.database import Database, refuse_unrestricted
from app.core.errors import ConfigurationError
from app.core.platform import Platform
from app.core.projections import record
from app.core.tables import Base
from tests.core.samples import Talk
from tests.fixtures.platform import Business


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE turns NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE turns DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own_rows ON turns",
        "SET ROLE raptorflow_owner",
        "SET ROLE raptorflow_lookup",
        "SET SESSION AUTHORIZATION postgres",
        "ALTER ROLE raptorflow_app BYPASSRLS",
        "CREATE TABLE mine (id int)",
        "SELECT all_tenants()",
        "CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql AS $$ SELECT '' $$",
        "INSERT INTO tenants VALUES (gen_random_uuid(), 'x', now())",
    ],
)
async def test_the_role_that_serves_cannot_lift_its_limits(
    database: Database, statement: str
) -> None:
    with pytest.raises(DBAPIError) as refused:
        async with database.transaction(None) as session:
            await session.execute(text(statement))
    assert getattr(refused.value.orig, "sqlstate", None) == "42501"


async def test_switching_row_security_off_fails_instead_of_showing_all(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    async with database.transaction(tenant.id) as session:
        await record(session, tenant.id, clock, [Talk().received()])
    switched = text("SELECT set_config('row_security', 'off', true)")

    async def look() -> None:
        async with database.transaction(None) as session:
            await session.execute(switched)
            await session.execute(text("SELECT * FROM turns"))

    with pytest.raises(DBAPIError, match="row-level security"):
        await look()


async def test_the_owner_sees_no_rows_either_and_may_not_serve(
    platform: Platform, tenant: Business
) -> None:
    assert platform.database_owner_url
    owner = Database.connect(platform.database_owner_url, pool_size=1)
    try:
        async with owner.transaction(None) as session:
            for table in Base.metadata.tables:
                found = await session.execute(text(f"SELECT 1 FROM {table}"))  # noqa: S608
                assert found.all() == []
        with pytest.raises(ConfigurationError, match="owns the schema") as refused:
            await owner.assert_restricted()
        assert refused.value.params["settings"] == "DATABASE_URL"
    finally:
        await owner.close()


async def test_the_role_that_serves_may_serve(database: Database) -> None:
    await database.assert_restricted()


@pytest.mark.parametrize(
    ("attributes", "named"),
    [
        ({"rolsuper": True}, "is a superuser"),
        ({"rolbypassrls": True}, "has BYPASSRLS"),
        ({"owns": True}, "owns the schema"),
    ],
)
def test_each_way_round_row_security_is_refused(attributes: dict[str, bool], named: str) -> None:
    harmless = {"rolsuper": False, "rolbypassrls": False, "owns": False}
    refuse_unrestricted("shop", **harmless)
    with pytest.raises(ConfigurationError, match=named):
        refuse_unrestricted("shop", **{**harmless, **attributes})
