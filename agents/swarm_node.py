"""The swarm node: one skill at work. Composes what the writer is given and streams what it writes.

Prompts come from the compiled skill only; her own contacts leave as tokens (``contact_tokens``).
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from agents.ad_text import in_step
from agents.contact_tokens import ContactTokens
from agents.events import DraftDelta, DraftReset, Event, ModelFailed
from agents.model_calls import (
    ModelAnswer,
    ModelCall,
    ModelDelta,
    ModelFailure,
    ModelReset,
)
from agents.turn import Turn, Written
from app.core.errors import OurBug
from skills.compiler import CompiledSkill
from skills.composition import Composition
from skills.prompts import FOUNDATION_FIELDS

# A shorter draft first tries to lose a third; mending what that cut away may take some of it back.
SHORTER_BY: Final = 0.7
SHORTER_BY_MENDING: Final = 0.88
FEWEST_CHARS: Final = 60
_VARIED: Final = frozenset({"another", "longer"})
# A corrected draft stays about as long as it was: she may have shortened it on purpose.
CORRECTED_BY: Final = 1.15


async def write(
    turn: Turn, *, findings: tuple[str, ...] = (), shown: bool = True
) -> AsyncIterator[Event]:
    """Write one attempt into ``turn.written``; a revision (``shown`` False) does not stream."""
    skill = required_skill(turn)
    composition = compose(turn, skill, findings)
    if turn.services.models.network_first(skill.tier):
        # A model call may cost and may hang: what led to it must survive a crash here.
        await turn.journal.flush()
    draft_id = turn.draft_id or turn.child_id(turn.draft_name)
    attempt = (turn.written.attempt if turn.written else 0) + 1
    call = ModelCall(composition, skill.tier, lambda tokens: _messages(composition, turn, tokens))
    async for chunk in turn.services.models.stream(call):
        turn.token.check()
        match chunk:
            case ModelDelta(text):
                if shown:
                    yield DraftDelta(**turn.ids, draft_id=draft_id, text=text)
            case ModelReset(provider):
                if shown:
                    yield DraftReset(**turn.ids, draft_id=draft_id, provider=provider)
            case ModelFailure(provider, reason):
                yield turn.note(ModelFailed(**turn.ids, provider=provider, reason=reason))
            case ModelAnswer(provider, text, extras, computed):
                extras = in_step(skill.channel, extras, text)
                turn.written = Written(text.strip(), extras, provider, attempt)
                turn.computed = list(computed)


def required_skill(turn: Turn) -> CompiledSkill:
    """The turn's skill. Raises OurBug before one was chosen."""
    if turn.skill is None:
        raise OurBug("skill_missing", detail="route comes before writing in the pipeline")
    return turn.skill


def compose(turn: Turn, skill: CompiledSkill, findings: tuple[str, ...] = ()) -> Composition:
    """What the offline composer is given, and what the prompts are rendered from."""
    rules = turn.rules
    return Composition(
        skill=skill,
        language=turn.language,
        today=turn.today,
        seed=str(turn.request.tenant_id),
        inputs=turn.inputs,
        foundation=turn.facts.plain(),
        never_say=rules.never_say,
        always_say=rules.always_say,
        emoji=rules.emoji,
        tone=turn.slots.get("tone") or rules.tone or turn.facts.value("tone"),
        festival=turn.festival,
        attempt=_attempt(turn),
        findings=findings,
        max_chars=_most_chars(turn, mending=bool(findings)),
        avoid=tuple(turn.earlier) if turn.change in _VARIED else (),
    )


def _attempt(turn: Turn) -> int:
    if turn.change == "language" and turn.base_plan is not None:
        return turn.base_plan.attempt
    return len(turn.earlier) if turn.change in _VARIED else 0


def _most_chars(turn: Turn, *, mending: bool) -> int | None:
    if turn.base is None:
        return None
    length = len(turn.base.text)
    if turn.change == "shorter":
        return max(FEWEST_CHARS, int(length * (SHORTER_BY_MENDING if mending else SHORTER_BY)))
    if turn.change == "language" and turn.base_plan is not None:
        return turn.base_plan.max_chars
    if turn.change == "correct" and not mending:
        return max(FEWEST_CHARS, int(length * CORRECTED_BY))
    return None


def _messages(composition: Composition, turn: Turn, tokens: ContactTokens) -> Sequence[BaseMessage]:
    names = _names(composition, turn)
    skill = composition.skill
    return (
        SystemMessage(tokens.hide(skill.system.render(**names))),
        HumanMessage(tokens.hide(skill.prompt.render(**names))),
    )


def _names(composition: Composition, turn: Turn) -> dict[str, Any]:
    """The names a template may use; each is there, empty when unknown (undefined is an error)."""
    festival = turn.festival
    return {
        "foundation": {
            **dict.fromkeys(FOUNDATION_FIELDS, ""),
            **composition.foundation,
        },
        "constitution": turn.rules,
        "inputs": {**dict.fromkeys(composition.skill.fields, ""), **composition.inputs},
        "context": {"earlier": list(turn.earlier), "said": list(turn.words())},
        "festival": {
            "id": festival.id,
            "name": festival.names[composition.language],
            "date": festival.date.isoformat(),
            "greeting": festival.greeting[composition.language],
            "sell": festival.sell,
        }
        if festival
        else None,
        "language": composition.language,
        "today": composition.today.isoformat(),
        "attempt": composition.attempt,
        "findings": list(composition.findings),
    }
