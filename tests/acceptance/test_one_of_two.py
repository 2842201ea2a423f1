"""Two drafts of one message: both approved, or one of them pointed at."""

import pytest

from agents import events as ev
from app.core.variants import VARIANTS, Variant
from tests.acceptance.talk import Talk
from tests.acceptance.test_plans import BOTH

BOTH_FINE: dict[Variant, str] = {
    "en": "both look good, approve",
    "hi": "दोनों ठीक है",
    "ta": "ரெண்டும் சரி",
    "te": "రెండూ ఓకే",
    "hi-Latn": "dono pakka",
    "ta-Latn": "rendum ok",
    "te-Latn": "rendoo ok",
}


@pytest.mark.parametrize("variant", VARIANTS)
async def test_both_are_approved_in_one_word(known: Talk, variant: Variant) -> None:
    await known.say(BOTH[variant])
    heard = await known.say(BOTH_FINE[variant])
    assert [said.key for said in heard.all(ev.ReplySent)] == ["agents.reply.approved"]
    assert [draft.status for draft in await known.drafts()] == ["approved", "approved"]


POINTED: dict[Variant, str] = {
    "en": "make the whatsapp one shorter",
    "hi": "व्हाट्सएप वाला छोटा करो",
    "ta": "வாட்ஸ்அப் மெசேஜை சுருக்கு",
    "te": "వాట్సాప్ మెసేజ్‌ని చిన్నది చేయండి",
    "hi-Latn": "whatsapp wala chhota karo",
    "ta-Latn": "whatsapp message surukku",
    "te-Latn": "whatsapp message short cheyandi",
}


@pytest.mark.parametrize("variant", VARIANTS)
async def test_one_of_two_is_pointed_at_by_its_channel(known: Talk, variant: Variant) -> None:
    both = await known.say(BOTH[variant])
    drafts = {draft.channel: draft for draft in both.all(ev.DraftWritten)}
    heard = await known.say(POINTED[variant])
    assert heard.last(ev.MessageUnderstood).intent == "shorter"
    assert heard.draft.parent_id == drafts["whatsapp"].draft_id
    assert heard.draft.skill == "whatsapp_broadcast"
    assert len(heard.draft.text) < len(drafts["whatsapp"].text)


async def test_the_other_of_two_in_another_language(known: Talk) -> None:
    both = await known.say(BOTH["hi-Latn"])
    insta = both.all(ev.DraftWritten)[1]
    heard = await known.say("insta wala tamil la podu")
    assert (heard.draft.language, heard.draft.parent_id) == ("ta", insta.draft_id)


async def test_a_third_channel_after_two(known: Talk) -> None:
    await known.say(BOTH["hi-Latn"])
    heard = await known.say("facebook ke liye bhi")
    assert heard.draft.skill == "facebook_post"
    assert "20%" in heard.draft.text


FIRST_FINE: dict[Variant, str] = {
    "en": "first one ok",
    "hi": "पहला वाला मंज़ूर",
    "ta": "முதல் மெசேஜ் ஓகே",
    "te": "మొదటిది ఓకే",
    "hi-Latn": "pehla wala approve",
    "ta-Latn": "mudhal onnu approve pannu",
    "te-Latn": "modatidi bagundi",
}
SECOND_NOT: dict[Variant, str] = {
    "en": "reject the second one",
    "hi": "दूसरा वाला रिजेक्ट",
    "ta": "இரண்டாவது வேண்டாம்",
    "te": "రెండోది వద్దు",
    "hi-Latn": "dusra wala reject karo",
    "ta-Latn": "rendavathu venam",
    "te-Latn": "rendodi vaddu",
}
SECOND_SHORTER: dict[Variant, str] = {
    "en": "make the second one shorter",
    "hi": "दूसरा वाला छोटा करो",
    "ta": "ரெண்டாவது மெசேஜ் சுருக்கு",
    "te": "రెండోదాన్ని చిన్నది చేయండి",
    "hi-Latn": "dusra wala chhota karo",
    "ta-Latn": "rendavathu message surukku",
    "te-Latn": "rendodi short cheyandi",
}


@pytest.mark.parametrize("variant", VARIANTS)
async def test_one_of_two_is_pointed_at_by_counting(known: Talk, variant: Variant) -> None:
    both = await known.say(BOTH[variant])
    first, second = (draft.draft_id for draft in both.all(ev.DraftWritten))
    shorter = await known.say(SECOND_SHORTER[variant])
    assert shorter.draft.parent_id == second
    await known.say(FIRST_FINE[variant])
    status = {draft.id: draft.status for draft in await known.drafts()}
    assert (status[first], status[shorter.draft.draft_id]) == ("approved", "pending")


@pytest.mark.parametrize("variant", VARIANTS)
async def test_the_second_of_two_is_not_wanted(known: Talk, variant: Variant) -> None:
    both = await known.say(BOTH[variant])
    first, second = (draft.draft_id for draft in both.all(ev.DraftWritten))
    await known.say(SECOND_NOT[variant])
    status = {draft.id: draft.status for draft in await known.drafts()}
    assert (status[first], status[second]) == ("pending", "rejected")
