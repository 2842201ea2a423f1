"""Hot reload of skills while the application serves, on the machine of somebody who writes them."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agents.services import Services
from app.core.config import Settings
from skills.registry import DEFINITIONS, SkillRegistry


def reloads(settings: Settings, registry: SkillRegistry) -> bool:
    """Whether saved skills are taken in: on a developer's machine, where they can be edited.

    A production image never changes its files, so watching them there would only cost.
    """
    return settings.environment == "local" and os.access(registry.folder / DEFINITIONS, os.W_OK)


@asynccontextmanager
async def following_edits(services: Services) -> AsyncIterator[None]:
    """Serve saved skills at once and let the router learn them, until the block ends."""
    if not reloads(services.settings, services.registry):
        yield
        return
    from skills.watcher import SkillWatcher

    watcher = SkillWatcher(services.registry, services.router.warm)
    await watcher.start()
    try:
        yield
    finally:
        await watcher.stop()
