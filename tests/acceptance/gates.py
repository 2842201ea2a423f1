"""Stops a turn at a chosen place and lets the test decide what happens there."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk

from agents import pipeline
from agents.events import Event
from agents.providers.scripted import Scripted
from agents.turn import Turn
from agents.turn_runner import TurnRunner
from agents.turn_stream import TurnHandle
from tests.acceptance.talk import Heard, Talk

PLACES = (*(stage.__name__ for stage in pipeline.STAGES), "settle")
"""Every stage of a turn by name; the gate stands before it."""


class Gate:
    """Stands before one stage, or within it after so many of its events.

    ``at_round``: the step of a plan at which it stands.
    """

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, place: str, after: int = 0, at_round: int = 1
    ) -> None:
        self.reached = asyncio.Event()
        self.open = asyncio.Event()
        self._after = after
        self._rounds_before = at_round - 1
        guarded = tuple(
            self._guard(stage) if stage.__name__ == place else stage for stage in pipeline.STAGES
        )
        monkeypatch.setattr(pipeline, "STAGES", guarded)
        if place == "settle":
            monkeypatch.setattr(pipeline, "settle", self._guard(pipeline.settle))

    def _guard(self, stage: pipeline.Stage) -> pipeline.Stage:
        async def guarded(turn: Turn) -> AsyncIterator[Event]:
            passed = 0
            if not self._after:
                await self._wait()
            async for event in stage(turn):
                yield event
                passed += 1
                if passed == self._after:
                    await self._wait()

        return guarded

    async def _wait(self) -> None:
        if self._rounds_before:
            self._rounds_before -= 1
            return
        self.reached.set()
        await self.open.wait()


class Hanging(Scripted):
    """A model that says nothing until the process dies."""

    asked_once: Any = None

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        self.asked_once.set()
        await asyncio.Event().wait()
        yield ChatGenerationChunk(message=AIMessageChunk(content=""))


async def crash(runner: TurnRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is gone: its tasks end where they are, nothing is tidied up."""

    async def never(*_: Any) -> None:
        return

    monkeypatch.setattr(runner._keeper, "release", never)
    tasks = {run.task for run in runner._runs.values() if run.task is not None}
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)


async def finish(runner: TurnRunner, talk: Talk, handle: TurnHandle) -> Heard:
    """Follow a taken-over turn to its end."""
    runs = [run.task for run in runner._runs.values() if run.task is not None]
    if runs:
        await asyncio.wait(runs)
    watched = runner.attach(talk.business.id, handle.turn_id)
    return Heard(handle.turn_id, [event async for event in watched.events()])


async def taken_over(talk: Talk, handle: TurnHandle) -> Heard:
    """What the next process makes of the one turn that was left behind."""
    successor = TurnRunner(talk.services)
    try:
        assert await successor.recover() == 1
        return await finish(successor, talk, handle)
    finally:
        await successor.stop()
