"""Functions of revision 0005: a further business of a person, and the plan that covers it.

Both answer for whoever the transaction was opened for, never for an id in their arguments: the
business of ``app.tenant``, the person of ``app.user``.
"""

_TENANT = "NULLIF(current_setting('app.tenant', true), '')::uuid"
_USER = "NULLIF(current_setting('app.user', true), '')::uuid"

# Her businesses are counted under a lock of hers: of two that come for the last place, one gets it.
# Asked for again with the same id it is the same business.
_OPEN = f"""
CREATE FUNCTION open_business(tenant_id uuid, tenant_name text, most bigint, now timestamptz)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    person uuid := {_USER};
    owned bigint;
BEGIN
    IF person IS NULL THEN
        RAISE EXCEPTION 'nobody would own it' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('businesses|' || person::text, 0));
    IF EXISTS (
        SELECT FROM public.memberships m
        WHERE m.user_id = person AND m.tenant_id = open_business.tenant_id AND m.role = 'owner'
    ) THEN
        RETURN true;
    END IF;
    SELECT count(*) INTO owned FROM public.memberships m
    WHERE m.user_id = person AND m.role = 'owner';
    IF owned >= open_business.most THEN
        RETURN false;
    END IF;
    INSERT INTO public.tenants (id, name, created_at)
    VALUES (open_business.tenant_id, open_business.tenant_name, open_business.now);
    INSERT INTO public.memberships (user_id, tenant_id, role, created_at)
    VALUES (person, open_business.tenant_id, 'owner', open_business.now);
    RETURN true;
END $$
"""  # noqa: S608 (only the constants above)
# The plan for most businesses that its owner pays for in any of hers, the one that pays first.
# Of the others it tells no more than how many there are.
_PLAN = f"""
CREATE FUNCTION house_plan(now timestamptz) RETURNS TABLE (
    plan text, drafts bigint, seats bigint, businesses bigint, budget_paise bigint, channels jsonb,
    place bigint, owned bigint, people bigint
) STABLE
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH house AS (
        SELECT m.tenant_id, m.created_at FROM public.memberships m
        WHERE m.role = 'owner' AND m.user_id = (
            SELECT o.user_id FROM public.memberships o
            WHERE o.tenant_id = {_TENANT} AND o.role = 'owner'
            ORDER BY o.created_at, o.user_id LIMIT 1
        )
    ), payer AS (
        SELECT e.tenant_id, e.plan, e.drafts, e.seats, e.businesses, e.budget_paise, e.channels
        FROM public.entitlements e JOIN house h ON h.tenant_id = e.tenant_id
        WHERE (e.valid_until IS NULL OR e.valid_until > house_plan.now)
          AND (e.businesses IS NULL OR e.businesses > 1)
        ORDER BY e.businesses DESC NULLS FIRST, h.created_at, h.tenant_id LIMIT 1
    ), ranked AS (
        SELECT h.tenant_id, row_number() OVER (
            ORDER BY h.tenant_id <> p.tenant_id, h.created_at, h.tenant_id
        ) AS place FROM house h, payer p
    )
    SELECT p.plan, p.drafts, p.seats, p.businesses, p.budget_paise, p.channels, r.place,
           (SELECT count(*) FROM house),
           (SELECT count(DISTINCT m.user_id) FROM public.memberships m
            JOIN ranked c ON c.tenant_id = m.tenant_id
            WHERE p.businesses IS NULL OR c.place <= p.businesses)
    FROM payer p, ranked r WHERE r.tenant_id = {_TENANT}
$$
"""  # noqa: S608
# The first business of a person is the one that was there first, whatever its id looks like.
_TENANTS_OF = """
CREATE OR REPLACE FUNCTION tenants_of("user" uuid) RETURNS SETOF uuid STABLE
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.tenant_id FROM public.memberships m JOIN public.tenants t ON t.id = m.tenant_id
    WHERE m.user_id = "user" ORDER BY t.created_at, t.id
$$
"""
_FUNCTIONS = (
    "open_business(uuid, text, bigint, timestamptz)",
    "house_plan(timestamptz)",
)

STATEMENTS = (
    "GRANT SELECT (tenant_id, plan, drafts, seats, businesses, budget_paise, channels, valid_until)"
    " ON entitlements TO raptorflow_lookup",
    "CREATE POLICY look_up ON entitlements FOR SELECT TO raptorflow_lookup USING (true)",
    _OPEN,
    _PLAN,
    *(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC" for name in _FUNCTIONS),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO raptorflow_app" for name in _FUNCTIONS),
    # A function's new owner must be able to create in the schema, for that one moment.
    "GRANT CREATE ON SCHEMA public TO raptorflow_lookup",
    *(f"ALTER FUNCTION {name} OWNER TO raptorflow_lookup" for name in _FUNCTIONS),
    "SET LOCAL ROLE raptorflow_lookup",
    _TENANTS_OF,
    "RESET ROLE",
    "REVOKE CREATE ON SCHEMA public FROM raptorflow_lookup",
)
