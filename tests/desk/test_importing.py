"""A list is stored whole or not at all: every problem at once, in whatever encoding it comes."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.wsgi import get_wsgi_application

from legation.language import Message, say
from legation.web.consular.house import HOUSE
from legation.web.consular.pages.people import importing
from legation.web.consular.people import forget_people, known_people
from legation.web.consular.records.models import Household, Person
from legation.web.consular.taking.listed import COLUMNS, decoded, read_list
from legation.web.consular.vault import vault
from legation.web.serving.bridge import Threads

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HEAD = "Foyer;Prénoms;Nom;Date de naissance;Nationalité;Document;Téléphone;Courriel;Langue;Pays;Ville;Premier jour;Dernier jour\n"
GOOD = (
    "1;Zoé;Lefèvre;31/01/1980;France;FRA 12AB34567;+33 6 12 34 56 78;zoe@example.org;français;Chili;;2099-07-01;06/08/2099\n"
    "1;Anaïs;Lefèvre;;;;;;;Chili;;2099-07-01;06/08/2099\n"
    ";محمد;خليل;1990-05-04;;;+56 2 2123 4567;;arabe;Chili;;;2099-08-06\n"
)


@pytest.fixture(autouse=True)
def _nobody_yet():
    forget_people()


def sent(client, data: bytes, seed: str = "a" * 32):
    return client.post("/posts/lyndon/people/import/read", {"file": SimpleUploadedFile("list.csv", data), "seed": seed})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "mixed"])
def test_a_list_is_read_in_every_encoding(browser, encoding):
    if encoding == "mixed":
        one, two, three = GOOD.splitlines(keepends=True)
        data = HEAD.encode("cp1252") + one.encode("cp1252") + two.encode() + three.encode("cp1256")
    else:
        data = (HEAD + GOOD).encode(encoding)
    answer = sent(browser("officer"), data)

    assert answer.status_code == 200, answer.content.decode()
    assert "3 people are stored" in answer.content.decode()
    known = known_people()
    assert sorted(known.family) == ["Lefèvre", "Lefèvre", "خليل"]
    assert "Anaïs" in known.given
    assert Household.objects.count() == 2
    assert len(vault().find("phone", "+33612345678")) == 1
    assert len(vault().find("document", "FRA-12AB34567")) == 1
    assert set(Person.objects.values_list("state", "post")) == {("confirmed", "lyndon")}


def test_every_problem_is_said_at_once_and_nothing_is_stored(browser):
    wrong = (
        "2;a\u202eb;;1980-13-01;Ruritania;;12;no address;klingon;Chili;;2099-09-01;2099-08-06\n"
        "3;;;;;;;;;;;;\n"
        "4;with\x00nul;x;;;;+33612345678;;;Chili;;;2099-08-06\n"
        "1;Late;x;;;;;;;Pérou;;;2099-08-06\n"
    )
    answer = sent(browser("officer"), (HEAD + GOOD + wrong).encode())
    shown = answer.content.decode()

    assert answer.status_code == 422
    found = read_list((HEAD + GOOD + wrong).encode(), HOUSE.posts[0], "x")
    assert {(one.line, one.column) for one in found.problems} >= {
        (5, "given"), (5, "birth"), (5, "nationalities"), (5, "phones"), (5, "emails"), (5, "languages"), (5, "leaves"),
        (6, "given"), (6, "country"), (6, "leaves"), (6, "phones"), (7, "given"), (8, "household"),
    }  # fmt: skip
    assert f"{len(found.problems)} things are wrong" in shown
    assert "ends before it begins" in shown
    assert Household.objects.count() == 0


def test_columns_that_are_missing_or_unknown_are_said(browser):
    answer = sent(browser("officer"), b"given,shoe size,given\nZoe,40,x\n")
    shown = answer.content.decode()
    for words in ("shoe size", "comes twice", "country", "leaves"):
        assert words in shown
    assert sent(browser("officer"), b"").status_code == 422
    assert sent(browser("officer"), b"\x00" * 4000).status_code == 422


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_columns_that_the_page_names_are_those_that_are_read(lang):
    named = [one.strip() for one in say(Message("desk-people.list.columns-names"), lang).split(",")]
    cells = {"country": "Chile", "pays": "Chile", "last day": "2099-08-06", "dernier jour": "2099-08-06"}
    given = {"given names": "Zoe", "prénoms": "Zoe", "telephone": "+33612345678", "téléphone": "+33612345678"}
    line = ",".join((cells | given).get(one, "") for one in named)
    found = read_list(f"{','.join(named)}\n{line}\n".encode(), HOUSE.posts[0], "seed")
    assert [one.column for one in found.problems] == []
    assert len(named) == len(COLUMNS)


def test_the_same_form_sent_twice_stores_once(browser):
    officer = browser("officer")
    assert sent(officer, (HEAD + GOOD).encode()).status_code == 200
    assert sent(officer, (HEAD + GOOD).encode()).status_code == 400
    assert Household.objects.count() == 2


def test_a_fault_while_storing_leaves_nothing(browser, monkeypatch):
    rows = importing.Rows
    calls = []

    def failing(self):
        calls.append(self)
        rows_write(self)
        if len(calls) == 2:
            raise OSError("disk full")

    rows_write = rows.write
    monkeypatch.setattr(importing, "_TOGETHER", 1)
    monkeypatch.setattr(rows, "write", failing)
    client = browser("officer")
    client.raise_request_exception = False
    assert sent(client, (HEAD + GOOD).encode()).status_code == 500
    assert Household.objects.count() == 0


def test_a_file_that_is_too_large_is_refused(browser, monkeypatch):
    monkeypatch.setattr(importing, "LARGEST", 100)
    assert sent(browser("officer"), b"x" * 101).status_code == 413


def test_five_thousand_are_read_in_seconds():
    lines = [f"{n};Zoé;Lefèvre {n};31/01/1980;France;FRA {n:09};+336{n:08};z{n}@example.org;fr;Chili;;;2099-08-06" for n in range(5000)]
    data = (HEAD + "\n".join(lines)).encode("cp1252")
    begun = time.process_time()
    found = read_list(data, HOUSE.posts[0], "x")
    assert (found.rows, found.problems, len(found.households)) == (5000, (), 5000)
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("role", ["reception", "honorary", "crisis", "hotline", "warden", "protection", "administrator", "other-head"])
def test_nobody_else_imports(browser, role):
    assert sent(browser(role), (HEAD + GOOD).encode()).status_code in (403, 404)
    assert Household.objects.count() == 0


def test_single_letters_of_western_words_are_no_arabic():
    assert decoded("Zoé à Évry".encode("cp1252")) == "Zoé à Évry"
    assert decoded("عمر".encode("cp1256")) == "عمر"


def test_five_hundred_megabytes_are_refused_at_once_and_not_read():
    read: list[int] = []
    answers: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/posts/lyndon/people/import/read",
        "raw_path": b"/posts/lyndon/people/import/read",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"testserver"), (b"content-type", b"text/csv"), (b"content-length", b"500000000")],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }

    async def receive() -> dict[str, Any]:
        if not answers:
            read.append(1)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        answers.append(message)

    pages = Threads(get_wsgi_application(), threads=1, limit=settings.UPLOAD_LIMIT, in_memory=settings.UPLOAD_LIMIT)
    asyncio.run(pages(scope, receive, send))

    assert answers[0]["status"] == 413
    assert read == []
