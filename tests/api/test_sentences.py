"""Every error that a person can meet has a sentence of its own in the four languages."""

import ast
from pathlib import Path

import pytest

from app.api.errors import CODES_BY_STATUS
from app.core import errors
from app.core.variants import SHELLS
from integrations.languages import messages

ROOT = Path(__file__).parents[2]
# Those are read by operators and by us, in the log; people get the general sentence.
FOR_OPERATORS = {"ConfigurationError", "OurBug"}
FOR_PEOPLE = {
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, errors.RaptorError)
} - FOR_OPERATORS


def codes_in(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        first = node.args[0]
        if name in FOR_PEOPLE and isinstance(first, ast.Constant) and isinstance(first.value, str):
            found.add(first.value)
    return found


def all_codes() -> list[str]:
    packages = ("app", "agents", "skills", "memory", "integrations")
    files = [
        path
        for package in packages
        for path in (ROOT / package).rglob("*.py")
        if not path.is_relative_to(ROOT / "app" / "bench")
    ]
    return sorted(set().union(*(codes_in(path) for path in files)) | set(CODES_BY_STATUS.values()))


@pytest.mark.parametrize("code", all_codes())
def test_every_code_has_its_sentence(code: str) -> None:
    missing = [shell for shell in SHELLS if not messages.has(f"account.error.{code}", shell)]
    assert missing == []
