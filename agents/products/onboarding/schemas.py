"""What onboarding shows at every door: where it stands, and all that is known, row by row."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Standing = Literal["none", "asking", "left", "done"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class OpenQuestion(_Frozen):
    """The question that waits, as she was asked it; ``field`` is the fact or rule it is about."""

    id: UUID
    field: str
    text: str
    why: str
    position: int
    total: int
    chips: list[tuple[str, str]] = Field(default_factory=list)


class OnboardingView(_Frozen):
    """Where onboarding stands; ``done`` of ``total`` questions are behind her."""

    status: Standing
    turn_id: UUID | None = None
    conversation_id: UUID | None = None
    done: int = 0
    total: int = 0
    question: OpenQuestion | None = None


class KnownFact(_Frozen):
    """A fact with where it came from; ``value`` is None when she has not told it."""

    field: str
    value: Any = None
    said: str | None = None
    source_kind: str | None = None
    source_id: str | None = None
    observed_at: datetime | None = None


class KnownRule(_Frozen):
    """A rule with the sentences that made it and the check it became."""

    kind: str
    value: Any = None
    sentence: str | None = None
    check: str | None = None
    source_id: str | None = None
    created_at: datetime | None = None


class Summary(_Frozen):
    """All that is known of her shop, and her rules."""

    facts: list[KnownFact]
    rules: list[KnownRule]

    def fact(self, field: str) -> KnownFact | None:
        """That fact, told or not."""
        return next((fact for fact in self.facts if fact.field == field), None)


class Edited(_Frozen):
    """What became of an edit: kept, or why not, with the likely correction."""

    field: str
    applied: bool
    problem_key: str | None = None
    params: dict[str, Any] = Field(default_factory=dict)
    suggestion: str | None = None
