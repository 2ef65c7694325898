"""What goes to a browser beside the page: nothing that runs from elsewhere, nothing that says too much."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.test import Client, override_settings

from legation.web.site.routing import ROUTES

from .sites import ROOT, environment_of

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "frame-src": {"'self'"},
    "worker-src": {"'self'"},
    "manifest-src": {"'self'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "object-src": {"'none'"},
}
FOREIGN = re.compile(r"""^\s*(?:[a-z][a-z0-9+.-]*:)?//""", re.IGNORECASE)
LOADING = {
    ("script", "src"),
    ("link", "href"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("use", "href"),
    ("image", "href"),
    ("form", "action"),
    ("video", "src"),
    ("object", "data"),
}


class Found(HTMLParser):
    """Everything in a page that its policy would stop."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self._script = False
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        given = dict(attrs)
        if tag == "style" or (
            tag == "script" and "src" not in given and given.get("type") not in ("application/json", "application/ld+json")
        ):
            self.wrong.append(f"<{tag}> inline")
        for name, value in attrs:
            if name == "style" or name.startswith(("on", "hx-on")):
                self.wrong.append(f"{tag} {name}")
            if (value or "").strip().lower().startswith("javascript:"):
                self.wrong.append(f"{tag} {name}={value}")
            if (tag, name) in LOADING and FOREIGN.match(value or ""):
                self.wrong.append(f"{tag} {name}={value}")


def addresses() -> list[str]:
    found = ["/account/login/", "/account/password/reset/", "/nowhere"]
    for route in ROUTES.values():
        address = "/" + route.path.replace("<slug:slug>", "small")
        if route.kind == "page" and "<" not in address:
            found.append(address)
    return found


def test_no_page_holds_anything_that_the_policy_would_stop(site) -> None:
    seen = 0
    for role in ("owner", "guest", "administrator", "anonymous"):
        client = site.client(role)
        for address in addresses():
            answer = client.get(address)
            if not answer.get("Content-Type", "").startswith("text/html"):
                continue
            seen += 1
            assert Found(answer.content.decode()).wrong == [], address
    assert seen > 40


def test_the_checker_finds_what_is_wrong() -> None:
    page = '<p style="x"><b onclick="x"><script>x</script><style></style><a href=" JavaScript:x">x</a><img src="//x.org/y"><script src="https://x.org"></script>'

    assert len(Found(page).wrong) == 7


def test_every_answer_has_the_headers(site) -> None:
    for address in ("/", "/dossiers/small", "/dossiers/small.json", "/nowhere", "/account/login/"):
        answer = site.client("owner").get(address)
        given = {line.split()[0]: set(line.split()[1:]) for line in answer["Content-Security-Policy"].split(";")}
        assert given == POLICY, address
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "Server" not in answer
        assert "Content-Encoding" not in answer  # a page holds a secret and what others wrote: its length must not tell (BREACH)


def test_pages_are_kept_by_nobody_on_the_way(site) -> None:
    answer = site.client("owner").get("/dossiers/small")

    assert answer["Cache-Control"] == "private, no-store"


def test_cookies_are_for_this_site_and_not_for_scripts() -> None:
    client = Client()
    client.get("/account/login/")

    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_over_https_cookies_and_browsers_stay_there(tmp_path) -> None:
    """A site whose public address is https: in a process of its own, since its settings are made when it starts."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom legation.web.serving.prepare import prepare\nprepare(examples=Path(sys.argv[1]))\n"
        "from django.test import Client\nc = Client(headers={'host': 'desk.example.org', 'x-forwarded-proto': 'https'})\n"
        "r = c.get('/account/login/')\nprint(r.status_code, r['Strict-Transport-Security'], bool(c.cookies['legation-csrf']['secure']))\n"
        "print(Client(headers={'host': 'other.example.org'}).get('/account/login/').status_code)"
    )
    environment = environment_of(tmp_path) | {"LEGATION_ORIGIN": "https://desk.example.org", "LEGATION_PROXIES": "1"}
    (tmp_path / "no-examples").mkdir()
    command = [sys.executable, "-c", code, str(tmp_path / "no-examples")]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["200", "max-age=31536000", "True", "400"]


@pytest.mark.parametrize("length", [str(64 * 2**20 + 1), "-1", "many", "１２"])
def test_a_body_above_the_limit_is_refused_with_a_sentence(length) -> None:
    answer = Client(headers={"accept-language": "fr"}).generic("POST", "/language", b"", CONTENT_LENGTH=length)

    assert answer.status_code == 413
    assert "64" in answer.content.decode()
    assert "parties" in answer.content.decode()


def test_the_limit_itself_is_let_through() -> None:
    with override_settings(UPLOAD_LIMIT=11):
        assert Client().generic("POST", "/language", b"language=fr").status_code != 413
        assert Client().generic("POST", "/language", b"language=fra").status_code == 413
        assert Client(headers={"accept": "application/json"}).generic("POST", "/language", b"language=fra").json()["status"] == 413


def test_no_script_and_no_style_asks_another_host() -> None:
    asks = re.compile(
        r"""(?:url\(|@import|\bfrom|\bimport\(?|\bfetch\(|\.src\s*=|new\s+(?:Worker|WebSocket|EventSource)\()\s*["'`]?\s*(?:https?:|wss?:)?//[a-z0-9]""",
        re.IGNORECASE,
    )
    checked = 0
    for finder in get_finders():
        for name, storage in finder.list([]):
            if Path(name).suffix in (".js", ".css", ".svg", ".html") and not name.startswith(("admin/", "django_extensions/")):
                checked += 1
                assert not asks.search(Path(storage.path(name)).read_text("utf-8")), name
    assert checked > 10
    assert asks.search('import "https://x.org/y.js"')
    assert asks.search("p { background: url(//x.org/y) }")
