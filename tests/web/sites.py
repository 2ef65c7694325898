"""A small site in a folder of its own, served by a process of its own."""

from __future__ import annotations

import contextlib
import functools
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from once import made_once
from postgresql import database_of, server_in, shared

ROOT = Path(__file__).parents[2]
_SMALL = "small_site"
PASSWORD = "correct-horse-battery-staple"
_PREPARE = "import sys\nfrom pathlib import Path\nfrom legation.web.serving.prepare import prepare\nprepare(examples=Path(sys.argv[1]))"


def environment_of(data: Path) -> dict[str, str]:
    """Return the environment of a site whose data are in a folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LEGATION_", "DJANGO_"))}
    return environment | {
        "LEGATION_DATA": str(data),
        "LEGATION_LANG": "en",
        "LEGATION_LANGUAGE": "en",
        "LEGATION_ADMIN_PASSWORD": PASSWORD,
        "OPENBLAS_NUM_THREADS": "1",
    }


@contextlib.contextmanager
def prepared(folder: Path, *, postgresql: bool, own_server: bool = False) -> Iterator[dict[str, str]]:
    """Give the environment of a site that is there: the first administrator owns the dossier ``small``.

    It is a copy of one that is made once in a run. Its database on PostgreSQL lies in the server that is shared, or in ``postgresql`` in the
    folder: for who stops the server, or looks at its files.
    """
    if postgresql and not own_server:
        shutil.copytree(_in_shared_server(), folder, dirs_exist_ok=True)
        with database_of(_SMALL) as address:
            yield environment_of(folder / "data") | {"LEGATION_DATABASE_URL": address}
    elif postgresql:
        made = made_once("small-site-on-postgresql", _prepare_on_postgresql)
        subprocess.run(["cp", "-a", f"{made}/.", str(folder)], check=True)  # the files of the server stay those of its account
        with server_in(folder / "postgresql") as server:
            yield environment_of(folder / "data") | {"LEGATION_DATABASE_URL": server.get_uri()}
    else:
        shutil.copytree(made_once("small-site", _prepare), folder, dirs_exist_ok=True)
        yield environment_of(folder / "data")


@functools.cache
def _in_shared_server() -> Path:
    """Return the folder of a site whose database lies in the server of this process."""

    def make(folder: Path) -> None:
        shared().psql(f"CREATE DATABASE {_SMALL}")
        _prepare(folder, LEGATION_DATABASE_URL=shared().get_uri(_SMALL))

    return made_once(f"small-site-in-server-{os.getpid()}", make)


def _prepare_on_postgresql(folder: Path) -> None:
    """Make a site in a folder, and its server, which is stopped again."""
    with server_in(folder / "postgresql") as server:
        _prepare(folder, LEGATION_DATABASE_URL=server.get_uri())


def _prepare(folder: Path, **database: str) -> None:
    """Make a site in a folder."""
    from .conftest import PARTS

    (folder / "examples" / "small").mkdir(parents=True)
    for name, text in PARTS.items():
        (folder / "examples" / "small" / name).write_text(text, "utf-8")
    environment = environment_of(folder / "data") | database
    subprocess.run([sys.executable, "-c", _PREPARE, str(folder / "examples")], env=environment, cwd=ROOT, check=True)


def legation(environment: dict[str, str], *words: str) -> tuple[int, str]:
    """Run a command that ends by itself; return its code, and all that it said."""
    done = subprocess.run(
        [sys.executable, "-m", "legation", *words], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


_EACH = """
import contextlib, io, json, sys
from legation.cli import main
said = []
for words in json.loads(sys.argv[1]):
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = main(words)
    said.append((code, out.buffer.getvalue().decode()))
json.dump(said, sys.stdout)
"""


def each(environment: dict[str, str], *commands: tuple[str, ...]) -> list[tuple[int, str]]:
    """Run commands one after the other in one process, for one site; return of each its code, and all that it said."""
    words = [sys.executable, "-c", _EACH, json.dumps(commands)]
    done = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found = [(code, said) for code, said in json.loads(done.stdout)]
    assert "Traceback" not in done.stderr + "".join(said for _, said in found), found
    assert len(found) == len(commands)
    return found


class Server:
    """``legation serve`` on a free port, or on one that another had, from its first sentence to the end of the block."""

    def __init__(self, environment: dict[str, str], *words: str, port: int = 0) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = port or probe.getsockname()[1]
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed at the end of the block
        command = [sys.executable, "-m", "legation", "serve", "--port", str(self.port), *words]
        self.process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=self._log, text=True, start_new_session=True
        )
        self.said = ""
        watchdog = threading.Timer(120, self.kill)
        watchdog.start()
        while "Legation is at" not in self.said:
            line = self.process.stdout.readline()
            assert line, f"{self.said}\n{self.log()}"
            self.said += line
        watchdog.cancel()
        self._wait()

    def _wait(self) -> None:
        """Ask until the server takes connections: the socket listens already, so the first question waits for its answer."""
        assert self.ask("GET", "/health")[0] == 200

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            answer_headers = {name.lower(): ", ".join(answer.headers.get_all(name)) for name in answer.headers}
            return answer.status, answer_headers, answer.read()
        finally:
            connection.close()

    def log(self) -> str:
        self._log.seek(0)
        return self._log.read()

    def kill(self) -> None:
        """End the server and what it started, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(30)
        self.kill()
        self.process.stdout.close()
        self._log.close()


FORM = "application/x-www-form-urlencoded"


def signed_in(server: Server, password: str = PASSWORD) -> str:
    """Sign in as the first administrator; return the cookies: of the session, and against forgery."""
    _, headers, page = server.ask("GET", "/account/login/")
    body = urlencode({"login": "admin@legation.localhost", "password": password, "csrfmiddlewaretoken": token_in(page)}).encode()
    cookie = cookies_in(headers)
    status, headers, _ = server.ask("POST", "/account/login/", body, {"Content-Type": FORM, "Cookie": cookie})
    assert status == 302
    return cookies_in(headers)


def token_in(page: bytes) -> str:
    """Return the token of a form."""
    return re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1].decode()


def cookies_in(headers: dict[str, str]) -> str:
    """Return the cookies that an answer sets, as a browser sends them back."""
    return "; ".join(re.findall(r"legation-(?:session|csrf)=[^;]+", headers["set-cookie"]))
