"""``doctor``: every setting, dependency and service, what is wrong with it and how to mend it."""

import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from app.cli_doctor_prices import prices
from app.cli_output import NOT_SATISFIED, emit, run, show
from app.cli_words import column, told, words

if TYPE_CHECKING:
    from app.core.config import Settings
    from app.core.platform import Platform

Level = Literal["ok", "note", "bad"]
_Kind = Literal["setting", "dependency", "service", "file"]
_MARKS: Final = {"ok": "✓", "note": "!", "bad": "✕"}
_PACKAGES: Final = (
    "chainlit", "fastapi", "uvicorn", "sqlalchemy", "asyncpg", "alembic", "redis", "pydantic",
    "pydantic-settings", "langchain-core", "pyjwt", "pwdlib", "limits", "phonenumbers", "babel",
    "jinja2", "pgqueuer", "python-frontmatter", "numpy", "rapidfuzz", "structlog",
    "prometheus-client",
)  # fmt: skip
_REPOSITORY: Final = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``bad`` keeps the product from serving, ``note`` does not."""

    kind: _Kind
    name: str
    level: Level
    value: str = ""
    wrong: str = ""
    mend: str = ""


def doctor(
    json_output: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Look at everything; ends with 1 when something keeps the product from serving."""
    findings = run(_look())
    if json_output:
        emit([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            show(_line(finding))
    if any(finding.level == "bad" for finding in findings):
        raise typer.Exit(NOT_SATISFIED)


def _line(finding: Finding) -> str:
    kind = column(words(f"cli.doctor.kind.{finding.kind}"), 10)
    line = f"{_MARKS[finding.level]} {kind} {finding.name}"
    line += f" = {finding.value}" if finding.value else ""
    if finding.wrong:
        line += f"\n    {finding.wrong}"
    mend = words("cli.doctor.mend", mend=finding.mend) if finding.mend else ""
    return line + (f"\n    {mend}" if mend else "")


def _told(kind: _Kind, name: str, level: Level, value: str, about: str) -> Finding:
    """A finding whose two sentences are ``cli.doctor.<about>_wrong`` and ``…_mend``."""
    wrong, mend = words(f"cli.doctor.{about}_wrong"), words(f"cli.doctor.{about}_mend")
    return Finding(kind, name, level, value, wrong, mend)


async def _look() -> list[Finding]:
    from app.core.config import load_settings
    from app.core.errors import ConfigurationError

    findings = [*_python(), *_packages(), *_files()]
    try:
        settings = load_settings()
    except ConfigurationError as error:
        mend = words("cli.doctor.environment_mend")
        return [*findings, Finding("setting", "environment", "bad", wrong=told(error), mend=mend)]
    findings += _settings(settings)
    return findings + await _services(settings)


def _python() -> Iterator[Finding]:
    found = ".".join(map(str, sys.version_info[:3]))
    if (3, 11) <= sys.version_info < (3, 14):
        yield Finding("dependency", "python", "ok", found)
    else:
        yield _told("dependency", "python", "bad", found, "python")


def _packages() -> Iterator[Finding]:
    for name in _PACKAGES:
        try:
            yield Finding("dependency", name, "ok", metadata.version(name))
        except metadata.PackageNotFoundError:
            yield _told("dependency", name, "bad", "", "package")


def _files() -> Iterator[Finding]:
    from skills.registry import SkillRegistry

    registry = SkillRegistry.load()
    for problem in registry.problems:
        yield Finding("file", str(problem.file), "bad", "", problem.message, problem.mend)
    count = len(registry.all())
    yield Finding("file", "skills", "ok" if count else "bad", words("cli.doctor.skills", n=count))
    for name in ("public", ".chainlit"):
        there = (_REPOSITORY / name).is_dir()
        mend = "" if there else words("cli.doctor.folder_mend", name=name)
        yield Finding("file", name, "ok" if there else "bad", mend=mend)


def _settings(settings: "Settings") -> Iterator[Finding]:
    from app.core.setting_problems import MINIMUM_SECRET_CHARACTERS, setting_problems

    problems = {problem.setting: problem for problem in setting_problems(settings)}
    for name in type(settings).model_fields:
        setting = name.upper()
        problem = problems.get(setting)
        value = _shown(getattr(settings, name))
        if problem:
            about, least = f"cli.setting.{problem.kind}", MINIMUM_SECRET_CHARACTERS
            wrong, mend = words(f"{about}.wrong", n=least), words(f"{about}.mend")
            yield Finding("setting", setting, "bad", value, wrong, mend)
        else:
            yield Finding("setting", setting, "ok", value)
    if not settings.gcp_project_id and not (settings.openai_api_key or settings.openai_base_url):
        yield _told("setting", "MODEL_CASCADE", "note", "offline", "offline")
    yield from prices(settings)
    yield from _payments(settings)


def _payments(settings: "Settings") -> Iterator[Finding]:
    from integrations.payments.phonepe_verification import CallbackSecrets

    if settings.phonepe_environment == "simulator":
        yield _told("setting", "PHONEPE_ENVIRONMENT", "note", "simulator", "simulator")
        return
    if not (settings.phonepe_client_id and settings.phonepe_client_secret):
        yield _told("setting", "PHONEPE_CLIENT_ID", "bad", "", "credentials")
    if not CallbackSecrets.of(settings):
        yield _told("setting", "PHONEPE_WEBHOOK_USERNAME", "note", "", "callbacks")


def _shown(value: Any) -> str:
    """The value, unless it is a secret."""
    from pydantic import SecretStr

    if isinstance(value, SecretStr):
        return words("cli.doctor.is_set")
    if isinstance(value, tuple):
        return ", ".join(_shown(item) for item in value)
    return "" if value is None else str(value)


async def _services(settings: "Settings") -> list[Finding]:
    from app.core.errors import RaptorError
    from app.core.platform import open_platform

    try:
        async with open_platform(settings, migrate=settings.database_url is None) as platform:
            return [*await _database(platform), *await _redis(platform)]
    except RaptorError as error:
        mend = words("cli.doctor.platform_mend")
        return [Finding("service", "platform", "bad", error.code, told(error), mend)]


async def _database(platform: "Platform") -> list[Finding]:
    from sqlalchemy import text

    from app.core.errors import RaptorError
    from app.core.migrate import assert_migrated

    own = platform.settings.database_url is not None
    where = "DATABASE_URL" if own else words("cli.doctor.embedded")
    findings: list[Finding] = []
    try:
        async with platform.database.transaction(None) as session:
            version = str(await session.scalar(text("SHOW server_version")))
        findings.append(Finding("service", "postgresql", "ok", f"{version} ({where})"))
        await assert_migrated(platform.database)
        await platform.database.assert_restricted()
    except RaptorError as error:
        about = "migrate" if error.code == "not_migrated" else "database"
        mend = words(f"cli.doctor.{about}_mend")
        return [*findings, Finding("service", "postgresql", "bad", where, told(error), mend)]
    return [*findings, Finding("service", "schema", "ok", words("cli.doctor.at_head"))]


async def _redis(platform: "Platform") -> list[Finding]:
    from app.core.errors import Unavailable
    from app.core.redis_client import ping_redis

    if platform.embedded.redis_client_factory is not None:
        return [_told("service", "redis", "note", words("cli.doctor.stand_in"), "stand_in")]
    own = platform.settings.redis_url is not None
    where = "REDIS_URL" if own else words("cli.doctor.embedded")
    try:
        await ping_redis(platform.redis)
    except Unavailable as error:
        mend = words("cli.doctor.redis_mend")
        return [Finding("service", "redis", "bad", where, told(error), mend)]
    return [Finding("service", "redis", "ok", where)]
