"""Kind ``routing``: which skill a message wants, and the slots it fills."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from agents.evaluation.dataset import Case
from agents.evaluation.kinds import Tools
from agents.evaluation.outcome import Outcome, harmonic, one, ratio, ratios
from agents.followups import slots_of
from agents.understanding.slots import read_slots
from app.core.variants import Variant, as_variant
from integrations.languages.identify import identify
from integrations.languages.phonetics import phonetic_key

FIGURE: Final = "accuracy"
SLOTS: Final = (
    "channel", "target_language", "festival", "discount_percent", "amount_inr", "gst_rate",
    "product", "duration_days", "customer_name", "tone", "date",
)  # fmt: skip
"""The slots that cases may expect."""
_BINS: Final = 10
_BY_SOUND: Final = frozenset({"product", "customer_name"})


async def judge(case: Case, tools: Tools) -> Outcome:
    """Understand and route the text as a first message; the likeliest skill counts."""
    text = str(case.input.get("text", ""))
    variant: Variant = as_variant(identify(text).variant) or case.variant or "en"
    slots = read_slots(text, variant, tools.today)
    route = tools.router.route(text, variant=variant, slots=slots)
    read = {name: value for name, value in slots_of(slots, text).items() if name in SLOTS}
    wanted: Mapping[str, Any] = case.expect.get("slots") or {}
    right = sum(same_slot(name, value, read.get(name)) for name, value in wanted.items())
    told = len(wanted.keys() & read.keys())
    if tools.slots_complete and "slots" in case.expect:
        told = len(read)
    routed = route.skill == case.expect.get("skill")
    shares = {"accuracy": one(routed)}
    if told:
        shares["slots_precision"] = float(right), float(told)
    if wanted:
        shares["slots_recall"] = float(right), float(len(wanted))
    return Outcome(
        case.id,
        case.language,
        routed and right == len(wanted) and (right == told),
        case.expect,
        {"skill": route.skill, "confidence": route.confidence, "slots": read},
        shares,
    )


def metrics(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """``accuracy`` of the skill, in the language where it is lowest too, and how far confidence
    and accuracy are apart; precision, recall and F1 of the slots.
    """
    found = ratios(outcomes, "accuracy", "slots_precision", "slots_recall")
    f1 = harmonic(ratio(outcomes, "slots_precision"), ratio(outcomes, "slots_recall"))
    languages = {outcome.language for outcome in outcomes}
    each = [ratio([o for o in outcomes if o.language == name], "accuracy") for name in languages]
    found["lowest_language"] = min(share or 0.0 for share in each)
    found["calibration_error"] = calibration_error(
        [(o.got["confidence"], o.shares["accuracy"][0]) for o in outcomes]
    )
    return found | ({} if f1 is None else {"slots_f1": f1})


def calibration_error(told: Sequence[tuple[float, float]]) -> float:
    """Expected calibration error: the gap between mean confidence and share of right answers, over
    ten equal bins of confidence, weighed by how many fall into each.
    """
    bins: dict[int, list[tuple[float, float]]] = {}
    for confidence, right in told:
        bins.setdefault(min(int(confidence * _BINS), _BINS - 1), []).append((confidence, right))
    gaps = (abs(sum(c for c, _ in each) - sum(r for _, r in each)) for each in bins.values())
    return sum(gaps) / len(told)


def same_slot(name: str, expected: Any, got: Any) -> bool:
    """Whether the slot is what was expected: numbers by value, things and names by phonetic key."""
    if got is None or isinstance(expected, bool):
        return expected is None
    if isinstance(expected, int | float) and isinstance(got, int | float):
        return float(expected) == float(got)
    if name in _BY_SOUND:
        return phonetic_key(str(expected)) == phonetic_key(str(got)) != ""
    return str(expected) == str(got)
