"""Errors as problem+json (RFC 9457): a stable ``code``, and a sentence in the caller's language."""

from collections.abc import Mapping
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from app.api.language import shell_for
from app.api.pages import page
from app.core.errors import ConfigurationError, NotSignedIn, OurBug, RaptorError, TooFast
from app.core.variants import Shell
from app.security.origins import same_site_path
from app.security.principal import Principal
from integrations.languages import messages

PROBLEM: Final = "application/problem+json"
CODES_BY_STATUS: Final[Mapping[int, str]] = {
    400: "invalid_request",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    413: "body_too_large",
    415: "wrong_content_type",
    422: "invalid_request",
    429: "too_fast",
    503: "unavailable",
}

log = structlog.get_logger(__name__)


def sentence(shell: Shell, error: RaptorError) -> str:
    """What a person reads about the error; a general sentence when it has none of its own."""
    key = error.message_key
    if not messages.has(key, shell):
        key = f"account.problem.{_titled(error.status)}"
    try:
        return messages.text(shell, key, **error.params)
    except (KeyError, IndexError) as missing:
        log.error("error.sentence_missing", action="translate", key=key, missing=str(missing))
        return messages.text(shell, f"account.problem.{_titled(error.status)}")


def problem(shell: Shell, error: RaptorError, **extra: Any) -> JSONResponse:
    """The answer that carries an error. Settings are the operator's business and stay inside."""
    hidden = isinstance(error, ConfigurationError | OurBug)
    body: dict[str, Any] = {
        "type": f"urn:raptorflow:error:{error.code}",
        "title": messages.text(shell, f"account.problem.{_titled(error.status)}"),
        "status": error.status,
        "detail": sentence(shell, error),
        "code": error.code,
        **({} if hidden or not error.params else {"params": _plain(error.params)}),
        **extra,
    }
    headers: dict[str, str] = {"content-language": shell}
    if isinstance(error, TooFast):
        headers["retry-after"] = str(error.retry_after_seconds)
    if isinstance(error, NotSignedIn):
        headers["www-authenticate"] = "Bearer"
    return JSONResponse(body, error.status, headers, media_type=PROBLEM)


def problem_for(connection: HTTPConnection, error: RaptorError, **extra: Any) -> Response:
    """The problem in the language of whoever sent the request; a page where a page was wanted."""
    principal: Principal | None = getattr(connection.state, "principal", None)
    shell = shell_for(connection, principal.shell if principal else None)
    if not _wants_page(connection):
        return problem(shell, error, **extra)
    return page(
        "error.html",
        shell,
        title=messages.text(shell, f"account.problem.{_titled(error.status)}"),
        status=error.status,
        code=error.code,
        detail=sentence(shell, error),
        again=same_site_path(connection.url.path, "/"),
    )


def _wants_page(connection: HTTPConnection) -> bool:
    """Whether a browser waits for something to show."""
    data = connection.url.path.startswith("/api/") or connection.scope["type"] != "http"
    return not data and "text/html" in connection.headers.get("accept", "")


def install(app: FastAPI) -> None:
    """Answer every error of the application with a problem."""
    app.add_exception_handler(RaptorError, _on_raptor_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_unknown)


async def _on_raptor_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, RaptorError):
        return await _on_unknown(request, error)
    if error.status >= 500:
        log.error("request.failed", action="answer", code=error.code, detail=str(error))
    return problem_for(request, error)


async def _on_invalid(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    fields = [
        {"field": ".".join(str(part) for part in item["loc"]), "problem": item["type"]}
        for item in found[:20]
    ]
    return problem_for(request, _Status(422, "invalid_request"), errors=fields)


async def _on_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    answer = problem_for(request, _Status(status, CODES_BY_STATUS.get(status, "our_bug")))
    if isinstance(error, HTTPException) and error.headers:
        answer.headers.update(error.headers)
    return answer


async def _on_unknown(request: Request, error: Exception) -> Response:
    log.error("request.broken", action="answer", error=type(error).__name__, exc_info=error)
    return problem_for(request, OurBug("our_bug", detail=repr(error)))


def _titled(status: int) -> int:
    return status if status in CODES_BY_STATUS or status in (402, 409) else 500


class _Status(RaptorError):
    """An error known only by its HTTP status."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status  # type: ignore[misc]


def _plain(params: Mapping[str, object]) -> dict[str, object]:
    return {
        name: value if isinstance(value, str | int | float | bool) else str(value)
        for name, value in params.items()
    }
