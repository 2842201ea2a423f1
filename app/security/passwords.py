"""Passwords, hashed by argon2id and compared in a thread: one comparison burns some 50 ms of CPU.

Parameters are pwdlib's defaults, the second recommended option of RFC 9106 (64 MiB, 3 passes, 4
lanes; checked 23 Nov 2026).
"""

import asyncio
import unicodedata
from typing import Final

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.core.errors import InputError

PASSWORD_MIN: Final = 8
PASSWORD_MAX: Final = 128  # bounds what argon2 has to read
_AT_ONCE: Final = 4  # 64 MiB each

# A hash of nobody's password with today's parameters: an unknown login takes as long as a wrong
# password, so the time of the answer does not tell who has an account.
NOBODYS_HASH: Final = (
    "$argon2id$v=19$m=65536,t=3,p=4$Pvmd2DSGd1onYfnSwfXkcQ"
    "$L/yTfvfvQH4vl2Z3ncapV4TQNJcjkxlQAIPMGuCKvS0"
)


def check_password(password: str) -> str:
    """The password in the form that is hashed.

    Raises InputError ``password_short`` with ``min`` or ``password_long`` with ``max``.
    """
    normal = unicodedata.normalize("NFC", password)
    if len(normal) < PASSWORD_MIN:
        raise InputError("password_short", params={"min": PASSWORD_MIN})
    if len(normal) > PASSWORD_MAX:
        raise InputError("password_long", params={"max": PASSWORD_MAX})
    return normal


class Passwords:
    """Hashes and compares, a few at once."""

    def __init__(self) -> None:
        self._hasher = PasswordHash((Argon2Hasher(),))
        self._at_once = asyncio.Semaphore(_AT_ONCE)

    async def hash(self, password: str) -> str:
        """The hash to store. Raises InputError like ``check_password``."""
        normal = check_password(password)
        async with self._at_once:
            return await asyncio.to_thread(self._hasher.hash, normal)

    async def verify(self, password: str, stored: str | None) -> bool:
        """Whether ``password`` is the one that was hashed; as slow for ``None``, and then no."""
        normal = unicodedata.normalize("NFC", password)[:PASSWORD_MAX]
        async with self._at_once:
            matches = await asyncio.to_thread(
                self._hasher.verify, normal, stored if stored is not None else NOBODYS_HASH
            )
        return matches and stored is not None
