"""PhonePe's access token: fetched once, shared through Redis, renewed before it ends."""

import asyncio
import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx
import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.core.clock import Clock
from app.core.errors import ConfigurationError
from integrations.payments.endpoints import Endpoints
from integrations.payments.errors import TokenRefused, VendorUnclear, refusal
from integrations.payments.schemas import number, text

# PhonePe asks merchants to renew 3-5 minutes ahead and never to fetch a token a request
# (its integration checklist, checked 2026-11-23).
RENEW_AHEAD: Final = timedelta(minutes=4)


@dataclass(frozen=True)
class Credentials:
    """What the dashboard gives a merchant."""

    client_id: str
    client_secret: str
    client_version: int


@dataclass(frozen=True)
class _Token:
    value: str
    expires_at: datetime

    def fresh(self, now: datetime) -> bool:
        return self.expires_at - RENEW_AHEAD > now


class TokenKeeper:
    """The token of one merchant. Redis may lose it: then it is fetched again."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        endpoints: Endpoints,
        credentials: Credentials,
        redis: Redis,
        clock: Clock,
    ) -> None:
        self._client = client
        self._url = endpoints.url("token")
        self._credentials = credentials
        self._redis = redis
        self._clock = clock
        self._held: _Token | None = None
        self._one_at_a_time = asyncio.Lock()
        about = f"{self._url}|{credentials.client_id}|{credentials.client_version}"
        self._key = f"phonepe:token:{hashlib.sha256(about.encode()).hexdigest()[:32]}"

    async def token(self, refused: str | None = None) -> str:
        """A token that is good for a while.

        Args:
            refused: a token that the vendor did not accept; any other is taken, or a new one.

        Raises:
            VendorUnclear: the vendor did not answer.
            TokenRefused: the credentials are wrong (``payments_away``).
            ConfigurationError: ``bad_settings`` when there are none.
        """
        held = self._usable(self._held, refused)
        if held is not None:
            return held.value
        async with self._one_at_a_time:
            held = self._usable(self._held, refused) or self._usable(await self._shared(), refused)
            if held is None:
                held = await self._fetch()
                await self._share(held)
            self._held = held
            return held.value

    def _usable(self, token: _Token | None, refused: str | None) -> _Token | None:
        if token is None or token.value == refused or not token.fresh(self._clock.now()):
            return None
        return token

    async def _shared(self) -> _Token | None:
        with suppress(RedisError, OSError, ValueError, KeyError, TypeError):
            found = await self._redis.get(self._key)
            if found:
                kept = orjson.loads(found)
                return _Token(kept["token"], datetime.fromtimestamp(kept["expires_at"], UTC))
        return None

    async def _share(self, token: _Token) -> None:
        left = int((token.expires_at - self._clock.now()).total_seconds())
        if left <= 0:
            return
        body = orjson.dumps({"token": token.value, "expires_at": token.expires_at.timestamp()})
        with suppress(RedisError, OSError):
            await self._redis.set(self._key, body, ex=left)

    async def _fetch(self) -> _Token:
        if not (self._credentials.client_id and self._credentials.client_secret):
            raise ConfigurationError(
                "bad_settings",
                params={"settings": "PHONEPE_CLIENT_ID, PHONEPE_CLIENT_SECRET"},
                detail="set PHONEPE_CLIENT_ID and PHONEPE_CLIENT_SECRET from PhonePe's dashboard",
            )
        form = {
            "client_id": self._credentials.client_id,
            "client_secret": self._credentials.client_secret,
            "client_version": str(self._credentials.client_version),
            "grant_type": "client_credentials",
        }
        try:
            answer = await self._client.post(self._url, data=form)
        except httpx.HTTPError as error:
            detail = f"PhonePe's token service cannot be reached: {type(error).__name__}"
            raise VendorUnclear("payments_away", detail=detail) from error
        body = json_of(answer)
        if answer.status_code != httpx.codes.OK:
            raise refusal(answer.status_code, body, asking=False)
        value, expires_at = text(body.get("access_token")), number(body.get("expires_at"))
        if value is None or expires_at is None:
            raise TokenRefused("payments_away", detail="PhonePe gave no token")
        return _Token(value, datetime.fromtimestamp(expires_at, UTC))


def json_of(answer: httpx.Response) -> Mapping[str, Any]:
    """The answer's JSON object; ``{}`` when it is something else."""
    try:
        body = orjson.loads(answer.content)
    except orjson.JSONDecodeError:
        return {}
    return body if isinstance(body, dict) else {}
