"""Every table of the product: importing this package fills ``Base.metadata``."""

from app.core.tables.accounts import Membership, RefreshToken, Tenant, User
from app.core.tables.base import Base
from app.core.tables.billing import (
    BillingProfile,
    DocumentSeries,
    Entitlement,
    Invoice,
    Notice,
    Subscription,
)
from app.core.tables.conversations import Conversation, Feedback
from app.core.tables.drafts import Draft, DraftVersion
from app.core.tables.economics import (
    Budget,
    BudgetAlert,
    BudgetPeriod,
    BudgetReservation,
    CachedDraft,
    Usage,
)
from app.core.tables.events import Event
from app.core.tables.idempotency import IdempotencyKey
from app.core.tables.memory import ConstitutionRule, FoundationFact
from app.core.tables.payments import (
    LedgerTransfer,
    Mandate,
    PaymentOrder,
    Refund,
    WebhookDelivery,
)
from app.core.tables.turns import Question, Turn

__all__ = [
    "Base",
    "BillingProfile",
    "Budget",
    "BudgetAlert",
    "BudgetPeriod",
    "BudgetReservation",
    "CachedDraft",
    "ConstitutionRule",
    "Conversation",
    "DocumentSeries",
    "Draft",
    "DraftVersion",
    "Entitlement",
    "Event",
    "Feedback",
    "FoundationFact",
    "IdempotencyKey",
    "Invoice",
    "LedgerTransfer",
    "Mandate",
    "Membership",
    "Notice",
    "PaymentOrder",
    "Question",
    "RefreshToken",
    "Refund",
    "Subscription",
    "Tenant",
    "Turn",
    "Usage",
    "User",
    "WebhookDelivery",
]
