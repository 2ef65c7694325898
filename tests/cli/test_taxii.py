"""A collection of a TAXII server into a dossier, before a real server on this machine; nothing is kept of a half answer or of a secret."""

from __future__ import annotations

import base64
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from stix_made import made

from legation.cli import main
from legation.dossier import load
from legation.errors import BadValue, CannotRead
from legation.sources import stix
from legation.sources.stix import taxii
from legation.sources.stix.taxii import client
from legation.sources.stix.vocabulary import STANDARD_MARKINGS

MEDIA = "application/taxii+json;version=2.1"
ROWS = [made("tool", at) for at in range(1, 8)]


class Desk(http.server.ThreadingHTTPServer):
    """A server with two collections; it gives three objects at a time, and fails where it is told to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: list[tuple[str, str]] = []
        self.fails_at = 10**6
        self.objects: Any = ROWS
        self.sent: list[Any] = []
        self.refuses = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/taxii2/"

    @property
    def collection(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api/collections/c1/"


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Desk)
        parts, head = urlsplit(self.path), {}
        self.server.seen.append((self.path, self.headers.get("Authorization", "")))
        status, value = 200, {}
        if parts.path == "/taxii2/":
            value = {"title": "CERT", "default": "/api/", "api_roots": ["/api/", "https://elsewhere.example.org/"]}
        elif parts.path == "/api/collections/":
            rows = [("c1", "Incidents", True), ("c2", "Alerts", True), ("c3", "Closed", False)]
            value = {"collections": [{"id": i, "title": t, "can_read": r} for i, t, r in rows]}
        else:
            query = parse_qs(parts.query)
            at = int(query.get("next", query.get("added_after", ["0"]))[0])
            page = self.server.objects[at : at + 3]
            status = 500 if at >= self.server.fails_at else 200
            more = at + 3 < len(self.server.objects)
            head = {"X-TAXII-Date-Added-Last": str(at + len(page))}
            value = {"objects": page, "more": more} | ({"next": str(at + 3)} if more else {})
        body = json.dumps(value).encode()
        self.send_response(status)
        for name, text in {"Content-Type": MEDIA, "Content-Length": str(len(body)), **head}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        assert isinstance(self.server, Desk)
        self.server.seen.append((self.path, self.headers.get("Authorization", "")))
        value = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.headers["Content-Type"] == MEDIA
        self.server.sent += value["objects"]
        count, refused = len(value["objects"]), self.server.refuses
        status = {"id": "s1", "status": "complete", "success_count": count - refused, "failure_count": refused, "pending_count": 0}
        body = json.dumps(status).encode()
        self.send_response(202)
        for name, text in {"Content-Type": MEDIA, "Content-Length": str(len(body))}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    for name in ("LEGATION_TAXII_TOKEN", "LEGATION_TAXII_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    server = Desk()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def matter(tmp_path: Path) -> Path:
    assert main(["new", str(tmp_path / "matter"), "--marking", "TLP:CLEAR"]) == 0
    return tmp_path / "matter"


def there(matter: Path, name: str) -> list[Any]:
    part = f"incidents/{name}.json"
    return list(stix.decode(load(matter).files[part], part).objects)


def test_a_collection_comes_in_whole_page_by_page_and_again_without_a_change(desk: Desk, matter: Path, capsys) -> None:
    words = ["import", "taxii", desk.collection, "--into", str(matter)]
    assert main([*words, "--dry-run"]) == 0
    assert "Nothing was written" in capsys.readouterr().out and not load(matter).files
    assert main(words) == 0

    assert there(matter, "c1") == ROWS
    said = capsys.readouterr().out
    assert "7 objects of 7 added" in said and "--added-after 7" in said
    before = load(matter).hash
    assert main([*words, "--added-after", "6"]) == 0
    assert "0 objects of 1 added" in capsys.readouterr().out and load(matter).hash == before


@pytest.mark.parametrize("name", ["c1", "Incidents"])
def test_a_collection_is_found_by_its_id_or_its_title(desk: Desk, matter: Path, name: str, capsys) -> None:
    assert main(["import", "taxii", desk.url, "--into", str(matter), "--collection", name]) == 0
    assert there(matter, "Incidents") == ROWS and not any("elsewhere" in path for path, _ in desk.seen)
    capsys.readouterr()


@pytest.mark.parametrize("words", [[], ["--collection", "c9"], ["--collection", "Closed"]])
def test_those_that_may_be_read_are_listed_where_none_is_meant(desk: Desk, matter: Path, words: list[str], capsys) -> None:
    assert main(["import", "taxii", desk.url, "--into", str(matter), *words, "--lang", "fr"]) == 2
    said = capsys.readouterr().err
    assert "c1 (Incidents) | c2 (Alerts)" in said and "c3" not in said.replace("--collection", "")
    assert not load(matter).files


def test_a_failure_on_a_later_page_leaves_the_dossier_as_it_was(desk: Desk, matter: Path, capsys) -> None:
    words = ["import", "taxii", desk.collection, "--into", str(matter)]
    desk.objects = ROWS[:2]
    assert main(words) == 0
    before, desk.objects, desk.fails_at = load(matter).hash, ROWS, 6

    assert main(words) == 3
    assert "status 500" in capsys.readouterr().err and load(matter).hash == before
    desk.fails_at = 10**6
    assert main(words) == 0 and there(matter, "c1") == ROWS
    capsys.readouterr()


def test_what_is_cut_by_a_limit_is_said_and_gone_on_with(desk: Desk, matter: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    words = ["import", "taxii", desk.collection, "--into", str(matter)]
    with monkeypatch.context() as patch:
        patch.setattr(client, "PAGES_LIMIT", 1)
        assert main(words) == 1
    assert there(matter, "c1") == ROWS[:3] and "--added-after 3" in capsys.readouterr().out
    assert main([*words, "--added-after", "3"]) == 0 and there(matter, "c1") == ROWS
    capsys.readouterr()


def test_who_we_are_comes_from_the_environment_alone(desk: Desk, matter: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    words = ["import", "taxii", desk.collection, "--into", str(matter)]
    assert main([*words, "--user", "desk"]) == 2
    assert "LEGATION_TAXII_PASSWORD" in capsys.readouterr().err and desk.seen == []
    monkeypatch.setenv("LEGATION_TAXII_TOKEN", "SECRET-TOKEN")
    assert main(words) == 0
    monkeypatch.setenv("LEGATION_TAXII_PASSWORD", "SECRET-WORD")
    assert main([*words, "--user", "desk"]) == 0

    assert desk.seen[0][1] == "Bearer SECRET-TOKEN"
    assert desk.seen[-1][1] == "Basic " + base64.b64encode(b"desk:SECRET-WORD").decode()
    data = b"".join(path.read_bytes() for path in matter.rglob("*") if path.is_file())
    said = capsys.readouterr()
    assert b"SECRET" not in data and "SECRET" not in said.out + said.err


@pytest.mark.parametrize("url", ["http://taxii.example.org/collections/c1/", "https://u:SECRET@taxii.example.org/", "taxii.example.org"])
def test_an_address_that_may_not_be_called_is_refused_before_any_call(matter: Path, url: str, capsys) -> None:
    assert main(["import", "taxii", url, "--into", str(matter)]) == 2
    said = capsys.readouterr().err
    assert "address of a TAXII server must be" in said and "SECRET" not in said


RED = next(identity for identity, marking in STANDARD_MARKINGS.items() if marking == "TLP:RED")


def deposit(matter: Path, *objects: Any) -> None:
    stix.write(stix.Incidents.of(objects), matter.parent / "breach.json")
    assert main(["import", "stix", str(matter.parent / "breach.json"), "--into", str(matter)]) == 0


def test_what_a_reader_may_see_is_added_to_a_collection(desk: Desk, matter: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    deposit(matter, *ROWS[:2], ROWS[2] | {"object_marking_refs": [RED]})
    monkeypatch.setenv("LEGATION_TAXII_TOKEN", "SECRET-TOKEN")
    words = ["export", str(matter), desk.collection, "--incidents", "breach", "--marking", "TLP:AMBER"]

    assert main(words) == 0
    assert desk.sent == ROWS[:2] and desk.seen == [("/api/collections/c1/objects/", "Bearer SECRET-TOKEN")]
    assert "2 objects sent: 2 taken, 0 refused, 0 waiting" in capsys.readouterr().out
    desk.refuses = 1
    assert main(words) == 1
    assert "1 refused" in capsys.readouterr().out


@pytest.mark.parametrize("missing", ["--incidents", "--marking", "collection"])
def test_nothing_is_sent_unless_it_is_said_what_and_for_whom(desk: Desk, matter: Path, missing: str, capsys) -> None:
    deposit(matter, *ROWS)
    given = {"--incidents": "breach", "--marking": "TLP:AMBER"}
    words = [word for name, value in given.items() if name != missing for word in (name, value)]
    url = desk.url if missing == "collection" else desk.collection

    assert main(["export", str(matter), url, *words]) == 2
    assert "--marking" in capsys.readouterr().err and desk.seen == []


def test_a_victim_that_a_text_still_names_holds_everything_back(desk: Desk, matter: Path, capsys) -> None:
    incident, firm = made("incident", 1), made("identity", 2, name="Firm of the North", identity_class="organization")
    hit = made("relationship", 3, relationship_type="targets", source_ref=incident["id"], target_ref=firm["id"])
    deposit(matter, incident, firm, hit, made("note", 4, content="Calls to Firm of the North.", object_refs=[incident["id"]]))
    words = ["export", str(matter), desk.collection, "--incidents", "breach", "--marking", "TLP:GREEN", "--audience", "partner"]

    assert main(words) == 1
    assert "Nothing was sent" in capsys.readouterr().out and desk.seen == []


def test_objects_are_sent_page_by_page_and_a_failed_request_is_not_repeated(desk: Desk) -> None:
    server = taxii.Server(url=desk.url)
    progress: list[int] = []
    found = taxii.push(server, "/api/", "c1", ROWS, page=3, progress=lambda done, _: progress.append(done))

    assert (found.sent, found.taken, found.refused, found.waiting, progress) == (7, 7, 0, 0, [3, 6, 7]) and desk.sent == ROWS
    assert found.statuses == ("s1",) * 3
    tried: list[str] = []

    def dead(address: str, *_: object) -> Any:
        tried.append(address)
        raise ConnectionResetError

    lost = taxii.Server(url=desk.url, opener=dead, resolver=lambda *_: ["127.0.0.1", "127.0.0.1"])
    with pytest.raises(CannotRead):
        taxii.push(lost, "/api/", "c1", ROWS)
    assert len(tried) == 1
    with pytest.raises(BadValue):
        taxii.push(server, "/api/", "c1", ROWS, page=0)
