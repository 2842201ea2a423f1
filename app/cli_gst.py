"""``gst``: the calculator of the chat and the invoices, in the terminal."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

import typer

from app.cli_output import emit, run_sync, say, show
from app.cli_words import column, words


def gst(
    amount: Annotated[str, typer.Argument(help="Amount in rupees, e.g. 2999 or 1,24,999.50.")],
    rate: Annotated[
        str | None, typer.Option(help="Rate in percent; else that of our own service today.")
    ] = None,
    inclusive: Annotated[bool, typer.Option(help="The amount holds the tax already.")] = False,
    from_state: Annotated[
        str | None, typer.Option(help="Seller's State: name, TN or 33; else the buyer's.")
    ] = None,
    to_state: Annotated[
        str | None, typer.Option(help="Buyer's State; else the seller's own.")
    ] = None,
    sez: Annotated[bool, typer.Option(help="The buyer is in a special economic zone.")] = False,
    export: Annotated[bool, typer.Option(help="The buyer is abroad.")] = False,
    with_payment: Annotated[
        bool, typer.Option(help="Zero-rated with IGST paid, instead of under LUT.")
    ] = False,
    json_output: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """GST on an amount: what is taxed, which taxes, and what is to be paid."""
    worked = run_sync(
        lambda: _work(
            amount,
            rate,
            inclusive=inclusive,
            states=(from_state, to_state),
            sez=sez,
            abroad=export,
            with_payment=with_payment,
        )
    )
    if json_output:
        emit(worked)
        return
    from app.core.money import format_rupees

    for name in ("taxable", "cgst", "sgst", "utgst", "igst", "round_off", "total"):
        if worked[f"{name}_paise"] or name in ("taxable", "total"):
            label = column(words(f"cli.gst.{name}"), 12)
            show(f"{label} {format_rupees(worked[f'{name}_paise']):>16}")
    source = worked["rate_source"] if worked["rate_from"] else words("cli.gst.as_given")
    show(f"{column(words('cli.gst.rate'), 12)} {worked['rate_percent']:>15}%  {source}")
    if worked["note"]:
        say(_note(worked["rate_percent"]))


def _note(rate: int | float) -> str:
    """Why a rate is remarkable: it has ended, or is no general one."""
    from app.core.clock import SystemClock, today_ist
    from integrations.india.gst_rates import abolished

    today = today_ist(SystemClock())
    gone = abolished(Decimal(str(rate)), today)
    if gone and gone.until:
        ended = gone.until.isoformat()
        return words("cli.gst.rate_ended", rate=str(rate), day=ended)
    return words("cli.gst.rate_not_general", rate=str(rate), day=today.isoformat())


def _work(
    amount: str,
    rate: str | None,
    *,
    inclusive: bool,
    states: tuple[str | None, str | None],
    sez: bool,
    abroad: bool,
    with_payment: bool,
) -> dict[str, Any]:
    from app.core.clock import SystemClock, today_ist
    from app.core.config import load_settings
    from app.core.errors import InputError
    from app.core.money import rupees_to_paise
    from integrations.india.gst_work import work_out

    try:
        percent = Decimal(rate.strip().removesuffix("%")) if rate is not None else None
    except InvalidOperation as error:
        raise InputError("gst_rate", params={"rate": str(rate)}) from error
    settings = load_settings()
    return work_out(
        rupees_to_paise(amount),
        percent,
        day=today_ist(SystemClock()),
        sac=settings.seller_sac,
        inclusive=inclusive,
        from_state=states[0],
        to_state=states[1],
        sez=sez,
        abroad=abroad,
        with_payment=with_payment,
    )
