"""Taking an exported skill into a library: all of it or nothing, and never over a shared file."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import InputError
from skills.agent_skills import ReadSkill
from skills.compiler import CompiledSkill, compile_skill
from skills.environment import CompilerEnvironment
from skills.errors import SkillProblems
from skills.registry import DEFINITIONS


class ImportRefused(InputError):
    """The library holds something else under that name; replace it on purpose, or rename."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__("skill_import", params={"file": path.name}, detail=f"{path}: {why}")


@dataclass(frozen=True, slots=True)
class Imported:
    """A skill that was taken in; ``unchanged`` when its hash is that of its export."""

    skill: CompiledSkill
    unchanged: bool


def import_skill(found: ReadSkill, library: Path, *, replace: bool = False) -> Imported:
    """Write the skill into ``library`` and compile it there.

    Shared files that the library lacks come with it. A definition that says the same already stays
    as it is written. Raises ImportRefused when a definition of that name, or a shared file, says
    something else (``replace`` lets the definition be replaced), and SkillProblems when it does not
    compile; then nothing is left behind.
    """
    path = library / DEFINITIONS / f"{found.id}.md"
    own = _hash_of(path, library)
    with ExitStack() as undo:
        for name, content in _missing(found.shared, library).items():
            _write(library / name, content, undo)
        with ExitStack() as undo_own:
            _write(path, found.definition.encode(), undo_own)
            skill = compile_skill(path, CompilerEnvironment(library))
            if own == skill.hash:
                undo_own.close()
            elif own is not None and not replace:
                raise ImportRefused(path, "there is another; --replace puts this one in its place")
            undo_own.pop_all()
        undo.pop_all()
    return Imported(skill, skill.hash == found.hash)


def _hash_of(path: Path, library: Path) -> str | None:
    """The hash of a definition; None without one, empty when it is broken."""
    if not path.is_file():
        return None
    try:
        return compile_skill(path, CompilerEnvironment(library)).hash
    except SkillProblems:
        return ""


def _write(file: Path, content: bytes, undo: ExitStack) -> None:
    before = file.read_bytes() if file.is_file() else None
    undo.callback(_put_back, file, before)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _missing(shared: Mapping[str, bytes], library: Path) -> dict[str, bytes]:
    missing = {}
    for name, content in shared.items():
        there = library / name
        if not there.is_file():
            missing[name] = content
        elif _plain(there.read_bytes()) != _plain(content):
            raise ImportRefused(there, "the library's own says something else; rename one of them")
    return missing


def _plain(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").strip()


def _put_back(file: Path, before: bytes | None) -> None:
    if before is None:
        file.unlink(missing_ok=True)
    else:
        file.write_bytes(before)
