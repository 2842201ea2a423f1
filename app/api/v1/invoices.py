"""Bills and credit notes: listed, as a PDF, as they are stored, and as an e-invoice file."""

import asyncio
import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from app.api.deps import SignedIn, TheBilling
from app.billing.e_invoice import e_invoice
from app.billing.invoices import Issued, by_number, list_issued
from app.billing.views import invoice_fields
from integrations.india.invoice_pdf import invoice_page

router = APIRouter(prefix="/invoices", tags=["billing"])


class InvoiceItem(BaseModel):
    """A bill or credit note in a list. ``name`` is its number as it stands in addresses."""

    number: str
    name: str
    kind: str
    date: datetime.date
    total_paise: int
    practice: bool


class InvoiceList(BaseModel):
    """Bills and credit notes, newest first."""

    invoices: list[InvoiceItem]


Number = Annotated[str, Path(max_length=16, description="RF2627-000123")]


@router.get("")
async def list_invoices(principal: SignedIn, billing: TheBilling) -> InvoiceList:
    """All bills and credit notes of the business."""
    async with billing.database.transaction(principal.tenant_id) as session:
        found = await list_issued(session)
    return InvoiceList(invoices=[InvoiceItem(**invoice_fields(each)) for each in found])


@router.get("/{number}.pdf", response_class=Response)
async def read_pdf(number: Number, principal: SignedIn, billing: TheBilling) -> Response:
    """A bill as a PDF on A4. 404 ``invoice`` for a number of somebody else."""
    issued = await _find(billing, principal, number)
    made = await asyncio.to_thread(invoice_page, issued.document)
    name = issued.number.replace("/", "-")
    return Response(
        made,
        media_type="application/pdf",
        headers={"content-disposition": f'inline; filename="{name}.pdf"'},
    )


@router.get("/{number}.json")
async def read_json(
    number: Number,
    principal: SignedIn,
    billing: TheBilling,
    form: Annotated[Literal["stored", "e-invoice"], Query(alias="format")] = "stored",
) -> JSONResponse:
    """A bill as it is stored, or in the e-invoice schema (INV-01) with ``format=e-invoice``."""
    document: dict[str, Any] = (await _find(billing, principal, number)).document
    return JSONResponse(e_invoice(document) if form == "e-invoice" else document)


async def _find(billing: TheBilling, principal: SignedIn, number: str) -> Issued:
    async with billing.database.transaction(principal.tenant_id) as session:
        return await by_number(session, number)
