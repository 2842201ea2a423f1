"""No Docker engine runs the tests, so what Dockerfile and compose name is checked here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from app.core.config import Settings
from tests.architecture.tree import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8")

OURS = ("migrate", "api", "worker")
NOT_OURS = {"PATH", "PIP_DISABLE_PIP_VERSION_CHECK", "PIP_NO_CACHE_DIR", "PYTHONUNBUFFERED", "TZ"}
RUN_TIME_ONLY = {"DATA_DIR", "HOST", "PORT"}


def instructions(name: str) -> list[str]:
    """The arguments of every `NAME …` line, continuation lines joined."""
    joined = DOCKERFILE.replace("\\\n", " ")
    return re.findall(rf"^{name}\s+(.*)$", joined, flags=re.MULTILINE)


def settings() -> set[str]:
    return {name.upper() for name in Settings.model_fields}


def raptorflow_commands() -> set[str]:
    commands = [json.loads(cmd) for cmd in instructions("CMD") if cmd.startswith("[")]
    commands += [COMPOSE["services"][name]["command"] for name in OURS]
    assert all(command[0] == "raptorflow" for command in commands)
    return {command[1] for command in commands}


@pytest.mark.parametrize("command", sorted(raptorflow_commands()))
def test_the_commands_they_run_exist(command: str) -> None:
    result = subprocess.run(
        [sys.executable, "-P", "-c", "from app.cli import main; main()", command, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ | {"NO_COLOR": "1"},
    )
    assert result.returncode == 0, result.stderr


def test_the_image_copies_what_exists() -> None:
    allowed = [line[1:] for line in IGNORED.splitlines() if line.startswith("!")]
    assert {"app", "agents", "skills", "memory", "integrations", "public"} <= set(allowed)
    missing = [pattern for pattern in allowed if not list(ROOT.glob(pattern))]
    assert missing == []
    from_context = [
        word
        for copy in instructions("COPY")
        if not copy.startswith("--from")
        for word in copy.split()[:-1]
    ]
    assert [word for word in from_context if not (ROOT / word).exists()] == []
    for path in re.findall(r"\.venv/bin/python (\S+\.py)", DOCKERFILE):
        assert (ROOT / path).is_file()
        assert path in allowed


def test_the_image_sets_only_real_settings() -> None:
    named = {
        pair.split("=", 1)[0]
        for line in instructions("ENV")
        for pair in line.split()
        if "=" in pair
    }
    assert named - NOT_OURS == RUN_TIME_ONLY
    assert named - NOT_OURS <= settings()


def test_the_image_serves_without_root_and_says_when_it_is_ill() -> None:
    stages = DOCKERFILE.split("\nFROM ")
    assert len(stages) == 3, "build and serve"
    assert instructions("USER") == ["raptorflow"]
    assert stages[-1].index("\nUSER ") < stages[-1].index("\nCMD ")
    assert "/health/live" in instructions("HEALTHCHECK")[0]
    assert "--require-hashes --no-deps" in stages[1]


def test_the_image_is_built_for_a_python_we_support() -> None:
    versions = set(re.findall(r"python:(3\.\d+)-slim", DOCKERFILE))
    assert len(versions) == 1
    assert versions <= {"3.11", "3.12", "3.13"}


def test_compose_names_the_services_and_images_agreed() -> None:
    services = COMPOSE["services"]
    assert set(services) == {*OURS, "postgres", "redis"}
    assert services["postgres"]["image"] == "pgvector/pgvector:pg16"
    assert services["redis"]["image"] == "redis:7-alpine"
    assert all(service["restart"] for service in services.values())


def test_compose_sets_only_real_settings() -> None:
    for name in OURS:
        assert set(COMPOSE["services"][name]["environment"]) <= settings()


def test_only_migrate_knows_the_owner() -> None:
    knowing = [
        name for name in OURS if "DATABASE_OWNER_URL" in COMPOSE["services"][name]["environment"]
    ]
    assert knowing == ["migrate"]
    for name in OURS:
        url = COMPOSE["services"][name]["environment"]["DATABASE_URL"]
        assert "//raptorflow_app:" in url


def test_compose_mounts_only_volumes_it_declares() -> None:
    mounted = {
        mount.split(":")[0]
        for service in COMPOSE["services"].values()
        for mount in service.get("volumes", [])
    }
    assert mounted == set(COMPOSE["volumes"])


def test_compose_shows_nothing_to_the_network() -> None:
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
