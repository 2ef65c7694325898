"""A room before its moderators: one at a time, copies beside it, a reason for each, and a second moderator who is not overruled unseen."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client
from web.test_rooms_hosting import FORM

from legation.web.rooms.desk import DESK
from legation.web.stores.rooms.models import Room, RoomEntry

pytestmark = pytest.mark.django_db

SAID = ["Publish the budget every year", "Publish the budget each year", "Mr Zorvan must go. He misled us."]


@pytest.fixture
def room(site: Any) -> Room:
    site.client("editor", "en").post("/dossiers/small/rooms/open", FORM | {"seeds": "Begin with what is agreed.\nPublish the budget."})
    made = Room.objects.get()
    person = Client()
    person.post(f"/join/{made.doors.get().code}/sit")
    for text in SAID:
        person.post(f"/rooms/{made.pk}/seat/write", {"kind": "stated", "text": text, "anyway": "yes"})
    return made


def _page(client: Client, room: Room, more: str = "/queue") -> str:
    return client.get(f"/dossiers/small/rooms/{room.pk}{more}").content.decode()


def _judge(client: Client, room: Room, page: str, verdict: str, **more: str) -> Any:
    form = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("statement", "after")}  # type: ignore[index]
    return client.post(f"/dossiers/small/rooms/{room.pk}/judge", form | {"verdict": verdict} | more, follow=True)


def _verdicts(room: Room) -> list[tuple[str | None, str | None]]:
    state: Any = DESK.room(room.pk).state
    return [(one.verdict, one.reason) for one in state.statements.values() if one.source == "participant"]


def test_since_when_is_said_of_the_statement_that_is_shown(site: Any, room: Room) -> None:
    editor, state = site.client("editor", "en"), DESK.room(room.pk).state
    first = min(one.number for one in state.statements.values() if one.verdict is None)  # type: ignore[union-attr]
    RoomEntry.objects.filter(room=room, number=first).update(at="2001-02-03T04:05:06.000Z")
    page = _page(editor, room)
    assert "waits since 2001-02-03 04:05" in page
    _judge(editor, room, page, "later")
    assert "2001" not in _page(editor, room)
    assert "2001-02-03 04:05" in _page(editor, room, ""), "of all that wait, the first"


def test_one_at_a_time_with_what_is_near_beside_it(site: Any, room: Room) -> None:
    editor = site.client("editor", "en")
    assert "3 statements wait for a decision" in _page(editor, room, "")
    assert "3 statements wait for a decision" in editor.get("/dossiers/small/rooms").content.decode()
    page = _page(editor, room)
    copies = re.findall(r'value="copy:([^"]+)" aria-keyshortcuts="(\w)"', page)
    assert [key for _, key in copies] == ["a", "b"]  # one that waits too, and one of the host
    assert _judge(editor, room, page, f"copy:{copies[0][0]}").status_code == 200
    page = _page(editor, room)
    assert _judge(editor, room, page, "later").status_code == 200
    later = _page(editor, room)
    assert "Mr Zorvan" in later.partition("Decided last")[0]
    assert "Perhaps names a natural person" in later
    assert "Perhaps says several things" in later
    assert _judge(editor, room, later, "out:natural person").status_code == 200
    assert _judge(editor, room, _page(editor, room), "out:other").status_code == 409  # in which words?
    assert _judge(editor, room, _page(editor, room), "out:other", reason="Said at the last meeting").status_code == 200
    assert _verdicts(room) == [("copy", None), ("out", "Said at the last meeting"), ("out", "natural person")]
    assert "Nothing waits" in _page(editor, room)


def test_whoever_decides_second_reads_what_the_first_decided(site: Any, room: Room) -> None:
    one, two = site.client("editor", "en"), site.client("owner", "en")
    page = _page(two, room)
    assert _judge(one, room, page, "in").status_code == 200
    answer = _judge(two, room, page, "out:insult")
    assert answer.status_code == 409
    assert "Somebody else has decided meanwhile: let in." in answer.content.decode()
    assert _verdicts(room)[0] == ("in", None)


def test_a_statement_that_somebody_reports_waits_again(site: Any, room: Room) -> None:
    editor = site.client("editor", "en")
    for _ in SAID:
        _judge(editor, room, _page(editor, room), "in")
    person = Client()
    person.post(f"/join/{room.doors.get().code}/sit")
    person.post(f"/rooms/{room.pk}/seat/write", {"kind": "flagged", "statement": "seed-1", "reason": "off topic"})
    page = _page(editor, room)
    assert "Reported: off topic" in page
    assert "Let it stay" in page
    _judge(editor, room, page, "in")
    assert "Nothing waits" in _page(editor, room)


def test_the_log_is_a_table_of_decisions_that_no_programme_runs(site: Any, room: Room) -> None:
    editor = site.client("editor", "en")
    _judge(editor, room, _page(editor, room), "out:other", reason="=HYPERLINK(1)")
    _judge(editor, room, _page(editor, room), "out:off topic")
    rows = list(csv.reader(io.StringIO(_page(editor, room, "/log.csv").removeprefix("\ufeff"))))
    assert rows[0] == ["number", "day", "statement", "text", "source", "verdict", "reason", "of"]
    assert [(row[3], row[5], row[6]) for row in rows[1:]] == [(SAID[0], "out", "'=HYPERLINK(1)"), (SAID[1], "out", "off topic")]
    state: Any = DESK.room(room.pk).state
    assert not {seat for seat in state.seats if seat in str(rows)}


def test_a_reason_in_words_that_is_not_taken_is_not_lost(site: Any, room: Room) -> None:
    one, two = site.client("editor", "en"), site.client("owner", "en")
    page = _page(two, room)
    long = "x" * 2_001
    assert f'value="{long}"' in _judge(two, room, page, "out:other", reason=long).content.decode()
    assert _judge(one, room, page, "in").status_code == 200
    late = _judge(two, room, page, "out:other", reason="Said at the last meeting")
    assert late.status_code == 409
    assert '<option value="Said at the last meeting" selected>' in late.content.decode()  # of the statement, among those decided last
    assert 'value="Said at the last meeting">' not in late.content.decode()  # and of no other
    assert _judge(one, room, _page(one, room), "out:other", reason="\ufeffUnclear\u200e\u202e").status_code == 200
    assert _verdicts(room)[1] == ("out", "Unclear\u200e")
