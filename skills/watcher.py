"""Hot reload: a saved skill file is served within a moment, a broken one is only reported.

Watches definitions, phrases, macros and the system prompt. Word lists are read once a process, so
they are not watched: an edit of them takes a restart.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Final

import structlog

from skills.errors import Problem
from skills.registry import DEFINITIONS, Reload, SkillRegistry

WATCHED: Final = {DEFINITIONS: ".md", "phrases": ".yaml", "macros": ".j2", "system": ".md"}
"""The folders of a library that are watched, and how their files' names end."""

# Saving is two or three steps for most editors: wait for a pause of this length, at most this long.
PAUSE_MS: Final = 20
LONGEST_WAIT_MS: Final = 100

Learn = Callable[[], Awaitable[None]]

log = structlog.get_logger(__name__)


class SkillWatcher:
    """Keeps a registry in step with its files, from ``start`` to ``stop``.

    ``learn`` is awaited after skills changed (the router's weights); it runs beside the watching,
    and edits that come meanwhile make it run once more. A watch that the system refuses (too many
    files watched) is logged, and the registry stays as it is.
    """

    def __init__(self, registry: SkillRegistry, learn: Learn | None = None) -> None:
        self._registry = registry
        self._learn = learn
        self._stale = asyncio.Event()
        self._reported: frozenset[Problem] = frozenset(registry.problems)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to watch. What is saved from now on is seen, and what was since it was loaded."""
        self._tasks = [asyncio.create_task(self._watch(), name="skills-watch")]
        if self._learn is not None:
            self._tasks.append(asyncio.create_task(self._keep_learning(), name="skills-learn"))
        for task in self._tasks:
            task.add_done_callback(_say_why)
        # The watch is set up in its task's first step.
        await asyncio.sleep(0)

    async def stop(self) -> None:
        """Stop watching and learning; safe to call twice."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError, OSError, RuntimeError):
                await task

    async def _watch(self) -> None:
        from watchfiles import awatch

        root = self._registry.folder.resolve()
        folders = [root / name for name in WATCHED if (root / name).is_dir()]
        changes = awatch(
            *folders,
            watch_filter=lambda _change, name: _is_ours(Path(name)),
            debounce=LONGEST_WAIT_MS,
            step=PAUSE_MS,
        )
        catching_up = asyncio.create_task(self._take_in(root.glob(f"{DEFINITIONS}/*.md")))
        try:
            async for batch in changes:
                await catching_up
                await self._take_in({Path(name) for _, name in batch})
        finally:
            catching_up.cancel()

    async def _take_in(self, paths: Iterable[Path]) -> None:
        reload = await asyncio.to_thread(self._registry.refresh, paths)
        self._report(reload)
        if reload:
            self._stale.set()

    def _report(self, reload: Reload) -> None:
        if reload:
            changed = [skill.id for skill in reload.changed]
            log.info("skills.reloaded", changed=changed, removed=list(reload.removed))
        wrong = frozenset(reload.problems)
        for problem in sorted(wrong - self._reported):
            log.warning("skills.broken", problem=str(problem))
        if self._reported and not wrong:
            log.info("skills.mended")
        self._reported = wrong

    async def _keep_learning(self) -> None:
        while True:
            await self._stale.wait()
            self._stale.clear()
            if self._learn is not None and self._registry.all():
                await self._learn()


def _is_ours(path: Path) -> bool:
    return path.suffix == WATCHED.get(path.parent.name) and not path.name.startswith(".")


def _say_why(task: asyncio.Task[None]) -> None:
    """A task nobody waits for must not end in silence."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("skills.watch_ended", task=task.get_name(), exc_info=error)
