"""The way out reaches public hosts only, whatever a name says and when it says it."""

import httpx
import pytest

from app.core.errors import InputError, Unavailable
from integrations.http import check_address, is_public, outgoing, post

PRIVATE = [
    "127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "100.64.0.1", "::", "::1",
    "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1",
]  # fmt: skip
PUBLIC = ["93.184.215.14", "2606:2800:21f:cb07::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
REFUSED = [
    "http://example.com/", "https://u:p@example.com/", "https://example.com:22/", "ftp://x.in/",
    "https://", "nothing", "https://[::1", "file:///etc/passwd", "https://example.com:99999/",
]  # fmt: skip


def finds(*addresses: str):  # type: ignore[no-untyped-def]
    async def find(host: str, port: int) -> list[str]:
        del host, port
        return list(addresses)

    return find


def test_what_is_public() -> None:
    assert [each for each in PRIVATE if is_public(each)] == []
    assert [each for each in PUBLIC if not is_public(each)] == []


@pytest.mark.parametrize("url", REFUSED)
async def test_an_address_that_is_refused(url: str) -> None:
    with pytest.raises(InputError):
        await check_address(url, find=finds("93.184.215.14"))


async def test_every_address_of_a_name_must_be_public() -> None:
    await check_address("https://example.com/hook", find=finds("93.184.215.14"))
    for found in (("93.184.215.14", "10.0.0.1"), ()):
        with pytest.raises(InputError):
            await check_address("https://example.com/hook", find=finds(*found))


async def test_a_name_that_changed_its_mind_reaches_nothing() -> None:
    async with outgoing(find=finds("169.254.169.254")) as client:
        with pytest.raises(Unavailable, match="public internet"):
            await post(client, "https://example.com/hook", b"{}", {})
        with pytest.raises(httpx.ConnectError):
            await client.get("http://127.0.0.1:1/")
