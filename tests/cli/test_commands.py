"""What every command prints where, and with which exit code."""

import json
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from tests.cli.conftest import RaptorFlow, environment

HINGLISH = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"


def test_help_needs_nothing_heavy(data_dir: Path) -> None:
    code = (
        "import sys; from app.cli import app; from typer.testing import CliRunner;"
        "result = CliRunner().invoke(app, ['--help']); assert result.exit_code == 0;"
        "heavy = {'chainlit', 'fastapi', 'sqlalchemy', 'langchain_core', 'sklearn', 'pydantic'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(data_dir)
    )
    assert found.stdout.strip() == "[]", found.stderr


@pytest.mark.parametrize(
    "command", ["serve", "worker", "migrate", "ask", "doctor", "events", "users", "skills"]
)
def test_every_command_explains_itself(raptorflow: RaptorFlow, command: str) -> None:
    result = raptorflow(command, "--help")
    assert result.returncode == 0
    assert command in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("ask",),
        ("ask", "text", "--tenant", "nobody"),
        ("users", "add", "98450"),
        ("events", "show", "not-an-id"),
        ("serve", "--port", "seventy"),
    ],
)
def test_wrong_use_ends_with_2_and_says_so_on_stderr(
    raptorflow: RaptorFlow, arguments: tuple[str, ...]
) -> None:
    result = raptorflow(*arguments, stdin="a password\n")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr


def test_ask_prints_one_object(raptorflow: RaptorFlow) -> None:
    result = raptorflow("ask", HINGLISH, "--json")
    assert result.returncode == 0, result.stderr
    [line] = result.stdout.splitlines()
    answer = json.loads(line)
    assert (answer["language"], answer["skill"]) == ("hi-Latn", "whatsapp_broadcast")
    assert "20%" in answer["draft"]["text"]
    assert answer["events"][-1] == "turn.settled"


def test_ask_for_people_prints_the_message_alone(raptorflow: RaptorFlow) -> None:
    result = raptorflow("ask", "दिवाली का व्हाट्सएप मैसेज, काजू कतली पर २०% छूट")
    assert result.returncode == 0, result.stderr
    assert "20%" in result.stdout
    assert "whatsapp_broadcast" in result.stderr


def test_ask_streams_events_then_the_object(raptorflow: RaptorFlow) -> None:
    result = raptorflow("ask", HINGLISH, "--stream")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert lines[0]["name"] == "message.received"
    assert lines[-2]["name"] == "turn.settled"
    assert lines[-1]["draft"]["text"]


def test_ask_reads_a_batch(raptorflow: RaptorFlow, tmp_path: Path) -> None:
    batch = tmp_path / "asks.jsonl"
    asks = [{"text": HINGLISH}, {"text": "instagram caption venum, pongal ku puthu sarees"}]
    batch.write_text("\n".join(json.dumps(item) for item in asks) + "\n\n", "utf-8")
    result = raptorflow("ask", "--batch", str(batch), "--json")
    assert result.returncode == 0, result.stderr
    languages = [json.loads(line)["language"] for line in result.stdout.splitlines()]
    assert languages == ["hi-Latn", "ta-Latn"]
    batch.write_text('{"words": 1}\n', "utf-8")
    assert raptorflow("ask", "--batch", str(batch)).returncode == 2


def test_too_long_is_not_satisfied(raptorflow: RaptorFlow) -> None:
    result = raptorflow("ask", "x" * 5_000, "--json")
    assert result.returncode == 1
    assert json.loads(result.stdout)["blocked"] == "message_too_long"


def test_the_record_of_a_turn_verifies_and_rebuilds(raptorflow: RaptorFlow) -> None:
    turn = json.loads(raptorflow("ask", HINGLISH, "--json", "--tenant", "local").stdout)
    verified = json.loads(raptorflow("events", "verify").stdout)
    assert verified["verified"]
    assert verified["events"] >= len(turn["events"]) - 2
    rebuilt = raptorflow("events", "rebuild")
    assert rebuilt.returncode == 0
    assert json.loads(rebuilt.stdout)["equal"]
    shown = json.loads(raptorflow("events", "show", turn["turn_id"]).stdout)
    assert shown["events"][0]["name"] == "message.received"
    missing = raptorflow("events", "show", str(uuid4()))
    assert (missing.returncode, missing.stdout) == (1, "")


def test_a_further_business_is_opened_and_listed(raptorflow: RaptorFlow) -> None:
    opened = json.loads(raptorflow("businesses", "open", "Meena Sarees").stdout)
    [first, *rest] = json.loads(raptorflow("businesses", "list", "--json").stdout)
    assert (first["here"], first["role"]) == (True, "owner")
    assert opened in rest
    there = raptorflow("businesses", "list", "--tenant", opened["id"], "--json").stdout
    assert [each["id"] for each in json.loads(there) if each["here"]] == [opened["id"]]
    empty = raptorflow("businesses", "open", "  ")
    assert (empty.returncode, empty.stdout) == (2, "")


def test_users_are_added_and_listed(raptorflow: RaptorFlow) -> None:
    added = raptorflow(
        "users", "add", "०९८४५० १२३४५", "--business", "Gupta Sweets", "--language", "hi",
        "--password-stdin", stdin="kaju katli 20\n",
    )  # fmt: skip
    assert added.returncode == 0, added.stderr
    account = json.loads(added.stdout)
    assert account["login"] == "+919845012345"
    listed = json.loads(raptorflow("users", "list", "--json").stdout)
    assert account["user_id"] in [person["user_id"] for person in listed]
    own = raptorflow("users", "list", "--tenant", account["tenant_id"], "--json")
    assert [person["role"] for person in json.loads(own.stdout)] == ["owner"]
    again = raptorflow("users", "add", "9845012345", "--password-stdin", stdin="kaju katli 20\n")
    assert (again.returncode, again.stdout) == (1, "")
    assert "login_taken" in again.stderr


def test_skills_are_listed_shown_and_checked(raptorflow: RaptorFlow, tmp_path: Path) -> None:
    listed = json.loads(raptorflow("skills", "list", "--json").stdout)
    assert {"id", "version", "product", "hash", "languages"} == set(listed[0])
    assert len(listed[0]["languages"]) == 7
    shown = json.loads(raptorflow("skills", "show", "whatsapp_broadcast").stdout)
    assert shown["approval"] in ("never", "draft", "always")
    assert raptorflow("skills", "show", "nope").returncode == 1
    assert raptorflow("skills", "check").returncode == 0
    assert raptorflow("skills", "check", str(tmp_path / "missing")).returncode == 2


def test_doctor_finds_this_machine_well(raptorflow: RaptorFlow) -> None:
    result = raptorflow("doctor", "--json")
    assert result.returncode == 0, result.stdout + result.stderr
    findings = json.loads(result.stdout)
    kinds = {finding["kind"] for finding in findings}
    assert kinds == {"setting", "dependency", "service", "file"}
    names = {finding["name"] for finding in findings}
    assert {"DATABASE_URL", "JWT_SECRET_KEY", "postgresql", "redis", "chainlit"} <= names
    assert [finding for finding in findings if finding["level"] == "bad"] == []


def test_doctor_says_what_to_mend_in_production(raptorflow: RaptorFlow) -> None:
    secret = "change-me-" + "x" * 40
    result = raptorflow("doctor", ENVIRONMENT="production", JWT_SECRET_KEY=secret)
    assert result.returncode == 1
    assert secret not in result.stdout
    for setting in ("JWT_SECRET_KEY", "CHAINLIT_AUTH_SECRET", "DATABASE_URL"):
        assert setting in result.stdout
    assert "mend:" in result.stdout


def test_serve_refuses_unsafe_settings(raptorflow: RaptorFlow) -> None:
    result = raptorflow("serve", ENVIRONMENT="production")
    assert (result.returncode, result.stdout) == (1, "")
    assert "JWT_SECRET_KEY" in result.stderr


def test_migrate_is_safe_to_repeat(raptorflow: RaptorFlow) -> None:
    first, again = raptorflow("migrate"), raptorflow("migrate")
    assert first.returncode == again.returncode == 0, first.stderr + again.stderr
    assert json.loads(first.stdout) == json.loads(again.stdout)
