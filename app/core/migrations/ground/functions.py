"""Functions of revision 0001: look-ups before the tenant is known, and the guard of the events."""

_FIND_USER = """
CREATE FUNCTION find_user_id(login text) RETURNS uuid STABLE
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT u.id FROM public.users u WHERE u.email = lower(login) OR u.phone = login LIMIT 1
$$
"""
_FIND_SESSION = """
CREATE FUNCTION find_refresh_token(hash bytea)
RETURNS TABLE (id uuid, user_id uuid, tenant_id uuid) STABLE
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.id, t.user_id, t.tenant_id FROM public.refresh_tokens t WHERE t.token_hash = hash
$$
"""
_TENANTS_OF = """
CREATE FUNCTION tenants_of("user" uuid) RETURNS SETOF uuid STABLE
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.tenant_id FROM public.memberships m WHERE m.user_id = "user"
    ORDER BY m.created_at, m.tenant_id
$$
"""
# A turn without a lease was recorded by a process that died before taking one.
_EXPIRED_TURNS = """
CREATE FUNCTION expired_turns(now timestamptz, "limit" integer)
RETURNS TABLE (tenant_id uuid, turn_id uuid) STABLE
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.tenant_id, t.id FROM public.turns t
    WHERE t.status = 'running'
      AND (t.lease_until < now
           OR (t.lease_until IS NULL AND t.created_at < now - interval '1 minute'))
    ORDER BY t.created_at, t.id LIMIT "limit"
$$
"""
_ALL_TENANTS = """
CREATE FUNCTION all_tenants() RETURNS SETOF uuid STABLE
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.id FROM public.tenants t ORDER BY t.created_at, t.id
$$
"""
_CREATE_ACCOUNT = """
CREATE FUNCTION create_account(
    user_id uuid, email text, phone text, password_hash text, shell_language text,
    tenant_id uuid, tenant_name text, now timestamptz
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO public.users (id, email, phone, password_hash, shell_language, created_at)
    VALUES (user_id, lower(email), phone, password_hash, shell_language, now);
    INSERT INTO public.tenants (id, name, created_at) VALUES (tenant_id, tenant_name, now);
    INSERT INTO public.memberships (user_id, tenant_id, role, created_at)
    VALUES (user_id, tenant_id, 'owner', now);
$$
"""
_GUARD = """
CREATE FUNCTION events_are_append_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.payload IS NULL AND NEW.salt IS NULL
       AND (to_jsonb(NEW) - 'payload' - 'salt') = (to_jsonb(OLD) - 'payload' - 'salt') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'events are append-only: only payload and salt may be erased'
        USING ERRCODE = 'restrict_violation';
END $$
"""

_FOR_APP = (
    "find_user_id(text)",
    "find_refresh_token(bytea)",
    "tenants_of(uuid)",
    "expired_turns(timestamptz, integer)",
    "create_account(uuid, text, text, text, text, uuid, text, timestamptz)",
)
_FOR_OWNER = ("all_tenants()",)

STATEMENTS = (
    _FIND_USER,
    _FIND_SESSION,
    _TENANTS_OF,
    _EXPIRED_TURNS,
    _ALL_TENANTS,
    _CREATE_ACCOUNT,
    *(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC" for name in (*_FOR_APP, *_FOR_OWNER)),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO raptorflow_app" for name in _FOR_APP),
    # A function's new owner must be able to create in the schema, for that one moment.
    "GRANT CREATE ON SCHEMA public TO raptorflow_lookup",
    *(f"ALTER FUNCTION {name} OWNER TO raptorflow_lookup" for name in (*_FOR_APP, *_FOR_OWNER)),
    "REVOKE CREATE ON SCHEMA public FROM raptorflow_lookup",
    # Changing a function's owner moves the old owner's rights along, so these are given after it.
    "SET LOCAL ROLE raptorflow_lookup",
    *(f"GRANT EXECUTE ON FUNCTION {name} TO SESSION_USER" for name in _FOR_OWNER),
    "RESET ROLE",
    _GUARD,
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON events "
    "FOR EACH ROW EXECUTE FUNCTION events_are_append_only()",
    "CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON events "
    "FOR EACH STATEMENT EXECUTE FUNCTION events_are_append_only()",
)
