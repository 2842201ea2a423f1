"""Turns from their first event to their last, with the drafts they wrote."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid5

from agents import events as ev
from agents.events import Event
from agents.products.muse.schemas import DraftView
from tests.chat.stories import Story

Drafts = dict[UUID, DraftView]


def plain() -> tuple[list[Event], Drafts]:
    story = Story("plain").received().understood().routed().drafted()
    return story.events, {story.draft_id: story.view()}


def two_questions() -> tuple[list[Event], Drafts]:
    story = Story("questions").received().understood().routed().asked("city").settled("waiting")
    story.answered("city").asked("phone", 2).settled("waiting").answered("phone", "98390 12345")
    story.drafted()
    return story.events, {story.draft_id: story.view()}


def problem_then_skip() -> tuple[list[Event], Drafts]:
    story = Story("problem").received().understood().routed().asked("phone").settled("waiting")
    question = story.events[-2]
    assert isinstance(question, ev.QuestionAsked)
    story.add(
        ev.ReplySent,
        key=None,
        text="Is number mein 9 ank hain, 10 chahiye.",
        level="bad",
        kind="problem",
        question_id=question.question_id,
        said="983901234",
        client_message_id="0197f000-0000-4000-8000-00000000000a",
    ).settled("waiting")
    story.add(
        ev.QuestionSkipped,
        question_id=question.question_id,
        field="phone",
        said="chhod dein",
        client_message_id="0197f000-0000-4000-8000-00000000000b",
    ).add(ev.TurnResumed, attempt=0)
    story.drafted()
    return story.events, {story.draft_id: story.view()}


def model_fell_over() -> tuple[list[Event], Drafts]:
    story = Story("model").received().understood().routed().packed().streamed("Half a tex", 2)
    story.add(ev.ModelFailed, provider="vertex", reason="503")
    story.add(ev.DraftReset, draft_id=story.draft_id, provider="offline")
    story.streamed().written().criticised().requested().settled()
    return story.events, {story.draft_id: story.view()}


def stopped_midway() -> tuple[list[Event], Drafts]:
    story = Story("stopped").received().understood().routed().packed().streamed("Half a tex", 2)
    return story.add(ev.TurnCancelled, by="Asha").events, {}


def stopped_and_again() -> tuple[list[Event], Drafts]:
    events, _ = stopped_midway()
    story = Story("stopped")
    story.events = events
    story.add(ev.TurnResumed, attempt=2).packed().streamed().written().criticised()
    story.requested().settled()
    return story.events, {story.draft_id: story.view()}


def failed() -> tuple[list[Event], Drafts]:
    story = Story("failed").received().understood().routed().packed()
    return story.add(ev.TurnFailed, code="interrupted").events, {}


def talk_only() -> tuple[list[Event], Drafts]:
    story = Story("talk").received("namaste").understood("greet", said="x")
    return story.add(ev.ReplySent, key=None, text="Namaste!").settled().events, {}


def helped() -> tuple[list[Event], Drafts]:
    story = Story("help").received("kya kar sakte ho").understood().routed("general_help")
    return story.add(ev.ReplySent, key=None, text="Yeh sab.").settled().events, {}


def which_one() -> tuple[list[Event], Drafts]:
    story = Story("which").received("kuch banao").understood(said="x")
    story.add(
        ev.ReplySent,
        key=None,
        text="Kaun sa chahiye?",
        kind="choose",
        choices=[("whatsapp_broadcast", "WhatsApp message"), ("something_else", "Kuch aur")],
    ).settled("waiting")
    story.add(ev.TurnResumed, attempt=0).routed().drafted()
    return story.events, {story.draft_id: story.view()}


def mended() -> tuple[list[Event], Drafts]:
    story = Story("mended").received().understood().routed().packed().streamed().written("Bad")
    story.criticised().written().criticised().requested().settled()
    return story.events, {story.draft_id: story.view()}


def edited_and_approved() -> tuple[list[Event], Drafts]:
    """Decisions made by tap belong to the turn that wrote the draft, after it has ended."""
    events, drafts = plain()
    story = Story("plain")
    story.events = events
    story.written("Her words", 2, author="owner", provider="").criticised()
    story.add(
        ev.ApprovalDecided,
        draft_id=story.draft_id,
        version=2,
        decision="approved",
        by=None,
        by_name="",
    )
    return story.events, drafts


def _planned() -> tuple[Story, Drafts]:
    """Two drafts of one message: the first is ready, the second is being written."""
    story = Story("planned").received("poster aur whatsapp dono").understood()
    titles = {"poster_text": "Poster words", "whatsapp_broadcast": "WhatsApp message"}
    steps = [ev.PlanStep(skill=skill, title=title) for skill, title in titles.items()]
    story.add(ev.PlanMade, steps=steps).routed("poster_text").packed()
    story.streamed().written(skill="poster_text", channel="poster").criticised().requested()
    poster = story.view(skill="poster_text", channel="poster")
    story.draft_id = uuid5(story.turn_id, "draft:2")
    story.routed().packed().streamed("Half a tex", 2)
    return story, {poster.id: poster}


def planned() -> tuple[list[Event], Drafts]:
    story, drafts = _planned()
    story.streamed("t").written().criticised().requested().settled()
    return story.events, {**drafts, story.draft_id: story.view()}


def planned_and_stopped() -> tuple[list[Event], Drafts]:
    story, drafts = _planned()
    return story.add(ev.TurnCancelled, by="Asha").events, drafts


def planned_stopped_and_again() -> tuple[list[Event], Drafts]:
    story, drafts = _planned()
    story.add(ev.TurnCancelled, by="Asha").add(ev.TurnResumed, attempt=2).packed().streamed()
    story.written().criticised().requested().settled()
    return story.events, {**drafts, story.draft_id: story.view()}


def told_beside() -> tuple[list[Event], Drafts]:
    """Asked for the number she tells her city: it is kept, and the question stands below again."""
    story = Story("beside").received().understood().routed().asked("phone").settled("waiting")
    question = story.events[-2]
    assert isinstance(question, ev.QuestionAsked)
    story.add(
        ev.ReplySent,
        key=None,
        text="Likh liya: Lucknow.",
        kind="noted",
        question_id=question.question_id,
        said="Lucknow",
        client_message_id="0197f000-0000-4000-8000-00000000000c",
    ).settled("waiting")
    return story.events, {}


STORIES: list[Callable[[], tuple[list[Event], Drafts]]] = [
    plain,
    two_questions,
    problem_then_skip,
    model_fell_over,
    stopped_midway,
    stopped_and_again,
    failed,
    talk_only,
    helped,
    which_one,
    mended,
    edited_and_approved,
    planned,
    planned_and_stopped,
    planned_stopped_and_again,
    told_beside,
]
