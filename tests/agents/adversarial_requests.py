"""Pairs of requests that look alike and want different drafts, by the thousand, from a seed.

A pair is one request said in two ways, the second with exactly one thing changed that matters. Both
carry the same kinds of noise (greetings, capitals, digits of the script, blanks), which must never
make up for the change. ``same`` makes the control: one request said in two ways, nothing changed.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from agents.economics.semantic_cache import Asked, FestivalDay
from app.core.variants import VARIANTS
from integrations.languages.text import fold
from tests.agents.adversarial_classes import CLASSES, Sentences
from tests.agents.adversarial_said import (
    FACTS,
    FIGURES,
    PRICES,
    RULES,
    SHOPS,
    TODAY,
    Line,
    Said,
    Values,
    asking,
    draw_said,
    names_of,
)
from tests.agents.adversarial_words import DAYS, FORMS, POLARITY, ZEROS


@dataclass(frozen=True, slots=True)
class Pair:
    """Two requests that must not meet, and what differs."""

    what: str
    one: Asked
    other: Asked


def pairs(seed: int, count: int) -> Iterator[Pair]:
    """That many pairs; every kind of change comes equally often."""
    dice = random.Random(seed)  # noqa: S311  a repeatable list, no secret
    kinds = list(CHANGES)
    made = 0
    while made < count:
        what = kinds[made % len(kinds)]
        pair = CHANGES[what](dice)
        if pair is not None:
            made += 1
            yield Pair(what, *pair)


def same(seed: int, count: int) -> Iterator[tuple[Asked, Asked]]:
    """Requests said twice with nothing changed that matters."""
    dice = random.Random(seed)  # noqa: S311
    for _ in range(count):
        said = draw_said(dice)
        yield asking(said, dice), asking(said, dice)


Made = tuple[Asked, Asked] | None
Change = Callable[[random.Random], Made]


def _other_value(kind: str) -> Change:
    """One name, city, product … instead of another."""

    def change(dice: random.Random) -> Made:
        said = draw_said(dice)
        if f"{{{kind}}}" not in FORMS[said.variant][said.form]:
            return None
        pool: list[str] = (
            [str(n) for n in (FIGURES if kind == "n" else PRICES)]
            if kind in ("n", "m")
            else names_of(said.variant, kind)
        )
        new = dice.choice(pool)
        if new in (said.values[kind], said.values.get(f"{kind}2")):
            return None
        other = replace(said, values={**said.values, kind: new})
        return asking(said, dice), asking(other, dice)

    return change


def _swap(*kinds: str) -> Change:
    """Two things of a kind change places."""

    def change(dice: random.Random) -> Made:
        said = draw_said(dice, dice.choice((1, 2, 3, 4)))
        kind = dice.choice(kinds)
        form = FORMS[said.variant][said.form]
        if f"{{{kind}}}" not in form or f"{{{kind}2}}" not in form:
            return None
        values = {**said.values, kind: said.values[f"{kind}2"], f"{kind}2": said.values[kind]}
        return asking(said, dice), asking(replace(said, values=values), dice)

    return change


def _polarity(dice: random.Random) -> Made:
    said = draw_said(dice)
    yes, no = dice.choice(POLARITY[said.variant])
    ends = replace(said, tail=yes), replace(said, tail=no)
    return asking(ends[0], dice), asking(ends[1], dice)


def _refused_channel(dice: random.Random) -> Made:
    """One channel wanted and another refused, and the other way round."""
    said = draw_said(dice, 0)
    no = {"en": "not {x}", "hi": "{x} नहीं", "ta": "{x} வேண்டாம்", "te": "{x} వద్దు",
          "hi-Latn": "{x} nahi", "ta-Latn": "{x} vendam", "te-Latn": "{x} vaddu"}  # fmt: skip
    one, two = said.values["c"], said.values["c2"]
    first = replace(said, tail=no[said.variant].format(x=two))
    second = replace(said, values={**said.values, "c": two}, tail=no[said.variant].format(x=one))
    return asking(first, dice), asking(second, dice)


def _unit(dice: random.Random) -> Made:
    said = draw_said(dice, dice.choice((0, 1)))
    return asking(said, dice), asking(replace(said, unit=dice.choice((" rs", " kg", ""))), dice)


def _language(dice: random.Random) -> Made:
    """The same words for a draft in another language, or the same request in another variant."""
    said = draw_said(dice)
    other = dice.choice([name for name in VARIANTS if name != said.variant])
    if dice.random() < 0.5:
        return asking(said, dice), asking(said, dice, language=other)
    place = dice.randrange(min(len(names_of(said.variant, "p")), len(names_of(other, "p"))))
    values = dict(said.values)
    for kind in ("p", "c", "f", "city", "who", "d"):
        values[kind] = names_of(other, kind)[place % len(names_of(other, kind))]
    return asking(said, dice), asking(Said(other, said.form, values), dice)


def _wall(name: str, *values: object) -> Change:
    """Another business, skill, fact or rule."""

    def change(dice: random.Random) -> Made:
        said = draw_said(dice)
        return asking(said, dice), asking(said, dice, **{name: dice.choice(values)})

    return change


def _year(dice: random.Random) -> Made:
    said, day = draw_said(dice), TODAY + timedelta(days=dice.randrange(2, 20))
    festival = FestivalDay("diwali", day)
    later = TODAY + timedelta(days=dice.choice((354, 365, 384)))
    next_one = FestivalDay("diwali", later + timedelta(days=dice.randrange(2, 20)))
    return (
        asking(said, dice, festival=festival),
        asking(said, dice, festival=next_one, today=later),
    )


def _day(dice: random.Random) -> Made:
    """*Today* on two days, or a date of another month."""
    said = draw_said(dice)
    said = replace(said, tail=DAYS[said.variant])
    later = TODAY + timedelta(days=dice.randrange(1, 9))
    return asking(said, dice), asking(said, dice, today=later)


def _sentences(sentences: Sentences) -> Change:
    """Two sentences that want different things, with the same goods, people and figures."""

    def change(dice: random.Random) -> Made:
        variant = dice.choice(list(sentences))
        one, other = dice.choice(sentences[variant])
        values: Values = {}
        for kind in ("p", "c", "f", "who"):
            values[kind], values[f"{kind}2"] = dice.sample(names_of(variant, kind), 2)
        values["n"], values["n2"] = (str(n) for n in dice.sample(FIGURES, 2))
        values["m"], values["m2"] = (str(m) for m in dice.sample(PRICES, 2))
        if dice.random() < 0.5:
            one, other = other, one
        said = (Line(variant, text, values) for text in (one, other))
        first, second = (asking(line, dice) for line in said)
        return first, second

    return change


def _one_letter(dice: random.Random) -> Made:
    """A name that differs by a letter: another one, one more, one less, two that changed places."""
    said = draw_said(dice, 3)
    name = said.values["who"]
    at = dice.randrange(len(name))
    letters = [letter for other in names_of(said.variant, "who") for letter in other]
    put = dice.choice(letters)
    new = dice.choice(
        (
            name[:at] + put + name[at + 1 :],
            name[:at] + put + name[at:],
            name[:at] + name[at + 1 :],
            name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
        )
    )
    if fold(new) == fold(name) or new.strip() != new or len(new) < 3:
        return None
    other = replace(said, values={**said.values, "who": new})
    return asking(said, dice), asking(other, dice)


def _digits(dice: random.Random) -> Made:
    """A figure in the digits of the script, and another that is nearly the same in any digits."""
    said = draw_said(dice, dice.choice((0, 1, 2)))
    kind = "m" if said.form == 2 else "n"
    figure = said.values[kind]
    near = dice.choice((figure[::-1], figure + "0", figure[:-1], figure[1:], figure[0] + figure))
    if not near or near.lstrip("0") == figure or near == said.values[f"{kind}2"]:
        return None
    other = replace(said, values={**said.values, kind: near})
    one, two = asking(said, dice), asking(other, dice)
    zero = ord(ZEROS.get(said.variant, "0"))
    native = "".join(chr(zero + int(c)) if c.isdecimal() else c for c in one.said)
    return replace(one, said=native), two


CHANGES: Final[dict[str, Change]] = {
    **{what: _sentences(sentences) for what, sentences in CLASSES.items()},
    "one letter of a name": _one_letter,
    "digits of the script": _digits,
    "polarity": _polarity,
    "refused channel": _refused_channel,
    "swapped figures": _swap("n", "m"),
    "swapped goods or people": _swap("p", "who"),
    "number": _other_value("n"),
    "price": _other_value("m"),
    "unit": _unit,
    "date": _other_value("d"),
    "day it is said on": _day,
    "year": _year,
    "festival": _other_value("f"),
    "city": _other_value("city"),
    "name": _other_value("who"),
    "goods": _other_value("p"),
    "channel": _other_value("c"),
    "language": _language,
    "business": _wall("tenant_id", SHOPS[1]),
    "skill": _wall("skill_hash", "a2"),
    "fact": _wall("facts", {**FACTS, "phone": "9876543211"}, {**FACTS, "hours": "9-9"}),
    "rule": _wall("rules", {**RULES, "emoji": "none"}, {"emoji": "few"}),
}
