"""Whether a callback really comes from PhonePe: both documented ways, nothing else.

*Basic*: the ``Authorization`` header is the SHA-256 of ``username:password`` in lower-case hex. It
proves a shared secret and says nothing about the body. *HMAC*: ``x-phonepe-checksum-signature`` is
the hex HMAC-SHA256 of the raw body; its header names are known from one third party only, so they
are data below (checked 2026-11-23). Everything is compared in constant time.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from app.core.config import Settings

Proof = Literal["basic", "hmac"]

KEY_ID_HEADER: Final = "x-phonepe-checksum-key-id"
SIGNATURE_HEADER: Final = "x-phonepe-checksum-signature"
_PREFIX: Final = "sha256 "


@dataclass(frozen=True)
class CallbackSecrets:
    """What callbacks are held to; a mode without its secrets is off."""

    username: str | None = None
    password: str | None = None
    key_id: str | None = None
    hmac_secret: str | None = None

    @classmethod
    def of(cls, settings: Settings) -> "CallbackSecrets":
        """Those of the settings."""
        password, secret = settings.phonepe_webhook_password, settings.phonepe_webhook_hmac_secret
        return cls(
            settings.phonepe_webhook_username,
            password.get_secret_value() if password else None,
            settings.phonepe_webhook_hmac_key_id,
            secret.get_secret_value() if secret else None,
        )

    def __bool__(self) -> bool:
        """Whether any mode is on."""
        return self.has_basic or self.has_hmac

    @property
    def has_basic(self) -> bool:
        """Whether user name and password are both there."""
        return bool(self.username and self.password)

    @property
    def has_hmac(self) -> bool:
        """Whether key id and secret are both there."""
        return bool(self.key_id and self.hmac_secret)


def basic_header(username: str, password: str) -> str:
    """What PhonePe puts into ``Authorization``."""
    return hashlib.sha256(f"{username}:{password}".encode()).hexdigest()


def signature(body: bytes, secret: str) -> str:
    """What PhonePe puts into the signature header."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def verify(headers: Mapping[str, str], body: bytes, secrets: CallbackSecrets) -> Proof | None:
    """How the callback is proven, or None when it is not.

    A callback that brings a signature must bring the right one: falling back to the weaker proof
    would make the stronger one worthless.

    Args:
        headers: with lower-case names.
        body: raw, as it came in.
        secrets: what it is held to.
    """
    if secrets.has_hmac and SIGNATURE_HEADER in headers:
        key = _same(headers.get(KEY_ID_HEADER, ""), secrets.key_id or "")
        signed = _same(
            headers[SIGNATURE_HEADER].strip().lower(), signature(body, secrets.hmac_secret or "")
        )
        return "hmac" if key and signed else None
    if secrets.has_basic:
        given = headers.get("authorization", "").strip()
        given = given[len(_PREFIX) :] if given.lower().startswith(_PREFIX) else given
        expected = basic_header(secrets.username or "", secrets.password or "")
        return "basic" if _same(given, expected) else None
    return None


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), expected.encode())
