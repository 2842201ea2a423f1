"""Node and the TypeScript compiler, as ``scripts/typescript.sh`` provides them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

ROOT = Path(__file__).parents[2]
COMPILER = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
HERE = Path(__file__).parent
OPTIONS = {
    "strict": True,
    "noUncheckedIndexedAccess": True,
    "exactOptionalPropertyTypes": True,
    "noImplicitReturns": True,
    "noFallthroughCasesInSwitch": True,
    "verbatimModuleSyntax": True,
    "isolatedModules": True,
    "target": "ES2022",
    "module": "ES2022",
    "moduleResolution": "bundler",
    "lib": ["ES2022"],
    "types": [],
    "outDir": "out",
}


def find_node() -> str:
    """A Node with the compiler beside it; without them a test is skipped, in the gate it fails."""
    node = os.environ.get("NODE") or shutil.which("node")
    if node and COMPILER.is_file():
        return node
    reason = "no TypeScript compiler here: run `sh scripts/typescript.sh`"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def compile_typescript(node: str, folder: Path, *files: str) -> str:
    """Compile files of ``folder`` strictly into ``folder``/out; what the compiler said."""
    config = {"compilerOptions": OPTIONS, "files": list(files)}
    (folder / "tsconfig.json").write_text(json.dumps(config), encoding="utf-8")
    # Modules, whatever stands in a package.json further up.
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    command = [node, str(COMPILER), "-p", str(folder)]
    return subprocess.run(command, capture_output=True, text=True).stdout


class Guards:
    """The compiled guards in a Node that stays up while they are asked."""

    def __init__(self, node: str, module: Path) -> None:
        self._process = subprocess.Popen(
            [node, str(HERE / "check.mjs"), str(module)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.communicate()

    def accept(self, guard: str, text: str) -> bool:
        """Whether the guard takes the JSON text."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"guard": guard, "json": text}) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline().strip()
        assert answer in ("true", "false"), f"{guard} did not answer on {text}"
        return answer == "true"
