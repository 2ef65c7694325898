"""``legation serve``: a real server, started and stopped as a person or a system does."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import importlib.util
import json
import os
import re
import signal
import socket
import time
from pathlib import Path

import pytest
from django.test import override_settings

from legation.cli import main
from legation.errors import CannotRead, WrongUse
from legation.language import LANGUAGES
from legation.web.serving import header_limit, static
from legation.web.serving.server import check_workers, listening

from .sites import ROOT, Server, environment_of, legation, prepared

each_database = pytest.mark.each_database("processes share a database")
POSTGRESQL = os.environ.get("LEGATION_TEST_DATABASE") == "postgresql"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Give the environment of a small site, prepared."""
    with prepared(tmp_path_factory.mktemp("served"), postgresql=POSTGRESQL) as environment:
        yield environment


@pytest.fixture(scope="module")
def server(site):
    with Server(site) as running:
        yield running


def test_pages_are_served_with_hashed_scripts_and_no_banner(server) -> None:
    status, headers, body = server.ask("GET", "/account/login/")

    assert status == 200
    assert "server" not in headers
    assert b'src="/static/legation/js/legation.' in body
    script = next(word for word in body.decode().split('"') if word.startswith("/static/legation/js/legation."))
    status, headers, code = server.ask("GET", script)
    assert (status, "immutable" in headers["cache-control"]) == (200, True)
    assert b'import "./menu.js"' not in code  # it names the hashed one


@each_database
def test_a_worker_runs_beside_and_health_is_well(server) -> None:
    status, _, body = server.ask("GET", "/health", headers={"Host": "10.0.0.1"})

    assert (status, json.loads(body)["ok"]) == (200, True)


def test_a_body_above_the_limit_is_answered_before_it_is_sent(server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.putrequest("POST", "/language")
    connection.putheader("Content-Length", str(10**12))
    connection.endheaders(b"language=fr")
    answer = connection.getresponse()

    assert answer.status == 413
    assert b"64" in answer.read()
    connection.close()


def test_what_has_begun_is_answered_when_the_server_is_stopped(site) -> None:
    with Server(site) as running, socket.create_connection(("127.0.0.1", running.port), timeout=30) as wire:
        wire.sendall(b"POST /language HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n")
        assert b"100" in wire.recv(100)  # the request is being answered
        running.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(OSError):  # nothing new is taken from here on
            while True:
                socket.create_connection(("127.0.0.1", running.port), timeout=30).close()
                time.sleep(0.02)
        wire.sendall(b"language=fr")
        answer = wire.recv(65536)
        assert answer.startswith(b"HTTP/1.1 403")  # no token: refused, but answered
        assert running.process.wait(30) == 0
        assert "Traceback" not in running.log()


def test_a_port_in_use_is_one_sentence(server, tmp_path) -> None:
    code, printed = legation(environment_of(tmp_path / "other"), "serve", "--port", str(server.port))

    assert code == 3
    assert f"port {server.port} cannot be listened at" in printed
    assert f"--port {server.port + 1}" in printed
    assert "while attempting" not in printed
    assert not list(tmp_path.glob("other/*.sqlite3"))


def test_an_address_of_another_machine_is_one_sentence() -> None:
    with pytest.raises(CannotRead, match=r"192\.0\.2\.1"):
        listening("192.0.2.1", 8000)


@each_database
@pytest.mark.skipif(POSTGRESQL, reason="on PostgreSQL it is allowed")
@pytest.mark.django_db
def test_several_processes_need_postgresql() -> None:
    check_workers(1)
    with pytest.raises(WrongUse, match="LEGATION_DATABASE_URL"):
        check_workers(2)


@each_database
@pytest.mark.skipif(not POSTGRESQL, reason="on SQLite it is refused")
def test_several_processes_serve_one_site(site) -> None:
    with Server(site, "--workers", "2") as running:
        assert {running.ask("GET", "/account/login/")[0] for _ in range(8)} == {200}
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(30) == 0


@each_database
@pytest.mark.skipif(not POSTGRESQL, reason="on SQLite it is refused")
def test_several_processes_end_with_the_one_that_started_them(site) -> None:
    with Server(site, "--workers", "2") as running:
        running.process.kill()
        end = time.monotonic() + 30
        with contextlib.suppress(OSError):
            while time.monotonic() < end:
                socket.create_connection(("127.0.0.1", running.port), timeout=30).close()
                time.sleep(0.1)
        assert time.monotonic() < end, "the port is still taken"


def test_who_listens_to_the_world_is_told_what_is_missing(site) -> None:
    with Server(site, "--host", "0.0.0.0") as running:
        assert "LEGATION_ORIGIN" in running.said
    with Server(site | {"LEGATION_ORIGIN": "http://desk.example.org"}, "--host", "0.0.0.0") as running:
        assert "not https" in running.said


@pytest.mark.parametrize("words", [["serve"], ["worker"], ["backup", "x.zip"], ["password", "a@example.org"]])
def test_without_the_extra_a_command_of_the_site_is_one_sentence(words, monkeypatch, capsys, tmp_path) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *more: None if name == "allauth" else find(name, *more))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEGATION_LANG", "en")

    assert main(words) == 1
    said = capsys.readouterr().err
    assert said == "A site needs allauth, which is not installed here. Install the extra: pip install 'legation[web]'.\n"
    assert list(tmp_path.iterdir()) == []


def test_scripts_that_were_not_fetched_are_one_sentence(tmp_path) -> None:
    """As after ``make brief`` in a new checkout: fonts are there, scripts are not. Nothing is made before it is said."""
    web = tmp_path / "web"
    (web / "templates" / "site").mkdir(parents=True)
    (web / "static" / "legation").mkdir(parents=True)
    (web / "static" / "vendor").mkdir()
    (web / "templates" / "site" / "base.html").write_text("<script src=\"{% static 'vendor/one.min.js' %}\"></script>")
    (web / "static" / "legation" / "base.css").write_text('@font-face { src: url("../vendor/two.woff2"); }')
    (web / "static" / "vendor" / "one.min.js").write_text("")
    with pytest.raises(CannotRead, match=r"lacks 1 files .* two\.woff2; nothing was started.* make scripts"):
        static.must_be_fetched(web)
    (web / "static" / "vendor" / "two.woff2").write_text("")
    static.must_be_fetched(web)
    static.must_be_fetched()  # and of our own pages nothing is missing


def test_static_files_are_collected_when_they_changed_and_not_else(tmp_path) -> None:
    source = tmp_path / "source"
    (source / "a").mkdir(parents=True)
    (source / "a" / "one.js").write_text(
        'import { two } from "./two.js";\nimport "./two.js";\nif (two) import("./two.js");\n// import "else/where";\n'
    )
    (source / "a" / "two.js").write_text("export const two = 2;\n//# sourceMappingURL=two.js.map\n")
    (source / "a" / "one.css").write_text("p { background: url(two.svg); }\n")
    (source / "a" / "two.svg").write_text("<svg/>")
    storages = {
        "staticfiles": {"BACKEND": "legation.web.serving.static.Files"},
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }
    with override_settings(
        STATIC_ROOT=tmp_path / "static",
        STATICFILES_DIRS=[source],
        STORAGES=storages,
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
    ):
        assert static.collect()
        assert not static.collect()
        (source / "a" / "two.svg").write_text("<svg></svg>")
        assert static.collect()
        names = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"]
        code = (tmp_path / "static" / names["a/one.js"]).read_text()

    two = Path(names["a/two.js"]).name
    assert code == f'import {{ two }} from "./{two}";\nimport "./{two}";\nif (two) import("./{two}");\n// import "else/where";\n'
    assert Path(names["a/two.svg"]).name in (tmp_path / "static" / names["a/one.css"]).read_text()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_on_deploying_names_every_variable(lang) -> None:
    """What the site reads of its environment, and nothing that it does not read."""
    web = ROOT / "src/legation/web"
    ours = [path for path in web.rglob("*.py") if path.relative_to(web).parts[0] not in ("consular", "front")]
    files = (*ours, ROOT / "src/legation/extension.py")
    read = {name for path in files for name in re.findall(r"LEGATION_[A-Z_]+", path.read_text("utf-8"))}
    page = (ROOT / "docs" / lang / "how-to/deploy.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `(LEGATION_[A-Z_]+)` \|", page, re.MULTILINE))

    assert "LEGATION_ORIGIN" in read
    assert listed == read


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_on_the_consular_desk_names_every_variable_of_it(lang) -> None:
    folders = [ROOT / "src/legation/web" / name for name in ("consular", "front")]
    read = {
        name
        for folder in folders
        for path in folder.rglob("*.py")
        for name in re.findall(r"LEGATION_CONSULAR_[A-Z_]+", path.read_text("utf-8"))
    }
    page = (ROOT / "docs" / lang / "how-to/run-a-consular-desk.md").read_text("utf-8")

    assert set(re.findall(r"^\| `(LEGATION_[A-Z_]+)` \|", page, re.MULTILINE)) == read


def test_a_head_that_does_not_end_ends_the_connection(monkeypatch) -> None:
    from uvicorn import Config
    from uvicorn.server import ServerState

    monkeypatch.setattr(header_limit, "SECONDS", 0.3)

    async def page(scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def said(*pieces: bytes) -> bytes:
        config, state = Config(page, lifespan="off", ws="none", log_config=None), ServerState()
        server = await asyncio.get_running_loop().create_server(lambda: header_limit.HeaderLimit(config, state, {}), "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(0.02)
        answer = await asyncio.wait_for(reader.read(), 5)
        writer.close()
        server.close()
        return answer

    begun = b"GET / HTTP/1.1\r\nHost: x\r\n"
    assert asyncio.run(said()) == b""
    assert asyncio.run(said(begun)) == b""
    assert asyncio.run(said(begun, *[b"X: " + b"a" * 20_000 + b"\r\n"] * 5)).startswith(b"HTTP/1.1 400")
    whole = asyncio.run(said(begun + b"\r\n", begun + b"Connection: close\r\n\r\n"))
    assert whole.count(b"HTTP/1.1 204") == 2


def test_the_end_of_an_answer_does_not_wait_for_the_browser_to_say_that_the_beginning_came() -> None:
    with listening("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()[:2]):
        connection, _ = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
