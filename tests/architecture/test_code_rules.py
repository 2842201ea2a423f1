"""Rules about the code that no linter of ours knows, each with the harm it prevents."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ROOT, name_of, sources, syntax

COMMITS = {
    "app/core/database.py": "one transaction at the edge",
    "app/core/migrate.py": "changes the schema, on the owner's own connection",
    "app/core/migrations/env.py": "likewise",
}
"""A commit elsewhere could keep a row and lose its event."""

LONGEST_FILE = 300

# Migrations are written once and read in order: splitting one would hide its order.
LONG_ON_PURPOSE = ("app/core/migrations/",)

LONGEST_FUNCTION = 70


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called_name(call: ast.Call) -> str:
    """`a.b.c` for a plain dotted call, else the last attribute's name."""
    parts: list[str] = []
    node: ast.expr = call.func
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))


def test_one_file_commits() -> None:
    committing = {
        name_of(path)
        for path in sources()
        for call in calls(syntax(path))
        if called_name(call).split(".")[-1] == "commit"
    }
    assert committing <= set(COMMITS)


SLEEPS = ("app/core/embedded",)
"""Waiting for a server's process: in a thread, or in the keeper, which has no loop."""


def test_nothing_sleeps_on_the_loop() -> None:
    sleeping = [
        f"{name_of(path)}:{call.lineno}"
        for path in sources()
        if not name_of(path).startswith(SLEEPS)
        for call in calls(syntax(path))
        if called_name(call) == "time.sleep"
    ]
    assert sleeping == []


def is_broad(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {kind.id for kind in kinds if isinstance(kind, ast.Name)}
    return handler.type is None or bool(names & {"Exception", "BaseException"})


def broad_excepts(path: Path) -> Iterator[ast.ExceptHandler]:
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.ExceptHandler) and is_broad(node):
            yield node


def raises_again(handler: ast.ExceptHandler) -> bool:
    """`except Exception: …; raise` lets nothing through, so it hides nothing."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


EDGES = {
    "agents/turn_runner.py": "a turn: the failure becomes an event, the next turn goes on",
    "agents/tool_runs.py": "a tool: the failure becomes an answer that its model reads",
    "app/billing/reconcile.py": "a check: logged, and due again when its claim has run out",
    "app/jobs/background.py": "a worker: logged, and begun anew",
}
"""Where one thing's unknown failure must not stop the others."""


def test_broad_excepts_stand_only_at_the_edges() -> None:
    found: dict[str, list[int]] = {}
    for path in sources():
        lines = path.read_text(encoding="utf-8").splitlines()
        for handler in broad_excepts(path):
            if raises_again(handler):
                continue
            reason = lines[handler.lineno - 1].partition("noqa: BLE001")[2]
            if name_of(path) not in EDGES or len(reason.strip(" -:,;.")) < 8:
                found.setdefault(name_of(path), []).append(handler.lineno)
    assert found == {}, "name the exceptions you expect, or give the edge's reason after the noqa"


def test_no_except_swallows_silently() -> None:
    silent = [
        f"{name_of(path)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.ExceptHandler) and all(isinstance(s, ast.Pass) for s in node.body)
    ]
    assert silent == [], "use contextlib.suppress with the one exception you expect"


def test_files_stay_readable() -> None:
    long = {
        name_of(path): length
        for path in sources()
        if not name_of(path).startswith(LONG_ON_PURPOSE)
        and (length := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}, f"split what is longer than {LONGEST_FILE} lines"


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_functions_fit_a_screen() -> None:
    long = {
        f"{name_of(path)}:{function.name}": length
        for path in sources()
        if not name_of(path).startswith(LONG_ON_PURPOSE)
        for function in functions(syntax(path))
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def public_without_docstring(path: Path) -> Iterator[str]:
    """Public functions, classes and methods of public classes that say nothing of themselves."""
    tree = syntax(path)
    if not path.name.startswith("_") and path.stat().st_size and not ast.get_docstring(tree):
        yield f"{name_of(path)}: the module"
    for node in tree.body:
        kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        if not isinstance(node, kinds) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            yield f"{name_of(path)}:{node.lineno} {node.name}"


def test_public_things_say_what_they_are() -> None:
    silent = [
        line
        for path in sources()
        if not name_of(path).startswith(LONG_ON_PURPOSE)
        for line in public_without_docstring(path)
    ]
    assert silent == []


def test_prompts_live_in_skills() -> None:
    """A sentence to a model in Python escapes the compiler, the catalogue and the reviewers."""
    suspicious = [
        f"{name_of(path)}:{node.lineno}"
        for path in sources()
        if not path.is_relative_to(ROOT / "app" / "bench")
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.lower().startswith(("you are a", "you are an", "act as "))
    ]
    assert suspicious == []


REPLACED = {"langgraph", "sentence_transformers", "aiohttp", "jose", "passlib", "watchdog"}
"""docs/decisions/0005-packages-replaced.md says by what and why."""


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_replaced_packages_do_not_come_back() -> None:
    back = [
        f"{name_of(path)}: {name}"
        for path in sources()
        for name in imported(syntax(path))
        if name.split(".")[0] in REPLACED
    ]
    assert back == []
