"""Tables of revision 0002. Frozen with it: change the schema in a new revision."""

# ruff: noqa: E501 (as the database spells it)

STATEMENTS = (
    """
    CREATE TABLE payment_orders (
        id UUID NOT NULL,
        tenant_id UUID NOT NULL,
        user_id UUID,
        kind TEXT NOT NULL,
        purpose TEXT NOT NULL,
        subject_id UUID,
        mandate_id UUID,
        conversation_id UUID,
        amount_paise BIGINT NOT NULL,
        details JSONB NOT NULL,
        status TEXT NOT NULL,
        gateway_id TEXT,
        page_url TEXT,
        expires_at TIMESTAMP WITH TIME ZONE,
        transaction_id TEXT,
        payment_mode TEXT,
        bank_reference TEXT,
        error_code TEXT,
        refunded_paise BIGINT NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        opened_at TIMESTAMP WITH TIME ZONE,
        notified_at TIMESTAMP WITH TIME ZONE,
        paid_at TIMESTAMP WITH TIME ZONE,
        closed_at TIMESTAMP WITH TIME ZONE,
        updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
        stream_version BIGINT NOT NULL,
        next_check_at TIMESTAMP WITH TIME ZONE,
        checks BIGINT,
        CONSTRAINT pk_payment_orders PRIMARY KEY (id),
        CONSTRAINT ck_payment_orders_kind CHECK (kind IN ('checkout', 'mandate_setup', 'debit')),
        CONSTRAINT ck_payment_orders_status CHECK (status IN ('created', 'pending', 'notified', 'paid', 'failed', 'held')),
        CONSTRAINT ck_payment_orders_amount CHECK (amount_paise > 0),
        CONSTRAINT ck_payment_orders_refunded CHECK (refunded_paise BETWEEN 0 AND amount_paise)
    )
    """,
    """
    CREATE INDEX ix_payment_orders_due ON payment_orders (next_check_at) WHERE next_check_at IS NOT NULL
    """,
    """
    CREATE INDEX ix_payment_orders_tenant_id_created_at ON payment_orders (tenant_id, created_at)
    """,
    """
    CREATE INDEX ix_payment_orders_tenant_id_subject_id ON payment_orders (tenant_id, subject_id)
    """,
    """
    CREATE TABLE refunds (
        id UUID NOT NULL,
        tenant_id UUID NOT NULL,
        order_id UUID NOT NULL,
        user_id UUID,
        amount_paise BIGINT NOT NULL,
        reason TEXT NOT NULL,
        details JSONB NOT NULL,
        status TEXT NOT NULL,
        gateway_id TEXT,
        error_code TEXT,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        closed_at TIMESTAMP WITH TIME ZONE,
        updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
        stream_version BIGINT NOT NULL,
        next_check_at TIMESTAMP WITH TIME ZONE,
        checks BIGINT,
        CONSTRAINT pk_refunds PRIMARY KEY (id),
        CONSTRAINT ck_refunds_status CHECK (status IN ('requested', 'pending', 'completed', 'failed')),
        CONSTRAINT ck_refunds_amount CHECK (amount_paise > 0)
    )
    """,
    """
    CREATE INDEX ix_refunds_due ON refunds (next_check_at) WHERE next_check_at IS NOT NULL
    """,
    """
    CREATE INDEX ix_refunds_tenant_id_order_id ON refunds (tenant_id, order_id)
    """,
    """
    CREATE UNIQUE INDEX uq_refunds_running ON refunds (order_id) WHERE status IN ('requested', 'pending')
    """,
    """
    CREATE TABLE mandates (
        id UUID NOT NULL,
        tenant_id UUID NOT NULL,
        user_id UUID,
        order_id UUID NOT NULL,
        purpose TEXT NOT NULL,
        subject_id UUID,
        max_amount_paise BIGINT NOT NULL,
        frequency TEXT NOT NULL,
        expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
        status TEXT NOT NULL,
        gateway_id TEXT,
        gateway_state TEXT,
        paused_until TIMESTAMP WITH TIME ZONE,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        activated_at TIMESTAMP WITH TIME ZONE,
        closed_at TIMESTAMP WITH TIME ZONE,
        updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
        stream_version BIGINT NOT NULL,
        next_check_at TIMESTAMP WITH TIME ZONE,
        checks BIGINT,
        CONSTRAINT pk_mandates PRIMARY KEY (id),
        CONSTRAINT ck_mandates_status CHECK (status IN ('requested', 'active', 'paused', 'revoked', 'cancelled', 'expired', 'failed')),
        CONSTRAINT ck_mandates_max_amount CHECK (max_amount_paise > 0)
    )
    """,
    """
    CREATE INDEX ix_mandates_due ON mandates (next_check_at) WHERE next_check_at IS NOT NULL
    """,
    """
    CREATE INDEX ix_mandates_tenant_id_subject_id ON mandates (tenant_id, subject_id)
    """,
    """
    CREATE TABLE ledger_transfers (
        id UUID NOT NULL,
        tenant_id UUID NOT NULL,
        code TEXT NOT NULL,
        debit_account TEXT NOT NULL,
        credit_account TEXT NOT NULL,
        amount_paise BIGINT NOT NULL,
        order_id UUID,
        refund_id UUID,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        stream_version BIGINT NOT NULL,
        CONSTRAINT pk_ledger_transfers PRIMARY KEY (id),
        CONSTRAINT ck_ledger_transfers_amount CHECK (amount_paise > 0),
        CONSTRAINT ck_ledger_transfers_accounts CHECK (debit_account <> credit_account)
    )
    """,
    """
    CREATE INDEX ix_ledger_transfers_tenant_id_order_id ON ledger_transfers (tenant_id, order_id)
    """,
    """
    CREATE TABLE webhook_inbox (
        id UUID NOT NULL,
        tenant_id UUID,
        provider TEXT NOT NULL,
        key BYTEA NOT NULL,
        event TEXT NOT NULL,
        subject_kind TEXT NOT NULL,
        subject_id UUID,
        proof TEXT NOT NULL,
        facts JSONB NOT NULL,
        body_hash BYTEA NOT NULL,
        deliveries BIGINT NOT NULL,
        received_at TIMESTAMP WITH TIME ZONE NOT NULL,
        last_received_at TIMESTAMP WITH TIME ZONE NOT NULL,
        processed_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_webhook_inbox PRIMARY KEY (id),
        CONSTRAINT uq_webhook_inbox_provider_key UNIQUE (provider, key)
    )
    """,
    """
    CREATE INDEX ix_webhook_inbox_received_at ON webhook_inbox (received_at)
    """,
    """
    CREATE INDEX ix_webhook_inbox_subject_id ON webhook_inbox (subject_id) WHERE processed_at IS NULL
    """,
)
