"""Signing in as the page does, to get the cookie that the socket needs."""

import httpx

TIMEOUT_SECONDS = 30.0


class NotSignedIn(RuntimeError):
    """The server gave no cookie; its answer is in the message."""


def _cookie(response: httpx.Response, client: httpx.AsyncClient) -> str:
    header = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    if response.is_error or not header:
        msg = f"{response.request.url.path}: {response.status_code} {response.text[:200]}"
        raise NotSignedIn(msg)
    return header


async def local_cookie(url: str) -> str:
    """The owner's cookie in `ENVIRONMENT=local`, where the loopback signs in by itself."""
    async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False) as client:
        return _cookie(await client.post(f"{url}/auth/header"), client)


async def password_cookie(url: str, login: str, password: str) -> str:
    """The cookie of an account, by its e-mail address and password."""
    async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False) as client:
        form = {"username": login, "password": password}
        return _cookie(await client.post(f"{url}/login", data=form), client)
