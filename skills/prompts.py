"""Prompt templates: a reading of each one before it is ever rendered."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import TemplateSyntaxError, nodes

from skills.errors import Problem
from skills.templates import TemplateLibrary, fixed_name, imports_of, syntax_problem

FOUNDATION_FIELDS: Final = frozenset(
    {
        "address",
        "area",
        "audience",
        "business_name",
        "category",
        "city",
        "closed_on",
        "gstin",
        "hours",
        "languages",
        "owner_name",
        "phone",
        "price_range",
        "products",
        "state",
        "tone",
        "usp",
        "vpa",
        "website",
    }
)
CONSTITUTION_FIELDS: Final = frozenset(
    {"never_say", "always_say", "tone", "emoji", "discount_cap_percent", "approval", "sentences"}
)
FESTIVAL_FIELDS: Final = frozenset({"id", "name", "date", "greeting", "sell"})
NAMES: Final = (
    "foundation",
    "constitution",
    "inputs",
    "context",
    "festival",
    "language",
    "today",
    "attempt",
    "findings",
)
BY_NAME: Final = frozenset({"inputs", "foundation"})
UNTRUSTED: Final = frozenset({"foundation", "inputs", "context"})
FENCE: Final = "untrusted"


@dataclass(frozen=True, slots=True)
class TemplateReading:
    """What reading a template found: its problems and every file it draws in."""

    problems: tuple[Problem, ...]
    included: tuple[str, ...]


def read_template(
    source: str,
    *,
    file: Path,
    first_line: int,
    library: TemplateLibrary,
    inputs: Mapping[str, object],
) -> TemplateReading:
    """Check one template's syntax, the names it uses, and that untrusted values stand fenced."""
    try:
        tree = library.environment.parse(source)
    except TemplateSyntaxError as error:
        return TemplateReading((syntax_problem(error, source, file, first_line),), ())
    reader = _Reader(source, file, first_line, inputs)
    reader.read(tree)
    included, wrong = library.drawn_in(reader.imports(tree, library))
    return TemplateReading((*reader.problems, *wrong), included)


class _Reader:
    """Walks a template's tree and reports, with places, what it may not do."""

    def __init__(
        self, source: str, file: Path, first_line: int, inputs: Mapping[str, object]
    ) -> None:
        self.problems: list[Problem] = []
        self._lines = source.splitlines()
        self._file = file
        self._first_line = first_line
        self._members: dict[str, frozenset[str]] = {
            "inputs": frozenset(inputs),
            "foundation": FOUNDATION_FIELDS,
            "constitution": CONSTITUTION_FIELDS,
            "festival": FESTIVAL_FIELDS,
        }

    def report(self, node: nodes.Node, word: str, rule: str, message: str, mend: str) -> None:
        text = self._lines[node.lineno - 1] if node.lineno <= len(self._lines) else ""
        column = max(text.find(word), 0) + 1
        line = self._first_line + node.lineno - 1
        self.problems.append(Problem(self._file, line, column, rule, message, mend or "fix it"))

    def imports(self, tree: nodes.Template, library: TemplateLibrary) -> tuple[str, ...]:
        """The macro files the template names; those that do not exist are reported."""
        found = []
        for node in imports_of(tree):
            name = fixed_name(node)
            if name is None:
                self.report(node, "", "include-name", "an import needs a fixed name", "")
            elif name not in library.sources:
                mend = "import a file of skills/macros"
                self.report(node, name, "unknown-macro", f"no macro file `{name}`", mend)
            else:
                found.append(name)
        return tuple(found)

    def read(self, tree: nodes.Template) -> None:
        found = tuple(tree.find_all(nodes.Node))
        known = {*NAMES, *_own_names(found)}
        owners: set[int] = set()
        for node in found:
            if isinstance(node, nodes.Getattr):
                owners.add(id(node.node))
                self._member(node, node.node, node.attr)
            elif isinstance(node, nodes.Getitem):
                owners.add(id(node.node))
                self._member(node, node.node, getattr(node.arg, "value", None))
        for node in found:
            if not isinstance(node, nodes.Name) or node.ctx != "load":
                continue
            if node.name not in known:
                self._unknown(node, node.name, NAMES)
            elif node.name in BY_NAME and id(node) not in owners:
                # Its order is that of the file's keys, which no hash covers.
                message = f"`{node.name}` is read as a whole"
                self.report(node, node.name, "whole-map", message, f"write {node.name}.<name>")
        tainted = UNTRUSTED | self._tainted(tree)
        for node in found:
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    self._fenced(part, tainted)

    def _unknown(
        self, node: nodes.Node, name: str, known: tuple[str, ...] | frozenset[str]
    ) -> None:
        near = difflib.get_close_matches(name, list(known), n=1)
        mend = f"did you mean `{near[0]}`?" if near else f"use one of {', '.join(sorted(known))}"
        self.report(node, name, "unknown-name", f"the skill has no `{name}`", mend)

    def _member(self, node: nodes.Node, owner: nodes.Node, member: object) -> None:
        if not isinstance(owner, nodes.Name) or owner.name not in self._members:
            return
        known = self._members[owner.name]
        if not isinstance(member, str):
            message = f"a name of `{owner.name}` is worked out while rendering"
            self.report(node, owner.name, "dynamic-name", message, f"write {owner.name}.<name>")
        elif member not in known:
            self._unknown(node, member, known)

    def _tainted(self, tree: nodes.Template) -> frozenset[str]:
        """Names that hold untrusted values because a loop or a ``set`` gave them one."""
        tainted: set[str] = set()
        bindings = [(loop.iter, loop.target) for loop in tree.find_all(nodes.For)]
        bindings += [(given.node, given.target) for given in tree.find_all(nodes.Assign)]
        for value, target in bindings:
            if {name.name for name in _names(value)} & (UNTRUSTED | tainted):
                tainted.update(name.name for name in _names(target))
        return frozenset(tainted)

    def _fenced(self, node: nodes.Node, tainted: frozenset[str]) -> None:
        called = node.node if isinstance(node, nodes.Call) else None
        if isinstance(called, nodes.Name) and called.name == FENCE:
            return
        if isinstance(node, nodes.Name) and node.name in tainted:
            self.report(
                node,
                node.name,
                "unfenced",
                f"`{node.name}` holds text that other people wrote",
                "write {{ untrusted(name, value) }}, from untrusted.j2",
            )
            return
        test = node.test if isinstance(node, nodes.CondExpr) else None
        for child in node.iter_child_nodes():
            if child is not test:
                self._fenced(child, tainted)


def _own_names(found: Iterable[nodes.Node]) -> Iterator[str]:
    """What the template itself names: macros, loop variables, imports."""
    for node in found:
        if isinstance(node, nodes.Name) and node.ctx in ("store", "param"):
            yield node.name
        elif isinstance(node, nodes.FromImport):
            yield from (name if isinstance(name, str) else name[1] for name in node.names)
        elif isinstance(node, nodes.Import):
            yield node.target
        elif isinstance(node, nodes.Macro):
            yield node.name


def _names(node: nodes.Node) -> Iterator[nodes.Name]:
    if isinstance(node, nodes.Name):
        yield node
    yield from node.find_all(nodes.Name)
