"""Structured logs: one JSON object a line on stderr, with secrets and personal data taken out.

What identifies a person is known above this layer, so the caller passes ``scrub``; what names a
secret is known here.
"""

import logging
import sys
from collections.abc import Callable, MutableMapping
from typing import Any, Final, TextIO

import structlog

Scrub = Callable[[str], str]

REDACTED: Final = "[redacted]"
_SECRET_NAMES: Final = (
    "password", "secret", "token", "authorization", "cookie", "api_key", "apikey", "dsn",
    "database_url", "database_owner_url", "redis_url", "smtp_url",
)  # fmt: skip
# Written by us and never by a person: ids would otherwise look like telephone numbers.
_PLAIN_NAMES: Final = frozenset(
    {"timestamp", "level", "logger", "request_id", "turn_id", "conversation_id", "tenant_id"}
)
# Chainlit's BaseHTTPMiddleware raises this whenever a browser gives up on a request; it says
# nothing about us, and its traceback buries what does.
_NOISE: Final = "No response returned."


class DropAbortedRequests(logging.Filter):
    """Drops Starlette's complaint about a client that went away."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is worth keeping."""
        error = record.exc_info[1] if record.exc_info else None
        while error is not None:
            if isinstance(error, RuntimeError) and str(error) == _NOISE:
                return False
            error = error.__cause__ or error.__context__
        return _NOISE not in str(record.msg)


def configure_logging(
    *, scrub: Scrub, level: str = "INFO", json: bool = True, stream: TextIO | None = None
) -> None:
    """Send our logs and those of libraries through one pipeline. May be called again."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        Redactor(scrub),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared[:4],
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(DropAbortedRequests())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared[:4],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *shared[4:],
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        theirs = logging.getLogger(name)
        theirs.handlers, theirs.propagate = [], True
    # Addresses carry ids and search words; the access log is ours (see app.api.edge).
    logging.getLogger("uvicorn.access").disabled = True
    for chatty in (
        "alembic.runtime.plugins",
        "httpx",
        "httpcore",
        "socketio",
        "engineio",
        "chainlit",
        "numexpr",
        "traceloop",
    ):
        logging.getLogger(chatty).setLevel("WARNING")


class Redactor:
    """A structlog processor that hides secrets by name and personal data by look."""

    def __init__(self, scrub: Scrub) -> None:
        self._scrub = scrub

    def __call__(
        self, _logger: Any, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        """The event, safe to write down."""
        return {name: self._safe(name, value) for name, value in event.items()}

    def _safe(self, name: str, value: Any) -> Any:
        lowered = name.lower()
        if any(secret in lowered for secret in _SECRET_NAMES):
            return REDACTED
        if name in _PLAIN_NAMES or lowered.endswith("_id"):
            return value
        if isinstance(value, str):
            return self._scrub(value)
        if isinstance(value, dict):
            return {key: self._safe(str(key), inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self._safe(name, inner) for inner in value]
        return value
