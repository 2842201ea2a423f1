"""YAML that remembers where everything stood, read by libyaml (ten times the Python loader)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from skills.errors import Problem

Place = tuple[int, int]

_TEXT: Final = "tag:yaml.org,2002:str"
_LIST: Final = "tag:yaml.org,2002:seq"
_MAP: Final = "tag:yaml.org,2002:map"
_MERGE: Final = "tag:yaml.org,2002:merge"

# What the library's own constructors raise for `!!int ""`, `!!bool x`, a 13th month, `[[[[…`.
_UNREADABLE: Final = (
    yaml.YAMLError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
)


@dataclass(frozen=True, slots=True)
class LocatedYaml:
    """A parsed document: plain ``data`` and its node tree, from which places are read.

    ``first_line`` is the line of the file on which the document starts, counted from 1.
    """

    data: Any
    node: yaml.Node | None
    first_line: int

    def place(self, path: Sequence[object], *, key: bool = False) -> Place:
        """Line and column of the value at ``path`` (of its key when ``key``), both from 1.

        Parts of the path that do not exist are ignored, so the nearest existing parent is named.
        """
        node, found = self.node, self.node
        for part in path:
            step = _child(node, part)
            if step is None:
                continue
            key_node, node = step
            found = key_node if key and part == path[-1] and key_node is not None else node
        if found is None:
            return (self.first_line, 1)
        mark = found.start_mark
        return (self.first_line + mark.line, mark.column + 1)


def _child(node: yaml.Node | None, part: object) -> tuple[yaml.Node | None, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == str(part):
                return key, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    return None


def _structure(node: yaml.Node, first_line: int, file: Path) -> list[Problem]:
    """Keys that stand twice, and parts that are only pointed at."""
    problems = []

    def report(at: yaml.Node, rule: str, message: str, mend: str) -> None:
        mark = at.start_mark
        place = (first_line + mark.line, mark.column + 1)
        problems.append(Problem(file, *place, rule, message, mend))

    stack, visited = [node], {id(node)}
    while stack:
        current = stack.pop()
        if isinstance(current, yaml.SequenceNode):
            children = current.value
        elif isinstance(current, yaml.MappingNode):
            children = [part for pair in current.value for part in pair]
            seen: set[str] = set()
            for key, _ in current.value:
                if isinstance(key, yaml.ScalarNode):
                    if key.value in seen:
                        message = f"`{key.value}` stands twice in one map"
                        report(key, "duplicate-key", message, "keep one of the two")
                    seen.add(key.value)
        else:
            continue
        fresh = []
        for child in children:
            if id(child) in visited:
                # Ten lines of them can stand for a billion values.
                message = "an anchor is used a second time"
                report(child, "alias", message, "write it out in both places")
            elif isinstance(child, yaml.ScalarNode):
                visited.add(id(child))
            else:
                visited.add(id(child))
                fresh.append(child)
        stack += fresh
    return problems


def _value(node: yaml.Node, loader: yaml.CSafeLoader) -> Any:
    """What the loader would make of the node, without its way round for recursive documents."""
    tag = node.tag
    if tag == _TEXT and isinstance(node, yaml.ScalarNode):
        return node.value
    if tag == _LIST and isinstance(node, yaml.SequenceNode):
        return [_value(child, loader) for child in node.value]
    if (
        tag == _MAP
        and isinstance(node, yaml.MappingNode)
        and all(isinstance(key, yaml.ScalarNode) and key.tag != _MERGE for key, _ in node.value)
    ):
        return {_value(key, loader): _value(child, loader) for key, child in node.value}
    return loader.construct_object(node, deep=True)


class _Loader(yaml.CSafeLoader):
    """The library's safe loader, with its shortest way to the tag of a plain text."""

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:
        if kind is not yaml.ScalarNode:
            return _MAP if kind is yaml.MappingNode else _LIST
        if implicit[0]:
            for tag, pattern in self.yaml_implicit_resolvers.get(value[:1], ()):
                if pattern.match(value):
                    return str(tag)
        return _TEXT


def read_yaml(text: str, *, file: Path, first_line: int = 1) -> tuple[LocatedYaml, list[Problem]]:
    """Parse one document. Problems are syntax errors, keys that stand twice and aliases."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        found = [] if node is None else _structure(node, first_line, file)
        if any(problem.rule == "alias" for problem in found):
            return LocatedYaml(None, None, first_line), found
        data = None if node is None else _value(node, loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        problem = Problem(
            file,
            first_line + (mark.line if mark else 0),
            (mark.column if mark else 0) + 1,
            "yaml-syntax",
            error.problem or "this is not YAML",
            "check the indentation, and put text that holds `: ` or `#` in quotes",
        )
        return LocatedYaml(None, None, first_line), [problem]
    except _UNREADABLE as error:
        said = str(error) or type(error).__name__
        problem = Problem(file, first_line, 1, "yaml-syntax", said, "remove what YAML cannot hold")
        return LocatedYaml(None, None, first_line), [problem]
    finally:
        loader.dispose()
    return LocatedYaml(data, node, first_line), found
