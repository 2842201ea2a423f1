"""``subscribe`` and ``invoices``: the plan and bill cards of the chat, in the terminal."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli_output import WRONG_USE, emit, fail, run, say, show
from app.cli_platform import LOCAL_NAME
from app.cli_words import words

if TYPE_CHECKING:
    from agents.products.muse.schemas import Actor
    from app.billing.desk import Billing

Tenant = Annotated[str, typer.Option(help="Business id, or `local`.")]
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]


def subscribe(
    what: Annotated[
        str, typer.Argument(metavar="PLAN", help="starter, growth, agency; status, cancel or keep.")
    ] = "status",
    state: Annotated[
        str | None, typer.Option(help="State the bill is for; asked before the first charge.")
    ] = None,
    name: Annotated[str, typer.Option(help="Name on the bill.")] = "",
    pin: Annotated[str | None, typer.Option(help="PIN code on the bill.")] = None,
    gstin: Annotated[str | None, typer.Option(help="GSTIN on the bill.")] = None,
    tenant: Tenant = LOCAL_NAME,
    json_output: Json = False,
) -> None:
    """Take a plan (prints where to pay), stop it, go on after all, or say how it stands."""
    buyer = {"state": state, "name": name, "pin": pin, "gstin": gstin} if state else None
    found = run(_at_desk(tenant, lambda billing, actor: _do(billing, actor, what, buyer)))
    if json_output:
        emit(found)
        return
    plan = found["subscription"]
    show(", ".join(_standing(plan)))
    if found["payment"]:
        from app.core.money import format_rupees

        show(f"{format_rupees(found['payment']['amount_paise'])}: {found['payment']['page_url']}")


def _standing(plan: dict[str, Any]) -> Iterator[str]:
    """Which plan, till when it is paid, and whether it ends then."""
    name = words(f"account.invoice.plan_name.{plan['plan']}")
    status = words(f"cli.subscribe.status.{plan['status']}")
    yield words("cli.subscribe.stands", plan=name, status=status)
    if plan["paid_until"]:
        yield words("cli.subscribe.paid_until", day=plan["paid_until"][:10])
    if plan["stops_at_end"]:
        yield words("cli.subscribe.stops")


def invoices(
    number: Annotated[
        str | None, typer.Argument(help="One bill; else the list.", metavar="NUMBER")
    ] = None,
    pdf: Annotated[Path | None, typer.Option(help="Write the bill's PDF here.")] = None,
    e_invoice: Annotated[
        bool, typer.Option("--e-invoice", help="The bill in the e-invoice schema (INV-01).")
    ] = False,
    tenant: Tenant = LOCAL_NAME,
    json_output: Json = False,
) -> None:
    """Bills and credit notes: the list, or one as JSON, PDF or e-invoice file."""
    if number is None and (pdf or e_invoice):
        fail(words("cli.invoices.name_it"), WRONG_USE)
    found = run(_at_desk(tenant, lambda billing, actor: _bills(billing, actor, number)))
    if number is not None:
        _show_one(found[0], pdf, e_invoice=e_invoice)
    elif json_output:
        emit([{name: row[name] for name in row if name != "document"} for row in found])
    else:
        from app.core.money import format_rupees

        for row in found:
            show(f"{row['date']}  {row['number']:14} {format_rupees(row['total_paise']):>12}")
        say(f"-- {len(found)}")


def _show_one(row: dict[str, Any], pdf: Path | None, *, e_invoice: bool) -> None:
    if pdf is not None:
        from integrations.india.invoice_pdf import invoice_page

        pdf.write_bytes(invoice_page(row["document"]))
        say(words("cli.wrote", file=pdf))
        return
    if e_invoice:
        from app.billing.e_invoice import e_invoice as in_schema

        emit(in_schema(row["document"]), indent=2)
        return
    emit(row["document"], indent=2)


async def _at_desk(tenant: str, work: "Callable[[Billing, Actor], Awaitable[Any]]") -> Any:
    """Run work at the payment desk, as the owner of the business."""
    from agents.products.muse.schemas import Actor
    from app.billing.desk import open_billing
    from app.cli_platform import member_for
    from app.core.config import get_settings
    from app.core.platform import open_platform

    async with open_platform(get_settings()) as platform, open_billing(platform) as billing:
        member = await member_for(platform, tenant)
        actor = Actor(tenant_id=member.tenant_id, user_id=member.user_id, name="")
        return await work(billing, actor)


async def _do(
    billing: "Billing", actor: "Actor", what: str, buyer: dict[str, Any] | None
) -> dict[str, Any]:
    from app.billing import plan_desk
    from app.billing.profiles import read_profile
    from app.billing.views import payment_fields, subscription_fields

    if buyer is not None:
        await plan_desk.set_profile(billing, actor.tenant_id, read_profile(**buyer))
    order = None
    if what == "status":
        sub = await plan_desk.current(billing, actor.tenant_id)
        order = await plan_desk.order_in_progress(billing, actor.tenant_id)
    elif what == "cancel":
        sub = await plan_desk.cancel(billing, actor)
    elif what == "keep":
        sub = await plan_desk.keep(billing, actor)
    else:
        chosen = await plan_desk.choose(billing, actor, what)
        sub, order = chosen.subscription, chosen.order
    return {
        "subscription": subscription_fields(sub),
        "payment": payment_fields(order) if order else None,
    }


async def _bills(billing: "Billing", actor: "Actor", number: str | None) -> list[dict[str, Any]]:
    from app.billing.invoices import by_number, list_issued
    from app.billing.views import invoice_fields

    async with billing.database.transaction(actor.tenant_id) as session:
        issued = [await by_number(session, number)] if number else await list_issued(session)
    return [{**invoice_fields(each), "document": each.document} for each in issued]
