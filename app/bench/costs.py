"""What a task costs and how long it takes: replayed forecasts, and real turns on a paced model.

The turns run through the whole pipeline on a real database. Their model is a stand-in that answers
with what the composer wrote for the same request, as fast as a model that streams 60 tokens a
second; its tokens are counted as a vendor's would be and priced as GPT-4o's, the dearest default.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from agents.economics.price_table import PriceTable
from agents.events import CostQuoted, DraftWritten, Event, ModelCalled, TurnSettled
from agents.model_client import ModelClient
from agents.model_usage import estimate
from agents.services import Services, build_services
from agents.turn_context import TurnRequest
from agents.turn_runner import TurnRunner
from app.bench.costs_replay import CASCADES, Replayed, replay
from app.bench.measures import Figures, Result, Target, latencies, percentile
from app.core.config import Settings
from app.core.ids import uuid7
from app.core.platform import Platform, open_platform
from app.security.accounts import Membership
from app.security.auth import Authenticator
from app.security.login_names import LoginName
from memory.foundation_store import FoundationStore

TOKENS_PER_SECOND: Final = 60
FIRST_TOKEN_SECONDS: Final = 0.5
AT_ONCE: Final = 4
TASKS: Final = 300
MOST_DOLLARS, MOST_P95_MS, FEWEST_INSIDE = 0.05, 5000.0, 90.0
REQUESTS: Final = (
    "diwali ke liye whatsapp message chahiye, kaju katli pe {n}% off",
    "WhatsApp message for Diwali, {n}% off on kaju katli",
    "दिवाली पर व्हाट्सऐप मैसेज चाहिए, काजू कतली पर {n}% छूट",
    "தீபாவளிக்கு வாட்ஸ்அப் மெசேஜ் வேணும், காஜு கத்லி {n}% ஆஃபர்",
    "దీపావళికి వాట్సాప్ మెసేజ్ కావాలి, కాజు కట్లీ మీద {n}% తగ్గింపు",
    "instagram caption for Holi, gujiya at {n}% off",
)


class Paced(BaseChatModel):
    """Answers as a vendor does, at a pace; ``text`` is what it says next."""

    texts: dict[str, str]
    """What is said to a prompt that holds the key."""
    tokens_per_second: float = TOKENS_PER_SECOND
    first_token_seconds: float = FIRST_TOKEN_SECONDS

    @property
    def _llm_type(self) -> str:
        return "raptorflow-paced"

    def _generate(self, *_: Any, **__: Any) -> ChatResult:
        raise NotImplementedError

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: AsyncCallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> AsyncIterator[ChatGenerationChunk]:
        prompt = "".join(str(message.content) for message in messages)
        text = next(said for request, said in self.texts.items() if request in prompt)
        written, sent = estimate(text), estimate(prompt)
        await asyncio.sleep(self.first_token_seconds)
        pieces = max(1, written // 6)
        step = -(-len(text) // pieces)
        for start in range(0, len(text), step):
            await asyncio.sleep(6 / self.tokens_per_second)
            part = AIMessageChunk(content=text[start : start + step])
            yield ChatGenerationChunk(message=part)
        usage = UsageMetadata(input_tokens=sent, output_tokens=written, total_tokens=sent + written)
        end = AIMessageChunk(
            content="", usage_metadata=usage, response_metadata={"finish_reason": "stop"}
        )
        yield ChatGenerationChunk(message=end)


@dataclass
class _Turns:
    seconds: list[float] = field(default_factory=list)
    paise: list[int] = field(default_factory=list)
    inside: int = 0
    above: int = 0
    calls: int = 0
    tokens: list[int] = field(default_factory=list)
    unpaid: int = 0


async def measure(folder: Path, *, turns: int = 96) -> Result:
    """The replays, then the turns."""
    settings = Settings(environment="test", data_dir=folder / "costs", database_pool_size=20)
    async with open_platform(settings) as platform:
        services = await build_services(platform)
        rupees = float(services.prices.rate().rupees)
        replays = {
            name: replay(cascade, services.prices, platform.clock, tasks=TASKS, seed=2026)
            for name, cascade in CASCADES.items()
        }
        member = await open_shop(platform)
        real = await _turns(services, member, turns)
    rows = {f"replayed: {name}": _figures(came, rupees) for name, came in replays.items()}
    dollars = [paise / 100 / rupees for paise in real.paise]
    rows["whole turns, GPT-4o's prices"] = {
        "tasks": len(real.paise),
        "inside_percent": round(100 * real.inside / max(1, len(real.paise)), 1),
        "above_the_ceiling": real.above,
        "dollars_mean": round(sum(dollars) / max(1, len(dollars)), 5),
        "dollars_p95": round(percentile(dollars, 0.95), 5),
        "calls": real.calls,
        "tokens_p50": percentile(real.tokens, 0.5),
        "tokens_p95": percentile(real.tokens, 0.95),
        **latencies(real.seconds),
    }
    least = min(100 * came.inside / came.tasks for came in replays.values())
    above = sum(came.above for came in replays.values()) + real.above
    return Result(
        bench="costs",
        settings={
            "turns": turns, "at once": AT_ONCE, "tokens per second": TOKENS_PER_SECOND,
            "first token seconds": FIRST_TOKEN_SECONDS, "tasks a skill": TASKS,
        },
        rows=rows,
        targets=(
            Target("tasks outside their range", round(100 - least, 1), 100 - FEWEST_INSIDE, "%"),
            Target("tasks above their ceiling", above, 0, ""),
            Target("cost of a task", round(sum(dollars) / max(1, len(dollars)), 4), MOST_DOLLARS,
                   "$"),
            Target("turn p95", round(percentile(real.seconds, 0.95) * 1000, 1), MOST_P95_MS, "ms"),
            Target("turns that asked no model", real.unpaid, 0, ""),
        ),
        notes=(
            "A replay draws the models' answers for nine skills of different size, each beginning "
            "without a history; forecasts, purse and prices are the product's. The turns run "
            "through the whole pipeline on the embedded database, several at once; the model "
            "answers with what the composer wrote for the same words. Money at list prices and "
            f"₹{rupees:g} for a dollar.",
        ),
    )  # fmt: skip


async def open_shop(platform: Platform) -> Membership:
    """A business with what every draft needs."""
    member = Membership(uuid7(), uuid7())
    entry = Authenticator(platform.settings, platform.database, platform.clock)
    login = LoginName("email", f"shop.{member.user_id.hex}@bench.invalid")
    await entry.accounts.create(member, login, None, "en", "Sharma Sweets")
    async with platform.database.transaction(member.tenant_id) as session:
        store = FoundationStore(session, member.tenant_id, platform.clock)
        for name, value in (("business_name", "Sharma Sweets"), ("city", "Lucknow")):
            await store.put(name, value, value, "said", uuid7())
    return member


def _figures(came: Replayed, rupees: float) -> Figures:
    dollars = [paise / 100 / rupees for paise in came.paise]
    return {
        "tasks": came.tasks,
        "inside_percent": round(100 * came.inside / came.tasks, 1),
        "above_the_ceiling": came.above,
        "dollars_mean": round(sum(dollars) / came.tasks, 5),
        "dollars_p95": round(percentile(dollars, 0.95), 5),
    }


async def _turns(services: Services, member: Membership, turns: int) -> _Turns:
    """The same requests twice: by the composer for the words, then by the model for the figures."""
    asked = [
        REQUESTS[number % len(REQUESTS)].format(n=5 + number // len(REQUESTS))
        for number in range(turns)
    ]
    offline = TurnRunner(services)
    texts = {text: draft_of(await say(offline, member, text)).text for text in asked}
    await offline.stop()
    settings = Settings(environment="test", model_cascade=("openai",), openai_model="gpt-4o")
    client = ModelClient(settings, {"openai": Paced(texts=texts)})
    paid = TurnRunner(replace(services, models=client, prices=list_prices(services)))
    await say(paid, member, asked[0])  # what a first turn loads is not a turn's
    came, lanes = _Turns(), asyncio.Semaphore(AT_ONCE)

    async def one(text: str) -> None:
        async with lanes:
            began = time.perf_counter()
            events = await say(paid, member, text)
            _count(came, events, time.perf_counter() - began)

    await asyncio.gather(*(one(text) for text in asked))
    await paid.stop()
    return came


def list_prices(services: Services) -> PriceTable:
    """Prices of the vendors' own addresses."""
    return PriceTable.load(Settings(environment="test"), services.clock)


async def say(runner: TurnRunner, member: Membership, text: str) -> list[Event]:
    """One message in a thread of its own, and all that became of it."""
    conversation: UUID = uuid7()
    request = TurnRequest(
        tenant_id=member.tenant_id, user_id=member.user_id, user_name="Sharma",
        conversation_id=conversation, turn_id=uuid7(), client_message_id=uuid7().hex, text=text,
        source="api",
    )  # fmt: skip
    handle = await runner.start(request)
    return [event async for event in handle.events()]


def draft_of(events: list[Event]) -> DraftWritten:
    """The draft of a turn."""
    return next(event for event in events if isinstance(event, DraftWritten))


def _count(came: _Turns, events: list[Event], seconds: float) -> None:
    quoted = [event for event in events if isinstance(event, CostQuoted)][-1]
    actual = [event for event in events if isinstance(event, TurnSettled)][-1].actual_paise
    called = [event for event in events if isinstance(event, ModelCalled)]
    came.seconds.append(seconds)
    came.paise.append(actual)
    came.calls += len(called)
    came.tokens += [call.output_tokens for call in called]
    came.unpaid += not called
    came.inside += quoted.low_paise <= actual <= quoted.high_paise
    came.above += actual > quoted.ceiling_paise
