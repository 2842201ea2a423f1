"""``onboarding``: the questions about the shop in the terminal, the same as in the chat."""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli_output import NOT_SATISFIED, WRONG_USE, emit, fail, run, say, show
from app.cli_platform import LOCAL_NAME, member_for
from app.cli_words import language, name_of, words

if TYPE_CHECKING:
    from agents.products.onboarding.schemas import Summary
    from agents.products.onboarding.talking import Heard, Interviewer


def onboarding(
    answers: Annotated[
        list[str] | None,
        typer.Argument(help="Answers, one each, in any way of writing; - reads lines of stdin."),
    ] = None,
    tenant: Annotated[str, typer.Option(help="Business id, or `local`.")] = LOCAL_NAME,
    show_only: Annotated[
        bool, typer.Option("--show", help="Only show what is known, with its sources.")
    ] = False,
    json_output: Annotated[bool, typer.Option("--json", help="One object a step.")] = False,
) -> None:
    """Tell about the shop in at most eight questions; leave any time and go on later."""
    if show_only and answers:
        fail(words("cli.onboarding.answers_or_show"), WRONG_USE)
    lines = _lines(answers or [])
    if not run(_talk(lines, tenant, show_only=show_only, as_json=json_output)):
        raise typer.Exit(NOT_SATISFIED)


def _lines(answers: list[str]) -> Iterator[str]:
    for answer in answers:
        if answer == "-":
            yield from (line.strip() for line in sys.stdin if line.strip())
        else:
            yield answer


async def _talk(lines: Iterator[str], tenant: str, *, show_only: bool, as_json: bool) -> bool:
    """Whether every answer could be used."""
    from agents.products.onboarding import flow

    satisfied = True
    async with _opened(tenant) as (interviewer, services, actor):
        if not show_only:
            heard = await interviewer.begin()
            _print(heard, as_json=as_json)
            for line in lines:
                if heard.onboarding.question is None:
                    break
                heard = await interviewer.answer(line)
                _print(heard, as_json=as_json)
                satisfied = satisfied and not any(said.kind == "problem" for said in heard.said)
            if heard.onboarding.status != "done":
                return satisfied
        _print_summary(await flow.summary(services, actor), as_json=as_json)
    return satisfied


@asynccontextmanager
async def _opened(tenant: str) -> AsyncIterator[tuple["Interviewer", Any, Any]]:
    from agents.products.muse.schemas import Actor
    from agents.products.onboarding.talking import Interviewer
    from agents.services import build_services
    from agents.turn_runner import TurnRunner
    from app.core.config import get_settings
    from app.core.platform import open_platform

    async with open_platform(get_settings()) as platform:
        member = await member_for(platform, tenant)
        services = await build_services(platform)
        runner = TurnRunner(services)
        actor = Actor(tenant_id=member.tenant_id, user_id=member.user_id, name="")
        try:
            yield Interviewer(runner, actor, "cli"), services, actor
        finally:
            await runner.stop()


def _print(heard: "Heard", *, as_json: bool) -> None:
    if as_json:
        emit(heard.model_dump(mode="json"))
        return
    for line in heard.said:
        show(f"{line.text} ({line.suggestion}?)" if line.suggestion else line.text)
    view = heard.onboarding
    if view.question is not None:
        say(f"-- {view.question.position}/{view.question.total} · {_name(view.question.field)}")


def _print_summary(summary: "Summary", *, as_json: bool) -> None:
    if as_json:
        emit(summary.model_dump(mode="json"))
        return
    from agents.products.onboarding.wording import value_in_words

    for fact in summary.facts:
        if fact.value is not None:
            show(f"{_name(fact.field)}: {value_in_words(fact.field, fact.value, language())}")
    for rule in summary.rules:
        if rule.value is not None:
            told = f"  ({' / '.join(rule.sentence.splitlines())})" if rule.sentence else ""
            show(f"{_name(rule.kind)}: {value_in_words(rule.kind, rule.value, language())}{told}")


def _name(field: str) -> str:
    """A fact's or a rule's name, as the summary card in the chat has it."""
    return name_of(field, "chat.fact", "chat.rule")
