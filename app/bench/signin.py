"""Signing in as the page does, to get the cookie that the socket needs."""

import httpx

TIMEOUT_SECONDS = 30.0


class NotSignedIn(RuntimeError):
    """The server gave no cookie; its answer is in the message."""


async def chat_cookie(client: httpx.AsyncClient, url: str, session_cookie: str) -> str:
    """The Cookie header of a browser whose owner is signed in and has opened the chat.

    `session_cookie` is the product's own (`name=value`); the chat hands out one for its socket.
    """
    response = await client.post(f"{url}/auth/header", headers={"Cookie": session_cookie})
    given = [f"{name}={value}" for name, value in response.cookies.items()]
    client.cookies.clear()  # the client is shared, the owners are not
    if response.is_error or not given:
        msg = f"{response.request.url.path}: {response.status_code} {response.text[:200]}"
        raise NotSignedIn(msg)
    return "; ".join([session_cookie, *given])


def http_client() -> httpx.AsyncClient:
    """A client for one benchmark; proxies of the environment are not for the loopback."""
    return httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False)
