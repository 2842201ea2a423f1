"""The guarded way out: HTTPS to public hosts only, whatever address somebody gave us.

A name is resolved here and the connection goes to the very address that was checked, so a name that
changes its mind in between reaches nothing. Redirects are not followed, answers are cut off, and
proxies of the environment are ignored.
"""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import httpcore
import httpx

from app.core.errors import InputError, Unavailable

TIMEOUT: Final = httpx.Timeout(10.0, connect=5.0)
MOST_BYTES: Final = 64 * 1024
_PORTS: Final = frozenset({443, 8443})

Resolve = Callable[[str, int], Awaitable[list[str]]]


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name. Raises OSError when it has none."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also when it is written as IPv6."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner is not None:
            return is_public(str(inner))
        if found in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast


_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


async def check_address(url: str, *, allow_private: bool = False, find: Resolve = resolve) -> None:
    """Refuse an address we would not call.

    ``allow_private`` is for development: plain HTTP, any port, hosts of this network.

    Raises:
        InputError: ``webhook_refused``.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise InputError("webhook_refused", detail="no web address") from error
    schemes = {"https", "http"} if allow_private else {"https"}
    if parts.scheme not in schemes or not host or parts.username or parts.password:
        raise InputError("webhook_refused", detail="https and a host, without a password")
    if allow_private:
        return
    if (port or 443) not in _PORTS:
        raise InputError("webhook_refused", detail="the port must be 443 or 8443")
    try:
        addresses = await find(host, port or 443)
    except OSError as error:
        raise InputError("webhook_refused", detail="no such host") from error
    if not addresses or not all(is_public(address) for address in addresses):
        raise InputError("webhook_refused", detail="the host is not on the public internet")


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to checked addresses only."""

    def __init__(self, find: Resolve, *, allow_private: bool) -> None:
        self._find = find
        self._allow_private = allow_private
        self._real = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's signature)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of the host, when all of them may be called."""
        try:
            addresses = await self._find(host, port)
        except OSError as error:
            raise httpcore.ConnectError(f"{host} has no address") from error
        if not addresses or not (self._allow_private or all(map(is_public, addresses))):
            raise httpcore.ConnectError(f"{host} is not on the public internet")
        return await self._real.connect_tcp(
            addresses[0], port, timeout, local_address, socket_options
        )

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        """Never."""
        raise httpcore.ConnectError("no sockets of this machine")

    async def sleep(self, seconds: float) -> None:
        """As the real one."""
        await self._real.sleep(seconds)


@asynccontextmanager
async def outgoing(
    *, allow_private: bool = False, find: Resolve = resolve
) -> AsyncIterator[httpx.AsyncClient]:
    """A client for one errand."""
    transport = httpx.AsyncHTTPTransport(trust_env=False, retries=0)
    context = httpx.create_ssl_context(trust_env=False)
    transport._pool = httpcore.AsyncConnectionPool(  # httpx offers no other way
        ssl_context=context, network_backend=GuardedBackend(find, allow_private=allow_private)
    )
    async with httpx.AsyncClient(
        transport=transport, timeout=TIMEOUT, follow_redirects=False, trust_env=False
    ) as client:
        yield client


async def post(client: httpx.AsyncClient, url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Post and give the status; the answer is read up to a small size and dropped.

    Raises:
        Unavailable: ``webhook_away``: no answer, or none in time.
    """
    try:
        async with client.stream("POST", url, content=body, headers=dict(headers)) as answer:
            taken = 0
            async for piece in answer.aiter_raw():
                taken += len(piece)
                if taken > MOST_BYTES:
                    break
            return answer.status_code
    except (httpx.HTTPError, OSError) as error:
        raise Unavailable("webhook_away", detail=f"no answer: {error!r}"[:200]) from error
