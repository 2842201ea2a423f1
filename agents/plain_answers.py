"""Answers that are no draft: what a skill says to the owner, and what it offers to write instead.

A skill whose plan says ``reply`` answers her in the chat. Its ``choices`` are skills she can go on
to with one tap; the turn then waits for it, and goes on with all she has said.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Literal

from agents import swarm_node
from agents.events import Event, ReplySent
from agents.inputs import shell_titles
from agents.model_calls import OFFLINE
from agents.providers.composer.compose import compose
from agents.replies import reply
from agents.turn import Turn, Written
from agents.understanding.word_groups import has_any
from integrations.languages.text import read
from skills.compiler import CompiledSkill

MOST_CHOICES: Final = 4
SHOWS_PLANS: Final = frozenset({"billing_help"})
"""Skills whose answer stands on the card of her plan."""


def is_answer(skill: CompiledSkill, written: Written) -> bool:
    """Whether ``written`` is said to her; what a model wrote for such a skill is a draft."""
    return skill.plan.reply and written.provider == OFFLINE


def answer(turn: Turn, written: Written) -> Iterator[Event]:
    """Say it, offer what can be had right now, and end the turn."""
    written = in_talk(turn, written)
    choices = offered(turn, written)
    waits = bool(choices) and turn.request.asks
    said = [] if waits else choices
    shows = turn.skill is not None and turn.skill.id in SHOWS_PLANS
    kind: Literal["reply", "plans"] = "plans" if shows else "reply"
    params = {"view": "stop"} if shows and asks_to_stop(turn.request.text) else {}
    yield turn.end(
        ReplySent(**turn.ids, key=None, text=written.text, choices=said, kind=kind, params=params)
    )
    if waits:
        asked = reply(turn, "ask.which_one", kind="choose", choices=choices)
        yield turn.end(asked, waits=True)


def asks_to_stop(text: str) -> bool:
    """Whether a message about her plan wants it ended: the card then opens at stopping it."""
    return has_any(read(text), "stop_plan")


def in_talk(turn: Turn, written: Written) -> Written:
    """The answer as she writes herself, also where a draft would have had another language."""
    if turn.language == turn.talk or turn.skill is None:
        return written
    turn.language = turn.talk
    composed = compose(swarm_node.compose(turn, turn.skill))
    return replace(written, text=composed.text, extras=composed.extras)


def offered(turn: Turn, written: Written) -> list[tuple[str, str]]:
    """The skills to go on to, each with its title as she reads it; those that cannot serve go."""
    registry = turn.services.registry
    return [
        (name, shell_titles(registry.get(name).title, turn.talk))
        for name in written.extras.get("choices", ())
        if name in registry
    ][:MOST_CHOICES]
