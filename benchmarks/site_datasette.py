"""Datasette beside the site: the same tables in one SQLite file, served by a program that others keep, from a place of its own.

It comes from PyPI by its version, into a folder that goes away or that ``LEGATION_BENCH_PEERS`` names; it is no dependency of ours. It
reads alone, asks nobody to sign in, and clears nothing: what it serves is what a page costs that needs none of that.
"""

from __future__ import annotations

import contextlib
import csv
import http.client
import io
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

__all__ = ["VERSION", "datasette"]

VERSION = "0.65.5"
_TABLES = ("actors", "positions", "evidence", "relations")
_STARTING = 90.0


@contextlib.contextmanager
def datasette(parts: Mapping[str, bytes]) -> Iterator[tuple[int, list[str]]]:
    """Serve the tables of a dossier; give the port and the pages: each table, filtered tables, and rows. OSError where it cannot be had."""
    with tempfile.TemporaryDirectory(prefix="legation-peer-") as folder:
        place = Path(os.environ.get("LEGATION_BENCH_PEERS") or folder) / f"datasette-{VERSION}"
        program = _installed(place)
        file = Path(folder) / "made.db"
        pages = _filled(file, parts)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = int(free.getsockname()[1])
        process = subprocess.Popen(
            [str(program), "serve", "--immutable", str(file), "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _answers(port, process)
            yield port, pages
        finally:
            process.terminate()
            process.wait(30)


def _installed(place: Path) -> Path:
    program = place / "bin" / "datasette"
    if not program.exists():
        words = ([sys.executable, "-m", "venv", str(place)], [str(place / "bin" / "pip"), "install", "--quiet", f"datasette=={VERSION}"])
        for command in words:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise OSError(done.stderr.strip()[-300:] or done.stdout.strip()[-300:])
    return program


def _filled(file: Path, parts: Mapping[str, bytes]) -> list[str]:
    """Write the tables into a file of SQLite and return the pages to ask for."""
    pages = ["/made"]
    with contextlib.closing(sqlite3.connect(file)) as there:
        for name in _TABLES:
            header, *rows = csv.reader(io.StringIO(parts[f"{name}.csv"].decode()))
            columns = ", ".join(f'"{column}"' for column in header)
            there.execute(f'CREATE TABLE "{name}" ({columns})')
            there.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(header))})', rows)
            first = header[0] if header[0] != "supersedes" else header[1]
            there.execute(f'CREATE INDEX "{name}-{first}" ON "{name}" ("{first}")')
            pages += [f"/made/{name}", f"/made/{name}?_sort={first}", f"/made/{name}/1", f"/made/{name}/{len(rows) // 2}"]
        there.commit()
    return pages


def _answers(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _STARTING
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/-/versions.json")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise OSError("datasette does not answer")
