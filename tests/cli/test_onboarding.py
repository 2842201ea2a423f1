"""The questions about the shop in the terminal: answered in pieces, kept between commands."""

import json

from tests.cli.conftest import RaptorFlow


def test_it_goes_on_where_the_last_command_stopped(raptorflow: RaptorFlow) -> None:
    begun = raptorflow("onboarding", "Sharma Sweets, mithai ki dukaan, Nashik", "--json")
    assert begun.returncode == 0, begun.stderr
    first, second = map(json.loads, begun.stdout.splitlines())
    assert first["onboarding"]["question"]["field"] == "business_name"
    assert second["onboarding"]["question"]["field"] == "phone"
    wrong = raptorflow("onboarding", "98765 4321")
    assert wrong.returncode == 1
    assert "10 chahiye" in wrong.stdout
    lines = "98765 43210\nskip\nskip\nskip\nskip\nskip\n"
    done = raptorflow("onboarding", "-", stdin=lines)
    assert done.returncode == 0, done.stderr
    assert "Number: 98765 43210" in done.stdout.splitlines()
    shown = json.loads(raptorflow("onboarding", "--show", "--json").stdout)
    facts = {fact["field"]: fact["value"] for fact in shown["facts"]}
    assert (facts["city"], facts["state"]) == ("Nashik", "Maharashtra")


def test_answers_and_show_do_not_go_together(raptorflow: RaptorFlow) -> None:
    assert raptorflow("onboarding", "Sharma", "--show").returncode == 2
