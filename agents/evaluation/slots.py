"""Kind ``slots``: everything that is read from a text, whatever it is for.

Unlike ``routing`` the slots of a case are all there are: one read too many counts as wrong.
"""

from collections.abc import Sequence
from typing import Final

from agents.evaluation.dataset import Case
from agents.evaluation.kinds import Tools
from agents.evaluation.outcome import Outcome, harmonic, ratio, ratios
from agents.evaluation.routing import SLOTS, same_slot
from agents.followups import slots_of
from agents.understanding.slots import read_slots
from app.core.variants import Variant, as_variant
from integrations.languages.identify import identify

FIGURE: Final = "slots_f1"


async def judge(case: Case, tools: Tools) -> Outcome:
    """Read the text as a first message, in the variant it is taken for."""
    text = str(case.input.get("text", ""))
    variant: Variant = as_variant(identify(text).variant) or case.variant or "en"
    slots = read_slots(text, variant, tools.today)
    read = {name: value for name, value in slots_of(slots, text).items() if name in SLOTS}
    wanted = dict(case.expect.get("slots") or {})
    right = sum(same_slot(name, value, read.get(name)) for name, value in wanted.items())
    shares: dict[str, tuple[float, float]] = {}
    if read:
        shares["slots_precision"] = float(right), float(len(read))
    if wanted:
        shares["slots_recall"] = float(right), float(len(wanted))
    passed = right == len(wanted) == len(read)
    return Outcome(case.id, case.language, passed, wanted, read, shares)


def metrics(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Precision, recall and F1 over all slots of all cases."""
    found = ratios(outcomes, "slots_precision", "slots_recall")
    f1 = harmonic(ratio(outcomes, "slots_precision"), ratio(outcomes, "slots_recall"))
    return found | ({} if f1 is None else {"slots_f1": f1})
