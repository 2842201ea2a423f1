"""Values as JSON has them: nothing coerced, patterns alike everywhere, defaults that fit."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from skills.compiler import compile_skill
from skills.errors import SkillProblems
from skills.models import build_model
from skills.patterns import to_ecma
from skills.schema import FieldSpec
from skills.values import read_json
from tests.skills.library import SKILL, environment, make

DAY, NOON = date(2026, 11, 8), datetime(2026, 11, 8, 12, tzinfo=UTC)


def valid(value: Any, **field: Any) -> bool:
    model = build_model("one", {"x": FieldSpec.model_validate({"required": True, **field})})
    try:
        model.model_validate({"x": value})
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("integer", [0, 1, 1.0, -(2**53) + 1], [True, "1", 1.5, 2**53, 10**400, 1e300, None]),
        ("money", [0, 124_999], ["124999", 0.5, False]),
        ("number", [0, 1, 0.1, -5, 1e308, 2**60], [True, "1", float("inf"), 10**400, None]),
        ("boolean", [True, False], [0, 1, "true", "yes", None]),
        ("string", ["", "नमस्ते", "😀"], [1, b"a", None, "\ud83d"]),
        ("date", ["2024-02-29", DAY], ["2023-02-29", 0, "20261108", "2026-11-08T00:00", NOON]),
        ("festival", ["diwali"], ["Diwali", "", "diwali\n"]),
        ("language", ["hi-Latn"], ["hi-latn", "mr"]),
        ("list", [[], [1, None]], ["a", {}, ["\udc00"]]),
        ("object", [{}, {"a": [1]}], [[], "a", {"\udc00": 1}, {"a": ["\udc00"]}]),
    ],
)  # fmt: skip
def test_nothing_is_coerced(kind: str, good: list[Any], bad: list[Any]) -> None:
    assert [value for value in good if not valid(value, type=kind)] == []
    assert [value for value in bad if valid(value, type=kind)] == []


def test_limits_count_code_points_and_take_halves() -> None:
    assert valid("😀😀", type="string", max_length=2)
    assert not valid("😀😀😀", type="string", max_length=2)
    assert valid(1, type="integer", minimum=0.5)
    assert not valid(0, type="integer", minimum=0.5)


def test_numbers_are_doubles() -> None:
    assert read_json("[1.0, 9007199254740993, 1e2, 0.5]") == [1, 9007199254740992.0, 100, 0.5]
    assert [type(n) for n in read_json("[1.0, 9007199254740993, 1e2]")] == [int, float, int]
    with pytest.raises(ValueError, match="NaN"):
        read_json("NaN")


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        (r"^[0-9]{10}$", r"^[0-9]{10}$"),
        (r"^#\S+$", r"^#\P{White_Space}+$"),
        (r"a.b", r"a[^\n]b"),
        (r"a/b]}", r"a\/b\]\}"),
        (r"[\-a-z.]", r"[\-a-z.]"),
        (r"\@\'", "@'"),
        (r"[^\n\x41-\u{5A}]", r"[^\u{A}A-Z]"),
        (r"(?:a|b)+?", r"(?:a|b)+?"),
        ("[ऀ-ॿ]", r"[\u{900}-\u{97F}]"),
        (r"[\s-]", r"[\p{White_Space}\-]"),
    ],
)
def test_patterns_are_written_for_others(pattern: str, written: str) -> None:
    assert to_ecma(pattern) == written


@pytest.mark.parametrize(
    "pattern",
    [r"\d", r"\w", r"\bend", r"(?i)a", r"(?P<n>a)", r"(?<n>a)", "[[:alpha:]]", "[a&&b]", "a**",
     "^*", "|*", "{2}", "a{,2}", r"\p{L}", r"\A", "[]a]", "[a-z-9]", r"[\s-z]",
     "a\\", "[a", r"\<", "*"],
)  # fmt: skip
def test_patterns_that_others_read_otherwise_are_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        to_ecma(pattern)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (r"{type: string, pattern: '^\d{10}$'}", "wrong-value"),
        ("{type: integer, default: five}", "unfit-default"),
        ("{type: string, max_length: 2, default: abc}", "unfit-default"),
        ("{type: integer, minimum: 5, maximum: 4}", "wrong-value"),
        ("{type: number, minimum: .inf}", "wrong-value"),
        ("{type: object, items: {a b: {type: string}}}", "wrong-value"),
    ],
)
def test_fields_that_cannot_be_kept_do_not_compile(tmp_path: Path, line: str, rule: str) -> None:
    text = re.sub(r"  product:\n    type: string\n    from: slots.product\n", "", SKILL)
    text = text.replace("inputs:\n", f"inputs:\n  product: {{type: string}}\n  odd: {line}\n")
    with pytest.raises(SkillProblems) as caught:
        compile_skill(make(tmp_path, text), environment(tmp_path))
    assert rule in {problem.rule for problem in caught.value.problems}
    assert {problem.line for problem in caught.value.problems} == {
        text.split("odd:")[0].count("\n") + 1
    }


def test_a_field_may_be_called_copy_and_none_model_something(tmp_path: Path) -> None:
    text = SKILL.replace("inputs:\n", "inputs:\n  copy: {type: string}\n")
    skill = compile_skill(make(tmp_path, text), environment(tmp_path))
    assert skill.inputs_model.model_validate({"copy": "words"}).model_dump()["copy"] == "words"
    path = make(tmp_path, SKILL.replace("inputs:\n", "inputs:\n  model_name: {type: string}\n"))
    with pytest.raises(SkillProblems, match="model_"):
        compile_skill(path, environment(tmp_path))
