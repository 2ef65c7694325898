"""The description in OpenAPI says what the API does: requests made of it are answered as it says, by nobody with a fault of ours."""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from legation.web import urls  # noqa: F401 - declares the operations
from legation.web.api.operation import OPERATIONS, described
from legation.web.api.tokens import LIMIT
from legation.web.runs.models import Run
from legation.web.stores.audit.models import Entry

pytestmark = pytest.mark.django_db
each_database = pytest.mark.each_database("anything at all is sent")
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
KNOWN: dict[str, list[Any]] = {
    "slug": ["small"],
    "row": ["FRA", "e1", "p1", "FRA:r1"],
    "part": ["actors.csv", "dossier.toml", "mandate.toml"],
    "question": ["what-is-due", "who-stands-where", "do-we-have-the-votes"],
    "actor": ["", "FRA"],
    "base": [1],
    "a": [1],
    "b": [1],
}
"""Values with which an operation finds something; made at random it would not."""


@contextlib.contextmanager
def one_connection() -> Iterator[None]:
    """Keep the connection of the test open after a request, as Django's own client does: its transaction is in it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def description() -> dict[str, Any]:
    return dict(Client().get("/api/v1/openapi.json").json())


def tried(schema: dict[str, Any], program: Any, examples: int) -> int:
    """Send requests made of a description, and compare the answers with it; how many there were."""
    loaded = schemathesis.openapi.from_dict(schema)
    app, count = get_wsgi_application(), 0
    for result in loaded.get_all_operations():

        @settings(
            max_examples=examples,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=result.ok().as_strategy())
        def sent(case: Any) -> None:
            nonlocal count
            count += 1
            case.operation.app = case.operation.schema.app = app
            with one_connection(), transaction.atomic():
                headers = {"Authorization": f"Bearer {program.secret}"}
                response = case.call(app=app, base_url="http://testserver", headers=headers)
                transaction.set_rollback(True)
            case.validate_response(response, checks=CHECKS)

        sent()
    return count


@pytest.mark.parametrize(("who", "examples"), [("owner", 5), ("guest", 4)])
def test_known_things_are_answered_as_described(site: Any, program: Any, who: str, examples: int) -> None:
    run = Run.objects.create(
        dossier=site.dossier, owner=site.people[who], revision=1, marking="TLP:CLEAR", audience="public", tables=[],
        kind="question", question="what-is-due", today=dt.date(2020, 1, 1), lang="en", key="2" * 64,
    )  # fmt: skip
    schema = copy.deepcopy(description())
    known = {**KNOWN, "number": [run.pk]}
    for operations in schema["paths"].values():
        for one in operations.values():
            for parameter in one.get("parameters", ()):
                if parameter["name"] in known:
                    parameter["schema"] = {"enum": known[parameter["name"]]}

    assert tried(schema, program(who), examples) >= 2 * len(OPERATIONS)


@each_database
def test_anything_at_all_is_answered_as_described(site: Any, program: Any) -> None:
    assert tried(description(), program("owner"), 4) >= 2 * len(OPERATIONS)


def test_the_description_is_for_everybody_and_names_what_each_operation_needs() -> None:
    schema = description()
    listed = {one["operationId"]: one for operations in schema["paths"].values() for one in operations.values()}

    assert listed.keys() == OPERATIONS.keys()
    for name, one in listed.items():
        assert one["summary"] == described(name)
        assert one["x-action"] == OPERATIONS[name].action
        assert one["security"] == [{"Token": []}]
        assert all(parameter["description"] for parameter in one["parameters"])
        error = one["responses"]["404"]["content"]["application/json"]["schema"]
        assert error["$ref"].rpartition("/")[2] == "Error"
        assert any(status.startswith("2") for status in map(str, one["responses"]))
    assert schema["components"]["securitySchemes"] == {"Token": {"type": "http", "scheme": "bearer"}}


@pytest.mark.parametrize("address", ["/api/v1/nothing", "/api/v2/dossiers", "/api/", "/api/v1/dossiers/"])
def test_what_is_not_there_is_said_in_json(program: Any, address: str) -> None:
    answer = program("owner").get(address)

    assert (answer.status_code, answer.json()["ok"]) == (404, False)


def test_another_method_is_refused_in_json(program: Any) -> None:
    answer = program("owner").post("/api/v1/dossiers", {})

    assert (answer.status_code, answer.json()["status"], answer["Allow"]) == (405, 405, "GET")


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b'{"edits": [], "base": 1}', b"\xff", b'{"edits": 1, "base": 1e999}', b"null"])
def test_a_body_that_is_not_as_described_is_refused(program: Any, body: bytes) -> None:
    one = program("owner")
    headers = {"Authorization": f"Bearer {one.secret}"}
    answer = one.client.generic("POST", "/api/v1/dossiers/small/edits", body, "application/json", headers=headers)

    assert answer.status_code in (400, 422)
    assert answer.json()["ok"] is False


def test_a_body_that_is_too_large_is_refused_with_a_sentence(program: Any) -> None:
    one = program("owner")
    headers = {"Authorization": f"Bearer {one.secret}"}
    body = b'{"edits": [], "base": 1, "reason": "' + b"x" * (5 * 2**20) + b'"}'
    answer = one.client.generic("POST", "/api/v1/dossiers/small/edits", body, "application/json", headers=headers)

    assert (answer.status_code, answer.json()["ok"]) == (413, False)


def test_the_trail_knows_what_programs_did(site: Any, program: Any) -> None:
    one = program("owner")
    one.get("/api/v1/dossiers/small/parts/actors.csv")
    one.post("/api/v1/dossiers/small/edits", {"edits": [{"table": "actors", "do": "add", "values": {"name": "Chile"}}], "base": 1})
    program("reader").post("/api/v1/dossiers/small/edits", {"edits": [{"table": "actors", "do": "add"}], "base": 1})
    written = list(Entry.objects.order_by("pk").values_list("kind", "route", "object", "status", "dossier"))

    assert ("taken", "api.parts.one", "part=actors.csv", 200, "small") in written
    assert ("changed", "api.edits", "", 200, "small") in written


def test_a_program_is_answered_in_the_language_that_it_names(site: Any, program: Any) -> None:
    one = program("owner")

    assert "was" not in one.get("/api/v1/dossiers/nowhere", headers={"Accept-Language": "fr"}).json()["error"]
    french = one.get("/api/v1/questions", headers={"Accept-Language": "fr"}).json()["items"]
    assert next(q["title"] for q in french if q["id"] == "who-can-move") == "Qui peut bouger\u202f?"
    assert next(q["title"] for q in one.get("/api/v1/questions").json()["items"] if q["id"] == "who-can-move") == "Who can move?"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_of_the_documentation_names_addresses_that_are_there(lang: str) -> None:
    page = (Path(__file__).parents[3] / f"docs/{lang}/how-to/use-the-api.md").read_text("utf-8")
    named = set(re.findall(r"/api/v1/([\w/.-]+)", page))
    known = [re.sub(r"{(?:\w+:)?\w+}", r"[\\w.-]+", one.path) for one in OPERATIONS.values()] + ["openapi.json"]

    assert len(named) > 5
    assert [address for address in named if not any(re.fullmatch(path, address) for path in known)] == []
    assert str(LIMIT) in page


# --- pages as JSON ---------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["owner", "reader", "guest"])
def test_the_json_of_a_page_and_the_api_say_the_same(site: Any, program: Any, who: str) -> None:
    one = program(who)
    get = lambda address: one.get(address).json()  # noqa: E731
    overview, dossier = get("/dossiers/small.json"), get("/api/v1/dossiers/small")

    assert [overview[name] for name in ("id", "hash", "marking", "as_of")] == [dossier[name] for name in ("id", "hash", "marking", "as_of")]
    assert {counted["count"] for counted in overview["counts"]} == {count for count in dossier["tables"].values() if count}
    page_json, found = get("/dossiers/small/search.json?q=france"), get("/api/v1/dossiers/small/search?q=france")
    assert page_json["count"] == found["count"] > 0
    assert [part["table"] for part in page_json["found"]] == [part["table"] for part in found["items"]]
    questions = {question["id"] for group in get("/dossiers/small/questions.json")["groups"] for question in group["questions"]}
    assert questions == {question["id"] for question in get("/api/v1/questions")["items"]}
    if who != "guest":
        history, revisions = get("/dossiers/small/history.json"), get("/api/v1/dossiers/small/revisions")
        assert [(r["number"], r["by"], r["summary"]) for r in history["revisions"]] == [
            (r["number"], r["by"], r["summary"]) for r in revisions["items"]
        ]
