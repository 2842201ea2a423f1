"""The server as a process that dies at ``CRASH_AT``: ``python -m tests.crash.child [--chat]``."""

import os
import sys

import uvicorn

from app.core.config import get_settings
from app.main import create_app
from tests.crash.points import arm


def main() -> None:
    """Serve on ``PORT`` until told to stop, or until the crash point is reached."""
    if point := os.environ.get("CRASH_AT"):
        arm(point)
    settings = get_settings()
    app = create_app(settings, chat="--chat" in sys.argv)
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning")


if __name__ == "__main__":
    main()
