"""``gstin``: whether a GST number is one, whose State it is of, and else what is wrong with it."""

from typing import Annotated

import typer

from app.cli_output import NOT_SATISFIED, WRONG_USE, emit, fail, run_sync, show

_SENTENCES = {
    "empty": "nothing was given",
    "length": "it has {count} characters, {needed} are needed",
    "characters": "character {place} is {found!r}; only 0-9 and A-Z stand in it",
    "shape": "character {place} ({found!r}) is not what stands there in a GSTIN",
    "state": "{code} is no GST State code",
    "retired_state": "{code} ({state}) is no longer in use; it is {now} now",
    "check": "the check character does not fit: at least one character is wrong",
}


def gstin(
    number: Annotated[
        list[str], typer.Argument(metavar="CHECK", help="The number; `check NUMBER` works too.")
    ],
    json_output: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Check a GSTIN. Ends with 0 when it is valid, with 1 and the reason when it is not."""
    words = number[1:] if number[0] == "check" and len(number) > 1 else number
    if len(words) != 1 and any(len(word) >= 15 for word in words):
        fail("One number at a time.", WRONG_USE)
    from integrations.india.gstin import check_gstin

    found = run_sync(lambda: check_gstin("".join(words)))
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
        show(f"{found.gstin} is valid: {found.state} ({found.state_code}), {found.kind}")
        return
    why = _SENTENCES[found.reason or "empty"].format(**found.params)
    hint = f" Did you mean {found.suggestion}?" if found.suggestion else ""
    fail(f"{found.gstin} is not valid: {why}.{hint}")
