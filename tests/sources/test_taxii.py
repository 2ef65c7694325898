"""A TAXII client before a small server of our own, honest or not."""

from __future__ import annotations

import base64
import datetime as dt
import http.server
import ipaddress
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from stix_made import ident, made

from legation.errors import BadValue, CannotRead, WrongUse
from legation.language import LANGUAGES, say
from legation.sources.stix import taxii
from legation.sources.stix.taxii import client, connection

MEDIA = "application/taxii+json;version=2.1"
Answer = tuple[int, dict[str, str], bytes]
ROOT = "/api/"
OBJECTS = f"{ROOT}collections/c1/objects/"


class Place(http.server.ThreadingHTTPServer):
    """A server on this machine that keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Callable[[dict[str, list[str]]], Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/taxii2/"

    def give(self, path: str, value: Any, status: int = 200, **head: str) -> None:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.answers[path] = lambda _: (status, {name.replace("_", "-"): text for name, text in head.items()}, body)


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Place)
        parts = urlsplit(self.path)
        self.server.asked.append((self.path, dict(self.headers)))
        missing: Answer = (404, {}, b"{}")
        found = self.server.answers.get(parts.path)
        status, head, body = found(parse_qs(parts.query)) if found else missing
        self.send_response(status)
        for name, text in {"Content-Type": MEDIA, "Content-Length": str(len(body)), **head}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def place() -> Iterator[Place]:
    server = Place()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def fails(call: Callable[[], object], kind: type[Exception] = CannotRead) -> str:
    with pytest.raises(kind) as raised:
        call()
    for lang in LANGUAGES:
        assert "[stix." not in say(raised.value.message, lang)
    return str(raised.value)


def test_discovery_and_collections(place: Place) -> None:
    place.give("/taxii2/", {"title": "CERT", "default": "/api/", "api_roots": ["/api/", 7, "https://other.example.org/"]})
    place.give(f"{ROOT}collections/", {"collections": [{"id": "c1", "title": "Incidents", "can_read": True}, {"title": "no id"}, 5]})
    server = taxii.Server(url=place.url)

    found = taxii.discover(server)

    assert (found.title, found.default, found.roots) == ("CERT", "/api/", ("/api/", "https://other.example.org/"))
    assert taxii.collections(server, "/api/") == (taxii.Collection(id="c1", title="Incidents", can_read=True),)
    assert place.asked[0][1]["Accept"] == MEDIA and "Authorization" not in place.asked[0][1]
    assert "other.example.org" in fails(lambda: taxii.collections(server, found.roots[1]), WrongUse) and len(place.asked) == 2


@pytest.mark.parametrize(
    ("identity", "line"),
    [
        (taxii.Login("desk", "mot de passé"), "Basic " + base64.b64encode("desk:mot de passé".encode()).decode()),
        (taxii.Token("abc.def-1"), "Bearer abc.def-1"),
    ],
)
def test_who_we_are_is_said_to_the_server_and_shown_to_nobody(place: Place, identity: Any, line: str) -> None:
    place.give("/taxii2/", {"title": "CERT"})
    server = taxii.Server(url=place.url, identity=identity)

    taxii.discover(server)

    assert place.asked[0][1]["Authorization"] == line
    assert not {"passé", "abc.def"} & set(repr(server).split("'")) and "passé" not in repr(server) and "abc.def" not in repr(server)


def test_a_token_with_a_line_end_is_refused_unseen(place: Place) -> None:
    assert "secret" not in fails(lambda: taxii.discover(taxii.Server(url=place.url, identity=taxii.Token("secret\r\nX: 1"))), BadValue)
    assert place.asked == []


def paged(place: Place, count: int, *, named: bool) -> None:
    """Give objects page by page: the next is asked for by a name, or by the date of the last."""
    rows = [made("tool", at) for at in range(1, count + 1)]

    def page(query: dict[str, list[str]]) -> Answer:
        key = query.get("next" if named else "added_after", ["0"])[0]
        at, size = int(key.rpartition("-")[2]), int(query["limit"][0])
        more = at + size < count
        value = {"more": more, "objects": rows[at : at + size]} | ({"next": f"page-{at + size}"} if named and more else {})
        return 200, {"X-TAXII-Date-Added-Last": f"added-{at + size}"}, json.dumps(value).encode()

    place.answers[OBJECTS] = page


@pytest.mark.parametrize("named", [True, False])
def test_all_pages_are_read(place: Place, named: bool) -> None:
    paged(place, 25, named=named)
    told: list[int] = []

    found = taxii.pull(taxii.Server(url=place.url), ROOT, "c1", page=10, progress=lambda done, _: told.append(done))

    assert found.complete and found.pages == 3 and told == [10, 20, 25] and found.last_added == "added-30"
    assert [o["id"] for o in found.incidents.objects] == [ident("tool", at) for at in range(1, 26)] and found.incidents.unplaced == ()


def test_what_is_asked_for_is_asked_of_the_server(place: Place) -> None:
    place.give(OBJECTS, {})

    found = taxii.pull(
        taxii.Server(url=place.url), ROOT, "c1", added_after=dt.datetime(2024, 1, 1, tzinfo=dt.UTC), types=("tool", "malware")
    )

    assert found.complete and found.incidents.objects == ()
    assert parse_qs(urlsplit(place.asked[0][0]).query) == {
        "limit": ["1000"],
        "added_after": ["2024-01-01T00:00:00.000Z"],
        "match[type]": ["tool,malware"],
    }


def test_a_limit_ends_the_reading_and_is_said(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    paged(place, 25, named=True)
    server = taxii.Server(url=place.url)

    short = taxii.pull(server, ROOT, "c1", page=10, most=15)
    monkeypatch.setattr(client, "PAGES_LIMIT", 1)

    assert (len(short.incidents.objects), short.complete) == (15, False)
    assert (len(taxii.pull(server, ROOT, "c1", page=10).incidents.objects), taxii.pull(server, ROOT, "c1", page=10).complete) == (10, False)
    assert "1 or more" in fails(lambda: taxii.pull(server, ROOT, "c1", page=0), BadValue)


@pytest.mark.parametrize("value", [{"more": True, "next": "a", "objects": [7]}, {"more": True, "objects": []}])
def test_a_server_that_never_ends_is_left(place: Place, value: dict[str, Any]) -> None:
    place.give(OBJECTS, value)

    found = taxii.pull(taxii.Server(url=place.url), ROOT, "c1")

    assert not found.complete and found.pages <= 2 and len(place.asked) <= 2


def test_the_name_of_a_collection_stays_a_name(place: Place) -> None:
    fails(lambda: taxii.pull(taxii.Server(url=place.url), ROOT, "../../x?y=1"))

    assert place.asked[0][0].startswith("/api/collections/..%2F..%2Fx%3Fy%3D1/objects/?")


@pytest.mark.parametrize(
    ("value", "how", "said"),
    [
        ({}, {"status": 401}, "let us in"),
        ({}, {"status": 403}, "let us in"),
        ({}, {"status": 500}, "status 500"),
        ({}, {"status": 302, "Location": "https://elsewhere.example.org/"}, "elsewhere.example.org"),
        ([], {}, "does not have"),
        ({"title": 7}, {}, "does not have"),
        (b"<html>", {"Content_Type": "text/html"}, "no JSON"),
        (b'{"title": "a", "title": "b"}', {}, "stands twice"),
        (b"[" * 5000, {}, "deep"),
        (b"{}", {"Content_Encoding": "br"}, "does not have"),
        (b"x", {"Content_Encoding": "gzip"}, "does not have"),
    ],
)
def test_an_answer_that_is_none_is_said(place: Place, value: Any, how: dict[str, Any], said: str) -> None:
    place.give("/taxii2/", value, **how)

    assert said in fails(lambda: taxii.discover(taxii.Server(url=place.url, identity=taxii.Token("abc"))))
    assert len(place.asked) == 1


def test_objects_that_are_no_list(place: Place) -> None:
    place.give(OBJECTS, {"objects": {}})

    assert "does not have" in fails(lambda: taxii.pull(taxii.Server(url=place.url), ROOT, "c1"))


def test_an_answer_that_is_too_large_or_too_slow(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    place.give("/taxii2/", b'{"title": "' + b"a" * 5000 + b'"}')
    monkeypatch.setattr(connection, "PAGE_LIMIT", 1000)
    assert "at once" in fails(lambda: taxii.discover(taxii.Server(url=place.url)))

    def wait(_: object) -> Answer:
        over.wait(30)
        return 200, {}, b"{}"

    place.answers["/taxii2/"] = wait
    assert "did not answer" in fails(lambda: taxii.discover(taxii.Server(url=place.url, seconds=0.2)))
    over.set()


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://taxii.example.org/",
            "ftp://taxii.example.org/",
            "https:///x",
            "https://",
            "taxii.example.org",
            "https://a b/",
            "https://é.org/",
        ),
        *(
            "https://u:p@taxii.example.org/",
            "https://host:99999/",
            "https://[::1/",
            "http://127.0.0.1.example.org/",
            "https://a/\r\nX: 1",
            "",
        ),
    ],
)
def test_an_address_that_may_not_be_called(url: str) -> None:
    assert "u:p" not in fails(lambda: taxii.Server(url=url), WrongUse)


def test_inside_a_network_only_on_demand() -> None:
    def never(*_: object) -> Any:
        raise ConnectionRefusedError

    server = taxii.Server(url="https://taxii.example.org/", resolver=lambda *_: ["93.184.216.34", "10.0.0.8"], opener=never)
    inside = taxii.Server(url="https://taxii.example.org/", resolver=lambda *_: ["10.0.0.8"], opener=never, inside=True)
    nowhere = taxii.Server(url="https://taxii.example.org/", resolver=lambda *_: [], opener=never)

    assert "inside your own network" in fails(lambda: taxii.discover(server), WrongUse)
    assert "takes no connection" in fails(lambda: taxii.discover(inside))
    assert "no host" in fails(lambda: taxii.discover(nowhere))


def certificate(folder: Any) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return the contexts of a server on this machine and of a client that trusts it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made_ = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(secret + made_.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    trusting = ssl.create_default_context(cadata=made_.public_bytes(serialization.Encoding.PEM).decode())
    return server, trusting


def test_a_certificate_is_checked(place: Place, tmp_path: Any, capfd: pytest.CaptureFixture[str]) -> None:
    context, trusting = certificate(tmp_path)
    place.socket = context.wrap_socket(place.socket, server_side=True)
    place.give("/taxii2/", {"title": "CERT"})
    url = place.url.replace("http:", "https:")

    assert "certificate" in fails(lambda: taxii.discover(taxii.Server(url=url, inside=True, identity=taxii.Token("abc"))))
    assert place.asked == []
    assert taxii.discover(taxii.Server(url=url, inside=True, context=trusting)).title == "CERT"
