"""One message that wants several drafts: a short plan, each draft with its own card, each once."""

from datetime import timedelta

import pytest

from agents import events as ev
from agents.opening import LEASE
from agents.products.muse import flow
from app.core.clock import FrozenClock
from app.core.projections import rebuild
from app.core.variants import VARIANTS, Variant
from tests.acceptance.gates import Gate, crash, taken_over
from tests.acceptance.talk import Heard, Talk

BOTH: dict[Variant, str] = {
    "en": "whatsapp message and instagram caption both for diwali, 20% off on kaju katli",
    "hi": "व्हाट्सएप और इंस्टा दोनों के लिए दिवाली पोस्ट, काजू कतली पर 20% छूट",
    "ta": "தீபாவளிக்கு வாட்ஸ்அப்பும் இன்ஸ்டாவும் வேணும், காஜு கத்லி 20% தள்ளுபடி",
    "te": "దీపావళికి వాట్సాప్, ఇన్‌స్టా రెండింటికీ పోస్ట్ కావాలి, కాజు కత్లీ మీద 20% తగ్గింపు",
    "hi-Latn": "whatsapp aur insta dono ke liye diwali post, kaju katli pe 20% off",
    "ta-Latn": "diwali ku whatsapp insta rendukkum post venum, kaju katli ku 20% off",
    "te-Latn": "diwali ki whatsapp mariyu insta rendintiki post kavali, kaju katli meeda 20% off",
}
ASK = BOTH["hi-Latn"]
APART = (
    "diwali ka whatsapp message likho kaju katli pe 20% off, "
    "aur 12500 pe 18% gst ka quotation bhi banao"
)


def skills(heard: Heard) -> list[str]:
    return [draft.skill for draft in heard.all(ev.DraftWritten)]


@pytest.mark.parametrize("variant", VARIANTS)
async def test_two_formats_make_two_cards(known: Talk, variant: Variant) -> None:
    heard = await known.say(BOTH[variant])
    assert heard.status == "done"
    plan = heard.last(ev.PlanMade)
    assert [step.skill for step in plan.steps] == ["whatsapp_broadcast", "instagram_caption"]
    drafts = {draft.draft_id: draft for draft in heard.all(ev.DraftWritten)}
    assert [draft.channel for draft in drafts.values()] == ["whatsapp", "instagram"]
    assert {draft.language for draft in drafts.values()} == {variant}
    assert all("20%" in draft.text for draft in drafts.values())
    assert [asked.draft_id for asked in heard.all(ev.ApprovalRequested)] == list(drafts)
    one, other = drafts
    await flow.decide(known.services, known.actor, one, 1, "approved")
    assert (await known.view(one)).status == "approved"
    assert (await known.view(other)).status == "pending"


async def test_the_result_lists_each_draft(known: Talk) -> None:
    known.asks = False
    heard = await known.say(ASK)
    result = await known.runner.result(heard.turn_id, known.business.id)
    assert result["plan"] == ["whatsapp_broadcast", "instagram_caption"]
    assert result["skill"] == "whatsapp_broadcast"
    assert [draft["skill"] for draft in result["drafts"]] == result["plan"]
    assert result["draft"] == result["drafts"][0]
    assert [draft["approval"] for draft in result["drafts"]] == ["pending", "pending"]
    assert all(draft["score"] >= 90 for draft in result["drafts"])
    assert result["questions"] == []


async def test_what_is_missing_is_asked_once_for_all(talk: Talk) -> None:
    heard = await talk.say(ASK)
    asked = [heard.question.field]
    answers = {"business_name": "Sharma Sweets", "phone": "98765 43210", "city": "Lucknow"}
    while heard.status == "waiting":
        heard = await talk.say(answers[heard.question.field])
        asked += [event.field for event in heard.all(ev.QuestionAsked)]
    assert len(asked) == len(set(asked))
    assert len(await talk.drafts()) == 2
    stored = await talk.stored(heard.turn_id)
    assert stored.count("plan.made") == 1
    assert stored.count("route.chosen") == 2
    assert all("Sharma Sweets" in draft.versions[0].text for draft in await talk.drafts())


async def test_tasks_of_their_own_keep_to_their_own_words(known: Talk) -> None:
    heard = await known.say(APART)
    assert skills(heard) == ["whatsapp_broadcast", "gst_quote"]
    offer, quote = heard.all(ev.DraftWritten)
    assert "20%" in offer.text
    assert "12,500" not in offer.text
    assert "₹14,750" in quote.text
    assert "Diwali" not in quote.text


async def test_a_change_to_one_of_them_goes_out_from_its_own_words(known: Talk) -> None:
    heard = await known.say(APART)
    quote = heard.all(ev.DraftWritten)[1]
    changed = await known.another(quote, change="shorter")
    assert changed.draft.skill == "gst_quote"
    assert "₹14,750" in changed.draft.text
    assert "Diwali" not in changed.draft.text


async def test_more_than_three_are_done_afterwards(known: Talk) -> None:
    heard = await known.say(
        "12500 pe 18% gst quotation banao, insta caption likho kurti ka, whatsapp message likho "
        "kurti ka aur is review ka jawab do: 'sab kuch bahut achha laga'"
    )
    assert skills(heard) == ["gst_quote", "instagram_caption", "whatsapp_broadcast"]
    told = next(said for said in heard.all(ev.ReplySent) if said.kind == "noted")
    assert told.key == "agents.noted.afterwards"
    assert "Reply to a review" in told.text


@pytest.mark.parametrize("text", [
    "insta ya whatsapp, diwali ka 20% off ka message",
    "diwali ka poster whatsapp status ke liye, 20% off",
    "insta mat karo, sirf whatsapp pe diwali 20% off ka message",
])  # fmt: skip
async def test_one_thing_makes_no_plan(known: Talk, text: str) -> None:
    heard = await known.say(text)
    assert heard.all(ev.PlanMade) == []
    assert len(heard.all(ev.ApprovalRequested)) <= 1


@pytest.mark.parametrize("place", ["quote", "work", "criticise", "oversee"])
@pytest.mark.parametrize("round_", [1, 2])
async def test_a_kill_in_the_middle_leaves_each_draft_once(
    known: Talk, clock: FrozenClock, place: str, round_: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        gate = Gate(patched, place, at_round=round_)
        handle = await known.runner.start(known.request(ASK))
        await gate.reached.wait()
        waiting = await known.drafts()
        await crash(known.runner, patched)
    # What was ready before is before her, and can be decided on in the meantime.
    assert len(waiting) == round_ - 1
    if waiting:
        await flow.decide(known.services, known.actor, waiting[0].id, 1, "approved")
    clock.advance(LEASE + timedelta(seconds=1))
    heard = await taken_over(known, handle)
    assert heard.status == "done"
    assert heard.names.count("plan.made") == 1
    drafts = await known.drafts()
    assert sorted(draft.skill for draft in drafts) == ["instagram_caption", "whatsapp_broadcast"]
    assert [draft.version for draft in drafts] == [1, 1]
    assert heard.names.count("approval.requested") == 2
    statuses = {draft.skill: draft.status for draft in drafts}
    assert statuses["whatsapp_broadcast"] == ("approved" if waiting else "pending")
    async with known.services.database.transaction(known.business.id) as session:
        assert (await rebuild(session)).differences == []


async def test_a_stop_in_the_middle_keeps_what_was_ready(
    known: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        gate = Gate(patched, "criticise", at_round=2)
        handle = await known.runner.start(known.request(ASK))
        await gate.reached.wait()
        assert await known.runner.cancel(handle.turn_id, known.business.id, "Sunita")
    assert [draft.skill for draft in await known.drafts()] == ["whatsapp_broadcast"]
    again = await known.runner.retry(known.business.id, handle.turn_id)
    heard = Heard(again.turn_id, [event async for event in again.events()])
    assert heard.status == "done"
    assert len(await known.drafts()) == 2


async def test_the_thread_is_named_after_all_of_it(known: Talk) -> None:
    from memory.conversation import ConversationStore

    await known.say(ASK)
    async with known.services.database.transaction(known.business.id) as session:
        store = ConversationStore(session, known.business.id, known.services.clock)
        found = await store.get(known.conversation_id)
    assert found.title == "Diwali · WhatsApp message + Instagram caption"
