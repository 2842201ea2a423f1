"""Answers to our own questions: the shop's name, its city, the number customers call.

Problem keys (catalog domain ``agents``) and their params: ``agents.answer.phone_digits`` {count,
needed}, ``agents.answer.phone_start``, ``agents.answer.amount_missing``,
``agents.answer.gst_rate_unknown`` {rate}, ``agents.answer.name_missing``,
``agents.answer.city_missing``, ``agents.answer.empty``, ``agents.answer.gstin_<reason>`` (see
``integrations.india.gstin``), ``agents.answer.vpa_<problem>`` (see ``integrations.india.upi``),
``agents.answer.website_missing``, ``agents.answer.languages_missing``,
``agents.answer.tone_missing``, ``agents.answer.cap_missing``, ``agents.answer.approval_missing``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, Final

from agents.understanding.contacts import read_phone
from agents.understanding.fact_readers import FACT_READERS, FactReading
from agents.understanding.intents import read_intent
from agents.understanding.places import read_place
from agents.understanding.refusals import refuses
from agents.understanding.shop_answers import read_products
from agents.understanding.shop_names import read_shop_name
from agents.understanding.slots import Slots, read_slots
from agents.understanding.words import cues, markers
from app.core.variants import Variant
from integrations.languages.numbers import find_numbers
from integrations.languages.text import Phrases, read

GST_RATES: Final = (0.0, 0.25, 1.5, 3.0, 5.0, 18.0, 40.0)
# Rates that stood before 22 September 2025 (56th GST Council): understood, so that we can say so.
OLD_GST_RATES: Final = (12.0, 28.0)
_SHORTEST_REQUEST: Final = 3


@dataclass(frozen=True, slots=True)
class AnswerReading:
    """What an answer says.

    ``values`` maps fields to values in stored form: ``business_name``, ``city``, ``state`` and
    ``area`` str (city and state in English spelling), ``category`` an id where it is known,
    ``phone`` ten digits, ``vpa`` lower case, ``gstin`` capitals, ``amount_inr`` float
    rupees, ``gst_rate`` float percent, ``products`` list[str], ``languages`` list of variants,
    ``price_range`` as ``₹200-₹800``, the rules as the constitution has them, others str. One
    sentence may fill two. ``said`` has the exact words each value came from. ``problem_key`` with
    ``params`` says why the answer cannot be used; ``suggestion`` is a likely correction, to be
    offered as a chip. ``is_request`` is true when the message is a new task rather than an answer.
    """

    values: dict[str, Any] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    problem_key: str | None = None
    params: dict[str, Any] = field(default_factory=dict)
    suggestion: str | None = None
    skipped: bool = False
    is_request: bool = False


# Fields whose answer may be any text at all, so that nothing in it can be a request.
_FREE_TEXT: Final = frozenset({"review_text", "text", "question", "message", "complaint"})


def read_answer(field: str, text: str, variant: Variant | None) -> AnswerReading:
    """Read ``text`` as the answer to the question for ``field``.

    Known fields: business_name, city, phone, amount (amount_inr), gst_rate, product(s); for any
    other the trimmed text is the value. Never raises.
    """
    said = text.strip()
    if not any(char.isalnum() for char in said):
        return AnswerReading(problem_key="agents.answer.empty")
    if read_intent(said, variant).kind in ("skip", "stop", "reject", "no"):
        return AnswerReading(skipped=True)
    if field not in _FREE_TEXT and field != "gst_rate" and refuses(said):
        return AnswerReading(skipped=True)
    if field not in _FREE_TEXT and _is_request(field, said, variant):
        return AnswerReading(is_request=True)
    reader = _READERS.get(field)
    return reader(said, variant) if reader else _plain(field, said)


def _plain(field: str, said: str) -> AnswerReading:
    value = said.strip("\"'“”‘’ ")
    return AnswerReading({field: value}, {field: said})


@cache
def _asking() -> Phrases[str]:
    return Phrases(dict.fromkeys(cues()["ask"], "ask"), loose=False)


def _is_request(field: str, said: str, variant: Variant | None) -> bool:
    message = read(said)
    words = [token for token in message.tokens if token.script != "other"]
    if len(words) < _SHORTEST_REQUEST:
        return False
    slots = read_slots(said, variant, date.min)
    asks = bool(_asking().find(message))
    tasks: list[object] = [slots.channel, slots.festival, slots.target_language]
    if field not in ("amount", "amount_inr", "gst_rate"):
        tasks += [slots.discount_percent, slots.gst_rate]
    told = sum(task is not None for task in tasks)
    names_itself = any(token.text in markers("name_itself") for token in words)
    return (asks and told >= 1 and not names_itself) or told >= 2


def _business_name(said: str, variant: Variant | None) -> AnswerReading:
    name, rest = read_shop_name(said)
    if not name:
        return AnswerReading(problem_key="agents.answer.name_missing")
    found = AnswerReading({"business_name": name}, {"business_name": said})
    return _with_others(found, rest, variant)


def _with_others(found: AnswerReading, rest: str, variant: Variant | None) -> AnswerReading:
    """The city and the phone that the same sentence also told."""
    values, heard = dict(found.values), dict(found.said)
    place = read_place(rest) if rest else None
    if place and place.sure:
        values |= place.values()
        heard |= dict.fromkeys(place.values(), rest.strip())
    phone = read_phone(rest)
    if phone.number:
        values["phone"] = phone.number
        heard["phone"] = phone.said
    del variant
    return replace(found, values=values, said=heard)


def _city(said: str, variant: Variant | None) -> AnswerReading:
    place = read_place(said)
    if place is None:
        return AnswerReading(problem_key="agents.answer.city_missing")
    values = place.values()
    found = AnswerReading(values, dict.fromkeys(values, said), suggestion=place.suggestion)
    phone = read_phone(said)
    if phone.number:
        return replace(
            found,
            values={**values, "phone": phone.number},
            said={**found.said, "phone": phone.said},
        )
    del variant
    return found


def _phone(said: str, variant: Variant | None) -> AnswerReading:
    del variant
    phone = read_phone(said)
    if phone.number:
        return AnswerReading({"phone": phone.number}, {"phone": phone.said})
    return AnswerReading(
        problem_key=phone.problem_key, params=phone.params, suggestion=phone.suggestion
    )


def _amount(said: str, variant: Variant | None) -> AnswerReading:
    slots = read_slots(said, variant, date.min)
    amount = slots.amount_inr
    if amount is None:
        numbers = [n.value for n in find_numbers(read(said), variant) if n.value > 0]
        amount = numbers[0] if numbers else None
    if amount is None:
        return AnswerReading(problem_key="agents.answer.amount_missing")
    values: dict[str, Any] = {"amount_inr": float(amount)}
    if slots.gst_rate is not None:
        values["gst_rate"] = slots.gst_rate
    return AnswerReading(values, {name: slots.heard.get(name, said) for name in values})


def _gst_rate(said: str, variant: Variant | None) -> AnswerReading:
    slots = read_slots(said, variant, date.min)
    message = read(said)
    if any(token.text in markers("exempt") for token in message.tokens):
        return AnswerReading({"gst_rate": 0.0}, {"gst_rate": said})
    numbers = [n.value for n in find_numbers(message, variant)]
    rate = slots.gst_rate if slots.gst_rate is not None else slots.discount_percent
    rate = rate if rate is not None else next(iter(numbers), None)
    if rate is None or rate not in (*GST_RATES, *OLD_GST_RATES):
        return AnswerReading(
            problem_key="agents.answer.gst_rate_unknown",
            params={"rate": "" if rate is None else f"{rate:g}"},
        )
    return AnswerReading({"gst_rate": float(rate)}, {"gst_rate": said})


def _products(said: str, variant: Variant | None) -> AnswerReading:
    items, _ = read_products(said, variant)
    if not items:
        return AnswerReading(problem_key="agents.answer.empty")
    return AnswerReading({"products": items}, {"products": said})


def _product(said: str, variant: Variant | None) -> AnswerReading:
    slots: Slots = read_slots(said, variant, date.min)
    words = [token for token in read(said).tokens if token.script != "other"]
    name = slots.product if slots.product and len(words) > 3 else said.strip("\"' .।")
    return AnswerReading({"product": name}, {"product": said})


def _or_plain(
    name: str, reader: Callable[[str, Variant | None], FactReading]
) -> Callable[[str, Variant | None], AnswerReading]:
    """A reader of another module, with its problem as ours."""

    def read_fact(said: str, variant: Variant | None) -> AnswerReading:
        found = reader(said, variant)
        if found.problem:
            return AnswerReading(
                problem_key=f"agents.answer.{found.problem}",
                params=found.params,
                suggestion=found.suggestion,
            )
        return AnswerReading({name: found.value}, {name: said}, suggestion=found.suggestion)

    return read_fact


_READERS: Final[dict[str, Callable[[str, Variant | None], AnswerReading]]] = {
    "business_name": _business_name,
    "city": _city,
    "phone": _phone,
    "amount": _amount,
    "amount_inr": _amount,
    "gst_rate": _gst_rate,
    "products": _products,
    "product": _product,
    **{name: _or_plain(name, reader) for name, reader in FACT_READERS.items()},
}
