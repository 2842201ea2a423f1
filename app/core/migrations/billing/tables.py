"""Tables of revision 0003. Frozen with it: change the schema in a new revision."""

STATEMENTS = (
    """
    CREATE TABLE subscriptions (
        id UUID NOT NULL,
        tenant_id UUID NOT NULL,
        plan TEXT NOT NULL,
        status TEXT NOT NULL,
        state JSONB NOT NULL,
        period_end TIMESTAMP WITH TIME ZONE,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
        stream_version BIGINT NOT NULL,
        due_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_subscriptions PRIMARY KEY (id),
        CONSTRAINT uq_subscriptions_tenant_id UNIQUE (tenant_id),
        CONSTRAINT ck_subscriptions_status CHECK (status IN ('none', 'active', 'grace', 'ended'))
    )
    """,
    """
    CREATE INDEX ix_subscriptions_due ON subscriptions (due_at) WHERE due_at IS NOT NULL
    """,
    """
    CREATE TABLE billing_profiles (
        tenant_id UUID NOT NULL,
        name TEXT NOT NULL,
        address TEXT NOT NULL,
        state_code TEXT NOT NULL,
        pin TEXT,
        gstin TEXT,
        updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_billing_profiles PRIMARY KEY (tenant_id)
    )
    """,
    """
    CREATE TABLE entitlements (
        tenant_id UUID NOT NULL,
        plan TEXT NOT NULL,
        drafts BIGINT,
        seats BIGINT,
        businesses BIGINT,
        budget_paise BIGINT,
        channels JSONB NOT NULL,
        valid_until TIMESTAMP WITH TIME ZONE,
        updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_entitlements PRIMARY KEY (tenant_id)
    )
    """,
    """
    CREATE TABLE document_series (
        seller TEXT NOT NULL,
        year TEXT NOT NULL,
        kind TEXT NOT NULL,
        last_serial BIGINT NOT NULL,
        CONSTRAINT pk_document_series PRIMARY KEY (seller, year, kind),
        CONSTRAINT ck_document_series_kind CHECK (kind IN ('invoice', 'credit_note'))
    )
    """,
    """
    CREATE TABLE invoices (
        id UUID NOT NULL,
        tenant_id UUID NOT NULL,
        kind TEXT NOT NULL,
        number TEXT NOT NULL,
        seller TEXT NOT NULL,
        year TEXT NOT NULL,
        serial BIGINT NOT NULL,
        cause TEXT NOT NULL,
        original_id UUID,
        total_paise BIGINT NOT NULL,
        document JSONB NOT NULL,
        digest BYTEA NOT NULL,
        issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_invoices PRIMARY KEY (id),
        CONSTRAINT ck_invoices_kind CHECK (kind IN ('invoice', 'credit_note')),
        CONSTRAINT uq_invoices_seller_year_kind_serial UNIQUE (seller, year, kind, serial),
        CONSTRAINT uq_invoices_tenant_id_kind_cause UNIQUE (tenant_id, kind, cause),
        CONSTRAINT ck_invoices_total CHECK (total_paise >= 0)
    )
    """,
    """
    CREATE INDEX ix_invoices_tenant_id_issued_at ON invoices (tenant_id, issued_at)
    """,
    """
    CREATE TABLE notices (
        id UUID NOT NULL,
        tenant_id UUID NOT NULL,
        key TEXT NOT NULL,
        params JSONB NOT NULL,
        once TEXT NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        seen_at TIMESTAMP WITH TIME ZONE,
        mailed_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_notices PRIMARY KEY (id),
        CONSTRAINT uq_notices_tenant_id_once UNIQUE (tenant_id, once)
    )
    """,
    """
    CREATE INDEX ix_notices_tenant_id_created_at ON notices (tenant_id, created_at)
    """,
    """
    CREATE INDEX ix_notices_unmailed ON notices (created_at) WHERE mailed_at IS NULL
    """,
)
