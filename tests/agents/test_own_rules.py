"""Her own rules as checks: each finding carries the sentence that made the rule."""

from datetime import date

import pytest

from agents import critic
from agents.checks.base import Subject
from app.core.variants import VARIANTS, Variant
from integrations.languages.messages import text as words
from memory.constitution import Constitution


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_rule_says_in_its_finding_what_made_it(variant: Variant) -> None:
    sentences = {"never_say": "n", "always_say": "a", "discount_cap_percent": "d", "emoji": "e"}
    rules = Constitution(
        never_say=("x1",),
        always_say=("y1",),
        tone="formal",
        emoji="none",
        discount_cap_percent=5,
        sentences={**sentences, "tone": "t"},
    )
    said = {"never_say": "n", "always_say": "a", "discount_cap": "d", "emoji": "e", "tone": "t"}
    for text, passed in (("x1 20% 🎉!", False), ("y1", True)):
        draft = Subject(text, variant, "any", date(2026, 11, 3), constitution=rules)
        found = {f.check: f for f in critic.review(draft, ()).findings}
        assert {check: found[check].params["rule"] for check in said} == said
        assert {found[check].passed for check in said} == {passed}
        for check, sentence in said.items():
            spoken = words(variant, found[check].key, **found[check].params)
            assert f"'{sentence}'" in spoken


def test_of_several_sentences_the_one_with_the_word_in_it() -> None:
    sentences = {"never_say": "kabhi sasta mat likhna\nloot bhi nahi"}
    rules = Constitution(never_say=("sasta", "loot"), sentences=sentences)
    assert rules.sentence("never_say", "sasta") == "kabhi sasta mat likhna"
    assert rules.sentence("never_say", "loot") == "loot bhi nahi"
    assert rules.sentence("never_say") == "loot bhi nahi"
    assert rules.sentence("tone") == ""


def test_a_rule_nobody_set_runs_only_where_the_rubric_asks() -> None:
    draft = Subject("Namaste", "hi-Latn", "any", date(2026, 11, 3))
    assert {f.check for f in critic.review(draft, ()).findings} == set(critic.ALWAYS)
