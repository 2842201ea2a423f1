"""Issuing bills and credit notes: one number, one document, in the transaction that needs it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.billing.invoice_document import Original, Party, Sale, compose
from app.billing.invoice_numbers import DocumentKind, document_number, financial_year, take_serial
from app.billing.seller import is_practice
from app.core.clock import IST, Clock
from app.core.config import Settings
from app.core.errors import NotFound
from app.core.tables import Invoice
from app.core.variants import Shell

_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Issued:
    """A document as it stands."""

    id: UUID
    kind: DocumentKind
    number: str
    total_paise: int
    issued_at: datetime
    document: dict[str, Any]
    cause: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues: the transaction, the time, the settings and the seller."""

    session: AsyncSession
    clock: Clock
    settings: Settings
    seller: Party
    tenant_id: UUID

    @property
    def today(self) -> date:
        """The day in India."""
        return self.clock.now().astimezone(IST).date()


async def issue(
    issuer: Issuer,
    kind: DocumentKind,
    *,
    cause: str,
    buyer: Party,
    sale: Sale,
    language: Shell,
    payment: dict[str, Any] | None = None,
    original: Issued | None = None,
    reason: str | None = None,
) -> Issued:
    """Issue a document, or give the one that was issued for the same cause.

    The series is locked until the transaction ends, so this comes last in it.
    """
    known = await for_cause(issuer.session, kind, cause)
    if known is not None:
        return known
    gstin = issuer.seller.gstin or ""
    year = financial_year(issuer.today)
    serial = await take_serial(issuer.session, gstin, year, kind)
    document = compose(
        kind,
        number=document_number(kind, year, serial),
        day=issuer.today,
        seller=issuer.seller,
        buyer=buyer,
        sale=sale,
        language=language,
        practice=is_practice(issuer.settings),
        payment=payment,
        original=Original(original.number, date.fromisoformat(original.document["date"]))
        if original
        else None,
        reason=reason,
    )
    row = Invoice(
        id=uuid5(issuer.tenant_id, f"{kind}|{cause}"),
        tenant_id=issuer.tenant_id,
        kind=kind,
        number=document["number"],
        seller=gstin,
        year=year,
        serial=serial,
        cause=cause,
        original_id=original.id if original else None,
        total_paise=document["totals"]["total_paise"],
        document=document,
        digest=digest(document),
        issued_at=issuer.clock.now(),
    )
    issuer.session.add(row)
    await issuer.session.flush()
    return _view(row)


async def for_cause(session: AsyncSession, kind: DocumentKind, cause: str) -> Issued | None:
    """The document that was issued for a cause."""
    row = await session.scalar(select(Invoice).where(Invoice.kind == kind, Invoice.cause == cause))
    return _view(row) if row else None


async def list_issued(session: AsyncSession) -> Sequence[Issued]:
    """The business's documents, newest first."""
    rows = await session.scalars(
        select(Invoice).order_by(Invoice.issued_at.desc(), Invoice.serial.desc()).limit(_MOST)
    )
    return [_view(row) for row in rows]


async def by_number(session: AsyncSession, number: str) -> Issued:
    """One document; a dash may stand for the slash, as in addresses.

    Raises:
        NotFound: ``invoice``.
    """
    wanted = number.strip().upper().replace("-", "/", 1) if "/" not in number else number.upper()
    row = await session.scalar(select(Invoice).where(Invoice.number == wanted))
    if row is None:
        raise NotFound("invoice", detail=f"this business has no document {number}")
    return _view(row)


def digest(document: dict[str, Any]) -> bytes:
    """What a document is recognised by: SHA-256 of its canonical JSON."""
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).digest()


def _view(row: Invoice) -> Issued:
    kind: Any = row.kind
    return Issued(row.id, kind, row.number, row.total_paise, row.issued_at, row.document, row.cause)
