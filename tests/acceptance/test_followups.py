"""Words about the draft on the screen: shorter, 10%, another, in Tamil, yes."""

import pytest

from agents import events as ev
from agents.figures import read_figures
from agents.products.muse import flow
from app.core.errors import NotFound
from app.core.ids import uuid7
from app.core.variants import VARIANTS, Variant
from integrations.languages.text import script_of
from tests.acceptance import sayings as say
from tests.acceptance.talk import Talk
from tests.fixtures.platform import Business


@pytest.mark.parametrize("variant", VARIANTS)
async def test_shorter_takes_the_drafts_place(known: Talk, variant: Variant) -> None:
    first = await known.say(say.OFFER[variant])
    heard = await known.say(say.SHORTER[variant])
    assert heard.last(ev.MessageUnderstood).intent == "shorter"
    assert heard.draft.parent_id == first.draft.draft_id
    assert len(heard.draft.text) < len(first.draft.text)
    assert "20%" in heard.draft.text
    assert "9876543210" in heard.draft.text
    changed = heard.reply
    assert changed.kind == "changed"
    assert changed.params == {"before": len(first.draft.text), "after": len(heard.draft.text)}
    approved = await known.say(say.APPROVE[variant])
    assert approved.last(ev.ApprovalDecided).draft_id == heard.draft.draft_id
    assert (await known.view(first.draft.draft_id)).status == "pending"


@pytest.mark.parametrize("variant", VARIANTS)
async def test_another_percentage(known: Talk, variant: Variant) -> None:
    first = await known.say(say.OFFER[variant])
    heard = await known.say(say.TEN[variant])
    assert heard.last(ev.MessageUnderstood).slots["discount_percent"] == 10
    assert "10%" in heard.draft.text
    assert "20%" not in heard.draft.text
    assert heard.draft.parent_id == first.draft.draft_id
    again = await known.say(say.ANOTHER[variant])
    assert again.draft.draft_id == heard.draft.draft_id
    assert (again.draft.version, "10%" in again.draft.text) == (2, True)


async def test_in_tamil_makes_a_sibling(known: Talk) -> None:
    first = await known.say(say.OFFER["ta-Latn"])
    heard = await known.say("tamil la podu")
    assert heard.last(ev.MessageUnderstood).language == "ta-Latn"
    sibling = heard.draft
    assert (sibling.language, sibling.parent_id) == ("ta", first.draft.draft_id)
    assert any(script_of(char) == "ta" for char in sibling.text)
    assert "Sharma Sweets" in sibling.text
    numbers = [
        {figure.value for figure in read_figures(text) if figure.kind in ("percent", "phone")}
        for text in (first.draft.text, sibling.text)
    ]
    assert numbers[0] == numbers[1]
    which = await known.say("ok anna")
    assert which.status == "waiting"
    assert len(which.reply.choices) == 2
    picked = await known.choose(which.turn_id, f"draft:{sibling.draft_id}")
    assert picked.last(ev.ApprovalDecided).draft_id == sibling.draft_id
    assert (await known.view(sibling.draft_id)).status == "approved"
    assert (await known.view(first.draft.draft_id)).status == "pending"


async def test_taps_do_what_words_do(known: Talk) -> None:
    first = await known.say(say.OFFER["hi-Latn"])
    another = await known.another(first.draft)
    assert (another.draft.draft_id, another.draft.version) == (first.draft.draft_id, 2)
    shorter = await known.another(another.draft, change="shorter")
    assert shorter.draft.parent_id == first.draft.draft_id
    telugu = await known.another(shorter.draft, change="language", language="te")
    assert telugu.draft.language == "te"
    assert telugu.last(ev.MessageUnderstood).language == "hi-Latn"


async def test_speak_tamil_from_now(known: Talk) -> None:
    heard = await known.say("Tamil la pesu")
    assert heard.reply.key == "agents.reply.language"
    later = await known.say(say.OFFER["en"])
    assert later.last(ev.MessageUnderstood).language in ("en", "ta", "ta-Latn")


async def test_yes_with_nothing_waiting(known: Talk) -> None:
    heard = await known.say("theek hai")
    assert heard.status == "done"
    assert heard.reply.key in ("agents.reply.nothing_waits", "agents.reply.ok")
    assert await known.drafts() == []


async def test_yes_after_something_else_asks_which(known: Talk) -> None:
    await known.say(say.OFFER["hi-Latn"])
    await known.say("shukriya")
    heard = await known.say("pakka")
    assert heard.status == "waiting"
    assert heard.reply.kind == "choose"
    assert heard.reply.choices[0][0].startswith("draft:")


async def test_a_word_after_somebody_else_decided_says_so(known: Talk) -> None:
    first = await known.say(say.OFFER["hi-Latn"])
    await flow.decide(known.services, known.actor, first.draft.draft_id, 1, "approved")
    heard = await known.say("pakka")
    assert heard.all(ev.ApprovalDecided) == []
    assert heard.reply.key == "agents.reply.nothing_waits"


async def test_no_asks_what_to_change(known: Talk) -> None:
    first = await known.say(say.OFFER["hi-Latn"])
    heard = await known.say("nahi chahiye")
    assert heard.last(ev.ApprovalDecided).decision == "rejected"
    assert heard.reply.key == "agents.reply.what_to_change"
    assert (await known.view(first.draft.draft_id)).status == "rejected"


async def test_another_channel(known: Talk) -> None:
    first = await known.say("kaju katli pe 20% off ka instagram caption likho, diwali ke liye")
    assert first.draft.channel == "instagram"
    heard = await known.say("nahi instagram nahi, whatsapp")
    assert heard.draft.skill == "whatsapp_broadcast"
    assert heard.draft.parent_id == first.draft.draft_id
    assert "20%" in heard.draft.text


async def test_a_corrected_fact_is_kept_and_written(known: Talk) -> None:
    await known.say(say.OFFER["hi-Latn"])
    heard = await known.say("nahi, number 91234 56789 hai")
    facts = await known.facts()
    assert facts.value("phone") == "9123456789"
    assert "9123456789" in heard.draft.text
    assert "9876543210" not in heard.draft.text


async def test_a_strangers_draft_is_not_found(known: Talk, other_tenant: Business) -> None:
    first = await known.say(say.OFFER["hi-Latn"])
    thief = Talk(known.services, known.runner, other_tenant)
    with pytest.raises(NotFound):
        await thief.another(first.draft)
    assert await thief.drafts() == []
    draft_id = first.draft.draft_id
    assert [version.version for version in (await known.view(draft_id)).versions] == [1]


async def test_a_rule_of_hers_approves_what_is_safe(known: Talk) -> None:
    from memory.constitution import ConstitutionStore

    async with known.services.database.transaction(known.business.id) as session:
        store = ConstitutionStore(session, known.business.id, known.services.clock)
        await store.put("approval", "risky_only", "chhoti baat mat poochho", uuid7())
    heard = await known.say("pongal ki wishes likh do customers ke liye")
    asked = heard.last(ev.ApprovalRequested)
    assert asked.mode == "auto"
    assert asked.params == {"rule": "chhoti baat mat poochho"}
    view = await known.view(heard.draft.draft_id)
    assert (view.status, view.decided_by, view.decision_reason) == ("approved", None, "rule")
    undone = await flow.undo(known.services, known.actor, view.id)
    assert undone.view.status == "pending"


async def test_words_do_not_approve_what_a_check_forbids(known: Talk) -> None:
    first = await known.say(say.OFFER["hi-Latn"])
    boast = f"{first.draft.text}\nSheher ki no. 1 dukaan"
    await flow.edit(known.services, known.actor, first.draft.draft_id, 1, boast)
    heard = await known.say("theek hai")
    assert heard.all(ev.ApprovalDecided) == []
    assert heard.reply.key == "agents.reply.cannot_approve"
    assert "no. 1" in heard.reply.text.lower()
    assert (await known.view(first.draft.draft_id)).status == "pending"


async def test_longer_writes_another_text(known: Talk) -> None:
    first = await known.say(say.OFFER["hi-Latn"])
    heard = await known.another(first.draft, change="longer")
    assert heard.draft.text != first.draft.text
    assert heard.draft.parent_id == first.draft.draft_id


@pytest.mark.parametrize(("variant", "title"), [
    ("hi-Latn", "Diwali · WhatsApp message"),
    ("ta", "தீபாவளி · வாட்ஸ்அப் மெசேஜ்"),
])  # fmt: skip
async def test_the_thread_is_named_after_what_was_written(
    known: Talk, variant: Variant, title: str
) -> None:
    from memory.conversation import ConversationStore

    await known.say(say.OFFER[variant])
    await known.say(say.QUOTE[variant])
    async with known.services.database.transaction(known.business.id) as session:
        store = ConversationStore(session, known.business.id, known.services.clock)
        found = await store.get(known.conversation_id)
    assert (found.title, found.talk_language) == (title, variant)


async def test_a_change_to_one_of_two_drafts_keeps_all_that_was_said(known: Talk) -> None:
    first = await known.say(say.OFFER["hi-Latn"])
    await known.say("tamil mein do")
    which = await known.say("chhota karo")
    assert which.reply.key == "agents.ask.which_draft"
    picked = await known.choose(which.turn_id, f"draft:{first.draft.draft_id}")
    assert picked.draft.parent_id == first.draft.draft_id
    assert len(picked.draft.text) < len(first.draft.text)
    again = await known.another(picked.draft)
    assert "20%" in again.draft.text
    assert "Diwali" in again.draft.text
    edited = await flow.edit(
        known.services, known.actor, again.draft.draft_id, 2, f"{again.draft.text}\nPongal bhi"
    )
    wrong = {finding.check for finding in edited.view.latest.findings if not finding.passed}
    assert "festival_right" in wrong
