"""Preparing the embedded PostgreSQL: creating the cluster, its roles, and clearing up a crash."""

import contextlib
import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL

from app.core.embedded_layout import (
    POSTGRES_MAJOR,
    POSTGRES_PORT,
    Identity,
    Layout,
    find_postgres,
    service_identity,
)
from app.core.errors import ConfigurationError
from app.core.local_secrets import generated_secret

APP_ROLE: Final = "raptorflow_app"
OWNER_ROLE: Final = "raptorflow_owner"
DATABASE_NAME: Final = "raptorflow"
ORPHAN_PATIENCE_SECONDS: Final = 20.0

# For a laptop and one shop: quick answers, little memory, nothing that risks data (fsync and
# synchronous_commit stay on).
_TUNING: Final = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
    "checkpoint_timeout": "15min",
    "max_worker_processes": "4",
    "max_parallel_workers_per_gather": "0",
    "max_logical_replication_workers": "0",
    "autovacuum_max_workers": "2",
    "huge_pages": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_checkpoints": "off",
    "cluster_name": "raptorflow",
}
_ENVIRONMENT: Final = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class PostgresPlan:
    """How to start PostgreSQL on a layout."""

    layout: Layout
    binaries: Path
    identity: Identity | None

    @classmethod
    def of(cls, layout: Layout) -> "PostgresPlan":
        """The plan for this machine.

        Raises:
            ConfigurationError: no PostgreSQL for this platform, or no user to run it as.
        """
        binaries = find_postgres()
        return cls(layout, binaries, service_identity(binaries, layout))

    def prepare(self) -> None:
        """Make the cluster ready to start; only while no keeper of it lives. Blocks, up to seconds.

        Raises:
            ConfigurationError: ``embedded_failed`` with PostgreSQL's own words.
        """
        data = self.layout.postgres_data
        if data.exists():
            self._check_version()
            end_orphan(data / "postmaster.pid", needle=str(data))
        else:
            self._create_cluster()
        self._prepare_sockets()
        self._keep_roles()

    def orders(self) -> dict[str, Any]:
        """What the keeper is to run."""
        data = self.layout.postgres_data
        options = [f"--{name}={value}" for name, value in _TUNING.items()]
        sockets = f"--unix_socket_directories={self.layout.postgres_socket_dir}"
        return {
            "argv": [str(self.binaries / "postgres"), "-D", str(data), sockets, *options],
            "environment": _ENVIRONMENT,
            "identity": self._as_keywords(),
            "stop_signals": ["SIGINT", "SIGQUIT"],  # fast, then immediate shutdown
        }

    def url(self, role: str) -> str:
        """The address of the database for a role."""
        return URL.create(
            "postgresql+asyncpg",
            username=role,
            password=generated_secret(self.layout.data_dir, role),
            database=DATABASE_NAME,
            query={"host": str(self.layout.postgres_socket_dir), "port": str(POSTGRES_PORT)},
        ).render_as_string(hide_password=False)

    def _as_keywords(self) -> dict[str, Any]:
        """The identity as keyword arguments of ``subprocess``."""
        if self.identity is None:
            return {}
        return {"user": self.identity.uid, "group": self.identity.gid, "extra_groups": []}

    def _prepare_sockets(self) -> None:
        folder = self.layout.postgres_socket_dir
        folder.mkdir(mode=0o700, exist_ok=True)
        self._give(folder)
        # The lock beside the socket names a process id, which after a crash (or in the next
        # container) may be alive as somebody else; that no server of ours lives is known by now.
        for leftover in folder.iterdir():
            leftover.unlink()

    def _give(self, path: Path) -> None:
        if self.identity is not None:
            os.chown(path, self.identity.uid, self.identity.gid)

    def _check_version(self) -> None:
        version = (self.layout.postgres_data / "PG_VERSION").read_text("ascii").strip()
        if version != POSTGRES_MAJOR:
            raise ConfigurationError(
                "embedded_failed",
                params={"settings": "DATA_DIR"},
                detail=f"DATA_DIR holds a PostgreSQL {version} cluster and this is "
                f"{POSTGRES_MAJOR}: dump and load it, or set another DATA_DIR",
            )

    def _create_cluster(self) -> None:
        """Create aside and rename, so that an interrupted start leaves no half cluster."""
        for leftover in self.layout.data_dir.glob("postgres.new-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        fresh = self.layout.data_dir / f"postgres.new-{secrets.token_hex(4)}"
        fresh.mkdir(mode=0o700)
        self._give(fresh)
        # trust holds only inside initdb: pg_hba.conf below lets nobody in without a password, and
        # the superuser, having none, is reachable in single-user mode only.
        self._run("initdb", "-D", str(fresh), "-U", "postgres", "-A", "trust", "-E", "UTF8",
                  "--locale=C", "--no-instructions")  # fmt: skip
        (fresh / "pg_hba.conf").write_text("local all all scram-sha-256\n", "ascii")
        self._single_user(fresh, [f"CREATE DATABASE {DATABASE_NAME}"])
        fresh.rename(self.layout.postgres_data)

    def _keep_roles(self) -> None:
        """Create the two roles, or set their passwords again when the secrets were lost."""
        statements = [self._role(OWNER_ROLE, "CREATEROLE"), self._role(APP_ROLE, "NOCREATEROLE")]
        # What an owner who created the role by migrating has, and no more.
        statements.append(
            f"GRANT {APP_ROLE} TO {OWNER_ROLE} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE"
        )
        statements.append(f"ALTER DATABASE {DATABASE_NAME} OWNER TO {OWNER_ROLE}")
        digest = hashlib.sha256("\n".join(statements).encode()).hexdigest()
        done = self.layout.data_dir / "secrets" / "postgres-roles"
        marker = f"{self.layout.postgres_data.stat().st_ino}:{digest}"
        if done.exists() and done.read_text("ascii") == marker:
            return
        self._single_user(self.layout.postgres_data, statements)
        done.write_text(marker, "ascii")

    def _role(self, name: str, attribute: str) -> str:
        password = generated_secret(self.layout.data_dir, name)
        options = f"{name} LOGIN NOSUPERUSER NOBYPASSRLS {attribute} PASSWORD '{password}'"
        return (
            f"DO $$ BEGIN CREATE ROLE {options}; "
            f"EXCEPTION WHEN duplicate_object THEN ALTER ROLE {options}; END $$"
        )

    def _single_user(self, data: Path, statements: list[str]) -> None:
        """Run statements, one a line, with no server and no socket."""
        lines = "".join(f"{statement};\n" for statement in statements)
        said = self._run("postgres", "--single", "-D", str(data), "postgres", given=lines)
        if "ERROR:" in said or "FATAL:" in said:
            raise _failed(said)

    def _run(self, program: str, *arguments: str, given: str = "") -> str:
        """Run one of PostgreSQL's programs; its words."""
        done: subprocess.CompletedProcess[str] = subprocess.run(  # noqa: S603 (our own arguments)
            [str(self.binaries / program), *arguments],
            input=given,
            text=True,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=_ENVIRONMENT,
            **self._as_keywords(),
        )
        if done.returncode != 0:
            raise _failed(done.stdout)
        return done.stdout


def end_orphan(pid_file: Path, needle: str) -> None:
    """End a server left over from a killed keeper, and remove the pid file it left.

    The number in a stale file may by now be anybody's, so only a process whose command line speaks
    of our folder is touched.

    Raises:
        ConfigurationError: it does not end.
    """
    try:
        pid = int(pid_file.read_text("ascii").split(maxsplit=1)[0])
    except (FileNotFoundError, ValueError, IndexError):
        pid_file.unlink(missing_ok=True)
        return
    deadline = time.monotonic() + ORPHAN_PATIENCE_SECONDS
    next_signal = signal.SIGINT
    while needle in command_line(pid):
        if time.monotonic() > deadline:
            raise _failed(f"process {pid} still serves {needle}: stop it")
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, next_signal)
        next_signal = signal.SIGQUIT if time.monotonic() > deadline - 5 else signal.SIGINT
        time.sleep(0.1)
    pid_file.unlink(missing_ok=True)


def command_line(pid: int) -> str:
    """The command line of a process; empty when there is none."""
    if sys.platform.startswith("linux"):
        try:
            return Path(f"/proc/{pid}/cmdline").read_text("utf-8", "replace").replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError):
            return ""
    listed = subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", "command=", "-p", str(pid)], check=False, capture_output=True, text=True
    )
    return listed.stdout


def _failed(said: str) -> ConfigurationError:
    tail = " ".join(said.strip().splitlines()[-5:])
    return ConfigurationError(
        "embedded_failed",
        params={"settings": "DATA_DIR"},
        detail=f"the embedded PostgreSQL does not start: {tail}",
    )
