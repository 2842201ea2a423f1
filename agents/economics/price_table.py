"""What a call of a model costs, in paise: dated prices with their source, never a guess.

A model without a price is refused, never free: what costs nothing (a model on this machine) says so
with an entry of 0 and a source. A call is rounded up to a whole paisa, here and nowhere else.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from pathlib import Path
from typing import Annotated, Final, Protocol, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.core.clock import Clock, today_ist
from app.core.config import Settings
from app.core.errors import ConfigurationError
from app.core.money import PAISE_PER_RUPEE, Paise

IN_PROCESS: Final = frozenset({"offline", "scripted"})
"""Providers that call nobody: there is nothing to pay."""

_DATA: Final = Path(__file__).parent / "data" / "model_prices.json"
_MILLION: Final = Decimal(1_000_000)
_PREFIXES: Final = ("publishers/google/models/", "models/")

Dollars = Annotated[Decimal, Field(ge=0, le=10_000)]


class Tokens(Protocol):
    """What a call used; cached tokens are part of the input ones."""

    @property
    def input_tokens(self) -> int: ...
    @property
    def cached_tokens(self) -> int: ...
    @property
    def output_tokens(self) -> int: ...


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    begins: date = Field(alias="from")
    source: str = Field(min_length=1)
    confidence: str = "stated"


class ModelPrice(_Row):
    """Dollars for a million tokens, from a day on."""

    input: Dollars
    cached: Dollars
    output: Dollars


class ExchangeRate(_Row):
    """Rupees for a dollar, from a day on."""

    rupees: Annotated[Decimal, Field(gt=0, le=1000)]


class PricedModel(BaseModel):
    """One model, the other names it answers to, and its prices."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str
    aliases: tuple[str, ...] = ()
    # UTF-8 spells a letter of our scripts in three bytes, and no tokenizer needs more than bytes.
    most_tokens_per_char: Annotated[Decimal, Field(gt=0, le=4)] = Decimal(3)
    prices: tuple[ModelPrice, ...] = Field(min_length=1)


class PriceFile(BaseModel):
    """The shape of the built-in table and of ``MODEL_PRICES_FILE``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    note: str = ""
    checked: date | None = None
    usd_inr: tuple[ExchangeRate, ...] = ()
    models: tuple[PricedModel, ...] = ()


@dataclass(frozen=True, slots=True)
class Used:
    """A number of tokens to be priced: a forecast, or the most a call can use."""

    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0


class PriceTable:
    """Prices in force on a day of India."""

    def __init__(self, files: Sequence[PriceFile], clock: Clock) -> None:
        """Later files add to earlier ones, and win where both name a model or a day."""
        self._clock = clock
        self._models: dict[str, PricedModel] = {}
        rates: dict[date, ExchangeRate] = {}
        for file in files:
            for priced in file.models:
                for name in (priced.model, *priced.aliases):
                    self._models[_plain(name)] = priced
            rates |= {rate.begins: rate for rate in file.usd_inr}
        self._rates = [rates[day] for day in sorted(rates)]

    @classmethod
    def load(cls, settings: Settings, clock: Clock) -> Self:
        """The built-in table, and the operator's file upon it.

        Raises:
            ConfigurationError: ``model_prices_unreadable``, with what is wrong in the file.
        """
        files = [PriceFile.model_validate_json(_DATA.read_text("utf-8"))]
        if settings.model_prices_file is not None:
            files.append(_read(settings.model_prices_file))
        return cls(files, clock)

    @property
    def models(self) -> Mapping[str, PricedModel]:
        """Every name that has a price."""
        return dict(self._models)

    def knows(self, provider: str, model: str) -> bool:
        """Whether a call of it has a price today."""
        try:
            self.price(provider, model)
        except ConfigurationError:
            return False
        return True

    def price(self, provider: str, model: str) -> ModelPrice:
        """The price in force today.

        Raises:
            ConfigurationError: ``model_price_unknown``; names what to add, and where.
        """
        day = today_ist(self._clock)
        priced = self._models.get(_plain(model))
        held = [row for row in priced.prices if row.begins <= day] if priced else []
        if not held:
            raise _unknown(provider, model, day)
        return max(held, key=lambda row: row.begins)

    def rate(self) -> ExchangeRate:
        """Rupees for a dollar today; the first known rate on days before it.

        Raises:
            ConfigurationError: ``model_price_unknown``: the table holds no rate at all.
        """
        if not self._rates:
            raise _unknown("usd_inr", "usd_inr", today_ist(self._clock))
        day = today_ist(self._clock)
        held = [row for row in self._rates if row.begins <= day]
        return held[-1] if held else self._rates[0]

    def cost_of(self, provider: str, model: str, usage: Tokens) -> Paise:
        """What a call costs, rounded up to a paisa.

        Raises:
            ConfigurationError: ``model_price_unknown``: it is never counted as nothing.
        """
        if provider in IN_PROCESS:
            return Paise(0)
        price = self.price(provider, model)
        cached = min(max(usage.cached_tokens, 0), max(usage.input_tokens, 0))
        dollars = (
            (max(usage.input_tokens, 0) - cached) * price.input
            + cached * price.cached
            + max(usage.output_tokens, 0) * price.output
        ) / _MILLION
        paise = dollars * self.rate().rupees * PAISE_PER_RUPEE
        return Paise(int(paise.to_integral_value(ROUND_CEILING)))

    def most_cost(self, provider: str, model: str, prompt_chars: int, output_tokens: int) -> Paise:
        """The most a call can cost whose prompt has that many characters.

        Raises:
            ConfigurationError: ``model_price_unknown``.
        """
        if provider in IN_PROCESS:
            return Paise(0)
        return self.cost_of(
            provider, model, Used(self.most_tokens(model, prompt_chars), output_tokens)
        )

    def most_tokens(self, model: str, chars: int) -> int:
        """No more tokens than this are made of that many characters."""
        priced = self._models.get(_plain(model))
        each = priced.most_tokens_per_char if priced else Decimal(3)
        return int((chars * each).to_integral_value(ROUND_CEILING))


def _plain(name: str) -> str:
    """The name without the folder some vendors put before it."""
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name.strip().casefold()


def _unknown(provider: str, model: str, day: date) -> ConfigurationError:
    shape = {
        "models": [
            {
                "model": model,
                "prices": [
                    {
                        "from": day.isoformat(),
                        **dict.fromkeys(("input", "cached", "output"), "dollars a million tokens"),
                        "source": "where the price stands",
                    }
                ],
            }
        ]
    }
    return ConfigurationError(
        "model_price_unknown",
        params={"settings": "MODEL_PRICES_FILE", "provider": provider, "model": model},
        detail=f"no price is known for {model} of {provider} on {day}, so it is not called; put "
        f"{json.dumps(shape)} into the file that MODEL_PRICES_FILE names (0 for a model on your "
        "own machine)",
    )


def _read(path: Path) -> PriceFile:
    try:
        return PriceFile.model_validate_json(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise ConfigurationError(
            "model_prices_unreadable",
            params={"settings": "MODEL_PRICES_FILE", "path": str(path)},
            detail=f"MODEL_PRICES_FILE {path} cannot be read: {error}",
        ) from error
