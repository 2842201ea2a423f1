"""Decisions: exactly one, whoever clicks and however often; her words are never rewritten."""

import asyncio

import pytest

from agents import events as ev
from agents.products.muse import flow
from agents.products.muse.schemas import Actor
from app.core.errors import Conflict, InputError, NotFound
from tests.acceptance.talk import Talk
from tests.fixtures.platform import Business

ASK = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"


@pytest.fixture
async def draft(talk: Talk) -> ev.DraftWritten:
    """A draft that waits for her."""
    await talk.know(business_name="Sharma Sweets", phone="9876543210", city="Lucknow")
    return (await talk.say(ASK)).draft


async def test_of_many_clicks_one_decides(talk: Talk, draft: ev.DraftWritten) -> None:
    ramesh = Actor(tenant_id=talk.business.id, user_id=talk.business.user_id, name="Ramesh")
    clicks = [
        flow.decide(talk.services, actor, draft.draft_id, 1, kind)
        for actor in (talk.actor, ramesh)
        for kind in ("approved", "rejected", "approved")
    ]
    done = await asyncio.gather(*clicks)
    assert sum(each.applied for each in done) == 1
    winner = next(each.view for each in done if each.applied)
    for each in done:
        assert each.view.status == winner.status
        assert each.view.decided_by_name == winner.decided_by_name
        assert each.view.decided_at == winner.decided_at


async def test_a_repeated_decision_answers_with_the_first(
    talk: Talk, draft: ev.DraftWritten
) -> None:
    first = await flow.decide(talk.services, talk.actor, draft.draft_id, 1, "approved")
    again = await flow.decide(talk.services, talk.actor, draft.draft_id, 1, "rejected", "wrongFact")
    assert (first.applied, again.applied) == (True, False)
    assert again.view.status == "approved"
    assert again.view.decided_by == talk.business.user_id


async def test_rejecting_keeps_the_reason(talk: Talk, draft: ev.DraftWritten) -> None:
    done = await flow.decide(
        talk.services, talk.actor, draft.draft_id, 1, "rejected", "wrongTone", "too\x00 loud"
    )
    assert done.view.decision_reason == "wrongTone"
    assert done.view.status == "rejected"
    undone = await flow.undo(talk.services, talk.actor, draft.draft_id)
    assert (undone.applied, undone.view.status) == (True, "pending")
    assert undone.view.decided_at is None
    assert not (await flow.undo(talk.services, talk.actor, draft.draft_id)).applied
    approved = await flow.decide(talk.services, talk.actor, draft.draft_id, 1, "approved")
    assert approved.applied


async def test_an_edit_is_a_version_of_hers_checked_again(
    talk: Talk, draft: ev.DraftWritten
) -> None:
    words = draft.text.replace("20%", "25%") + "\nHum sabse achche hain"
    done = await flow.edit(talk.services, talk.actor, draft.draft_id, 1, words)
    assert (done.applied, done.view.version) == (True, 2)
    latest = done.view.latest
    assert (latest.text, latest.author) == (words, "owner")
    wrong = {finding.check for finding in latest.findings if not finding.passed}
    assert "discount_supported" not in wrong
    assert "superlative" in wrong
    assert latest.score is not None
    assert latest.score < 100
    assert any(row.phrase == "25%" and row.kind == "said" for row in latest.sources)
    with pytest.raises(Conflict, match="forbids"):
        await flow.decide(talk.services, talk.actor, draft.draft_id, 2, "approved")


async def test_an_edit_of_an_old_version_is_not_applied(talk: Talk, draft: ev.DraftWritten) -> None:
    await flow.edit(talk.services, talk.actor, draft.draft_id, 1, draft.text + " Aaiye")
    late = await flow.edit(talk.services, talk.actor, draft.draft_id, 1, "Doosri tab se")
    assert not late.applied
    assert late.view.version == 2
    same = await flow.edit(talk.services, talk.actor, draft.draft_id, 2, late.view.latest.text)
    assert same.applied
    assert same.view.version == 2
    with pytest.raises(InputError):
        await flow.edit(talk.services, talk.actor, draft.draft_id, 2, " \x00 ")


async def test_two_tabs_editing_at_once(talk: Talk, draft: ev.DraftWritten) -> None:
    edits = [
        flow.edit(talk.services, talk.actor, draft.draft_id, 1, f"{draft.text} {n}")
        for n in ("ek", "do")
    ]
    done = await asyncio.gather(*edits)
    assert sorted(each.applied for each in done) == [False, True]


async def test_an_approved_draft_edited_waits_again(talk: Talk, draft: ev.DraftWritten) -> None:
    await flow.decide(talk.services, talk.actor, draft.draft_id, 1, "approved")
    done = await flow.edit(talk.services, talk.actor, draft.draft_id, 1, draft.text + " Aaiye")
    assert done.view.status == "pending"
    assert done.view.decided_at is None
    old = await flow.decide(talk.services, talk.actor, draft.draft_id, 1, "approved")
    assert not old.applied


async def test_an_older_version_goes_on_top_as_a_copy(talk: Talk, draft: ev.DraftWritten) -> None:
    second = (await talk.another(draft)).draft
    assert second.version == 2
    assert second.text != draft.text
    done = await flow.use_version(talk.services, talk.actor, draft.draft_id, 1)
    assert (done.applied, done.view.version) == (True, 3)
    assert done.view.latest.text == draft.text
    assert done.view.latest.score == done.view.at(1).score
    with pytest.raises(KeyError):
        done.view.at(9)
    with pytest.raises(InputError):
        await flow.use_version(talk.services, talk.actor, draft.draft_id, 9)
    approved = await flow.decide(talk.services, talk.actor, draft.draft_id, 3, "approved")
    assert approved.view.decided_version == 3


async def test_another_businesss_draft_is_not_found(
    talk: Talk, draft: ev.DraftWritten, other_tenant: Business
) -> None:
    thief = Actor(tenant_id=other_tenant.id, user_id=other_tenant.user_id)
    for attempt in (
        flow.get(talk.services, thief, draft.draft_id),
        flow.decide(talk.services, thief, draft.draft_id, 1, "approved"),
        flow.edit(talk.services, thief, draft.draft_id, 1, "mine now"),
        flow.undo(talk.services, thief, draft.draft_id),
        flow.use_version(talk.services, thief, draft.draft_id, 1),
    ):
        with pytest.raises(NotFound):
            await attempt
    page = await flow.list_drafts(talk.services, thief)
    assert page.drafts == []
    assert (await talk.view(draft.draft_id)).status == "pending"


async def test_lists_page_by_cursor(talk: Talk, draft: ev.DraftWritten) -> None:
    ids = [draft.draft_id]
    for _ in range(2):
        talk.services.clock.advance(talk.STEP)  # type: ignore[attr-defined]
        ids.append((await talk.say(ASK)).draft.draft_id)
    first = await flow.list_drafts(talk.services, talk.actor, limit=2)
    assert first.next_cursor is not None
    rest = await flow.list_drafts(talk.services, talk.actor, first.next_cursor, 2)
    found = [view.id for view in (*first.drafts, *rest.drafts)]
    assert found == list(reversed(ids))
    assert rest.next_cursor is None
    approved = await flow.list_drafts(talk.services, talk.actor, status="approved")
    assert approved.drafts == []
    with pytest.raises(InputError):
        await flow.list_drafts(talk.services, talk.actor, "not a cursor")
