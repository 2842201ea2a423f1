"""The echo application, mounted as ours is: `uvicorn app.bench.echo.server:create --factory`."""

from pathlib import Path

from chainlit.utils import mount_chainlit
from fastapi import FastAPI

ENTRY = Path(__file__).with_name("entry.py")


def create() -> FastAPI:
    """A FastAPI application with the echo at `/chat` and the health route the bench waits for."""
    app = FastAPI()

    @app.get("/health/ready")
    async def ready() -> dict[str, str]:
        return {"status": "ok"}

    mount_chainlit(app, target=str(ENTRY), path="/chat")
    return app
