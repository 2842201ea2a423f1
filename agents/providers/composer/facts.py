"""Everything a draft may lean on, gathered from the composition and already in its script."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from agents.providers.composer.days import add_days
from agents.providers.composer.notices import add_notice
from agents.providers.composer.offers import read_offer, said_price, settle
from agents.providers.composer.packs import with_pack
from agents.providers.composer.quote import add_quote
from agents.providers.composer.review import read_question, read_review
from agents.providers.composer.spoken import add_spoken
from agents.providers.composer.upi import LINK, add_upi
from agents.providers.composer.values import (
    clean,
    fits_script,
    in_gsm,
    person,
    place,
    scripts_of,
    thing,
)
from agents.providers.composer.visit import add_visit
from app.core.money import format_rupees, rupees_to_paise
from app.core.variants import Variant, base_of, is_native
from integrations.languages.formats import short_date
from skills.composition import Composition
from skills.wordlists import cue, find_named, word_list

_SOON: Final = timedelta(days=45)
_CUES: Final = ("new_stock", "bogo", "delivery", "admission", "booking")
_MOST_PRODUCTS: Final = 3
_LONGEST_USP: Final = 90
_LONGEST_DETAILS: Final = 400
_LARGEST: Final = Decimal("99999999999")
_PAISA: Final = Decimal("0.01")


@dataclass(slots=True)
class Facts:
    """Slot values and flags by name (flags hold an empty text), and the field each came from.

    ``beside`` goes with the text without being said in it.
    """

    variant: Variant
    values: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: str | None, source: str = "") -> None:
        """Know ``name``; a value that is None is not known."""
        if value is not None:
            self.values[name] = value
            if source:
                self.fields[name] = source

    def flag(self, *names: str) -> None:
        """Know that something holds."""
        for name in names:
            self.values[name] = ""

    def drop(self, *names: str) -> None:
        """Not know after all."""
        for name in names:
            self.values.pop(name, None)


def gather(composition: Composition) -> Facts:
    """Read the composition into facts. A value that cannot be said in the script is left out."""
    facts = Facts(composition.language)
    said = _Said(composition)
    _business(facts, said)
    add_visit(facts.put, facts.flag, said, facts.variant)
    _product(facts, said)
    _kind_of_business(facts, said)
    _offer(facts, said)
    _festival(facts, composition)
    has_offer = bool({"cut", "price", "bogo"} & facts.values.keys())
    today, variant = composition.today, facts.variant
    add_days(facts.put, facts.flag, said, today, variant, has_offer=has_offer)
    if "review_text" in composition.skill.fields:
        facts.flag(*read_review(said.text("review_text") or said.text("request") or ""))
    if "message" in composition.skill.fields:
        _message(facts, said)
    if "gst_rate" in composition.skill.fields:
        add_quote(facts.put, facts.flag, said, facts.variant)
    if LINK in composition.skill.output_fields:
        facts.beside |= {LINK: link} if (link := add_upi(facts.put, said)) else {}
    add_notice(facts, said, today)
    _talk(facts, said)
    if said.own("text"):
        facts.flag("pasted")
    facts.flag(*composition.skill.plan.flags)
    if composition.skill.plan.gsm and not is_native(facts.variant):
        facts.values = {name: in_gsm(value) for name, value in facts.values.items()}
    if "spoken" in facts.values:
        add_spoken(facts)
    if "solemn" in facts.values:
        # No offer of any kind beside a day of mourning.
        facts.drop("cut", "price", "spend", "product", "products", "usp", *_CUES)
        facts.drop("till", "starts", "date", "days", "weekly")
    return facts


def _message(facts: Facts, said: "_Said") -> None:
    """What a customer wrote: praise or a complaint first; only where there is none, a question."""
    words = said.text("message") or said.text("request") or ""
    mood = read_review(words)
    facts.flag(*mood)
    if "complaint" not in mood:
        asked = read_question(words)
        # "Is there": the vaguest of questions, and how many of the others end.
        asked = [each for each in asked if each != "asks_stock"] or asked
        facts.flag(*asked, *(["asks"] if asked else []))


class _Said:
    """Inputs first, the foundation behind them."""

    def __init__(self, composition: Composition) -> None:
        self._inputs = composition.inputs
        self._foundation = composition.foundation
        self.festival_id = _of(composition.festival, "id")

    def get(self, name: str) -> Any:
        value = self._inputs.get(name)
        return value if value not in (None, "", [], ()) else self._foundation.get(name)

    def own(self, name: str) -> Any:
        """Only what this request says, never what the foundation has."""
        return self._inputs.get(name)

    def text(self, name: str, longest: int = 2000) -> str | None:
        value = self.get(name)
        return value.strip()[:longest] if isinstance(value, str) and value.strip() else None

    def number(self, name: str) -> Decimal | None:
        """A positive finite number, or None."""
        value = self._inputs.get(name)
        if value is None or isinstance(value, bool):
            return None
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            return None
        if not number.is_finite() or not 0 < number <= _LARGEST:
            return None
        return number.quantize(_PAISA)


def _of(thing_: object, name: str) -> Any:
    return thing_.get(name) if isinstance(thing_, Mapping) else getattr(thing_, name, None)


def plain_number(number: Decimal) -> str:
    """12.50 as 12.5 and 20.0 as 20."""
    text = format(number.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _business(facts: Facts, said: _Said) -> None:
    # Shop names are never translated nor re-spelt: they stay in the owner's own script.
    facts.put("business", clean(said.get("business_name")), "foundation.business_name")
    phone = clean(said.get("phone"), 20) or ""
    facts.put("phone", phone if any(map(str.isdigit, phone)) else None, "foundation.phone")
    city, area = (clean(said.get(name), 40) for name in ("city", "area"))
    city = place(city, facts.variant) if city else None
    area = place(area, facts.variant) if area else None
    facts.put("city", city, "foundation.city")
    if city:
        facts.put("place", f"{area}, {city}" if area else city, "foundation.city")
    usp = clean(said.get("usp"), _LONGEST_USP)
    if usp and fits_script(usp, facts.variant):
        facts.put("usp", usp, "foundation.usp")
    if clean(said.get("website"), 200):
        facts.flag("website")
    customer = clean(said.own("customer_name"), 40)
    if customer:
        facts.put("customer", person(customer, facts.variant), "slots.customer_name")


def _product(facts: Facts, said: _Said) -> None:
    product = clean(said.own("product"), 60)
    if product:
        named = with_pack(thing(product, facts.variant), said.own("pack"), facts.variant)
        facts.put("product", named, "slots.product")
    details = clean(said.own("details"), _LONGEST_DETAILS)
    if details and fits_script(details, facts.variant):
        facts.put("details", details, "slots.details")
    listed = said.get("products")
    names = [_product_name(entry) for entry in listed] if isinstance(listed, list | tuple) else []
    known = [thing(name, facts.variant) for name in names if name]
    sayable = [name for name in known if fits_script(name, facts.variant)]
    if sayable:
        facts.put("products", ", ".join(sayable[:_MOST_PRODUCTS]), "foundation.products")


def _product_name(entry: object) -> str | None:
    if isinstance(entry, Mapping):
        entry = entry.get("name")
    if not isinstance(entry, str):
        return None
    # "kaju katli 900/kg" is a name with its price; only the name is listed.
    head = "".join(entry.partition("₹")[:1])
    return clean(" ".join(word for word in head.split() if not any(map(str.isdigit, word))), 40)


def _kind_of_business(facts: Facts, said: _Said) -> None:
    category = str(said.get("category") or "").strip().lower().replace(" ", "_")
    flags = word_list("categories").get(category)
    if flags is None:
        flags = _flags_of(clean(said.own("product"), 60) or "")
    facts.flag(*flags)
    if "service" not in flags:
        facts.flag("shop")


def _flags_of(product: str) -> tuple[str, ...]:
    """What the thing says of the shop: its whole name, else how the name ends ("maths tuition")."""
    words = product.split()
    tails = (" ".join(words[first:]) for first in range(len(words)))
    named = next((found for tail in tails if (found := find_named("products", tail))), None)
    return named.flags if named else ()


def _offer(facts: Facts, said: _Said) -> None:
    variant = facts.variant
    percent, amount = said.number("discount_percent"), said.number("amount_inr")
    if percent is not None and percent > 100:
        percent = None
    offer = read_offer(said.text("request") or "", amount, percent)
    names = ("amount_is", "spend_inr", "per", "pack")
    offer = settle(offer, amount, {name: said.own(name) for name in names})
    if percent is not None:
        cut, source = f"{plain_number(percent)}%", "slots.discount_percent"
    else:
        cut, source = _rupees(offer.off), "slots.amount_inr"
    if cut and offer.up_to:
        cut = str(word_list("units")["upto"][variant].format(price=cut))
    facts.put("cut", cut or None, source)
    facts.put("spend", _rupees(offer.spend) or None if cut else None, "slots.amount_inr")
    if price := _rupees(offer.price):
        facts.put("price", said_price(price, offer, variant), "slots.amount_inr")
        if offer.unit or offer.from_price:
            facts.flag("per_unit")
    request = said.text("request") or ""
    facts.flag(*(name for name in _CUES if request and cue(name, request)))


def _rupees(amount: Decimal | None) -> str:
    return format_rupees(rupees_to_paise(amount)) if amount else ""


def _festival(facts: Facts, composition: Composition) -> None:
    festival = composition.festival
    names = _of(festival, "names") or {}
    name = clean(names.get(facts.variant)) if names else None
    if festival is None or name is None:
        return
    facts.put("festival", name, "slots.festival")
    greeting = (_of(festival, "greeting") or {}).get(facts.variant)
    if isinstance(greeting, str) and greeting.strip():
        facts.put("greeting", " ".join(greeting.split()), "calendar.greeting")
    manner = _manner(str(_of(festival, "id") or ""), sells=_of(festival, "sell") is not False)
    facts.flag(manner)
    day = _of(festival, "date")
    if isinstance(day, date) and day >= composition.today:
        facts.put("festival_date", short_date(day, facts.variant), "calendar.date")
        if timedelta(days=1) < day - composition.today <= _SOON:
            facts.flag("soon")


def _manner(festival_id: str, *, sells: bool) -> str:
    if not sells:
        return "solemn"
    kept = word_list("festivals")
    manners = ("solemn", "devotional", "patriotic", "occasion")
    return next((manner for manner in manners if festival_id in kept[manner]), "joyful")


def _talk(facts: Facts, said: _Said) -> None:
    abilities = said.own("abilities")
    if isinstance(abilities, list | tuple):
        sayable = [str(title) for title in abilities if _readable(str(title), facts.variant)]
        facts.put("abilities", ", ".join(sayable[:6]) or None, "registry.titles")
    request = said.text("request")
    if request and said.own("abilities") is not None:
        words = ("greets", "thanks", "asks_ability")
        facts.flag(*(name for name in words if cue(name, request)))


def _readable(title: str, variant: Variant) -> bool:
    """Whether a title is in the script; the few words all write in Latin do not decide."""
    scripts = scripts_of(title)
    return base_of(variant) in scripts if is_native(variant) else scripts <= {"latin"}
