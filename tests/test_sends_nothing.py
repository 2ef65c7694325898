"""Legation sends nothing anywhere: a connection to another machine is opened where :data:`CONNECTIONS` says so, asked for, and nowhere else.

Every test of this project runs under the recorder of ``recorder/opened.py``: what leaves the machine is refused, and the test fails
(``conftest.py``). So each command, page, question, reader and the worker is watched wherever it is tested. Here it is asked of the code,
which modules could connect; of each declared feature, that it calls the machine that the person named and no other; and of whole processes,
which run without a route to anywhere and under a record of the system's own calls. ``LEGATION_SENDS_NOTHING=all`` runs them all: ``make
brief``, each command, a site with its worker.
"""

from __future__ import annotations

import ast
import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from recorder import a_site, every_command, opened
from recorder.watching import nothing_left
from source_trees import tree_of

from legation.cli import main
from legation.cli.app import app
from legation.connections import CONNECTIONS
from legation.errors import LegationError

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
ALL = os.environ.get("LEGATION_SENDS_NOTHING") == "all"
ELSEWHERE = "9.9.9.9"
"""A public address that nobody of ours has; no packet goes to it, since the recorder refuses first."""
CONNECTING = (
    *("socket", "ssl", "http.client", "urllib.request", "smtplib", "ftplib", "poplib", "imaplib", "xmlrpc", "socketserver", "asyncio"),
    *("requests", "httpx", "aiohttp", "urllib3", "websockets", "psycopg", "distributed", "dask", "pyspark", "huggingface_hub", "paramiko"),
    *("django.core.mail", "allauth.socialaccount"),
)
"""Modules that can open a connection."""
LIKELY = re.compile(r"^\s*(?:import|from) .*\b(?:" + "|".join(name.rpartition(".")[2] for name in CONNECTING) + r")\b", re.MULTILINE)
OPENS_NONE = {
    "legation.web.serving.header_limit": "runs in the loop of the server",
    "legation.web.consular.crises.accounts_mail": "hands what leaves to the sender of the house",
    "legation.web.settings": "tells the letters what this machine is called",
    "legation.web.serving.server": "listens, and answers who comes",
    "legation.web.runs.worker": "asks for the name of this machine",
    "legation.web.serving.bridge": "runs in the loop of the server",
    "legation.web.rooms.stream": "runs in the loop of the server, and answers who came",
}
"""Modules of ours that import one of these and open nothing."""
WITHOUT_A_ROUTE = "a network without a route needs rights that are absent here"
LONG = "part of the long proof: LEGATION_SENDS_NOTHING=all"


# --- what the code could open ------------------------------------------------------------------------------------------------------------


def connecting(text: str) -> set[str]:
    """Return the connecting modules that a module imports, at its top or within a function."""
    found: set[str] = set()
    if not LIKELY.search(text):
        return found
    for node in ast.walk(tree_of(text)):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return {name for name in CONNECTING if any(one == name or one.startswith(f"{name}.") for one in found)}


def test_each_module_that_could_connect_is_declared() -> None:
    could = {
        ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): names
        for path in sorted(SOURCE.rglob("*.py"))
        if (names := connecting(path.read_text("utf-8")))
    }
    declared = {module for one in CONNECTIONS for module in one.modules}

    assert connecting("import os, urllib.request") == connecting("def f():\n from urllib import request") == {"urllib.request"}
    assert {module: names for module, names in could.items() if module not in declared and module not in OPENS_NONE} == {}
    assert sorted(declared | set(OPENS_NONE)) == sorted(could), "what is declared connects"
    assert len({one.id for one in CONNECTIONS}) == len(CONNECTIONS)


# --- each declared feature calls whom the person named ------------------------------------------------------------------------------------


def _capture(_settings: Any, _patch: pytest.MonkeyPatch) -> None:
    from legation.sources.capture.page import fetch

    fetch(f"http://{ELSEWHERE}/page")


def _taxii(_settings: Any, _patch: pytest.MonkeyPatch) -> None:
    from legation.sources.stix import taxii

    taxii.Server(url=f"https://{ELSEWHERE}/taxii2/").get("")


def _site(_settings: Any, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("LEGATION_TOKEN", "of-this-test")
    assert main(["--server", f"https://{ELSEWHERE}", "questions"]) == 3


def _mail(settings: Any, patch: pytest.MonkeyPatch) -> None:
    from django.core.mail import send_mail

    from legation.web.site.environment import mail_settings

    mail = mail_settings(Path("data"), f"smtp://{ELSEWHERE}:587?from=desk@example.org")
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = mail.backend, mail.host, mail.port
    send_mail("Alert", "Read it on the site.", mail.sender, ["a@example.org"])


def _waves(_settings: Any, patch: pytest.MonkeyPatch) -> None:
    from legation.web.consular.crises.handing import Letter
    from legation.web.consular.crises.mail import Mailbox
    from legation.web.consular.crises.text_gateway import Gateway

    letter = Letter("one", "a@example.org", "A question", "How are you?")
    Gateway(f"https://{ELSEWHERE}/messages", b"a secret of sixteen letters").hand_over(letter)
    Mailbox(f"smtp://{ELSEWHERE}:25?from=desk@example.org").hand_over(letter)


def _sign_on(settings: Any, patch: pytest.MonkeyPatch) -> None:
    from django.test import Client

    app = {"provider_id": "mfa", "name": "Ministry", "client_id": "x", "secret": "y", "settings": {"server_url": f"https://{ELSEWHERE}"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    Client().get("/account/login/")
    assert opened.LEFT == [], "the page of signing in calls nobody"
    Client().post("/account/oidc/mfa/login/")


def _cluster(_settings: Any, patch: pytest.MonkeyPatch) -> None:
    from legation import cluster

    patch.setenv("LEGATION_DASK", f"tcp://{ELSEWHERE}:8786")
    patch.setattr(cluster, "_WAIT", 0.3)
    with cluster.computing():
        pass


def _database(_settings: Any, _patch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own library opens it, below Python: a listener on this machine sees it come."""
    import psycopg

    from legation.web.site.environment import database

    with socket.create_server(("127.0.0.1", 0)) as there:
        came: list[bytes] = []

        def answer() -> None:
            line, _ = there.accept()
            with line:
                came.append(line.recv(8))

        waiting = threading.Thread(target=answer)
        waiting.start()
        place = database(Path("data"), f"postgresql://desk@127.0.0.1:{there.getsockname()[1]}/desk")
        with contextlib.suppress(psycopg.Error):
            psycopg.connect(host=place["HOST"], port=place["PORT"], user=place["USER"], dbname=place["NAME"], connect_timeout=2)
        waiting.join(5)
        opened.LEFT.append(f"{ELSEWHERE}:{len(came)}")


def _spark(_settings: Any, patch: pytest.MonkeyPatch) -> None:
    """The master is Java's to call: what we hand over is the address, from the variable and nowhere else."""
    from legation.lake import spark

    def session(master: str) -> Any:
        opened.LEFT.append(master.removeprefix("spark://"))
        raise ConnectionError

    patch.setenv("LEGATION_SPARK_MASTER", f"spark://{ELSEWHERE}:7077")
    patch.setattr(spark, "_session", session)
    spark.Spark()


ASKED: dict[str, Callable[[Any, pytest.MonkeyPatch], None]] = {
    "capture": _capture,
    "taxii": _taxii,
    "site": _site,
    "mail": _mail,
    "waves": _waves,
    "sign-on": _sign_on,
    "database": _database,
    "cluster": _cluster,
    "spark": _spark,
}
"""How a person asks for each declared connection."""


def test_each_declared_connection_has_its_case() -> None:
    assert set(ASKED) == {one.id for one in CONNECTIONS}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ASKED))
def test_what_a_person_asks_for_calls_whom_the_person_named_and_nobody_else(name: str, settings: Any, monkeypatch: Any) -> None:
    with contextlib.suppress(LegationError, OSError):
        ASKED[name](settings, monkeypatch)
    called, opened.LEFT[:] = {one.rpartition(":")[0] for one in opened.LEFT}, []

    assert called == {ELSEWHERE}


def test_the_recorder_refuses_and_fails_what_calls_another_machine_and_nothing_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as here:
        socket.create_connection(here.getsockname()).close()
    socket.getaddrinfo("localhost", 80)
    assert opened.LEFT == []
    with socket.socket() as plain, socket.socket(socket.AF_INET6) as six, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as single:
        calls: dict[str, Callable[[], Any]] = {
            "9.9.9.9:80": lambda: plain.connect((ELSEWHERE, 80)),
            "2620:fe::fe:80": lambda: six.connect(("2620:fe::fe", 80)),
            "9.9.9.9:53": lambda: single.sendto(b"x", (ELSEWHERE, 53)),
            "nobody.example:80": lambda: urllib.request.build_opener(urllib.request.ProxyHandler({})).open("http://nobody.example"),
            "nobody.example:": lambda: socket.gethostbyname("nobody.example"),
        }
        refused(calls)


def refused(calls: dict[str, Callable[[], Any]]) -> None:
    for there, call in calls.items():
        with pytest.raises(OSError):
            call()
        assert [there] == opened.LEFT
        with pytest.raises(AssertionError, match=re.escape(there)):
            nothing_left()
        opened.LEFT.clear()


# --- whole processes, without a route and under a record -----------------------------------------------------------------------------------

_LOOPBACK = 'ip link set lo up 2>/dev/null; exec "$@"'


def without_a_route() -> list[str]:
    """Return the words before a command that leave it the loopback alone; skip where this needs rights that are absent."""
    words = ["unshare", "--user", "--map-root-user", "--net", "sh", "-c", _LOOPBACK, "sh"]
    if shutil.which("unshare") is None or subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
        pytest.skip(WITHOUT_A_ROUTE)
    return words


def traced(file: Path) -> list[str]:
    """Return the words before a command by which the system writes down each call that connects; none where strace is not there."""
    if shutil.which("strace") is None:
        return []
    return ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(file)]


def left(record: Path, trace: Path) -> list[str]:
    """Return what left the machine by either record."""
    seen = record.read_text("utf-8").splitlines() if record.exists() else []
    calls = re.findall(r".*sin6?_(?:port|addr).*", trace.read_text("utf-8", "replace")) if trace.exists() else []
    return seen + [one for one in calls if not re.search(r'inet_addr\("(?:127\.|0\.0\.0\.0)|"::1"|"::"', one)]


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    """Return a function that runs a command without a route; afterwards neither record may show that anything left."""
    record, trace = tmp_path / "record", tmp_path / "trace"
    before = [*without_a_route(), *traced(trace)]
    with_nothing = {
        name: value for name, value in opened.environment(record).items() if name not in ("LEGATION_DATA", "DJANGO_SETTINGS_MODULE")
    }

    def run(*words: str, **given: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*before, *words], env=with_nothing, cwd=ROOT, capture_output=True, text=True, check=False, **given)

    yield run
    assert left(record, trace) == []


def test_what_leaves_is_on_record(tmp_path: Path) -> None:
    """The records see what they are there for: a look-up and a connection of a child."""
    record, trace = tmp_path / "record", tmp_path / "trace"
    words = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import socket; socket.create_connection((\"9.9.9.9\", 80))'])"
    subprocess.run(
        [*without_a_route(), *traced(trace), sys.executable, "-c", words], env=opened.environment(record), capture_output=True, check=True
    )

    assert any("9.9.9.9:80" in one for one in left(record, trace))
    assert not traced(trace) or any('inet_addr("9.9.9.9")' in one for one in left(record, trace))


def test_each_command_has_its_words() -> None:
    assert {*every_command.COMMANDS, "serve", "worker"} == set(app("en").commands)  # type: ignore[attr-defined]


def test_commands_run_without_a_route_and_open_nothing(alone: Any, tmp_path: Path) -> None:
    names = list(every_command.COMMANDS) if ALL else ["check", "export", "lint"]
    done = alone(sys.executable, str(ROOT / "tests/recorder/every_command.py"), str(tmp_path / "work"), *names)
    codes = {name: int(code) for name, code, *_ in (line.split() for line in done.stdout.splitlines())}

    assert list(codes) == names, done.stderr[-2000:]
    assert {name: code for name, code in codes.items() if code not in (0, 1, 4)} == (
        {"release": 2} if ALL else {}
    )  # no row waits to be released


@pytest.mark.skipif(not ALL, reason=LONG)
def test_the_main_job_runs_without_a_route_and_opens_nothing(alone: Any, tmp_path: Path) -> None:
    fetched = ("--old-file=.venv/.run", "--old-file=src/legation/briefing/fonts/.fetched")  # packages and fonts came when it was installed
    done = alone("make", *fetched, "brief", f"OUT={tmp_path / 'brief'}")

    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "brief").rglob("*.pdf"))) >= 4


@pytest.mark.skipif(not ALL, reason=LONG)
def test_a_site_and_its_worker_run_without_a_route_and_open_nothing(alone: Any, tmp_path: Path) -> None:
    done = alone(sys.executable, str(ROOT / "tests/recorder/a_site.py"), str(tmp_path / "site"))
    pages = re.findall(r"^page (\S+) (\d+)$", done.stdout, re.MULTILINE)

    assert {path: status for path, status in pages if status != "200"} == {}, done.stderr[-2000:]
    assert len(pages) == len(a_site.PAGES)
    assert re.search(r"^computed \S+ True$", done.stdout, re.MULTILINE), done.stdout
    assert "letters 1" in done.stdout
