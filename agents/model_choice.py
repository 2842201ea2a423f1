"""When the router is unsure, a network model may choose: one short call, one typed answer.

It is asked among the few likeliest skills only, its answer counts only when it names one of them,
and it costs at most one call a message. Without a network model, or without an answer in time, she
is asked with buttons.
"""

import json
import re
from collections.abc import AsyncIterator, Sequence
from typing import Final

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from agents.contact_tokens import ContactTokens
from agents.economics.quoting import provide_for_choice
from agents.events import Event, ToolCalled
from agents.model_calls import ChoiceCall, ModelAnswer
from agents.model_messages import system_template
from agents.model_notes import noted
from agents.queen_router import Route
from agents.turn import Turn

TOOL: Final = "choose_skill"
TIER: Final = "fast"
_OBJECT: Final = re.compile(r"\{[^{}]*\}")


async def model_choice(turn: Turn, guess: Route) -> AsyncIterator[Event]:
    """Ask a model between the likeliest; what it chose is ``turn.picked``."""
    models = turn.services.models
    if not models.network_first(TIER):
        return
    await turn.journal.flush()
    shares = {guess.skill: guess.confidence, **dict(guess.alternatives)}
    options = [name for name in shares if name in turn.services.registry]
    await provide_for_choice(turn)
    call = ChoiceCall(
        turn.facts.plain(),
        TIER,
        lambda tokens: _messages(turn, options, tokens),
        turn.spending.may_spend,
    )
    async for answer in models.choose(call):
        turn.token.check()
        if not isinstance(answer, ModelAnswer):
            if (event := noted(turn, answer)) is not None:
                yield event
            continue
        skill = read_choice(answer.text, options)
        if skill is not None:
            others = [(name, share) for name, share in shares.items() if name != skill]
            turn.picked = Route(skill, shares[skill], others)
        result = {"skill": skill, "provider": answer.provider}
        arguments = {"options": options}
        yield turn.note(ToolCalled(**turn.ids, tool=TOOL, arguments=arguments, result=result))


def read_choice(answer: str, options: Sequence[str]) -> str | None:
    """The option that the answer's JSON object names; None for anything else."""
    found = _OBJECT.search(answer)
    try:
        parsed = json.loads(found[0]) if found else None
    except ValueError:
        return None
    skill = parsed.get("skill") if isinstance(parsed, dict) else None
    return skill if isinstance(skill, str) and skill in options else None


def _messages(turn: Turn, options: Sequence[str], tokens: ContactTokens) -> Sequence[BaseMessage]:
    registry = turn.services.registry
    described = [
        {"id": name, "description": " ".join(registry.get(name).description.split())}
        for name in options
    ]
    said = tokens.hide(turn.request.text).replace("<", "‹")  # it cannot close the tag
    return (
        SystemMessage(system_template("router").render(options=described)),
        HumanMessage(system_template("message").render(said=said)),
    )
