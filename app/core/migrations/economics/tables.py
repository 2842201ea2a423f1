"""Tables of revision 0004. Frozen with it: change the schema in a new revision."""

STATEMENTS = (
    """
    CREATE TABLE budgets (
        tenant_id UUID NOT NULL,
        month_paise BIGINT,
        day_paise BIGINT,
        task_paise BIGINT,
        webhook_url TEXT,
        webhook_secret TEXT,
        updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
        updated_by UUID,
        CONSTRAINT pk_budgets PRIMARY KEY (tenant_id)
    )
    """,
    # The proposed row of an upsert is checked too: it carries only what is added, which may be
    # below zero, so no column is checked by itself.
    """
    CREATE TABLE budget_periods (
        tenant_id UUID NOT NULL,
        period TEXT NOT NULL,
        reserved_paise BIGINT NOT NULL,
        spent_paise BIGINT NOT NULL,
        limit_paise BIGINT,
        CONSTRAINT pk_budget_periods PRIMARY KEY (tenant_id, period),
        CONSTRAINT ck_budget_periods_within CHECK (
            limit_paise IS NULL OR reserved_paise + spent_paise <= limit_paise
        )
    )
    """,
    """
    CREATE TABLE budget_reservations (
        id UUID NOT NULL,
        tenant_id UUID NOT NULL,
        turn_id UUID NOT NULL,
        paise BIGINT NOT NULL,
        status TEXT NOT NULL,
        settled_paise BIGINT,
        periods TEXT[] NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_budget_reservations PRIMARY KEY (id),
        CONSTRAINT ck_budget_reservations_status CHECK (status IN ('held', 'settled', 'expired'))
    )
    """,
    """
    CREATE INDEX ix_budget_reservations_tenant_id_turn_id
    ON budget_reservations (tenant_id, turn_id)
    """,
    """
    CREATE INDEX ix_budget_reservations_held ON budget_reservations (expires_at)
    WHERE status = 'held'
    """,
    """
    CREATE TABLE usage (
        id UUID NOT NULL,
        tenant_id UUID NOT NULL,
        turn_id UUID NOT NULL,
        conversation_id UUID NOT NULL,
        skill TEXT,
        skill_hash TEXT,
        kind TEXT NOT NULL,
        provider TEXT NOT NULL,
        model TEXT,
        tier TEXT,
        input_tokens BIGINT NOT NULL,
        cached_tokens BIGINT NOT NULL,
        output_tokens BIGINT NOT NULL,
        paise BIGINT NOT NULL,
        saved_paise BIGINT NOT NULL,
        latency_ms BIGINT NOT NULL,
        first_token_ms BIGINT,
        outcome TEXT NOT NULL,
        called_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_usage PRIMARY KEY (id),
        CONSTRAINT ck_usage_kind CHECK (kind IN ('model', 'cache'))
    )
    """,
    "CREATE INDEX ix_usage_tenant_id_called_at ON usage (tenant_id, called_at)",
    "CREATE INDEX ix_usage_tenant_id_turn_id ON usage (tenant_id, turn_id)",
    "CREATE INDEX ix_usage_paid ON usage (called_at) WHERE paise > 0",
    """
    CREATE TABLE cached_drafts (
        id UUID NOT NULL,
        tenant_id UUID NOT NULL,
        partition BYTEA NOT NULL,
        exact BYTEA NOT NULL,
        near BYTEA NOT NULL,
        draft_id UUID NOT NULL,
        draft_version BIGINT NOT NULL,
        facts JSONB NOT NULL,
        paise BIGINT NOT NULL,
        made_at TIMESTAMP WITH TIME ZONE NOT NULL,
        used BIGINT NOT NULL,
        last_used_at TIMESTAMP WITH TIME ZONE,
        dropped_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_cached_drafts PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX ix_cached_drafts_tenant_id_partition
    ON cached_drafts (tenant_id, partition, near)
    """,
    "CREATE INDEX ix_cached_drafts_tenant_id_draft_id ON cached_drafts (tenant_id, draft_id)",
    """
    CREATE TABLE budget_alerts (
        tenant_id UUID NOT NULL,
        period TEXT NOT NULL,
        percent BIGINT NOT NULL,
        turn_id UUID,
        sent_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_budget_alerts PRIMARY KEY (tenant_id, period, percent)
    )
    """,
)
