"""``festivals``: the calendar with rule, source and certainty, in the terminal."""

from typing import Annotated, Any

import typer

from app.cli_output import WRONG_USE, emit, fail, run_sync, say, show
from app.cli_words import column, language, words


def festivals(
    state: Annotated[
        str | None, typer.Option(help="What a State keeps: its name, TN or 33.")
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="A whole year, 2025 to 2035; else the present one.")
    ] = None,
    days: Annotated[
        int | None, typer.Option(min=1, max=366, help="The next so many days instead of a year.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option(help="Names in en, hi, ta, te, hi-Latn, …", show_default=False)
    ] = None,
    json_output: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Festivals of a year or of the next days, of all India or of one State."""
    found = run_sync(
        lambda: _find(state, year, days, lang or ("en" if json_output else language()))
    )
    if json_output:
        emit(found)
        return
    for row in found:
        unsure = row["certainty"] in ("moon", "computed")
        note = words(f"cli.festivals.{row['certainty']}") if unsure else ""
        show(f"{row['date']}  {column(row['name'], 32)} {note}".rstrip())
    say(f"-- {len(found)}")


def _find(state: str | None, year: int | None, days: int | None, lang: str) -> list[dict[str, Any]]:
    from app.core.clock import SystemClock, today_ist
    from app.core.variants import as_variant
    from integrations.india.festival_calendar import FestivalCalendar
    from integrations.india.festival_list import DEFAULT_DAYS, FIRST_YEAR, LAST_YEAR, listed
    from integrations.india.state_codes import state_named

    variant = as_variant(lang)
    if variant is None:
        fail(words("cli.wrong.variant", name=lang), WRONG_USE)
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        fail(words("cli.wrong.year", first=FIRST_YEAR, last=LAST_YEAR), WRONG_USE)
    today = today_ist(SystemClock())
    return listed(
        FestivalCalendar(),
        today=today,
        state=state_named(state).name if state else None,
        year=year if year or days else today.year,
        days=days or DEFAULT_DAYS,
        variant=variant,
    )
