"""Kind ``language``: which of the seven ways of writing a text is in, or none."""

from collections.abc import Sequence
from typing import Final

from agents.evaluation.dataset import Case
from agents.evaluation.kinds import Tools
from agents.evaluation.outcome import Outcome, one, ratio, ratios
from app.core.variants import VARIANTS
from integrations.languages.identify import identify

FIGURE: Final = "macro_accuracy"


async def judge(case: Case, tools: Tools) -> Outcome:
    """Identify the text; a case counts under the language it should be."""
    del tools
    expected = str(case.expect.get("language"))
    got = identify(str(case.input.get("text", ""))).variant
    right = got == expected
    return Outcome(case.id, expected, right, expected, got, {"accuracy": one(right)})


def metrics(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """``accuracy`` over cases; ``macro_accuracy`` over the seven ways of writing, weighed alike.

    Texts in none of the seven count in ``accuracy`` only, unless there are no others.
    """
    languages = {outcome.language for outcome in outcomes}
    languages = (languages & set(VARIANTS)) or languages
    each = [
        ratio([o for o in outcomes if o.language == language], "accuracy") or 0.0
        for language in languages
    ]
    return ratios(outcomes, "accuracy") | {"macro_accuracy": sum(each) / len(each)}
