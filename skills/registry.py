"""All skills of a library: loaded at start, each kept at its last good version."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.core.errors import NotFound
from app.core.variants import Shell
from skills.compiler import CompiledSkill, compile_skill
from skills.environment import CompilerEnvironment
from skills.errors import Problem, SkillProblems

LIBRARY: Final = Path(__file__).parent


class SkillRegistry:
    """Skills by id. Readers always see a whole, good version; a broken edit is only reported."""

    def __init__(self, environment: CompilerEnvironment) -> None:
        self._environment = environment
        self._skills: dict[str, CompiledSkill] = {}
        self._problems: dict[Path, tuple[Problem, ...]] = {}

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
        for path in sorted((folder / "definitions").glob("*.md")):
            registry.reload(path)
        return registry

    def reload(self, path: Path) -> CompiledSkill | None:
        """Compile one definition again and serve it, or keep the last good one and say why.

        Returns what is served now under that name; None when the file is gone or was never good.
        """
        if not path.exists():
            self._skills.pop(path.stem, None)
            self._problems.pop(path, None)
            return None
        try:
            skill = compile_skill(path, self._environment)
        except SkillProblems as error:
            self._problems[path] = error.problems
        else:
            self._problems.pop(path, None)
            self._skills[skill.id] = skill
        return self._skills.get(path.stem)

    def get(self, skill_id: str) -> CompiledSkill:
        """The skill of that id. Raises NotFound."""
        try:
            return self._skills[skill_id]
        except KeyError:
            raise NotFound(
                "skill", params={"skill": skill_id}, detail=f"no skill `{skill_id}`"
            ) from None

    def all(self) -> Sequence[CompiledSkill]:
        """Every good skill, by id."""
        return [self._skills[name] for name in sorted(self._skills)]

    def __contains__(self, skill_id: object) -> bool:
        """Whether that skill can be served."""
        return skill_id in self._skills

    def titles(self, shell: Shell) -> list[str]:
        """What can be asked for, in a shell language; the conversation itself is no ability."""
        return [skill.title[shell] for skill in self.all() if skill.product != "chat"]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the library's files as they stand now."""
        return tuple(problem for path in sorted(self._problems) for problem in self._problems[path])
