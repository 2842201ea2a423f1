"""A message with several wishes on the page: a line that says them, a line and a card for each."""

from __future__ import annotations

from agents import events as ev
from app.chat.render import Screen
from tests.chat.looks import history
from tests.chat.whole_stories import (
    planned,
    planned_and_stopped,
    planned_stopped_and_again,
    told_beside,
)


def names(screen: Screen) -> list[str]:
    return [step["name"] for step in screen.steps if step["type"] == "tool"]


def cards(screen: Screen, kind: str = "DraftCard") -> list[dict[str, object]]:
    return [card["props"] for card in screen.elements if card["name"] == kind]


def test_each_step_of_the_plan_is_shown_by_name_with_its_checks() -> None:
    screen = history(*planned())
    lines = names(screen)
    assert lines == [
        "2 cheezein likhni hain: Poster words, WhatsApp message",
        "Poster words: 2 mein 2 sahi",
        "WhatsApp message: 2 mein 2 sahi",
    ]
    inside = next(step["output"] for step in screen.steps if step["name"] == lines[0])
    assert "Diwali" in inside
    assert "Lucknow" in inside
    assert len({step["id"] for step in screen.steps}) == len(screen.steps)
    assert [card["channel"] for card in cards(screen)] == ["poster", "whatsapp"]
    assert [card["state"] for card in cards(screen)] == ["pending", "pending"]


def test_a_stop_says_that_what_was_ready_stays() -> None:
    screen = history(*planned_and_stopped())
    assert [card["channel"] for card in cards(screen)] == ["poster"]
    (notice,) = cards(screen, "Notice")
    assert notice["text"] == "Rok diya. Jitna ban gaya tha, woh rakha hai. Paise nahi kate."
    again = history(*planned_stopped_and_again())
    assert [card["channel"] for card in cards(again)] == ["poster", "whatsapp"]
    assert cards(again, "Notice") == []


def test_a_question_stands_below_what_was_told_beside_it() -> None:
    screen = history(*told_beside())
    order = [step["output"] for step in screen.steps if step["type"].endswith("message")]
    said = order.index("Lucknow")
    assert order[said:] == ["Lucknow", "Likh liya: Lucknow.", ""]  # the last one carries the card
    (card,) = cards(screen, "AskCard")
    assert card["state"] == "open"


def test_the_plan_is_an_event() -> None:
    events, _ = planned()
    assert any(isinstance(event, ev.PlanMade) for event in events)
