"""The front end's files, served once and kept: precompressed, with validators, no other host.

Chainlit serves 4.6 MB of script uncompressed, without a cache header, and ignores
``If-None-Match`` (2.12.0). Here every file is compressed once into ``DATA_DIR/cache`` (named by the
hash of its content, so a new version needs no clearing) and files whose name carries a hash never
have to be asked for again.
"""

import asyncio
import gzip
import mimetypes
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import brotli
import structlog
from fastapi import APIRouter, Request, Response

log = structlog.get_logger(__name__)

COMPRESSIBLE: Final = frozenset({".js", ".mjs", ".css", ".jsx", ".svg", ".json", ".html"})
# Maps are for the authors of the host; the copilot and other widgets are not ours to offer.
_NEVER: Final = frozenset({".map"})
_HASHED: Final = re.compile(r"-[\w-]{8}\.\w+$")
_FOREVER: Final = "public, max-age=31536000, immutable"
# Ours change with a release: asked again after ten minutes, and then answered by 304.
_A_WHILE: Final = "public, max-age=600, stale-while-revalidate=86400"
_SMALL: Final = 600
# 0.4 s for the bundle; quality 11 would save another tenth for six seconds of a core.
_BROTLI: Final = 9

mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("text/javascript", ".jsx")
mimetypes.add_type("font/woff2", ".woff2")


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is served. ``bodies`` maps a content coding to its bytes."""

    path: Path
    modified: float
    etag: str
    media_type: str
    bodies: dict[str, bytes]


class AssetStore:
    """Files of some folders, compressed on first use and remembered while they do not change."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._files: dict[Path, StaticFile] = {}
        self._lock = asyncio.Lock()

    async def find(self, folder: Path, name: str) -> StaticFile | None:
        """The file of that name inside ``folder``; None for anything outside or not there."""
        located = _locate(folder, name)
        if located is None:
            return None
        path, modified = located
        known = self._files.get(path)
        if known and known.modified == modified:
            return known
        async with self._lock:
            found = await asyncio.to_thread(self._read, path, modified)
            self._files[path] = found
        return found

    def _read(self, path: Path, modified: float) -> StaticFile:
        plain = path.read_bytes()
        bodies = {"identity": plain}
        if path.suffix in COMPRESSIBLE and len(plain) >= _SMALL:
            bodies["br"] = self._coded(plain, "br", _BROTLI)
            bodies["gzip"] = self._coded(plain, "gzip", 9)
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if media_type.startswith("text/"):
            media_type += "; charset=utf-8"
        etag = sha256(plain).hexdigest()[:20]
        return StaticFile(path, modified, etag, media_type, bodies)

    def _coded(self, plain: bytes, coding: str, quality: int) -> bytes:
        """The bytes in a coding, from the cache on disk when they were made before."""
        kept = self._cache / f"{sha256(plain).hexdigest()}.{quality}.{coding}"
        if kept.is_file():
            return kept.read_bytes()
        made = (
            brotli.compress(plain, quality=quality)
            if coding == "br"
            else gzip.compress(plain, quality, mtime=0)
        )
        self._cache.mkdir(parents=True, exist_ok=True)
        # Written aside and renamed: two copies of the server may be starting on one folder.
        aside = kept.with_suffix(f".{id(made):x}.part")
        aside.write_bytes(made)
        aside.replace(kept)
        return bytes(made)


def _locate(folder: Path, name: str) -> tuple[Path, float] | None:
    """Where the file is and when it changed; None outside the folder, for maps, for nothing."""
    path = (folder / name).resolve()
    inside = path.is_relative_to(folder.resolve())
    if not inside or path.suffix in _NEVER or not path.is_file():
        return None
    return path, path.stat().st_mtime


def in_memory(plain: bytes, media_type: str) -> StaticFile:
    """A page that was made here, as if it were a file."""
    bodies = {"identity": plain, "gzip": gzip.compress(plain, 9, mtime=0)}
    bodies["br"] = bytes(brotli.compress(plain, quality=_BROTLI))
    return StaticFile(Path(), 0, sha256(plain).hexdigest()[:20], media_type, bodies)


def respond(request: Request, file: StaticFile, cache_control: str) -> Response:
    """The file in the best coding that is accepted, or 304 when the browser has it."""
    headers = {
        "ETag": f'"{file.etag}"',
        "Cache-Control": cache_control,
        "Vary": "Accept-Encoding",
    }
    if file.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    coding = choose_coding(request.headers.get("accept-encoding", ""), file.bodies)
    if coding != "identity":
        headers["Content-Encoding"] = coding
    return Response(file.bodies[coding], media_type=file.media_type, headers=headers)


def choose_coding(accepted: str, bodies: dict[str, bytes]) -> str:
    """Brotli, gzip or nothing: the smallest that the header allows (RFC 9110, 12.5.3)."""
    allowed: set[str] = set()
    for item in accepted.lower().split(","):
        name, _, weight = item.strip().partition(";")
        if weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            allowed.add(name.strip())
    for coding in ("br", "gzip"):
        if coding in bodies and coding in allowed:
            return coding
    return "identity"


def asset_routes(store: AssetStore, bundle: Path, public: Path) -> APIRouter:
    """``/assets`` (Chainlit's bundle), ``/public`` (ours), and the pictures asked for by name."""
    router = APIRouter(include_in_schema=False)

    async def serve(request: Request, folder: Path, name: str, cache: str) -> Response:
        found = await store.find(folder, name)
        return respond(request, found, cache) if found else Response(status_code=404)

    @router.get("/assets/{name:path}")
    async def bundle_file(request: Request, name: str) -> Response:
        """A file of the bundle."""
        cache = _FOREVER if _HASHED.search(name) else _A_WHILE
        return await serve(request, bundle / "assets", name, cache)

    @router.get("/public/{name:path}")
    async def public_file(request: Request, name: str) -> Response:
        """A file of ours: style, script, fonts, cards."""
        cache = _FOREVER if name.startswith("fonts/") else _A_WHILE
        return await serve(request, public, name, cache)

    @router.get("/avatars/{name}")
    async def avatar(request: Request, name: str) -> Response:
        """One of the four agents' pictures, else the logo."""
        found = await store.find(public / "avatars", f"{name.lower()}.svg")
        if found is None:
            return await serve(request, public, "logo.svg", _A_WHILE)
        return respond(request, found, _A_WHILE)

    @router.get("/favicon")
    async def favicon(request: Request) -> Response:
        """The favicon."""
        return await serve(request, public, "favicon.svg", _A_WHILE)

    @router.get("/logo")
    async def logo(request: Request, theme: str = "light") -> Response:
        """The logo for a light or dark ground."""
        name = "logo_dark.svg" if theme == "dark" else "logo_light.svg"
        return await serve(request, public, name, _A_WHILE)

    return router
