"""The page and its files: small, kept, and from no other host."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import brotli
import chainlit
import httpx
import pytest
from fastapi import FastAPI

from app.chat.assets import AssetStore, asset_routes, choose_coding
from app.chat.index_page import index_page
from app.core.variants import SHELLS, Shell
from integrations.languages.messages import text

BUNDLE = Path(chainlit.__file__).parent / "frontend" / "dist"
PUBLIC = Path(__file__).parents[2] / "public"
FIRST_LOAD_BYTES = 1_500_000
BOOT_BYTES = 4_096


@pytest.fixture
async def client(tmp_path: Path) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(asset_routes(AssetStore(tmp_path / "cache"), BUNDLE, PUBLIC))
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://test")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_page_asks_nobody_else(shell: Shell) -> None:
    page = index_page(BUNDLE, PUBLIC, shell, "http://localhost:8000")
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert loaded
    assert [url for url in loaded if not url.startswith("/chat/")] == []
    assert "s3" not in page
    assert "katex" not in page
    assert "googleapis" not in page
    assert "PLACEHOLDER" not in page


@pytest.mark.parametrize("shell", SHELLS)
def test_there_is_something_to_see_before_anything_is_loaded(shell: Shell) -> None:
    page = index_page(BUNDLE, PUBLIC, shell, "http://localhost:8000")
    boot = page.index('id="rf-boot"')
    assert text(shell, "chat.boot.opening") in page
    assert text(shell, "chat.label.retry") in page
    first_request = re.search(r'<(?:script[^>]+src|link[^>]+rel="stylesheet")', page)
    assert first_request is not None
    assert boot < first_request.start()
    end = page.index("</script>", page.index('id="rf-boot-retry"'))
    assert end - page.index("<style>") <= BOOT_BYTES
    assert page.startswith("<!doctype html>")
    assert f'<html lang="{"en-IN" if shell == "en" else shell}">' in page


def test_our_script_runs_before_the_bundle() -> None:
    page = index_page(BUNDLE, PUBLIC, "en", "")
    assert page.index("/chat/public/rf.js") < page.index('<script type="module"')
    assert page.index("window.theme") < page.index('<script type="module"')
    assert '<div id="root"></div>' in page


async def test_the_bundle_is_small_and_kept(client: httpx.AsyncClient) -> None:
    page = index_page(BUNDLE, PUBLIC, "en", "")
    names = re.findall(r'"/chat(/(?:assets|public)/[^"]+)"', page)
    total = len(page.encode())
    for name in names:
        answer = await client.get(name, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        total += int(answer.headers["content-length"])
        kept = answer.headers["cache-control"]
        assert "immutable" in kept if "/assets/" in name else "max-age" in kept
    assert total <= FIRST_LOAD_BYTES


@pytest.mark.parametrize(
    ("coding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
async def test_a_coding_is_the_same_file(
    client: httpx.AsyncClient, coding: str, unpack: Callable[[bytes], bytes]
) -> None:
    async with client.stream("GET", "/public/rf.js", headers={"Accept-Encoding": coding}) as answer:
        raw = b"".join([piece async for piece in answer.aiter_raw()])
    assert answer.headers["content-encoding"] == coding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert unpack(raw) == (PUBLIC / "rf.js").read_bytes()


async def test_an_unchanged_file_is_not_sent_again(client: httpx.AsyncClient) -> None:
    first = await client.get("/public/rf.css")
    again = await client.get("/public/rf.css", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(
    "path",
    [
        "/public/../pyproject.toml",
        "/public/%2e%2e/pyproject.toml",
        "/assets/../../config.py",
        "/public/nothing.js",
    ],
)
async def test_nothing_else_is_served(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_maps_stay_here(client: httpx.AsyncClient) -> None:
    script = next(BUNDLE.glob("assets/index-*.js"))
    assert (await client.get(f"/assets/{script.name}.map")).status_code == 404


@pytest.mark.parametrize("name", ["queen", "swarm", "critic", "overseer"])
async def test_every_agent_has_a_face(client: httpx.AsyncClient, name: str) -> None:
    answer = await client.get(f"/avatars/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/svg")
    assert answer.content == (PUBLIC / "avatars" / f"{name}.svg").read_bytes()


async def test_a_second_start_compresses_nothing(tmp_path: Path) -> None:
    (tmp_path / "big.js").write_text("let x = 1;\n" * 5_000)
    first = await AssetStore(tmp_path / "cache").find(tmp_path, "big.js")
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").iterdir()}
    second = await AssetStore(tmp_path / "cache").find(tmp_path, "big.js")
    assert first is not None
    assert second is not None
    assert first.bodies == second.bodies
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "cache").iterdir()} == kept


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("", "identity"),
        ("identity", "identity"),
    ],
)
def test_the_smallest_that_is_allowed(accepted: str, coding: str) -> None:
    assert choose_coding(accepted, {"identity": b"", "br": b"", "gzip": b""}) == coding
