"""What is not there yet says so plainly, in her way of writing, and offers what there is."""

import pytest

from agents import events as ev
from app.core.variants import Variant, is_native
from tests.acceptance.talk import Talk

ASKS: list[tuple[str, Variant, str]] = [
    ("offer_design", "en", "how much discount can i afford on sarees"),
    ("offer_design", "te", "20% తగ్గిస్తే నష్టం వస్తుందా"),
    ("offer_design", "hi-Latn", "is hafte kaun sa offer du"),
    ("ideal_customer", "hi", "मेरे असली ग्राहक कौन हैं"),
    ("ideal_customer", "ta-Latn", "ennoda customer unmaiya yaaru"),
    ("growth_strategy", "en", "sales are down what should i do"),
    ("growth_strategy", "ta", "வியாபாரம் டல்லா இருக்கு என்ன பண்ணலாம்"),
    ("growth_strategy", "hi-Latn", "bikri ekdum thandi padi hai"),
    ("competitor_scan", "te-Latn", "eduru shop tho naa shop ni compare cheyandi"),
    ("competitor_scan", "hi", "सामने वाली दुकान से मेरी तुलना करो"),
    ("market_research", "ta", "பஸ் ஸ்டாண்ட் பக்கத்துல ஜூஸ் கடை ஓடுமா"),
    ("market_research", "hi-Latn", "facial ka market rate kya chal raha hai"),
]


@pytest.mark.parametrize(("skill", "variant", "text"), ASKS, ids=[text for *_, text in ASKS])
async def test_it_says_so_and_offers_what_there_is(
    talk: Talk, skill: str, variant: Variant, text: str
) -> None:
    heard = await talk.say(text)
    assert heard.last(ev.RouteChosen).skill == skill
    assert heard.last(ev.MessageUnderstood).language == variant
    said, offered = heard.all(ev.ReplySent)[-2:]
    phrases = talk.services.registry.get(skill).plan.phrases
    known = [p.text for kind in phrases if kind[:2] in _PREFIXES for p in phrases[kind][variant]]
    assert all(any(line in text_ for text_ in known) for line in said.text.splitlines())
    if is_native(variant):
        assert not [char for char in said.text.replace("GST", "") if "a" <= char.lower() <= "z"]
    assert offered.kind == "choose"
    assert 2 <= len(offered.choices) <= 4
    for name, title in offered.choices:
        assert name in talk.services.registry
        assert title
    assert heard.all(ev.DraftWritten) == []
    assert heard.status == "waiting"


_PREFIXES = frozenset({"of", "ic", "gs", "cs", "mr"})


async def test_a_tap_goes_on_with_what_was_offered(talk: Talk) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9840012345")
    heard = await talk.say("bikri ekdum thandi padi hai")
    choices = [value for value, _ in heard.reply.choices]
    assert "whatsapp_broadcast" in choices
    went = await talk.choose(heard.turn_id, "whatsapp_broadcast")
    assert went.turn_id == heard.turn_id
    assert went.draft.skill == "whatsapp_broadcast"


async def test_api_has_the_choices_too(talk: Talk) -> None:
    talk.asks = False
    heard = await talk.say("मेरे असली ग्राहक कौन हैं")
    assert heard.status == "done"
    assert 2 <= len(heard.reply.choices) <= 4


@pytest.mark.parametrize(
    "words",
    [
        "cancel my subscription", "plan dikhao", "ఈ నెలకి రిఫండ్ కావాలి", "மாச பிளான் எவ்வளவு",
        "auto pay eppadi niruthuradhu", "plans chupinchandi", "मेरा प्लान बंद कर दो",
    ],
)  # fmt: skip
async def test_her_own_plan_is_a_card(talk: Talk, words: str) -> None:
    heard = await talk.say(words)
    assert heard.last(ev.RouteChosen).skill == "billing_help"
    assert heard.reply.kind == "plans"
    assert heard.status == "done"
