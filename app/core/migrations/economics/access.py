"""Who may see what in revision 0004, what finds reservations nobody settled, and who spends."""

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
_SPENDING = """
CREATE FUNCTION tenants_spending_since(since timestamptz) RETURNS SETOF uuid STABLE
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT u.tenant_id FROM public.usage u WHERE u.called_at >= since AND u.paise > 0
$$
"""
_FUNCTIONS = (
    "tenants_with_expired_reservations(timestamptz, integer)",
    "tenants_spending_since(timestamptz)",
)

STATEMENTS = (
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(_OWN)} TO raptorflow_app",
    "GRANT SELECT (tenant_id, status, expires_at) ON budget_reservations TO raptorflow_lookup",
    "GRANT SELECT (tenant_id, called_at, paise) ON usage TO raptorflow_lookup",
    *(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY" for table in _OWN),
    *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in _OWN),
    *(
        f"CREATE POLICY own_rows ON {table} FOR ALL USING (tenant_id = {TENANT}) "
        f"WITH CHECK (tenant_id = {TENANT})"
        for table in _OWN
    ),
    "CREATE POLICY look_up ON budget_reservations FOR SELECT TO raptorflow_lookup USING (true)",
    "CREATE POLICY look_up ON usage FOR SELECT TO raptorflow_lookup USING (true)",
    _EXPIRED,
    _SPENDING,
    *(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC" for name in _FUNCTIONS),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO raptorflow_app" for name in _FUNCTIONS),
    # A function's new owner must be able to create in the schema, for that one moment.
    "GRANT CREATE ON SCHEMA public TO raptorflow_lookup",
    *(f"ALTER FUNCTION {name} OWNER TO raptorflow_lookup" for name in _FUNCTIONS),
    "REVOKE CREATE ON SCHEMA public FROM raptorflow_lookup",
)
