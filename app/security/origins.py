"""Where a request comes from: this machine, our own pages, or somewhere else.

Headers are lower-case names, as ASGI gives them. ``x-rf-peer`` is the address of the peer, written
by our own middleware, which drops any that a client sent.
"""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

PEER_HEADER: Final = "x-rf-peer"
_LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def host_name(host: str) -> str:
    """The name in a Host header, without port and brackets."""
    return (urlsplit(f"//{host}").hostname or "").lower()


def is_loopback_address(address: str) -> bool:
    """Whether the peer is this machine."""
    try:
        return ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False


def is_local(headers: Mapping[str, str]) -> bool:
    """Whether somebody at this machine's own browser asks for this machine by its own name.

    All must hold: the peer is loopback, Host is a loopback name (else a foreign name was made to
    point here), Origin is absent or the same host, the browser does not call it cross-site, and no
    proxy stands between (behind one, every visitor's peer would be loopback).
    """
    if any(name in headers for name in _FORWARDED):
        return False
    if not is_loopback_address(headers.get(PEER_HEADER, "")):
        return False
    if host_name(headers.get("host", "")) not in _LOOPBACK_NAMES:
        return False
    if headers.get("sec-fetch-site") == "cross-site" and not _is_navigation(headers):
        return False
    origin = headers.get("origin")
    return origin is None or _authority(origin) == headers.get("host", "").lower()


def is_same_origin(headers: Mapping[str, str], base_url: str) -> bool:
    """Whether a request that changes something was sent by one of our own pages.

    Origin decides; every browser of the last ten years sends it with a POST. Without it,
    Sec-Fetch-Site or Referer must speak for the request.
    """
    ours = {headers.get("host", "").lower(), _authority(base_url)}
    for name in ("origin", "referer"):
        if name in headers:
            return _authority(headers[name]) in ours
    return headers.get("sec-fetch-site") in ("same-origin", "none")


def same_site_path(path: str | None, default: str) -> str:
    """``path`` when it stays on this site, else ``default``: no open redirects."""
    if not path or not path.startswith("/") or len(path) > 1_000:
        return default
    # Browsers read \\ as / and skip control characters, so "/\\evil" or "/\t/evil" would leave.
    if path.startswith("//") or "\\" in path or any(ord(c) < 0x21 or c == "\x7f" for c in path):
        return default
    parts = urlsplit(path)
    return default if parts.scheme or parts.netloc else path


def _authority(url: str) -> str:
    return urlsplit(url).netloc.lower()


def _is_navigation(headers: Mapping[str, str]) -> bool:
    return headers.get("sec-fetch-mode") == "navigate"
