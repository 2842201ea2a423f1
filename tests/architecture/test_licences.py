"""What we build on may be used in a closed product: no copyleft that reaches our code."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distributions

import pytest

from tests.architecture.tree import ROOT

COPYLEFT = re.compile(r"\b(A?GPL|LGPL|SSPL|BUSL|EUPL|CC-BY-(NC|SA)|GNU)", re.IGNORECASE)

REASONS: dict[str, str] = {
    # name: why a licence that matches COPYLEFT may stay
}


def locked(name: str) -> set[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return {pin.lower() for pin in re.findall(r"^([A-Za-z0-9._-]+)==", text, flags=re.MULTILINE)}


def licence(distribution: Distribution) -> str:
    """What the package says of its licence; long texts are cut to their title."""
    metadata = distribution.metadata
    expressions = metadata.get_all("License-Expression") or metadata.get_all("License") or []
    said = " ".join(expression[:100] for expression in expressions)
    classifiers = metadata.get_all("Classifier") or []
    return " ".join([said, *(c for c in classifiers if c.startswith("License ::"))])


def installed() -> list[Distribution]:
    ours = locked("requirements-dev.lock") | locked("requirements.lock")
    return [d for d in distributions() if (d.metadata["Name"] or "").lower() in ours]


def test_no_dependency_binds_us() -> None:
    found = {
        str(distribution.metadata["Name"]): licence(distribution)
        for distribution in installed()
        if COPYLEFT.search(licence(distribution))
        and distribution.metadata["Name"].lower() not in REASONS
    }
    assert found == {}


def test_the_walk_sees_the_dependencies() -> None:
    assert len(installed()) > 100


@pytest.mark.parametrize("name", ["LICENSE", "NOTICE"])
def test_our_own_papers_are_here(name: str) -> None:
    assert (ROOT / name).stat().st_size > 0


def test_the_licence_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_fonts_keep_their_licence() -> None:
    fonts = ROOT / "public" / "fonts"
    texts = [path.read_text(encoding="utf-8") for path in fonts.glob("*") if "OFL" in path.name]
    assert any("SIL OPEN FONT LICENSE" in text.upper() for text in texts)
