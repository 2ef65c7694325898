"""Whoever leaves a text takes along what was told the chair in confidence, and every other thing of theirs: no byte of it is left on the disk."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from web.database_files import analyzed, bytes_in_files
from web.halls import host_writes
from web.sites import ROOT, prepared
from web.text_room import TextRoom, text_room

from legation.rooms import verify
from legation.rooms.gains import applied
from legation.web.rooms import reports
from legation.web.rooms.audience import AUDIENCE, Listener
from legation.web.rooms.desk import DESK, Desk
from legation.web.stores import overwriting
from legation.web.stores.rooms import log

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.each_database("bytes of what was erased lie in files of the database"),
]
WORD = "quombrel"


def _spoken(there: TextRoom) -> None:
    """Let two delegations say what each takes along, of one kind and of the other, short and long, released and not."""
    for who in ("fra", "bra"):
        words = f"{WORD}-{who}"
        there.write(who, "confided", id=f"a-{who}", text=f"{words} can accept shall", target="2")
        there.write(who, "confided", id=f"b-{who}", text=f"{words} " * 300)
        there.write(who, "confided", id=f"c-{who}", text=f"{words} released", target="1")
        there.write(who, "released", id=f"c-{who}")
        there.write(who, "reserved", unit="3", text=f"{words} reserves its position")
        there.write(who, "stood", target="2", stance="oppose", public=False)


@pytest.mark.parametrize("later", [False, True])
def test_a_confidence_of_who_left_lies_in_no_page_of_the_database(site: Any, later: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    there = text_room(site)
    _spoken(there)
    reports.publish(there.room, {})
    analyzed()
    before = bytes_in_files()
    assert all(f"{WORD}-{who}".encode() in before for who in ("fra", "bra"))
    together = overwriting.Together()
    monkeypatch.setattr(overwriting, "_TOGETHER", [together] if later else [])
    monkeypatch.setattr(overwriting, "WAIT", 60.0)  # PostgreSQL may be tidying these tables just then
    there.write("fra", "erased", seat=there.seats["fra"])
    assert together.once()
    after = bytes_in_files()
    assert f"{WORD}-fra".encode() not in after
    assert f"{WORD}-bra".encode() in after  # what another delegation confided stays
    assert verify(log.entries_after(there.room.pk)) is None
    assert f"{WORD}-fra" not in json.dumps([there.seen(who) for who in ("chair", "rus", "bra", None)])


_PROGRAM = """
import json, os, sys
from pathlib import Path
from types import SimpleNamespace
from legation.web.serving.database import set_up_there
set_up_there()
sys.path.insert(0, "tests")
from web.database_files import analyzed, counted_on_disk
from web.test_rooms_drafting_erased import WORD, _spoken
from web.text_room import text_room
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
from legation.web.serving.backup import backup
from legation.web.stores import overwriting
overwriting.WAIT = 60.0
place, made = Path(sys.argv[1]), Path(os.environ["LEGATION_DATA"]) / "b.zip"
def there():
    backup(made)
    return counted_on_disk(place, made, [f"{WORD}-{who}" for who in ("fra", "bra")], without="pg_wal")
room = text_room(SimpleNamespace(dossier=Dossier.objects.get(slug="small"), people={"owner": Account.objects.get()}))
_spoken(room)
analyzed()
found = [there()]
room.write("fra", "erased", seat=room.seats["fra"])
found.append(there())
print(json.dumps(found))
"""


@pytest.mark.parametrize("postgresql", [False, True], ids=["SQLite", "PostgreSQL"])
def test_no_file_of_a_site_and_no_backup_holds_a_confidence_of_who_left(tmp_path: Path, postgresql: bool) -> None:
    """In a site of its own, on disk: tables, free pages, what the database knows of its tables, logs, and the next backup.

    The log of changes of a PostgreSQL server is its own, and is recycled as its settings say.
    """
    with prepared(tmp_path, postgresql=postgresql, own_server=True) as site:
        command = [sys.executable, "-c", _PROGRAM, str(tmp_path)]
        done = subprocess.run(command, env=site, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    before, after = json.loads(done.stdout.splitlines()[-1])
    assert min(before.values()) > 300
    assert after[f"{WORD}-fra"] == 0
    assert after[f"{WORD}-bra"] > 300


def test_once_somebody_has_left_every_process_shows_what_the_log_that_is_left_says(site: Any) -> None:
    """One seat of a delegation objects, another one lifts that; the words come in with a version, and the second seat leaves."""
    there = text_room(site, [("1", "States [shall] report."), ("2", "All act.")])
    host_writes(there.room, "seated", seat="seat-fra2", role="delegate", organisation="fra")
    there.seats["fra2"] = "seat-fra2"
    other = Desk()
    other.room(there.room.pk)
    bracket = there.seen(None)["brackets"][0]["id"]
    there.write("fra", "stood", target=bracket, stance="oppose")
    there.write("fra2", "stood", target=bracket, stance="flexible")
    there.write("chair", "brought", kind="rolling", paragraphs=[{"id": "1", "label": "1", "text": "States shall report."}])
    picture: dict[str, Any] = {}

    def take(event: str, _: int, text: str) -> None:
        said = json.loads(text)
        new = said if event == "state" else applied(picture, said)
        picture.clear()
        picture.update(new)

    listener = Listener(there.room.pk, there.seats["rus"], take)
    AUDIENCE.join(listener)
    assert not there.seen(None)["units"][0].get("opposing")
    there.write("fra2", "erased", seat="seat-fra2")
    AUDIENCE.leave(listener)
    seen = [desk.seen(there.room.pk, None) for desk in (DESK, other, Desk())]
    assert seen[0] == seen[1] == seen[2]
    assert seen[0]["units"][0]["opposing"] == ["fra"], "what the first seat said counts again"
    assert picture["units"][0]["opposing"] == ["fra"]
