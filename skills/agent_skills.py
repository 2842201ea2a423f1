"""Our skills as Agent Skills, the folder format that other assistants read, and back again.

A skill becomes a folder with one ``SKILL.md``: its name and description as the format wants them,
the rest of our front matter as text in ``metadata``, and our body, which is what an agent follows.
The shared phrases and macros it draws on lie in ``assets``, so that another library can take it in.

Format: agentskills.io/specification, checked 2026-11-23 against skills-ref 0.1.1. Its parser ends
the front matter at the first three hyphens wherever they stand, so none may stand within.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from frontmatter.default_handlers import YAMLHandler

from app.core.errors import InputError
from skills.compiler import CompiledSkill
from skills.located_yaml import read_yaml
from skills.schema import FieldSpec
from skills.sections import NAMES

FILE: Final = "SKILL.md"
ASSETS: Final = "assets"
SHARED: Final = ("phrases", "macros")
_DEFINITION: Final = "raptorflow-definition"
_HASH: Final = "raptorflow-hash"
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_WIDTH: Final = 96
_OUR_SECTION: Final = re.compile(rf"^# +(?:{'|'.join(NAMES)})\s*$", re.MULTILINE)


class NotOurSkill(InputError):
    """A folder that `raptorflow skills export` did not write; export it again, or write it anew."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__("skill_import", params={"file": path.name}, detail=f"{path}: {why}")


@dataclass(frozen=True, slots=True)
class ReadSkill:
    """A skill read back: the text of its definition, the hash it was exported under."""

    id: str
    definition: str
    hash: str
    shared: Mapping[str, bytes]
    """Files by their place in a library, e.g. ``phrases/hooks.yaml``."""


def export_skill(skill: CompiledSkill, folder: Path) -> Path:
    """Write the skill's folder into ``folder``; returns its ``SKILL.md``."""
    home = folder / skill.id.replace("_", "-")
    home.mkdir(parents=True, exist_ok=True)
    for path in skill.files:
        if path.parent.name in SHARED:
            there = home / ASSETS / path.parent.name / path.name
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(path.read_bytes())
    file = home / FILE
    file.write_text(_skill_md(skill), encoding="utf-8", newline="\n")
    return file


def _skill_md(skill: CompiledSkill) -> str:
    head, body = _halves(skill.path)
    start = _OUR_SECTION.search(body)
    metadata = {
        "raptorflow-version": str(skill.version),
        _HASH: skill.hash,
        _DEFINITION: _rest_of(head, skill.path),
    }
    lines = [
        "---",
        f"name: {skill.id.replace('_', '-')}",
        f"description: {_scalar(skill.description, 0)}",
        "metadata:",
        *(f"  {name}: {_scalar(text, 4)}" for name, text in metadata.items()),
        "---",
        "",
        *_introduction(skill),
        "",
    ]
    return "\n".join(lines) + body[start.start() if start else 0 :].rstrip("\n") + "\n"


def _introduction(skill: CompiledSkill) -> Iterator[str]:
    yield f"# {skill.title['en']}"
    yield ""
    yield (
        "Fill the names of the template under Prompt from the inputs and follow it. Under Compose"
        " stands the same task as a plan of sentence kinds, for writing without a model."
    )
    for title, fields in (("Inputs", skill.fields), ("Outputs", skill.output_fields)):
        yield ""
        yield f"## {title}"
        yield ""
        yield from (_field(name, field) for name, field in fields.items())


def _field(name: str, field: FieldSpec) -> str:
    limits = [field.type, *(["required"] if field.required else [])]
    limits += [f"at most {field.max_length}"] if field.max_length else []
    limits += [f"one of {', '.join(field.values)}"] if field.values else []
    about = f": {field.description}" if field.description else ""
    return f"- `{name}` ({', '.join(limits)}){about}"


def _halves(path: Path) -> tuple[str, str]:
    """Front matter and body of a file, line ends as ``\\n``. Raises NotOurSkill without either."""
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    marks = list(YAMLHandler.FM_BOUNDARY.finditer(text))[:2]
    if len(marks) < 2:
        raise NotOurSkill(path, "there is no front matter between two lines of ---")
    start = text.index("\n", marks[0].start()) + 1
    end = text.find("\n", marks[1].start()) + 1 or len(text)
    return text[start : marks[1].start()], text[end:]


def _rest_of(head: str, path: Path) -> str:
    """The front matter as it was written, without what the format has places of its own for."""
    where, _ = read_yaml(head, file=path)
    rest = {key: value for key, value in where.data.items() if key not in ("id", "description")}
    lines = head.splitlines(keepends=True)
    if isinstance(where.node, yaml.MappingNode):
        starts = [(key.value, key.start_mark.line) for key, _ in where.node.value]
        ends = [line for _, line in starts[1:]] + [len(lines)]
        kept = [
            "".join(lines[start:end])
            for (key, start), end in zip(starts, ends, strict=True)
            if key not in ("id", "description")
        ]
        if read_yaml("".join(kept), file=path)[0].data == rest:
            return "".join(kept)
    return str(yaml.safe_dump(rest, allow_unicode=True, sort_keys=False, width=_WIDTH))


def _scalar(text: str, indent: int) -> str:
    """Text as a YAML value: a block when that says the very same, else in quotes."""
    block = "|\n" + "".join(
        f"{' ' * indent}{line}" if line.strip() else line for line in text.splitlines(keepends=True)
    )
    if indent and text.endswith("\n") and "---" not in text and _reads_as(block, text):
        return block.rstrip("\n")
    quoted = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=float("inf"))
    return str(quoted).strip().replace("---", "\\x2D--")


def _reads_as(block: str, text: str) -> bool:
    try:
        return bool(yaml.safe_load(f"key: {block}")["key"] == text)
    except yaml.YAMLError:
        return False


def find_skills(folder: Path) -> list[Path]:
    """Every ``SKILL.md`` of an export: the folder's own, or those one level below."""
    own = folder / FILE
    return [own] if own.is_file() else sorted(folder.glob(f"*/{FILE}"))


def read_skill(file: Path) -> ReadSkill:
    """Read an exported skill back. Raises NotOurSkill when it was not written by us."""
    head, body = _halves(file)
    where, problems = read_yaml(head, file=file, first_line=2)
    if problems:
        raise NotOurSkill(file, str(problems[0]))
    front: Any = where.data if isinstance(where.data, dict) else {}
    metadata = front.get("metadata")
    rest = metadata.get(_DEFINITION) if isinstance(metadata, dict) else None
    name, description = front.get("name"), front.get("description")
    if not all(isinstance(text, str) for text in (name, description, rest)):
        raise NotOurSkill(file, f"it has no name, description and metadata {_DEFINITION}")
    if not _NAME.fullmatch(str(name)):
        raise NotOurSkill(file, f"{name!r} is no name of ours: lower-case words and hyphens")
    start = _OUR_SECTION.search(body)
    about = yaml.safe_dump({"description": description}, allow_unicode=True, width=_WIDTH)
    skill_id = str(name).replace("-", "_")
    text = f"---\nid: {skill_id}\n{about}{rest}"
    assets = file.parent / ASSETS
    return ReadSkill(
        id=skill_id,
        definition=f"{text.rstrip()}\n---\n\n{body[start.start() if start else 0 :]}",
        hash=str(metadata.get(_HASH, "")),
        shared={
            f"{kind}/{path.name}": path.read_bytes()
            for kind in SHARED
            for path in sorted((assets / kind).glob("*"))
            if path.is_file()
        },
    )
