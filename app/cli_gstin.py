"""``gstin``: whether a GST number is one, whose State it is of, and else what is wrong with it."""

from typing import Annotated

import typer

from app.cli_output import NOT_SATISFIED, WRONG_USE, emit, fail, run_sync, show
from app.cli_words import language, words


def gstin(
    number: Annotated[
        list[str], typer.Argument(metavar="CHECK", help="The number; `check NUMBER` works too.")
    ],
    json_output: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Check a GSTIN. Ends with 0 when it is valid, with 1 and the reason when it is not."""
    parts = number[1:] if number[0] == "check" and len(number) > 1 else number
    if len(parts) != 1 and any(len(part) >= 15 for part in parts):
        fail(words("cli.gstin.one_at_a_time"), WRONG_USE)
    from integrations.india.gstin import check_gstin

    found = run_sync(lambda: check_gstin("".join(parts)))
    if json_output:
        emit(
            {
                "gstin": found.gstin,
                "valid": found.valid,
                "reason": found.reason,
                "state_code": found.state_code,
                "state": found.state,
                "kind": found.kind,
                "params": found.params,
                "suggestion": found.suggestion,
            }
        )
        if not found.valid:
            raise typer.Exit(NOT_SATISFIED)
        return
    if found.valid:
        kind = words(f"cli.gstin.kind.{found.kind}")
        state = _state(found.state_code) or found.state
        code = found.state_code
        show(words("cli.gstin.valid", gstin=found.gstin, state=state, code=code, kind=kind))
        return
    why = words(f"cli.gstin.why.{found.reason or 'empty'}", **found.params)
    told = words("cli.gstin.invalid", gstin=found.gstin, why=why)
    if found.suggestion:
        told += f" {words('cli.gstin.hint', suggestion=found.suggestion)}"
    fail(told)


def _state(code: str | None) -> str | None:
    """The State's name in the terminal's language."""
    from integrations.india.state_codes import by_code

    state = by_code(code) if code else None
    return state.name_in(language()) if state else None
