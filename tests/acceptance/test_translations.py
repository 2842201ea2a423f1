"""A draft in another language from its own plan; what cannot be done is said plainly."""

from dataclasses import replace

import pytest

from agents import events as ev
from agents.checks.translation_kept import lost_figures
from agents.model_client import ModelClient
from agents.products.muse import flow
from agents.providers.scripted import Scripted
from agents.turn_runner import TurnRunner
from app.core.config import Settings
from app.core.variants import VARIANTS, Variant, base_of, is_native
from integrations.languages.text import script_of
from tests.acceptance import sayings as say
from tests.acceptance.talk import Talk

INTO_TELUGU: dict[Variant, str] = {
    "en": "please translate the message you wrote above into telugu for my other customers",
    "hi": "ऊपर वाला मैसेज मेरे तेलुगु वाले ग्राहकों के लिए तेलुगु में ट्रांसलेट कर दीजिए",
    "ta": "மேல இருக்கிற மெசேஜ எங்க தெலுங்கு கஸ்டமருக்காக தெலுங்குல மொழிபெயர்த்து குடுங்க",
    "te": "పైన ఉన్న మెసేజ్ మా కస్టమర్ల కోసం హిందీలోకి అనువదించి ఇవ్వండి",
    "hi-Latn": "upar wala message mere telugu customers ke liye telugu me translate kar dijiye",
    "ta-Latn": "mela irukkura message ah enga customers ku telugu la translate panni kudunga",
    "te-Latn": "paina unna message maa customers kosam hindi loki translate chesi ivvandi",
}
FOREIGN = "translate this to tamil: Our neighbour opens a new branch near the temple on Friday"


@pytest.mark.parametrize("variant", VARIANTS)
async def test_a_long_wish_translates_the_draft_above(known: Talk, variant: Variant) -> None:
    first = await known.say(say.OFFER[variant])
    heard = await known.say(INTO_TELUGU[variant])
    wanted = "hi" if variant.startswith("te") else "te"
    assert heard.last(ev.MessageUnderstood).intent == "language"
    assert (heard.draft.language, heard.draft.parent_id) == (wanted, first.draft.draft_id)
    assert lost_figures(first.draft.text, heard.draft.text) == []
    assert any(script_of(char) == wanted for char in heard.draft.text)
    assert "Sharma Sweets" in heard.draft.text
    checks = {f.check: f.passed for f in heard.last(ev.DraftCriticised).findings}
    assert checks["translation_kept"]


@pytest.mark.parametrize("tries", [0, 1, 2])
async def test_the_second_version_is_translated_by_its_own_plan(known: Talk, tries: int) -> None:
    """The same shape: as many lines, the offer and the number in the same of them."""
    made = await known.say(say.OFFER["hi-Latn"])
    for _ in range(tries):
        made = await known.say(say.ANOTHER["hi-Latn"])
    heard = await known.say("tamil la podu")
    theirs, ours = (text.splitlines() for text in (made.draft.text, heard.draft.text))
    assert len(theirs) == len(ours)
    for figure in ("20%", "9876543210"):
        places = [[figure in line for line in lines] for lines in (theirs, ours)]
        assert places[0] == places[1], f"{made.draft.text}\n==\n{heard.draft.text}"


async def test_an_edited_draft_is_written_afresh_and_says_so(known: Talk) -> None:
    first = await known.say(say.OFFER["hi-Latn"])
    changed = first.draft.text + "\nFree home delivery bhi hai."
    await flow.edit(known.services, known.actor, first.draft.draft_id, 1, changed)
    heard = await known.say("tamil la podu")
    assert heard.reply.key == "agents.changed.language_afresh"


async def test_her_own_draft_pasted_back_is_known(known: Talk) -> None:
    first = await known.say(say.OFFER["en"])
    heard = await known.say(f'translate this into hindi: "{first.draft.text}"')
    assert (heard.draft.language, heard.draft.parent_id) == ("hi", first.draft.draft_id)


async def test_a_language_that_was_not_said_is_asked(known: Talk) -> None:
    first = await known.say(say.OFFER["en"])
    heard = await known.say("please translate the message above for my other customers")
    assert heard.question.field == "target_language"
    assert ("ta", "Tamil") in [tuple(chip) for chip in heard.question.chips]
    answered = await known.say("tamil")
    assert (answered.draft.language, answered.draft.parent_id) == ("ta", first.draft.draft_id)


@pytest.mark.parametrize(
    "said", ["iska english anuvad chahiye", "deenni english lo anuvadinchandi"]
)
async def test_with_nothing_above_the_text_is_asked_for(known: Talk, said: str) -> None:
    """To speak English from now on is another wish than to have something translated."""
    heard = await known.say(said)
    assert heard.last(ev.RouteChosen).skill == "translate_copy"
    assert heard.question.field == "text"


async def test_somebody_elses_text_is_answered_honestly(known: Talk) -> None:
    heard = await known.say(FOREIGN)
    assert heard.all(ev.DraftWritten) == []
    said, offered = heard.all(ev.ReplySent)
    assert said.text.isascii()
    assert "whatsapp_broadcast" in dict(offered.choices)
    assert heard.status == "waiting"


LUNCH = 'translate this to tamil: "Our new branch opens near the temple, lunch at ₹99"'
TAMIL = "கோயில் பக்கத்துல நம்ம புது கிளை திறக்குறோம், மதிய சாப்பாடு ₹99"
WITHOUT = "கோயில் பக்கத்துல நம்ம புது கிளை திறக்குறோம்"


def with_model(talk: Talk, *replies: object) -> Talk:
    settings = Settings(environment="test", model_cascade=("scripted",))
    models = ModelClient(settings, {"scripted": Scripted(replies=list(replies))})
    services = replace(talk.services, models=models)
    return replace(talk, services=services, runner=TurnRunner(services))


@pytest.mark.parametrize(("reply", "kept"), [(TAMIL, True), (WITHOUT, False)])
async def test_a_model_translates_what_is_not_ours(known: Talk, reply: str, kept: bool) -> None:
    talk = with_model(known, reply)
    heard = await talk.say(LUNCH)
    await talk.runner.stop()
    assert (heard.draft.text, heard.draft.language) == (reply, "ta")
    findings = {f.check: f for f in heard.last(ev.DraftCriticised).findings}
    assert findings["translation_kept"].passed is kept
    assert kept or findings["translation_kept"].params["words"] == "₹99"


async def test_a_model_that_is_away_leaves_the_answer_in_her_own_language(known: Talk) -> None:
    talk = with_model(known, ValueError("away"))
    heard = await talk.say(LUNCH)
    await talk.runner.stop()
    assert heard.all(ev.DraftWritten) == []
    assert heard.all(ev.ReplySent)[0].text.isascii()


PLANS: dict[str, dict[Variant, str]] = {
    "weekly_moves": {
        "en": "what should I do in my shop this week",
        "hi": "इस हफ्ते दुकान के लिए क्या करूँ",
        "ta": "இந்த வாரம் கடைக்கு என்ன பண்ணலாம்",
        "te": "ఈ వారం షాపుకి ఏం చేయాలి",
        "hi-Latn": "is hafte dukan ke liye kya karu",
        "ta-Latn": "indha vaaram kadaiku enna pannalam",
        "te-Latn": "ee vaaram shop ki em cheyali",
    },
    "campaign_plan": {
        "en": "make a posting plan with dates for the whole month",
        "hi": "पूरे महीने का पोस्टिंग प्लान तारीख के साथ बनाओ",
        "ta": "மாசம் முழுக்க தேதியோட போஸ்டிங் பிளான் போடுங்க",
        "te": "నెలంతా తేదీలతో పోస్టింగ్ ప్లాన్ వేయండి",
        "hi-Latn": "pure mahine ka posting plan date ke saath banao",
        "ta-Latn": "maasam muzhuka date oda posting plan podunga",
        "te-Latn": "nelanta dates tho posting plan veyandi",
    },
    "festival_campaign": {
        "en": "diwali is coming, what all should we do from now",
        "hi": "दिवाली आ रही है अभी से क्या क्या करना चाहिए",
        "ta": "தீபாவளி வருது இப்போ இருந்தே என்னென்ன பண்ணணும்",
        "te": "దీపావళి వస్తోంది ఇప్పటి నుంచే ఏమేం చేయాలి",
        "hi-Latn": "diwali aa rahi hai abhi se kya kya karna chahiye",
        "ta-Latn": "deepavali varudhu ippo irundhe enna enna pannanum",
        "te-Latn": "deepavali vastondi ippati nunche em em cheyali",
    },
}


@pytest.mark.parametrize("skill", PLANS)
@pytest.mark.parametrize("variant", VARIANTS)
async def test_what_is_not_there_yet_is_said_with_what_is(
    known: Talk, skill: str, variant: Variant
) -> None:
    heard = await known.say(PLANS[skill][variant])
    assert heard.last(ev.RouteChosen).skill == skill
    said, offered = heard.all(ev.ReplySent)
    script = base_of(variant) if is_native(variant) else "latin"
    assert any(script_of(char) == script for char in said.text)
    assert heard.all(ev.DraftWritten) == []
    assert len(offered.choices) >= 3


async def test_a_tap_goes_on_with_all_she_said(known: Talk) -> None:
    heard = await known.say("one month posting plan for kaju katli 20% off, with dates")
    assert heard.last(ev.RouteChosen).skill == "campaign_plan"
    tapped = await known.choose(heard.turn_id, "poster_text")
    assert tapped.draft.skill == "poster_text"
    assert "20%" in tapped.draft.text
    assert "kaju katli" in tapped.draft.text.lower()


async def test_no_offer_is_planned_for_a_day_of_mourning(known: Talk) -> None:
    heard = await known.say("muharram campaign plan for my shop with offers and posts")
    assert [value for value, _ in heard.all(ev.ReplySent)[-1].choices] == ["festival_greeting"]


async def test_a_tap_asks_what_it_needs_and_then_writes(talk: Talk) -> None:
    heard = await talk.say("one month posting plan for kaju katli 20% off, with dates")
    asked = await talk.choose(heard.turn_id, "whatsapp_broadcast")
    assert asked.question.field == "business_name"
    await talk.say("Sharma Sweets")
    written = await talk.say("9876543210")
    assert (written.draft.skill, "20%" in written.draft.text) == ("whatsapp_broadcast", True)
    assert "Sharma Sweets" in written.draft.text
