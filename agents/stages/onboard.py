"""Onboard: the turn that asks about her shop and her rules, one question after the other.

It waits between the questions like any turn that asks, so it survives whatever ends the process;
what is asked next follows from what is known and what was asked, never from memory.
"""

from collections.abc import AsyncIterator
from typing import Final

from agents.events import Event, QuestionWithdrawn, RouteChosen
from agents.products.onboarding.conversation import ask
from agents.products.onboarding.doors import Door, door_in
from agents.products.onboarding.store import OnboardingRows, closed, told_of
from agents.products.onboarding.topics import ONBOARDING, progress, remaining
from agents.replies import reply
from agents.turn import Turn
from app.core.event_names import EventName
from integrations.languages.messages import text

OFFER: Final = "onboarding_offer"
LATER: Final = "later"
GO_ON: Final = "go_on"
_VERSION: Final = 1


async def onboard(turn: Turn) -> AsyncIterator[Event]:
    """Serve a turn of onboarding; any other turn passes through."""
    door = _door(turn)
    if door is None:
        return
    if door == "show":
        yield _show(turn, "onboarding.summary")
        return
    turn.stored_skill = ONBOARDING
    if EventName.ROUTE_CHOSEN not in turn.seen:
        yield turn.note(
            RouteChosen(
                **turn.ids,
                skill=ONBOARDING,
                skill_version=_VERSION,
                skill_hash=ONBOARDING,
                confidence=1.0,
            )
        )
    if turn.request.skill == OFFER and turn.choice is None and turn.path == "new":
        yield _offer(turn)
        return
    if turn.choice == LATER:
        yield turn.end(reply(turn, "onboarding.later_said"))
        return
    async for event in _next(turn):
        yield event


def _door(turn: Turn) -> Door | None:
    """Whether the turn is onboarding, and what of it."""
    if turn.blocked or turn.request.regenerate is not None:
        return None
    asked_for = {turn.stored_skill, turn.request.skill} & {ONBOARDING, OFFER}
    if asked_for:
        # Where nobody can be asked, only what is known can be shown.
        return "begin" if turn.request.asks else "show"
    named = turn.request.skill or turn.choice
    if named or turn.base is not None or turn.content != "words":
        return None
    door = door_in(turn.request.text)
    return door if turn.request.asks or door == "show" else None


async def _next(turn: Turn) -> AsyncIterator[Event]:
    known = told_of(turn.facts, turn.rules)
    asked = list(dict.fromkeys([*turn.answers, *turn.skipped]))
    before, skipped = await _so_far(turn)
    left = remaining(known, {*asked, *skipped})
    if not left:
        yield _show(turn, "onboarding.summary" if asked else "onboarding.nothing_left")
        return
    if turn.interrupted is not None:
        # One question at a time: the other turn's comes back when this one is done.
        other = turn.interrupted
        yield turn.note(
            QuestionWithdrawn(
                turn_id=other.turn_id,
                conversation_id=turn.request.conversation_id,
                question_id=other.id,
            )
        )
        turn.interrupted = None
    position, total = progress(asked, left)
    if not before:
        yield turn.note(reply(turn, "onboarding.begin", kind="noted", total=total))
    again = left[0].field in before
    yield turn.end(ask(turn, left[0].field, position, total, again=again), waits=True)


async def _so_far(turn: Turn) -> tuple[list[str], list[str]]:
    """What this turn asked before; and what she answered in a run that was left elsewhere."""
    tenant, user = turn.request.tenant_id, turn.request.user_id
    async with turn.services.database.transaction(tenant, user) as session:
        rows = OnboardingRows(session, tenant)
        if EventName.QUESTION_ASKED in turn.seen:
            return [question.field for question in await rows.questions(turn.id)], []
        for run in await rows.runs():
            if run.turn_id != turn.id and run.unfinished:
                return [], closed(await rows.questions(run.turn_id))
    return [], []


def _show(turn: Turn, key: str) -> Event:
    return turn.end(reply(turn, key, kind="summary"))


def _offer(turn: Turn) -> Event:
    choices = [
        (ONBOARDING, text(turn.talk, "agents.onboarding.start")),
        (LATER, text(turn.talk, "agents.onboarding.later")),
    ]
    return turn.end(reply(turn, "onboarding.offer", kind="choose", choices=choices), waits=True)
