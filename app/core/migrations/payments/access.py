"""Who may see what in revision 0002, and the functions that look across businesses."""

# ruff: noqa: S608 (only names of our own tables are put into these)

TENANT = "NULLIF(current_setting('app.tenant', true), '')::uuid"
_PROJECTED = ("payment_orders", "refunds", "mandates")
_ALL = (*_PROJECTED, "ledger_transfers", "webhook_inbox")
_OPEN = {
    "payment_orders": "('created', 'pending', 'notified')",
    "refunds": "('requested', 'pending')",
    "mandates": "('requested', 'active', 'paused')",
}

# A callback names its order, refund or mandate by an id of ours. Storing it and asking the vendor
# soon is one statement: nothing is known of a callback that was not stored.
_RECEIVE = """
CREATE FUNCTION receive_callback(
    id uuid, provider text, key bytea, event text, subject_kind text, subject_id uuid, proof text,
    facts jsonb, body_hash bytea, now timestamptz
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    whose uuid;
    hinted boolean := false;
    fresh boolean;
BEGIN
    IF receive_callback.subject_kind = 'order' THEN
        SELECT t.tenant_id INTO whose FROM public.payment_orders t
        WHERE t.id = receive_callback.subject_id;
        UPDATE public.payment_orders t SET next_check_at = receive_callback.now
        WHERE t.id = receive_callback.subject_id AND t.status IN {payment_orders};
        hinted := FOUND;
    ELSIF receive_callback.subject_kind = 'refund' THEN
        SELECT t.tenant_id INTO whose FROM public.refunds t
        WHERE t.id = receive_callback.subject_id;
        UPDATE public.refunds t SET next_check_at = receive_callback.now
        WHERE t.id = receive_callback.subject_id AND t.status IN {refunds};
        hinted := FOUND;
    ELSIF receive_callback.subject_kind = 'mandate' THEN
        SELECT t.tenant_id INTO whose FROM public.mandates t
        WHERE t.id = receive_callback.subject_id;
        UPDATE public.mandates t SET next_check_at = receive_callback.now
        WHERE t.id = receive_callback.subject_id AND t.status IN {mandates};
        hinted := FOUND;
    END IF;
    INSERT INTO public.webhook_inbox AS w (
        id, tenant_id, provider, key, event, subject_kind, subject_id, proof, facts, body_hash,
        deliveries, received_at, last_received_at, processed_at
    ) VALUES (
        receive_callback.id, whose, receive_callback.provider, receive_callback.key,
        receive_callback.event, receive_callback.subject_kind, receive_callback.subject_id,
        receive_callback.proof, receive_callback.facts, receive_callback.body_hash, 1,
        receive_callback.now, receive_callback.now,
        CASE WHEN hinted THEN NULL ELSE receive_callback.now END
    )
    ON CONFLICT ON CONSTRAINT uq_webhook_inbox_provider_key DO UPDATE
    SET deliveries = w.deliveries + 1,
        last_received_at = receive_callback.now,
        processed_at = CASE WHEN hinted THEN NULL ELSE w.processed_at END
    RETURNING (w.deliveries = 1) INTO fresh;
    RETURN fresh;
END $$
""".format(**_OPEN)

# The lease is provisional: whoever claimed it and died is replaced when it runs out.
_CLAIM_ONE = """
    {name} AS (
        UPDATE public.{table} t SET next_check_at = lease, checks = COALESCE(t.checks, 0) + 1
        WHERE t.id IN (
            SELECT d.id FROM public.{table} d
            WHERE d.next_check_at <= now AND d.status IN {open}
            ORDER BY d.next_check_at LIMIT "limit" FOR UPDATE SKIP LOCKED
        )
        RETURNING t.id, t.tenant_id, t.checks
    )"""
_CLAIM = (
    """
CREATE FUNCTION claim_due_payments(now timestamptz, lease timestamptz, "limit" integer)
RETURNS TABLE (kind text, tenant_id uuid, id uuid, checks bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH"""
    + ",".join(
        _CLAIM_ONE.format(name=f"c{n}", table=table, open=_OPEN[table])
        for n, table in enumerate(_PROJECTED)
    )
    + """
    SELECT 'order', c0.tenant_id, c0.id, c0.checks FROM c0
    UNION ALL SELECT 'refund', c1.tenant_id, c1.id, c1.checks FROM c1
    UNION ALL SELECT 'mandate', c2.tenant_id, c2.id, c2.checks FROM c2
$$
"""
)
_PRUNE = """
CREATE FUNCTION prune_callbacks(known_before timestamptz, unknown_before timestamptz)
RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM public.webhook_inbox w
        WHERE (w.tenant_id IS NULL AND w.last_received_at < unknown_before)
           OR (w.processed_at IS NOT NULL AND w.last_received_at < known_before)
        RETURNING 1
    ) SELECT count(*) FROM gone
$$
"""
_FUNCTIONS = (
    "receive_callback(uuid, text, bytea, text, text, uuid, text, jsonb, bytea, timestamptz)",
    "claim_due_payments(timestamptz, timestamptz, integer)",
    "prune_callbacks(timestamptz, timestamptz)",
)

STATEMENTS = (
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join((*_PROJECTED, 'webhook_inbox'))} "
    "TO raptorflow_app",
    # Projected rows are written over on rebuilding; the amount of a posting never changes by it.
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ledger_transfers TO raptorflow_app",
    *(
        f"GRANT SELECT (id, tenant_id, status, next_check_at, checks), "
        f"UPDATE (next_check_at, checks) ON {table} TO raptorflow_lookup"
        for table in _PROJECTED
    ),
    "GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_inbox TO raptorflow_lookup",
    *(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY" for table in _ALL),
    *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in _ALL),
    *(
        f"CREATE POLICY own_rows ON {table} FOR ALL USING (tenant_id = {TENANT}) "
        f"WITH CHECK (tenant_id = {TENANT})"
        for table in _ALL
    ),
    *(
        f"CREATE POLICY look_up ON {table} FOR SELECT TO raptorflow_lookup USING (true)"
        for table in _PROJECTED
    ),
    *(
        f"CREATE POLICY look_up_next ON {table} FOR UPDATE TO raptorflow_lookup "
        "USING (true) WITH CHECK (true)"
        for table in _PROJECTED
    ),
    "CREATE POLICY receive ON webhook_inbox FOR ALL TO raptorflow_lookup "
    "USING (true) WITH CHECK (true)",
    _RECEIVE,
    _CLAIM,
    _PRUNE,
    *(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC" for name in _FUNCTIONS),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO raptorflow_app" for name in _FUNCTIONS),
    # A function's new owner must be able to create in the schema, for that one moment.
    "GRANT CREATE ON SCHEMA public TO raptorflow_lookup",
    *(f"ALTER FUNCTION {name} OWNER TO raptorflow_lookup" for name in _FUNCTIONS),
    "REVOKE CREATE ON SCHEMA public FROM raptorflow_lookup",
)
