"""In whatever order she answers, skips, asks back, corrects and leaves: the same facts."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import events as ev
from agents.products.onboarding.hearing import listen, merged
from agents.products.onboarding.topics import MOST_QUESTIONS, TOPICS, remaining
from app.core.variants import VARIANTS, Variant
from tests.acceptance import onboarding_sayings as say
from tests.acceptance import sayings
from tests.acceptance.talk import Heard, Talk
from tests.fixtures.counts import examples

NOISE = ("why", "leave", "thanks", "skip", "offer")
FIELDS = st.permutations([topic.field for topic in TOPICS if topic.field != "city"])


def noise(kind: str, variant: Variant) -> str:
    """Something that is no answer."""
    return {
        "why": say.WHY[variant],
        "leave": say.LEAVE[variant],
        "thanks": sayings.THANKS[variant],
        "skip": sayings.SKIP[variant],
        "offer": sayings.OFFER[variant],
    }[kind]


@given(
    variant=st.sampled_from(VARIANTS),
    order=FIELDS,
    between=st.lists(st.sampled_from(NOISE), max_size=12),
)
def test_any_order_of_answers_tells_the_same(
    variant: Variant, order: list[str], between: list[str]
) -> None:
    told: dict[str, object] = {}
    for place, field in enumerate(order):
        for kind in between[place::7]:
            heard = listen(field, noise(kind, variant), variant, told, is_task=kind == "offer")
            assert heard.kind not in ("answer", "correction"), (kind, heard)
        heard = merged(listen(field, say.ANSWERS[variant][field], variant, told), told)
        assert heard.kind == "answer", (field, heard)
        told |= {**heard.derived, **heard.values}
    wrong = listen("phone", say.NOT_THERE[variant], variant, told)
    assert wrong.corrected == "city"
    told |= wrong.values
    expected = {**say.FACTS[variant]}
    expected["city"], expected["state"] = say.THERE[variant]
    assert {name: told.get(name) for name in expected} == expected


@given(
    known=st.sets(st.sampled_from([name for topic in TOPICS for name in topic.known_by])),
    asked=st.sets(st.sampled_from([topic.field for topic in TOPICS])),
)
def test_at_most_eight_and_nothing_twice(known: set[str], asked: set[str]) -> None:
    left = remaining(known, asked)
    fields = [topic.field for topic in left]
    assert len(fields) == len(set(fields))
    assert not set(fields) & asked
    assert len(asked) + len(left) <= MOST_QUESTIONS
    assert not any(name in known for topic in left for name in topic.known_by)


async def back(talk: Talk, heard: Heard, variant: Variant) -> Heard:
    """Go on until a question waits again."""
    if heard.all(ev.QuestionAsked) and heard.status in ("waiting", "done"):
        return heard
    return await talk.say(say.GO_ON[variant])


@pytest.mark.parametrize("seed", range(examples(7)))
async def test_a_talk_with_turns_of_all_kinds_keeps_what_was_told(talk: Talk, seed: int) -> None:
    """On the real pipeline: each variant in turn, its course chosen by the seed."""
    dice = random.Random(seed)  # noqa: S311  a course of talk, no secret
    variant = VARIANTS[seed % len(VARIANTS)]
    heard = await talk.say(say.BEGIN[variant])
    skipped: set[str] = set()
    asked: list[str] = []
    while heard.all(ev.QuestionAsked):
        question = heard.question
        for kind in dice.sample(("why", "leave", "offer", "correct"), dice.randint(0, 2)):
            # A message that lacks her name or number asks for it first; that is tested elsewhere.
            if kind == "offer" and not {"business_name", "phone"} <= set(asked) - skipped:
                continue
            if kind == "correct":
                if "business_name" not in asked:
                    continue
                heard = await talk.say(say.NOT_THERE[variant])
            else:
                heard = await talk.say(noise(kind, variant))
            heard = await back(talk, heard, variant)
            assert heard.question.question_id == question.question_id
        asked.append(question.field)
        if question.field != "business_name" and dice.random() < 0.3:
            skipped.add(question.field)
            heard = await talk.say(sayings.SKIP[variant])
        else:
            heard = await talk.say(say.ANSWERS[variant][question.field])
        assert question.field in {e.field for e in heard.events if hasattr(e, "field")}
    assert len(asked) == len(set(asked)) <= MOST_QUESTIONS
    facts = {name: fact.value for name, fact in (await talk.facts()).items()}
    topics = {topic.field: topic for topic in TOPICS}
    gone = {name for field in skipped for name in (field, *topics[field].also)}
    for name, value in say.FACTS[variant].items():
        if name in ("city", "state"):
            assert facts[name] in (value, *say.THERE[variant])
        elif name not in gone:
            assert facts.get(name) == value, (name, seed)
