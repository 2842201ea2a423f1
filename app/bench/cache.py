"""The cache of approved drafts on thirty days of fifty simulated shops, in a real database.

Every request makes its key and its look-up as a turn does; what is missed is written into events
and decided, and what was approved is kept by the statement that rides with the decision. The model
is not called: what is measured is what is found again, whether it is right, and how long it takes.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as day_time
from pathlib import Path
from typing import Any
from uuid import UUID

from agents import events as ev
from agents.economics import semantic_cache_store as store
from agents.economics.semantic_cache import Asked, CacheKey, FestivalDay, key_of, still_true
from agents.followups import slots_of
from agents.understanding.slots import read_slots
from app.bench.cache_workload import DAYS, FIRST_DAY, Request, requests
from app.bench.measures import Figures, Result, Target, latencies, percentile
from app.core.clock import IST, FrozenClock
from app.core.config import Settings
from app.core.ids import uuid7
from app.core.platform import Platform, open_platform
from app.core.projections import record
from app.security.accounts import Membership
from app.security.auth import Authenticator
from app.security.login_names import LoginName
from memory.conversation import ConversationStore

SEED = 2026
SHOPS = 50
LIMIT_P95_MS = 10.0
FEWEST_USEFUL_PERCENT = 35.0
SKILL, SKILL_HASH, PAISE = "whatsapp_broadcast", "bench", 25
TEXT = "Sharma Sweets, Lucknow. Call 9876543210."


@dataclass
class _Shop:
    member: Membership
    facts: dict[str, Any]
    drafts: dict[UUID, str] = field(default_factory=dict)
    """The errand each draft was written for."""


@dataclass
class _Count:
    asked: int = 0
    repeated: int = 0
    useful: int = 0
    same_words: int = 0
    wrong: int = 0
    saved_paise: int = 0
    seconds: list[float] = field(default_factory=list)

    def figures(self) -> Figures:
        share = 100 * self.useful / max(1, self.asked)
        return {
            "requests": self.asked,
            "repeats_percent": round(100 * self.repeated / max(1, self.asked), 1),
            "useful_hits_percent": round(share, 1),
            "in_the_same_words": self.same_words,
            "in_others": self.useful - self.same_words,
            "wrong": self.wrong,
            "saved_paise": self.saved_paise,
            **latencies(self.seconds),
        }


async def measure(folder: Path, *, shops: int = SHOPS) -> Result:
    """The workload as described, then with fewer and more requests that are made only once."""
    rows: dict[str, Figures] = {}
    clock = FrozenClock(_moment(FIRST_DAY))
    settings = Settings(environment="test", data_dir=folder / "cache")
    async with open_platform(settings, clock=clock) as platform:
        counts = {
            "as described": await _play(platform, clock, shops, 0.2),
            "two in five asked once": await _play(platform, clock, max(1, shops // 5), 0.4),
            "three in five asked once": await _play(platform, clock, max(1, shops // 5), 0.6),
        }
    rows = {name: count.figures() for name, count in counts.items()}
    described = counts["as described"]
    useful = 100 * described.useful / max(1, described.asked)
    wrong = sum(count.wrong for count in counts.values())
    p95 = percentile(described.seconds, 0.95) * 1000
    return Result(
        "cache",
        {"seed": SEED, "shops": shops, "days": DAYS},
        rows,
        (
            Target("look-up p95", round(p95, 1), LIMIT_P95_MS, "ms"),
            Target("hits that were wrong", wrong, 0, ""),
            Target(
                "requests not served from memory",
                round(100 - useful, 1),
                100 - FEWEST_USEFUL_PERCENT,
                "%",
            ),
        ),
        (
            "A hit is useful when the draft was approved for the very errand she asks for now; "
            "the workload and what it assumes stand in `app/bench/cache_workload.py`. A look-up is "
            "the key, the transaction with its one query, and reading whether the draft still says "
            "the truth. The lower rows say what becomes of it where shops repeat themselves less.",
        ),
    )


async def _play(platform: Platform, clock: FrozenClock, shops: int, one_off: float) -> _Count:
    owners = [await _open(platform, number) for number in range(shops)]
    count = _Count()
    for number, request in enumerate(requests(SEED, shops, one_off=one_off)):
        noon = _moment(request.day) + timedelta(milliseconds=number)
        clock.advance(noon - clock.now())
        await _serve(platform, owners[request.shop], request, count)
    return count


def _moment(day: Any) -> datetime:
    return datetime.combine(day, day_time(12), IST).astimezone(UTC)


async def _open(platform: Platform, number: int) -> _Shop:
    authenticator = Authenticator(platform.settings, platform.database, platform.clock)
    member = Membership(uuid7(), uuid7())
    login = LoginName("email", f"shop{number}.{member.user_id.hex}@bench.invalid")
    await authenticator.accounts.create(member, login, None, "en", "Sharma Sweets")
    return _Shop(member, {"business_name": "Sharma Sweets", "city": "Lucknow", "hours": 0})


async def _serve(platform: Platform, shop: _Shop, request: Request, count: _Count) -> None:
    if request.changed:
        shop.facts["hours"] += 1
    slots = slots_of(read_slots(request.text, request.variant, request.day), request.text)
    began = time.perf_counter()
    key = key_of(
        Asked(
            tenant_id=shop.member.tenant_id,
            skill_hash=SKILL_HASH,
            said=request.text,
            talk=request.variant,
            language=request.variant,
            today=request.day,
            slots=slots,
            facts=shop.facts,
            festival=FestivalDay(*request.festival) if request.festival else None,
        )
    )
    async with platform.database.transaction(shop.member.tenant_id) as session:
        kept = await store.find(session, shop.member.tenant_id, key)
    right = [
        one
        for one in kept
        if still_true(one.text, request.variant, one.made_at.astimezone(IST).date(), request.day)
    ]
    count.seconds.append(time.perf_counter() - began)
    count.asked += 1
    count.repeated += request.repeated
    if not right:
        await _write(platform, shop, request, key)
    elif shop.drafts[right[0].draft_id] == request.errand:
        count.useful += 1
        count.same_words += right[0].exact
        count.saved_paise += right[0].paise
    else:
        count.wrong += 1


async def _write(platform: Platform, shop: _Shop, request: Request, key: CacheKey) -> None:
    """The draft of a request that was missed, as a turn and a decision record it."""
    ids = {"turn_id": uuid7(), "conversation_id": uuid7()}
    tenant, user, draft = shop.member.tenant_id, shop.member.user_id, uuid7()
    async with platform.database.transaction(tenant, user) as session:
        conversations = ConversationStore(session, tenant, platform.clock)
        await conversations.create(ids["conversation_id"], user, "chat")
        happened = _happened(ids, draft, user, request, key)
        await record(session, tenant, platform.clock, [event.to_new_event() for event in happened])
    shop.drafts[draft] = request.errand
    version, now = (2 if request.decision == "edited" else 1), platform.clock.now()
    decided = ev.ApprovalDecided(
        **ids,
        draft_id=draft,
        version=version,
        decision="rejected" if request.decision == "rejected" else "approved",
        by=user,
        by_name="",
    )
    keep = [store.keeping(tenant, ids["turn_id"], draft, version, now)]
    async with platform.database.transaction(tenant, user) as session:
        also = keep if decided.decision == "approved" else []
        await record(session, tenant, platform.clock, [decided.to_new_event()], also=also)


def _happened(
    ids: dict[str, UUID], draft: UUID, user: UUID, request: Request, key: CacheKey
) -> list[ev.Event]:
    looked: dict[str, Any] = {**key.as_hex(), "for_draft": draft, "skill": SKILL}
    events: list[ev.Event] = [
        ev.MessageReceived(
            **ids, text=request.text, client_message_id=draft.hex, source="chat", user_id=user,
            request={},
        ),
        ev.CacheMissed(**ids, **looked, reason="nothing"),
        ev.ModelCalled(
            **ids, call_id=str(uuid7()), provider="scripted", model="bench", tier="fast",
            skill=SKILL, skill_hash=SKILL_HASH, input_tokens=900, cached_tokens=0,
            output_tokens=120, paise=PAISE, latency_ms=900, outcome="answered",
        ),
    ]  # fmt: skip
    for version in (1, 2) if request.decision == "edited" else (1,):
        events += [
            ev.DraftWritten(
                **ids, draft_id=draft, version=version, text=f"{TEXT} {version}", extras={},
                language=request.variant, channel="whatsapp", skill=SKILL, skill_hash=SKILL_HASH,
                provider="scripted" if version == 1 else "owner", attempt=1,
                author="assistant" if version == 1 else "owner",
            ),
            ev.ApprovalRequested(**ids, draft_id=draft, version=version, mode="pending"),
        ]  # fmt: skip
    return events
