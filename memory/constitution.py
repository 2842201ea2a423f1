"""Her rules: how she wants things written and what must wait for her, each with its sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Emoji = Literal["none", "few", "many"]
ApprovalRule = Literal["always", "risky_only"]


@dataclass(frozen=True, slots=True)
class Constitution:
    """The rules in force. ``sentences`` has the words that made each rule, by its kind."""

    never_say: tuple[str, ...] = ()
    always_say: tuple[str, ...] = ()
    tone: str | None = None
    emoji: Emoji = "few"
    discount_cap_percent: float | None = None
    approval: ApprovalRule = "always"
    sentences: Mapping[str, str] = field(default_factory=dict)
