"""Where PhonePe is and what its paths are called: data, and two settings that override it."""

import json
import ssl
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from app.core.config import Settings
from app.core.errors import ConfigurationError

_DATA: Final = Path(__file__).parent / "data" / "phonepe.json"

SIMULATOR_PATH: Final = "/phonepe-simulator"
"""Where the simulator is mounted beside the app."""

SIMULATOR_API: Final = f"{SIMULATOR_PATH}/apis/pg-sandbox"


@lru_cache(maxsize=1)
def vendor() -> dict[str, Any]:
    """The vendor's hosts, paths, limits and error codes; read once, never changed."""
    found: dict[str, Any] = json.loads(_DATA.read_text("utf-8"))
    return found


def script_of(settings: Settings) -> str | None:
    """The vendor's checkout script, which opens its page over ours; the simulator has none."""
    if settings.phonepe_environment == "simulator":
        return None
    script: str = vendor()["hosts"][settings.phonepe_environment]["script"]
    return script


@dataclass(frozen=True)
class Endpoints:
    """Base addresses without a trailing slash; ``script`` is the checkout script, if any."""

    auth: str
    api: str
    script: str | None

    @classmethod
    def of(cls, settings: Settings) -> "Endpoints":
        """The addresses for the configured environment.

        Raises:
            ConfigurationError: ``bad_settings`` for an address that is not https outside loopback.
        """
        environment = settings.phonepe_environment
        if environment == "simulator":
            host = "127.0.0.1" if settings.host in ("", "0.0.0.0", "::") else settings.host  # noqa: S104
            known = {"auth": f"http://{host}:{settings.port}{SIMULATOR_API}", "script": None}
            known["api"] = known["auth"]
        else:
            known = vendor()["hosts"][environment]
        auth = settings.phonepe_auth_base_url or known["auth"]
        api = settings.phonepe_api_base_url or known["api"]
        for name, address in (("PHONEPE_AUTH_BASE_URL", auth), ("PHONEPE_API_BASE_URL", api)):
            if settings.is_production and not str(address).startswith("https://"):
                raise ConfigurationError(
                    "bad_settings",
                    params={"settings": name},
                    detail=f"{name} must begin with https:// in production",
                )
        return cls(str(auth).rstrip("/"), str(api).rstrip("/"), known["script"])

    @property
    def trust(self) -> ssl.SSLContext | bool:
        """Whose certificates are believed: nobody's where none is needed, to save loading them."""
        plain = self.auth.startswith("http://") and self.api.startswith("http://")
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if plain else True

    def url(self, name: str, identifier: str = "") -> str:
        """The full address of a named call."""
        base = self.auth if name == "token" else self.api
        path: str = vendor()["paths"][name]
        return base + path.replace("{id}", identifier)
