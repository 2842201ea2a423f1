"""What can be wrong with a skill file, told so that its author can mend it without asking."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import InputError


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in one place.

    ``line`` and ``column`` count from 1. ``rule`` is a stable kebab-case name, ``message`` says
    what is wrong and ``mend`` what to write instead, both in English for the skill's author.
    """

    file: Path
    line: int
    column: int
    rule: str
    message: str
    mend: str

    def __str__(self) -> str:
        """``file:line:column: rule: message (mend)``, which editors turn into a link."""
        place = f"{self.file}:{self.line}:{self.column}"
        return f"{place}: {self.rule}: {self.message} ({self.mend})"


class SkillProblems(InputError):
    """A skill file breaks rules of the format; its author must mend every listed place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        super().__init__(
            "skill_broken",
            params={"count": len(self.problems)},
            detail="\n".join(str(problem) for problem in self.problems),
        )
