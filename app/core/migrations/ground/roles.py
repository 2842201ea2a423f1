"""Roles of revision 0001 and what they may do.

``raptorflow_app`` serves; its password is set by ``raptorflow migrate``. ``raptorflow_lookup`` can
never sign in: it owns the few functions that look across tenants, and sees only what they need.
The owner may become it, to maintain those functions, but does not inherit its sight.
"""

_ENSURE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') THEN
        CREATE ROLE {name} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    END IF;
END $$
"""

_OWN_ROWS = (
    "conversations", "turns", "questions", "drafts", "draft_versions", "foundation_facts",
    "constitution_rules", "idempotency_keys", "feedback", "memberships", "refresh_tokens",
)  # fmt: skip

STATEMENTS = (
    _ENSURE.format(name="raptorflow_app"),
    _ENSURE.format(name="raptorflow_lookup"),
    "GRANT raptorflow_lookup TO CURRENT_USER WITH INHERIT FALSE, SET TRUE",
    "GRANT USAGE ON SCHEMA public TO raptorflow_app, raptorflow_lookup",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(_OWN_ROWS)} TO raptorflow_app",
    "GRANT SELECT, UPDATE ON tenants, users TO raptorflow_app",
    # Append-only: payload and salt may be set to NULL, which the trigger sees to.
    "GRANT SELECT, INSERT, UPDATE (payload, salt) ON events TO raptorflow_app",
    "GRANT SELECT ON alembic_version TO raptorflow_app",
    "GRANT SELECT (id, email, phone), INSERT ON users TO raptorflow_lookup",
    "GRANT SELECT (id, created_at), INSERT ON tenants TO raptorflow_lookup",
    "GRANT SELECT, INSERT ON memberships TO raptorflow_lookup",
    "GRANT SELECT (id, user_id, tenant_id, token_hash) ON refresh_tokens TO raptorflow_lookup",
    "GRANT SELECT (id, tenant_id, status, lease_until, created_at) ON turns TO raptorflow_lookup",
)
