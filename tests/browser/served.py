"""The real server as a process of its own, with a folder, port and embedded services of its own."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import httpx

from app.core.config import Settings
from tests.fixtures.waiting import eventually

ROOT = Path(__file__).resolve().parents[2]
# Fresh folders make a database cluster first; a loaded machine takes its time over that.
READY_WITHIN = 120.0


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """``raptorflow serve`` on loopback: started, killed and started again on the same port."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = environment
        self._process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> str:
        """What the server wrote, for the message of a failing test."""
        path = self.data_dir / "server.log"
        return path.read_text("utf-8", errors="replace") if path.exists() else ""

    async def start(self) -> None:
        """Start and wait until it is ready to chat."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        outside = {name.upper() for name in Settings.model_fields}
        environment = {name: value for name, value in os.environ.items() if name not in outside}
        environment |= {
            "ENVIRONMENT": "local",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "DATA_DIR": str(self.data_dir),
            "MODEL_CASCADE": "offline",
            **self._environment,
        }
        with (self.data_dir / "server.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", "from app.cli import main; main()", "serve"),
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        await eventually(self._is_ready, within=READY_WITHIN)

    async def _is_ready(self) -> bool:
        assert self._process is not None
        assert self._process.returncode is None, f"the server ended:\n{self.log[-3000:]}"
        try:
            async with httpx.AsyncClient(trust_env=False) as client:
                answer = await client.get(f"{self.url}/health/ready", timeout=5)
        except httpx.TransportError:
            return False
        return answer.status_code == 200

    async def kill(self) -> None:
        """``kill -9``: nothing is flushed, nothing is closed."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """The orderly end."""
        await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        process.send_signal(number)
        try:
            await asyncio.wait_for(process.wait(), 30)
        except TimeoutError:
            process.kill()
            await process.wait()

    async def get(self, path: str) -> httpx.Response:
        """Ask the API as the owner at this machine."""
        async with httpx.AsyncClient(trust_env=False, base_url=self.url) as client:
            answer = await client.get(path, timeout=20)
        answer.raise_for_status()
        return answer
