"""The tools themselves, in a turn and at the desk: whose data, whose choice, what is told."""

from dataclasses import replace
from typing import Any

import pytest

from agents import tool_desk
from agents.model_calls import ToolAsk
from agents.skill_tools import TOOLS
from agents.tools import MODEL_TOOLS, offered
from app.core.errors import InputError, NotFound
from skills.tool_words import tool_words
from tests.acceptance.talk import Talk
from tests.fixtures.platform import Business


def test_every_tool_and_argument_has_words_and_none_names_a_tenant() -> None:
    assert set(tool_words()) == set(MODEL_TOOLS)
    for tool in MODEL_TOOLS.values():
        names = set(tool.arguments.model_fields)
        assert names == set(tool_words()[tool.name].arguments), tool.name
        assert not {name for name in names if "tenant" in name or "user" in name}
        assert tool.arguments.model_config["extra"] == "forbid"
        assert tool.spec.parameters["type"] == "object"


def test_what_changes_something_is_not_a_models_to_ask_for() -> None:
    assert not set(TOOLS) & set(MODEL_TOOLS)
    assert offered(("change_facts", "gst_split")) == (MODEL_TOOLS["gst_split"],)


async def at_desk(talk: Talk, name: str, **arguments: Any) -> dict[str, Any]:
    business = talk.business
    return await tool_desk.run_one(talk.services, business.id, business.user_id, name, arguments)


async def test_each_tool_works_for_the_business_that_asks(
    talk: Talk, other_tenant: Business
) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210", state="Uttar Pradesh")
    facts = await at_desk(talk, "read_foundation", fields=["business_name", "city"])
    assert facts["facts"]["business_name"]["value"] == "Sharma Sweets"
    assert facts["unknown"] == ["city"]
    strange = await tool_desk.run_one(
        talk.services, other_tenant.id, other_tenant.user_id, "read_foundation", {}
    )
    assert strange["facts"] == {}
    day = await at_desk(talk, "festival_calendar", festival="diwali")
    assert day["festivals"][0]["date"] == "2026-11-08"
    tax = await at_desk(talk, "gst_split", amount_inr=1000, rate_percent=18, to_state="Tamil Nadu")
    assert (tax["igst_paise"], tax["total_paise"]) == (18_000, 118_000)
    sub = await at_desk(talk, "use_skill", skill="whatsapp_broadcast", inputs={"product": "peda"})
    assert "Sharma Sweets" in sub["text"]


async def test_what_a_tool_cannot_do_is_said(talk: Talk) -> None:
    for name, arguments in (
        ("read_foundation", {"tenant_id": str(talk.business.id)}),
        ("use_skill", {"skill": "general_help"}),
        ("festival_calendar", {"festival": "no such day"}),
    ):
        with pytest.raises(InputError, match="tool"):
            await at_desk(talk, name, **arguments)
    with pytest.raises(NotFound):
        await at_desk(talk, "change_facts", field="city")


async def test_a_turn_tells_of_its_tools_and_of_those_refused(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.agents.wanting import Wanting

    await talk.know(business_name="Sharma Sweets", phone="9876543210", city="Lucknow")
    registry = talk.services.registry
    skill = registry.get("whatsapp_broadcast")
    able = replace(skill, tools=("festival_calendar", "read_foundation", "use_skill"))
    monkeypatch.setattr(registry, "version", lambda name, _: able if name == skill.id else None)
    asks = (
        ToolAsk("1", "read_foundation", {"fields": ["phone"]}),
        ToolAsk("2", "use_skill", {"skill": "sms_promo", "inputs": {"product": "kaju katli"}}),
        ToolAsk("3", "use_skill", {"skill": "whatsapp_broadcast"}),
        ToolAsk("4", "change_facts", {"field": "phone"}),
    )
    models = Wanting(talk.services.models, asks)
    monkeypatch.setattr(talk.services, "models", models)
    heard = await talk.say("diwali ke liye whatsapp message chahiye, kaju katli pe 20% off")
    assert heard.status == "done"
    called = [event for event in heard.events if event.name.value == "tool.called"]
    refused = [event for event in heard.events if event.name.value == "tool.refused"]
    assert [each.tool for each in called][-2:] == ["read_foundation", "use_skill"]  # type: ignore[attr-defined]
    assert [each.reason for each in refused] == ["ancestor", "unknown"]  # type: ignore[attr-defined]
    told = models.exchanges[0].answers[0].content
    assert "SHOPPHONE" in told
    assert "9876543210" not in told
    assert (await talk.stored(heard.turn_id)).count("tool.refused") == 2
