"""What the skills of one library share while they are compiled, as it stood at one moment."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from skills import wordlists
from skills.phrasebook import PhraseFile, load_phrase_file
from skills.templates import TemplateLibrary


@dataclass
class CompilerEnvironment:
    """Phrase files, shared templates, and the names that ``agents`` allows skills to use.

    ``checks`` and ``tools`` are None where nobody has said what exists; then names pass unread.
    Files are read once and kept: after an edit, compile in the environment that ``renewed`` makes.
    """

    root: Path
    checks: frozenset[str] | None = None
    tools: frozenset[str] | None = None
    _phrases: dict[str, PhraseFile] = field(default_factory=dict, repr=False)

    @cached_property
    def library(self) -> TemplateLibrary:
        """The macros and the system prompt."""
        return TemplateLibrary(self.root)

    @cached_property
    def word_lists(self) -> str:
        """The digest of the word lists, on which every draft depends."""
        return wordlists.digest()

    def phrase_path(self, name: str) -> Path:
        """Where the phrase file of that stem stands."""
        return self.root / "phrases" / f"{name}.yaml"

    def phrase_file(self, name: str) -> PhraseFile | None:
        """The compiled phrase file of that stem, or None when there is no such file."""
        if name not in self._phrases:
            path = self.phrase_path(name)
            if not path.is_file():
                return None
            self._phrases[name] = load_phrase_file(path)
        return self._phrases[name]

    def files_of(self, phrases: Iterable[str], macros: tuple[str, ...]) -> tuple[Path, ...]:
        """Every shared file behind a skill that uses these phrase files and macros."""
        library = self.library
        drawn, _ = library.drawn_in(macros + library.system_imports.names)
        return (
            *(self.phrase_path(name) for name in phrases),
            *(library.macros / name for name in drawn),
            library.system_path,
        )

    def renewed(self, changed: Iterable[Path]) -> "CompilerEnvironment":
        """The environment after ``changed`` were edited; what did not change is not read again."""
        paths = {path.resolve() for path in changed}
        kept = {
            name: file for name, file in self._phrases.items() if file.path.resolve() not in paths
        }
        fresh = CompilerEnvironment(self.root, self.checks, self.tools, kept)
        fresh.word_lists = self.word_lists
        if not any(path.parent.name == "system" or path.suffix == ".j2" for path in paths):
            fresh.library = self.library
        return fresh
