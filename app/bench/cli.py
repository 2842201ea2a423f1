"""`raptorflow bench …`: JSON on stdout, progress on stderr, Markdown into the benchmarks page."""

import asyncio
import json
import sys
import tempfile
from collections.abc import Coroutine
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from app.bench import (
    ablation,
    cache,
    costs,
    load,
    models,
    outage,
    report,
    skills,
    start,
    turn,
    webhooks,
)
from app.bench.measures import Result
from app.bench.servers import ServerFailed
from app.bench.session import SessionLost

app = typer.Typer(
    add_completion=False, help="The project's own benchmarks, on this machine's loopback."
)

Write = Annotated[
    Path | None, typer.Option("--write", help="Put the tables into this Markdown page.")
]
Check = Annotated[bool, typer.Option("--check", help="End with 1 when a promise was missed.")]
Turns = Annotated[int, typer.Option(min=1, max=2000, help="Turns to measure.")]
Rounds = Annotated[int, typer.Option(min=1, max=50, help="Starts to measure.")]


def _say(result: Result) -> None:
    for target in result.targets:
        mark = "ok  " if target.met else "MISS"
        limit = f"{target.limit:g} {target.unit}"
        sys.stderr.write(f"{mark} {target.name}: {target.value:g} {target.unit} (limit {limit})\n")


def _run(measurements: list[Coroutine[Any, Any, Result]]) -> list[Result]:
    """Runs one after the other, so that none disturbs another's figures."""

    async def all_of_them() -> list[Result]:
        return [await measurement for measurement in measurements]

    try:
        results = asyncio.run(all_of_them())
    except (ServerFailed, turn.NoDraft, SessionLost, TimeoutError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        raise typer.Exit(1) from error
    for result in results:
        _say(result)
    return results


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _finish(results: list[Result], write: Path | None, check: bool) -> None:
    said = [result.as_json() for result in results]
    sys.stdout.write(_json(said if len(said) > 1 else said[0]) + "\n")
    if write is not None:
        report.write(write, results, datetime.now(UTC).date())
    if check and not all(target.met for result in results for target in result.targets):
        raise typer.Exit(1)


@app.command("turn")
def turn_command(turns: Turns = 100, write: Write = None, check: Check = False) -> None:
    """One user: how long until the draft is ready, what a turn costs, against a bare echo."""
    with tempfile.TemporaryDirectory(prefix="rf-bench-") as folder:
        _finish(_run([turn.measure(Path(folder), turns=turns)]), write, check)


@app.command("start")
def start_command(rounds: Rounds = 5, write: Write = None, check: Check = False) -> None:
    """How long a second start takes, against importing Chainlit alone."""
    with tempfile.TemporaryDirectory(prefix="rf-bench-") as folder:
        _finish(_run([start.measure(Path(folder), rounds=rounds)]), write, check)


@app.command("load")
def load_command(
    sessions: Annotated[int, typer.Option(min=1, max=load.MOST_SESSIONS)] = 1000,
    seconds: Annotated[float, typer.Option(min=1, max=load.LONGEST_SECONDS)] = 120.0,
    think: Annotated[float, typer.Option(min=1, help="Seconds between two messages.")] = 60.0,
    opened_per_second: Annotated[float, typer.Option(min=1, max=500)] = 25.0,
    write: Write = None,
    check: Check = False,
) -> None:
    """Many sessions over real sockets, each writing once per THINK seconds."""
    plan = load.Plan(sessions, think, seconds, opened_per_second)
    with tempfile.TemporaryDirectory(prefix="rf-bench-") as folder:
        _finish(_run([load.measure(Path(folder), plan)]), write, check)


@app.command("skills")
def skills_command(
    many: Annotated[
        int, typer.Option(min=1, max=10_000, help="Skills in the large library.")
    ] = 1000,
    write: Write = None,
    check: Check = False,
) -> None:
    """How long skills take to compile, cold and from the cache, and a saved one to be served."""
    with tempfile.TemporaryDirectory(prefix="rf-bench-") as folder:
        _finish(_run([skills.measure(Path(folder), many=many)]), write, check)


@app.command("webhooks")
def webhooks_command(
    seconds: Annotated[float, typer.Option(min=1, max=600)] = 60.0,
    rate: Annotated[int, typer.Option(min=1, max=5000, help="Callbacks a second.")] = webhooks.RATE,
    pending: Annotated[int, typer.Option(min=1, max=100_000)] = webhooks.PENDING,
    write: Write = None,
    check: Check = False,
) -> None:
    """Payment callbacks taken in at a rate, each kept; then asking about many open orders."""
    plan = webhooks.Plan(seconds, rate, pending)
    with tempfile.TemporaryDirectory(prefix="rf-bench-") as folder:
        _finish(_run([webhooks.measure(Path(folder), plan)]), write, check)


@app.command("cache")
def cache_command(
    shops: Annotated[int, typer.Option(min=1, max=500)] = cache.SHOPS,
    write: Write = None,
    check: Check = False,
) -> None:
    """Thirty days of simulated shops: how many drafts come from memory, and how long that takes."""
    with tempfile.TemporaryDirectory(prefix="rf-bench-") as folder:
        _finish(_run([cache.measure(Path(folder), shops=shops)]), write, check)


@app.command("costs")
def costs_command(
    turns: Annotated[int, typer.Option(min=6, max=2000, help="Whole turns to measure.")] = 96,
    write: Write = None,
    check: Check = False,
) -> None:
    """What tasks cost and how long they take, against what was foreseen; nobody is paid."""
    with tempfile.TemporaryDirectory(prefix="rf-bench-") as folder:
        _finish(_run([costs.measure(Path(folder), turns=turns)]), write, check)


@app.command("ablation")
def ablation_command(
    golden: Annotated[Path, typer.Argument(help="A golden file of the kind `draft`.")] = Path(
        "tests/golden_datasets/draft_dev.json"
    ),
    cases: Annotated[int, typer.Option(min=1, help="The first so many cases.")] = 10_000,
    write: Write = None,
) -> None:
    """What router, critic, revision and memory are worth: golden drafts without each in turn."""
    with tempfile.TemporaryDirectory(prefix="rf-bench-") as folder:
        rows = asyncio.run(ablation.measure(Path(folder), golden, cases))
    sys.stdout.write(_json([asdict(row) for row in rows]) + "\n")
    if write is not None:
        ablation.write(write, rows)


@app.command("models")
def models_command(write: Write = None, check: Check = False) -> None:
    """A model that is down for a minute, and what trying cheaper models first saves."""
    with tempfile.TemporaryDirectory(prefix="rf-bench-") as folder:
        _finish(_run([models.measure(Path(folder))]), write, check)


@app.command("outage")
def outage_command(
    seconds: Annotated[int, typer.Option(min=12, max=900)] = outage.SECONDS,
    write: Write = None,
    check: Check = False,
) -> None:
    """What a dead vendor adds to whole turns, once the breaker knows of it."""
    with tempfile.TemporaryDirectory(prefix="rf-bench-") as folder:
        _finish(_run([outage.measure(Path(folder), seconds=seconds)]), write, check)


@app.command("all")
def all_command(
    short: Annotated[bool, typer.Option("--short", help="Small counts, about a minute.")] = False,
    write: Write = None,
    check: Check = False,
) -> None:
    """All of them; `--short` for a first look, without it the counts that are promised."""
    plan = load.Plan(sessions=50, think_seconds=20, seconds=20) if short else load.Plan()
    with tempfile.TemporaryDirectory(prefix="rf-bench-") as name:
        folder = Path(name)
        measurements = [
            start.measure(folder, rounds=2 if short else 7),
            skills.measure(folder, many=100 if short else 1000),
            turn.measure(folder, turns=20 if short else 200),
            costs.measure(folder, turns=12 if short else 96),
            cache.measure(folder, shops=5 if short else cache.SHOPS),
            models.measure(folder),
            outage.measure(folder, seconds=20 if short else outage.SECONDS),
            webhooks.measure(
                folder, webhooks.Plan(5, webhooks.RATE, 500) if short else webhooks.Plan()
            ),
            load.measure(folder, plan),
        ]
        _finish(_run(measurements), write, check)


def main() -> None:
    """Runs without the rest of the command line: `python -m app.bench.cli turn`."""
    app()


if __name__ == "__main__":
    main()
