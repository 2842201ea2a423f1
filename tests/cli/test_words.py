"""Which language the commands speak, and that they do."""

from __future__ import annotations

from contextvars import copy_context

import pytest

from app import cli_doctor, cli_words
from app.core.errors import ConfigurationError, InputError, NotFound, RaptorError
from app.core.setting_problems import ProblemKind
from app.core.variants import SHELLS, Shell
from integrations.languages.messages import has
from tests.cli.conftest import RaptorFlow


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "hi_IN.UTF-8"}, "hi"),
        ({"LANG": "en_IN.UTF-8", "LC_MESSAGES": "ta_IN"}, "ta"),
        ({"LANG": "hi_IN", "LC_ALL": "te_IN@euro"}, "te"),
        ({"LANG": "en_IN.UTF-8", "LANGUAGE": "fr:ta:hi"}, "ta"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "hi"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_terminal_says_which(environment: dict[str, str], spoken: str) -> None:
    assert cli_words.terminal_language(environment) == spoken


def in_language(shell: Shell, error: RaptorError) -> str:
    def told() -> str:
        assert cli_words.choose(shell)
        return cli_words.told(error)

    return copy_context().run(told)


@pytest.mark.parametrize("shell", SHELLS)
def test_an_error_names_its_code_and_its_mend(shell: Shell) -> None:
    lost = in_language(shell, NotFound("invoice", detail="there is no bill of that number"))
    assert lost.startswith("invoice: ")
    assert ("bill" in lost) == (shell == "en")
    settings = ConfigurationError("bad_settings", params={"settings": "PORT"}, detail="PORT: x")
    assert "PORT" in in_language(shell, settings)
    broken = InputError("skill_broken", detail="sms.md:3:1: title: is missing (write one)")
    assert "sms.md:3:1" in in_language(shell, broken)


def test_every_problem_of_a_setting_can_be_said() -> None:
    for kind in ProblemKind.__args__:  # type: ignore[attr-defined]
        assert has(f"cli.setting.{kind}.wrong")
        assert has(f"cli.setting.{kind}.mend")
    for kind in cli_doctor._Kind.__args__:  # type: ignore[attr-defined]
        assert has(f"cli.doctor.kind.{kind}")


def test_marks_on_letters_take_no_room() -> None:
    assert cli_words.column("हिंदी", 6).count(" ") == 2
    assert cli_words.column("ab", 4, right=True) == "  ab"


def test_a_command_speaks_the_language_asked_for(raptorflow: RaptorFlow) -> None:
    told = raptorflow("--language", "hi", "gst", "1000", "--rate", "12")
    assert "कुल" in told.stdout
    assert "बंद हो गया" in told.stderr
    by_terminal = raptorflow("gstin", "24AANFA2641L1ZK", LC_MESSAGES="ta_IN.UTF-8")
    assert (by_terminal.returncode, by_terminal.stdout) == (1, "")
    assert "சரியில்ல" in by_terminal.stderr
    refused = raptorflow("--language", "fr", "plans")
    assert (refused.returncode, refused.stdout) == (2, "")
