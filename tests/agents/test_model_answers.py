"""Answers taken apart: text, other outputs, what does not fit, and what is shown meanwhile."""

import json
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.model_answer import Growing, parse_answer
from agents.model_usage import MOST_TOKENS_PER_CHAR, count, estimate
from skills.models import build_model
from skills.schema import FieldSpec

FIELDS = {
    "text": FieldSpec(type="string", required=True, max_length=40),
    "hashtags": FieldSpec(type="list", max_length=2),
}
SKILL: Any = cast(
    Any, SimpleNamespace(output_fields=FIELDS, outputs_model=build_model("ad", FIELDS))
)


@pytest.mark.parametrize(
    ("answer", "text", "extras"),
    [
        ("  Plain words. ", "Plain words.", {}),
        ('"Quoted words."', "Quoted words.", {}),
        ('{"text": "Words", "hashtags": ["#a"], "x": 1}', "Words", {"hashtags": ["#a"]}),
        ('```json\n{"caption": "Words"}\n```', "Words", {}),
        ('{"text": "two\nlines"}', "two\nlines", {}),
        ("```\nPlain in a fence\n```", "Plain in a fence", {}),
    ],
)
def test_answers_that_fit(answer: str, text: str, extras: dict[str, Any]) -> None:
    parsed = parse_answer(answer, SKILL)
    assert (parsed.text, parsed.extras, parsed.problems) == (text, extras, ())


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ('{"text": ', "JSON: "),
        ('{"other": 1}', "text: missing"),
        ("long words " * 9, "text: String should have at most 40"),
        ('{"text": "a", "hashtags": ["#a", "#b", "#c"]}', "hashtags: List should have at most 2"),
        ('{"text": "a", "hashtags": "#a"}', "hashtags: Input should be a valid list"),
        ('{"text": "half \\ud83d"}', "text: broken characters"),
        ('{"text": "nul \\u0000"}', "text: broken characters"),
    ],
)
def test_answers_that_do_not_fit_say_why(answer: str, problem: str) -> None:
    assert parse_answer(answer, SKILL).problems[0].startswith(problem)


_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60)


@given(_WORDS, st.booleans(), st.lists(st.integers(1, 9), max_size=40))
def test_the_text_of_an_object_is_shown_once_as_it_grows(
    words: str, plain: bool, sizes: list[int]
) -> None:
    whole = json.dumps({"subject": '"text": "no', "text": words, "n": 1}, ensure_ascii=plain)
    growing, shown, at = Growing(), "", 0
    for size in [*sizes, len(whole)]:
        shown += growing.feed(whole[at : at + size])
        at += size
        assert words.startswith(shown)
    assert shown == words


def test_plain_words_are_shown_as_they_come() -> None:
    growing = Growing()
    assert [growing.feed(piece) for piece in ("", " ", "Na", 'ma {"te"}')] == [
        "",
        "",
        " Na",
        'ma {"te"}',
    ]


PROMPT, ANSWER = "दिवाली के लिए मैसेज " * 40, "काजू कतली पर 20% छूट " * 10


@pytest.mark.parametrize(
    ("said", "outputs", "estimated"),
    [
        ({"input_tokens": 300, "output_tokens": 90}, 90, False),
        ({"input_tokens": 300, "output_tokens": 0}, estimate(ANSWER), True),
        ({"input_tokens": 300, "output_tokens": -5}, estimate(ANSWER), True),
        ({"input_tokens": 300, "output_tokens": 10**9}, 2048, True),
        ({"input_tokens": 300}, estimate(ANSWER), True),
        (None, estimate(ANSWER), True),
    ],
)
def test_numbers_that_cannot_be_right_give_way_to_the_larger_of_ours(
    said: dict[str, Any] | None, outputs: int, estimated: bool
) -> None:
    counted = count(said, PROMPT, ANSWER, 2048)
    assert (counted.output_tokens, counted.estimated) == (outputs, estimated)
    assert counted.input_tokens == (300 if said else estimate(PROMPT))


@given(
    st.dictionaries(
        st.sampled_from(["input_tokens", "output_tokens"]), st.integers(-(10**9), 10**9)
    ),
    _WORDS,
    _WORDS,
    st.integers(-10, 10**6),
)
def test_no_number_of_a_vendor_goes_beyond_what_was_set_aside(
    said: dict[str, Any], prompt: str, answer: str, cached: int
) -> None:
    said |= {"input_token_details": {"cache_read": cached}}
    counted = count(said, prompt, answer, 2048)
    assert 0 <= counted.cached_tokens <= counted.input_tokens
    assert counted.input_tokens <= max(1, len(prompt) * MOST_TOKENS_PER_CHAR)
    assert 0 <= counted.output_tokens <= 2048
