"""Real clients over real HTTP: both vendors stream; whatever breaks, the draft is finished."""

from dataclasses import replace
from typing import Any

import pytest

from agents import events as ev
from agents import model_client
from agents.contact_tokens import TOKENS
from agents.model_client import ModelClient
from agents.model_ladder import cascade_of
from agents.providers.endpoint import is_loopback
from agents.services import Services
from agents.turn_runner import TurnRunner
from app.core.config import Settings
from app.core.errors import ConfigurationError, OurBug
from app.core.variants import Variant
from tests.acceptance.talk import Talk
from tests.agents.fake_vendors import Fault, Vendors
from tests.fixtures.platform import Business

ASKS: dict[Variant, str] = {
    "en": "whatsapp message for diwali, 20% off on kaju katli",
    "hi": "दिवाली के लिए व्हाट्सएप मैसेज लिखिए, काजू कतली पर 20% छूट",
    "ta": "தீபாவளிக்கு வாட்ஸ்அப் மெசேஜ் எழுதுங்க, காஜு கத்லி 20% தள்ளுபடி",
    "te": "దీపావళికి వాట్సాప్ మెసేజ్ రాయండి, కాజు కత్లీ 20% తగ్గింపు",
}
PHONE = TOKENS["phone"]
ANSWERS: dict[Variant, str] = {
    "en": f"Kaju katli for Diwali: *20% off*.\nCall {PHONE}\nSharma Sweets\nReply STOP to opt out.",
    "hi": f"दिवाली पर काजू कतली: *20% छूट*।\nकॉल कीजिए: {PHONE}\nSharma Sweets\nSTOP लिखिए।",
    "ta": f"தீபாவளி காஜு கத்லி: *20% தள்ளுபடி*.\nகால்: {PHONE}\nSharma Sweets\nSTOP அனுப்புங்க.",
    "te": f"దీపావళి కాజు కత్లీ: *20% తగ్గింపు*.\nకాల్: {PHONE}\nSharma Sweets\nSTOP పంపండి.",
}
VENDORS = ("vertex", "openai")


def settings_for(vendors: Vendors, *cascade: str) -> Settings:
    return Settings(
        environment="test",
        model_cascade=cascade,
        gcp_project_id="shop",
        vertex_base_url=vendors.url,
        openai_base_url=f"{vendors.url}/v1",
    )


@pytest.fixture
async def wired(services: Services, fake: Vendors, tenant: Business) -> Any:
    """Makes a conversation whose drafts come from the named providers."""
    fake.reset()
    runners: list[TurnRunner] = []

    async def make(*cascade: str) -> Talk:
        models = ModelClient(settings_for(fake, *cascade))
        runner = TurnRunner(replace(services, models=models))
        runners.append(runner)
        talk = Talk(runner._services, runner, tenant)
        await talk.know(business_name="Sharma Sweets", phone="9876543210", city="Lucknow")
        return talk

    yield make
    for runner in runners:
        await runner.stop()


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("language", list(ASKS))
async def test_a_model_streams_the_draft(
    wired: Any, fake: Vendors, vendor: str, language: Variant
) -> None:
    talk = await wired(vendor)
    fake.text = ANSWERS[language]
    heard = await talk.say(ASKS[language])
    assert heard.status == "done"
    assert heard.draft.provider == vendor
    assert heard.draft.text == ANSWERS[language].replace(PHONE, "9876543210")
    streamed = "".join(delta.text for delta in heard.all(ev.DraftDelta))
    assert streamed.strip() == heard.draft.text
    assert len(heard.all(ev.DraftDelta)) > 1
    assert heard.draft.language == language


@pytest.mark.parametrize("vendor", VENDORS)
async def test_her_contacts_do_not_leave(wired: Any, fake: Vendors, vendor: str) -> None:
    talk = await wired(vendor)
    fake.text = ANSWERS["en"]
    await talk.say(f"{ASKS['en']}, call 98765 43210")
    sent = str(fake.asked[0]["body"])
    assert "9876543210" not in sent
    assert "98765 43210" not in sent
    assert PHONE in sent
    assert fake.asked[0]["vendor"] == ("gemini" if vendor == "vertex" else "openai")
    if vendor == "vertex":
        assert fake.asked[0]["authorization"] == "Bearer loopback"
        assert "projects/shop/locations" in fake.asked[0]["path"]


FAULTS: tuple[Fault, ...] = ("429", "500", "cut", "empty", "garbage", "unfinished")


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("fault", FAULTS)
async def test_whatever_breaks_the_simple_way_finishes(
    wired: Any, fake: Vendors, vendor: str, fault: Fault
) -> None:
    talk = await wired(vendor)
    fake.text, fake.fault = ANSWERS["en"], fault
    heard = await talk.say(ASKS["en"])
    assert heard.status == "done"
    assert heard.draft.provider == "offline"
    failure = heard.all(ev.ModelFailed)[0]
    assert failure.provider == vendor
    assert failure.reason
    if fault in ("429", "500"):
        assert failure.reason == f"http_{fault}"
    assert len(heard.all(ev.DraftWritten)) == 1
    assert "model.failed" in await talk.stored(heard.turn_id)
    _no_half_text(heard.events, heard.draft.text)


def _no_half_text(events: list[ev.Event], final: str) -> None:
    """What stands on the screen after the last reset is the draft, from its beginning."""
    shown = ""
    for event in events:
        if isinstance(event, ev.DraftReset):
            shown = ""
        elif isinstance(event, ev.DraftDelta):
            shown += event.text
    assert shown.strip() == final


async def test_the_next_vendor_goes_on(wired: Any, fake: Vendors) -> None:
    talk = await wired("vertex", "openai")
    fake.text = ANSWERS["en"]
    fake.by_model["gemini-2.5-flash-lite"] = ("cut", "")
    heard = await talk.say(ASKS["en"])
    providers = [failure.provider for failure in heard.all(ev.ModelFailed)]
    assert providers == ["vertex"]
    assert heard.draft.provider == "openai"
    calls = heard.all(ev.ModelCalled)
    assert [(call.provider, call.outcome) for call in calls] == [
        ("vertex", "cut"),
        ("openai", "answered"),
    ]
    assert all(call.paise > 0 for call in calls)
    assert "model.called" in await talk.stored(heard.turn_id)
    _no_half_text(heard.events, heard.draft.text)


async def test_what_the_critic_finds_is_mended_out_of_sight(wired: Any, fake: Vendors) -> None:
    talk = await wired("openai")
    broken = ANSWERS["en"] + "\nThe best in town, only ₹99!"
    answers = iter([broken, ANSWERS["en"]])
    real = fake.pieces
    current = {"text": broken}

    def pieces() -> list[str]:
        current["text"] = next(answers, ANSWERS["en"])
        return [current["text"]]

    fake.pieces = pieces  # type: ignore[method-assign]
    try:
        heard = await talk.say(ASKS["en"])
    finally:
        fake.pieces = real  # type: ignore[method-assign]
    rounds = heard.all(ev.DraftCriticised)
    assert [each.round for each in rounds] == [1, 2]
    assert rounds[0].score < rounds[1].score
    fixed = {finding.check for finding in rounds[1].findings if finding.severity == "fixed"}
    assert {"superlative", "price_supported"} <= fixed
    assert "₹99" not in heard.draft.text
    asked_again = str(fake.asked[1]["body"])
    assert "superlative" in asked_again
    view = await talk.view(heard.draft.draft_id)
    assert [version.version for version in view.versions] == [1]
    assert view.latest.text == heard.draft.text


def test_the_cascade_is_what_is_configured_and_ends_offline() -> None:
    def cascade(**settings: Any) -> tuple[str, ...]:
        return cascade_of(Settings(environment="test", **settings))

    assert cascade(model_cascade=()) == ("offline",)
    assert cascade(model_cascade=(), gcp_project_id="p") == ("vertex", "offline")
    assert cascade(model_cascade=(), openai_api_key="k") == ("openai", "offline")
    assert cascade(model_cascade=("offline", "openai")) == ("openai", "offline")
    with pytest.raises(ConfigurationError, match="MODEL_CASCADE"):
        cascade(model_cascade=("gpt",))


async def test_a_test_cannot_call_the_world(
    services: Services, tenant: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_client, "ALLOW_MODEL_CALLS", False)
    client = ModelClient(
        Settings(environment="test", model_cascade=("openai",), openai_api_key="k")
    )
    with pytest.raises(OurBug, match="a test would call openai"):
        client._model(client.rungs("fast")[0])


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:9/v1", True),
        ("http://[::1]:9", True),
        ("http://localhost", True),
        ("https://api.openai.com/v1", False),
        ("http://127.0.0.1.evil.in", False),
        (None, False),
    ],
)
def test_which_addresses_are_this_machine(url: str | None, here: bool) -> None:
    assert is_loopback(url) is here
