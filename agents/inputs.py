"""What a skill needs, and where each value comes from: her words, her facts, or her answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from agents.providers.composer.review import told_review
from app.core.money import rupees_to_paise
from app.core.variants import Shell, Variant, shell_of
from skills.compiler import CompiledSkill
from skills.schema import FieldSpec

FIRST_ASKED: Final = ("business_name", "city", "phone")
QUOTED: Final = frozenset({"review_text", "text"})
"""Slots that are somebody else's words, set apart in the message by quotes, a colon or a line."""
BESIDE: Final[Mapping[str, tuple[str, ...]]] = {
    "date": ("date_from", "date_until", "weekly"),
    "amount_inr": ("amount_is", "spend_inr", "per"),
    "product": ("pack",),
}
"""Half of what was said is false: a day goes with whether it begins or ends, an amount with what it
is, whether the skill names these or not."""
BARE_AMOUNT: Final = "price"

# Looked for in this order: an opening quote says more than a colon does.
QUOTES: Final = (
    re.compile(r"[\"“«](?P<words>[^\"”»]{3,})[\"”»]"),
    re.compile(r"(?<!\w)['‘](?P<words>.{3,})['’](?!\w)", re.DOTALL),
    re.compile(r"(?:[:：](?!\d)|\n)\s*(?P<words>\S.{10,})", re.DOTALL),
)
MOST_QUESTIONS: Final = 3  # more than three in a row and people leave


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known when a skill's inputs are filled."""

    text: str
    talk: Variant
    slots: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    titles: Sequence[str] = ()


def source_name(name: str, spec: FieldSpec) -> str:
    """The slot or fact that fills the field, else the field's own name."""
    root, _, rest = (spec.source or "").partition(".")
    return rest if root in ("slots", "foundation") else name


def source_names(skill: CompiledSkill) -> list[str]:
    """The slots and facts the skill's inputs draw on, each once, in their order."""
    return list(dict.fromkeys(source_name(name, spec) for name, spec in skill.fields.items()))


def value_of(name: str, spec: FieldSpec, known: Known) -> Any:
    """The field's value, None when nobody has told it."""
    root, _, rest = (spec.source or "").partition(".")
    value = known.answers.get(name, known.answers.get(source_name(name, spec)))
    if value is None:
        match root:
            case "slots":
                value = known.slots.get(rest)
                if value is None and rest in QUOTED:
                    value = quoted(known.text)
                if value is None and rest == "review_text":
                    value = told_review(known.text)
            case "foundation":
                value = known.facts.get(rest)
            case "message":
                value = known.text or None
            case "registry":
                value = list(known.titles)
            case _:
                value = None
    if value is None:
        return spec.default
    if spec.type == "money" and not isinstance(value, bool) and isinstance(value, int | float):
        return int(rupees_to_paise(Decimal(str(round(value, 2)))))
    if spec.type == "list" and isinstance(value, str):
        return [value]
    return value


def quoted(text: str) -> str | None:
    """The words of somebody else in a message ("reply to this: …"), None when there are none."""
    for quote in QUOTES:
        if match := quote.search(text):
            return match["words"].strip()
    return None


def fill(skill: CompiledSkill, known: Known) -> dict[str, Any]:
    """Every input of the skill that is known."""
    found = {name: value_of(name, spec, known) for name, spec in skill.fields.items()}
    for spec in skill.fields.values():
        root, _, rest = (spec.source or "").partition(".")
        for name in BESIDE.get(rest, ()) if root == "slots" else ():
            found.setdefault(name, known.slots.get(name))
    if "amount_inr" in known.slots and found.get("amount_inr") is not None:
        found["amount_is"] = found.get("amount_is") or BARE_AMOUNT
    return {name: value for name, value in found.items() if value is not None}


def missing(skill: CompiledSkill, known: Known) -> list[str]:
    """What the draft cannot do without, in the order of asking: name, city, phone, the rest."""
    wanted = [
        name
        for name, spec in skill.fields.items()
        if spec.ask and spec.required and value_of(name, spec, known) in (None, "", [])
    ]
    order = {name: place for place, name in enumerate(FIRST_ASKED)}
    needed = sorted(
        wanted, key=lambda name: order.get(source_name(name, skill.fields[name]), len(order))
    )
    return needed[:MOST_QUESTIONS]


def shell_titles(titles: Mapping[Shell, str], talk: Variant) -> str:
    """A title in the shell language nearest to how she writes."""
    return titles[shell_of(talk)]
