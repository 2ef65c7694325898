"""The database gone and back: a sentence instead of a page, and then the page again."""

from __future__ import annotations

import os

import pytest
from django.db import OperationalError
from postgresql import started

from .sites import Server, prepared, signed_in

pytestmark = pytest.mark.each_database("the database goes and comes back")
POSTGRESQL = os.environ.get("LEGATION_TEST_DATABASE") == "postgresql"


@pytest.mark.django_db
@pytest.mark.parametrize(("lang", "words"), [("en", "does not answer at this moment"), ("fr", "ne répond pas en ce moment")])
def test_a_page_without_its_database_says_so(site, monkeypatch, lang, words) -> None:
    client = site.client("owner")
    client.raise_request_exception = False
    client.cookies["legation-language"] = lang

    def refused(*_: object) -> None:
        raise OperationalError("SECRET")

    monkeypatch.setattr("legation.web.accounts.models.Account.objects.get", refused, raising=False)
    monkeypatch.setattr("django.contrib.auth.backends.ModelBackend.get_user", refused)
    monkeypatch.setattr("legation.web.site.errors.database_answers", lambda: False)
    answer = client.get("/dossiers/small")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert words in answer.content.decode()
    assert "SECRET" not in answer.content.decode()
    page_json = client.get("/dossiers/small.json")
    assert (page_json.status_code, page_json.json()["ok"]) == (503, False)
    monkeypatch.undo()
    assert client.get("/dossiers/small").status_code == 200


@pytest.mark.skipif(not POSTGRESQL, reason="a file cannot be stopped")
def test_postgresql_is_stopped_and_started_under_a_running_site(tmp_path) -> None:
    with prepared(tmp_path, postgresql=True) as environment, Server(environment) as server:
        database = started(tmp_path / "postgresql")
        cookie = {"Cookie": signed_in(server)}
        assert server.ask("GET", "/dossiers/small", headers=cookie)[0] == 200
        database.stop()
        status, _, page = server.ask("GET", "/dossiers/small", headers=cookie)
        assert (status, b"does not answer" in page) == (503, True)
        assert server.ask("GET", "/health")[0] == 503
        started(tmp_path / "postgresql")
        answers = [server.ask("GET", "/dossiers/small", headers=cookie)[0] for _ in range(20)]
        assert answers[-1] == 200
        assert set(answers) <= {200, 503}
        assert server.ask("GET", "/health")[0] == 200
