"""After the cut: no seat leads to anybody, the room says the same; an older log takes the place of the newer one; erased bytes are gone."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from web.conftest import small
from web.database_files import analyzed, bytes_in_files
from web.sites import prepared

from legation import moment
from legation.rooms import cut, seen_by, verify
from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.rooms import seats
from legation.web.rooms.browser import Browser
from legation.web.rooms.desk import DESK, Desk, Draft
from legation.web.runs import worker
from legation.web.runs.worker import tidy
from legation.web.stores import overwriting
from legation.web.stores.rooms import cutting, log
from legation.web.stores.rooms.checkpoints import write_checkpoint
from legation.web.stores.rooms.models import Room, RoomCheckpoint, RoomContent, RoomEntry, RoomPicture, RoomSeat

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.each_database("logs are written anew, their bytes overwritten")]


def _room(desk: Desk = DESK, inside: str = "anonymous", closed: bool = True, **settings: Any) -> tuple[Room, list[str]]:
    """Return a room that has ended, and the secrets of those who voted in it."""
    host = Account.objects.create_user("host@example.org", name="Host")
    given = {"inside": inside, "leaves": "chatham", "question": "What now?", **settings}
    room = seats.open_room(store.create(small(), host), host, "deliberation", given, title={"en": "Talks"}, notice={}, seats=6)
    seats.sit(room, role="moderator", account=host, anonymous=False)
    first = str(seats.seat_by_account(room, None, "host"))
    desk.write(room.pk, first, [_draft("stated", statement="s1", text="Begin.", source="seed"), _draft("phase", phase="vote")])
    secrets = []
    for _ in range(6):
        taken = seats.sit(room, role="participant", account=None, anonymous=inside == "anonymous")
        assert taken is not None
        desk.write(room.pk, taken[0], [_draft("voted", statement="s1", value=1)])
        secrets.append(taken[1])
    if closed:
        desk.write(room.pk, first, [_draft("phase", phase="closed")])
    return room, secrets


def _draft(kind: str, **data: Any) -> Draft:
    return Draft(kind=kind, data=data, key=hashlib.sha256(f"{kind} {sorted(data.items())}".encode()).hexdigest())


def _everything(room: Room) -> str:
    rows = [list(model.objects.values_list()) for model in (Room, RoomSeat, RoomEntry, RoomContent)]
    return json.dumps(rows, default=str)


def test_thirty_days_after_its_end_a_room_leads_to_nobody_and_says_the_same() -> None:
    room, secrets = _room()
    RoomPicture.objects.create(room=room, number=3, data={})
    before, state = _everything(room), DESK.room(room.pk).state
    assert state is not None
    assert write_checkpoint(room.pk, state)
    old = {*state.seats, *RoomEntry.objects.values_list("hash", flat=True), *RoomContent.objects.values_list("salt", flat=True)}
    digests = [one for one in RoomSeat.objects.values_list("digest", flat=True) if one]
    end = moment.parse(RoomEntry.objects.filter(kind="phase").order_by("-number").values_list("at", flat=True)[0])
    assert cutting.cut_overdue(end + dt.timedelta(days=30) - dt.timedelta(seconds=1)) == 0
    assert _everything(room) == before

    assert cutting.cut_overdue(end + dt.timedelta(days=30)) == 1
    assert cutting.cut_overdue(end + dt.timedelta(days=60)) == 0
    room.refresh_from_db()
    after = _everything(room)
    assert room.is_cut
    assert not RoomPicture.objects.exists()
    assert not RoomCheckpoint.objects.exists()
    assert not [one for one in (*(old - {state.hash}), *digests) if one in after]
    assert not re.search(r"T(?!00:00:00\.000Z)\d\d:", after)
    assert not [one for one in secrets if seats.seats_of(room, Browser(one))]
    assert list(RoomSeat.objects.values_list("role", flat=True)) == ["host"]
    assert verify(log.entries_after(room.pk)) is None
    again = DESK.room(room.pk).state  # which had known the log of before
    assert again is not None
    assert seen_by(again, None) == seen_by(state, None)
    assert again.settings["branch"] == [room.pk, state.number, state.hash]
    assert again.seats[str(seats.seat_by_account(room, None, "host"))].role == "host"


def test_the_housekeeping_cuts_and_a_log_that_was_changed_stays_as_it_is(caplog: pytest.LogCaptureFixture, monkeypatch: Any) -> None:
    room, _ = _room(cut_days=1)
    later = timezone.now() + dt.timedelta(days=2)
    monkeypatch.setattr(worker.timezone, "now", lambda: later)
    for change in ({"kind": "danced"}, {"hash": "0" * 64}):
        entry = RoomEntry.objects.get(number=3)
        RoomEntry.objects.filter(number=3).update(**change)
        before = _everything(room)
        caplog.clear()
        assert tidy()["rooms"] == 0
        assert _everything(room) == before
        assert "its log was changed" in caplog.text
        entry.save()
    assert tidy()["rooms"] == 1
    assert verify(log.entries_after(room.pk)) is None


def test_who_leaves_while_a_room_is_cut_is_waited_for_by_nobody_and_is_gone_from_the_new_log(monkeypatch: pytest.MonkeyPatch) -> None:
    room, _ = _room(inside="seat")
    person = str(RoomSeat.objects.exclude(digest="").values_list("seat", flat=True).first())
    leave, outside = [Draft(kind="erased", data={"seat": person}, key="leave")], []

    def slow(*given: Any) -> Any:
        outside.append(not connection.in_atomic_block)
        made = cut(*given)
        if leave:
            assert DESK.write(room.pk, person, [leave.pop()])[0].refused is None
        return made

    monkeypatch.setattr(cutting, "cut", slow)
    assert cutting.cut_overdue(timezone.now() + dt.timedelta(days=31)) == 1
    assert outside == [True, True], "made beside those who write, and once more"
    entries = list(log.entries_after(room.pk))
    assert verify(entries) is None
    assert entries[-1].kind == "erased"
    assert sum(entry.data is None for entry in entries) == 2, "that they sat down, and their vote"


def test_a_room_that_lost_its_end_is_not_cut(caplog: pytest.LogCaptureFixture) -> None:
    room, _ = _room()
    host = str(seats.seat_by_account(room, None, "host"))
    assert DESK.write(room.pk, host, [_draft("published", up_to=1, sha256="0" * 64)])[0].refused is None
    RoomEntry.objects.filter(kind="published").delete()
    before = _everything(room)
    assert cutting.cut_overdue(timezone.now() + dt.timedelta(days=31)) == 0
    assert _everything(room) == before
    assert "at its end" in caplog.text


def test_a_room_that_runs_is_not_cut() -> None:
    room, _ = _room()
    Room.objects.filter(pk=room.pk).update(phase="vote")
    assert cutting.cut_overdue(timezone.now() + dt.timedelta(days=400)) == 0


def test_what_another_log_took_the_place_of_is_read_anew() -> None:
    """A process that is serving goes on with what was restored: an older log, or an older one that has grown since."""
    desk = Desk()
    room, _ = _room(desk)
    number = desk.room(room.pk).number
    for later in (0, 5):
        entries = list(log.entries_after(room.pk))[: number - 3]
        RoomContent.objects.all().delete()
        RoomEntry.objects.all().delete()
        room.refresh_from_db()
        log.append(room, entries, phase="vote", deadline="")
        other = Desk()
        host = str(seats.seat_by_account(room, None, "host"))
        for at in range(later):
            other.write(room.pk, host, [_draft("stated", statement=f"t{later}{at}", text=f"More {at}", source="seed")])
        assert desk.room(room.pk).number == number - 3 + later
        assert seen_by(desk.room(room.pk).state, host) == seen_by(other.room(room.pk).state, host)  # type: ignore[arg-type]
        assert desk.write(room.pk, host, [_draft("phase", phase="second")])[0].number == number - 2 + later
        assert verify(log.entries_after(room.pk)) is None


def test_who_came_and_left_between_two_readings_does_not_stop_the_other_process() -> None:
    one, other = Desk(), Desk()
    room, _ = _room(one, inside="seat", closed=False)
    host = str(seats.seat_by_account(room, None, "host"))
    other.room(room.pk)
    one.write(room.pk, host, [_draft("seated", seat="late", role="participant")])
    one.write(room.pk, "late", [_draft("flagged", statement="s1", reason="insult"), _draft("erased", seat="late")])
    assert seen_by(other.room(room.pk).state, host) == seen_by(one.room(room.pk).state, host)  # type: ignore[arg-type]
    assert other.room(room.pk).hash == one.room(room.pk).hash


def test_a_removal_stands_when_the_moderator_who_made_it_leaves() -> None:
    room, _ = _room(inside="seat", closed=False)
    host = str(seats.seat_by_account(room, None, "host"))
    moderator = str(seats.seat_by_account(room, None, "moderator"))
    first, second = RoomSeat.objects.exclude(digest="").values_list("seat", flat=True)[:2]
    for person in (first, second):
        DESK.write(room.pk, moderator, [_draft("removed", seat=person, reason="insult")])
    DESK.write(room.pk, second, [_draft("erased", seat=second)])
    DESK.write(room.pk, host, [_draft("erased", seat=moderator)])
    said = RoomContent.objects.filter(entry__room=room, entry__kind="removed").values_list("data__seat", flat=True)
    assert list(said) == [first]
    live: Any = DESK.room(room.pk).state
    before = [seen_by(live, seat) for seat in (None, host)]
    DESK.forget(room.pk)
    again: Any = DESK.room(room.pk).state
    assert again is not live
    assert again.seats[first].removed
    assert [seen_by(again, seat) for seat in (None, host)] == before


@pytest.mark.parametrize("later", [False, True])
def test_words_and_links_of_who_left_lie_in_no_page_of_the_database(later: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    room, _ = _room(inside="seat", closed=False)
    host = str(seats.seat_by_account(room, None, "host"))
    person = str(RoomSeat.objects.exclude(digest="").values_list("seat", flat=True).first())
    DESK.write(room.pk, host, [_draft("moved", seat=person, organisation="quombrel-body", reason="quombrel " * 30)])
    DESK.write(room.pk, person, [_draft("flagged", statement="s1", reason="quombrel " * 200)])
    digest = RoomSeat.objects.get(seat=person).digest.encode()
    RoomPicture.objects.create(room=room, number=3, data={"of": "quombrel votes too"})
    analyzed()
    before = bytes_in_files()
    assert b"quombrel" in before
    assert digest in before
    together = overwriting.Together()
    monkeypatch.setattr(overwriting, "_TOGETHER", [together] if later else [])
    monkeypatch.setattr(overwriting, "WAIT", 60.0)  # PostgreSQL may be tidying these tables just then
    DESK.write(room.pk, person, [_draft("erased", seat=person)])
    assert together.once()
    after = bytes_in_files()
    assert person.encode() in after  # the sign of the seat stays in the chain
    assert b"quombrel" not in after
    assert digest not in after


def test_what_is_erased_at_once_by_many_is_overwritten_once_and_waits_where_others_read(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[list[str]] = []
    in_the_way = [False]

    def rewritten(*models: Any, wait: float) -> bool:
        assert wait < 1
        done.append([model.__name__ for model in models])
        return not in_the_way[0]

    together = overwriting.Together()
    monkeypatch.setattr(overwriting, "overwrite", rewritten)
    monkeypatch.setattr(overwriting, "_TOGETHER", [together])
    for _ in range(3):
        log.overwrite()
    log.overwrite(RoomEntry)
    assert done == []
    in_the_way[0] = True
    assert not together.once()
    in_the_way[0] = False
    assert together.once()
    assert together.once()
    assert done == [["RoomCheckpoint", "RoomContent", "RoomEntry", "RoomNextStep", "RoomPicture", "RoomSeat"]] * 2


_PROGRAM = """
import os, sys
import django
django.setup()
from pathlib import Path
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.serving.backup import backup
host = Account.objects.create_user("o@example.org", None, name="O")
dossier = Dossier.objects.get(slug="small")
given = {"inside": "seat", "leaves": "attributed", "question": "What now?"}
room = seats.open_room(dossier, host, "deliberation", given, title={"en": "Talks"}, notice={})
first = str(seats.seat_by_account(room, None, "host"))
def write(by, kind, /, **data):
    (written,) = DESK.write(room.pk, by, [Draft(kind=kind, data=data, key=os.urandom(6).hex())])
    assert written.refused is None, written
def there(*words):
    data = Path(os.environ["LEGATION_DATA"])
    backup(data / "b.zip")
    import zipfile
    texts = [path.read_bytes() for path in data.glob("*sqlite3*")]
    with zipfile.ZipFile(data / "b.zip") as archive:
        texts += [archive.read(name) for name in archive.namelist()]
    return sum(text.count(word.encode()) for text in texts for word in words)
write(first, "phase", phase="vote")
digests = []
people = [seats.sit(room, role="participant", account=None, anonymous=False) for _ in range(20)]
for seat, secret in people:
    write(first, "moved", seat=seat, organisation="quombrel-body", group="quombrel-group", reason="quombrel-reason")
    write(seat, "stated", statement=os.urandom(6).hex(), text="quombrel words " * 15, source="participant")
    digests.append(room.seats.get(seat=seat).digest)
print("before", there("quombrel", *digests))
for seat, _ in people:
    write(seat, "erased", seat=seat)
print("after", there("quombrel", *digests))
"""


def test_the_bytes_of_who_left_are_gone_from_the_files_and_from_the_next_backup(tmp_path: Path) -> None:
    """In a site of its own, on disk: neither the database, nor its free pages, nor its log, nor a backup holds words or links."""
    with prepared(tmp_path, postgresql=False) as site:
        environment = site | {"DJANGO_SETTINGS_MODULE": "legation.web.settings"}
        done = subprocess.run([sys.executable, "-c", _PROGRAM], env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    counts = {name: int(found) for name, found in (line.split() for line in done.stdout.splitlines())}
    assert counts["before"] > 500
    assert counts["after"] == 0
