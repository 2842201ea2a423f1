"""What ``doctor`` says of prices: models that have none, and how old the rate of exchange is."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from app.cli_words import told, words
from app.core.clock import SystemClock, today_ist
from app.core.errors import ConfigurationError

if TYPE_CHECKING:
    from agents.economics.price_table import ExchangeRate, PriceTable
    from app.cli_doctor import Finding
    from app.core.config import Settings

OLD: Final = timedelta(days=90)
"""A rate of exchange older than this is worth a look."""

_NAME: Final = "MODEL_PRICES_FILE"


def prices(settings: "Settings") -> "Iterator[Finding]":
    """The models that would be called, those among them without a price, and the rate's age."""
    from agents.economics.price_table import PriceTable
    from app.cli_doctor import Finding

    clock = SystemClock()
    try:
        table = PriceTable.load(settings, clock)
    except ConfigurationError as error:
        mend = words("cli.doctor.prices_mend")
        yield Finding("file", _NAME, "bad", str(settings.model_prices_file), told(error), mend)
        return
    models = called(settings)
    yield from unpriced(models, table)
    if models:
        yield _rate(table.rate(), today_ist(clock))


def called(settings: "Settings") -> list[tuple[str, str]]:
    """Provider and model of every network model some tier tries, in their order."""
    from agents.model_ladder import TIERS, cascade_of, ladder

    cascade = cascade_of(settings)
    rungs = [rung for tier in TIERS for rung in ladder(settings, cascade, tier, climbs=True)]
    return list(dict.fromkeys((rung.provider, rung.model) for rung in rungs))


def unpriced(models: list[tuple[str, str]], table: "PriceTable") -> "Iterator[Finding]":
    """A finding for each model: its price, or what to add so that it may be called."""
    from agents.economics.price_table import IN_PROCESS
    from app.cli_doctor import Finding

    for provider, model in models:
        if provider in IN_PROCESS:
            continue
        name = f"{provider} {model}"
        try:
            price = table.price(provider, model)
        except ConfigurationError as error:
            mend = words("cli.doctor.price_mend")
            yield Finding("setting", name, "note", words("cli.doctor.no_price"), str(error), mend)
        else:
            amount = f"${price.input} / ${price.cached} / ${price.output}"
            yield Finding("setting", name, "ok", f"{amount} ({price.begins})")


def _rate(rate: "ExchangeRate", today: date) -> "Finding":
    from app.cli_doctor import Finding

    value = f"₹{rate.rupees:g} ({rate.begins})"
    days = (today - rate.begins).days
    if today - rate.begins <= OLD:
        return Finding("file", "usd_inr", "ok", value)
    wrong = words("cli.doctor.rate_wrong", n=days)
    return Finding("file", "usd_inr", "note", value, wrong, words("cli.doctor.rate_mend"))
