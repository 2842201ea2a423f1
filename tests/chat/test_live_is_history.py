"""What a page was shown bit by bit equals what is rendered from the store afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents import events as ev
from agents.events import Event
from agents.products.muse.schemas import DraftView
from app.chat.painter import changes
from app.chat.render import Screen, render
from app.chat.scene import Scene
from tests.chat.front import Front
from tests.chat.looks import history, looking
from tests.chat.stories import BEGAN, Story
from tests.fixtures.counts import examples

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


TYPED = (ev.MessageReceived, ev.QuestionAnswered, ev.QuestionSkipped, ev.ReplySent)


def typed(event: Any) -> dict[str, Any]:
    """Her words as the page itself shows them, before the server has heard them."""
    words = event.text if isinstance(event, ev.MessageReceived) else event.said
    return {
        "id": event.client_message_id,
        "type": "user_message",
        "name": "User",
        "output": words,
        "parentId": None,
        "streaming": False,
        "end": "now",
        "metadata": {},
    }


def play(events: list[Event], drafts: Drafts, paints: list[bool]) -> Front:
    """Show the events to a page that is painted whenever ``paints`` says so, and at the end."""
    front, scene, shown = Front(), Scene("en"), Screen()
    rows: Drafts = {}
    for at, event in enumerate(events):
        if isinstance(event, TYPED) and event.client_message_id:
            front.hear("new_message", typed(event))
        scene.apply(event, BEGAN)
        if event.ends_turn:
            rows = drafts  # read once the turn has written them
        if event.ends_turn or paints[at % len(paints)]:
            screen = render(scene, looking(rows))
            for emission in changes(shown, screen):
                front.hear(*emission)
            shown = screen
    return front


def opened(events: list[Event], drafts: Drafts) -> Front:
    """The same conversation opened from the list."""
    front = Front()
    screen = history(events, drafts)
    front.hear("resume_thread", {"steps": screen.steps, "elements": screen.elements})
    return front


@pytest.mark.parametrize("story", STORIES)
@settings(max_examples=examples(25), deadline=None)
@given(paints=st.lists(st.booleans(), min_size=1, max_size=12))
def test_live_equals_history(
    story: Callable[[], tuple[list[Event], Drafts]], paints: list[bool]
) -> None:
    events, drafts = story()
    assert play(events, drafts, paints).shown() == opened(events, drafts).shown()


@pytest.mark.parametrize("story", STORIES)
def test_one_step_a_turn_with_four_inside_at_most(
    story: Callable[[], tuple[list[Event], Drafts]],
) -> None:
    events, drafts = story()
    runs = [s for s in history(events, drafts).steps if s["type"] == "run"]
    inside = [s for s in history(events, drafts).steps if s["type"] == "tool"]
    assert len(runs) <= 1
    assert len(inside) <= 4
    assert all(step["end"] for step in (*runs, *inside))


def test_a_turn_is_shown_with_few_messages() -> None:
    events, drafts = plain()
    front = play(events, drafts, [True])
    assert len(front.heard) <= 23
    tokens = [data for event, data in front.heard if event == "stream_token"]
    assert len(tokens) <= 4
    quick = play(events, drafts, [False])
    assert len(quick.heard) <= 9


def test_the_text_becomes_the_card_in_the_same_message() -> None:
    events, drafts = plain()
    front = play(events, drafts, [True])
    draft = next(iter(drafts))
    about = [event for event, data in front.heard if data.get("id") == str(draft)]
    assert about[0] == "new_message"
    assert about[-1] == "update_message"
    assert "delete_message" not in about
    message = next(m for m in front.messages if m["id"] == str(draft))
    assert message["output"] == ""


def test_order_does_not_lean_on_instants() -> None:
    """Chainlit slept a millisecond a message to keep them apart; ours may share one instant."""
    events, drafts = two_questions()
    ids = [step["id"] for step in history(events, drafts).steps]
    scene = Scene("en").feed((event, BEGAN) for event in events if not event.transient)
    together = render(scene, looking(drafts))
    assert [step["id"] for step in together.steps] == ids
    assert len({step["createdAt"] for step in together.steps}) == 1


def test_the_question_is_above_its_answer_and_the_work_below() -> None:
    events, drafts = two_questions()
    shown = [
        (s["type"], s["output"]) for s in history(events, drafts).steps if s["parentId"] is None
    ]
    kinds = [kind for kind, _ in shown]
    assert kinds == [
        "user_message",
        "assistant_message",
        "user_message",
        "assistant_message",
        "user_message",
        "run",
        "assistant_message",
    ]
