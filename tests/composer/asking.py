"""What the composer is given for words a shop owner typed."""

from datetime import date
from typing import Any, Final

from agents.inputs import Known, fill
from agents.understanding.slots import read_slots
from app.core.variants import Variant
from skills.composition import Composition
from tests.composer.shops import registry

TODAY: Final = date(2026, 10, 14)
SHOP: Final[dict[str, Any]] = {"business_name": "Meena Stores", "phone": "9876543210"}


def composition_of(skill_id: str, text: str, language: Variant, attempt: int = 0) -> Composition:
    """What the composer is given for a message of hers."""
    skill = registry().get(skill_id)
    slots = read_slots(text, language, TODAY).known()
    return Composition(
        skill=skill, language=language, today=TODAY, attempt=attempt, seed="meena", emoji="none",
        inputs=fill(skill, Known(text, language, slots, SHOP)), foundation=SHOP,
        never_say=(), always_say=(), tone=None, festival=None, findings=(), max_chars=None,
        avoid=(),
    )  # fmt: skip
