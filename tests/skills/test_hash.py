"""The hash: the same for the same skill however it is laid out, another for any other words."""

from pathlib import Path

import pytest

from skills.compiler import compile_skill
from tests.skills.library import PHRASES, SKILL, environment, make


def hash_of(folder: Path, skill: str = SKILL, phrases: str = PHRASES) -> str:
    return compile_skill(make(folder, skill, phrases), environment(folder)).hash


def moved(text: str, line: str, after: str) -> str:
    """The text with one line moved behind another."""
    without = text.replace(f"{line}\n", "", 1)
    return without.replace(f"{after}\n", f"{after}\n{line}\n", 1)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("key order", moved(SKILL, "tier: fast", "approval: draft")),
        ("spaces", SKILL.replace("tier: fast", "tier:    fast")),
        ("blank lines", SKILL.replace("rubric:", "\nrubric:")),
        ("comments", SKILL.replace("tier: fast", "tier: fast  # cheap")),
        ("quotes", SKILL.replace("tier: fast", 'tier: "fast"')),
        ("line ends", SKILL.replace("\n", "\r\n")),
        ("flow or block", SKILL.replace("tools: [search]", "tools:\n  - search")),
        ("plan layout", SKILL.replace("uses: [plain]", "uses:\n  - plain")),
    ],
)
def test_layout_does_not_change_it(tmp_path: Path, name: str, other: str) -> None:
    """Whitespace outside templates and key order mean nothing."""
    assert other != SKILL, name
    assert hash_of(tmp_path / "a") == hash_of(tmp_path / "b", other)


def test_phrase_layout_does_not_change_it(tmp_path: Path) -> None:
    """A phrase file is compared by what it says."""
    lines = PHRASES.splitlines()
    shuffled = "\n".join([lines[0], *reversed(lines[1:])])
    assert hash_of(tmp_path / "a") == hash_of(tmp_path / "b", phrases=shuffled + "\n\n")


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("tier: fast", "tier: deep"),
        ("version: 1", "version: 2"),
        ("weight: 3", "weight: 4"),
        ("Sample", "Samples"),
        ("Write in", "Write  in"),
        ("Write in", "Write in\n"),
        ("- [line]", "- [line]\n      - []\n      - [line]"),
        ("en 0", "en nought"),
    ],
)
def test_any_change_of_meaning_changes_it(tmp_path: Path, good: str, bad: str) -> None:
    """Frontmatter, template bytes and plan."""
    assert hash_of(tmp_path / "a") != hash_of(tmp_path / "b", SKILL.replace(good, bad, 1))


def test_what_it_draws_in_changes_it(tmp_path: Path) -> None:
    """Phrases, macros and the system prompt are part of what is rendered."""
    path = make(tmp_path)
    hashes = {compile_skill(path, environment(tmp_path)).hash}
    for name, text in (
        ("phrases/plain.yaml", PHRASES.replace("en {product}", "en: {product}")),
        ("macros/untrusted.j2", "{% macro untrusted(n, v) %}<d>{{ v }}</d>{% endmacro %}"),
        ("system/writer.md", "Write well.\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        hashes.add(compile_skill(path, environment(tmp_path)).hash)
    assert len(hashes) == 4
    (tmp_path / "macros" / "other.j2").write_text("unused", encoding="utf-8")
    assert compile_skill(path, environment(tmp_path)).hash in hashes


def test_it_is_the_same_from_the_cache(tmp_path: Path) -> None:
    """The kept parse of a phrase file gives the same hash as the file, and may vanish."""
    path = make(tmp_path)
    first = compile_skill(path, environment(tmp_path))
    kept = tmp_path / "phrases" / "__pycache__" / "plain.phrases.json"
    assert kept.exists()
    again = compile_skill(path, environment(tmp_path))
    assert again.hash == first.hash
    assert again.plan.phrases_of("line", "ta") == first.plan.phrases_of("line", "ta")
    kept.write_text("not json", encoding="utf-8")
    assert compile_skill(path, environment(tmp_path)).hash == first.hash
