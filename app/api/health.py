"""Whether the process lives, whether it can serve, and its metrics."""

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from app.api.deps import services_of
from app.core.errors import NotFound
from app.core.platform import Platform
from app.observability import metrics
from app.observability.health import PartHealth, probe_all
from skills.errors import Problem

router = APIRouter(tags=["operations"])


@router.get("/health/live")
async def live() -> dict[str, str]:
    """The process answers; nothing else is asked. For liveness probes."""
    return {"status": "live"}


@router.get("/health/ready")
async def ready(request: Request) -> Response:
    """200 when requests can be served, 503 when the database does not answer."""
    parts = await _probe(request)
    serves = all(part.ok or not part.needed for part in parts)
    return JSONResponse({"status": "ready" if serves else "waiting"}, 200 if serves else 503)


@router.get("/health")
async def health(request: Request) -> Response:
    """Every part by name: ``ok``, ``degraded`` (something optional is away) or ``down``."""
    parts = await _probe(request)
    serves = all(part.ok or not part.needed for part in parts)
    status = "down" if not serves else "ok" if all(part.ok for part in parts) else "degraded"
    body: dict[str, Any] = {
        "status": status,
        "parts": {part.name: "ok" if part.ok else part.detail for part in parts},
    }
    return JSONResponse(body, 200 if serves else 503)


@router.get("/metrics", include_in_schema=False)
async def show_metrics(request: Request) -> Response:
    """Prometheus metrics, for scrapers on the same machine or private network only."""
    if not _is_private(request.client.host if request.client else ""):
        raise NotFound("not_found", detail="metrics are for private addresses")
    return Response(metrics.render(), media_type=metrics.METRICS_CONTENT_TYPE)


async def _probe(request: Request) -> list[PartHealth]:
    platform: Platform = request.app.state.platform
    parts = await probe_all(platform.database.ping, platform.redis.ping)
    return [*parts, _skills(services_of(request).registry.problems)]


def _skills(problems: Sequence[Problem]) -> PartHealth:
    """A broken edit: its last good version serves, but somebody should know."""
    said = [f"{wrong.file.name}:{wrong.line} {wrong.rule}" for wrong in problems[:3]]
    more = [f"and {len(problems) - 3} more"] if len(problems) > 3 else []
    return PartHealth("skills", not problems, needed=False, detail=", ".join(said + more))


def _is_private(address: str) -> bool:
    try:
        return ip_address(address).is_private
    except ValueError:
        return False
