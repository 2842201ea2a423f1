"""What a page was shown bit by bit equals what is rendered from the store afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents import events as ev
from agents.events import Event
from app.chat.painter import changes
from app.chat.render import Screen, render
from app.chat.scene import Scene
from tests.chat.front import Front
from tests.chat.looks import history, looking
from tests.chat.stories import BEGAN
from tests.chat.whole_stories import STORIES, Drafts, plain, two_questions
from tests.fixtures.counts import examples

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
