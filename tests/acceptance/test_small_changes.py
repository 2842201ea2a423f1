"""Small wishes about the draft above: a name put right, emojis out, another channel as well."""

import re

import pytest

from agents import events as ev
from app.core.variants import VARIANTS, Variant
from integrations.languages.phonetics import sounds_like
from integrations.languages.text import script_of
from tests.acceptance import sayings as say
from tests.acceptance.talk import Talk

EMOJI = re.compile("[\U0001f1e6-\U0001faff\u2600-\u27bf]")
NO_EMOJI: dict[Variant, str] = {
    "en": "remove the emojis",
    "hi": "इमोजी हटाओ",
    "ta": "இமோஜி வேண்டாம்",
    "te": "ఎమోజీలు తీసేయండి",
    "hi-Latn": "emoji hatao",
    "ta-Latn": "emoji venam",
    "te-Latn": "emojilu teeseyandi",
}
WRONG_NAME: dict[Variant, str] = {
    "en": "the name is wrong, it's Verma not Sharma",
    "hi": "नाम गलत है, शर्मा नहीं वर्मा",
    "ta": "பேர் தப்பு, சர்மா இல்ல வர்மா",
    "te": "పేరు తప్పు, శర్మ కాదు వర్మ",
    "hi-Latn": "naam galat hai, Sharma nahi Verma",
    "ta-Latn": "peru thappu, Sharma illa Verma",
    "te-Latn": "peru thappu, Sharma kaadu Verma",
}
FORMAL: dict[Variant, str] = {
    "en": "make it formal",
    "hi": "थोड़ा फॉर्मल करो",
    "ta": "கொஞ்சம் ஃபார்மலா மாத்துங்க",
    "te": "కొంచెం ఫార్మల్ గా మార్చండి",
    "hi-Latn": "thoda formal karo",
    "ta-Latn": "konjam formal ah maathunga",
    "te-Latn": "konchem formal ga marchandi",
}
TOO: dict[Variant, str] = {
    "en": "also for instagram",
    "hi": "इंस्टा के लिए भी",
    "ta": "இன்ஸ்டாவுக்கும் வேணும்",
    "te": "ఇన్‌స్టాకి కూడా కావాలి",
    "hi-Latn": "insta ke liye bhi bana do",
    "ta-Latn": "instavukkum podunga",
    "te-Latn": "insta ki kuda kavali",
}
BEYOND: dict[Variant, str] = {
    "en": "add free delivery",
    "hi": "फ्री डिलीवरी जोड़ो",
    "ta": "ஃப்ரீ டெலிவரி சேருங்க",
    "te": "ఫ్రీ డెలివరీ చేర్చండి",
    "hi-Latn": "free delivery jodo",
    "ta-Latn": "free delivery serunga",
    "te-Latn": "free delivery cherchandi",
}


@pytest.mark.parametrize("variant", VARIANTS)
async def test_emojis_go_and_stay_away(known: Talk, variant: Variant) -> None:
    first = await known.say(say.OFFER[variant])
    assert EMOJI.search(first.draft.text)
    heard = await known.say(NO_EMOJI[variant])
    assert heard.draft.parent_id == first.draft.draft_id
    assert not EMOJI.search(heard.draft.text)
    assert "20%" in heard.draft.text
    later = await known.say(say.TEN[variant])
    assert not EMOJI.search(later.draft.text)


@pytest.mark.parametrize("variant", VARIANTS)
async def test_a_wrong_name_is_put_right_for_good(known: Talk, variant: Variant) -> None:
    first = await known.say(say.OFFER[variant])
    heard = await known.say(WRONG_NAME[variant])
    assert heard.draft.parent_id == first.draft.draft_id
    assert "Sharma" not in heard.draft.text
    name = (await known.facts()).value("business_name")
    assert sounds_like(name, "Verma Sweets")
    assert script_of(name[0]) == "latin"  # as the rest of the name is
    assert name in heard.draft.text
    again = await known.say(say.OFFER[variant])
    assert "Sharma" not in again.draft.text


async def test_a_customers_wrong_name(known: Talk) -> None:
    first = await known.say("review ka reply chahiye, Ravi ne likha 'bahut accha khana'")
    assert "Ravi" in first.draft.text
    heard = await known.say("naam galat hai, Ravi nahi Rohit")
    assert "Rohit" in heard.draft.text
    assert "Ravi" not in heard.draft.text
    assert (await known.facts()).value("business_name") == "Sharma Sweets"


@pytest.mark.parametrize("variant", VARIANTS)
async def test_another_tone(known: Talk, variant: Variant) -> None:
    first = await known.say(say.OFFER[variant])
    heard = await known.say(FORMAL[variant])
    assert heard.last(ev.MessageUnderstood).slots["tone"] == "formal"
    assert heard.draft.parent_id == first.draft.draft_id
    assert "20%" in heard.draft.text


@pytest.mark.parametrize("variant", VARIANTS)
async def test_another_channel_as_well(known: Talk, variant: Variant) -> None:
    first = await known.say(say.OFFER[variant])
    heard = await known.say(TOO[variant])
    assert heard.last(ev.MessageUnderstood).intent == "also"
    assert (heard.draft.skill, heard.draft.parent_id) == ("instagram_caption", None)
    assert "20%" in heard.draft.text
    assert heard.draft.language == variant
    drafts = {draft.id: draft.status for draft in await known.drafts()}
    assert drafts == {first.draft.draft_id: "pending", heard.draft.draft_id: "pending"}
    shorter = await known.another(heard.draft, change="shorter")
    assert shorter.draft.skill == "instagram_caption"
    assert "20%" in shorter.draft.text


@pytest.mark.parametrize("variant", VARIANTS)
async def test_what_cannot_be_changed_is_said(known: Talk, variant: Variant) -> None:
    await known.say(say.OFFER[variant])
    heard = await known.say(BEYOND[variant])
    assert heard.reply.key == "agents.reply.edit_yourself"
    assert heard.all(ev.DraftWritten) == []


NOT_THAT: dict[Variant, str] = {
    "en": "not instagram, only whatsapp, diwali 20% off on kaju katli",
    "hi": "इंस्टा नहीं, सिर्फ व्हाट्सएप, दिवाली काजू कतली 20% छूट",
    "ta": "இன்ஸ்டா வேண்டாம், வாட்ஸ்அப் மட்டும், தீபாவளி காஜு கத்லி 20% தள்ளுபடி",
    "te": "ఇన్‌స్టా వద్దు, వాట్సాప్ మాత్రమే, దీపావళి కాజు కత్లీ 20% తగ్గింపు",
    "hi-Latn": "insta mat karo, sirf whatsapp, diwali kaju katli 20% off",
    "ta-Latn": "insta vendam, whatsapp mattum, diwali kaju katli 20% off",
    "te-Latn": "insta vaddu, whatsapp matrame, diwali kaju katli 20% off",
}
NO_POSTER: dict[Variant, str] = {
    "en": "no poster, just whatsapp",
    "hi": "पोस्टर नहीं, सिर्फ व्हाट्सएप",
    "ta": "போஸ்டர் வேண்டாம், வாட்ஸ்அப் மட்டும்",
    "te": "పోస్టర్ వద్దు, వాట్సాప్ మాత్రమే",
    "hi-Latn": "poster mat karo, sirf whatsapp",
    "ta-Latn": "poster vendam, whatsapp mattum",
    "te-Latn": "poster vaddu, whatsapp chalu",
}
POSTER: dict[Variant, str] = {
    "en": "diwali poster, 20% off on kaju katli",
    "hi": "दिवाली का पोस्टर, काजू कतली 20% छूट",
    "ta": "தீபாவளி போஸ்டர், காஜு கத்லி 20% தள்ளுபடி",
    "te": "దీపావళి పోస్టర్, కాజు కత్లీ 20% తగ్గింపు",
    "hi-Latn": "diwali ka poster, kaju katli 20% off",
    "ta-Latn": "diwali poster, kaju katli 20% off podunga",
    "te-Latn": "diwali poster, kaju katli 20% off pettandi",
}


@pytest.mark.parametrize("variant", VARIANTS)
async def test_what_is_ruled_out_is_not_written(known: Talk, variant: Variant) -> None:
    heard = await known.say(NOT_THAT[variant])
    assert heard.all(ev.PlanMade) == []
    assert [draft.channel for draft in await known.drafts()] == ["whatsapp"]
    assert "20%" in heard.draft.text


@pytest.mark.parametrize("variant", VARIANTS)
async def test_a_draft_for_what_is_then_ruled_out_goes_to_the_other(
    known: Talk, variant: Variant
) -> None:
    first = await known.say(POSTER[variant])
    assert first.draft.skill == "poster_text"
    heard = await known.say(NO_POSTER[variant])
    assert heard.draft.skill == "whatsapp_broadcast"
    assert heard.draft.parent_id == first.draft.draft_id
    assert "20%" in heard.draft.text


IN_TWO: dict[Variant, tuple[str, set[str]]] = {
    "en": ("in both Tamil and Telugu", {"ta", "te"}),
    "hi": ("तमिल और तेलुगु दोनों में", {"ta", "te"}),
    "ta": ("தெலுங்கு இந்தி ரெண்டுலயும்", {"te", "hi"}),
    "te": ("తమిళం హిందీ రెండింటిలో", {"ta", "hi"}),
    "hi-Latn": ("tamil aur telugu dono mein", {"ta", "te"}),
    "ta-Latn": ("telugu um hindi um rendulayum podu", {"te", "hi"}),
    "te-Latn": ("tamil mariyu hindi rendintilo", {"ta", "hi"}),
}


@pytest.mark.parametrize("variant", VARIANTS)
async def test_a_draft_in_two_languages_at_once(known: Talk, variant: Variant) -> None:
    first = await known.say(say.OFFER[variant])
    words, languages = IN_TWO[variant]
    heard = await known.say(words)
    written = {draft.language: draft for draft in heard.all(ev.DraftWritten)}
    assert set(written) == languages
    assert all("20%" in draft.text for draft in written.values())
    assert len({draft.draft_id for draft in written.values()} | {first.draft.draft_id}) == 3


async def test_a_request_in_two_languages_at_once(known: Talk) -> None:
    heard = await known.say("diwali whatsapp message in both tamil and telugu, 20% off")
    assert [draft.language for draft in heard.all(ev.DraftWritten)] == ["ta", "te"]
