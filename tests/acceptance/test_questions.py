"""Questions: short, one at a time, answered by typing or tapping, left and taken up again."""

import asyncio

import pytest

from agents import events as ev
from agents.turn_runner import TurnRunner
from app.core.errors import NotFound
from app.core.ids import uuid7
from app.core.variants import VARIANTS, Variant
from tests.acceptance import sayings as say
from tests.acceptance.talk import Talk
from tests.fixtures.platform import Business

ASK = say.OFFER["hi-Latn"]


@pytest.mark.parametrize("variant", VARIANTS)
async def test_skipping_all_still_writes(talk: Talk, variant: Variant) -> None:
    heard = await talk.say(say.OFFER[variant])
    while heard.status == "waiting":
        heard = await talk.say(say.SKIP[variant])
        assert heard.names[0] == "question.skipped"
    missing = {f.key for f in heard.last(ev.DraftCriticised).findings if not f.passed}
    assert "agents.finding.business_name.unknown" in missing
    assert heard.last(ev.ApprovalRequested).mode == "pending"
    assert "{" not in heard.draft.text
    assert len(await talk.facts()) == 0
    again = await talk.another(heard.draft)
    assert again.status == "done"


async def test_tapping_is_the_same_as_typing(talk: Talk) -> None:
    heard = await talk.say(ASK)
    heard = await talk.tap(heard.question, "Sharma Sweets")
    assert heard.last(ev.QuestionAnswered).said == "Sharma Sweets"
    heard = await talk.tap(heard.question, None, skip=True)
    assert heard.all(ev.QuestionSkipped)
    assert "Sharma Sweets" in heard.draft.text


async def test_a_tap_that_comes_too_late_changes_nothing(talk: Talk) -> None:
    first = await talk.say(ASK)
    await talk.say("Sharma Sweets")
    late = await talk.tap(first.question, "Gupta Sweets")
    assert late.names == ["reply.sent"]
    assert late.reply.key == "agents.noted.already"
    assert (await talk.facts()).value("business_name") == "Sharma Sweets"


async def test_two_taps_at_once_count_once(talk: Talk) -> None:
    first = await talk.say(ASK)
    taps = [talk.tap(first.question, name) for name in ("Sharma Sweets", "Sharma Sweets")]
    heard = await asyncio.gather(*taps)
    answered = [one for each in heard for one in each.all(ev.QuestionAnswered)]
    assert len(answered) == 1


async def test_a_message_sent_twice_is_one_answer(talk: Talk) -> None:
    await talk.say(ASK)
    request = talk.request("Sharma Sweets")
    await talk.send(request)
    again = await talk.send(request)
    assert again.names.count("question.answered") == 1
    assert len(await talk.drafts()) == 0


async def test_a_wrong_number_is_told_in_digits_and_asked_on(talk: Talk) -> None:
    await talk.say(ASK)
    asked = await talk.say("Sharma Sweets")
    heard = await talk.say("98765 4321")
    assert heard.turn_id == asked.turn_id
    problem = heard.reply
    assert problem.key == "agents.answer.phone_digits"
    assert problem.text == "Is number mein 9 ank hain, 10 chahiye."
    assert (problem.kind, problem.level) == ("problem", "bad")
    assert problem.question_id == asked.question.question_id
    assert problem.said == "98765 4321"
    assert heard.status == "waiting"
    done = await talk.say("98765 43210")
    assert "9876543210" in done.draft.text


async def test_two_facts_in_one_sentence(talk: Talk) -> None:
    await talk.say(ASK)
    heard = await talk.say("Sharma Sweets, Lucknow")
    facts = await talk.facts()
    assert facts.value("business_name") == "Sharma Sweets"
    assert facts.value("city") == "Lucknow"
    assert facts.value("state") == "Uttar Pradesh"
    assert heard.question.field == "phone"


async def test_a_correction_shows_old_and_new_and_the_question_returns(talk: Talk) -> None:
    await talk.say(ASK)
    asked = await talk.say("Sharma Sweets, Pune")
    heard = await talk.say("nahi, Pune nahi, Nashik")
    if "reply.sent" in heard.names:
        assert heard.status == "waiting"
    facts = await talk.facts()
    assert facts.value("city") == "Nashik"
    assert facts.value("business_name") == "Sharma Sweets"
    done = await talk.say("98765 43210")
    assert done.turn_id == asked.turn_id
    assert done.status == "done"


async def test_the_draft_is_made_with_the_name_as_it_was_put_right(talk: Talk) -> None:
    await talk.say(ASK)
    asked = await talk.say("sharma sweets")
    heard = await talk.say("nahi, Sharma Mithai Bhandar naam hai")
    assert heard.reply.question_id == asked.question.question_id  # it stands below again
    assert heard.reply.text == "Likh liya: sharma sweets nahi, Sharma Mithai Bhandar."
    done = await talk.say("98765 43210")
    assert "Sharma Mithai Bhandar" in done.draft.text
    assert "sharma sweets" not in done.draft.text
    ten = await talk.say("10% karo")
    assert "Sharma Mithai Bhandar" in ten.draft.text


async def test_another_request_is_served_first_and_the_question_returns_once(
    talk: Talk,
) -> None:
    first = await talk.say(ASK)
    between = await talk.say(say.QUOTE["hi-Latn"])
    assert between.turn_id != first.turn_id
    assert "₹14,750" in between.draft.text
    assert between.status == "done"
    back = between.question
    assert (back.turn_id, back.question_id) == (first.turn_id, first.question.question_id)
    assert back.again
    assert back.question == first.question.question
    second = await talk.say("shukriya")
    assert second.all(ev.QuestionAsked) == []
    answered = await talk.say("Sharma Sweets")
    assert answered.turn_id == first.turn_id
    assert answered.question.field == "phone"


async def test_a_request_with_a_question_of_its_own_takes_the_turn(talk: Talk) -> None:
    first = await talk.say(ASK)
    second = await talk.say("holi ke liye whatsapp message likho, gujiya pe 10% off")
    assert second.turn_id != first.turn_id
    assert second.question.field == "business_name"
    withdrawn = second.last(ev.QuestionWithdrawn)
    assert (withdrawn.turn_id, withdrawn.question_id) == (
        first.turn_id,
        first.question.question_id,
    )
    await talk.say("Sharma Sweets")
    done = await talk.say("98765 43210")
    assert done.turn_id == second.turn_id
    assert "Holi" in done.draft.text
    offer = done.reply
    assert (offer.turn_id, offer.key) == (first.turn_id, "agents.ask.go_on")
    earlier = await talk.choose(first.turn_id, offer.choices[0][0])
    assert earlier.status == "done"
    assert "Diwali" in earlier.draft.text
    assert "Sharma Sweets" in earlier.draft.text


async def test_leave_and_come_back_to_the_same_question(talk: Talk) -> None:
    first = await talk.say(ASK)
    await talk.runner.stop()
    later = TurnRunner(talk.services)
    try:
        talk.runner = later
        watched = later.attach(talk.business.id, first.turn_id)
        names = [event.name.value async for event in watched.events()]
        assert names == first.names
        heard = await talk.say("Sharma Sweets")
        assert heard.turn_id == first.turn_id
    finally:
        await later.stop()


async def test_stop_in_words_leaves_the_request(talk: Talk) -> None:
    first = await talk.say(ASK)
    heard = await talk.say("ruko, band karo")
    assert heard.turn_id == first.turn_id
    assert heard.names == ["reply.sent", "question.withdrawn", "turn.cancelled"]
    assert (await talk.say("namaste")).status == "done"


async def test_a_strangers_question_is_not_found(talk: Talk, other_tenant: Business) -> None:
    first = await talk.say(ASK)
    thief = Talk(talk.services, talk.runner, other_tenant)
    with pytest.raises(NotFound):
        await thief.tap(first.question, "Thief Sweets")
    with pytest.raises(NotFound):
        await thief.send(thief.request("x", conversation_id=talk.conversation_id, turn_id=uuid7()))
    assert (await talk.say("Sharma Sweets")).turn_id == first.turn_id


async def test_api_does_not_wait_and_lists_the_questions(talk: Talk) -> None:
    talk.asks = False
    heard = await talk.say(ASK)
    assert heard.status == "done"
    assert heard.all(ev.QuestionAsked) == []
    result = await talk.runner.result(heard.turn_id)
    assert [asked["field"] for asked in result["questions"]] == ["business_name", "phone"]
    assert result["questions"][0]["question"] == "Dukaan ka naam kya hai?"
    assert result["draft"]["text"] == heard.draft.text
    assert result["language"] == "hi-Latn"
    assert result["approval"] == "pending"
    assert result["provider"] == "offline"
    assert result["cost"] == {"quoted_paise": [0, 0], "actual_paise": 0}
    assert result["cache"] == "off"
    assert result["blocked"] is None
    assert all(finding["detail"] for finding in result["findings"])


UNRELATED: dict[Variant, str] = {
    "en": "write an instagram caption for new kurtis",
    "hi": "नई कुर्ती के लिए इंस्टाग्राम कैप्शन लिखो",
    "ta": "புது குர்திக்கு இன்ஸ்டாகிராம் கேப்ஷன் எழுதுங்க",
    "te": "కొత్త కుర్తీలకి ఇన్‌స్టాగ్రామ్ క్యాప్షన్ రాయండి",
    "hi-Latn": "insta caption likho naye kurti ka",
    "ta-Latn": "pudhu kurti ku insta caption ezhuthunga",
    "te-Latn": "kotha kurti ki insta caption rayandi",
}
BARE_REVIEW: dict[Variant, str] = {
    "en": "got a 2 star review, write a reply",
    "hi": "2 स्टार रिव्यू आया है, जवाब लिखो",
    "ta": "2 ஸ்டார் ரிவ்யூ வந்திருக்கு, பதில் எழுதுங்க",
    "te": "2 స్టార్ రివ్యూ వచ్చింది, జవాబు రాయండి",
    "hi-Latn": "ek 2 star review aaya hai jawab likho",
    "ta-Latn": "2 star review vandhirukku, reply ezhuthunga",
    "te-Latn": "2 star review vachindi, reply rayandi",
}
CITY: dict[Variant, str] = {
    "en": "Lucknow", "hi": "लखनऊ", "ta": "சென்னை", "te": "హైదరాబాద్", "hi-Latn": "hum Jaipur mein hain",
    "ta-Latn": "Coimbatore", "te-Latn": "Vijayawada",
}  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS)
async def test_a_request_is_no_review(talk: Talk, variant: Variant) -> None:
    """Anything may be pasted as a review, but not what plainly wants something else written."""
    await talk.know(business_name="Sharma Sweets", phone="9876543210", city="Lucknow")
    asked = await talk.say(BARE_REVIEW[variant])
    assert asked.question.field == "review_text"
    served = await talk.say(UNRELATED[variant])
    assert served.turn_id != asked.turn_id
    assert served.draft.skill == "instagram_caption"
    returned = served.question
    assert (returned.question_id, returned.again) == (asked.question.question_id, True)


@pytest.mark.parametrize("said", [
    "bahut accha khana tha par 20% zyada liya, whatsapp pe bhi jawab nahi diya",
    "diwali par gaye the, 20% off bola par diya nahi, bahut kharab",
    "worst place, they make you wait, need to improve",
])  # fmt: skip
async def test_a_review_that_speaks_of_offers_is_a_review(talk: Talk, said: str) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210", city="Lucknow")
    await talk.say(BARE_REVIEW["hi-Latn"])
    heard = await talk.say(said)
    assert heard.last(ev.QuestionAnswered).said == said
    assert heard.draft.skill == "review_reply"


async def test_an_offer_asked_for_in_place_of_the_review(talk: Talk) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210", city="Lucknow")
    await talk.say(BARE_REVIEW["hi-Latn"])
    heard = await talk.say("diwali ka message likho 20% off")
    assert heard.draft.skill == "whatsapp_broadcast"


@pytest.mark.parametrize("quoted", ["'bekar'", '"bahut accha"', ": mithai basi thi, dobara nahi"])
async def test_a_short_review_in_quotes_is_not_asked_for(talk: Talk, quoted: str) -> None:
    await talk.know(business_name="Sharma Sweets", phone="9876543210", city="Lucknow")
    heard = await talk.say(f"google review ka jawab do {quoted}")
    assert heard.status == "done"
    assert heard.draft.skill == "review_reply"


@pytest.mark.parametrize("variant", VARIANTS)
async def test_a_city_told_to_the_phone_question_is_kept(talk: Talk, variant: Variant) -> None:
    await talk.say(say.OFFER[variant])
    asked = await talk.say(say.SHOP[variant])
    assert asked.question.field == "phone"
    aside = await talk.say(CITY[variant])
    assert aside.status == "waiting"
    assert aside.reply.key == "agents.noted.kept"
    assert aside.reply.question_id == asked.question.question_id
    assert (await talk.facts()).value("state")
    done = await talk.say(say.PHONE[variant])
    assert done.status == "done"
    assert "9876543210" in done.draft.text


async def test_words_told_to_the_phone_question_are_answered_kindly(talk: Talk) -> None:
    await talk.say(ASK)
    await talk.say("Sharma Sweets")
    heard = await talk.say("mujhe nahi pata kya likhna")
    assert heard.reply.key == "agents.answer.phone_words"
    assert (heard.status, heard.reply.kind) == ("waiting", "problem")
