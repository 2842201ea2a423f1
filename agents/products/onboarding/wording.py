"""What she told, said back in her way of writing: a line after each answer, values on the card."""

from collections.abc import Mapping
from typing import Any, Final

from agents.understanding.categories import category_name
from app.core.variants import Variant, as_variant
from integrations.india import state_codes
from integrations.india.cities import city_named
from integrations.languages.messages import has, text

_SHOWN_FIRST: Final = (
    "business_name", "category", "area", "city", "state", "phone", "vpa", "gstin", "website",
    "owner_name", "products", "price_range", "audience", "usp", "tone", "languages", "emoji",
    "discount_cap_percent", "approval", "never_say", "always_say",
)  # fmt: skip
_CHIPPED: Final = frozenset({"tone", "approval", "emoji"})


def value_in_words(field: str, value: Any, talk: Variant) -> str:
    """A value as she reads it: a town and a State in her script, a trade by its name."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(_item(field, item, talk) for item in value)
    match field:
        case "category":
            return category_name(str(value), talk)
        case "city":
            city = city_named(str(value))
            return city.name_in(talk) if city else str(value)
        case "state":
            state = state_codes.find(str(value))
            return state.name_in(talk) if state else str(value)
        case "phone":
            return f"{str(value)[:5]} {str(value)[5:]}"
        case "discount_cap_percent":
            return f"{float(value):g}%"
    key = f"agents.onboarding.chip.{value}"
    return text(talk, key) if field in _CHIPPED and has(key, talk) else str(value)


def _item(field: str, item: Any, talk: Variant) -> str:
    if field == "languages" and as_variant(str(item)):
        return text(talk, f"agents.language.{str(item).replace('-', '_')}")
    return str(item)


def told_in_words(values: Mapping[str, Any], talk: Variant) -> str:
    """Several values as one line: "Nashik, Maharashtra"."""
    said = [_told(field, values[field], talk) for field in _SHOWN_FIRST if field in values]
    return ", ".join(line for line in said if line)


def _told(field: str, value: Any, talk: Variant) -> str:
    shown = value_in_words(field, value, talk)
    match field:
        case "discount_cap_percent":
            return text(talk, "agents.onboarding.noted_cap", percent=f"{float(value):g}")
        case "approval":
            return text(talk, "agents.onboarding.noted_approval", when=shown)
        case "emoji":
            return text(talk, "agents.onboarding.noted_emoji", how=shown)
        case "never_say":
            return text(talk, "agents.onboarding.noted_never", words=shown)
        case "always_say":
            return text(talk, "agents.onboarding.noted_always", words=shown)
        case _:
            return shown
