"""Puts Chainlit into our application: environment first, then its import, then the mending.

Chainlit reads its settings from the environment and from files while it is imported, starts with
every door open, and writes beside what it reads. So nothing of it is imported at the top of this
file; what it may read is laid out in ``DATA_DIR/chat``; and of its routes only those that the page
needs are kept.
"""

import os
import sys
import types
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI

from app.core.config import Settings
from app.core.errors import ConfigurationError

ROOT: Final = Path(__file__).resolve().parents[2]
PATH: Final = "/chat"
ENTRY: Final = Path(__file__).parent / "entry" / "chat.py"

# Every other route of Chainlit's is taken off: files, MCP, sharing, its own logins, its index page.
KEPT_ROUTES: Final = frozenset(
    {
        "/ws/socket.io",
        "/auth/config",
        "/auth/header",
        "/logout",
        "/user",
        "/set-session-cookie",
        "/project/translations",
        "/project/settings",
        "/project/threads",
        "/project/thread",
        "/project/thread/{thread_id}",
        "/project/thread/{thread_id}/element/{element_id}",
    }
)


def mount_chat(app: FastAPI, settings: Settings) -> None:
    """Serve the chat at ``/chat``. Call it once, after every other route is there.

    Raises ConfigurationError when the secret for Chainlit's own cookie is missing.
    """
    chainlit_app = import_host(settings)
    from app.chat import handlers, routes, runtime, shims

    _set_secret(settings)
    runtime.bind(app)
    shims.apply(
        settings,
        on_stop=handlers.on_stop,
        on_connected=handlers.on_connected,
        say_error=handlers.say_error,
    )
    _take_routes_off(chainlit_app)
    app.include_router(routes.chat_routes(settings, ROOT / "public"), prefix=PATH)
    app.mount(PATH, chainlit_app)


def import_host(settings: Settings) -> FastAPI:
    """Import Chainlit with our handlers on its hooks, and return its application.

    Takes one to two seconds the first time and may run in a thread; no secret is needed yet.
    """
    prepare_environment(settings)
    from chainlit.config import config, load_module
    from chainlit.server import app as chainlit_app

    if config.run.module_name != str(ENTRY):
        config.run.module_name = str(ENTRY)
        load_module(str(ENTRY))
    found: FastAPI = chainlit_app
    return found


def _set_secret(settings: Settings) -> None:
    if settings.chainlit_auth_secret is None:
        raise ConfigurationError(
            "bad_settings",
            params={"settings": "CHAINLIT_AUTH_SECRET"},
            detail="set CHAINLIT_AUTH_SECRET to 32 random bytes",
        )
    os.environ["CHAINLIT_AUTH_SECRET"] = settings.chainlit_auth_secret.get_secret_value()


def prepare_environment(settings: Settings) -> None:
    """Everything Chainlit reads from the environment, set before it is imported."""
    home = lay_out(settings.data_dir / "chat")
    os.environ |= {
        "CHAINLIT_APP_ROOT": str(home),
        "CHAINLIT_AUTH_COOKIE_NAME": "rf_host",
        "CHAINLIT_ROOT_PATH": PATH,
        # Chainlit would load .env into the environment of the whole process.
        "CHAINLIT_ENV_FILE": os.devnull,
        "TRACELOOP_TELEMETRY": "false",
    }
    for unwanted in ("LITERAL_API_KEY", "LITERAL_API_URL", "CHAINLIT_DEBUG", "CHAINLIT_URL"):
        os.environ.pop(unwanted, None)
    _leave_tracing_out()


def lay_out(home: Path) -> Path:
    """A folder of Chainlit's own: our settings and translations, copied; it may write there.

    The repository (or a container's image) stays as it is, and may be read-only.
    """
    home = home.resolve()
    (home / ".chainlit" / "translations").mkdir(parents=True, exist_ok=True)
    (home / "public").mkdir(exist_ok=True)
    sources = [
        ROOT / ".chainlit" / "config.toml",
        *sorted((ROOT / ".chainlit" / "translations").glob("*.json")),
        *sorted(ROOT.glob("chainlit*.md")),
    ]
    for source in sources:
        target = home / source.relative_to(ROOT)
        content = source.read_bytes()
        if not target.is_file() or target.read_bytes() != content:
            target.write_bytes(content)
    return home


def _leave_tracing_out() -> None:
    """Chainlit imports a tracing kit that reports to its vendor; nothing here ever starts it.

    An empty stand-in keeps it out of the process and takes a third off the time of the import.
    """
    if "traceloop" in sys.modules:
        return
    kit, sdk = types.ModuleType("traceloop"), types.ModuleType("traceloop.sdk")
    kit.__path__ = []
    sdk.__dict__["Traceloop"] = object
    kit.__dict__["sdk"] = sdk
    sys.modules |= {"traceloop": kit, "traceloop.sdk": sdk}


def _take_routes_off(chainlit_app: FastAPI) -> None:
    """Leave only the routes the page needs, before the first request builds the table."""
    from chainlit.server import router

    router.routes[:] = [route for route in router.routes if _path(route) in KEPT_ROUTES]
    chainlit_app.router.routes[:] = [
        # FastAPI keeps an included router as one route without a path of its own.
        route
        for route in chainlit_app.router.routes
        if _path(route) in KEPT_ROUTES or getattr(route, "original_router", None) is router
    ]


def _path(route: Any) -> str:
    return str(getattr(route, "path", ""))
