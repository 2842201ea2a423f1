"""What a circuit breaker decides, as a pure state machine over integers (milliseconds since 1970).

Closed, it lets attempts through, but never more than ``ATTEMPTS`` that nothing was heard of since
the model last proved itself: so even a crowd that arrives in the first moment of an outage sends
only those. When that many failed it opens: nobody asks for ``COOL_DOWN_MS``; then one attempt goes
through as a probe, and each probe that fails doubles the time up to ``LONGEST_COOL_DOWN_MS``. Two
attempts and one probe are all that a sick model sees in a minute.

A model proves itself by the first piece of an answer; while in doubt (the last call failed, or no
whole answer came for a while) only by a whole answer. What began before a failure proves nothing
after it. An attempt that nobody reports on keeps its place, and then counts as a failure: people
press Stop when a model hangs.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal, Self

ATTEMPTS: Final = 2
COOL_DOWN_MS: Final = 30_000
LONGEST_COOL_DOWN_MS: Final = 120_000
GIVEN_UP_MS: Final = 30_000  # nobody reported on the attempt: stopped, or its process died
PROVEN_MS: Final = 300_000  # this long after a whole answer the model counts as well
DOUBLES: Final = 2

Passage = Literal["go", "probe", "wait", "open"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call on its way; ``at`` is when it began."""

    id: str
    at: int
    probe: bool = False


@dataclass(frozen=True, slots=True)
class BreakerState:
    """One model's breaker. ``until``: open until then; ``unproven``: (id, began) of attempts."""

    failures: int = 0
    failed_at: int = 0
    proven_at: int = 0
    until: int | None = None
    cool_down: int = COOL_DOWN_MS
    probe: str | None = None
    unproven: tuple[tuple[str, int], ...] = ()

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Self:
        """The state that ``stored()`` wrote; raises TypeError or ValueError for anything else."""
        unproven = tuple((str(name), int(at)) for name, at in stored.pop("unproven", ()))
        return cls(**stored, unproven=unproven)

    def stored(self) -> dict[str, Any]:
        """The state as JSON knows it."""
        return asdict(self)

    @property
    def is_open(self) -> bool:
        """Whether the model is left alone, a probe aside."""
        return self.until is not None

    def in_doubt(self, now: int) -> bool:
        """Whether only a whole answer proves the model well."""
        return self.failures > 0 or now - self.proven_at >= PROVEN_MS

    def ask(self, name: str, now: int) -> tuple["BreakerState", Passage]:
        """May the attempt of that name go through?"""
        if self.until is not None:
            if now < self.until:
                return self, "open"
            longer = min(self.cool_down * DOUBLES, LONGEST_COOL_DOWN_MS)
            probing = replace(self, until=now + longer, cool_down=longer, probe=name)
            return probing, "probe"
        if len(self.unproven) + self.failures < ATTEMPTS:
            return replace(self, unproven=(*self.unproven, (name, now))), "go"
        if any(now - began < GIVEN_UP_MS for _, began in self.unproven):
            return self, "wait"
        return replace(self, until=now, unproven=()).ask(name, now)

    def began(self, attempt: Attempt, now: int) -> "BreakerState":
        """The first piece of its answer came."""
        if self.is_open or attempt.probe or self.in_doubt(now):
            return self
        return replace(self, unproven=())

    def answered(self, attempt: Attempt, now: int) -> "BreakerState":
        """Its answer came whole."""
        if self.is_open:
            return BreakerState(proven_at=now) if self._probes(attempt) else self
        if self._is_old(attempt):
            return self._without(attempt)
        unproven = () if self.in_doubt(now) else self._without(attempt).unproven
        return replace(self, failures=0, proven_at=now, unproven=unproven)

    def failed(self, attempt: Attempt, now: int, rest_ms: int = 0) -> "BreakerState":
        """It failed. ``rest_ms``: how long the vendor asked to be left alone, which it then is."""
        rest = min(rest_ms, LONGEST_COOL_DOWN_MS)
        if self.is_open:
            if not self._probes(attempt):
                return self
            return replace(self, until=now + max(self.cool_down, rest), probe=None, failed_at=now)
        failures = self.failures + 1
        left = replace(self._without(attempt), failures=failures, failed_at=now)
        if failures < ATTEMPTS and not rest:
            return left
        return replace(left, until=now + max(self.cool_down, rest), unproven=())

    def dropped(self, attempt: Attempt, *, began: bool) -> "BreakerState":
        """We stopped it. Only one whose answer had begun gives its place back."""
        return self._without(attempt) if began else self

    def withdrawn(self, attempt: Attempt) -> "BreakerState":
        """It was let through and then not made: as if it had not asked."""
        if self.is_open and self._probes(attempt):
            return replace(self, until=attempt.at, cool_down=self.cool_down // DOUBLES, probe=None)
        return self._without(attempt)

    def _probes(self, attempt: Attempt) -> bool:
        return attempt.probe and self.probe == attempt.id

    def _is_old(self, attempt: Attempt) -> bool:
        return self.failures > 0 and attempt.at < self.failed_at

    def _without(self, attempt: Attempt) -> "BreakerState":
        kept = tuple(each for each in self.unproven if each[0] != attempt.id)
        return replace(self, unproven=kept)
