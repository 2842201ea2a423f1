"""Act: words that need no writing are answered here, and the turn ends."""

from collections.abc import AsyncIterator, Sequence
from typing import Final

from agents.events import ApprovalDecided, Event
from agents.products.account.followup import told_last, undo
from agents.products.muse import flow
from agents.products.muse.schemas import Actor
from agents.replies import reply
from agents.turn import Turn
from agents.turn_rows import DraftHead
from agents.understanding.edits import means_all
from agents.understanding.intents import asks_to_translate
from app.core.errors import Conflict
from app.core.variants import Variant
from integrations.languages.formats import clock_time
from integrations.languages.messages import text

MOST_VERSIONS: Final = 5
LABEL_CHARS: Final = 40
_SOCIAL: Final = {"greet": "reply.greet", "thanks": "reply.thanks"}
_SMALL: Final = frozenset({"skip", "stop"})
_YES: Final = frozenset({"approve", "yes"})
_NO: Final = frozenset({"reject", "no", "undo"})


async def act(turn: Turn) -> AsyncIterator[Event]:
    """Serve refusals, decisions, switches of language and small talk."""
    if turn.blocked:
        key = f"problem.{turn.blocked}"
        yield turn.end(reply(turn, key, level="bad", kind="notice", **turn.blocked_params))
        return
    if turn.choice == "something_else":
        yield turn.end(reply(turn, "reply.tell_me"))
        return
    if turn.content != "words" and turn.request.text:
        return
    kind = turn.intent.kind
    if kind == "language" and turn.change is None and turn.intent.language:
        if not turn.intent.talk and asks_to_translate(turn.request.text):
            return  # with nothing above to be translated, the text is asked for
        yield turn.end(_speak(turn, turn.intent.language))
    elif turn.which:
        yield turn.end(which(turn, turn.which), waits=True)
    elif kind in _YES | _NO and turn.change is None:
        async for event in _yes_or_no(turn, kind):
            yield event
    elif turn.change == "another" and turn.base and turn.base.version >= MOST_VERSIONS:
        shorter = ("shorter", text(turn.talk, "agents.choice.shorter"))
        asked = reply(turn, "reply.what_to_change", kind="choose", choices=[shorter])
        yield turn.end(asked, waits=True)
    elif kind in _SOCIAL and turn.change is None:
        yield turn.end(reply(turn, _SOCIAL[kind]))
    elif kind in _SMALL and turn.change is None:
        yield turn.end(reply(turn, "reply.ok"))


async def _yes_or_no(turn: Turn, kind: str) -> AsyncIterator[Event]:
    """To what stands last: a change of what she told, which a no takes back, or a draft."""
    if told_last(turn):
        if kind in _YES:
            yield turn.end(reply(turn, "reply.ok"))
            return
        async for event in undo(turn):
            yield event
    elif kind != "undo":
        async for event in _decide(turn, "approved" if kind in _YES else "rejected"):
            yield event


async def _forbidden(turn: Turn, actor: Actor, draft: DraftHead) -> Event:
    """Say which check keeps the draft from being approved."""
    view = await flow.get(turn.services, actor, draft.id)
    stops = [finding for finding in view.latest.findings if finding.severity == "stop"]
    why = text(turn.talk, stops[0].key or "", **stops[0].params) if stops else ""
    return reply(turn, "reply.cannot_approve", level="bad", why=why)


def _speak(turn: Turn, language: Variant) -> Event:
    turn.talk = turn.language = language
    return reply(turn, "reply.language")


def which(turn: Turn, drafts: Sequence[DraftHead]) -> Event:
    """Ask which of several drafts is meant."""
    choices = [(f"draft:{draft.id}", _label(turn, draft)) for draft in drafts[:4]]
    return reply(turn, "ask.which_draft", kind="choose", choices=choices)


def _label(turn: Turn, draft: DraftHead) -> str:
    name = text(turn.talk, f"agents.language.{draft.language.replace('-', '_')}")
    room = LABEL_CHARS - len(name) - 2
    words = " ".join(draft.text.replace("*", "").split())
    return f"{name}: {words if len(words) <= room else words[: room - 1].rstrip() + '…'}"


async def _decide(turn: Turn, decision: flow.DecisionKind) -> AsyncIterator[Event]:
    """Words decide the one draft that waits, when its card is the last thing above."""
    live = turn.live
    chosen = turn.choice.removeprefix("draft:") if turn.choice else ""
    picked = [draft for draft in turn.drafts if str(draft.id) == chosen]
    if turn.meant is not None and turn.meant.live:
        picked = [turn.meant]
    if picked:
        live = picked
    elif not live:
        yield turn.end(reply(turn, "reply.nothing_waits"))
        return
    shown = turn.last_shown
    above = shown is not None and shown.name.startswith(("draft.", "approval."))
    if len(live) > 1 and above and not picked and means_all(turn.request.text):
        for draft in live:
            async for event in _decide_one(turn, draft, decision):
                yield event
        if not turn.ended:
            key = "reply.approved" if decision == "approved" else "reply.what_to_change"
            yield turn.end(reply(turn, key))
        return
    if len(live) > 1 or not (above or picked):
        yield turn.end(which(turn, live), waits=True)
        return
    async for event in _decide_one(turn, live[0], decision):
        yield event
    if not turn.ended:
        key = "reply.approved" if decision == "approved" else "reply.what_to_change"
        yield turn.end(reply(turn, key))


async def _decide_one(
    turn: Turn, draft: DraftHead, decision: flow.DecisionKind
) -> AsyncIterator[Event]:
    """Decide that draft; the turn ends here only when it could not be."""
    actor = Actor(
        tenant_id=turn.request.tenant_id,
        user_id=turn.request.user_id,
        name=turn.request.user_name,
    )
    try:
        done = await flow.decide(
            turn.services, actor, draft.id, draft.version, decision, turn_id=turn.id
        )
    except Conflict as error:
        if error.code != "draft_stopped":
            raise
        yield turn.end(await _forbidden(turn, actor, draft))
        return
    if not done.applied:
        view = done.view
        at = clock_time(view.decided_at, turn.talk) if view.decided_at else ""
        yield turn.end(reply(turn, "reply.decided_before", name=view.decided_by_name, at=at))
        return
    yield ApprovalDecided(
        **turn.ids,
        draft_id=draft.id,
        version=draft.version,
        decision=decision,
        by=actor.user_id,
        by_name=actor.name,
    )
