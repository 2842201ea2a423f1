"""How each event changes the turn it belongs to: one small rule an event.

A rule is given the turn, the event, its place in time (``at``), and a way to find a question that
another turn asked. What a rule makes must not depend on transient events, because the store does
not have them: identifiers come from what was said, never from the place.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid5

from agents import events as ev
from app.chat.turn_state import CARDS, Entry, Paper, TurnState
from app.core.variants import as_shell, as_variant

FindQuestion = Callable[[UUID], Entry | None]
Rule = Callable[[TurnState, Any, float, FindQuestion], None]


def _received(turn: TurnState, event: ev.MessageReceived, at: float, _: FindQuestion) -> None:
    request = event.request
    hint = as_variant(str(request.get("talk_hint") or ""))
    turn.talk = hint or as_shell(str(request.get("shell") or "")) or turn.talk
    tap = request.get("regenerate") or {}
    turn.same_card = bool(tap) and tap.get("change", "another") == "another"
    if event.text and not tap:
        _bubble(turn, event.client_message_id, event.text, at)
    turn.run_at = at + 0.5


def _bubble(turn: TurnState, client_message_id: str | None, text: str, at: float) -> None:
    try:
        found = UUID(client_message_id or "")
    except ValueError:
        found = uuid5(turn.turn_id, f"said:{client_message_id}:{text}")
    turn.place(Entry(found, "bubble", at, {"text": text}))


def _understood(turn: TurnState, event: ev.MessageUnderstood, at: float, _: FindQuestion) -> None:
    del at
    turn.talk = as_variant(event.language) or turn.talk
    turn.slots = dict(event.slots)
    turn.understood = True
    turn.same_card = turn.same_card or event.intent == "another"


def _routed(turn: TurnState, event: ev.RouteChosen, at: float, _: FindQuestion) -> None:
    turn.skill = event.skill
    turn.phase = "recall"
    for entry in turn.entries.values():
        if entry.kind == "choose" and entry.data["state"] in ("open", "stale"):
            labels = {row[0]: row[1] for row in entry.data["choices"]}
            entry.data |= {"state": "answered", "answer": labels.get(event.skill, "")}
            turn.run_at = at + 0.5


def _planned(turn: TurnState, event: ev.PlanMade, at: float, _: FindQuestion) -> None:
    del at
    turn.plan = list(event.steps)


def _asked(turn: TurnState, event: ev.QuestionAsked, at: float, _: FindQuestion) -> None:
    entry = turn.place(Entry(event.question_id, "ask", at))
    if event.again:
        entry.at = at
    entry.data |= {
        "state": "open",
        "position": event.position,
        "total": event.total,
        "chips": [list(chip) for chip in event.chips],
        "question": event.question,
        "why": event.why,
        "answer": "",
        "error": "",
        "suggestion": None,
    }


def _answered(turn: TurnState, event: ev.QuestionAnswered, at: float, find: FindQuestion) -> None:
    if entry := find(event.question_id):
        entry.data |= _closed("answered", event.said)
    _went_on(turn, event, at)


def _skipped(turn: TurnState, event: ev.QuestionSkipped, at: float, find: FindQuestion) -> None:
    if entry := find(event.question_id):
        entry.data |= _closed("skipped", "")
    _went_on(turn, event, at)


def _withdrawn(turn: TurnState, event: ev.QuestionWithdrawn, at: float, find: FindQuestion) -> None:
    del turn, at
    if entry := find(event.question_id):
        entry.data |= _closed("stale", "")


def _closed(state: str, answer: str) -> dict[str, Any]:
    return {"state": state, "answer": answer, "error": "", "suggestion": None}


def _went_on(turn: TurnState, event: ev.QuestionAnswered | ev.QuestionSkipped, at: float) -> None:
    """Her answer is a message of hers, and the work goes on below it."""
    if event.said:
        _bubble(turn, event.client_message_id, event.said, at)
    turn.status = "running"
    turn.phase = "recall" if turn.routed else "reading"
    turn.run_at = at + 0.5


def _quoted(turn: TurnState, event: ev.CostQuoted, at: float, _: FindQuestion) -> None:
    del at
    turn.quoted, turn.ceiling = (event.low_paise, event.high_paise), event.ceiling_paise


def _reused(turn: TurnState, event: ev.CacheHit, at: float, _: FindQuestion) -> None:
    del at
    turn.reused_of = event.made_at


def _packed(turn: TurnState, event: ev.ContextPacked, at: float, _: FindQuestion) -> None:
    del at
    turn.facts = [str(fact.value) for fact in event.facts if isinstance(fact.value, str | int)]
    turn.phase = "writing"


def _tool(turn: TurnState, event: ev.ToolCalled, at: float, _: FindQuestion) -> None:
    del at
    if "calendar" in event.tool and isinstance(day := event.result.get("date"), str):
        turn.calendar_day = date.fromisoformat(day[:10])


def _delta(turn: TurnState, event: ev.DraftDelta, at: float, _: FindQuestion) -> None:
    turn.phase = "writing"
    if turn.same_card or event.draft_id in turn.papers:
        return
    entry = turn.place(Entry(event.draft_id, "draft", at, {"text": ""}))
    entry.data["text"] += event.text
    entry.data["streaming"] = True


def _reset(turn: TurnState, event: ev.DraftReset, at: float, _: FindQuestion) -> None:
    del at
    turn.entries.pop(event.draft_id, None)
    turn.offline = event.provider == "offline"


def _written(turn: TurnState, event: ev.DraftWritten, at: float, _: FindQuestion) -> None:
    if turn.ended:
        # Her own edit, after the turn: it is in the row and the card, not in what the turn did.
        turn.touched.add(event.draft_id)
        return
    turn.written = True
    turn.phase = "checking"
    turn.offline = event.provider == "offline"
    if event.parent_id is not None:
        turn.touched.add(event.parent_id)
    if event.version > 1 and event.draft_id not in turn.born:
        turn.entries.pop(event.draft_id, None)
        turn.touched.add(event.draft_id)
        return
    turn.born.add(event.draft_id)
    turn.papers[event.draft_id] = Paper(event)
    entry = turn.place(Entry(event.draft_id, "draft", at))
    entry.data |= {"text": event.text, "streaming": False}


def _criticised(turn: TurnState, event: ev.DraftCriticised, at: float, _: FindQuestion) -> None:
    del at
    if turn.ended:
        return
    if paper := turn.papers.get(event.draft_id):
        paper.checked = event
    turn.findings = list(event.findings)
    seen = {finding.key for finding in turn.fixed}
    turn.fixed += [f for f in event.findings if f.severity == "fixed" and f.key not in seen]


def _requested(turn: TurnState, event: ev.ApprovalRequested, at: float, _: FindQuestion) -> None:
    if paper := turn.papers.get(event.draft_id):
        paper.requested = event
    if event.mode == "auto" and event.reason_key:
        turn.waved[event.draft_id] = (event.reason_key, dict(event.params))
    _approval(turn, event, at, _)


def _approval(turn: TurnState, event: Any, at: float, _: FindQuestion) -> None:
    del at
    if event.draft_id in turn.entries:
        turn.ready.add(event.draft_id)
    if turn.ended or event.draft_id not in turn.entries:
        turn.touched.add(event.draft_id)


def _model_failed(turn: TurnState, event: ev.ModelFailed, at: float, _: FindQuestion) -> None:
    told = {"kind": "modelAway", "reason": event.reason}
    turn.place(Entry(uuid5(turn.turn_id, "model"), "notice", at, told))


def _replied(turn: TurnState, event: ev.ReplySent, at: float, find: FindQuestion) -> None:
    if event.said:
        _bubble(turn, event.client_message_id, event.said, at)
    if event.kind == "changed":
        turn.changed = event.text
        return
    if event.kind == "problem" and event.question_id is not None:
        if entry := find(event.question_id):
            entry.at = at + 0.7  # below what she just said, where she looks
            entry.data |= {"state": "invalid", "error": event.text, "suggestion": event.suggestion}
        return
    if event.question_id is not None and (entry := find(event.question_id)):
        entry.at = at + 0.8
    made = Entry(uuid5(turn.turn_id, f"{event.kind}:{event.text}"), "line", at + 0.7)
    made.data = {"kind": event.kind, "text": event.text, "level": event.level}
    if card := CARDS.get(event.kind):
        made.kind = card
        choices = [list(choice) for choice in event.choices]
        made.data |= {"state": "open", "answer": "", "choices": choices, "params": event.params}
        turn.entries.pop(made.id, None)  # shown again, it stands below what was said since
    elif event.level != "plain" or event.kind == "notice":
        made.kind = "notice"
    turn.place(made)


def _settled(turn: TurnState, event: ev.TurnSettled, at: float, _: FindQuestion) -> None:
    del at
    turn.status, turn.actual = event.status, event.actual_paise
    turn.phase = "over"


def _cancelled(turn: TurnState, event: ev.TurnCancelled, at: float, _: FindQuestion) -> None:
    del event
    turn.status = "cancelled"
    _ended(turn, "stopped", at)


def _failed(turn: TurnState, event: ev.TurnFailed, at: float, _: FindQuestion) -> None:
    turn.status = "failed"
    turn.failure = (event.code, dict(event.params))
    _ended(turn, "failed", at)


def _ended(turn: TurnState, kind: str, at: float) -> None:
    """One notice says so, and what was half written goes."""
    turn.phase = "over"
    _drop_half_written(turn)
    turn.place(Entry(uuid5(turn.turn_id, kind), "notice", at + 0.7, {"kind": kind}))


def _drop_half_written(turn: TurnState) -> None:
    for entry in [e for e in turn.entries.values() if e.kind == "draft" and e.id not in turn.ready]:
        del turn.entries[entry.id]


def _resumed(turn: TurnState, event: ev.TurnResumed, at: float, _: FindQuestion) -> None:
    """The attempt before is void, and so is what was said of its end; her words stay."""
    del event
    _drop_half_written(turn)
    for entry in list(turn.entries.values()):
        if entry.data.get("kind") in ("stopped", "failed", "modelAway"):
            del turn.entries[entry.id]
        elif entry.kind == "choose" and entry.data["state"] == "open":
            entry.data["state"] = "stale"  # the tap that resumed it; a skill chosen says its name
    if turn.status != "running":
        turn.run_at = at + 0.5
    turn.status = "running"
    turn.phase = "recall" if turn.routed else "reading"
    for draft in set(turn.papers) - turn.ready:
        del turn.papers[draft]
    turn.written, turn.findings, turn.fixed, turn.failure = False, None, [], None


RULES: Final[dict[type[ev.Event], Rule]] = {
    ev.MessageReceived: _received,
    ev.MessageUnderstood: _understood,
    ev.PlanMade: _planned,
    ev.RouteChosen: _routed,
    ev.QuestionAsked: _asked,
    ev.QuestionAnswered: _answered,
    ev.QuestionSkipped: _skipped,
    ev.QuestionWithdrawn: _withdrawn,
    ev.CostQuoted: _quoted,
    ev.CacheHit: _reused,
    ev.ContextPacked: _packed,
    ev.ToolCalled: _tool,
    ev.DraftDelta: _delta,
    ev.DraftReset: _reset,
    ev.DraftWritten: _written,
    ev.DraftCriticised: _criticised,
    ev.ApprovalRequested: _requested,
    ev.ApprovalDecided: _approval,
    ev.ApprovalWithdrawn: _approval,
    ev.DraftSelected: _approval,
    ev.ModelFailed: _model_failed,
    ev.ReplySent: _replied,
    ev.TurnSettled: _settled,
    ev.TurnCancelled: _cancelled,
    ev.TurnFailed: _failed,
    ev.TurnResumed: _resumed,
}
