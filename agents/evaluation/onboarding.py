"""Kind ``onboarding``: what answers to our questions tell of the shop."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from agents.evaluation.dataset import Case
from agents.evaluation.kinds import Tools
from agents.evaluation.outcome import Outcome, ratios
from agents.products.onboarding.hearing import listen, merged
from agents.understanding.categories import read_category
from app.core.variants import Variant, as_variant
from integrations.india.cities import city_named
from integrations.languages.identify import identify
from integrations.languages.phonetics import phonetic_key
from integrations.languages.text import read, squeeze

FIGURE: Final = "field_accuracy"
_LEAST_OVERLAP: Final = 0.5
# The state follows from a city; nobody has to say it.
# What follows from a town that was said, and the part of town beside it, which no set asks for.
_DERIVED: Final = frozenset({"state", "area"})
_FIGURES: Final = frozenset({"price_range"})
_SENTENCES: Final = frozenset({"audience", "usp"})


async def judge(case: Case, tools: Tools) -> Outcome:
    """Hear the answers one after the other, as the conversation does.

    A later one may correct an earlier one, ask back, skip, or be something else altogether.
    """
    del tools
    told: dict[str, Any] = {}
    followed: dict[str, Any] = {}
    asked: set[str] = set()
    previous: Variant | None = case.variant
    for turn in case.input.get("turns") or ():
        field, text = str(turn.get("field", "")), str(turn.get("text", ""))
        asked.add(field)
        variant = as_variant(identify(text, previous).variant) or previous
        previous = variant
        heard = merged(listen(field, text, variant, {**followed, **told}), told)
        if heard.kind in ("answer", "correction"):
            told |= heard.values
            followed |= heard.derived
    known = {**followed, **told}
    wanted: Mapping[str, Any] = case.expect.get("foundation") or {}
    expected = {field: value for field, value in wanted.items() if value is not None}
    right = sum(same_fact(value, known.get(field), field) for field, value in expected.items())
    invented = sorted(
        field
        for field in told
        if (field in wanted and wanted[field] is None)
        or (field not in wanted and field not in asked and field not in _DERIVED)
    )
    shares = {"field_accuracy": (float(right), float(len(expected)))} if expected else {}
    shares["invented"] = float(len(invented)), 1.0
    passed = right == len(expected) and not invented
    return Outcome(case.id, case.language, passed, wanted, known, shares)


def metrics(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """``field_accuracy`` over expected fields; ``invented``: fields stated that nobody said."""
    found = ratios(outcomes, "field_accuracy")
    return found | {"invented": sum(outcome.shares["invented"][0] for outcome in outcomes)}


def same_fact(expected: Any, got: Any, field: str = "") -> bool:
    """Lists by overlap of at least one half, numbers by value, names by spelling or sound.

    A town and a trade have several names: they are the same when they mean the same. A span
    of prices is the same when its figures are; who comes and why are free sentences, the same when
    half of their words are.
    """
    if got is None:
        return False
    if field in _NAMED and (one := _NAMED[field](str(expected))) is not None:
        return one == _NAMED[field](str(got))
    if field in _FIGURES:
        return _figures(str(expected)) == _figures(str(got)) != []
    if field in _SENTENCES:
        expected, got = _words(str(expected)), _words(str(got))
    if isinstance(expected, list):
        mine = {phonetic_key(str(each)) or squeeze(str(each)) for each in expected}
        items = got if isinstance(got, list | tuple) else [got]
        theirs = {phonetic_key(str(each)) or squeeze(str(each)) for each in items}
        both = mine | theirs
        return bool(both) and len(mine & theirs) / len(both) >= _LEAST_OVERLAP
    if isinstance(expected, int | float) and isinstance(got, int | float):
        return float(expected) == float(got)
    one, other = squeeze(str(expected)), squeeze(str(got))
    key = phonetic_key(str(expected))
    return one == other or (bool(key) and key == phonetic_key(str(got)) and not key.isdigit())


def _town(name: str) -> object:
    return city_named(name)


def _trade(name: str) -> object:
    found = read_category(name.replace("_", " "))
    return found[0] if found else None


_NAMED: Final[Mapping[str, Callable[[str], object]]] = {"city": _town, "category": _trade}


def _figures(text: str) -> list[str]:
    return re.findall(r"\d+", text.replace(",", ""))


def _words(text: str) -> list[str]:
    return [token.text for token in read(text).tokens if token.script != "other"]
