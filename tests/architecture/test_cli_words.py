"""Nothing is printed in one language only: the commands say catalog keys, not sentences."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from integrations.languages.messages import has
from tests.architecture.tree import name_of, sources, syntax

COMMANDS = tuple(path for path in sources() if re.fullmatch(r"app/cli\w*\.py", name_of(path)))
PRINTING = {"show", "say", "fail", "print", "echo", "secho", "prompt", "confirm", "write", "told"}
KEYED = {"words", "text", "_told"}
"""Their literal arguments are keys, and what they give back is in a catalog."""
FOR_AUTHORS = {"help", "metavar", "name", "envvar", "detail"}
"""Help, what is typed exactly so, and an error's line for the log: people read its sentence."""
LETTERS = re.compile(r"[A-Za-z]{2,}")
SENTENCE = re.compile(r"[A-Za-z]{2,},? [A-Za-z]{2,}")
TYPED_SO = {"GST", "SHOW server_version", "SELECT all_tenants()", "raptorflow bench"}


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def literals(node: ast.AST) -> Iterator[ast.Constant]:
    """The text that ends up in what is printed: no keys, no subscripts, no formats."""
    if isinstance(node, ast.Call) and called(node) in KEYED:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    skipped: set[ast.AST | None] = set()
    if isinstance(node, ast.Subscript):
        skipped.add(node.slice)
    if isinstance(node, ast.Call):
        skipped.add(node.func)
        if called(node) == "get":
            skipped.update(node.args[:1])
    if isinstance(node, ast.Compare):
        skipped.update((node.left, *node.comparators))
    if isinstance(node, ast.IfExp):
        skipped.add(node.test)
    if isinstance(node, ast.FormattedValue):
        skipped.add(node.format_spec)
    for child in ast.iter_child_nodes(node):
        if child not in skipped:
            yield from literals(child)


def printed(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if called(call) in PRINTING:
            for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
                yield from ((each.lineno, str(each.value)) for each in literals(argument))


def kept_for_authors(tree: ast.AST) -> set[ast.AST]:
    """Docstrings, help of options, and what is only written into types."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(node.value)
        if isinstance(node, ast.keyword) and node.arg in FOR_AUTHORS:
            found.update(ast.walk(node.value))
        if isinstance(node, ast.arg) and node.annotation:
            found.update(ast.walk(node.annotation))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns:
            found.update(ast.walk(node.returns))
    return found


@pytest.mark.parametrize("path", COMMANDS, ids=name_of)
def test_no_command_prints_a_sentence_of_its_own(path: Path) -> None:
    tree = syntax(path)
    said = {
        (line, literal)
        for line, literal in printed(tree)
        if LETTERS.search(literal) and literal.strip() not in TYPED_SO
    }
    for_authors = kept_for_authors(tree)
    said |= {
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node not in for_authors
        and SENTENCE.search(node.value)
        and node.value not in TYPED_SO
    }
    assert sorted(said) == []


def test_every_key_that_is_written_out_is_in_the_catalog() -> None:
    missing = [
        (name_of(path), key.value)
        for path in COMMANDS
        for call in ast.walk(syntax(path))
        if isinstance(call, ast.Call) and called(call) == "words" and call.args
        for key in [call.args[0]]
        if isinstance(key, ast.Constant) and not has(str(key.value), "en")
    ]
    assert missing == []


def test_every_error_of_a_command_has_its_sentence() -> None:
    """`told` says it; a setting's error has one sentence for all of them."""
    raised = [
        (name_of(path), str(code.value))
        for path in COMMANDS
        for call in ast.walk(syntax(path))
        if isinstance(call, ast.Call) and any(each.arg == "detail" for each in call.keywords)
        for code in call.args[:1]
        if isinstance(code, ast.Constant) and called(call) != "ConfigurationError"
    ]
    assert raised
    assert [each for each in raised if not has(f"account.error.{each[1]}")] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('say("All is well")', True), ('show(f"{n} cases")', True), ('fail("wrong")', True),
        ('show(f"{row[\'name\']:10} {n:>3}")', False), ('say(words("cli.serve.stop"))', False),
        ('say("-- " + ", ".join(names))', False), ('show("yes" if n == "much" else "")', True),
    ],
)  # fmt: skip
def test_the_walk_sees_what_is_printed(source: str, found: bool) -> None:
    assert any(LETTERS.search(literal) for _, literal in printed(ast.parse(source))) == found
