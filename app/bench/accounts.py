"""Businesses to measure with: made in the server's own database before it starts.

Run as a program (`python -m app.bench.accounts COUNT`), so that it sees exactly the environment
that the server will see, and leaves no database running behind it. Signing up over HTTP instead
would meet the limits that keep robots out.
"""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from app.bench.servers import ServerFailed, environment

FACTS: dict[str, str] = {"business_name": "Gupta Sweets", "city": "Lucknow", "phone": "9876543210"}
"""What a draft of the measured request needs, so that no question comes before it."""

BATCH = 8


async def _make(count: int) -> list[str]:
    """Makes the businesses and their facts; returns a session cookie for each owner."""
    from app.core.config import get_settings
    from app.core.ids import uuid7
    from app.core.platform import open_platform
    from app.security.accounts import Membership
    from app.security.auth import Authenticator
    from app.security.login_names import LoginName
    from memory.foundation_store import FoundationStore

    settings = get_settings()
    async with open_platform(settings) as platform:
        authenticator = Authenticator(settings, platform.database, platform.clock)
        at_once = asyncio.Semaphore(BATCH)

        async def one(number: int) -> str:
            member = Membership(uuid7(), uuid7())
            login = LoginName("email", f"owner{number}.{member.user_id.hex}@bench.invalid")
            async with at_once:
                await authenticator.accounts.create(member, login, None, "en", "Gupta Sweets")
                async with platform.database.transaction(
                    member.tenant_id, member.user_id
                ) as session:
                    store = FoundationStore(session, member.tenant_id, platform.clock)
                    for field, value in FACTS.items():
                        await store.put(field, value, value, "user", None)
                return f"{authenticator.session_cookie}={await authenticator.open_session(member)}"

        return list(await asyncio.gather(*(one(number) for number in range(count))))


async def make(data_dir: Path, count: int, extra: Mapping[str, str] | None = None) -> list[str]:
    """Session cookies of `count` new owners in the database of `data_dir`.

    Raises ServerFailed with the program's last words.
    """
    data_dir.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - one folder, before anything runs
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-m", "app.bench.accounts", str(count)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment(data_dir, extra or {}),
        cwd=data_dir,
    )
    out, err = await process.communicate()
    if process.returncode != 0:
        raise ServerFailed(err.decode(errors="replace")[-2000:])
    cookies: list[str] = json.loads(out.splitlines()[-1])
    return cookies


def main() -> None:
    """Prints the cookies as one line of JSON."""
    cookies = asyncio.run(_make(int(sys.argv[1])))
    os.write(sys.stdout.fileno(), json.dumps(cookies).encode() + b"\n")


if __name__ == "__main__":
    main()
