"""Models that use tools and models that write a campaign's pieces, over both vendors' wires."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from agents import events as ev
from agents.model_client import ModelClient
from agents.services import Services
from agents.turn_runner import TurnRunner
from app.core.variants import Variant
from tests.acceptance.talk import Heard, Talk
from tests.agents.fake_vendors import Vendors
from tests.agents.test_models_on_the_wire import ANSWERS, settings_for
from tests.agents.wire import LANGUAGES, VENDORS
from tests.fixtures.platform import Business

MakeTalk = Callable[[str], Awaitable[Talk]]

GREETINGS: dict[Variant, tuple[str, str]] = {
    "en": ("diwali wishes for my customers, nothing to sell", "Happy Diwali to you and yours!"),
    "hi": ("ग्राहकों को दिवाली की शुभकामनाएँ, बेचना कुछ नहीं", "आपको दिवाली की हार्दिक शुभकामनाएँ!"),
    "ta": ("வாடிக்கையாளர்களுக்கு தீபாவளி வாழ்த்து மட்டும்", "உங்களுக்கு இனிய தீபாவளி வாழ்த்துகள்!"),
    "te": ("కస్టమర్లకు దీపావళి శుభాకాంక్షలు మాత్రమే", "మీకు దీపావళి శుభాకాంక్షలు!"),
}
CAMPAIGNS: dict[Variant, str] = {
    "en": "plan the whole diwali campaign for my shop, 20% off on kaju katli",
    "hi": "दुकान के लिए दिवाली का पूरा कैंपेन प्लान करो, काजू कतली पर 20% छूट",
    "ta": "கடைக்கு தீபாவளி கேம்பெயின் முழுசா பிளான் பண்ணுங்க, காஜு கத்லி 20% தள்ளுபடி",
    "te": "షాపుకి దీపావళి క్యాంపెయిన్ మొత్తం ప్లాన్ చేయండి, కాజు కత్లీ 20% తగ్గింపు",
}


@pytest.fixture
async def wired(services: Services, fake: Vendors, tenant: Business) -> AsyncIterator[MakeTalk]:
    """A conversation whose drafts come from the named vendor."""
    fake.reset()
    runners: list[TurnRunner] = []

    async def make(vendor: str) -> Talk:
        models = ModelClient(settings_for(fake, vendor))
        runner = TurnRunner(replace(services, models=models))
        runners.append(runner)
        talk = Talk(runner.services, runner, tenant)
        await talk.know(business_name="Sharma Sweets", phone="9876543210", city="Lucknow")
        return talk

    yield make
    for runner in runners:
        await runner.stop()


def billed_once(heard: Heard, fake: Vendors) -> None:
    """Every request is one stored call with a price, and the turn cost their sum."""
    calls = heard.all(ev.ModelCalled)
    assert len(calls) == len(fake.asked)
    assert all(call.paise > 0 for call in calls)
    settled = heard.last(ev.TurnSettled)
    assert settled.actual_paise == sum(call.paise for call in calls)
    assert settled.actual_paise <= heard.last(ev.CostQuoted).ceiling_paise


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_greeting_looks_the_day_up_before_it_is_written(
    wired: MakeTalk, fake: Vendors, vendor: str, language: Variant
) -> None:
    talk = await wired(vendor)
    ask, wish = GREETINGS[language]
    fake.text = f"{wish}\nSharma Sweets"
    fake.looks_up = (("festival_calendar", {"days": 30}),)
    heard = await talk.say(ask)
    assert heard.last(ev.RouteChosen).skill == "festival_greeting"
    looked = [each for each in heard.all(ev.ToolCalled) if each.arguments.get("days") == 30]
    assert len(looked) == 1
    first, second = (each["body"] for each in fake.asked)
    assert "festival_calendar" in json.dumps(first["tools"])
    assert "2026-11-08" in _of_tools(second)
    assert heard.draft.provider == vendor
    assert heard.draft.text == fake.text
    assert Counter(await talk.stored(heard.turn_id))["draft.written"] == 1
    billed_once(heard, fake)


def _of_tools(body: dict[str, Any]) -> str:
    """What the vendor was told that a tool said."""
    said = [each for each in body.get("messages", ()) if each["role"] == "tool"]
    said += [
        part
        for content in body.get("contents", ())
        for part in content["parts"]
        if "functionResponse" in part
    ]
    return json.dumps(said)


@pytest.mark.parametrize("vendor", VENDORS)
async def test_a_tool_nobody_offered_does_nothing(
    wired: MakeTalk, fake: Vendors, vendor: str
) -> None:
    talk = await wired(vendor)
    ask, wish = GREETINGS["en"]
    fake.text = f"{wish}\nSharma Sweets"
    fake.looks_up = (("change_facts", {"phone": "9000000000"}),)
    heard = await talk.say(ask)
    assert (await talk.facts()).value("phone") == "9876543210"
    assert all(each.tool != "change_facts" for each in heard.all(ev.ToolCalled))
    assert heard.status == "done"
    billed_once(heard, fake)


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_pieces_of_a_campaign_are_written_and_billed_one_by_one(
    wired: MakeTalk, fake: Vendors, vendor: str, language: Variant
) -> None:
    talk = await wired(vendor)
    fake.text = ANSWERS[language]
    heard = await talk.say(CAMPAIGNS[language])
    assert heard.status == "done"
    assert heard.all(ev.RouteChosen)[0].skill == "festival_campaign"
    drafts = await talk.drafts()
    assert len({draft.channel for draft in drafts}) == len(drafts) == 3
    [broadcast] = [draft for draft in drafts if draft.channel == "whatsapp"]
    by_model = [each for each in heard.all(ev.DraftWritten) if each.draft_id == broadcast.id]
    assert {each.provider for each in by_model} == {vendor}
    assert Counter(await talk.stored(heard.turn_id))["approval.requested"] == 3
    billed_once(heard, fake)
