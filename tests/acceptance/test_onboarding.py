"""Onboarding: whole conversations in seven variants, left, corrected, interrupted, resumed."""

import pytest

from agents import events as ev
from agents.products.onboarding.topics import MOST_QUESTIONS, ONBOARDING
from agents.turn_runner import TurnRunner
from app.core.clock import FrozenClock
from app.core.variants import VARIANTS, Variant, is_native
from memory.constitution import Constitution, ConstitutionStore
from tests.acceptance import onboarding_sayings as say
from tests.acceptance import sayings
from tests.acceptance.talk import Heard, Talk


async def rules_of(talk: Talk) -> Constitution:
    async with talk.services.database.transaction(talk.business.id) as session:
        store = ConstitutionStore(session, talk.business.id, talk.services.clock)
        return await store.load()


async def answer(talk: Talk, heard: Heard, answers: dict[str, str]) -> Heard:
    """Answer question after question until nothing is asked."""
    while heard.status == "waiting":
        heard = await talk.say(answers[heard.question.field])
    return heard


@pytest.mark.parametrize("variant", VARIANTS)
async def test_a_whole_conversation(talk: Talk, variant: Variant) -> None:
    heard = await talk.say(say.BEGIN[variant])
    assert heard.question.field == "business_name"
    assert heard.question.question
    fields = [heard.question.field]
    while heard.status == "waiting":
        asked = heard.question
        heard = await talk.say(say.ANSWERS[variant][asked.field])
        assert heard.all(ev.QuestionAnswered), (asked.field, heard.names)
        assert heard.last(ev.QuestionAnswered).question_id == asked.question_id
        assert any(one.kind == "noted" for one in heard.all(ev.ReplySent))
        if heard.status == "waiting":
            fields.append(heard.question.field)
    # The first sentence told the town too: that question was not asked.
    assert "city" not in fields
    assert len(fields) == MOST_QUESTIONS - 1 == len(set(fields))
    assert heard.reply.kind == "summary"
    facts, rules = await talk.facts(), await rules_of(talk)
    known = {name: fact.value for name, fact in facts.items()}
    expected = say.FACTS[variant]
    assert {name: known.get(name) for name in expected} == expected
    assert rules.discount_cap_percent == 20.0
    assert rules.approval == "always"
    assert list(rules.never_say) == say.NEVER[variant]
    assert list(rules.always_say) == say.ALWAYS[variant]
    assert set(rules.sentences) >= {"never_say", "always_say", "discount_cap_percent"}
    assert all(fact.source_id and fact.said for fact in facts.values())


@pytest.mark.parametrize(
    ("said", "city", "state", "area"),
    [
        ("Anna Nagar, Chennai", "Chennai", "Tamil Nadu", "Anna Nagar"),
        ("Koramangala", "Bengaluru", "Karnataka", "Koramangala"),
        ("Blr", "Bengaluru", "Karnataka", None),
        ("Hyd lo", "Hyderabad", "Telangana", None),
    ],
)
async def test_a_part_of_town_and_a_short_name_tell_city_and_state(
    talk: Talk, said: str, city: str, state: str, area: str | None
) -> None:
    await talk.say(say.BEGIN["en"])
    heard = await talk.say("Gupta Sweets, mithai ki dukaan")
    assert heard.question.field == "city"
    await talk.say(said)
    facts = await talk.facts()
    assert (facts.value("city"), facts.value("state"), facts.value("area")) == (city, state, area)


@pytest.mark.parametrize("variant", VARIANTS)
async def test_what_we_say_is_in_her_way_of_writing(talk: Talk, variant: Variant) -> None:
    heard = await talk.say(say.BEGIN[variant])
    said: list[str] = []
    while heard.status == "waiting":
        said += [heard.question.question, heard.question.why]
        said += [label for _, label in heard.question.chips]
        said += [one.text for one in heard.all(ev.ReplySent)]
        heard = await talk.say(sayings.SKIP[variant])
        assert heard.all(ev.QuestionSkipped)
    said.append(heard.reply.text)
    for line in said:
        native = any("\u0900" <= char <= "\u0c7f" for char in line)
        assert native == is_native(variant) or not any(char.isalpha() for char in line), line
    assert len(await talk.facts()) == 0


@pytest.mark.parametrize("variant", VARIANTS)
async def test_asking_back_is_answered_and_the_question_returns(
    talk: Talk, variant: Variant
) -> None:
    first = await talk.say(say.BEGIN[variant])
    heard = await talk.say(say.WHY[variant])
    assert heard.turn_id == first.turn_id
    assert heard.reply.key == "agents.onboarding.why.business_name"
    assert heard.question.question_id == first.question.question_id
    assert heard.question.again
    assert heard.status == "waiting"
    assert len(await talk.facts()) == 0


@pytest.mark.parametrize("variant", VARIANTS)
async def test_a_correction_while_something_else_is_asked(talk: Talk, variant: Variant) -> None:
    heard = await talk.say(say.BEGIN[variant])
    heard = await talk.say(say.ANSWERS[variant]["business_name"])
    assert heard.question.field == "phone"
    heard = await talk.say(say.NOT_THERE[variant])
    assert heard.reply.key == "agents.noted.changed"
    assert heard.question.field == "phone"
    facts = await talk.facts()
    assert (facts.value("city"), facts.value("state")) == say.THERE[variant]


@pytest.mark.parametrize("variant", VARIANTS)
async def test_leaving_and_coming_back(talk: Talk, variant: Variant) -> None:
    await talk.say(say.BEGIN[variant])
    asked = await talk.say(say.ANSWERS[variant]["business_name"])
    left = await talk.say(say.LEAVE[variant])
    assert left.reply.key == "agents.onboarding.left"
    assert left.all(ev.QuestionWithdrawn)
    small = await talk.say(sayings.THANKS[variant])
    assert not small.all(ev.QuestionAsked), "she left: nothing comes back unasked"
    back = await talk.say(say.GO_ON[variant])
    assert back.turn_id == asked.turn_id
    assert back.question.question_id == asked.question.question_id


@pytest.mark.parametrize("variant", VARIANTS)
async def test_a_request_in_between_is_served_and_the_question_returns(
    talk: Talk, variant: Variant
) -> None:
    await talk.say(say.BEGIN[variant])
    await talk.say(say.ANSWERS[variant]["business_name"])
    asked = await talk.say(say.ANSWERS[variant]["phone"])
    between = await talk.say(sayings.OFFER[variant])
    assert between.draft.text
    assert between.turn_id != asked.turn_id
    assert between.question.question_id == asked.question.question_id
    heard = await talk.say(say.ANSWERS[variant]["products"])
    assert heard.turn_id == asked.turn_id
    assert heard.question.field == "audience"


async def test_a_request_that_asks_for_itself_gives_the_floor_back(talk: Talk) -> None:
    """The draft's own question comes first; then the shop's question returns."""
    first = await talk.say("setup karo")
    between = await talk.say(sayings.OFFER["hi-Latn"])
    assert first.question.question_id in {q.question_id for q in between.all(ev.QuestionWithdrawn)}
    heard = await talk.say("Sharma Sweets")
    heard = await talk.say("98765 43210")
    assert heard.draft.text
    # The name is known by now, so it offers to go on with what is left.
    assert heard.reply.kind == "choose"
    assert heard.reply.turn_id == first.turn_id
    on = await talk.choose(first.turn_id, "go_on")
    assert on.question.field == "category"


async def test_killed_in_the_middle_it_goes_on_with_the_same_question(
    talk: Talk, clock: FrozenClock
) -> None:
    await talk.say("setup karo")
    asked = await talk.say("Sharma Sweets, Nashik")
    await talk.runner.stop()
    successor = TurnRunner(talk.services)
    clock.advance(Talk.STEP * 60)
    talk.runner = successor
    try:
        await successor.recover()
        heard = await talk.say("98765 43210")
        assert heard.turn_id == asked.turn_id
        assert heard.question.field == "products"
    finally:
        await successor.stop()


async def test_a_wrong_number_and_a_wrong_gstin_say_why_and_offer_a_correction(
    talk: Talk,
) -> None:
    await talk.say("setup karo")
    await talk.say("Sharma Sweets, Nashik")
    heard = await talk.say("98765 432100")
    assert heard.reply.key == "agents.answer.phone_digits"
    assert heard.reply.suggestion == "9876543210"
    assert heard.status == "waiting"
    heard = await talk.say("98765 43210, gst 27AAPFU0939F1ZV, upi sharma@ybl")
    facts = await talk.facts()
    assert facts.value("phone") == "9876543210"
    assert facts.value("gstin") == "27AAPFU0939F1ZV"
    assert facts.value("vpa") == "sharma@ybl"


async def test_taps_say_what_words_say(talk: Talk) -> None:
    await talk.say("setup karo")
    heard = await talk.say("Sharma Sweets, mithai ki dukaan, Nashik, 98765 43210")
    assert heard.question.field == "products"
    heard = await talk.tap(heard.question, None, skip=True)
    heard = await talk.tap(heard.question, None, skip=True)
    assert heard.question.chips[0][0] == "friendly"
    heard = await talk.tap(heard.question, "formal")
    heard = await talk.tap(heard.question, "30")
    rules = await rules_of(talk)
    assert (rules.tone, rules.discount_cap_percent) == ("formal", 30.0)
    heard = await talk.tap(heard.question, None, skip=True)
    assert heard.reply.kind == "summary"


async def test_what_is_known_is_not_asked(talk: Talk) -> None:
    await talk.know(business_name="Sharma Sweets", city="Nashik", phone="9876543210")
    heard = await talk.say("setup karo")
    assert heard.question.field == "category"
    heard = await talk.say("mithai ki dukaan")
    assert (await talk.facts()).value("category") == "sweet_shop"
    assert heard.question.field == "products"
    assert heard.question.total == 6


async def test_begun_again_in_another_thread_it_does_not_ask_what_was_skipped(
    talk: Talk,
) -> None:
    await talk.say("setup karo")
    await talk.say("Sharma Sweets, Nashik")
    await talk.say("skip")
    other = Talk(talk.services, talk.runner, talk.business)
    heard = await other.say("setup karo")
    assert heard.question.field == "products"


@pytest.mark.parametrize("variant", VARIANTS)
async def test_what_is_known_is_shown_on_asking(talk: Talk, variant: Variant) -> None:
    await talk.know(business_name="Sharma Sweets")
    heard = await talk.say(say.SHOW[variant])
    assert heard.reply.kind == "summary"
    assert heard.status == "done"


async def test_a_message_sent_twice_is_one_answer(talk: Talk) -> None:
    await talk.say("setup karo")
    request = talk.request("Sharma Sweets, Nashik")
    first = await talk.send(request)
    again = await talk.send(request)
    assert again.turn_id == first.turn_id
    assert set(await talk.facts()) == {"business_name", "category", "city", "state"}
    assert again.names.count("question.answered") == 1


async def test_where_nobody_can_be_asked_it_shows_what_is_known(talk: Talk) -> None:
    talk.asks = False
    heard = await talk.say("setup karo", skill=ONBOARDING)
    assert heard.reply.kind == "summary"
    assert heard.status == "done"


async def test_the_rules_check_the_very_next_message(talk: Talk) -> None:
    await talk.know(business_name="Sharma Sweets", city="Nashik", phone="9876543210")
    heard = await talk.say("setup karo")
    while heard.question.field != "never_say":
        heard = await talk.say("skip")
    sentence = "badhai mat likhna, hamesha 'Since 1962' likhna"
    await talk.say(sentence)
    heard = await talk.say(sayings.OFFER["hi-Latn"])
    findings = {f.check: f for f in heard.last(ev.DraftCriticised).findings}
    assert findings["never_say"].params["rule"] == sentence
    assert findings["always_say"].params["rule"] == sentence
    assert findings["always_say"].passed
    assert "Since 1962" in heard.draft.text


async def test_it_speaks_as_she_last_wrote(talk: Talk) -> None:
    heard = await talk.say("ask me about my shop")
    assert heard.question.question.startswith("What is your shop")
    heard = await talk.say("hamari dukaan ka naam Sharma Sweets hai, Nashik mein")
    assert heard.question.question.startswith("Customer kis number")
    heard = await talk.tap(heard.question, None, skip=True)
    assert heard.question.question.startswith("Sabse zyada")
    await talk.say("baad mein karte hain")
    heard = await talk.say("continue")
    assert heard.question.question.startswith("Sabse zyada")
