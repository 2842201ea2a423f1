"""Who may see what in revision 0003, the series of numbers, and the guard of the documents."""

TENANT = "NULLIF(current_setting('app.tenant', true), '')::uuid"
_OWN = ("subscriptions", "billing_profiles", "entitlements", "invoices", "notices")
_ALL = (*_OWN, "document_series")

# The row's lock is held until the transaction ends: serials are given in the order of commits, and
# one that is rolled back is given again.
_TAKE = """
CREATE FUNCTION take_document_number(seller text, year text, kind text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO public.document_series AS s (seller, year, kind, last_serial)
    VALUES (take_document_number.seller, take_document_number.year, take_document_number.kind, 1)
    ON CONFLICT ON CONSTRAINT pk_document_series DO UPDATE SET last_serial = s.last_serial + 1
    RETURNING s.last_serial
$$
"""
# The lease is provisional: whoever claimed one and died is replaced when it runs out.
_DUE = """
CREATE FUNCTION claim_due_subscriptions(now timestamptz, lease timestamptz, "limit" integer)
RETURNS SETOF uuid
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE public.subscriptions s SET due_at = lease
    WHERE s.id IN (
        SELECT d.id FROM public.subscriptions d WHERE d.due_at <= now
        ORDER BY d.due_at LIMIT "limit" FOR UPDATE SKIP LOCKED
    )
    RETURNING s.tenant_id
$$
"""
_UNMAILED = """
CREATE FUNCTION unmailed_notices("limit" integer) RETURNS TABLE (tenant_id uuid, id uuid) STABLE
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT n.tenant_id, n.id FROM public.notices n WHERE n.mailed_at IS NULL
    ORDER BY n.created_at LIMIT "limit"
$$
"""
_GUARD = """
CREATE FUNCTION documents_are_final() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'an issued document is never changed or deleted: issue a credit note'
        USING ERRCODE = 'restrict_violation';
END $$
"""
_FUNCTIONS = (
    "take_document_number(text, text, text)",
    "claim_due_subscriptions(timestamptz, timestamptz, integer)",
    "unmailed_notices(integer)",
)

STATEMENTS = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON subscriptions, billing_profiles, entitlements, "
    "notices TO raptorflow_app",
    "GRANT SELECT, INSERT ON invoices TO raptorflow_app",
    "GRANT SELECT, INSERT, UPDATE ON document_series TO raptorflow_lookup",
    "GRANT SELECT (id, tenant_id, due_at), UPDATE (due_at) ON subscriptions TO raptorflow_lookup",
    "GRANT SELECT (id, tenant_id, mailed_at, created_at) ON notices TO raptorflow_lookup",
    *(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY" for table in _ALL),
    *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in _ALL),
    *(
        f"CREATE POLICY own_rows ON {table} FOR ALL USING (tenant_id = {TENANT}) "
        f"WITH CHECK (tenant_id = {TENANT})"
        for table in _OWN
    ),
    "CREATE POLICY number ON document_series FOR ALL TO raptorflow_lookup "
    "USING (true) WITH CHECK (true)",
    "CREATE POLICY look_up ON subscriptions FOR SELECT TO raptorflow_lookup USING (true)",
    "CREATE POLICY look_up_next ON subscriptions FOR UPDATE TO raptorflow_lookup "
    "USING (true) WITH CHECK (true)",
    "CREATE POLICY look_up ON notices FOR SELECT TO raptorflow_lookup USING (true)",
    _TAKE,
    _DUE,
    _UNMAILED,
    *(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC" for name in _FUNCTIONS),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO raptorflow_app" for name in _FUNCTIONS),
    # A function's new owner must be able to create in the schema, for that one moment.
    "GRANT CREATE ON SCHEMA public TO raptorflow_lookup",
    *(f"ALTER FUNCTION {name} OWNER TO raptorflow_lookup" for name in _FUNCTIONS),
    "REVOKE CREATE ON SCHEMA public FROM raptorflow_lookup",
    _GUARD,
    "CREATE TRIGGER final BEFORE UPDATE OR DELETE ON invoices "
    "FOR EACH ROW EXECUTE FUNCTION documents_are_final()",
    "CREATE TRIGGER final_truncate BEFORE TRUNCATE ON invoices "
    "FOR EACH STATEMENT EXECUTE FUNCTION documents_are_final()",
)
