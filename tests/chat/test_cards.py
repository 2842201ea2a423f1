"""Cards in seven variants: their letters, lengths, buttons, and what they say in each state."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest

from agents import events as ev
from agents.events import FindingRecord, SourceRecord
from app.chat.cards import ask_card, choose_card, failure_text, notice, turn_notice
from app.chat.draft_card import WA_ME_BYTES, CardFrame, draft_card, wa_me_url
from app.chat.render import render
from app.chat.scene import Scene
from app.chat.steps import children, head
from app.core.variants import VARIANTS, Variant
from integrations.languages.messages import catalog, text
from tests.chat.looks import festival_name, history, looking
from tests.chat.scripts import said, wrong_letters
from tests.chat.stories import BEGAN, TEXT, USER, Story, stored, version

LONGEST_LABEL = 14
STOP = FindingRecord(check="superlative", passed=False, severity="stop", key="agents.finding.x")
SOURCES = [
    SourceRecord(phrase="20%", kind="said", said="20%", at=BEGAN),
    SourceRecord(phrase="98390 12345", kind="fact", field="phone", at=BEGAN),
    SourceRecord(phrase="Diwali", kind="calendar"),
    SourceRecord(phrase="Kaju katli", kind="said"),
    SourceRecord(phrase="off", kind="computed"),
]
STATES: dict[str, dict[str, Any]] = {
    "pending": {},
    "approved": {"status": "approved", "decided_version": 1, "decided_at": BEGAN},
    "rejected": {"status": "rejected", "decided_version": 1, "decided_at": BEGAN},
    "shown": {"status": "shown"},
}


def frame(talk: Variant = "hi-Latn", **fields: Any) -> CardFrame:
    return replace(CardFrame(talk, USER, BEGAN, 1024), **fields)


@pytest.mark.parametrize("variant", VARIANTS)
def test_labels_fit_a_half_row(variant: Variant) -> None:
    labels = {k: v for k, v in catalog(variant, "chat").items() if k.startswith("chat.label.")}
    assert len(labels) == 47
    assert {k: v for k, v in labels.items() if len(v) > LONGEST_LABEL} == {}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("state", STATES)
def test_a_draft_card_keeps_to_her_letters(variant: Variant, state: str) -> None:
    story = Story("card", variant)
    versions = [version(1, variant, sources=SOURCES)]
    view = story.view(versions=versions, decided_by_name="", **STATES[state])
    props = draft_card(view, frame(variant))
    assert props["state"] == state
    codes = {f".langs[{at}][0]" for at in range(len(VARIANTS))}
    spoken = [(path, words) for path, words in said(props) if path not in {".text", *codes}]
    assert {path: words for path, words in spoken if wrong_letters(words, variant)} == {}
    assert len(json.dumps(props["t"], ensure_ascii=False).encode()) <= 4096


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_named_button_has_its_words(variant: Variant) -> None:
    for fields in STATES.values():
        props = draft_card(Story("card", variant).view(**fields), frame(variant))
        buttons = props["buttons"]
        named = [buttons["filled"], *buttons["pair"], *buttons["row"]]
        assert [key for key in named if key and not props["t"].get(key)] == []
        assert {"failed", "offline", "retry"} <= set(props["t"])


@pytest.mark.parametrize("variant", VARIANTS)
def test_steps_keep_to_her_letters(variant: Variant) -> None:
    story = Story("steps", variant).received().understood().routed().drafted()
    scene = Scene("en")
    for event, when in stored(story.events):
        turn = scene.apply(event, when)
        names = [head(turn, festival_name).name]
        names += [line.name for line in children(turn, festival_name)]
        assert [name for name in names if wrong_letters(name, variant)] == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_questions_and_notices_keep_to_her_letters(variant: Variant) -> None:
    story = Story("ask", variant).received().understood().routed().asked().settled("waiting")
    turn = next(iter(Scene("en").feed(stored(story.events)).turns.values()))
    entry = next(entry for entry in turn.entries.values() if entry.kind == "ask")
    props = ask_card(entry, turn.talk)
    assert props["state"] == "open"
    assert props["buttons"] == ["skip"]
    assert [w for _, w in said(props["t"]) if wrong_letters(w, variant)] == []
    for kind in ("stopped", "failed"):
        entry.data = {"kind": kind}
        found = turn_notice(turn, entry)
        assert found is not None
        assert found["buttons"] == ["retry"]
        assert [w for _, w in said(found) if wrong_letters(w, variant)] == []
    for code in ("database_away", "too_long", "whatever"):
        sentence = failure_text(code, {"n": 9, "max": 5}, variant)
        assert wrong_letters(sentence, variant) == set()
    assert notice("info", "x", variant)["buttons"] == []


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(
    ("writer", "reason"), [("offline", "open"), ("offline", "budget"), ("openai", "open")]
)
def test_she_is_told_in_her_letters_when_no_model_wrote(
    variant: Variant, writer: str, reason: str
) -> None:
    story = Story("away", variant).received().understood().routed().packed()
    story.add(ev.ModelFailed, provider="vertex", reason=reason).written(provider=writer)
    turn = next(iter(Scene("en").feed(stored(story.settled().events)).turns.values()))
    entries = [entry for entry in turn.entries.values() if entry.data.get("kind") == "modelAway"]
    found = [turn_notice(turn, entry) for entry in entries]
    assert len(found) == 1
    # Where the next model wrote, there is nothing she would need to know.
    assert (found[0] is None) is (writer == "openai")
    if found[0] is not None:
        key = "modelBudget" if reason == "budget" else "modelAway"
        assert found[0]["text"] == text(variant, f"chat.notice.{key}", cost="₹0")
        assert [w for _, w in said(found[0]) if wrong_letters(w, variant)] == []


def test_the_order_of_buttons() -> None:
    view = Story("order").view(versions=[version(1, sources=SOURCES)])
    assert draft_card(view, frame())["buttons"] == {
        "filled": "approve",
        "pair": ["edit", "another"],
        "row": ["reject", "why"],
    }


def test_a_stop_takes_approve_away() -> None:
    view = Story("stop").view(versions=[version(1, findings=[STOP])])
    props = draft_card(view, frame())
    assert "approve" not in json.dumps(props["buttons"])
    assert props["buttons"]["filled"] == "edit"


def test_an_older_version_can_only_be_put_on_top() -> None:
    view = Story("older").view(version=2, versions=[version(1), version(2)])
    props = draft_card(view, frame(shown=1))
    assert (props["shown"], props["version"], props["versions"]) == (1, 2, [1, 2])
    assert props["buttons"]["filled"] == "useThis"
    assert "approve" not in json.dumps(props["buttons"])


def test_after_five_versions_she_is_asked_what_to_change() -> None:
    view = Story("five").view(version=5, versions=[version(n) for n in range(1, 6)])
    props = draft_card(view, frame("en"))
    assert props["buttons"]["pair"] == ["edit", "shorter"]
    assert props["line"] == "Tell me what to change."


def test_the_loser_is_told_who_and_when() -> None:
    fields = {**STATES["approved"], "decided_by": uuid4(), "decided_by_name": "Ramesh"}
    props = draft_card(Story("lost").view(**fields), frame("en", elsewhere=True))
    assert props["state"] == "elsewhere"
    assert props["head"] == "Ramesh approved this at 10:30 am."
    mine = draft_card(
        Story("lost").view(**{**fields, "decided_by": USER}), frame("en", elsewhere=True)
    )
    assert mine["head"] == "You approved this at 10:30 am."


def test_a_decision_of_another_day_is_dated() -> None:
    later = replace(frame("en"), now=BEGAN + timedelta(days=31))
    assert draft_card(Story("day").view(**STATES["approved"]), later)["head"] == "Approved, 26 Oct"


def test_her_rule_is_named() -> None:
    view = Story("rule").view(**STATES["approved"])
    assert draft_card(view, frame(waved="Aapke niyam se: 'chhote offer'."))["head"].startswith(
        "Aapke niyam se"
    )


def test_a_replaced_card_is_one_line() -> None:
    props = draft_card(Story("stub").view(), frame("en", stale=True))
    assert props["state"] == "stale"
    assert props["head"] == "A newer version is below."
    assert "text" not in props
    assert draft_card(Story("stub").view(**STATES["approved"]), frame(stale=True))["state"] == (
        "approved"
    )


def test_an_offer_that_is_over_asks_for_a_new_one() -> None:
    over = text("en", "chat.card.festivalOver", festival="Diwali")
    props = draft_card(Story("over").view(), frame("en", over=over))
    assert (props["state"], props["head"]) == ("expired", "Diwali is over. Write a new one?")
    assert props["buttons"]["filled"] == "another"


@pytest.mark.parametrize("message", [TEXT, "₹640 🪔 & 100% *ghee*\n#1", "தீபாவளி நல்வாழ்த்துகள்! 🪔"])
def test_the_link_carries_the_very_bytes(message: str) -> None:
    url = wa_me_url(message)
    assert url is not None
    assert unquote(url.removeprefix("https://wa.me/?text=")) == message


def test_a_link_too_long_is_none() -> None:
    letters = WA_ME_BYTES // 9
    assert wa_me_url("த" * letters) is not None
    assert wa_me_url("த" * (letters + 1)) is None


def test_choices_go_back_to_their_turn() -> None:
    story = Story("which").received("kuch").understood(said="x")
    story.add(
        ev.ReplySent,
        key=None,
        text="Kaun sa?",
        kind="choose",
        choices=[("whatsapp_broadcast", "WhatsApp message")],
    ).settled("waiting")
    screen = history(story.events)
    card = next(card for card in screen.elements if card["name"] == "AskCard")
    assert card["props"]["id"] == str(story.turn_id)
    assert card["props"]["act"] == "choose"
    assert card["props"]["chips"] == [["whatsapp_broadcast", "WhatsApp message"]]
    turn = next(iter(Scene("en").feed(stored(story.events)).turns.values()))
    entry = next(entry for entry in turn.entries.values() if entry.kind == "choose")
    assert choose_card(turn, entry)["state"] == "open"


def test_hinglish_never_shows_devanagari() -> None:
    story = Story("pure", "hi-Latn").received().understood().routed().drafted()
    screen = render(Scene("hi").feed(stored(story.events)), looking({story.draft_id: story.view()}))
    shown = json.dumps([screen.steps, screen.elements], ensure_ascii=False)
    assert not any("ऀ" <= letter <= "ॿ" for letter in shown)
