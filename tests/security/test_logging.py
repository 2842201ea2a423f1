"""What reaches a log line, and what never does."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from app.observability.logging import REDACTED, configure_logging
from app.security.pii_scanner import redact


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Where the log of this test goes; what was configured before comes back."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    configure_logging(scrub=redact, stream=stream)
    yield stream
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_one_json_object_a_line_in_her_script(written: io.StringIO) -> None:
    structlog.get_logger("app.test").info("drafted", action="write", text="दिवाली")
    [line] = lines(written)
    assert (line["event"], line["action"], line["level"]) == ("drafted", "write", "info")
    assert line["logger"] == "app.test"
    assert line["timestamp"].endswith("Z")
    assert "दिवाली" in written.getvalue()


def test_secrets_and_personal_data_are_hidden_wherever_they_are(written: io.StringIO) -> None:
    structlog.get_logger("app.test").warning(
        "call 98450 12345",
        password="kaju katli",
        JWT_SECRET_KEY="abc",
        headers={"Authorization": "Bearer abc", "accept": "asha@example.in"},
        said=["आधार 2341 2341 2346", 7],
        turn_id="919845012345",
    )
    [line] = lines(written)
    assert line["password"] == line["JWT_SECRET_KEY"] == REDACTED
    assert line["headers"] == {"Authorization": REDACTED, "accept": "aXXX@example.in"}
    assert line["said"] == ["आधार XXXX XXXX 2346", 7]
    assert line["event"] == "call XXXXX XXX45"
    assert line["turn_id"] == "919845012345", "ids stay whole"


def test_libraries_go_through_the_same_pipeline(written: io.StringIO) -> None:
    try:
        raise ValueError("account 123456789012")
    except ValueError:
        logging.getLogger("somebody.else").exception("failed for %s", "asha@ybl")
    [line] = lines(written)
    assert line["event"] == "failed for XXXX@ybl"
    assert "123456789012" not in line["exception"]
    assert "ValueError" in line["exception"]


def test_an_aborted_request_makes_no_noise(written: io.StringIO) -> None:
    try:
        raise RuntimeError("No response returned.")
    except RuntimeError as error:
        logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=error)
    try:
        raise RuntimeError("something real")
    except RuntimeError as error:
        logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=error)
    assert [("something real" in line["exception"]) for line in lines(written)] == [True]
