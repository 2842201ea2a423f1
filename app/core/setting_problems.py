"""Settings that must not serve in production, and what mends each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pydantic import SecretStr

if TYPE_CHECKING:
    from app.core.config import Settings

MINIMUM_SECRET_CHARACTERS: Final = 32  # 256 bits as hex is 64; RFC 7518 asks 256 bits for HS256
PLACEHOLDERS: Final = ("change", "default", "secret", "example", "password", "dev", "test", "xxx")
ProblemKind = Literal[
    "unset_secret", "short_secret", "default_secret", "shared_secret", "simulator", "unset_server"
]
_ANEW: Final = 'set it to the output of python -c "import secrets; print(secrets.token_hex(32))"'
_SAID: Final[dict[ProblemKind, tuple[str, str]]] = {
    "unset_secret": ("is unset", _ANEW),
    "short_secret": (f"is shorter than {MINIMUM_SECRET_CHARACTERS} characters", _ANEW),
    "default_secret": ("is a default value", _ANEW),
    "shared_secret": ("equals a JWT_SECRET_KEY", "set a secret of its own"),
    "simulator": ("is simulator", "set it to sandbox or production"),
    "unset_server": ("is unset", "point it at your server; embedded is for laptops"),
}


@dataclass(frozen=True)
class SettingProblem:
    """One setting that must not serve: its environment name, and what is wrong.

    ``str()`` is the English line for the log; ``doctor`` says ``kind`` in other languages too.
    """

    setting: str
    kind: ProblemKind

    def __str__(self) -> str:
        wrong, mend = _SAID[self.kind]
        return f"{self.setting} {wrong}: {mend}"


def setting_problems(settings: "Settings") -> list[SettingProblem]:
    """What keeps these settings from serving in production; empty elsewhere.

    Secrets are refused when unset, short, placeholder-like or shared between two uses; payments
    are refused on the simulator, because it would mark invoices paid with no money behind them.
    """
    return list(_problems(settings)) if settings.is_production else []


def _problems(settings: "Settings") -> Iterator[SettingProblem]:
    yield from _of_secrets("JWT_SECRET_KEY", settings.jwt_secret_key)
    chat_secret = settings.chainlit_auth_secret
    yield from _of_secrets("CHAINLIT_AUTH_SECRET", [chat_secret] if chat_secret else [])
    if chat_secret and chat_secret in settings.jwt_secret_key:
        yield SettingProblem("CHAINLIT_AUTH_SECRET", "shared_secret")
    if settings.phonepe_environment == "simulator":
        yield SettingProblem("PHONEPE_ENVIRONMENT", "simulator")
    servers = {"DATABASE_URL": settings.database_url, "REDIS_URL": settings.redis_url}
    for name, value in servers.items():
        if value is None:
            yield SettingProblem(name, "unset_server")


def _of_secrets(name: str, secrets: Iterable[SecretStr]) -> Iterator[SettingProblem]:
    values = [secret.get_secret_value() for secret in secrets]
    if not values:
        yield SettingProblem(name, "unset_secret")
    elif any(len(value) < MINIMUM_SECRET_CHARACTERS for value in values):
        yield SettingProblem(name, "short_secret")
    elif any(len(set(value)) < 8 or value.lower().startswith(PLACEHOLDERS) for value in values):
        yield SettingProblem(name, "default_secret")
