"""The same few requests for every channel that sells, and what the critic says of a draft."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from agents.checks.base import Finding, Subject
from agents.critic import review
from agents.providers.composer.compose import Composed, compose
from app.core.variants import Variant
from memory.constitution import Constitution
from tests.composer.shops import (
    BOUTIQUE,
    MEDICAL,
    MOBILE,
    NOBODY,
    OFFERS,
    SALON,
    SWEETS,
    TODAY,
    TUITION,
    Wish,
    composition,
)

KIRANA: Final = {
    "business_name": "Laxmi Kirana",
    "category": "kirana",
    "city": "Nagpur",
    "phone": "9422011223",
    "products": ["basmati rice", "toor dal", "ghee"],
}
CLINIC: Final = {
    "business_name": "Smile Dental Clinic",
    "category": "dental_clinic",
    "city": "Coimbatore",
    "phone": "9442011223",
    "website": "smiledental.in",
}
_MORE: Final = (
    ("kirana", {"amount_inr": 500, "amount_is": "spend", "spend_inr": 500,
                "request": "500 se upar free home delivery"}, KIRANA, None),
    ("clinic", {"product": "dental checkup", "amount_inr": 299, "amount_is": "price",
                "date": "2026-10-31", "date_until": "2026-10-31",
                "request": "dental checkup 299 till 31 oct"}, CLINIC, None),
    ("weekly", {"product": "facial", "discount_percent": 10, "weekly": 1,
                "request": "every tuesday 10% off on facial"}, SALON, None),
    ("mourning", {"festival": "muharram", "request": "muharram"}, MEDICAL, "muharram"),
    ("nothing", {"request": "write something"}, NOBODY, None),
)  # fmt: skip
_KEPT: Final = ("diwali", "haircut", "batch", "boutique", "medical", "mobile")


def wishes(skill: str, *, without: tuple[str, ...] = ()) -> tuple[Wish, ...]:
    """The requests, asked of ``skill``."""
    kept = [w for w in OFFERS if w.name in _KEPT]
    mine = [Wish(w.name, skill, w.inputs, w.foundation, w.festival) for w in kept]
    mine += [Wish(name, skill, inputs, shop, day) for name, inputs, shop, day in _MORE]
    return tuple(wish for wish in mine if wish.name not in without)


def listings() -> tuple[Wish, ...]:
    """Goods and services to be described, of shops of several kinds."""
    asked: tuple[tuple[str, dict[str, Any], Mapping[str, Any]], ...] = (
        ("kaju katli", {"amount_inr": 450, "request": "kaju katli 450 box"}, SWEETS),
        ("bridal lehenga", {"amount_inr": 12000, "amount_is": "price"}, BOUTIQUE),
        ("maths tuition", {}, TUITION),
        ("dental checkup", {"discount_percent": 10}, CLINIC),
        ("toor dal", {"amount_inr": 140, "request": "toor dal 140 kilo"}, KIRANA),
        ("facial", {"amount_inr": 499, "amount_is": "price"}, SALON),
        ("back cover", {}, MOBILE),
        ("medicines", {"request": "home delivery"}, MEDICAL),
    )
    return tuple(
        Wish(name, "product_description", {"product": name, **inputs}, shop)
        for name, inputs, shop in asked
    )


@cache
def festival_names() -> dict[str, tuple[str, ...]]:
    """Every way each festival is written."""
    path = Path("integrations/india/data/festivals.json")
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: tuple(w for ws in row["words"].values() for w in ws) for name, row in rows.items()
    }


def drafted(wish: Wish, variant: Variant, attempt: int = 0, **changes: Any) -> Composed:
    """The draft of a wish."""
    return compose(composition(wish, variant, attempt, **changes))


def mendable(wish: Wish, variant: Variant, attempt: int) -> list[Finding]:
    """What the skill's rubric finds in a draft that writing again could mend."""
    made = composition(wish, variant, attempt)
    draft = compose(made)
    quoted = ("request", "message", "details", "review_text")
    subject = Subject(
        text=draft.text,
        language=variant,
        skill=wish.skill,
        today=TODAY,
        slots={name: value for name, value in wish.inputs.items() if name != "request"},
        inputs=made.inputs,
        foundation=wish.foundation,
        constitution=Constitution(),
        festival=made.festival,  # type: ignore[arg-type]
        max_chars=made.skill.max_chars,
        channel=made.skill.channel,
        said=tuple(str(wish.inputs.get(name, "")) for name in quoted),
        computed=tuple(
            source["phrase"] for source in draft.sources if source["field"].startswith("gst.")
        ),
        extras=draft.extras,
        festival_names=festival_names(),
    )
    findings = review(subject, made.skill.rubric).findings
    return [finding for finding in findings if not finding.passed and finding.mendable]
