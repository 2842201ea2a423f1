"""One request by its parts, and how it is asked: greetings, capitals, blanks, digits."""

import random
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from agents.economics.semantic_cache import Asked
from app.core.variants import VARIANTS, Variant, is_native
from tests.agents.adversarial_words import ASKS, FORMS, WANTS, WORDS, ZEROS

TODAY: Final = date(2026, 10, 20)
SHOPS: Final = (UUID(int=1), UUID(int=2))
FACTS: Final = {"business_name": "Sharma Sweets", "city": "Lucknow", "phone": "9876543210"}
RULES: Final = {"never_say": ["cheap"], "emoji": "few"}
FIGURES: Final = (5, 10, 12, 15, 20, 21, 25, 30, 45, 50, 51, 54, 60, 75)
PRICES: Final = (99, 199, 249, 299, 499, 500, 549, 999, 1299, 1500, 2500, 12000)
Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """A request by its parts, so that one of them can be changed."""

    variant: Variant
    form: int
    values: Values
    tail: str = ""
    unit: str = "%"

    def text(self) -> str:
        words = FORMS[self.variant][self.form].replace("%", self.unit)
        return ", ".join(part for part in (words.format(**self.values), self.tail) if part)


@dataclass(frozen=True, slots=True)
class Line:
    """A request as one sentence."""

    variant: Variant
    words: str
    values: Values

    def text(self) -> str:
        return self.words.format(**self.values)


def names_of(variant: str, kind: str) -> list[str]:
    """Names of a kind in the way of writing."""
    return WORDS[variant][kind].split(", ")


def draw_said(dice: random.Random, form: int | None = None) -> Said:
    """A request as the dice fall, in that form or any."""
    variant = dice.choice(VARIANTS)
    form = dice.randrange(5) if form is None else form
    values: Values = {}
    for kind in ("p", "c", "f", "city", "who", "d"):
        values[kind], values[f"{kind}2"] = dice.sample(names_of(variant, kind), 2)
    values["n"], values["n2"] = (str(n) for n in dice.sample(FIGURES, 2))
    values["m"], values["m2"] = (str(m) for m in dice.sample(PRICES, 2))
    return Said(variant, form, values)


def _noisy(said: Said | Line, dice: random.Random) -> str:
    text = said.text()
    asks = ASKS[said.variant]
    if isinstance(said, Line):  # "chahiye" would turn an offer into what is wanted
        asks = tuple(ask for ask in asks if ask not in WANTS)
    ask = dice.choice(asks)
    if dice.random() < 0.5:
        text = f"{ask} {text}" if said.variant == "en" else f"{text} {ask}"
    if dice.random() < 0.3:
        text = text.upper() if dice.random() < 0.3 else text.capitalize()
    if dice.random() < 0.3:
        text = text.replace(" ", "  ").replace("%", " %")
    if dice.random() < 0.3:
        text += dice.choice((".", "!", " 🙏"[:1], "।"))
    if is_native(said.variant) and dice.random() < 0.3:
        zero = ord(ZEROS[said.variant])
        text = "".join(chr(zero + int(c)) if c in "0123456789" else c for c in text)
    return text


def asking(said: Said | Line, dice: random.Random, **changes: object) -> Asked:
    """It as it is asked of the cache, with noise."""
    asked = Asked(
        tenant_id=SHOPS[0],
        skill_hash="a1",
        said=_noisy(said, dice),
        talk=said.variant,
        language=said.variant,
        today=TODAY,
        facts=FACTS,
        rules=RULES,
    )
    return replace(asked, **changes)  # type: ignore[arg-type]
