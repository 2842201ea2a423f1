"""Kind ``draft``: a whole turn, offline, checked on the draft that the owner would see."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from agents.evaluation.dataset import Case
from agents.evaluation.kinds import Tools
from agents.evaluation.outcome import Outcome, one, ratios
from app.core.errors import OurBug
from integrations.languages.text import fold

FIGURE: Final = "pass_rate"


async def judge(case: Case, tools: Tools) -> Outcome:
    """Run the turn for a business of its own with the case's facts and rules."""
    if tools.play is None:
        raise OurBug("eval_without_turns", detail="the kind draft needs a platform to run turns on")
    facts = dict(case.input.get("foundation") or {})
    rules = dict(case.input.get("constitution") or {})
    result = await tools.play(str(case.input.get("text", "")), facts, rules)
    wrong = problems(case.expect, result)
    got = {"skill": result.get("skill"), "language": result.get("language"), "wrong": wrong}
    got["text"] = _text(result)
    return Outcome(
        case.id, case.language, not wrong, case.expect, got, {"pass_rate": one(not wrong)}
    )


def problems(expect: Mapping[str, Any], result: Mapping[str, Any]) -> list[str]:
    """What the final draft has wrong, each in a few words; letters compare in their folded form."""
    text = _text(result)
    if not text:
        return ["no draft"]
    folded = fold(text)
    found = [
        f"{name}: {result.get(name)}"
        for name in ("skill", "language")
        if name in expect and result.get(name) != expect[name]
    ]
    found += [f"missing: {w}" for w in expect.get("must_include") or () if fold(w) not in folded]
    found += [f"has: {w}" for w in expect.get("must_not_include") or () if fold(w) in folded]
    longest = expect.get("max_chars")
    if longest is not None and len(text) > int(longest):
        found.append(f"{len(text)} characters")
    return found


def _text(result: Mapping[str, Any]) -> str:
    draft = result.get("draft") or {}
    return str(draft.get("text") or "")


def metrics(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """``pass_rate``: drafts without any problem."""
    return ratios(outcomes, "pass_rate")
