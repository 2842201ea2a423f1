"""Whole conversations in the seven variants, from the first message to an approved draft."""

import pytest

from agents import events as ev
from agents.checks.script import ALLOWED
from agents.figures import read_figures
from app.core.variants import VARIANTS, Variant, base_of, is_native
from integrations.languages.text import script_of, squeeze
from tests.acceptance import sayings as say
from tests.acceptance.talk import Heard, Talk


def in_script(text: str, language: Variant, *names: str) -> bool:
    """Whether the text keeps to the variant's letters, apart from names and fixed Latin words."""
    for name in names:
        text = text.replace(name, " ")
    words = "".join(c if c.isalnum() or script_of(c) != "other" else " " for c in text).split()
    scripts = {script_of(char) for word in words for char in word if char.isalpha()}
    if not is_native(language):
        return scripts <= {"latin"}
    latin = {w.lower() for w in words if any(script_of(c) == "latin" for c in w)}
    return base_of(language) in scripts and latin <= ALLOWED


async def ask_and_answer(talk: Talk, variant: Variant) -> Heard:
    heard = await talk.say(say.OFFER[variant])
    answers = {"business_name": say.SHOP[variant], "phone": say.PHONE[variant]}
    while heard.status == "waiting":
        heard = await talk.say(answers[heard.question.field])
    return heard


@pytest.mark.parametrize("variant", VARIANTS)
async def test_from_the_first_message_to_an_approved_draft(talk: Talk, variant: Variant) -> None:
    first = await talk.say(say.OFFER[variant])
    understood = first.last(ev.MessageUnderstood)
    assert understood.language == variant
    assert understood.slots["festival"] == "diwali"
    assert understood.slots["discount_percent"] == 20
    assert understood.slots["channel"] == "whatsapp"
    assert first.last(ev.RouteChosen).skill == "whatsapp_broadcast"
    assert (first.question.field, first.question.position) == ("business_name", 1)
    assert in_script(first.question.question + first.question.why, variant)

    second = await talk.say(say.SHOP[variant])
    assert second.turn_id == first.turn_id
    assert (second.question.field, second.question.position) == ("phone", 2)
    assert second.question.total == first.question.total == 2

    done = await talk.say(say.PHONE[variant])
    assert done.status == "done"
    draft = done.draft
    assert draft.language == variant
    assert squeeze(say.SHOP[variant]) in squeeze(draft.text)
    assert "9876543210" in draft.text
    assert "20%" in draft.text
    assert say.FESTIVAL[variant] in draft.text
    product = str(understood.slots["product"])
    assert in_script(draft.text, variant, say.SHOP[variant], product)
    assert len(draft.text) <= 1024
    _everything_has_a_source(draft)

    checked = done.last(ev.DraftCriticised)
    assert checked.score >= 95
    assert not [f for f in checked.findings if f.severity == "stop"]
    assert done.last(ev.ApprovalRequested).mode == "pending"

    approved = await talk.say(say.APPROVE[variant])
    assert approved.last(ev.ApprovalDecided).decision == "approved"
    view = await talk.view(draft.draft_id)
    assert view.status == "approved"
    assert view.decided_by_name == "Sunita"
    facts = await talk.facts()
    assert facts.value("business_name") == say.SHOP[variant]
    assert facts.value("phone") == "9876543210"
    assert facts["phone"].source_id == str(second.question.question_id)


def _everything_has_a_source(draft: ev.DraftWritten) -> None:
    phrases = {row.phrase for row in draft.sources}
    figures = {figure.text.strip() for figure in read_figures(draft.text)}
    assert figures <= phrases


@pytest.mark.parametrize("variant", VARIANTS)
async def test_what_was_told_once_is_not_asked_again(talk: Talk, variant: Variant) -> None:
    await ask_and_answer(talk, variant)
    again = await talk.say(say.OFFER[variant])
    assert again.status == "done"
    assert again.all(ev.QuestionAsked) == []


@pytest.mark.parametrize("variant", VARIANTS)
async def test_five_drafts_differ(talk: Talk, variant: Variant) -> None:
    await talk.know(business_name=say.SHOP[variant], phone="9876543210", city="Lucknow")
    texts = [(await talk.say(say.OFFER[variant])).draft.text]
    for version in range(2, 6):
        heard = await talk.say(say.ANOTHER[variant])
        assert heard.draft.version == version
        texts.append(heard.draft.text)
    assert len(set(texts)) == 5
    enough = await talk.say(say.ANOTHER[variant])
    assert enough.all(ev.DraftWritten) == []
    assert enough.reply.key == "agents.reply.what_to_change"
    assert enough.reply.choices[0][0] == "shorter"


@pytest.mark.parametrize("variant", VARIANTS)
async def test_a_review_in_the_message_is_answered_at_once(talk: Talk, variant: Variant) -> None:
    await talk.know(business_name=say.SHOP[variant], phone="9876543210")
    heard = await talk.say(say.REVIEW[variant])
    assert heard.last(ev.RouteChosen).skill == "review_reply"
    assert heard.status == "done"
    assert heard.draft.channel == "review"
    assert in_script(heard.draft.text, variant, say.SHOP[variant])


@pytest.mark.parametrize("variant", VARIANTS)
async def test_a_quotation_is_counted_not_guessed(talk: Talk, variant: Variant) -> None:
    await talk.know(business_name=say.SHOP[variant], phone="9876543210")
    heard = await talk.say(say.QUOTE[variant])
    assert "₹14,750" in heard.draft.text
    assert "₹12,500" in heard.draft.text
    computed = {row.phrase for row in heard.draft.sources if row.kind == "computed"}
    assert "₹14,750" in computed
    assert any(call.tool == "gst_split" for call in heard.all(ev.ToolCalled))


@pytest.mark.parametrize("variant", VARIANTS)
async def test_small_talk_is_answered_in_her_way(talk: Talk, variant: Variant) -> None:
    talk.hint = variant
    heard = await talk.say(say.THANKS[variant])
    assert heard.reply.key == "agents.reply.thanks"
    assert in_script(heard.reply.text, variant)
    assert await talk.drafts() == []


async def test_one_word_of_many_languages_is_answered_in_her_screens(talk: Talk) -> None:
    talk.shell = "hi"
    heard = await talk.say("namaste")
    assert heard.last(ev.MessageUnderstood).language == "hi"
    assert heard.reply.text == "नमस्ते! दुकान के लिए क्या लिखना है?"
