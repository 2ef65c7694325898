"""A site as a person starts it: a server of its own process, with the examples, on a port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

EMAIL = "admin@legation.localhost"
PASSWORD = "a long sentence for the desk"


@dataclass(frozen=True)
class Served:
    """Where a site is, and its first administrator."""

    address: str
    email: str = EMAIL
    password: str = PASSWORD


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Start the site and stop it afterwards."""
    folder = tmp_path_factory.mktemp("served")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    cleared = {name: value for name, value in os.environ.items() if not name.startswith("LEGATION_") and name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "legation", "serve", "--port", str(port), "--data", str(folder / "data")]
    log = folder / "log"
    with log.open("wb") as errors:
        server = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env=cleared | {"LEGATION_ADMIN_PASSWORD": PASSWORD}
        )
    address = f"http://127.0.0.1:{port}/"
    try:
        assert server.stdout is not None
        said = next((line for line in server.stdout if address in line), None)
        assert said, log.read_text("utf-8")
        yield Served(address.rstrip("/"))
    finally:
        server.terminate()
        server.communicate(timeout=60)


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Path:
    """Return the folder in which pictures of the walk are left."""
    return Path(request.config.rootpath) / "build" / "tutorial"
