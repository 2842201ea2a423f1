"""JWT access tokens: short-lived, HS256, signed by the first key and accepted from any of them.

RFC 7519 claims ``iss aud sub iat exp jti`` plus ``tid``, the business. The time comes from the
injected clock, so the library's own expiry check is off and ours stands below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

import jwt

from app.core.clock import Clock
from app.core.errors import ConfigurationError, NotSignedIn
from app.core.ids import uuid7

ACCESS_LIFE: Final = timedelta(minutes=15)
ISSUER: Final = "raptorflow"
AUDIENCE: Final = "raptorflow-api"
_ALGORITHM: Final = "HS256"


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """Whom a token speaks for."""

    user_id: UUID
    tenant_id: UUID


class AccessTokens:
    """Issues and reads access tokens."""

    def __init__(self, keys: Sequence[str], clock: Clock) -> None:
        if not keys:
            raise ConfigurationError("jwt_key_missing", detail="set JWT_SECRET_KEY")
        self._keys = {_key_id(key): key for key in keys}
        self._signing_id = _key_id(keys[0])
        self._clock = clock

    def issue(self, user_id: UUID, tenant_id: UUID) -> str:
        """A token that is good for ``ACCESS_LIFE``."""
        now = self._clock.now()
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(user_id),
            "tid": str(tenant_id),
            "iat": int(now.timestamp()),
            "exp": int((now + ACCESS_LIFE).timestamp()),
            "jti": str(uuid7()),
        }
        key = self._keys[self._signing_id]
        return jwt.encode(claims, key, algorithm=_ALGORITHM, headers={"kid": self._signing_id})

    def read(self, token: str) -> AccessClaims:
        """Whom the token speaks for. Raises NotSignedIn ``token_invalid`` or ``token_expired``."""
        claims = self._verified(token)
        if int(self._clock.now().timestamp()) >= int(claims["exp"]):
            raise NotSignedIn("token_expired", detail="ask for a new one at auth/refresh")
        try:
            return AccessClaims(UUID(claims["sub"]), UUID(claims["tid"]))
        except ValueError as error:
            raise NotSignedIn("token_invalid", detail="its subject is not an id") from error

    def _verified(self, token: str) -> dict[str, Any]:
        try:
            key = self._keys[jwt.get_unverified_header(token).get("kid", "")]
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[_ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={
                    "require": ["exp", "iat", "sub", "tid"],
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
        except (jwt.InvalidTokenError, KeyError, TypeError) as error:
            raise NotSignedIn("token_invalid", detail="no key of ours signed it") from error
        return claims


def _key_id(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:12]
