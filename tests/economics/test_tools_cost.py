"""A model that keeps asking for tools is stopped by the money that was set aside for its turn."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk

from agents import events as ev
from agents.model_client import ModelClient
from agents.providers.scripted import Scripted
from agents.services import Services
from agents.swarm_guards import Limits
from agents.turn_runner import TurnRunner
from app.core.config import Settings
from tests.acceptance.talk import Talk
from tests.economics.test_paid_turns import books
from tests.fixtures.platform import Business

WISH = "diwali ki shubhkamnayein ka message customers ke liye"
TEXT = "Diwali ki bahut bahut shubhkamnayein! Sharma Sweets, Lucknow."


class Insatiable(Scripted):
    """Looks a new thing up in the calendar for as long as it is offered one."""

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Any:
        return self.bind(tools=list(tools))

    async def _astream(self, messages: Any, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        if not kwargs.get("tools"):
            async for chunk in super()._astream(messages, *args, **kwargs):
                yield chunk
            return
        self.asked.append(messages)
        number = len(self.asked)
        call = tool_call_chunk(
            name="festival_calendar", args=f'{{"days": {number}}}', id=str(number), index=0
        )
        yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=[call]))


@pytest.mark.parametrize("model", ["gpt-4o", "gpt-4o-mini"])
async def test_tools_end_where_the_money_for_the_last_word_begins(
    services: Services, tenant: Business, model: str
) -> None:
    asking = Insatiable(replies=[TEXT])
    settings = Settings(environment="test", model_cascade=("openai",), openai_model=model)
    models = ModelClient(settings, {"openai": asking})
    runner = TurnRunner(replace(services, models=models))
    talk = Talk(runner.services, runner, tenant)
    await talk.know(business_name="Sharma Sweets", phone="9876543210", city="Lucknow")
    heard = await talk.say(WISH)
    await runner.stop()
    assert heard.last(ev.RouteChosen).skill == "festival_greeting"
    looked = [each for each in heard.all(ev.ToolCalled) if "days" in each.arguments]
    ceiling = heard.last(ev.CostQuoted).ceiling_paise
    calls = heard.all(ev.ModelCalled)
    assert 0 < len(looked) < Limits().steps
    assert sum(each.paise for each in calls) == heard.last(ev.TurnSettled).actual_paise <= ceiling
    # It was stopped in time to say its last word: the draft is the model's own, and whole.
    assert heard.draft.provider == "openai"
    assert heard.draft.text == TEXT
    kept = await books(talk)
    assert kept["periods"] == [(0, kept["spent"])]
