"""The ``raptorflow`` command.

Typing ``raptorflow --help`` must not wait for a web framework, so the helpers beside this file
import nothing of ours until their command runs.
"""

import sys
from typing import Annotated, Final

import typer

from app import (
    cli_ask,
    cli_billing,
    cli_businesses,
    cli_doctor,
    cli_eval,
    cli_events,
    cli_festivals,
    cli_gst,
    cli_gstin,
    cli_onboarding,
    cli_payments,
    cli_plans,
    cli_serve,
    cli_skills,
    cli_tools,
    cli_usage,
    cli_users,
)
from app.cli_output import WRONG_USE, fail
from app.cli_words import choose, words

app: Final = typer.Typer(
    name="raptorflow",
    help="A marketing assistant for Indian shop owners: chat, API and tools.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def speak(
    language: Annotated[
        str | None, typer.Option(help="What the commands say it in: en, hi, ta or te.")
    ] = None,
) -> None:
    """A marketing assistant for Indian shop owners: chat, API and tools."""
    if language is not None and not choose(language):
        fail(words("cli.wrong.language", name=language), WRONG_USE)


app.command()(cli_serve.serve)
app.command()(cli_serve.worker)
app.command()(cli_serve.migrate)
app.command()(cli_ask.ask)
app.command()(cli_doctor.doctor)
app.command("eval")(cli_eval.evaluate)
app.command()(cli_festivals.festivals)
app.command()(cli_gst.gst)
app.command()(cli_gstin.gstin)
app.command()(cli_onboarding.onboarding)
app.command()(cli_plans.plans)
app.command()(cli_billing.subscribe)
app.command()(cli_billing.invoices)
app.command()(cli_usage.usage)
app.add_typer(cli_events.app, name="events")
app.add_typer(cli_payments.app, name="payments")
app.add_typer(cli_users.app, name="users")
app.add_typer(cli_businesses.app, name="businesses")
app.add_typer(cli_skills.app, name="skills")
app.add_typer(cli_tools.app, name="tools")


@app.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def bench(
    context: typer.Context,
    arguments: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
) -> None:
    """The project's own benchmarks (`raptorflow bench --help`)."""
    try:
        from app.bench.cli import app as benchmarks
    except ModuleNotFoundError as missing:
        fail(words("cli.wrong.missing", name=missing.name), WRONG_USE)
    benchmarks(args=[*(arguments or []), *context.args], prog_name="raptorflow bench")


def main() -> None:
    """Run the command named on the command line."""
    try:
        app()
    except BrokenPipeError:
        # `raptorflow … | head` closed our stdout; that is its reader's right.
        sys.stderr.close()
