"""The command line against a site: the same bytes as on this machine, and sentences where it does not go."""

from __future__ import annotations

import contextlib
import dataclasses
import http.server
import io
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest

from legation import extension
from legation.cli import main, server
from legation.dossier import MARKINGS, load, save
from legation.figures import registry
from legation.figures.figure import Figure
from legation.figures.registry import FigureKind, Result
from legation.web.dossiers import store
from legation.web.runs.worker import Worker

pytestmark = pytest.mark.django_db
HERE = "http://127.0.0.1:9"


class InProcess:
    """Takes the place of the network: a request goes to the site in this process, and what is asked is computed after it."""

    def __init__(self, program: Any, *, works: bool = True) -> None:
        self.program, self.works, self.requests = program, works, []

    def open(self, request: Any, timeout: float) -> Any:
        parts = urlsplit(request.full_url)
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        self.requests.append((request.get_method(), address))
        assert request.get_header("Authorization") == "Bearer of-this-test"
        headers = {"Accept-Language": request.get_header("Accept-language")}
        body = json.loads(request.data) | {"wait": 0} if request.data and b"wait" in request.data else request.data and {}
        answer = self.program.ask(request.get_method(), address, body, headers=headers)
        if answer.status_code >= 400:
            raise HTTPError(request.full_url, answer.status_code, "", answer.headers, io.BytesIO(answer.content))
        if self.works:
            Worker().once()
        return contextlib.closing(io.BytesIO(answer.content))


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs the command, on the day of Greenwich as the site, and gives its exit code and what it printed."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.setenv("LEGATION_TOKEN", "of-this-test")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr("legation.cli.remote._PAUSES", (0.0,))

    def run(*words: str, through: Any = None) -> tuple[int, str, str]:
        if through is not None:
            connect = lambda address, lang: server.Server(address, lang, "of-this-test", through)  # noqa: E731
            monkeypatch.setattr("legation.cli.remote.connect", connect)
        capsys.readouterr()
        code = main(list(words))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


QUESTIONS = (
    ("who-stands-where", "--issue", "norms"),
    ("who-can-move", "--first", "A/RES/1", "--second=A/RES/2"),
    ("what-is-due", "--as-of=2019-12-01"),
    ("who-votes-alike", "--seed", "3"),
)


@pytest.mark.parametrize("words", QUESTIONS, ids=lambda words: words[0])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_same_bytes_come_from_a_site_as_from_this_machine(
    site: Any, program: Any, command: Any, tmp_path: Path, words: tuple[str, ...], lang: str
) -> None:
    save(store.content(store.revision_of(site.dossier)), tmp_path / "small.zip")
    question, *options = words
    through = InProcess(program("owner", "ask"))
    for form in (["--json"], []):
        here = command("ask", question, str(tmp_path / "small.zip"), *options, *form, "--lang", lang)
        there = command("--server", HERE, "ask", question, "small", *options, *form, "--lang", lang, through=through)

        assert there == here
        assert here[0] == 0
        assert len(here[1]) > 80


def test_a_figure_is_the_same_picture(site: Any, program: Any, command: Any, tmp_path: Path) -> None:
    save(store.content(store.revision_of(site.dossier)), tmp_path / "small.zip")
    words = ("--issue", "norms", "--figure")
    assert command("ask", "who-stands-where", str(tmp_path / "small.zip"), *words, str(tmp_path / "here.svg"))[0] == 0
    through = InProcess(program("owner", "ask"))
    there = command("--server", HERE, "ask", "who-stands-where", "small", *words, str(tmp_path / "there.svg"), through=through)

    assert there[0] == 0
    assert (tmp_path / "there.svg").read_bytes().startswith(b"<svg")
    assert (tmp_path / "there.svg").read_bytes() == (tmp_path / "here.svg").read_bytes()


def test_a_figure_of_another_package_is_the_same_picture(
    site: Any, program: Any, command: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(result: Result) -> Figure:
        assert result.tables
        bar = {"data": {"values": [{"x": 1}]}, "mark": "bar", "encoding": {"x": {"field": "x", "type": "quantitative"}}}
        return Figure(id="bars", title=result.title, subtitle=result.title, alt=result.title, spec=bar)

    kind = FigureKind(id="bars", questions=("who-stands-where",), draw=draw)
    point = SimpleNamespace(name="bars", value="desk:BARS", load=lambda: kind)
    monkeypatch.setattr(extension, "entry_points", lambda group: [point] if group == "legation.figures" else [])
    registry._declared.cache_clear()
    try:
        save(store.content(store.revision_of(site.dossier)), tmp_path / "small.zip")
        words = ("--issue", "norms", "--figure")
        here = command("ask", "who-stands-where", str(tmp_path / "small.zip"), *words, str(tmp_path / "here-bars.svg"))
        through = InProcess(program("owner", "ask"))
        there = command("--server", HERE, "ask", "who-stands-where", "small", *words, str(tmp_path / "there-bars.svg"), through=through)
    finally:
        registry._declared.cache_clear()

    assert here[0] == there[0] == 0
    assert (tmp_path / "there-bars.svg").read_bytes() == (tmp_path / "here-bars.svg").read_bytes()
    assert (tmp_path / "there-bars.svg").stat().st_size < 20_000, "the picture of the question, not of the package"


def test_the_questions_of_a_site(program: Any, command: Any) -> None:
    through = InProcess(program("guest", "read"))

    for form in (["--json"], []):
        assert command("--server", HERE, "questions", *form, through=through) == command("questions", *form)


def test_an_export_is_what_the_person_sees(site: Any, program: Any, command: Any, tmp_path: Path) -> None:
    code, _, _ = command("--server", HERE, "export", "small", str(tmp_path / "out.zip"), through=InProcess(program("reader", "export")))

    assert code == 0
    whole = store.content(store.revision_of(site.dossier))
    assert load(tmp_path / "out.zip").hash == dataclasses.replace(whole.cleared("TLP:GREEN", "desk"), mandate=None).hash
    assert whole.cleared(MARKINGS[-1], "desk").hash != whole.cleared("TLP:GREEN", "desk").hash


@pytest.mark.parametrize(
    ("who", "scopes", "words", "code", "part"),
    [
        ("owner", ("read",), ("ask", "what-is-due", "small"), 3, "scopes"),
        ("owner", ("ask",), ("ask", "what-is-due", "nowhere"), 3, "no such dossier"),
        ("member", ("ask",), ("ask", "what-is-due", "small"), 3, "no such dossier"),
        ("owner", ("ask",), ("ask", "what-is-do", "small"), 2, "what-is-due"),
        ("owner", ("ask",), ("ask", "who-stands-where", "small", "--issue", "nothing"), 2, "nothing"),
        ("owner", ("ask",), ("ask", "who-stands-where", "small", "--colour", "red"), 2, "colour"),
        ("owner", ("ask",), ("ask", "who-stands-where", "small", "stray"), 2, "stray"),
        ("owner", ("export",), ("export", "small", "out.csv"), 2, ".zip"),
        ("owner", ("export",), ("check", "small"), 2, "ask | questions | export"),
    ],
)
def test_what_does_not_go_is_one_sentence(
    program: Any, command: Any, who: str, scopes: tuple[str, ...], words: tuple[str, ...], code: int, part: str
) -> None:
    found = command("--server", HERE, *words, "--lang=en", through=InProcess(program(who, *scopes)))

    assert (found[0], found[1]) == (code, "")
    assert part in found[2]
    assert "of-this-test" not in found[2]
    assert "Traceback" not in found[2]


def test_a_run_that_fails_says_why(program: Any, command: Any) -> None:
    through = InProcess(program("guest", "ask"))
    code, out, said = command("--server", HERE, "ask", "who-votes-alike", "small", "--lang=en", through=through)

    assert (code, out) == (1, "")
    assert "votes" in said


def test_the_server_is_named_by_the_environment_too(program: Any, command: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATION_SERVER", HERE)
    through = InProcess(program("owner", "ask"))

    assert command("questions", through=through)[0] == 0
    assert through.requests == [("GET", "/api/v1/questions")]
    assert command("fields", "issues")[0] == 0


# --- the network ---------------------------------------------------------------------------------------------------------------------------


class Stub(http.server.BaseHTTPRequestHandler):
    """A server that answers as a test says."""

    answer: tuple[int, dict[str, str], bytes] = (200, {}, b"{}")
    seen: list[tuple[str, str]] = []  # noqa: RUF012 - one for each test

    def do_GET(self) -> None:
        type(self).seen.append((self.path, self.headers.get("Authorization", "")))
        status, headers, body = self.answer
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the library's name

    def log_message(self, *words: Any) -> None:
        """Say nothing."""


@pytest.fixture
def stub() -> Iterator[tuple[type[Stub], str]]:
    kind = type("Stubbed", (Stub,), {"seen": []})
    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield kind, f"http://127.0.0.1:{served.server_address[1]}"
    served.shutdown()
    served.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("answer", "code", "part"),
    [
        ((200, {}, b"<html>"), 3, "Legation site"),
        ((200, {}, b"[" * 100_000), 3, "Legation site"),
        ((404, {}, b"<html>not found"), 3, "Legation site"),
        ((502, {}, b"bad gateway"), 3, "502"),
        ((401, {}, b'{"ok": false, "error": "x", "status": 401}'), 3, "expired"),
        ((429, {}, b'{"ok": false, "error": "too \\u001b[31moften", "status": 429}'), 3, "too [31moften"),
        ((422, {}, b'{"ok": false, "error": 1, "problems": 7}'), 3, "422"),
    ],
)
def test_odd_servers_are_told_in_one_sentence(command: Any, stub: Any, answer: Any, code: int, part: str) -> None:
    kind, address = stub
    kind.answer = answer
    found = command("--server", address, "questions", "--lang=en")

    assert (found[0], found[1]) == (code, "")
    assert part in found[2]
    assert kind.seen == [("/api/v1/questions", "Bearer of-this-test")]


def test_a_redirect_to_another_place_is_refused_and_the_token_stays(command: Any, stub: Any) -> None:
    kind, address = stub
    other = type("Other", (Stub,), {"seen": []})
    elsewhere = http.server.ThreadingHTTPServer(("127.0.0.1", 0), other)
    threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
    try:
        for to in (
            f"http://127.0.0.1:{elsewhere.server_address[1]}/api/v1/questions",
            "https://127.0.0.1/",
            "file:///etc/passwd",
            "//[::1]/",
        ):
            kind.answer = (302, {"Location": to}, b"")
            assert command("--server", address, "questions", "--lang=en")[0] == 3, to
        assert "another place" in command("--server", address, "questions", "--lang=en")[2]
        assert other.seen == []
    finally:
        elsewhere.shutdown()
        elsewhere.server_close()


def test_a_redirect_within_the_site_is_followed_to_an_end(command: Any, stub: Any) -> None:
    kind, address = stub
    kind.answer = (302, {"Location": f"{address}/again"}, b"")
    code, _, said = command("--server", address, "questions", "--lang=en")

    assert code == 3
    assert said.count("\n") == 1


def test_where_nobody_answers(command: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    code, _, said = command("--server", f"http://127.0.0.1:{port}", "questions", "--lang=en")

    assert (code, said.count("\n")) == (3, 1)
    assert "does not answer" in said


@pytest.mark.parametrize(
    "address",
    [
        "http://desk.example.org",
        "ftp://desk",
        "desk.example.org",
        "https://name:word@desk.example.org",
        "https://",
        "https://h:x",
        "https://d/?a=1",
    ],
)
def test_an_address_that_would_give_the_token_away_is_refused(command: Any, address: str) -> None:
    code, out, said = command("--server", address, "questions", "--lang=en")

    assert (code, out) == (2, "")
    assert "https" in said


def test_the_token_lies_in_a_file_that_is_ones_own(command: Any, stub: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kind, address = stub
    kind.answer = (200, {}, b'{"items": []}')
    monkeypatch.delenv("LEGATION_TOKEN")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    place = server.token_file()
    assert command("--server", address, "questions", "--lang=en")[0] == 2
    place.parent.mkdir()
    place.write_text("legation_abc\n")
    place.chmod(0o644)
    code, _, said = command("--server", address, "questions", "--lang=en")
    assert (code, "chmod 600" in said, kind.seen) == (2, True, [])
    place.chmod(0o600)
    assert command("--server", address, "questions", "--json")[:2] == (0, "[]\n")
    assert kind.seen == [("/api/v1/questions", "Bearer legation_abc")]
    place.write_text("two words")
    assert command("--server", address, "questions", "--lang=en")[0] == 2


def test_the_token_shows_itself_nowhere() -> None:
    made = server.Server("https://desk.example.org", "en", "SECRET", None)  # type: ignore[arg-type]

    assert "SECRET" not in repr(made) + str(made)
