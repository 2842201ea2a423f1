"""A festival's campaign: its channels' skills are called, and each piece is a draft of its own."""

from datetime import timedelta

import pytest

from agents import events as ev
from agents.opening import LEASE
from agents.products.muse import flow
from app.core.clock import FrozenClock
from app.core.variants import Variant
from tests.acceptance.gates import Gate, crash, taken_over
from tests.acceptance.talk import Heard, Talk
from tests.fixtures.counts import FULL

ASKS: dict[Variant, str] = {
    "hi-Latn": "diwali campaign bana do",
    "ta": "கடைக்கு தீபாவளி கேம்பெயின் முழுசா பிளான் பண்ணுங்க",
    "en": "plan the whole diwali campaign for my shop",
    "hi": "दुकान के लिए दिवाली का पूरा कैंपेन प्लान करो",
    "te": "షాపుకి దీపావళి క్యాంపెయిన్ మొత్తం ప్లాన్ చేయండి",
    "ta-Latn": "kadaiku deepavali campaign muzhusa plan pannunga",
    "te-Latn": "shop ki deepavali campaign motham plan cheyandi",
}
USUAL = ["whatsapp_broadcast", "instagram_caption", "poster_text"]


def skills(heard: Heard) -> list[str]:
    return list(dict.fromkeys(draft.skill for draft in heard.all(ev.DraftWritten)))


@pytest.mark.parametrize("variant", list(ASKS) if FULL else list(ASKS)[:2])
async def test_each_piece_is_checked_and_approved_by_itself(known: Talk, variant: Variant) -> None:
    heard = await known.say(ASKS[variant])
    chosen = [each.skill for each in heard.all(ev.RouteChosen)]
    assert (heard.status, chosen) == ("done", ["festival_campaign", *USUAL])
    assert skills(heard) == USUAL
    drafts = {draft.draft_id: draft for draft in heard.all(ev.DraftWritten)}
    assert {draft.language for draft in drafts.values()} == {variant}
    last = {each.draft_id: each for each in heard.all(ev.DraftCriticised)}
    assert all(last[draft].score >= 90 for draft in drafts)
    assert [each.draft_id for each in heard.all(ev.ApprovalRequested)] == list(drafts)
    # What is not there is said, once, before the pieces come.
    [told] = [each for each in heard.all(ev.ReplySent) if each.key == "agents.noted.campaign"]
    assert heard.names.index("reply.sent") < heard.names.index("draft.written")
    assert "{" not in told.text
    one, *others = drafts
    await flow.decide(known.services, known.actor, one, 1, "approved")
    assert [(await known.view(draft)).status for draft in (one, *others)] == [
        "approved", "pending", "pending",
    ]  # fmt: skip


async def test_the_channels_she_uses_come_first_and_those_she_names_alone(known: Talk) -> None:
    for ask in ("sms for kaju katli 20% off", "sms about the new peda 10% off"):
        assert skills(await known.say(ask)) == ["sms_promo"]
    heard = await known.say("holi campaign bana do, gujiya pe 10% off")
    assert skills(heard) == ["sms_promo", "whatsapp_broadcast", "instagram_caption"]
    assert all("10%" in draft.text for draft in heard.all(ev.DraftWritten))
    named = await known.say("diwali ka poora campaign plan karo sirf facebook ke liye")
    assert skills(named) == ["facebook_post"]


async def test_a_campaign_that_crashed_goes_on_at_its_next_piece(
    known: Talk, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    known.asks = False
    with monkeypatch.context() as patched:
        gate = Gate(patched, "criticise", at_round=2)
        handle = await known.runner.start(known.request(ASKS["hi-Latn"]))
        await gate.reached.wait()
        await crash(known.runner, patched)
    clock.advance(LEASE + timedelta(seconds=1))
    heard = await taken_over(known, handle)
    stored = await known.stored(handle.turn_id)
    assert stored.count("plan.made") == 1
    assert stored.count("approval.requested") == len(USUAL)
    assert sorted(draft.skill for draft in await known.drafts()) == sorted(USUAL)
    notes = [each for each in heard.all(ev.ReplySent) if each.key == "agents.noted.campaign"]
    assert len(notes) == 1
