"""Serve: the chosen skill's tools do their part before anything is asked or written."""

from collections.abc import AsyncIterator

from agents.events import Event
from agents.skill_tools import TOOLS
from agents.turn import Turn


async def serve(turn: Turn) -> AsyncIterator[Event]:
    """Run the skill's tools in its order, until one has answered her."""
    for name in turn.skill.tools if turn.skill else ():
        turn.token.check()
        if name not in TOOLS:
            continue  # for the skill's model to ask for
        async for event in TOOLS[name](turn):
            yield event
        if turn.ended:
            return
