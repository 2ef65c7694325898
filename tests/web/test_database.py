"""The database gone and back: a sentence instead of a page, and then the page again; a room that is open meanwhile loses nothing."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmarks.rooms_client import Crowd, Person
from django.db import OperationalError
from postgresql import started

from .sites import ROOT, Server, prepared, signed_in

pytestmark = pytest.mark.each_database("the database goes and comes back")
POSTGRESQL = os.environ.get("LEGATION_TEST_DATABASE") == "postgresql"
STOPPED = pytest.mark.skipif(not POSTGRESQL, reason="a file cannot be stopped")
PEOPLE, SEEDS, PATIENCE = 6, 3, 60.0
_MADE = f"""
import json
from legation.web.serving.database import set_up
set_up()
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
host, given = Account.objects.order_by("pk").first(), {{"inside": "seat", "leaves": "chatham", "moderation": "after", "question": "What now?"}}
room = seats.open_room(Dossier.objects.get(slug="small"), host, "deliberation", given, title={{"fr": "E", "en": "R"}}, notice={{}})
taken = [seats.sit(room, role="participant", account=None, anonymous=False) for _ in range({PEOPLE})]
said = [("stated", {{"statement": f"seed-{{n}}", "text": f"Seed {{n}}.", "source": "seed"}}) for n in range({SEEDS})]
said.append(("phase", {{"phase": "vote"}}))
DESK.write(room.pk, seats.host_of(room), [Draft(kind=kind, data=data, key=f"k{{n}}") for n, (kind, data) in enumerate(said)])
print(json.dumps({{"id": room.pk, "seats": taken, "statements": []}}))
"""
_WRITTEN = """
import json, sys
from legation.web.serving.database import set_up
set_up()
from legation.rooms import verify
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room
room, data = Room.objects.get(pk=sys.argv[1]), {"statement": "after", "text": "After it.", "source": "seed"}
DESK.write(room.pk, seats.host_of(room), [Draft(kind="stated", data=data, key="after")])
entries = list(log.entries_after(room.pk))
print(json.dumps({"broken": verify(entries), "entries": [[one.by, one.key, one.number] for one in entries]}))
"""


@pytest.fixture(scope="module")
def under(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, str], Path]]:
    """Give a site that is served, its environment, and where its database is."""
    folder = tmp_path_factory.mktemp("stopped")
    with prepared(folder, postgresql=True, own_server=True) as environment, Server(environment) as server:
        yield server, environment, folder / "postgresql"


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


@STOPPED
def test_postgresql_is_stopped_and_started_under_a_running_site(under: tuple[Server, dict[str, str], Path]) -> None:
    server, _, folder = under
    cookie = {"Cookie": signed_in(server)}
    assert server.ask("GET", "/dossiers/small", headers=cookie)[0] == 200
    started(folder).stop()
    status, _, page = server.ask("GET", "/dossiers/small", headers=cookie)
    assert (status, b"does not answer" in page) == (503, True)
    assert server.ask("GET", "/health")[0] == 503
    started(folder)
    answers = [server.ask("GET", "/dossiers/small", headers=cookie)[0] for _ in range(20)]
    assert answers[-1] == 200
    assert set(answers) <= {200, 503}
    assert server.ask("GET", "/health")[0] == 200


def _run(environment: dict[str, str], script: str, *words: str) -> Any:
    done = subprocess.run([sys.executable, "-c", script, *words], env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


async def _post(person: Person, key: str, kind: str, **data: Any) -> tuple[int, int]:
    """Send something; return the status of the answer, and the number of the entry."""
    body = json.dumps({"drafts": [{"kind": kind, "data": data, "key": key}]}).encode()
    answer = await person.line.ask("POST", f"/rooms/{person.room}/seat/entries", person.cookie, body)
    return answer.status, json.loads(answer.body)["written"][0]["number"] if answer.status == 200 else 0


async def _vote(person: Person, at: int) -> tuple[int, int]:
    return await _post(person, f"{at}", "voted", statement=f"seed-{at}", value=1)


async def _until_taken(person: Person, at: int) -> int:
    """Send a vote under its key until it is taken; return the number of the entry."""
    async with asyncio.timeout(PATIENCE):
        while (answer := await _vote(person, at))[0] != 200:
            assert answer[0] == 503, answer
            await asyncio.sleep(0.2)
    return answer[1]


async def _listens(crowd: Crowd, person: Person) -> None:
    """Come back as a browser does: a new ticket where the old one is not taken, as often as it needs."""
    async with asyncio.timeout(PATIENCE):
        while True:
            before = person.statuses["200"]
            person.began.clear()
            task = crowd._listening[person] = asyncio.ensure_future(person.listen())
            await person.began.wait()
            if person.statuses["200"] > before:
                return
            await task
            await asyncio.sleep(0.2)
            person.ticket = ""


async def _same_as_asked(person: Person) -> None:
    """Wait until what somebody has heard is what they are shown when they ask."""
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = await person.line.ask("GET", f"/rooms/{person.room}/seat/picture", person.cookie)
            if answer.status == 200:
                shown = json.loads(answer.body)
                one, other = ({**each, "number": 0, "statements": sorted(each["statements"], key=str)} for each in (shown, person.picture))
                if one == other and any(row["id"] == "after" for row in other["statements"]):
                    return
            await asyncio.sleep(0.2)


async def _through(
    port: int, environment: dict[str, str], made: dict[str, Any], folder: Path
) -> tuple[Crowd, dict[tuple[str, str], int], dict[str, Any]]:
    """Vote before, in, and after an outage, in which a third of the streams are cut; then another process writes.

    Return the people, what was answered to which key, and the log.
    """
    crowd = Crowd(port, [made], "", checks=True)
    people = crowd.people
    await crowd.open()
    answered: dict[tuple[str, str], int] = {}
    for person in people:
        answered[person.seat, "0"] = await _until_taken(person, 0)
    await asyncio.to_thread(started(folder).stop)
    assert {(await _vote(person, 1))[0] for person in people} == {503}
    for person in people[:2]:
        person.cut()
        await crowd._listening[person]
    await asyncio.to_thread(started, folder)
    for person in people:
        answered[person.seat, "1"] = await _until_taken(person, 1)
        answered[person.seat, "0"] = await _until_taken(person, 0)  # once more, under the same key
    for person in people[:2]:
        await _listens(crowd, person)
    found = await asyncio.to_thread(_run, environment, _WRITTEN, made["id"])
    for person in people:
        await _same_as_asked(person)
    await crowd.close()
    return crowd, answered, found


@STOPPED
def test_postgresql_is_stopped_and_started_under_an_open_room(under: tuple[Server, dict[str, str], Path]) -> None:
    """Streams come back, nothing is lost, nothing comes twice, and what another process writes afterwards is heard."""
    server, environment, folder = under
    made = _run(environment, _MADE)
    crowd, answered, found = asyncio.run(_through(server.port, environment, made, folder))

    assert found["broken"] is None
    assert {(by, key): number for by, key, number in found["entries"] if key in ("0", "1")} == answered
    assert len(answered) == 2 * PEOPLE
    assert {(one.statuses["doubled"], one.statuses["disordered"]) for one in crowd.people} == {(0, 0)}
    assert [len(one.picture["mine"]) for one in crowd.people] == [2] * PEOPLE
