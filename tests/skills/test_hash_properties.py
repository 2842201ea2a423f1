"""Hundreds of mutations: the hash changes with the meaning, and with nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import TemplateError

from skills.compiler import CompiledSkill, compile_skill
from skills.errors import Problem, SkillProblems
from skills.hashing import canonical, digest
from tests.fixtures.counts import FULL
from tests.skills.library import SKILL, environment, make
from tests.skills.mutated import files, frozen, mutations
from tests.skills.small_library import make_library

MUTATIONS = 500 if FULL else 100
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
NAMES = {"language": "en", "inputs": {"product": "<b>kaju katli</b>"}, "today": "1 Jan"}


def compiled(folder: Path, definition: str, phrases: str, macro: str) -> CompiledSkill | None:
    """The compiled skill, None when the mutation broke it. Anything else it raises is a bug."""
    path = make(folder, phrases=phrases)
    path.write_bytes(definition.encode())
    (folder / "macros" / "untrusted.j2").write_text(macro, encoding="utf-8", newline="\n")
    try:
        return compile_skill(path, environment(folder))
    except SkillProblems:
        return None


def render(skill: CompiledSkill) -> str:
    """Both prompts, or how they fail."""
    try:
        return skill.system.render(**NAMES) + skill.prompt.render(**NAMES)
    except (TemplateError, TypeError) as error:
        return repr(error)


def test_the_hash_is_the_meaning(tmp_path: Path) -> None:
    """No two meanings share a hash (no collision), no meaning has two (no false change)."""
    hash_of: dict[object, str] = {}
    meaning_of: dict[str, object] = {}
    rendered_of: dict[str, str] = {}

    @settings(max_examples=6 * MUTATIONS, deadline=None, suppress_health_check=QUIET)
    @given(st.data())
    def try_one(data: st.DataObject) -> None:
        source = data.draw(mutations())
        skill = compiled(tmp_path, *data.draw(files(source)), source.macro)
        if skill is None:
            return
        meaning = source.meaning()
        assert hash_of.setdefault(meaning, skill.hash) == skill.hash, "a false change"
        assert meaning_of.setdefault(skill.hash, meaning) == meaning, "a collision"
        rendered = render(skill)
        assert rendered_of.setdefault(skill.hash, rendered) == rendered, "a byte changed unseen"

    try_one()
    assert len(meaning_of) >= MUTATIONS, f"only {len(meaning_of)} different ones compiled"


@settings(max_examples=MUTATIONS, deadline=None, suppress_health_check=QUIET)
@given(st.data())
def test_any_damage_is_told(tmp_path: Path, data: st.DataObject) -> None:
    """Bytes lost, doubled or strewn in: the compiler answers with problems, never with a crash."""
    raw = SKILL.encode()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 60)))
    strewn = data.draw(
        st.one_of(
            st.binary(max_size=4),
            st.sampled_from(
                (b"{{", b"{%", b"---\n", b"!!int ''", b"&a [*a]", b"? [", b"\x00", b": ")
            ),
            st.just(raw[start:end] * 2),
        )
    )
    path = make(tmp_path)
    path.write_bytes(raw[:start] + strewn + raw[end:])
    assert all(problem.line >= 1 and problem.column >= 1 for problem in told(path, tmp_path))


def told(path: Path, folder: Path) -> tuple[Problem, ...]:
    """What is wrong with a skill; another error than that is a bug of the compiler."""
    try:
        compile_skill(path, environment(folder))
    except SkillProblems as error:
        return error.problems
    return ()


@settings(max_examples=MUTATIONS, deadline=None, suppress_health_check=QUIET)
@given(st.data())
def test_damaged_phrases_and_macros_are_told(tmp_path: Path, data: st.DataObject) -> None:
    """Files that several skills share break no less politely."""
    name = data.draw(st.sampled_from(("phrases/plain.yaml", "macros/untrusted.j2")))
    path = make(tmp_path)
    raw = (tmp_path / name).read_bytes()
    cut = data.draw(st.integers(0, len(raw)))
    more = st.sampled_from(
        (b"{% import x %}", b"\xff", b"{{", b"!!bool x", b"[", b"{% extends 'no' %}")
    )
    (tmp_path / name).write_bytes(raw[:cut] + data.draw(more) + raw[cut:])
    assert isinstance(told(path, tmp_path), tuple)


KEYS = st.one_of(st.text(max_size=3), st.integers(), st.none())
VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(),
        st.dates(), st.datetimes(), st.binary(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(KEYS, inner, max_size=3),
    ),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=4 * MUTATIONS, deadline=None)
@given(VALUES, VALUES)
def test_the_canonical_form_tells_values_apart(one: Any, other: Any) -> None:
    """Also 1 from 1.0 and True, a date from its text, and a key 1 from a key "1"."""
    same = frozen(one) == frozen(other) and repr_of_zeros(one) == repr_of_zeros(other)
    assert (canonical(one) == canonical(other)) == same


def repr_of_zeros(value: Any) -> str:
    """Python calls 0.0 and -0.0 equal; they are written differently."""
    return "".join(part for part in repr(frozen(value)).split() if part in ("-0.0)", "0.0)"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0), (1, True), (0, False), ("1", 1), (None, "null"), (None, float("nan")),
        ({"1": 2}, {1: 2}), ("2026-11-08", yaml.safe_load("2026-11-08")), ([], {}), ("", None),
        ({"a": {"b": 1}}, {"a": {"b": 1.0}}), (["a", "b"], ["ab"]), ({1, 2}, [1, 2]), (b"a", "a"),
    ],
)  # fmt: skip
def test_values_that_look_alike_are_not_alike(one: Any, other: Any) -> None:
    assert canonical(one) != canonical(other)


def test_parts_cannot_run_together() -> None:
    digests = {
        digest([("a", b"bc")]), digest([("ab", b"c")]), digest([("a", b"b"), ("c", b"")]),
        digest([("a", b"b"), ("", b"c")]), digest([("a", b"")]), digest([("a:1:b", b"")]),
    }  # fmt: skip
    assert len(digests) == 6


def test_every_process_finds_the_same_hashes(tmp_path: Path) -> None:
    """Whatever order its sets and dicts take."""
    code = (
        "import sys; from pathlib import Path; from skills.registry import SkillRegistry;"
        "print([s.hash for s in SkillRegistry.load(Path(sys.argv[1])).all()])"
    )
    said = set()
    for seed in ("0", "4242"):
        library = make_library(tmp_path / seed, "whatsapp_broadcast", "gst_quote", "review_reply")
        command = [sys.executable, "-P", "-c", code, str(library)]
        root = str(Path(__file__).parents[2])
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": root}
        said.add(
            subprocess.run(command, capture_output=True, text=True, env=env, check=True).stdout
        )
    assert len(said) == 1
    assert said.pop().count(",") == 2
