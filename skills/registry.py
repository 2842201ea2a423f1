"""All skills of a library: loaded at start, each kept at its last good version."""

import gc
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.core.errors import NotFound
from app.core.variants import Shell
from skills.compiler import CompiledSkill, compile_skill
from skills.environment import CompilerEnvironment
from skills.errors import Problem, SkillProblems

LIBRARY: Final = Path(__file__).parent
DEFINITIONS: Final = "definitions"
_REMEMBERED: Final = 8
_ASKED_MOST: Final = (
    *("whatsapp_broadcast", "instagram_caption", "poster_text"),
    *("festival_greeting", "review_reply", "gst_quote"),
)


@dataclass(frozen=True, slots=True)
class Reload:
    """What an edit changed: skills served anew, skills gone, and everything wrong now."""

    changed: tuple[CompiledSkill, ...]
    removed: tuple[str, ...]
    problems: tuple[Problem, ...]

    def __bool__(self) -> bool:
        """Whether anything is served otherwise than before."""
        return bool(self.changed or self.removed)


class SkillRegistry:
    """Skills by id. Readers always see a whole, good version; a broken edit is only reported.

    One thread may reload while others read: what they read is replaced, never changed.
    """

    def __init__(self, environment: CompilerEnvironment) -> None:
        self._environment = environment
        self._skills: Mapping[str, CompiledSkill] = {}
        self._problems: Mapping[Path, tuple[Problem, ...]] = {}
        self._served: dict[str, OrderedDict[str, CompiledSkill]] = {}

    @classmethod
    def load(
        cls,
        folder: Path = LIBRARY,
        *,
        checks: frozenset[str] | None = None,
        tools: frozenset[str] | None = None,
    ) -> "SkillRegistry":
        """Compile every file of ``folder``/definitions; what is broken is in ``problems``.

        ``folder`` also holds ``phrases``, ``macros`` and ``system``. ``checks`` and ``tools`` are
        the names that exist; None leaves them unread.
        """
        registry = cls(CompilerEnvironment(folder, checks, tools))
        with _uncollected():
            registry.refresh(registry._definitions())
        return registry

    @property
    def folder(self) -> Path:
        """The library's folder."""
        return self._environment.root

    def reload(self, path: Path) -> CompiledSkill | None:
        """Compile one definition again and serve it, or keep the last good one and say why.

        Returns what is served now under that name; None when the file is gone or was never good.
        """
        self.refresh((path,))
        return self._skills.get(path.stem)

    def refresh(self, changed: Iterable[Path]) -> Reload:
        """Take in edits of definitions, phrases, macros or the system prompt, all at once.

        A shared file brings every skill that was made from it, and every broken one, which it may
        have mended. A definition that is gone is no longer served.
        """
        paths = set(changed)
        own = {path for path in paths if _is_definition(path)}
        # By their place in this library, however the caller spells the way there.
        definitions = {self.folder / DEFINITIONS / path.name for path in own}
        shared = paths - own
        if shared:
            self._environment = self._environment.renewed(shared)
            definitions |= self._made_from(shared) | set(self._problems)
        skills, problems = dict(self._skills), dict(self._problems)
        for path in sorted(definitions):
            problems.pop(path, None)
            if not path.exists():
                skills.pop(path.stem, None)
                continue
            try:
                skill = compile_skill(path, self._environment)
            except SkillProblems as error:
                problems[path] = error.problems
            else:
                known = skills.get(skill.id)
                # The order of the fields is that of the questions, and no part of the hash.
                if not known or (known.hash, [*known.fields]) != (skill.hash, [*skill.fields]):
                    skills[skill.id] = skill
        return self._serve(skills, problems)

    def _serve(
        self, skills: Mapping[str, CompiledSkill], problems: Mapping[Path, tuple[Problem, ...]]
    ) -> Reload:
        before, self._skills, self._problems = self._skills, skills, problems
        fresh = [skill for name, skill in sorted(skills.items()) if before.get(name) is not skill]
        for skill in fresh:
            versions = self._served.setdefault(skill.id, OrderedDict())
            versions[skill.hash] = skill
            versions.move_to_end(skill.hash)
            if len(versions) > _REMEMBERED:
                versions.popitem(last=False)
        gone = tuple(sorted(before.keys() - skills.keys()))
        return Reload(tuple(fresh), gone, self.problems)

    def _definitions(self) -> Sequence[Path]:
        return sorted((self.folder / DEFINITIONS).glob("*.md"))

    def _made_from(self, shared: set[Path]) -> set[Path]:
        resolved = {path.resolve() for path in shared}
        return {
            skill.path
            for skill in self._skills.values()
            if any(path.resolve() in resolved for path in skill.files)
        }

    def get(self, skill_id: str) -> CompiledSkill:
        """The skill of that id. Raises NotFound."""
        try:
            return self._skills[skill_id]
        except KeyError:
            raise NotFound(
                "skill", params={"skill": skill_id}, detail=f"no skill `{skill_id}`"
            ) from None

    def version(self, skill_id: str, fingerprint: str | None) -> CompiledSkill:
        """The skill as it was under that hash, so that a turn which waited goes on as it began.

        The present one when nobody remembers: the last few versions of this process are kept.
        Raises NotFound.
        """
        versions = self._served.get(skill_id)
        known = versions.get(fingerprint or "") if versions else None
        return known if known is not None else self.get(skill_id)

    def all(self) -> Sequence[CompiledSkill]:
        """Every good skill, by id."""
        return [skill for _, skill in sorted(self._skills.items())]

    def __contains__(self, skill_id: object) -> bool:
        """Whether that skill can be served."""
        return skill_id in self._skills

    def titles(self, shell: Shell) -> list[str]:
        """What can be written, in a shell language; what shops ask for most comes first."""
        places = {name: place for place, name in enumerate(_ASKED_MOST)}
        writing = [skill for skill in self.all() if not skill.plan.reply]
        ordered = sorted(writing, key=lambda skill: (places.get(skill.id, len(places)), skill.id))
        return [skill.title[shell] for skill in ordered]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the library's files as they stand now, each thing once."""
        return tuple(sorted({wrong for found in self._problems.values() for wrong in found}))


def _is_definition(path: Path) -> bool:
    return path.suffix == ".md" and path.parent.name == DEFINITIONS


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector: a compiled library is a mass of small objects and nothing circular.

    It would look all of them through again and again, for a third of the whole time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
