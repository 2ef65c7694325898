"""The log tells what happened, and of nobody."""

from __future__ import annotations

import io
import json
import logging

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from legation.web.serving.logs import JsonLines

pytestmark = pytest.mark.django_db
SECRETS = ("anna@example.org", "Anna", "small", "q=secret-word", "192.0.2.55", "SECRET", "password-of-anna")


@pytest.fixture
def lines():
    """Return a function that gives what was written: one object a line."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root, ours = logging.getLogger(), logging.getLogger("legation")
    level = ours.level
    root.addHandler(handler)
    ours.setLevel("INFO")
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)
    ours.setLevel(level)


def test_a_request_is_a_line_without_personal_data(site, lines) -> None:
    client = site.client("owner")
    answer = client.get("/dossiers/small?q=secret-word", headers={"user-agent": "Anna"}, REMOTE_ADDR="192.0.2.55")
    found = [line for line in lines() if line["logger"] == "legation.request"]

    assert len({line["request"] for line in found}) == 1
    line = found[0]
    assert set(line) == {"time", "level", "logger", "request", "method", "route", "status", "ms"}
    assert (line["method"], line["route"], line["status"], line["level"]) == ("GET", "dossier", 200, "info")
    assert line["request"] == answer["X-Request-Id"]
    assert not [secret for secret in SECRETS if secret in json.dumps(line)]


def test_an_address_that_is_not_there_is_not_repeated(site, lines) -> None:
    Client().get("/dossiers/small/anna@example.org?q=secret-word")
    Client().post("/account/login/", {"login": "anna@example.org", "password": "password-of-anna"})
    Client().generic("ANNA", "/")
    text = json.dumps(lines())

    assert '"status": 404' in text
    assert '"method": "other"' in text
    assert not [secret for secret in SECRETS if secret in text]


def test_a_host_that_is_not_ours_is_not_repeated(site, lines) -> None:
    assert Client(headers={"host": "anna.example.net"}).get("/").status_code == 400
    text = json.dumps(lines())

    assert "anna.example.net" not in text
    assert '"status": 400' in text


def fails(_request):
    anna = "SECRET-LOCAL"
    try:
        int("SECRET-CELL")
    except ValueError as error:
        raise KeyError(f"SECRET-KEY {anna}") from error


urlpatterns = [
    path("fails", fails, name="fails"),
    path("account/login/", fails, name="account_login"),
    path("", fails, name="home"),
    path("language", fails, name="language"),
]
handler500 = "legation.web.site.errors.broken"


def test_an_error_is_told_by_kind_and_lines_of_code(site, lines) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        answer = Client(raise_request_exception=False).post("/fails", {"word": "SECRET-BODY"})
    found = next(line for line in lines() if "error" in line)

    assert answer.status_code == 500
    assert b"SECRET" not in answer.content
    assert [error["kind"] for error in found["error"]] == ["builtins.KeyError", "builtins.ValueError"]
    assert any("fails" in at for at in found["error"][0]["at"])
    assert found["route"] == "fails"
    assert "SECRET" not in json.dumps(found)


def test_what_the_system_says_is_kept() -> None:
    try:
        open("/nowhere/anna")  # noqa: PTH123, SIM115
    except OSError as error:
        record = logging.LogRecord("legation.x", logging.ERROR, "", 1, "Not saved.", (), (type(error), error, None))
    line = json.loads(JsonLines().format(record))

    assert line["message"] == "Not saved."
    assert line["error"][0]["words"] == "No such file or directory"
    assert "anna" not in json.dumps(line)


def test_others_sentences_are_left_out() -> None:
    record = logging.LogRecord("somebody", logging.WARNING, "", 1, "mail to anna@example.org", (), None)

    assert "anna" not in JsonLines().format(record)
    record.request = RequestFactory().get("/anna")
    assert "anna" not in JsonLines().format(record)
