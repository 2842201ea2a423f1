"""Row-level security of revision 0001: forced, so that it holds for the owner too."""

TENANT = "NULLIF(current_setting('app.tenant', true), '')::uuid"
USER = "NULLIF(current_setting('app.user', true), '')::uuid"

_BY_TENANT = (
    "conversations", "turns", "questions", "drafts", "draft_versions", "foundation_facts",
    "constitution_rules", "events", "idempotency_keys", "feedback",
)  # fmt: skip
_ALL = (*_BY_TENANT, "tenants", "users", "memberships", "refresh_tokens")


def _policy(name: str, table: str, command: str, condition: str, to: str = "PUBLIC") -> str:
    using = "" if command == "INSERT" else f" USING ({condition})"
    check = "" if command in ("SELECT", "DELETE") else f" WITH CHECK ({condition})"
    return f"CREATE POLICY {name} ON {table} FOR {command} TO {to}{using}{check}"


_MEMBER = (
    "EXISTS (SELECT FROM memberships m "
    f"WHERE m.tenant_id = tenants.id AND m.user_id = {USER})"
)  # fmt: skip

STATEMENTS = (
    *(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY" for table in _ALL),
    *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in _ALL),
    *(_policy("own_rows", table, "ALL", f"tenant_id = {TENANT}") for table in _BY_TENANT),
    # A person may read the names of her businesses before one of them is chosen.
    _policy("own_business", "tenants", "SELECT", f"id = {TENANT} OR {_MEMBER}"),
    _policy("own_business_change", "tenants", "UPDATE", f"id = {TENANT}"),
    _policy("own_account", "users", "ALL", f"id = {USER}"),
    _policy("own_sessions", "refresh_tokens", "ALL", f"user_id = {USER}"),
    # Reading by either; writing only by the business, or anybody could join any business.
    _policy(
        "own_memberships", "memberships", "SELECT", f"user_id = {USER} OR tenant_id = {TENANT}"
    ),
    *(
        _policy(f"business_{command.lower()}", "memberships", command, f"tenant_id = {TENANT}")
        for command in ("INSERT", "UPDATE", "DELETE")
    ),
    *(
        _policy("look_up", table, "SELECT", "true", "raptorflow_lookup")
        for table in ("users", "tenants", "memberships", "refresh_tokens", "turns")
    ),
    *(
        _policy("new_account", table, "INSERT", "true", "raptorflow_lookup")
        for table in ("users", "tenants", "memberships")
    ),
)
