"""The library's shared templates as they stood at one moment: macros and the system prompt.

A skill renders from the moment it was compiled in, so that a turn which has begun is not changed by
an edit of a macro it draws in. Only this snapshot reads the files; the sandbox reads the snapshot.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from skills.errors import Problem
from skills.hashing import digest

SYSTEM_PROMPT: Final = "writer.md"


def sandbox(sources: Mapping[str, str]) -> Environment:
    """A sandbox whose templates may import ``sources`` by name and nothing else."""
    return ImmutableSandboxedEnvironment(
        loader=DictLoader(dict(sources)),
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True, slots=True)
class Imports:
    """What one shared template draws in, and what is wrong with it."""

    names: tuple[str, ...]
    problems: tuple[Problem, ...]


class TemplateLibrary:
    """A snapshot of ``root``/macros and ``root``/system, with line ends as Jinja reads them."""

    def __init__(self, root: Path) -> None:
        self.macros = root / "macros"
        self.system_path = root / "system" / SYSTEM_PROMPT
        self.problems: list[Problem] = []
        self.sources: Mapping[str, str] = {
            path.name: self._read(path)
            for path in sorted(self.macros.glob("*.j2"))
            if not path.name.startswith(".")
        }
        self.system = self._read(self.system_path)
        self._imports: dict[str, Imports] = {}

    def _read(self, path: Path) -> str:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            self._report(path, "encoding", f"not UTF-8: {error.reason}", "save the file as UTF-8")
            return ""
        except OSError as error:
            self._report(path, "unreadable", f"cannot be read: {error.strerror}", "add the file")
            return ""
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _report(self, path: Path, rule: str, message: str, mend: str) -> None:
        self.problems.append(Problem(path, 1, 1, rule, message, mend))

    @cached_property
    def environment(self) -> Environment:
        """The sandbox over this snapshot."""
        return sandbox(self.sources)

    @cached_property
    def digest(self) -> str:
        """A digest of the whole snapshot; another one whenever any of its files changed."""
        parts = [(name, text.encode()) for name, text in self.sources.items()]
        return digest([*parts, ("", self.system.encode())])

    def imports(self, name: str) -> Imports:
        """What the macro file of that name draws in itself. Its name must be in ``sources``."""
        if name not in self._imports:
            self._imports[name] = self._parse(self.sources[name], self.macros / name)
        return self._imports[name]

    @cached_property
    def system_imports(self) -> Imports:
        """What the system prompt draws in."""
        return self._parse(self.system, self.system_path)

    def _parse(self, source: str, file: Path) -> Imports:
        try:
            tree = self.environment.parse(source)
        except TemplateSyntaxError as error:
            return Imports((), (syntax_problem(error, source, file, 1),))
        names: list[str] = []
        problems: list[Problem] = []
        for node in imports_of(tree):
            name = fixed_name(node)
            if name in self.sources:
                names.append(str(name))
                continue
            message = f"no macro file `{name}`" if name else "an import needs a fixed name"
            mend = f"import one of {', '.join(self.sources)}"
            problems.append(Problem(file, node.lineno, 1, "unknown-macro", message, mend))
        return Imports(tuple(names), tuple(problems))

    def drawn_in(self, names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
        """Those macro files and all that they draw in, sorted; and what is wrong with any."""
        seen: dict[str, Imports] = {}
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in seen and name in self.sources:
                seen[name] = self.imports(name)
                waiting += seen[name].names
        found = sorted(seen)
        return tuple(found), tuple(wrong for name in found for wrong in seen[name].problems)


Import = nodes.Import | nodes.FromImport | nodes.Include | nodes.Extends


def imports_of(tree: nodes.Node) -> Iterator[Import]:
    """Every place where a template draws in another."""
    for node in tree.find_all(nodes.Stmt):
        if isinstance(node, Import):
            yield node


def fixed_name(node: Import) -> str | None:
    """The name of the file a template draws in; None when it is worked out while rendering."""
    name = node.template.value if isinstance(node.template, nodes.Const) else None
    return name if isinstance(name, str) else None


def syntax_problem(error: TemplateSyntaxError, source: str, file: Path, first_line: int) -> Problem:
    """Jinja's syntax error at its place in ``file``, where ``source`` starts on ``first_line``."""
    lines = source.splitlines()
    text = lines[error.lineno - 1] if error.lineno <= len(lines) else ""
    column = len(text) - len(text.lstrip()) + 1
    return Problem(
        file,
        first_line + error.lineno - 1,
        column,
        "template-syntax",
        error.message or "this is not a Jinja2 template",
        "close every {{ … }}, {% if %} and {% for %}",
    )
