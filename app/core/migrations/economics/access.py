"""Who may see what in revision 0004, and what finds reservations nobody settled."""

TENANT = "NULLIF(current_setting('app.tenant', true), '')::uuid"
_OWN = (
    "budgets",
    "budget_periods",
    "budget_reservations",
    "usage",
    "cached_drafts",
    "budget_alerts",
)

_EXPIRED = """
CREATE FUNCTION tenants_with_expired_reservations(now timestamptz, "limit" integer)
RETURNS SETOF uuid STABLE
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT r.tenant_id FROM public.budget_reservations r
    WHERE r.status = 'held' AND r.expires_at <= now LIMIT "limit"
$$
"""
_FUNCTION = "tenants_with_expired_reservations(timestamptz, integer)"

STATEMENTS = (
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(_OWN)} TO raptorflow_app",
    "GRANT SELECT (tenant_id, status, expires_at) ON budget_reservations TO raptorflow_lookup",
    *(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY" for table in _OWN),
    *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in _OWN),
    *(
        f"CREATE POLICY own_rows ON {table} FOR ALL USING (tenant_id = {TENANT}) "
        f"WITH CHECK (tenant_id = {TENANT})"
        for table in _OWN
    ),
    "CREATE POLICY look_up ON budget_reservations FOR SELECT TO raptorflow_lookup USING (true)",
    _EXPIRED,
    f"REVOKE ALL ON FUNCTION {_FUNCTION} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {_FUNCTION} TO raptorflow_app",
    # A function's new owner must be able to create in the schema, for that one moment.
    "GRANT CREATE ON SCHEMA public TO raptorflow_lookup",
    f"ALTER FUNCTION {_FUNCTION} OWNER TO raptorflow_lookup",
    "REVOKE CREATE ON SCHEMA public FROM raptorflow_lookup",
)
