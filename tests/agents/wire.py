"""A model client over real HTTP, what it is asked, and what is heard of it."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, TypeVar

from agents.circuit_breaker import CircuitBreakers
from agents.contact_tokens import TOKENS
from agents.model_asking import Timeouts
from agents.model_calls import (
    ModelCall,
    ModelChunk,
    ModelDelta,
    ModelReset,
)
from agents.model_client import ModelClient
from agents.prompting import messages
from app.core.config import Settings
from app.core.variants import Variant
from memory.constitution import Constitution
from skills.composition import Composition
from skills.registry import SkillRegistry
from tests.agents.fake_vendors import Vendors

VENDORS = ("vertex", "openai")
LANGUAGES: tuple[Variant, ...] = ("en", "hi", "ta", "te")
PHONE = TOKENS["phone"]
WORDS: dict[Variant, str] = {
    "en": f"Kaju katli for Diwali, 20% off.\nCall {PHONE}\nReply STOP to opt out.",
    "hi": f"दिवाली पर काजू कतली, 20% छूट।\nकॉल कीजिए {PHONE}\nSTOP लिखिए।",
    "ta": f"தீபாவளி காஜு கத்லி, 20% தள்ளுபடி.\nகால் {PHONE}\nSTOP அனுப்புங்க.",
    "te": f"దీపావళి కాజు కత్లీ, 20% తగ్గింపు.\nకాల్ {PHONE}\nSTOP పంపండి.",
}
SHOP = {"business_name": "Sharma Sweets", "phone": "9876543210", "city": "Lucknow"}
QUICK = Timeouts(first={"fast": 0.1, "balanced": 0.1, "deep": 0.1}, between=5.0)
PATIENT = replace(QUICK, first=dict.fromkeys(QUICK.first, 5.0))
Kind = TypeVar("Kind")
CHEAP, DEAR = "gemini-2.5-flash-lite", "gemini-2.5-flash"


@cache
def library() -> SkillRegistry:
    return SkillRegistry.load()


def call_for(language: Variant, skill: str = "whatsapp_broadcast", **given: Any) -> ModelCall:
    composition = Composition(
        skill=library().get(skill),
        language=language,
        today=date(2026, 11, 2),
        seed="shop",
        inputs={"request": "diwali message, kaju katli 20% off"},
        foundation=SHOP,
    )
    rules = Constitution()
    return ModelCall(composition, "fast", lambda to: messages(composition, rules, to), **given)


def client(fake: Vendors, *cascade: str, timeouts: Timeouts = PATIENT) -> ModelClient:
    settings = Settings(
        environment="test",
        model_cascade=cascade,
        gcp_project_id="shop",
        vertex_base_url=fake.url,
        openai_base_url=f"{fake.url}/v1",
    )
    breakers = CircuitBreakers(most_wait_seconds=0.01)
    return ModelClient(settings, breakers=breakers, timeouts=timeouts)


async def heard(models: ModelClient, call: ModelCall) -> list[ModelChunk]:
    return [chunk async for chunk in models.stream(call)]


def of(kind: type[Kind], chunks: list[ModelChunk]) -> list[Kind]:
    return [chunk for chunk in chunks if isinstance(chunk, kind)]


def shown(chunks: list[ModelChunk]) -> str:
    """What stands on the screen at the end."""
    text = ""
    for chunk in chunks:
        if isinstance(chunk, ModelDelta):
            text += chunk.text
        elif isinstance(chunk, ModelReset):
            text = ""
    return text
