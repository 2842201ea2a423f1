"""The compile cache: the same skill, sooner; stale never, missing never missed."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from skills import compiler, kept
from skills.compiler import CompiledSkill, compile_skill
from skills.environment import CompilerEnvironment
from skills.errors import SkillProblems
from skills.registry import SkillRegistry
from tests.skills.library import PHRASES, SKILL, environment, make
from tests.skills.small_library import make_library


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The definitions that were parsed rather than taken from the cache."""
    seen: list[Path] = []
    split = compiler._Compilation._split

    def watched(self: compiler._Compilation, text: str) -> tuple[str, str, int]:
        seen.append(self.path)
        return split(self, text)

    monkeypatch.setattr(compiler._Compilation, "_split", watched)
    return seen


def said(skill: CompiledSkill) -> dict[str, object]:
    """Everything a compiled skill says, in values that compare."""
    plain = {
        name: getattr(skill, name)
        for name in (
            "id", "version", "hash", "title", "description", "product", "tier", "approval",
            "channel", "max_chars", "tools", "fields", "output_fields", "rubric", "examples",
            "prompt_source", "system_source", "files",
        )
    }  # fmt: skip
    plan = skill.plan
    phrases = {
        kind: {variant: list(lines) for variant, lines in by_variant.items()}
        for kind, by_variant in plan.phrases.items()
    }
    rest = [getattr(plan, name) for name in plan.__dataclass_fields__ if name != "phrases"]
    return {**plain, "phrases": phrases, "plan": rest}


def test_it_says_the_same_as_the_compiler(tmp_path: Path, parsed: list[Path]) -> None:
    names = ("whatsapp_broadcast", "gst_quote", "review_reply", "general_help")
    library = make_library(tmp_path, *names)
    cold = [said(skill) for skill in SkillRegistry.load(library).all()]
    assert len(parsed) == len(names)
    warm = [said(skill) for skill in SkillRegistry.load(library).all()]
    assert len(parsed) == len(names), "the second time nothing is parsed"
    assert warm == cold
    assert [*cold[0]["fields"]] == [*warm[0]["fields"]], "questions keep their order"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("definitions/sample.md", "tier: fast", "tier: deep"),
        ("phrases/plain.yaml", "en {", "EN {"),
        ("macros/untrusted.j2", "<data", "<words"),
        ("system/writer.md", "Today", "This day"),
    ],
)
def test_any_edit_makes_it_stale(
    tmp_path: Path, parsed: list[Path], file: str, old: str, new: str
) -> None:
    path = make(tmp_path)
    before = compile_skill(path, environment(tmp_path))
    text = (tmp_path / file).read_text(encoding="utf-8")
    (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert compile_skill(path, environment(tmp_path)).hash != before.hash
    assert len(parsed) == 2


def test_names_are_held_against_what_exists_each_time(tmp_path: Path) -> None:
    path = make(tmp_path)
    compile_skill(path, environment(tmp_path))
    with pytest.raises(SkillProblems, match="unknown-check"):
        compile_skill(path, CompilerEnvironment(tmp_path, frozenset(), frozenset({"search"})))
    with pytest.raises(SkillProblems, match="unknown-tool"):
        compile_skill(path, CompilerEnvironment(tmp_path, frozenset({"empty"}), frozenset()))


def test_other_rules_make_it_stale(
    tmp_path: Path, parsed: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make(tmp_path)
    compile_skill(path, environment(tmp_path))
    monkeypatch.setattr(kept, "rules", lambda: "another compiler")
    compile_skill(path, environment(tmp_path))
    assert len(parsed) == 2


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff", b'{"key": "x"}'])
def test_a_spoilt_file_is_no_cache(tmp_path: Path, parsed: list[Path], content: bytes) -> None:
    path = make(tmp_path)
    before = compile_skill(path, environment(tmp_path))
    for file in tmp_path.rglob("__pycache__/*.json"):
        file.write_bytes(content)
    assert compile_skill(path, environment(tmp_path)).hash == before.hash
    assert len(parsed) == 2


def test_parts_that_are_missing_are_compiled_again(tmp_path: Path, parsed: list[Path]) -> None:
    path = make(tmp_path)
    before = compile_skill(path, environment(tmp_path))
    [file] = path.parent.glob("__pycache__/*.json")
    data = orjson.loads(file.read_bytes())
    for part in ("front", "compose", "phrases", "prompt", "included", "hash"):
        file.write_bytes(orjson.dumps({name: data[name] for name in data if name != part}))
        assert compile_skill(path, environment(tmp_path)).hash == before.hash
    assert len(parsed) == 7


def test_what_json_cannot_hold_is_not_kept(tmp_path: Path, parsed: list[Path]) -> None:
    """A date would come back as text, under the hash of a date."""
    text = SKILL.replace(
        "type: string\n    from", "type: date\n    default: 2026-11-08\n    from", 1
    )
    path = make(tmp_path, text)
    hashes = {compile_skill(path, environment(tmp_path)).hash for _ in range(2)}
    assert len(hashes) == 1
    assert len(parsed) == 2


def test_a_folder_that_cannot_be_written_only_costs_time(
    tmp_path: Path, parsed: list[Path]
) -> None:
    path = make(tmp_path)
    (path.parent / "__pycache__").write_text("a file is in the way", encoding="utf-8")
    hashes = {compile_skill(path, environment(tmp_path)).hash for _ in range(2)}
    assert len(hashes) == 1
    assert len(parsed) == 2


def test_it_does_not_grow(tmp_path: Path) -> None:
    path = make(tmp_path)
    for version in range(2, 6):
        path.write_text(SKILL.replace("version: 1", f"version: {version}"), encoding="utf-8")
        compile_skill(path, environment(tmp_path))
    names = [file.name for file in path.parent.glob("__pycache__/*")]
    assert names == ["sample.skill.json"]
    phrases = [file.name for file in (tmp_path / "phrases").glob("__pycache__/*")]
    assert phrases == ["plain.phrases.json"]
    assert PHRASES.count("product") == 7
