"""Exports that the public validator accepts, and that come back as the same skill."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from skills_ref import read_properties, validate

from skills.agent_skills import NotOurSkill, export_skill, find_skills, read_skill
from skills.compiler import compile_skill
from skills.environment import CompilerEnvironment
from skills.errors import SkillProblems
from skills.importing import ImportRefused, import_skill
from skills.registry import LIBRARY, SkillRegistry
from tests.skills.library import SKILL, environment, make

SHIPPED = SkillRegistry.load().all()

ODD = (
    SKILL.replace(
        "description: Writes a sample. Use it in tests.",
        'description: "A # hash, a: colon, --- three hyphens,\\n\\"quotes\\", ‘é’ 😀 \\\\ more  "',
    )
    .replace("title: {en: Sample,", 'title: {en: "A --- title",')
    .replace("tools: [search]", "tools: [search]  # what it may call")
    .replace("type: string\n    from", "type: date\n    default: 2026-11-08\n    from", 1)
    .replace("Write in {{ language }}", "Write in  {{ language }}\n\n## Not a section\n---\ntext")
)
SCHEMELESS = "---\nname: somebody-elses\ndescription: Theirs.\n---\n\n# Do this\n"


@pytest.fixture
def empty_library(tmp_path: Path) -> Path:
    """A library with the system prompt alone."""
    library = tmp_path / "library"
    (library / "system").mkdir(parents=True)
    shutil.copy(LIBRARY / "system" / "writer.md", library / "system")
    return library


@pytest.mark.parametrize("skill", SHIPPED, ids=lambda skill: skill.id)
def test_the_public_validator_accepts_every_skill(skill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = export_skill(skill, tmp_path)
    assert file.parent.name == skill.id.replace("_", "-")
    assert validate(file.parent) == []
    properties = read_properties(file.parent)
    assert properties.description == skill.description.strip()
    assert properties.metadata["raptorflow-hash"] == skill.hash


def test_every_skill_comes_back_the_same(tmp_path: Path, empty_library: Path) -> None:
    """Into a library that has none of its phrases and macros."""
    for skill in SHIPPED:
        export_skill(skill, tmp_path / "out")
    files = find_skills(tmp_path / "out")
    assert len(files) == len(SHIPPED)
    for file in files:
        taken = import_skill(read_skill(file), empty_library)
        assert taken.unchanged, taken.skill.id
    hashes = {skill.id: skill.hash for skill in SkillRegistry.load(empty_library).all()}
    assert hashes == {skill.id: skill.hash for skill in SHIPPED}


@pytest.mark.parametrize("text", [SKILL, ODD, ODD.replace("\n", "\r\n"), "\ufeff" + ODD])
def test_odd_text_survives(tmp_path: Path, text: str) -> None:
    """Hyphens that would end the front matter, quotes, dates, emoji, comments, line ends."""
    path = make(tmp_path / "one", "x")
    path.write_bytes(text.encode())
    skill = compile_skill(path, environment(tmp_path / "one"))
    file = export_skill(skill, tmp_path / "out")
    assert validate(file.parent) == []
    make(tmp_path / "two").unlink()
    taken = import_skill(read_skill(file), tmp_path / "two")
    assert taken.unchanged
    assert taken.skill.description == skill.description


def test_a_changed_export_is_taken_as_changed(tmp_path: Path) -> None:
    file = export_skill(
        compile_skill(make(tmp_path / "one"), environment(tmp_path / "one")), tmp_path
    )
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Write in {{", "Answer in {{"), encoding="utf-8")
    make(tmp_path / "two").unlink()
    taken = import_skill(read_skill(file), tmp_path / "two")
    assert not taken.unchanged
    assert taken.skill.prompt_source.count("Answer in {{") == 1


def test_the_same_again_leaves_the_librarys_own_text(tmp_path: Path) -> None:
    path = make(tmp_path / "one")
    before = path.read_bytes()
    file = export_skill(compile_skill(path, environment(tmp_path / "one")), tmp_path)
    assert import_skill(read_skill(file), tmp_path / "one").unchanged
    assert path.read_bytes() == before


def test_another_skill_of_that_name_is_replaced_only_on_purpose(tmp_path: Path) -> None:
    path = make(tmp_path / "one")
    file = export_skill(compile_skill(path, environment(tmp_path / "one")), tmp_path)
    other = SKILL.replace("weight: 3", "weight: 4")
    path.write_text(other, encoding="utf-8")
    with pytest.raises(ImportRefused, match="--replace"):
        import_skill(read_skill(file), tmp_path / "one")
    assert path.read_text(encoding="utf-8") == other
    assert import_skill(read_skill(file), tmp_path / "one", replace=True).unchanged
    assert path.read_text(encoding="utf-8") != other


def test_a_shared_file_is_never_written_over(tmp_path: Path) -> None:
    path = make(tmp_path / "one")
    file = export_skill(compile_skill(path, environment(tmp_path / "one")), tmp_path)
    target = make(tmp_path / "two")
    target.unlink()
    phrases = tmp_path / "two" / "phrases" / "plain.yaml"
    phrases.write_text(phrases.read_text("utf-8").replace("en {", "en: {"), "utf-8")
    with pytest.raises(ImportRefused, match="says something else"):
        import_skill(read_skill(file), tmp_path / "two")
    assert not target.exists()


def test_what_does_not_compile_leaves_nothing_behind(tmp_path: Path, empty_library: Path) -> None:
    path = make(tmp_path / "one")
    file = export_skill(compile_skill(path, environment(tmp_path / "one")), tmp_path)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("{{ language }}", "{{ tongue }}"), encoding="utf-8")
    with pytest.raises(SkillProblems, match="tongue"):
        import_skill(read_skill(file), empty_library)
    left = [p for p in empty_library.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    assert [p.name for p in left] == ["writer.md"]


@pytest.mark.parametrize(
    "text",
    [
        "no front matter",
        SCHEMELESS,
        "---\nname: [\n---\n",
        "---\n- a list\n---\n",
        "---\nname: ../../etc\ndescription: d\nmetadata: {raptorflow-definition: x}\n---\n",
        "---\nname: Upper\ndescription: d\nmetadata: {raptorflow-definition: x}\n---\n",
    ],
)
def test_what_we_did_not_write_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "SKILL.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(NotOurSkill):
        read_skill(file)


def test_an_export_is_the_same_every_time(tmp_path: Path) -> None:
    skill = SHIPPED[0]
    texts = {export_skill(skill, tmp_path / name).read_bytes() for name in ("one", "two")}
    assert len(texts) == 1
    assert compile_skill(skill.path, CompilerEnvironment(LIBRARY)).hash == skill.hash
