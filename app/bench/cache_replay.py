"""The workload of the cache from further seeds, kept in memory instead of a database.

Keys, walls and what still holds are the product's own; only the table is a mapping from a key to
the newest draft that was approved under it. For the seed that also goes through the database both
count the same hits, which the benchmark checks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from agents.economics.semantic_cache import Asked, CacheKey, FestivalDay, key_of, still_true
from agents.followups import slots_of
from agents.understanding.slots import read_slots
from app.bench.cache_workload import Request, requests

TEXT: Final = "Sharma Sweets, Lucknow. Call 9876543210."
SKILL_HASH: Final = "bench"


@dataclass
class Replayed:
    """What came of a month: requests, hits that were right for their errand, and wrong ones."""

    asked: int = 0
    repeated: int = 0
    useful: int = 0
    wrong: int = 0

    @property
    def useful_percent(self) -> float:
        """How many of the requests were served by a draft that was right for them."""
        return 100 * self.useful / max(1, self.asked)


@dataclass(frozen=True, slots=True)
class _Kept:
    errand: str
    day: date


def asked_of(tenant_id: UUID, request: Request, facts: Mapping[str, Any]) -> Asked:
    """The request as a turn of that shop asks it."""
    return Asked(
        tenant_id=tenant_id,
        skill_hash=SKILL_HASH,
        said=request.text,
        talk=request.variant,
        language=request.variant,
        today=request.day,
        slots=slots_of(read_slots(request.text, request.variant, request.day), request.text),
        facts=facts,
        festival=FestivalDay(*request.festival) if request.festival else None,
    )


def replay(seed: int, shops: int, *, one_off: float = 0.2) -> Replayed:
    """Thirty days of so many shops."""
    came, changes = Replayed(), dict[int, int]()
    kept: dict[CacheKey, _Kept] = {}
    for request in requests(seed, shops, one_off=one_off):
        changes[request.shop] = changes.get(request.shop, 0) + request.changed
        facts = {
            "business_name": "Sharma Sweets",
            "city": "Lucknow",
            "hours": changes[request.shop],
        }
        key = key_of(asked_of(UUID(int=request.shop + 1), request, facts))
        place = CacheKey(key.partition, b"", key.near)
        found = kept.get(place)
        came.asked += 1
        came.repeated += request.repeated
        if found is not None and still_true(TEXT, request.variant, found.day, request.day):
            came.useful += found.errand == request.errand
            came.wrong += found.errand != request.errand
        elif request.decision != "rejected":
            kept[place] = _Kept(request.errand, request.day)
    return came
