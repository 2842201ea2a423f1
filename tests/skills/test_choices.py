"""Skills that answer rather than write: what they offer exists, and all of them have words."""

from dataclasses import replace

import pytest

from agents.providers.composer.compose import compose
from app.core.variants import VARIANTS, Variant
from skills.registry import SkillRegistry
from tests.composer.shops import BOUTIQUE, MEDICAL, Wish, composition

REGISTRY = SkillRegistry.load()
ANSWERING = [skill for skill in REGISTRY.all() if skill.plan.reply]
MINE = ("translate_copy", "weekly_moves", "campaign_plan", "festival_campaign")
ASKS = (
    Wish("bare", "", {"request": "plan"}, BOUTIQUE),
    Wish("festive", "", {"request": "plan", "festival": "diwali"}, BOUTIQUE, "diwali"),
    Wish("mourning", "", {"request": "plan", "festival": "muharram"}, MEDICAL, "muharram"),
    Wish("goods", "", {"request": "plan", "product": "kurti", "text": "some words"}, BOUTIQUE),
)


def test_choices_are_other_skills() -> None:
    for skill in ANSWERING:
        for choice in skill.plan.choices:
            assert choice.value in REGISTRY, (skill.id, choice.value)
            assert choice.value != skill.id


@pytest.mark.parametrize("skill", MINE)
@pytest.mark.parametrize("variant", VARIANTS)
def test_an_answer_says_what_is_not_there_and_what_is(skill: str, variant: Variant) -> None:
    for ask in ASKS:
        for attempt in range(3):
            drafted = compose(composition(replace(ask, skill=skill), variant, attempt))
            lines = drafted.text.splitlines()
            assert len(lines) == 2, drafted.text
            assert all(len(line) <= 220 for line in lines), drafted.text
            assert drafted.extras["choices"]
