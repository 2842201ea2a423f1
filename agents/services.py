"""What the agents stand on, wired once per process."""

import asyncio
from dataclasses import dataclass

from redis.asyncio import Redis

from agents.checks import CHECKS
from agents.circuit_breaker import CircuitBreakers
from agents.economics.price_table import PriceTable
from agents.model_client import ModelClient
from agents.queen_router import QueenRouter
from agents.skill_tools import NAMES
from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database
from app.core.platform import Platform
from integrations.india.festival_calendar import FestivalCalendar
from skills.registry import SkillRegistry


@dataclass
class Services:
    """Everything a turn or a decision needs; the doors hold one and pass it on."""

    settings: Settings
    database: Database
    redis: Redis
    clock: Clock
    registry: SkillRegistry
    router: QueenRouter
    models: ModelClient
    calendar: FestivalCalendar
    prices: PriceTable


async def build_services(platform: Platform) -> Services:
    """Wire the services on an open platform.

    The router's weights come from the cache in some milliseconds; they are learnt once per library.
    """
    registry = await asyncio.to_thread(SkillRegistry.load, checks=frozenset(CHECKS), tools=NAMES)
    router = QueenRouter(registry, platform.settings.data_dir / "cache")
    await router.warm()
    return Services(
        settings=platform.settings,
        database=platform.database,
        redis=platform.redis,
        clock=platform.clock,
        registry=registry,
        router=router,
        models=ModelClient(
            platform.settings,
            breakers=CircuitBreakers(platform.redis, platform.clock),
            clock=platform.clock,
        ),
        calendar=FestivalCalendar(),
        prices=PriceTable.load(platform.settings, platform.clock),
    )
