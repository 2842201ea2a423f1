"""A draft of a dataset as the critic's checks see it."""

from agents.checks.base import Subject
from agents.evaluation.dataset import Case
from agents.evaluation.kinds import Tools
from agents.festivals import spellings
from agents.followups import slots_of
from agents.inputs import Known, fill
from agents.understanding.slots import read_slots
from app.core.variants import Variant, as_variant
from integrations.languages.identify import identify
from memory.constitution import Constitution
from skills.compiler import CompiledSkill


def skill_of(case: Case, tools: Tools) -> CompiledSkill | None:
    """The skill the case names, None when the library has none of that name."""
    name = str(case.input.get("skill") or "")
    return tools.registry.get(name) if name in tools.registry else None


def subject_of(case: Case, tools: Tools) -> Subject:
    """The case's draft with its request, facts and rules; understood as in a turn."""
    request, draft = (str(case.input.get(name) or "") for name in ("request", "draft"))
    facts = dict(case.input.get("foundation") or {})
    rules = Constitution.of(case.input.get("constitution") or {})
    heard = as_variant(identify(request).variant) if request else None
    language: Variant = case.variant or heard or as_variant(identify(draft).variant) or "en"
    slots = slots_of(read_slots(request, heard or language, tools.today), request)
    skill = skill_of(case, tools)
    known = Known(request, language, slots, facts)
    festival = slots.get("festival")
    return Subject(
        text=draft,
        language=language,
        skill=str(case.input.get("skill") or ""),
        today=tools.today,
        slots=slots,
        inputs=fill(skill, known) if skill else {},
        foundation=facts,
        constitution=rules,
        festival=tools.calendar.next(festival, tools.today, facts.get("state"))
        if festival
        else None,
        max_chars=skill.max_chars if skill else None,
        channel=skill.channel if skill else None,
        said=(request, *rules.always_say),
        festival_names=spellings(),
    )
