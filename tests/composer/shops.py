"""Shops and requests that the composer is tried on: what owners really sell and say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Final

from app.core.variants import VARIANTS, Variant, shell_of
from integrations.india.festival_calendar import FestivalCalendar, Occurrence
from skills.composition import Composition
from skills.registry import SkillRegistry

TODAY: Final = date(2026, 10, 20)


@cache
def registry() -> SkillRegistry:
    """The shipped library, compiled once."""
    return SkillRegistry.load()


@cache
def calendar() -> FestivalCalendar:
    """The product's own festival calendar."""
    return FestivalCalendar()


@dataclass(frozen=True)
class Wish:
    """One request: which skill, what was understood, and for which shop."""

    name: str
    skill: str
    inputs: Mapping[str, Any]
    foundation: Mapping[str, Any]
    festival: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


SWEETS: Final = {
    "business_name": "Sharma Sweets",
    "category": "sweet_shop",
    "city": "Lucknow",
    "phone": "9876543210",
    "products": ["kaju katli", "gulab jamun", "samosa"],
}
SALON: Final = {
    "business_name": "Glow Studio",
    "category": "salon",
    "city": "Chennai",
    "phone": "9884012345",
}
TUITION: Final = {"business_name": "Vidya Classes", "category": "tuition_centre", "city": "Guntur"}
BOUTIQUE: Final = {
    "business_name": "Rangoli Boutique",
    "category": "boutique",
    "city": "Indore",
    "area": "Vijay Nagar",
    "phone": "9826011223",
}
MEDICAL: Final = {"business_name": "City Medicals", "category": "pharmacy", "phone": "9000012345"}
MOBILE: Final = {"business_name": "Star Mobiles", "category": "mobile_shop", "city": "Warangal"}
NOBODY: Final[dict[str, Any]] = {}

OFFERS: Final = (
    Wish(
        "diwali",
        "whatsapp_broadcast",
        {
            "festival": "diwali",
            "product": "kaju katli",
            "discount_percent": 20,
            "request": "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off",
        },
        SWEETS,
        "diwali",
    ),
    Wish(
        "haircut",
        "whatsapp_broadcast",
        {
            "product": "haircut",
            "amount_inr": 150,
            "amount_is": "price",
            "date": "2026-10-25",
            "date_until": "2026-10-25",
            "request": "haircut 150 rs sunday tak",
        },
        SALON,
    ),
    Wish(
        "batch",
        "whatsapp_broadcast",
        {
            "product": "maths tuition",
            "date": "2026-10-26",
            "date_from": "2026-10-26",
            "request": "naya batch monday se, admission open",
        },
        TUITION,
    ),
    Wish(
        "boutique",
        "whatsapp_broadcast",
        {
            "amount_inr": 2000,
            "discount_percent": 15,
            "duration_days": 3,
            "request": "2000 se upar ki kharid par 15% off 3 din",
        },
        BOUTIQUE,
    ),
    Wish(
        "medical",
        "whatsapp_broadcast",
        {"product": "medicines", "request": "home delivery start ki hai"},
        MEDICAL,
    ),
    Wish(
        "mobile",
        "whatsapp_broadcast",
        {"product": "back cover", "amount_inr": 99, "request": "back cover 99 rs each"},
        MOBILE,
    ),
    Wish("nothing", "whatsapp_broadcast", {"request": "whatsapp message"}, NOBODY),
    Wish("name only", "whatsapp_broadcast", {"request": "message"}, {"business_name": "A2B"}),
    Wish(
        "pongal",
        "whatsapp_broadcast",
        {"festival": "pongal", "amount_inr": 300, "request": "pongal ku 300 rs off saree"},
        BOUTIQUE,
        "pongal",
    ),
)
CAPTIONS: Final = tuple(
    Wish(f"caption {wish.name}", "instagram_caption", wish.inputs, wish.foundation, wish.festival)
    for wish in OFFERS
)
GREETINGS: Final = tuple(
    Wish(f"wishes {festival}", "festival_greeting", {"request": "wish"}, shop, festival)
    for festival, shop in (
        ("diwali", SWEETS),
        ("pongal", SALON),
        ("ugadi", TUITION),
        ("eid_ul_fitr", MEDICAL),
        ("independence_day", MOBILE),
        ("karwa_chauth", BOUTIQUE),
        ("navratri", SWEETS),
        ("muharram", MEDICAL),
        ("christmas", NOBODY),
        ("mothers_day", BOUTIQUE),
        ("milad_un_nabi", SALON),
    )
)
REVIEWS: Final = tuple(
    Wish(f"review {text[:12]}", "review_reply", {"review_text": text, **more}, shop)
    for text, shop, more in (
        ("sweets were stale and delivery was late", SWEETS, {"customer_name": "Ramesh"}),
        ("very good taste, staff is polite", SWEETS, {"customer_name": "Priya"}),
        ("5 star", SALON, {}),
        ("mehnga hai, behaviour kharab", MOBILE, {"customer_name": "Suresh"}),
        ("கடை அழுக்கா இருக்கு", MEDICAL, {}),
        ("సార్ చాలా బాగా చెబుతారు", TUITION, {"customer_name": "లక్ష్మి"}),
        ("visited on monday", BOUTIQUE, {}),
        ("worst experience", SALON, {}),
    )
)
QUOTES: Final = tuple(
    Wish(f"quote {inputs}", "gst_quote", inputs, shop)
    for inputs, shop in (
        ({"amount_inr": 12000, "gst_rate": 18, "product": "bridal makeup"}, SALON),
        ({"amount_inr": 999, "gst_rate": 5, "request": "999 gst samet"}, SWEETS),
        ({"amount_inr": 10000, "gst_rate": 18, "interstate": True}, MOBILE),
        ({"amount_inr": 24000, "gst_rate": 0, "customer_name": "Ramesh"}, NOBODY),
    )
)
POSTERS: Final = tuple(
    Wish(f"poster {wish.name}", "poster_text", wish.inputs, wish.foundation, wish.festival)
    for wish in OFFERS
)
REELS: Final = tuple(
    Wish(f"reel {wish.name}", "reel_script", wish.inputs, wish.foundation, wish.festival)
    for wish in OFFERS
)
TALKS: Final = tuple(
    Wish(f"talk {text}", "general_help", {"request": text}, NOBODY)
    for text in ("namaste", "shukriya", "what can you do", "asdf qwer", "hello, help")
)
WISHES: Final = (*OFFERS, *CAPTIONS, *GREETINGS, *REVIEWS, *QUOTES, *TALKS, *POSTERS, *REELS)


def occurrence(festival: str | None) -> Occurrence | None:
    """The festival's next day."""
    return calendar().next(festival, TODAY) if festival else None


def composition(wish: Wish, variant: Variant, attempt: int = 0, **changes: Any) -> Composition:
    """The composition of a wish in a variant."""
    inputs = dict(wish.inputs)
    if wish.skill == "general_help":
        inputs["abilities"] = registry().titles(shell_of(variant))
    given: dict[str, Any] = {
        "skill": registry().get(wish.skill),
        "language": variant,
        "today": TODAY,
        "seed": "shop-1",
        "inputs": inputs,
        "foundation": wish.foundation,
        "festival": occurrence(wish.festival),
        "attempt": attempt,
        **wish.options,
        **changes,
    }
    return Composition(**given)


def everywhere() -> Iterator[tuple[Wish, Variant]]:
    """Every wish in every variant."""
    return ((wish, variant) for wish in WISHES for variant in VARIANTS)
