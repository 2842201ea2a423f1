"""An ad as one text: its headlines a line each, an empty line, its descriptions a line each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

CHANNEL: Final = "ad"


@dataclass(frozen=True, slots=True)
class AdText:
    """The parts of an ad in their order."""

    headlines: tuple[str, ...]
    descriptions: tuple[str, ...]

    def extras(self) -> dict[str, Any]:
        """The parts as a draft's extras hold them."""
        return {"headlines": list(self.headlines), "descriptions": list(self.descriptions)}


def read_ad(text: str) -> AdText:
    """The ad that ``text`` is; without an empty line all of it is headlines."""
    head, _, rest = text.strip().partition("\n\n")
    return AdText(_lines(head), _lines(rest))


def in_step(channel: str | None, extras: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The extras of a draft whose ``text`` was written or edited: an ad's are read off it."""
    return {**extras, **read_ad(text).extras()} if channel == CHANNEL else dict(extras)


def _lines(block: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in block.splitlines() if line.strip())
