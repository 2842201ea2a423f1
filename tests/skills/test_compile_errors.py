"""Every rule of the format: broken once, found at its line and column, with a way to mend it."""

from pathlib import Path

import pytest

from skills.compiler import compile_skill
from skills.errors import Problem, SkillProblems
from tests.skills.library import EXAMPLES, PHRASES, SKILL, environment, make

FIRST_EXAMPLES = EXAMPLES.splitlines()[0]


def problems_of(folder: Path, skill: str, phrases: str = PHRASES) -> tuple[Problem, ...]:
    path = make(folder, skill, phrases)
    with pytest.raises(SkillProblems) as caught:
        compile_skill(path, environment(folder))
    return caught.value.problems


def place_of(text: str, marker: str) -> tuple[int, int]:
    """Line and column, from 1, of the marker in the text."""
    before = text[: text.index(marker)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


BROKEN = {
    "unknown key": ("tier: fast", "teir: fast", "teir", "unknown-key", "did you mean `tier`?"),
    "missing key": ("product: muse\n", "", "id: sample", "missing-key", "add product:"),
    "wrong value": ("tier: fast", "tier: quick", "quick", "wrong-value", "format"),
    "number as text": ("version: 1", "version: '1'", "'1'", "wrong-value", "format"),
    "version zero": ("version: 1", "version: 0", "0\ntitle", "wrong-value", "format"),
    "id is not the file": ("id: sample", "id: other", "other", "id-file-name", "sample"),
    "title lacks a language": (
        ", te: నమూనా",
        "",
        "{en: Sample",
        "wrong-value",
        "format",
    ),
    "unknown field key": (
        "    from: slots.product",
        "    form: slots.product",
        "form: slots",
        "unknown-key",
        "from",
    ),
    "bad source": ("slots.product", "guess.product", "guess.product", "wrong-value", "format"),
    "bad pattern": (
        "    from: slots.product",
        '    pattern: "(?=x)"',
        '"(?=x)"',
        "wrong-value",
        "format",
    ),
    "enum without values": (
        "type: string\n    from",
        "type: enum\n    from",
        "type: enum",
        "wrong-value",
        "enum needs it",
    ),
    "too few examples": (
        FIRST_EXAMPLES,
        "  en: [one, two]",
        "en: [one",
        "wrong-value",
        "format",
    ),
    "example is no text": ("en: [en 0", "en: [12, en 0", "12, en 0", "wrong-type", "quotes"),
    "duplicate key": ("version: 1", "version: 1\nversion: 2", "version: 2", "duplicate-key", "one"),
    "unknown check": ("check: empty", "check: emptiness", "emptiness", "unknown-check", "empty"),
    "unknown tool": ("[search]", "[serch]", "serch", "unknown-tool", "did you mean `search`?"),
    "yaml syntax": ("approval: draft", "approval: [draft", "", "yaml-syntax", "quotes"),
    "template syntax": ("{% from", "{% form", "{% form", "template-syntax", "close"),
    "unknown macro file": ("untrusted.j2", "trusted.j2", "", "unknown-macro", "macros"),
    "unfenced": (
        '{{ untrusted("product", inputs.product) }}',
        "{{ inputs.product }}",
        "inputs.product }}",
        "unfenced",
        "untrusted",
    ),
    "unknown phrases": ("[plain]", "[plane]", "plane", "unknown-phrases", "skills/phrases"),
    "unknown kind": ("- [line]", "- [lyne]", "lyne", "unknown-kind", "did you mean `line`?"),
    "unknown plan key": ("uses: [plain]", "uses: [plain]\nuse: x", "use: x", "unknown-key", "uses"),
    "unknown condition": (
        "angle: one",
        "angle: one\n    when: [sunny]",
        "sunny",
        "unknown-condition",
        "use one of",
    ),
    "no compose": ("# Compose", "# Composing", "Composing", "unknown-section", "Prompt"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    """Line and column point at the words that are wrong, and the mend says what to write."""
    good, bad, marker, rule, mend = BROKEN[name]
    assert good in SKILL
    broken = SKILL.replace(good, bad, 1)
    found = problems_of(tmp_path, broken)
    assert rule in {problem.rule for problem in found}
    problem = next(problem for problem in found if problem.rule == rule)
    assert mend in f"{problem.message} {problem.mend}"
    if marker:
        assert (problem.line, problem.column) == place_of(broken, marker)
    assert all(problem.file.name == "sample.md" for problem in found)
    assert all(problem.mend for problem in found)


def test_unknown_template_names_point_into_the_prompt(tmp_path: Path) -> None:
    """A name the skill does not have is an error at its own line, with the nearest one named."""
    broken = SKILL.replace("inputs.product)", "inputs.produkt)")
    (problem,) = problems_of(tmp_path, broken)
    assert problem.rule == "unknown-name"
    assert problem.line == place_of(broken, "Write in")[0]
    assert problem.mend == "did you mean `product`?"


def test_all_problems_of_a_file_come_at_once(tmp_path: Path) -> None:
    """Frontmatter, prompt and plan are read on, whatever was wrong before them."""
    broken = (
        SKILL.replace("tier: fast", "tier: quick")
        .replace("inputs.product)", "inputs.produkt)")
        .replace("- [line]", "- [lyne]")
        .replace("check: empty", "check: emptiness")
    )
    rules = [problem.rule for problem in problems_of(tmp_path, broken)]
    assert sorted(rules) == ["unknown-check", "unknown-kind", "unknown-name", "wrong-value"]


@pytest.mark.parametrize(
    ("good", "bad", "rule"),
    [
        ('["en {product}"]', '["en {prodct}"]', "unknown-slot"),
        ('["en {product}"]', '["en {product|plural}"]', "unknown-form"),
        ('["en {product}"]', '["en {product"]', "stray-brace"),
        ('["en {product}"]', "[{say: hi, wen: [x]}]", "unknown-key"),
        ('["en {product}"]', "[{say: hi, when: [sunny]}]", "unknown-condition"),
        ('["en {product}"]', "[{say: hi, tone: loud}]", "unknown-tone"),
        ('["en {product}"]', "[12]", "phrase-shape"),
        ("  en:", "  eng:", "unknown-variant"),
    ],
)
def test_broken_phrases_are_told_with_their_place(
    tmp_path: Path, good: str, bad: str, rule: str
) -> None:
    """A phrase file's faults name the phrase file."""
    broken = PHRASES.replace(good, bad, 1)
    assert broken != PHRASES
    found = [p for p in problems_of(tmp_path, SKILL, broken) if p.rule == rule]
    assert found
    assert found[0].file.name == "plain.yaml"
    assert found[0].line == 2


def test_a_file_that_is_no_skill_says_so(tmp_path: Path) -> None:
    """No frontmatter, or bytes that are no text."""
    assert problems_of(tmp_path, "# Prompt\nhello\n")[0].rule == "frontmatter-missing"
    path = make(tmp_path)
    path.write_bytes(b"---\n\xff\n---\n")
    with pytest.raises(SkillProblems) as caught:
        compile_skill(path, environment(tmp_path))
    assert caught.value.problems[0].rule == "encoding"
    assert "UTF-8" in str(caught.value)


def test_the_good_file_compiles(tmp_path: Path) -> None:
    """The table above breaks one thing at a time: unbroken, nothing is wrong."""
    skill = compile_skill(make(tmp_path), environment(tmp_path))
    assert skill.id == "sample"
    assert skill.fields["product"].source == "slots.product"
    assert skill.plan.phrases_of("line", "hi")[0].text == "hi {product}"
