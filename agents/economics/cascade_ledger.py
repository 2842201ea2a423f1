"""What trying cheaper models first saved in a month, from the entries of the ledger.

An entry says what was paid; which tier the skill names is in the event it was projected from. The
model that was not asked is priced as it stands in the settings and the table now.
"""

from dataclasses import dataclass
from typing import Final, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents.economics.cascade_savings import CostAt, Saved, savings
from agents.economics.months import Month
from agents.economics.price_table import PriceTable, Used
from agents.model_ladder import provider_named
from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import driver_connection
from app.core.errors import ConfigurationError
from skills.schema import Tier

# Only turns of the month in which a tier was asked that the skill does not name.
_CALLS: Final = """
    WITH said AS (
        SELECT payload->>'call_id' AS call_id, payload->>'wanted' AS wanted, turn_id, position,
               payload->>'tier' AS tier
        FROM events WHERE tenant_id = $1 AND name = 'model.called' AND payload IS NOT NULL
          AND recorded_at >= $2 AND recorded_at < $3 AND coalesce(payload->>'wanted', '') <> ''
    )
    SELECT u.turn_id, u.skill, u.provider, u.tier, said.wanted, u.outcome, u.input_tokens,
           u.cached_tokens, u.output_tokens, u.paise
    FROM said JOIN usage u ON u.tenant_id = $1 AND u.id = said.call_id::uuid AND u.skill IS NOT NULL
    WHERE said.turn_id IN (SELECT turn_id FROM said WHERE tier <> wanted)
    ORDER BY said.position
"""


@dataclass(frozen=True, slots=True)
class _Call:
    turn_id: UUID
    skill: str
    provider: str
    tier: str
    wanted: str
    outcome: str
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    paise: int


async def read_savings(
    session: AsyncSession, tenant_id: UUID, month: Month, settings: Settings, clock: Clock
) -> tuple[Saved, ...]:
    """What was saved in the month, skill by skill; empty where no cheaper model was tried."""
    connection = await driver_connection(session)
    rows = await connection.fetch(_CALLS, tenant_id, month.begin, month.end)
    if not rows:
        return ()
    return tuple(savings((_Call(*row) for row in rows), cost_at(settings, clock)))


def cost_at(settings: Settings, clock: Clock) -> CostAt:
    """The price of a call at a provider's model of a tier, as the settings name it."""
    prices = PriceTable.load(settings, clock)

    def cost(provider: str, tier: str, used: Used) -> int | None:
        try:
            model = provider_named(provider).model_name(settings, cast(Tier, tier))
            return prices.cost_of(provider, model, used)
        except (ConfigurationError, KeyError):  # a provider or a price that is gone
            return None

    return cost
