"""The log of a room as its host takes it along, and what is said of a file that somebody brings."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from web.negotiations import negotiated
from web.test_rooms_result import CANARY, _at, _opened, _voted

from legation.rooms import read_log, verify
from legation.web.stores.rooms import cutting
from legation.web.stores.rooms.models import Room, RoomSeat

pytestmark = pytest.mark.django_db


def _check(host: Any, room: Room, data: bytes) -> str:
    sent = host.post(_at(room, "log/check"), {"log": SimpleUploadedFile("log.jsonl", data)})
    assert sent.status_code == 200
    return str(sent.content.decode()).partition('<p class="notice" role="status">')[2].partition("</p>")[0]


def test_a_host_takes_the_log_along_before_the_end_and_after_the_cut(site: Any) -> None:
    room, host = _opened(site)
    browsers = _voted(room, host)
    page = host.get(_at(room, "result")).content.decode()
    assert f'href="{_at(room, "log.jsonl")}"' in page
    answer = host.get(_at(room, "log.jsonl"))
    data = answer.content
    entries = read_log(data.decode())
    assert verify(entries) is None
    assert answer["Cache-Control"] == "private, no-store"
    assert CANARY in data.decode()
    assert "voted" not in {entry.kind for entry in entries}
    assert not [one for one in RoomSeat.objects.filter(role="participant").values_list("seat", flat=True) if one in data.decode()]
    assert host.get(_at(room, "log.jsonl")).content == data  # the same as long as nothing happens
    for role in ("contributor", "reader", "guest"):
        assert site.client(role).get(_at(room, "log.jsonl")).status_code in (403, 404)

    lines = data.splitlines(keepends=True)
    assert "is what this room gives" in _check(host, room, data)
    assert f"holds {len(lines) - 2} of the {len(lines)} entries" in _check(host, room, b"".join(lines[:-2]))
    assert "entry 4 does not follow" in _check(host, room, b"".join(lines[:2] + lines[3:]))
    assert "is no entry" in _check(host, room, b"{}")
    assert "holds no entry" in _check(host, room, b"")
    assert "Choose a file" in host.post(_at(room, "log/check")).content.decode()
    browsers[0].post(f"/rooms/{room.pk}/seat/write", {"kind": "erased"})
    assert "does not give the same any more" in _check(host, room, data)
    later = host.get(_at(room, "log.jsonl")).content
    assert CANARY.encode() not in later
    assert "is what this room gives" in _check(host, room, later)

    host.post(_at(room, "phase"), {"phase": "closed"})
    assert cutting.cut_overdue(timezone.now() + dt.timedelta(days=31)) == 1
    whole = host.get(_at(room, "log.jsonl")).content
    after = read_log(whole.decode())
    assert verify(after) is None
    assert sum(entry.kind == "voted" and entry.data is not None for entry in after) == 15
    assert "is what this room gives" in _check(host, room, whole)
    assert "is not of this room as it is now" in _check(host, room, data)


def test_of_a_room_that_nothing_leaves_there_is_no_log(site: Any) -> None:
    room, host = _opened(site, leaves="nothing")
    assert host.get(_at(room, "log.jsonl")).status_code == 404
    assert "log.jsonl" not in host.get(_at(room, "result")).content.decode()


def test_a_host_takes_the_log_of_a_text_along_and_learns_whether_it_is_whole(site: Any) -> None:
    made = negotiated(site)
    host, room = site.client("owner", "en"), made.room
    page = host.get(_at(room, "result")).content.decode()
    assert f'href="{_at(room, "log.jsonl")}"' in page and "Polis" not in page
    data = host.get(_at(room, "log.jsonl")).content
    entries = read_log(data.decode())
    assert verify(entries) is None
    assert "shall" in data.decode() and "CANARY" not in data.decode().replace("CANARY-NGO", "")
    assert "is what this room gives" in _check(host, room, data)
    assert "entry 4 does not follow" in _check(
        host, room, b"".join(data.splitlines(keepends=True)[:2] + data.splitlines(keepends=True)[3:])
    )
    for who in ("reader", "contributor"):
        assert site.client(who).get(_at(room, "log.jsonl")).status_code in (403, 404)
    shut = negotiated(site, leaves="nothing").room
    assert host.get(_at(shut, "log.jsonl")).status_code == 404
