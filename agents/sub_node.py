"""A node below another one: a channel's skill writes for the skill that asked for it.

It works with the turn's facts, rules and words, and with what its parent gave it. What the parent
gave is no source: the checks hold the text against what she said, as they do for every draft.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from pydantic import ValidationError

from agents import critic
from agents.ad_text import in_step
from agents.checks.base import Subject
from agents.festivals import spellings
from agents.inputs import Known, fill
from agents.model_calls import ModelAnswer, ModelCall, ModelDelta, ModelReset, Spend
from agents.prompting import messages
from agents.swarm_guards import Place
from agents.tool_loop import Happening, Node, Streams, converse
from agents.tools import offered
from agents.tools.base import ToolContext
from agents.turn_context import TurnContext
from app.core.clock import today_ist
from app.core.errors import InputError, OurBug
from integrations.india.festival_calendar import Occurrence
from skills.compiler import CompiledSkill
from skills.composition import Composition
from skills.schema import Tier

_MISSING: Final = "missing"


@dataclass(slots=True)
class SubNodes:
    """Opens the nodes of one turn. ``note`` hears what happens in them, as it happens.

    ``tier`` None leaves each skill its own; "none" keeps every node on this machine.
    """

    models: Streams
    parent: Node
    may_spend: Spend
    note: Callable[[Happening], None]
    tier: Tier | None = None

    async def __call__(
        self, skill: CompiledSkill, inputs: Mapping[str, Any], place: Place
    ) -> Mapping[str, Any]:
        """The skill's text, mended once where its checks ask for it, and what they still find.

        Raises:
            InputError: an input is not of the kind that the skill takes.
        """
        above = self.parent.context
        context = replace(above, place=place, opens=None)
        node = Node(
            {tool.name: tool for tool in offered(skill.tools)},
            context,
            self.parent.bench,
            self.parent.cost_of,
        )
        node.context = replace(context, opens=replace(self, parent=node))
        composition, festival = _composition(skill, inputs, context)
        answer = await self._write(composition, festival, node)
        subject = _subject(composition, festival, context, answer)
        review = critic.review(subject, skill.rubric)
        if review.mendable:
            # What its tools found out is told again; what they could still ask is not.
            node.closed = True
            again = replace(composition, findings=review.mendable, attempt=1)
            second = await self._write(again, festival, node)
            subject = _subject(again, festival, context, second)
            if critic.better(mended := critic.review(subject, skill.rubric), review):
                answer, review = second, mended
        return {
            "skill": skill.id,
            "text": answer.text.strip(),
            "extras": dict(in_step(skill.channel, answer.extras, answer.text)),
            "failed": sorted(review.failed),
        }

    async def _write(
        self, composition: Composition, festival: Occurrence | None, node: Node
    ) -> ModelAnswer:
        turn, skill = node.context.turn, composition.skill
        call = ModelCall(
            composition,
            self.tier or skill.tier,
            lambda tokens: messages(
                composition, turn.rules, tokens, festival=festival, said=turn.said
            ),
            may_spend=self.may_spend,
        )
        answer: ModelAnswer | None = None
        async for happened in converse(self.models, call, node):
            if isinstance(happened, ModelAnswer):
                answer = happened
            elif not isinstance(happened, ModelDelta | ModelReset):
                self.note(happened)
        if answer is None:
            raise OurBug("nothing_written", detail="the model client ended without an answer")
        return answer


def _composition(
    skill: CompiledSkill, inputs: Mapping[str, Any], context: ToolContext
) -> tuple[Composition, Occurrence | None]:
    turn, rules = context.turn, context.turn.rules
    today = today_ist(turn.clock)
    given = {name: value for name, value in inputs.items() if name in skill.fields}
    filled = fill(skill, _known(turn, given))
    try:
        skill.inputs_model.model_validate({n: v for n, v in filled.items() if n in given})
    except ValidationError as error:
        wrong = [each for each in error.errors() if each["type"] != _MISSING]
        if wrong:
            where = ".".join(map(str, wrong[0]["loc"]))
            raise InputError("skill_inputs", params={"field": where}) from error
    wanted = filled.get("festival") or turn.slots.get("festival")
    state = turn.facts.value("state")
    festival = context.calendar.next(wanted, today, state) if isinstance(wanted, str) else None
    composition = Composition(
        skill=skill,
        language=turn.language,
        today=today,
        seed=str(turn.tenant_id),
        inputs=filled,
        foundation=turn.facts.plain(),
        never_say=rules.never_say,
        always_say=rules.always_say,
        emoji=rules.emoji,
        tone=turn.slots.get("tone") or rules.tone or turn.facts.value("tone"),
        festival=festival,
    )
    return composition, festival


def _known(turn: TurnContext, given: Mapping[str, Any]) -> Known:
    said = turn.said[0] if turn.said else ""
    return Known(said, turn.language, turn.slots, turn.facts.plain(), given)


def _subject(
    composition: Composition,
    festival: Occurrence | None,
    context: ToolContext,
    answer: ModelAnswer,
) -> Subject:
    turn, skill = context.turn, composition.skill
    return Subject(
        text=answer.text.strip(),
        language=composition.language,
        skill=skill.id,
        today=composition.today,
        slots=turn.slots,
        inputs=fill(skill, _known(turn, {})),
        foundation=composition.foundation,
        constitution=turn.rules,
        festival=festival,
        max_chars=skill.max_chars,
        channel=skill.channel,
        said=(*turn.said, *turn.rules.always_say),
        extras=answer.extras,
        festival_names=spellings(),
    )
