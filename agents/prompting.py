"""The prompts of a skill at work, rendered from its compiled templates and nothing else."""

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from agents.contact_tokens import ContactTokens
from integrations.india.festival_calendar import Occurrence
from memory.constitution import Constitution
from skills.composition import Composition
from skills.prompts import FOUNDATION_FIELDS


def messages(
    composition: Composition,
    rules: Constitution,
    tokens: ContactTokens,
    *,
    festival: Occurrence | None = None,
    earlier: Sequence[str] = (),
    said: Sequence[str] = (),
) -> Sequence[BaseMessage]:
    """The system's and the user's side; her own contacts go as tokens."""
    names = _names(composition, rules, festival, earlier, said)
    skill = composition.skill
    return (
        SystemMessage(tokens.hide(skill.system.render(**names))),
        HumanMessage(tokens.hide(skill.prompt.render(**names))),
    )


def _names(
    composition: Composition,
    rules: Constitution,
    festival: Occurrence | None,
    earlier: Sequence[str],
    said: Sequence[str],
) -> dict[str, Any]:
    """The names a template may use; each is there, empty when unknown (undefined is an error)."""
    return {
        "foundation": {
            **dict.fromkeys(FOUNDATION_FIELDS, ""),
            **composition.foundation,
        },
        "constitution": rules,
        "inputs": {**dict.fromkeys(composition.skill.fields, ""), **composition.inputs},
        "context": {"earlier": list(earlier), "said": list(said)},
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
