"""The same draft in another process, whatever Python's hash seed is there."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from agents.providers.composer.compose import compose
from app.core.variants import VARIANTS
from tests.composer.shops import OFFERS, composition

SCRIPT: Final = """
import hashlib
from agents.providers.composer.compose import compose
from app.core.variants import VARIANTS
from tests.composer.shops import OFFERS, composition
texts = [compose(composition(OFFERS[0], v, n)).text for v in VARIANTS for n in range(6)]
print(hashlib.sha256("".join(texts).encode()).hexdigest())
"""


def drafted_elsewhere(seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.strip()


def test_two_processes_write_the_same() -> None:
    """Neither set order nor the hash of a string decides a word."""
    assert drafted_elsewhere("1") == drafted_elsewhere("4242")


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_attempt_is_told_apart_by_its_number(variant: str) -> None:
    """Thirty attempts give at least twenty different texts before they must repeat words."""
    texts = {
        compose(composition(OFFERS[0], variant, n)).text  # type: ignore[arg-type]
        for n in range(30)
    }
    assert len(texts) >= 20
