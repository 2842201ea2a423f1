"""``festivals``: the calendar with rule, source and certainty, in the terminal."""

from typing import Annotated, Any

import typer

from app.cli_output import emit, run_sync, say, show


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
    lang: Annotated[str, typer.Option(help="Names in en, hi, ta, te, hi-Latn, …")] = "en",
    json_output: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Festivals of a year or of the next days, of all India or of one State."""
    found = run_sync(lambda: _find(state, year, days, lang))
    if json_output:
        emit(found)
        return
    for row in found:
        sure = {"moon": "±1 day, moon", "computed": "computed"}.get(row["certainty"], "")
        show(f"{row['date']}  {row['name']:32} {sure}")
    say(f"-- {len(found)}")


def _find(state: str | None, year: int | None, days: int | None, lang: str) -> list[dict[str, Any]]:
    from app.core.clock import SystemClock, today_ist
    from app.core.errors import InputError
    from app.core.variants import as_variant
    from integrations.india.festival_calendar import FestivalCalendar
    from integrations.india.festival_list import DEFAULT_DAYS, FIRST_YEAR, LAST_YEAR, listed
    from integrations.india.state_codes import state_named

    variant = as_variant(lang)
    if variant is None:
        raise InputError("invalid_request", detail=f"--lang: {lang!r} is none of the seven")
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputError(
            "invalid_request", detail=f"--year: the calendar knows {FIRST_YEAR} to {LAST_YEAR}"
        )
    today = today_ist(SystemClock())
    return listed(
        FestivalCalendar(),
        today=today,
        state=state_named(state).name if state else None,
        year=year if year or days else today.year,
        days=days or DEFAULT_DAYS,
        variant=variant,
    )
