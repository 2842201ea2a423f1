"""Who may import whom; the contracts themselves are in pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest

from tests.architecture.tree import ROOT, name_of, sources


def contracts() -> list[dict[str, object]]:
    """The import-linter contracts of pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        found: list[dict[str, object]] = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return found


def test_every_layer_imports_only_what_lies_below_it() -> None:
    command = "from importlinter.cli import lint_imports_command as run; run(['--no-cache'])"
    result = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_part_of_app_has_a_layer() -> None:
    layers = next(contract for contract in contracts() if contract["type"] == "layers")["layers"]
    assert isinstance(layers, list)
    named = {part.strip(" ()") for layer in layers for part in layer.split("|")}
    parts = {
        f"app.{path.relative_to(ROOT / 'app').parts[0].removesuffix('.py')}"
        for path in sources()
        if path.is_relative_to(ROOT / "app") and path.name != "__init__.py"
    }
    # The command line is one file that grew helpers beside it.
    helpers = {part for part in parts if part.startswith("app.cli_")}
    assert parts - helpers - named == set(), "add them to the layers in pyproject.toml"


@pytest.mark.parametrize("package", ["app", "app/core"])
def test_the_doorsteps_stay_empty(package: str) -> None:
    """An import there would be paid by everybody, and would make circles."""
    assert (ROOT / package / "__init__.py").read_text(encoding="utf-8").strip() == ""


def test_nobody_imports_the_file_that_chainlit_loads() -> None:
    """Importing it as a module would register its handlers twice."""
    naming = [
        name_of(path)
        for path in sources()
        if "app.chat.entry" in path.read_text(encoding="utf-8")
        and not path.is_relative_to(ROOT / "app" / "chat" / "entry")
        and any(
            line.lstrip().startswith(("import app.chat.entry", "from app.chat.entry"))
            for line in path.read_text(encoding="utf-8").splitlines()
        )
    ]
    assert naming == []
