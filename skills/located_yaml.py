"""YAML that remembers where everything stood, read by libyaml (ten times the Python loader)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from skills.errors import Problem

Place = tuple[int, int]


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


def _duplicates(node: yaml.Node, first_line: int, file: Path) -> list[Problem]:
    problems = []
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, yaml.SequenceNode):
            stack.extend(child for child in current.value if not isinstance(child, yaml.ScalarNode))
        elif isinstance(current, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in current.value:
                if isinstance(key, yaml.ScalarNode):
                    if key.value in seen:
                        mark = key.start_mark
                        problems.append(
                            Problem(
                                file,
                                first_line + mark.line,
                                mark.column + 1,
                                "duplicate-key",
                                f"`{key.value}` stands twice in one map",
                                "keep one of the two",
                            )
                        )
                    seen.add(key.value)
                if not isinstance(value, yaml.ScalarNode):
                    stack.append(value)
    return problems


def read_yaml(text: str, *, file: Path, first_line: int = 1) -> tuple[LocatedYaml, list[Problem]]:
    """Parse one document. Problems are syntax errors and keys that stand twice in one map."""
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        data = None if node is None else loader.construct_document(node)
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
    except (yaml.YAMLError, ValueError) as error:
        problem = Problem(
            file, first_line, 1, "yaml-syntax", str(error), "remove what YAML cannot hold"
        )
        return LocatedYaml(None, None, first_line), [problem]
    finally:
        loader.dispose()
    found = [] if node is None else _duplicates(node, first_line, file)
    return LocatedYaml(data, node, first_line), found
