"""Beside a seat of an anonymous room stands no account: in no row of any table, no value, no time, no line of the log, no file, no backup."""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone
from web.conftest import populated

from legation.web.rooms import seats
from legation.web.rooms.browser import Browser
from legation.web.rooms.desk import DESK, Draft
from legation.web.serving import backup
from legation.web.serving.logs import JsonLines
from legation.web.stores.audit import trail
from legation.web.stores.rooms.models import Room, RoomEntry, RoomSeat

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.each_database("every table is read as it lies there")]

JOINING = ("editor", "contributor", "reader", "member", "named", "administrator")
_WORD = re.compile(r"[^\W_][\w.@-]{5,}")
_TIME = re.compile(r"20\d\d-\d\d-\d\d[T ]\d\d:\d\d[^\" ]*")


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Give what the site's log says, from its least level on."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root, ours = logging.getLogger(), logging.getLogger("legation")
    level = ours.level
    root.addHandler(handler)
    ours.setLevel("DEBUG")
    yield written
    root.removeHandler(handler)
    ours.setLevel(level)


def _rows() -> Iterator[tuple[str, str]]:
    """Yield every row of every table of the database, also of those without a model, as text; sessions as they read."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in ("dossiers_part", "dossiers_revisionpart"):  # of the dossier's content
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, json.dumps([bytes(one).hex() if isinstance(one, bytes | memoryview) else one for one in row], default=str)
    for session in Session.objects.all():
        yield "session", json.dumps([session.session_key, session.get_decoded()], default=str)


def _in_backup() -> Iterator[tuple[str, str]]:
    """Yield every line of every file of a backup."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        backup._written(archive, Path(settings.DATA), with_secrets=False)
    with zipfile.ZipFile(held) as archive:
        for name in archive.namelist():
            if "dossiers_part" not in name:
                yield from ((name, line) for line in archive.read(name).decode("utf-8", "replace").splitlines())


def _joined(rows: list[tuple[str, str]], people: dict[str, set[str]], places: dict[str, set[str]]) -> list[str]:
    """Return what leads from a person to a seat: a row that names both, or a value that only rows of the one and of the other have."""
    found: list[str] = []
    words: dict[str, dict[str, set[str]]] = {"person": defaultdict(set), "seat": defaultdict(set)}
    for table, text in rows:
        own = {name for name, marks in people.items() if any(mark in text for mark in marks)}
        seat = {name for name, marks in places.items() if any(mark in text for mark in marks)}
        found += [f"{table}: {text[:200]}" for _ in own if seat]
        for kind, names in (("person", own), ("seat", seat)):
            if len(names) == 1:
                words[kind][next(iter(names))].update(_WORD.findall(text))
    for person, said in words["person"].items():
        alone = said - set().union(*(other for name, other in words["person"].items() if name != person))
        for seat_name, other_said in words["seat"].items():
            others = set().union(*(other for name, other in words["seat"].items() if name != seat_name))
            found += [f"{person} {seat_name}: {word}" for word in alone & (other_said - others)]
    return found


def test_nothing_leads_from_an_account_to_a_seat(lines: io.StringIO) -> None:
    site = populated()
    host = site.people["owner"]
    given = {"inside": "anonymous", "leaves": "chatham", "question": "What now?"}
    room = seats.open_room(site.dossier, host, "deliberation", given, title={"text": "Talks"}, notice={}, seats=20)
    first = str(seats.seat_by_account(room, None, "host"))
    DESK.write(room.pk, first, [Draft(kind="stated", data={"statement": "s1", "text": "Begin.", "source": "seed"}, key="a")])
    DESK.write(room.pk, first, [Draft(kind="phase", data={"phase": "vote"}, key="b")])
    code = seats.new_door(room, timezone.now() + dt.timedelta(hours=1)).code
    ids = list(RoomSeat.objects.filter(account=None).order_by("pk").values_list("pk", "seat"))

    places, secrets, seen = {}, [], ""
    for at, role in enumerate(JOINING):
        client: Client = site.client(role)
        client.get(f"/dossiers/small/rooms/{room.pk}")  # what they do as themselves, just before and just after
        answers = [client.post(f"/join/{code}/sit", follow=True)]
        secret = client.cookies[f"seat-{room.pk}"].value
        seat = seats.seats_of(room, Browser(secret))[0].seat
        write = f"/rooms/{room.pk}/seat/write"
        answers.append(client.post(write, {"kind": "voted", "statement": "s1", "value": "1"}, follow=True))
        answers.append(client.post(write, {"kind": "stated", "text": f"{'word' * (at + 3)} number{at}", "anyway": "y"}, follow=True))
        answers.append(client.post(write, {"kind": "flagged", "statement": "s1", "reason": "off topic"}, follow=True))
        answers.append(client.get(f"/rooms/{room.pk}/seat/nowhere"))
        client.get("/dossiers/small")
        digest = RoomSeat.objects.get(seat=seat).digest
        places[seat] = {seat, digest, secret}
        secrets.append(secret)
        seen += "".join(answer.content.decode() for answer in answers)
    trail.flush()
    people = {role: {site.people[role].email, site.people[role].name} for role in JOINING}
    keys = {role: rf"(?<![\w-]){site.people[role].pk}(?![\w-])" for role in JOINING}

    rows, saved = list(_rows()), list(_in_backup())
    assert len(rows) > 200
    assert len(saved) > 100
    for found in (rows, saved):
        assert {name for name, marks in people.items() if any(mark in text for _, text in found for mark in marks)} == set(JOINING)
        assert {name for name in places if any(name in text for _, text in found)} == set(places)
        assert _joined(found, people, places) == []
        assert not [text for _, text in found if any(secret in text for secret in secrets)]
        # keys of accounts are small numbers: of the room's tables none but those of seats with an account refers to one
        named = [text for table, text in found if "roomseat" in table and any(place in text for place in places)]
        assert len(named) == len(JOINING)
        assert not [text for text in named if any(re.search(keys[role], text.split(",", 3)[3]) for role in JOINING)]
    # whoever holds the room reads how many voted in steps of five: six have
    assert re.findall(r"(\d+) have voted", site.client("owner").get(f"/dossiers/small/rooms/{room.pk}").content.decode()) == ["5"]
    # no time of a seat is one of a moment: the opening of the room, or a full hour
    opening = RoomEntry.objects.get(number=1).at
    times = {time for table, text in rows if "room" in table and any(place in text for place in places) for time in _TIME.findall(text)}
    assert times
    assert all(time == opening or time[14:] == "00:00.000Z" for time in times)
    # the rows of seats lie where they lay before anybody sat, in the order of random signs
    assert list(RoomSeat.objects.filter(account=None).order_by("pk").values_list("pk", "seat")) == ids
    assert [seat for _, seat in ids] == sorted(seat for _, seat in ids)
    # no page tells a sign, neither one's own nor another's; the log has no line of a seat; no file of the site names one
    assert not [place for place in places if place in seen]
    log = lines.getvalue()
    assert '"route": "dossier"' in log
    assert "room-" not in log
    assert not [mark for marks in (*places.values(), *people.values()) for mark in marks if mark in log]
    files = [
        path for path in Path(settings.DATA).rglob("*") if path.is_file() and "postgresql" not in str(path) and "sqlite" not in path.name
    ]
    assert not [path for path in files if any(mark.encode() in path.read_bytes() for marks in places.values() for mark in marks)]
    assert not [text for table, text in rows if table == "audit_entry" and ("room-" in text or code in text)]


def test_a_join_that_is_there_is_found() -> None:
    """The walk itself is tried: one row that names both, and one value that only the two have."""
    people, places = {"one": {"one@example.org"}, "two": {"two@example.org"}}, {"aa11bb": {"aa11bb"}, "cc22dd": {"cc22dd"}}
    apart = [("t", '["one@example.org", "shared1"]'), ("t", '["two@example.org", "shared1"]'), ("t", '["aa11bb", "shared1"]')]
    assert _joined(apart, people, places) == []
    assert _joined([*apart, ("t", '["one@example.org", "aa11bb"]')], people, places) != []
    assert _joined([*apart, ("t", '["one@example.org", "token99"]'), ("t", '["aa11bb", "token99"]')], people, places) == [
        "one aa11bb: token99"
    ]


def test_a_fault_while_somebody_sits_there_is_told_with_the_day_alone(lines: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    site = populated()
    given = {"inside": "anonymous", "leaves": "chatham", "question": "What now?"}
    room: Room = seats.open_room(site.dossier, site.people["owner"], "deliberation", given, title={}, notice={}, seats=5)
    client = Client(raise_request_exception=False)
    client.post(f"/join/{seats.new_door(room, timezone.now() + dt.timedelta(hours=1)).code}/sit")

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("Canary words")

    monkeypatch.setattr(DESK, "reading", fail)
    assert client.get(f"/rooms/{room.pk}/seat/").status_code == 500
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    about = [line for line in told if "room-" in line.get("route", "")]
    assert about
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", line["time"]) for line in about)
    assert "Canary" not in lines.getvalue()
