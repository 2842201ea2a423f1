"""``doctor``: every setting, dependency and service, what is wrong with it and how to mend it."""

import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from app.cli_output import NOT_SATISFIED, emit, run, show

if TYPE_CHECKING:
    from app.core.config import Settings
    from app.core.platform import Platform

Level = Literal["ok", "note", "bad"]
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

    kind: Literal["setting", "dependency", "service", "file"]
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
    line = f"{_MARKS[finding.level]} {finding.kind:10} {finding.name}"
    line += f" = {finding.value}" if finding.value else ""
    if finding.wrong:
        line += f"\n    {finding.wrong}"
    return line + (f"\n    mend: {finding.mend}" if finding.mend else "")


async def _look() -> list[Finding]:
    from app.core.config import load_settings
    from app.core.errors import ConfigurationError

    findings = [*_python(), *_packages(), *_files()]
    try:
        settings = load_settings()
    except ConfigurationError as error:
        return [*findings, Finding("setting", "environment", "bad", wrong=str(error), mend=".env")]
    findings += _settings(settings)
    return findings + await _services(settings)


def _python() -> Iterator[Finding]:
    found = ".".join(map(str, sys.version_info[:3]))
    if (3, 11) <= sys.version_info < (3, 14):
        yield Finding("dependency", "python", "ok", found)
    else:
        yield Finding(
            "dependency", "python", "bad", found, "not tried with this version", "use 3.11 to 3.13"
        )


def _packages() -> Iterator[Finding]:
    for name in _PACKAGES:
        try:
            yield Finding("dependency", name, "ok", metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding("dependency", name, "bad", "", "is not installed", "make install")


def _files() -> Iterator[Finding]:
    from skills.registry import SkillRegistry

    registry = SkillRegistry.load()
    for problem in registry.problems:
        yield Finding("file", str(problem.file), "bad", "", problem.message, problem.mend)
    count = len(registry.all())
    yield Finding("file", "skills", "ok" if count else "bad", f"{count} compile")
    for name in ("public", ".chainlit"):
        there = (_REPOSITORY / name).is_dir()
        mend = "" if there else f"restore {name}/ from the repository"
        yield Finding("file", name, "ok" if there else "bad", mend=mend)


def _settings(settings: "Settings") -> Iterator[Finding]:
    from app.core.config import setting_problems

    problems = {problem.setting: problem for problem in setting_problems(settings)}
    for name in type(settings).model_fields:
        setting = name.upper()
        problem = problems.get(setting)
        value = _shown(getattr(settings, name))
        if problem:
            yield Finding("setting", setting, "bad", value, problem.wrong, problem.mend)
        else:
            yield Finding("setting", setting, "ok", value)
    if not settings.gcp_project_id and not (settings.openai_api_key or settings.openai_base_url):
        yield Finding(
            "setting",
            "MODEL_CASCADE",
            "note",
            "offline",
            "no model is connected: the offline composer writes everything",
            "set GCP_PROJECT_ID or OPENAI_API_KEY / OPENAI_BASE_URL when you want one",
        )
    yield from _payments(settings)


def _payments(settings: "Settings") -> Iterator[Finding]:
    from integrations.payments.phonepe_verification import CallbackSecrets

    if settings.phonepe_environment == "simulator":
        yield Finding(
            "setting", "PHONEPE_ENVIRONMENT", "note", "simulator", "no real money moves",
            "docs/guides/payments.md says how to go live",
        )  # fmt: skip
        return
    if not (settings.phonepe_client_id and settings.phonepe_client_secret):
        yield Finding(
            "setting", "PHONEPE_CLIENT_ID", "bad", "", "nobody can pay without the credentials",
            "set PHONEPE_CLIENT_ID and PHONEPE_CLIENT_SECRET from PhonePe's dashboard",
        )  # fmt: skip
    if not CallbackSecrets.of(settings):
        yield Finding(
            "setting", "PHONEPE_WEBHOOK_USERNAME", "note", "",
            "callbacks are not taken: payments are seen by asking alone",
            "set PHONEPE_WEBHOOK_USERNAME and PHONEPE_WEBHOOK_PASSWORD as in the dashboard",
        )  # fmt: skip


def _shown(value: Any) -> str:
    """The value, unless it is a secret."""
    from pydantic import SecretStr

    if isinstance(value, SecretStr):
        return "(set)"
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
        mend = "see the settings above; `raptorflow serve` refuses for the same reason"
        return [Finding("service", "platform", "bad", error.code, str(error), mend)]


async def _database(platform: "Platform") -> list[Finding]:
    from sqlalchemy import text

    from app.core.errors import RaptorError
    from app.core.migrate import assert_migrated

    where = "embedded" if platform.settings.database_url is None else "DATABASE_URL"
    findings: list[Finding] = []
    try:
        async with platform.database.transaction(None) as session:
            version = str(await session.scalar(text("SHOW server_version")))
        findings.append(Finding("service", "postgresql", "ok", f"{version} ({where})"))
        await assert_migrated(platform.database)
        await platform.database.assert_restricted()
    except RaptorError as error:
        mend = "raptorflow migrate" if error.code == "not_migrated" else "check DATABASE_URL"
        return [*findings, Finding("service", "postgresql", "bad", where, str(error), mend)]
    return [*findings, Finding("service", "schema and role", "ok", "at head, restricted")]


async def _redis(platform: "Platform") -> list[Finding]:
    from app.core.errors import Unavailable
    from app.core.redis_client import ping_redis

    if platform.embedded.redis_client_factory is not None:
        return [
            Finding(
                "service",
                "redis",
                "note",
                "in-process stand-in",
                "no redis-server on this machine: fit for one process only",
                "install Redis or Valkey, or set REDIS_URL",
            )
        ]
    where = "embedded" if platform.settings.redis_url is None else "REDIS_URL"
    try:
        await ping_redis(platform.redis)
    except Unavailable as error:
        return [Finding("service", "redis", "bad", where, str(error), "check REDIS_URL")]
    return [Finding("service", "redis", "ok", where)]
