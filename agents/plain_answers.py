"""Answers that are no draft: what a skill says to the owner, and what it offers to write instead.

A skill whose plan says ``reply`` answers her in the chat. Its ``choices`` are skills she can go on
to with one tap; the turn then waits for it, and goes on with all she has said.
"""

from collections.abc import Iterator
from typing import Final

from agents.events import Event, ReplySent
from agents.inputs import shell_titles
from agents.model_client import OFFLINE
from agents.replies import reply
from agents.turn import Turn, Written
from skills.compiler import CompiledSkill

MOST_CHOICES: Final = 4


def is_answer(skill: CompiledSkill, written: Written) -> bool:
    """Whether ``written`` is said to her; what a model wrote for such a skill is a draft."""
    return skill.plan.reply and written.provider == OFFLINE


def answer(turn: Turn, skill: CompiledSkill, written: Written) -> Iterator[Event]:
    """Say it, offer what can be had right now, and end the turn."""
    choices = offered(turn, skill)
    waits = bool(choices) and turn.request.asks
    said = [] if waits else choices
    yield turn.note(ReplySent(**turn.ids, key=None, text=written.text, choices=said))
    if waits:
        yield turn.note(reply(turn, "ask.which_one", kind="choose", choices=choices))
    turn.ended = "waiting" if waits else "done"


def offered(turn: Turn, skill: CompiledSkill) -> list[tuple[str, str]]:
    """The skills to go on to, each with its title as she reads it; those that cannot serve go."""
    registry = turn.services.registry
    return [
        (name, shell_titles(registry.get(name).title, turn.talk))
        for name in skill.plan.choices
        if name in registry
    ][:MOST_CHOICES]
