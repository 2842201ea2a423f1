"""A skill by what it means: laid out in any way, and changed in one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.skills.library import PHRASES, SKILL

MACRO = (Path(__file__).parents[2] / "skills" / "macros" / "untrusted.j2").read_text("utf-8")
HEAD, BODY = SKILL.removeprefix("---\n").split("---\n", 1)
PROMPT = BODY[BODY.index("# Prompt\n") + len("# Prompt\n") : BODY.index("# Compose")].strip("\n")
COMPOSE = BODY[BODY.index("```yaml\n") + len("```yaml\n") : BODY.rindex("```")]
# Their values are held against a list, so that a change of them seldom compiles.
HELD = ("id", "product", "tier", "approval", "tools", "inputs", "outputs", "uses", "shapes")


@dataclass(frozen=True)
class Source:
    """A skill as what it means: parsed parts, and templates as they are."""

    head: Any
    prompt: str
    compose: Any
    phrases: Any
    macro: str

    def meaning(self) -> object:
        """Equal exactly when two sources mean the same; works without the code it judges."""
        return tuple(map(frozen, (self.head, self.compose, self.phrases))), self.prompt, self.macro


def frozen(value: Any) -> object:
    if isinstance(value, dict):
        return frozenset((frozen(key), frozen(item)) for key, item in value.items())
    if isinstance(value, list):
        return tuple(map(frozen, value))
    return type(value).__name__, value


PLAN = {
    **yaml.safe_load(COMPOSE),
    "emoji": True,
    "bold": ["line"],
    "must": ["line"],
    "drop": ["line", "line"],
    "fixes": {"length": ["line"]},
}
MORE = ("one more", "and another")
FRONT = yaml.safe_load(HEAD)
FRONT["examples"] = {name: [*lines, *MORE] for name, lines in FRONT["examples"].items()}
LINES = {name: [*lines, *MORE] for name, lines in yaml.safe_load(PHRASES)["line"].items()}
PARTS = ("head", "head", "compose", "phrases", "phrases", "prompt", "prompt", "macro")
WORDS = (
    "\n\nShort, warm and plain. " + "Every word as she would say it at the counter. " * 6 + "End."
)
# Long enough that most mutations meet words and not the syntax around them.
BASE = Source(FRONT, PROMPT + WORDS, PLAN, {"line": LINES}, MACRO)


@st.composite
def laid_out(draw: st.DrawFn, data: Any) -> str:
    """The YAML of ``data`` in some layout: keys in any order, any style, comments and blanks."""

    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            rows = draw(st.permutations(list(value.items())))
            return {key: shuffled(item) for key, item in rows}
        return [shuffled(item) for item in value] if isinstance(value, list) else value

    text: str = yaml.safe_dump(
        shuffled(data),
        sort_keys=False,
        allow_unicode=draw(st.booleans()),
        default_flow_style=draw(st.sampled_from((None, False))),
        default_style=draw(st.sampled_from((None, '"'))) if all_text(data) else None,
        indent=draw(st.sampled_from((2, 4))),
        width=draw(st.sampled_from((40, 100, 10_000))),
    )
    return f"# laid out anew\n\n{text}\n" if draw(st.booleans()) else text


def all_text(data: Any) -> bool:
    if isinstance(data, dict):
        return all(isinstance(key, str) and all_text(item) for key, item in data.items())
    return all(map(all_text, data)) if isinstance(data, list) else isinstance(data, str)


@st.composite
def files(draw: st.DrawFn, source: Source) -> tuple[str, str]:
    """The definition and the phrase file of a source, in some layout."""
    head, compose = draw(laid_out(source.head)), draw(laid_out(source.compose))
    blank = draw(st.sampled_from(("", "\n", "\n\n  \n")))
    fence = draw(st.booleans()) or "#" in compose  # which would be a heading without it
    plan = f"```yaml\n{compose}```\n" if fence else compose
    text = f"---\n{head}---\n{blank}# Prompt\n{blank}{source.prompt}\n{blank}# Compose\n{plan}"
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return ("\ufeff" if draw(st.booleans()) else "") + text, draw(laid_out(source.phrases))


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every leaf."""
    rows = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, item in rows:
        inner = isinstance(item, dict | list) and item
        found += places(item, (*path, key)) if inner else [(*path, key)]
    return found


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def put(value: Any, path: tuple[Any, ...], leaf: Any) -> Any:
    """A copy with another leaf."""
    if not path:
        return leaf
    if isinstance(value, dict):
        return {k: put(v, path[1:], leaf) if k == path[0] else v for k, v in value.items()}
    return [put(v, path[1:], leaf) if k == path[0] else v for k, v in enumerate(value)]


@st.composite
def changed(draw: st.DrawFn, data: Any) -> Any:
    """The data with one leaf changed, or one list longer, shorter or turned round."""
    free = [path for path in places(data) if path[0] not in HELD]
    path = draw(st.sampled_from(free))
    leaf = at(data, path)
    parent = at(data, path[:-1])
    if isinstance(parent, list) and draw(st.booleans()):
        turned = draw(st.sampled_from((parent[::-1], parent[:-1], [*parent, f"{leaf} more"])))
        return put(data, path[:-1], turned)
    if isinstance(leaf, bool) or leaf in (None, []):
        return put(data, path, not leaf)
    if isinstance(leaf, int):
        return put(data, path, leaf + draw(st.integers(1, 3)))
    sign = draw(st.sampled_from((" ", ".", "é", "😀", "\u200d", "A", "1")))
    cut = draw(st.integers(0, len(leaf)))
    return put(data, path, leaf[:cut] + sign + leaf[cut:])


@st.composite
def mutations(draw: st.DrawFn) -> Source:
    """A source that differs from the base in one to three ways, or in none."""
    source = BASE
    for _ in range(draw(st.sampled_from((0, 1, 1, 1, 2, 2, 3)))):
        match draw(st.sampled_from(PARTS)):
            case "prompt" | "macro" as part:
                text = getattr(source, part)
                cut = draw(st.integers(1, len(text) - 1))
                sign = draw(st.sampled_from((" ", "\n", "x", "é", "\t", "  ")))
                source = replace(source, **{part: text[:cut] + sign + text[cut:]})
            case part:
                source = replace(source, **{part: draw(changed(getattr(source, part)))})
    return source
