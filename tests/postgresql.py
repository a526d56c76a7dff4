"""A private PostgreSQL server, the real one: started in a folder of its own, on loopback, stopped at the end."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

START_TIMEOUT_S = 60.0
USER = "translator"


def programs() -> Path | None:
    """The folder with PostgreSQL's `initdb` and `postgres`, None where they are not installed."""
    folders = [Path(found).parent for found in [shutil.which("initdb")] if found]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if all((folder / name).exists() for name in ("initdb", "postgres")):
            return folder
    return None


class Server:
    """A server with an empty database cluster.

    Attributes:
        port: on 127.0.0.1.
        user: the superuser's name.
        password: the superuser's password, which no message may show.
    """

    def __init__(self, **settings: object) -> None:
        """Make the cluster and start the server; `settings` are PostgreSQL's, such as `shared_buffers="256MB"`.

        Raises:
            FileNotFoundError: PostgreSQL is not installed.
        """
        found = programs()
        if found is None:
            raise FileNotFoundError("PostgreSQL is not installed; sh tests/debian-packages installs it")
        self._programs = found
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self.user = USER
        self.password = f"geheim-{secrets.token_hex(8)}"
        self.port = _free_port()
        # Not pytest's own folder: only its owner may enter that, and initdb refuses to run as root.
        self.folder = Path(tempfile.mkdtemp(prefix="translate-kit-postgresql-"))
        (self.folder / "password").write_text(self.password)
        if os.getuid() == 0:
            owner = account()
            for path in (self.folder, self.folder / "password"):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        try:
            self._run(
                "initdb", "--pgdata", "data", "--username", USER, "--pwfile", "password", "--auth=scram-sha-256",
                "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
            )  # fmt: skip
            (self.folder / "password").unlink()
            self.start()
        except BaseException:
            self.close()
            raise

    def url(self, database: str = "postgres", schema: str = "", *, password: bool = True) -> str:
        """The URL of a memory in a database of this server."""
        login = f"{USER}:{self.password}" if password else USER
        return f"postgresql://{login}@127.0.0.1:{self.port}/{database}" + (f"?schema={schema}" if schema else "")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "fsync": "on",
            "max_connections": 100,
            "lc_messages": "C",
            **self._settings,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log = (self.folder / "log").open("ab")
        with log:
            self._process = subprocess.Popen(
                [*self._as_owner(), str(self._programs / "postgres"), "-D", "data", *options],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("PostgreSQL did not start:\n" + (self.folder / "log").read_text("utf-8")[-2000:])
            time.sleep(0.05)

    def stop(self, how: int = signal.SIGINT) -> None:
        """Stop the server: SIGINT breaks off what runs, SIGQUIT is a crash that the next start recovers from."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(START_TIMEOUT_S)
            self._process = None

    def close(self) -> None:
        """Stop the server and remove all of it."""
        # As in a crash: a proper shutdown takes many seconds to write out tables that nobody will read.
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def process_id(self) -> int:
        """Of the process that all others of the server are children of; 0 while it does not run."""
        return self._process.pid if self._process else 0

    def processor_s(self) -> float:
        """Seconds of the processor that the server has used so far, by all its processes."""
        if self._process is None:
            return 0.0
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                # After the name, which can have blanks in it: state, parent, …, then the times; see proc(5).
                fields = stat.read_text().rpartition(")")[2].split()
                if int(stat.parent.name) == self._process.pid:
                    ticks += sum(map(int, fields[11:15]))
                elif int(fields[1]) == self._process.pid:
                    ticks += sum(map(int, fields[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def _answers(self) -> bool:
        import psycopg

        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(self.url(), connect_timeout=5).close()
            return True
        return False

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [*self._as_owner(), str(self._programs / program), *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")

    def _as_owner(self) -> list[str]:
        """What makes root somebody else, and stops the server when the tests are killed."""
        if os.getuid() != 0:
            return ["setpriv", "--pdeathsig=INT"] if shutil.which("setpriv") else []
        owner = account()
        return [
            "setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups", "--pdeathsig=INT",
        ]  # fmt: skip


def account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise FileNotFoundError("PostgreSQL does not run as root, and there is no user postgres or nobody")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
