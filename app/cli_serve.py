"""``serve``, ``worker`` and ``migrate``: the commands that containers run."""

import asyncio
import gc
import signal
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from app.cli_output import emit, fail, run, say
from app.cli_words import told, words

if TYPE_CHECKING:
    from app.core.config import Settings
    from app.core.platform import Platform

GRACE_SECONDS: Final = 5
# Measured with 5,000 sessions: full collections were the whole tail of the latency, 1,186 ms at p99
# against 35 ms with these thresholds and what start-up made frozen (docs/decisions/0009).
GC_THRESHOLDS: Final = (200_000, 50, 1_000)


def serve(
    host: Annotated[
        str | None, typer.Option(envvar="HOST", help="Address to listen on.", show_default=False)
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(envvar="PORT", min=0, max=65535, help="Port.", show_default=False),
    ] = None,
) -> None:
    """Serve web and chat in one process, with embedded services unless URLs are set."""
    from app.core.config import get_settings
    from app.core.errors import RaptorError
    from app.observability.logging import configure_logging
    from app.security.pii_scanner import redact

    # What start-up makes lives as long as the process; looking through it again and again while it
    # grows was a tenth of the time to be ready.
    gc.disable()
    configure_logging(scrub=redact)
    try:
        settings = get_settings()
        overrides = {"host": host, "port": port}
        given = {name: value for name, value in overrides.items() if value is not None}
        _run_until_told(settings.model_copy(update=given))
    except RaptorError as error:
        fail(told(error))


def worker() -> None:
    """Run background work only: jobs, due payments, and turns whose process died."""
    run(_work())


def migrate() -> None:
    """Bring the schema to head and create the restricted role."""
    run(_migrate())


async def _serve(settings: "Settings", signals: "_Signals") -> None:
    """Open the platform while the application is imported, then serve until told to stop."""
    from app.core.platform import open_platform

    importing = asyncio.create_task(asyncio.to_thread(_import_app, settings))
    async with AsyncExitStack() as stack:
        stack.callback(importing.cancel)
        platform = await stack.enter_async_context(open_platform(settings))
        create_app = await importing
        signals.uvicorn_listens = True
        ready = asyncio.Event()
        if settings.database_url is None:
            working = asyncio.create_task(_work_beside(platform, ready))
            stack.push_async_callback(_end, working)
        app = create_app(platform.settings, platform=platform)
        await _run_server(app, platform.settings, ready)


async def _work_beside(platform: "Platform", ready: asyncio.Event) -> None:
    """The worker in this process, once the chat can be opened: it must not make anybody wait."""
    from app.jobs.background import background_work

    await ready.wait()
    async with background_work(platform):
        await asyncio.Event().wait()


async def _end(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _run_server(app: Any, settings: "Settings", ready: asyncio.Event) -> None:
    """Serve, and say where once it can be opened."""
    import uvicorn

    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            _settle_memory()
            if self.started:
                ready.set()
                _announce(settings, self.servers[0].sockets[0].getsockname()[1])

    await Announcing(config).serve()


def _settle_memory() -> None:
    """Keep the collector away from what start-up made, and let it look less often at the rest."""
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    gc.enable()


def _announce(settings: "Settings", port: int) -> None:
    address = settings.public_url or f"http://localhost:{port}"
    say(words("cli.serve.ready", address=address))
    if settings.environment == "local":
        say(words("cli.serve.signed_in"))
    else:
        say(words("cli.serve.sign_in", address=f"{address}/signin"))
    say(words("cli.serve.stop"))


def _import_app(settings: "Settings") -> Callable[..., Any]:
    from app.main import create_app, import_parts

    import_parts(settings)
    return create_app


class _Signals:
    """Ends the process in order, whenever SIGINT or SIGTERM comes.

    While it starts, a signal interrupts it. Then uvicorn listens itself, and when it has ended it
    raises what it heard once more for its caller; by default SIGTERM would end the process there,
    before the database is closed.
    """

    def __init__(self) -> None:
        self.uvicorn_listens = False

    def heard(self, _number: int, _frame: FrameType | None) -> None:
        if not self.uvicorn_listens:
            raise KeyboardInterrupt

    @contextmanager
    def kept(self) -> Iterator[None]:
        numbers = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self.heard) for number in numbers}
        try:
            yield
        except KeyboardInterrupt:
            say(words("cli.serve.stopped"))
        except SystemExit as ended:
            # Uvicorn's way to say that the port is taken or the application did not start.
            if ended.code:
                fail(words("cli.serve.not_started"))
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _run_until_told(settings: "Settings") -> None:
    from uvicorn.loops.auto import auto_loop_factory

    signals = _Signals()
    with signals.kept(), asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(_serve(settings, signals))


async def _work() -> None:
    from agents.services import build_services
    from agents.turn_runner import TurnRunner
    from app.core.config import get_settings
    from app.core.platform import open_platform
    from app.jobs.background import background_work

    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    async with open_platform(get_settings()) as platform:
        runner = TurnRunner(await build_services(platform))
        await runner.recover()
        async with background_work(platform):
            say(words("cli.serve.working"))
            await stopping.wait()
        await runner.stop()


async def _migrate() -> None:
    from app.core.config import load_settings
    from app.core.platform import migrate_installation

    emit({"revision": await migrate_installation(load_settings())})
