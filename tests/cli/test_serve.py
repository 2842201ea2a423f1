"""``serve`` as a user runs it: ready, said so, stopped by a signal without a trace."""

import json
import os
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.bench.servers import free_port
from tests.cli.conftest import COMMAND, environment
from tests.fixtures.waiting import eventually_sync


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Shows the redirect instead of following it."""

    def redirect_request(self, *_args: object, **_named: object) -> None:
        return None


OPENER = urllib.request.build_opener(NoRedirect)


def get(url: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - our own server
    try:
        with OPENER.open(request, timeout=10) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), dict(error.headers)


def is_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> bool:
    assert process.poll() is None, log.read_text("utf-8")[-3000:]
    try:
        return get(f"{url}/health/ready")[0] == 200
    except (urllib.error.URLError, ConnectionError):
        return False


@contextmanager
def serving(folder: Path, **extra: str) -> Iterator[tuple[str, subprocess.Popen[bytes], Path]]:
    port = free_port()
    url, log = f"http://127.0.0.1:{port}", folder / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(port)],
            stdout=output,
            stderr=output,
            cwd=folder,
            env=environment(folder, **extra),
        )
    try:
        eventually_sync(lambda: is_ready(url, process, log), within=60)
        yield url, process, log
    finally:
        process.kill()
        process.wait(30)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_says_where_and_stops_clean(service_folder: Path, number: int) -> None:
    with serving(service_folder) as (url, process, log):
        assert get(f"{url}/")[2]["location"] == "/chat"
        status, page, headers = get(f"{url}/chat", accept="text/html")
        assert status == 200
        assert "<html" in page
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert json.loads(get(f"{url}/health")[1])["status"] == "ok"
        os.kill(process.pid, number)
        assert process.wait(30) == 0
        said = log.read_text("utf-8")
    assert "RaptorFlow is ready: http://localhost:" in said
    assert "signed in already" in said
    assert "Traceback" not in said
    left = [path for path in service_folder.rglob("*.pid") if path.name == "postmaster.pid"]
    assert left == [], "the embedded services stopped with their last user"


def test_outside_local_mode_the_chat_leads_to_sign_in(service_folder: Path) -> None:
    with serving(service_folder, ENVIRONMENT="test") as (url, _process, _log):
        status, _, headers = get(f"{url}/chat", accept="text/html")
        assert (status, headers["location"]) == (303, "/signin?next=/chat")
        assert get(f"{url}/chat/user")[0] == 401
        assert get(f"{url}/chat/project/translations?language=hi")[0] in (200, 401)
        assert get(f"{url}/signin")[0] == 200


def test_a_port_in_use_ends_with_1_and_says_so(service_folder: Path) -> None:
    with serving(service_folder) as (url, _process, _log):
        result = subprocess.run(
            [*COMMAND, "serve", "--port", url.rpartition(":")[2]],
            capture_output=True,
            text=True,
            timeout=60,
            cwd=service_folder,
            env=environment(service_folder),
        )
    assert (result.returncode, result.stdout) == (1, "")
    assert "address already in use" in result.stderr


def test_the_worker_works_until_told(service_folder: Path) -> None:
    log = service_folder / "worker.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*COMMAND, "worker"],
            stdout=output,
            stderr=output,
            cwd=service_folder,
            env=environment(service_folder),
        )
    try:
        eventually_sync(lambda: "Working" in log.read_text("utf-8"), within=60)
        process.terminate()
        assert process.wait(30) == 0
    finally:
        process.kill()
    assert "Traceback" not in log.read_text("utf-8")
