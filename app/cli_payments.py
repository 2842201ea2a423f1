"""``payments``: for the operator, payments that a person has to decide on."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from app.cli_output import WRONG_USE, emit, fail, run, say, show
from app.cli_platform import LOCAL_NAME
from app.cli_words import words

if TYPE_CHECKING:
    from app.billing.desk import Billing

app = typer.Typer(help="Payments a person has to decide on.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]


@app.command()
def held(
    tenant: Annotated[
        str | None, typer.Option(help="Business id, or `local`; else every business.")
    ] = None,
    json_output: Json = False,
) -> None:
    """Orders paid with another amount than asked: nothing was granted for them yet."""
    found = run(_held(tenant))
    if json_output:
        emit(found)
        return
    from app.core.money import format_rupees

    for row in found:
        taken = row["taken_paise"]
        show(
            words(
                "cli.payments.held",
                order=row["order"],
                asked=format_rupees(row["asked_paise"]),
                came=words("cli.payments.unknown") if taken is None else format_rupees(taken),
                where=words(f"cli.payments.{'going_back' if row['decided'] else 'waits'}"),
                tenant=row["tenant_id"],
            )
        )
    say(f"-- {len(found)}")


@app.command()
def resolve(
    order: Annotated[str, typer.Argument(help="Order id, from `payments held`.")],
    accept: Annotated[
        bool, typer.Option("--accept", help="Take what came: grant and bill what was asked for.")
    ] = False,
    refund: Annotated[
        bool, typer.Option("--refund", help="Give back all that came; auto-pay ends too.")
    ] = False,
    tenant: Annotated[str, typer.Option(help="Business id, or `local`.")] = LOCAL_NAME,
    json_output: Json = False,
) -> None:
    """Decide on a held order: --accept or --refund. She is told in her inbox."""
    if accept == refund:
        fail(words("cli.payments.accept_or_refund"), WRONG_USE)
    found = run(_resolve(tenant, order, accept=accept))
    if json_output:
        emit(found)
        return
    status = found["became"].removeprefix("refund ")
    kind = "order" if status == found["became"] else "refund"
    show(f"{found['order']}: {words(f'cli.payments.{kind}.{status}')}")


async def _held(tenant: str | None) -> list[dict[str, Any]]:
    from app.billing.held import held_orders
    from app.cli_platform import tenants_for

    async def work(billing: "Billing", tenant_id: UUID) -> list[dict[str, Any]]:
        return [
            {
                "order": str(each.order.id),
                "tenant_id": str(tenant_id),
                "purpose": each.order.purpose,
                "asked_paise": each.order.amount_paise,
                "taken_paise": each.taken_paise,
                "held_at": each.order.closed_at.isoformat() if each.order.closed_at else None,
                "decided": each.decided,
            }
            for each in await held_orders(billing, tenant_id)
        ]

    async def every(platform: Any) -> list[UUID]:
        return await tenants_for(platform, tenant)

    return [row for rows in await _at_desk(every, work) for row in rows]


async def _resolve(tenant: str, order: str, *, accept: bool) -> dict[str, Any]:
    from app.billing import held as desk
    from app.cli_platform import member_for
    from app.core.errors import NotFound

    try:
        order_id = UUID(order)
    except ValueError as error:
        raise NotFound("order", detail=words("cli.wrong.id", id=order)) from error

    async def work(billing: "Billing", tenant_id: UUID) -> dict[str, Any]:
        became: str
        if accept:
            became = (await desk.accept(billing, tenant_id, order_id)).status
        else:
            became = f"refund {(await desk.return_money(billing, tenant_id, order_id)).status}"
        return {"order": str(order_id), "became": became}

    async def one(platform: Any) -> list[UUID]:
        return [(await member_for(platform, tenant)).tenant_id]

    found: list[dict[str, Any]] = await _at_desk(one, work)
    return found[0]


async def _at_desk(
    whose: Callable[[Any], Awaitable[list[UUID]]],
    work: "Callable[[Billing, UUID], Awaitable[Any]]",
) -> list[Any]:
    """Run work at the payment desk for each business."""
    from app.billing.desk import open_billing
    from app.core.config import get_settings
    from app.core.platform import open_platform

    async with open_platform(get_settings()) as platform, open_billing(platform) as billing:
        return [await work(billing, tenant_id) for tenant_id in await whose(platform)]
