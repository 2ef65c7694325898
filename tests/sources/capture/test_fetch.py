"""Pages from a server of our own, that the fetcher takes for a machine on the public Internet."""

from __future__ import annotations

import datetime as dt
import gzip
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable

import pytest

from legation.errors import CannotRead, WrongUse
from legation.language import LANGUAGES, say
from legation.sources.capture import capture_page, fetch
from legation.sources.capture.evidence import SIZE_LIMIT

PUBLIC = "93.184.216.34"
PAGE = b"<!doctype html><title>Report</title><p>Hello"


def reply(body: bytes = PAGE, status: str = "200 OK", kind: str = "text/html; charset=utf-8", **lines: str) -> bytes:
    head = {"Content-Type": kind, "Content-Length": str(len(body)), **{k.replace("_", "-"): v for k, v in lines.items()}}
    lines_of_head = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in head.items() if value), "", ""]
    return "\r\n".join(lines_of_head).encode("latin-1") + body


def moved(to: str, status: int = 302) -> bytes:
    return reply(b"", f"{status} Found", Location=to)


Answer = bytes | Callable[[socket.socket], None]


class Web:
    """A server at a loopback port, and the name service and dialler that lead to it."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Answer] = {}
        self.requests: list[bytes] = []
        self.dialled: list[tuple[str, int]] = []
        self.looked_up: list[str] = []
        self.names: dict[str, list[str] | Exception] = {}
        self.context = context
        self.over = threading.Event()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.threads: list[threading.Thread] = []
        self._spawn(self._serve)

    def _spawn(self, run: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=run, args=arguments, daemon=True)
        self.threads.append(thread)
        thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            self._spawn(self._answer, connection)

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(10)
            try:
                line = self.context.wrap_socket(connection, server_side=True) if self.context else connection
                with line:
                    request = b""
                    while b"\r\n\r\n" not in request:
                        request += line.recv(4096) or b"\r\n\r\n"
                    self.requests.append(request)
                    page = self.pages.get(request.split(b" ")[1].decode() if b" " in request else "", reply(b"no", "404 Not Found"))
                    if callable(page):
                        page(line)
                    else:
                        line.sendall(page)
            except (OSError, ValueError):
                return

    def resolver(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        found = self.names.get(host, [PUBLIC])
        if isinstance(found, Exception):
            raise found
        return found

    def opener(self, address: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append((address, port))
        return socket.create_connection(self.server.getsockname(), timeout=seconds)

    def fetch(self, url: str, **options: object):
        return fetch(url, resolver=self.resolver, opener=self.opener, **options)

    def close(self) -> None:
        self.over.set()
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        for thread in self.threads:
            thread.join(10)


@pytest.fixture
def web():
    made = Web()
    yield made
    made.close()


def refused(web: Web, url: str, kind: type[Exception] = CannotRead, **options: object) -> str:
    with pytest.raises(kind) as caught:
        web.fetch(url, **options)
    for lang in LANGUAGES:
        assert not say(caught.value.message, lang).startswith("[")
    return caught.value.message.id


def test_a_page_comes_as_it_is(web):
    web.pages["/report?x=1"] = reply()
    page = web.fetch("http://www.un.org/report?x=1#part")

    assert (page.data, page.status, page.media_type, page.name) == (PAGE, 200, "text/html", "report")
    assert page.url == page.final_url == "http://www.un.org/report?x=1"
    assert web.dialled == [(PUBLIC, 80)]
    assert web.looked_up == ["www.un.org"]


def test_nothing_is_sent_along(web):
    web.pages["/"] = reply(Set_Cookie="a=b")
    web.pages["/go"] = moved("/", 302)
    web.fetch("http://un.org/go")
    lines = [line.split(b":")[0].lower() for request in web.requests for line in request.split(b"\r\n")[1:] if line]

    assert set(lines) == {b"host", b"user-agent", b"accept", b"accept-encoding", b"connection"}
    assert all(request.count(b"Host: un.org\r\n") == 1 and b"User-Agent: Legation/" in request for request in web.requests)


def test_proxies_of_the_environment_are_not_used(web, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    web.pages["/"] = reply()

    assert web.fetch("http://un.org/").data == PAGE
    assert web.dialled == [(PUBLIC, 80)]


def test_a_fetched_page_becomes_evidence(web):
    web.pages["/old"] = moved("/new/Page%20one.html", 301)
    web.pages["/new/Page%20one.html"] = reply()
    taken = capture_page(web.fetch("http://un.org/old"), day=dt.date(2026, 3, 1))

    assert taken.evidence.url == "http://un.org/old"
    assert taken.header.final_url == "http://un.org/new/Page%20one.html"
    assert taken.header.status == 200
    assert taken.part.endswith("-Page-one.html")
    assert taken.evidence.publisher == "un.org"


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["::1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["::ffff:127.0.0.1"],
        [PUBLIC, "127.0.0.1"],
        ["192.168.1.1", PUBLIC],
        ["fe80::1%eth0"],
        ["nonsense"],
    ],
)
def test_a_name_that_leads_inside_is_refused_before_a_connection(web, addresses):
    web.names["inside.example.org"] = addresses

    assert refused(web, "http://inside.example.org/", WrongUse) == "capture.not-public"
    assert web.dialled == []


def test_an_address_inside_is_refused_though_no_name_is_looked_up(web):
    web.names = {host: [host] for host in ("127.0.0.1", "169.254.169.254", "::1", "100.64.0.1")}
    for url in ("http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://100.64.0.1/"):
        assert refused(web, url, WrongUse) == "capture.not-public"
    assert web.dialled == []


def test_a_name_that_changes_its_mind_is_looked_up_once(web):
    answers = [[PUBLIC], ["127.0.0.1"]]
    web.pages["/"] = reply()
    page = fetch("http://rebind.example.org/", resolver=lambda host, port: answers.pop(0), opener=web.opener)

    assert page.data == PAGE
    assert web.dialled == [(PUBLIC, 80)]
    assert answers == [["127.0.0.1"]]


def test_a_redirect_to_a_name_that_changed_its_mind_is_refused(web):
    answers = [[PUBLIC], ["127.0.0.1"]]
    web.pages["/"] = moved("http://rebind.example.org/admin")
    with pytest.raises(WrongUse):
        fetch("http://rebind.example.org/", resolver=lambda host, port: answers.pop(0), opener=web.opener)

    assert web.dialled == [(PUBLIC, 80)]


WHERE_NOT_TO = (
    "http://169.254.169.254/latest/ http://127.0.0.1/ http://[::1]/ //127.0.0.1/ http://2130706433/ http://localhost/ file:///etc/passwd "
    "gopher://un.org/ data:text/html,x javascript:alert(1) http://un.org:22/ http://me:pw@un.org/ http://[::ffff:a9fe:a9fe]/ http://[bad "
    "http://metadata/ //[::1]:80/"
)


@pytest.mark.parametrize("to", WHERE_NOT_TO.split())
@pytest.mark.parametrize("status", [301, 308])
def test_a_redirect_is_checked_like_an_address(web, to, status):
    web.names |= {host: [host] for host in ("127.0.0.1", "169.254.169.254", "::1", "::ffff:a9fe:a9fe")}
    web.pages["/"] = moved(to, status)

    refused(web, "http://un.org/", WrongUse)
    assert web.dialled == [(PUBLIC, 80)]


def test_redirects_are_counted(web):
    web.pages |= {f"/{n}": moved(f"/{n + 1}") for n in range(9)}
    web.pages["/5"] = reply()

    assert web.fetch("http://un.org/0").hops == tuple(f"http://un.org/{n}" for n in range(6))
    web.pages["/5"] = moved("/6")
    web.pages["/6"] = reply()
    assert refused(web, "http://un.org/0") == "capture.too-many-redirects"
    web.pages["/loop"] = moved("/loop")
    assert refused(web, "http://un.org/loop") == "capture.too-many-redirects"


@pytest.mark.parametrize(
    "status", ["404 Not Found", "403 Forbidden", "500 Oh", "206 Partial Content", "304 Not Modified", "204 No Content", "302 No Location"]
)
def test_only_a_whole_page_counts(web, status):
    web.pages["/"] = reply(PAGE, status)
    assert refused(web, "http://un.org/") == "capture.status"


@pytest.mark.parametrize("kind", ["video/mp4", "application/zip", "application/x-msdownload", "text/calendar"])
def test_kinds_that_are_not_kept_are_not_downloaded(web, kind):
    web.pages["/"] = drip(reply(b"", kind=kind, Content_Length="1000"), web)
    assert refused(web, "http://un.org/", seconds=5) == "capture.not-fetched-kind"


def test_an_empty_page_is_said_to_be_empty(web):
    web.pages["/"] = reply(b"")
    assert refused(web, "http://un.org/") == "capture.empty"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"SSH-2.0-OpenSSH_9\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        reply(PAGE, Content_Length="1000"),
        reply(PAGE, Content_Encoding="br"),
        reply(PAGE, Content_Encoding="gzip"),
        reply(gzip.compress(PAGE)[:-9], Content_Encoding="gzip"),
        reply(b"zz\r\nhello\r\n", Content_Length="", Transfer_Encoding="chunked"),
        reply(b"5\r\nhel", Content_Length="", Transfer_Encoding="chunked"),
    ],
)
def test_nonsense_is_one_sentence(web, answer):
    web.pages["/"] = answer
    assert refused(web, "http://un.org/") in ("capture.bad-answer", "capture.no-connection")


@pytest.mark.parametrize(
    "answer",
    [
        reply(gzip.compress(PAGE), Content_Encoding="gzip"),
        reply(gzip.compress(PAGE), Content_Encoding="x-gzip"),
        reply(PAGE, Content_Length=""),
        reply(
            b"5\r\n" + PAGE[:5] + b"\r\n%x\r\n" % len(PAGE[5:]) + PAGE[5:] + b"\r\n0\r\n\r\n",
            Content_Length="",
            Transfer_Encoding="chunked",
        ),
    ],
)
def test_a_page_may_come_packed_or_in_pieces(web, answer):
    web.pages["/"] = answer
    assert web.fetch("http://un.org/").data == PAGE


def flood(line: socket.socket) -> None:
    line.sendall(reply(b"", Content_Length=""))
    for _ in range(SIZE_LIMIT // 65_536 + 64):
        line.sendall(b"x" * 65_536)


@pytest.mark.parametrize(
    "answer",
    [reply(PAGE, Content_Length=str(SIZE_LIMIT + 1)), flood, reply(gzip.compress(b"\0" * (SIZE_LIMIT + 1)), Content_Encoding="gzip")],
)
def test_what_is_too_large_is_stopped(web, answer):
    web.pages["/"] = answer
    assert refused(web, "http://un.org/") == "capture.too-large-page"


def test_a_large_page_may_just_fit(web):
    web.pages["/"] = reply(gzip.compress(b"x" * SIZE_LIMIT), Content_Encoding="gzip")
    assert len(web.fetch("http://un.org/").data) == SIZE_LIMIT


def drip(start: bytes, web: Web) -> Callable[[socket.socket], None]:
    def answer(line: socket.socket) -> None:
        line.sendall(start)
        for _ in range(200):
            if web.over.wait(0.05):
                return
            line.sendall(b"x")

    return answer


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nX: ", reply(b"", Content_Length="99999"), reply(b"", Content_Length="")])
def test_a_page_that_drips_is_ended(web, start):
    web.pages["/"] = drip(start, web)
    assert refused(web, "http://un.org/", seconds=0.6) == "capture.too-slow"


def test_a_server_that_says_nothing_is_ended(web):
    web.pages["/"] = lambda line: web.over.wait(20)
    assert refused(web, "http://un.org/", seconds=0.4) == "capture.too-slow"


def test_a_name_service_that_says_nothing_is_ended(web):
    def silent(host: str, port: int) -> list[str]:
        web.over.wait(20)
        return []

    with pytest.raises(CannotRead) as caught:
        fetch("http://un.org/", resolver=silent, opener=web.opener, seconds=0.3)
    assert caught.value.message.id == "capture.too-slow"


def test_a_name_that_is_not_there_is_said_so(web):
    web.names["gone.example.org"] = socket.gaierror("no")
    web.names["none.example.org"] = []

    assert refused(web, "http://gone.example.org/") == "capture.no-such-host"
    assert refused(web, "http://none.example.org/") == "capture.no-such-host"


def test_a_machine_that_does_not_answer_is_passed_over_for_the_next(web):
    web.pages["/"] = reply()
    tried = []

    def opener(address: str, port: int, seconds: float) -> socket.socket:
        tried.append(address)
        if address == "9.9.9.9":
            raise ConnectionRefusedError
        return web.opener(address, port, seconds)

    web.names["un.org"] = ["9.9.9.9", PUBLIC]
    assert fetch("http://un.org/", resolver=web.resolver, opener=opener).data == PAGE
    assert tried == ["9.9.9.9", PUBLIC]
    web.names["un.org"] = ["9.9.9.9"] * 9
    with pytest.raises(CannotRead) as caught:
        fetch("http://un.org/", resolver=web.resolver, opener=opener)
    assert caught.value.message.id == "capture.no-connection"
    assert len(tried) == 5


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """Two contexts: of a server that is called secure.example.org, and of a reader that trusts who made its certificate."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "secure.example.org")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("secure.example.org"), x509.IPAddress(ipaddress.ip_address("9.9.9.9"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return server, ssl.create_default_context(cafile=str(folder / "cert.pem"))


@pytest.fixture
def secure(certificates):
    made = Web(certificates[0])
    yield made, certificates[1]
    made.close()


def test_a_secure_page_goes_to_the_checked_address_and_is_checked_by_name(secure):
    web, trusted = secure
    web.pages["/"] = reply()

    assert web.fetch("https://secure.example.org/", context=trusted).data == PAGE
    assert web.dialled == [(PUBLIC, 443)]
    web.names["9.9.9.9"] = ["9.9.9.9"]
    assert web.fetch("https://9.9.9.9/", context=trusted).data == PAGE


def test_a_certificate_of_another_or_of_no_one_is_refused(secure):
    web, trusted = secure
    web.pages["/"] = reply()

    assert refused(web, "https://other.example.org/", context=trusted) == "capture.bad-certificate"
    assert refused(web, "https://secure.example.org/") == "capture.bad-certificate"
    assert web.requests == []


def test_a_secure_page_does_not_lead_to_an_open_one(secure):
    web, trusted = secure
    web.pages["/"] = moved("http://secure.example.org/")

    assert refused(web, "https://secure.example.org/", context=trusted) == "capture.downgrade"
    assert len(web.dialled) == 1


def test_a_secure_page_that_drips_is_ended(secure):
    web, trusted = secure
    web.pages["/"] = drip(reply(b"", Content_Length="99999"), web)

    assert refused(web, "https://secure.example.org/", context=trusted, seconds=0.8) == "capture.too-slow"


def test_a_plain_server_on_the_secure_port_is_refused(web):
    web.pages["/"] = reply()
    assert refused(web, "https://un.org/", seconds=1) in ("capture.bad-certificate", "capture.no-connection", "capture.too-slow")


def test_the_time_is_that_of_all_redirects_together(web):
    def slowly(line: socket.socket) -> None:
        web.over.wait(0.25)
        line.sendall(moved("/"))

    web.pages["/"] = slowly
    begun = time.monotonic()
    assert refused(web, "http://un.org/", seconds=0.6) == "capture.too-slow"
    assert time.monotonic() - begun >= 0.5
