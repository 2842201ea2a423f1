"""``eval``: golden datasets against the offline default, with their floors."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import UUID

import typer

from app.cli_output import NOT_SATISFIED, emit, run, say, show
from app.cli_platform import member_for
from app.cli_words import column, words

if TYPE_CHECKING:
    from agents.evaluation.dataset import Dataset
    from agents.evaluation.kinds import Tools
    from agents.evaluation.mutation import Planted
    from agents.evaluation.runner import Report
    from app.core.clock import Clock
    from app.core.config import Settings

_MORNING: Final = time(6, 30, tzinfo=UTC)  # noon in India: the same date on both sides


def evaluate(
    files: Annotated[list[Path], typer.Argument(help="Datasets, one JSON file each.")],
    json_output: Annotated[bool, typer.Option("--json", help="One object on stdout.")] = False,
    mutate: Annotated[
        bool, typer.Option(help="Plant faults instead: which of them do the floors notice?")
    ] = False,
) -> None:
    """Measure golden datasets offline; exit 1 when one is under the floor it carries.

    With --mutate the product is broken in a hundred ways, one at a time, and exit 1 means that
    fewer than 95 in 100 turned a dataset red.
    """
    if mutate:
        _mutate(files, json_output=json_output)
        return
    reports = run(_evaluate_all(files))
    if json_output:
        emit({"datasets": [report.as_json() for report in reports]})
    else:
        for report in reports:
            _show(report)
    short = [report for report in reports if report.under_floor]
    for report in short:
        for metric, (value, floor) in report.under_floor.items():
            told = {"name": report.dataset.name, "metric": metric}
            say(words("cli.eval.under_floor", value=f"{value:.4f}", floor=f"{floor:g}", **told))
    if short:
        raise typer.Exit(NOT_SATISFIED)


def _mutate(files: list[Path], *, json_output: bool) -> None:
    from agents.evaluation.mutation import LEAST_NOTICED, share_noticed

    results = run(_mutate_all(files))
    share = share_noticed(results)
    if json_output:
        faults = [{"fault": each.fault, "noticed_by": each.noticed_by} for each in results]
        emit({"planted": len(results), "noticed": share, "faults": faults})
    else:
        for each in results:
            show(
                f"{'✓' if each.noticed_by else '✕'} {each.fault}  {each.noticed_by or ''}".rstrip()
            )
        show(words("cli.eval.noticed", n=len(results), share=f"{share:.1%}"))
    if share < LEAST_NOTICED:
        floor = f"{LEAST_NOTICED:.0%}"
        say(words("cli.eval.noticed_floor", share=f"{share:.1%}", floor=floor))
        raise typer.Exit(NOT_SATISFIED)


async def _mutate_all(files: list[Path]) -> "list[Planted]":
    """Faults are planted a kind at a time: each kind of dataset has its day and its tools."""
    from agents.evaluation.dataset import load_dataset
    from agents.evaluation.faults import faults
    from agents.evaluation.mutation import mutate, together

    datasets = [load_dataset(file) for file in files]
    found = []
    for dataset in datasets:
        async with _tools(dataset) as tools:
            found.append(await mutate([dataset], tools, faults(tools)))
    return together(found)


async def _evaluate_all(files: list[Path]) -> "list[Report]":
    from agents.evaluation.dataset import load_dataset
    from agents.evaluation.runner import evaluate, kind_of

    datasets = [load_dataset(file) for file in files]
    for dataset in datasets:
        kind_of(dataset)  # a file that cannot be measured is told before the others are run
    reports = []
    for dataset in datasets:
        async with _tools(dataset) as tools:
            reports.append(await evaluate(dataset, tools))
    return reports


@asynccontextmanager
async def _tools(dataset: "Dataset") -> "AsyncIterator[Tools]":
    """The offline default's parts; a database only for the datasets that play whole turns."""
    from agents.evaluation.runner import NEEDS_TURNS
    from app.core.clock import FrozenClock, SystemClock
    from app.core.config import get_settings

    settings = get_settings().model_copy(update={"model_cascade": ("offline",)})
    clock: Clock = SystemClock()
    if dataset.today is not None:
        clock = FrozenClock(datetime.combine(dataset.today, _MORNING))
    if dataset.kind in NEEDS_TURNS:
        async with _with_turns(settings, clock) as tools:
            yield tools
    else:
        yield await _without_turns(settings, clock)


@asynccontextmanager
async def _with_turns(settings: "Settings", clock: "Clock") -> "AsyncIterator[Tools]":
    from agents.evaluation.kinds import Tools
    from agents.evaluation.turns import Turns
    from agents.services import build_services
    from app.core.clock import today_ist
    from app.core.platform import open_platform

    async with open_platform(settings, clock=clock) as platform:

        async def new_business() -> tuple[UUID, UUID]:
            member = await member_for(platform, None)
            return member.tenant_id, member.user_id

        services = await build_services(platform)
        turns = Turns(services, new_business)
        try:
            yield Tools(
                services.registry,
                services.router,
                services.calendar,
                today_ist(clock),
                play=turns.play,
            )
        finally:
            await turns.stop()


async def _without_turns(settings: "Settings", clock: "Clock") -> "Tools":
    import asyncio

    from agents.checks import CHECKS
    from agents.evaluation.kinds import Tools
    from agents.queen_router import QueenRouter
    from app.core.clock import today_ist
    from integrations.india.festival_calendar import FestivalCalendar
    from skills.registry import SkillRegistry

    registry = await asyncio.to_thread(SkillRegistry.load, checks=frozenset(CHECKS))
    router = QueenRouter(registry, settings.data_dir / "cache")
    await router.warm()
    return Tools(registry, router, FestivalCalendar(), today_ist(clock))


def _show(report: "Report") -> None:
    dataset = report.dataset
    show(words("cli.eval.cases", name=dataset.name, kind=dataset.kind, n=len(dataset.cases)))
    show(f"  {column(words('cli.eval.all'), 8)} {_line(report.metrics)}")
    for language, metrics in report.by_language.items():
        show(f"  {language:<8} {_line(metrics)}")
    for failure in report.failures:
        show(f"  ✕ {failure.case_id}")
        show(f"      {column(words('cli.eval.expected'), 8)} {failure.expected}")
        show(f"      {column(words('cli.eval.got'), 8)} {failure.got}")


def _line(metrics: Mapping[str, Any]) -> str:
    return "  ".join(f"{name} {value:.4g}" for name, value in metrics.items())
