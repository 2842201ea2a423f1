"""The skill compiler: the shipped library and a thousand skills, cold and cached; a reload."""

import asyncio
import re
import shutil
import statistics
import time
from pathlib import Path

from app.bench.measures import Figures, Result, Target, latencies, milliseconds, percentile
from skills.registry import DEFINITIONS, LIBRARY, SkillRegistry
from skills.watcher import SkillWatcher

LIBRARY_SIZE = 29
LIMIT_COLD_MS = 400.0
LIMIT_MANY_COLD_MS = 10_000.0
LIMIT_MANY_CACHED_MS = 2_000.0
LIMIT_RELOAD_MS = 200.0
_SHARED = ("phrases", "macros", "system")
_VERSION = re.compile(r"^version: .*$", re.MULTILINE)


def _bare_library(folder: Path) -> Path:
    """The shipped shared files, nothing kept, no skill."""
    for name in _SHARED:
        shutil.copytree(LIBRARY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / DEFINITIONS).mkdir()
    return folder


def _library(folder: Path, count: int | None) -> Path:
    """The shipped skills, or ``count`` skills made of them under names of their own."""
    library = _bare_library(folder)
    shipped = sorted((LIBRARY / DEFINITIONS).glob("*.md"))
    for number in range(len(shipped) if count is None else count):
        source = shipped[number % len(shipped)]
        text = source.read_text(encoding="utf-8")
        name = source.stem if count is None else f"{source.stem}_{number}"
        text = text.replace(f"id: {source.stem}\n", f"id: {name}\n", 1)
        (library / DEFINITIONS / f"{name}.md").write_text(text, encoding="utf-8")
    return library


def _load_seconds(library: Path, count: int) -> float:
    started = time.perf_counter()
    registry = SkillRegistry.load(library)
    spent = time.perf_counter() - started
    if len(registry.all()) != count:
        problems = "; ".join(map(str, registry.problems[:3]))
        msg = f"{len(registry.all())} of {count} skills compile: {problems}"
        raise RuntimeError(msg)
    return spent


def _shipped(folder: Path, rounds: int) -> tuple[int, list[float], list[float]]:
    """How many skills are shipped; seconds to load them cold, and again from the cache."""
    count = len(list((LIBRARY / DEFINITIONS).glob("*.md")))
    cold, cached = [], []
    for number in range(rounds):
        library = _library(folder / f"shipped-{number}", None)
        cold.append(_load_seconds(library, count))
        cached.append(_load_seconds(library, count))
    return count, cold, cached


async def _reloads(library: Path, saves: int) -> list[float]:
    """Seconds from a save until the new version is served, once for each save."""
    registry = await asyncio.to_thread(SkillRegistry.load, library)
    skill = registry.all()[0]
    text = await asyncio.to_thread(skill.path.read_text, encoding="utf-8")
    watcher = SkillWatcher(registry)
    await watcher.start()
    spent = []
    try:
        for number in range(saves):
            version = skill.version + 1 + number
            fresh = _VERSION.sub(f"version: {version}", text, count=1)
            started = time.perf_counter()
            skill.path.write_text(fresh, encoding="utf-8")
            async with asyncio.timeout(30):
                while registry.get(skill.id).version != version:  # noqa: ASYNC110 (a look a ms)
                    await asyncio.sleep(0.001)
            spent.append(time.perf_counter() - started)
    finally:
        await watcher.stop()
    return spent


async def measure(folder: Path, *, many: int = 1000, rounds: int = 5, saves: int = 20) -> Result:
    """Compiles in libraries of its own in ``folder``; medians of ``rounds`` for the shipped one."""
    home = folder / "skills"
    count, cold, cached = await asyncio.to_thread(_shipped, home, rounds)
    crowd = await asyncio.to_thread(_library, home / "many", many)
    many_cold = await asyncio.to_thread(_load_seconds, crowd, many)
    many_cached = await asyncio.to_thread(_load_seconds, crowd, many)
    reloads = await _reloads(await asyncio.to_thread(_library, home / "watched", None), saves)
    whole = statistics.median(cold) * max(1.0, LIBRARY_SIZE / count)
    rows: dict[str, Figures] = {
        f"shipped library ({count}), cold": {"median_ms": milliseconds(statistics.median(cold))},
        f"shipped library ({count}), cached": {
            "median_ms": milliseconds(statistics.median(cached))
        },
        f"{many} skills, cold": {"median_ms": milliseconds(many_cold)},
        f"{many} skills, cached": {"median_ms": milliseconds(many_cached)},
        "a save, until it is served": latencies(reloads),
    }
    share = many / 1000
    return Result(
        bench="skills",
        settings={"rounds": rounds, "saves": saves},
        rows=rows,
        targets=(
            Target(f"{LIBRARY_SIZE} skills, cold", milliseconds(whole), LIMIT_COLD_MS, "ms"),
            Target(
                f"{many} skills, cold", milliseconds(many_cold), LIMIT_MANY_COLD_MS * share, "ms"
            ),
            Target(
                f"{many} skills, cached",
                milliseconds(many_cached),
                LIMIT_MANY_CACHED_MS * share,
                "ms",
            ),
            Target(
                "hot reload p95", milliseconds(percentile(reloads, 0.95)), LIMIT_RELOAD_MS, "ms"
            ),
        ),
        notes=(
            "Cold: no compiled skill and no parsed phrase file is kept. While the library is"
            f" smaller than {LIBRARY_SIZE} its time is scaled up to that many.",
        ),
    )
