"""She says how things are, not what she wants: something helpful, and one tap to go on."""

import pytest

from agents import events as ev
from app.core.variants import VARIANTS, Variant
from integrations.languages.text import script_of
from tests.acceptance.talk import Talk

SLOW: dict[Variant, str] = {
    "en": "sales have gone completely cold",
    "hi": "बिक्री एकदम ठंडी पड़ी है",
    "ta": "வியாபாரம் ரொம்ப டல்லா இருக்கு",
    "te": "వ్యాపారం అస్సలు లేదు",
    "hi-Latn": "bikri ekdum thandi padi hai",
    "ta-Latn": "vyabaram romba dull ah irukku",
    "te-Latn": "vyaparam chala dull ga undi",
}


@pytest.mark.parametrize("variant", VARIANTS)
async def test_slow_days_are_met_with_something_to_do(talk: Talk, variant: Variant) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210", city="Lucknow")
    heard = await talk.say(SLOW[variant])
    assert heard.last(ev.RouteChosen).skill == "growth_strategy"
    assert heard.status == "waiting"
    said, choose = heard.all(ev.ReplySent)
    assert said.text
    assert choose.kind == "choose"
    if variant in ("hi", "ta", "te"):
        assert script_of(said.text[0]) == variant
    offered = [value for value, _ in choose.choices]
    assert "whatsapp_broadcast" in offered
    picked = await talk.choose(heard.turn_id, "whatsapp_broadcast")
    assert picked.turn_id == heard.turn_id
    assert picked.draft.skill == "whatsapp_broadcast"
    assert picked.draft.language == variant


async def test_an_english_this_is_no_language(talk: Talk) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210", city="Lucknow")
    heard = await talk.say("whatsapp message: 20% off on everything in this shop, till sunday")
    assert "target_language" not in heard.last(ev.MessageUnderstood).slots
    assert heard.draft.language == "en"
