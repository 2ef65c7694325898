"""A disk that is full in the middle of a wave: nothing is handed over twice, none is lost, the page says so, and sending goes on after."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from crisis_made import a_family, a_made_crisis, all_approved
from django.db import OperationalError, connection
from test_waves import BOTH, SECRET, Texts, a_wave

from legation.web.consular.crises import sending
from legation.web.consular.crises.waves import plan_wave
from legation.web.consular.house import HOUSE
from legation.web.consular.people import forget_people
from legation.web.consular.records.models import Message, Wave

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
PEOPLE = 6
LEFT = 2
"""Messages that are handed over when the disk is full: of the last of them nothing more could be noted."""
NO_LIMIT = 4_294_967_294


class Disk:
    """The database's own limit of pages, with messages of which every change needs a page more, as a log that grows does on a full disk."""

    def full(self) -> None:
        with connection.cursor() as cursor:
            for change in ("UPDATE", "INSERT"):
                table = Message._meta.db_table
                cursor.execute(
                    f"CREATE TEMP TRIGGER page_{change} AFTER {change} ON main.{table} BEGIN INSERT INTO pages VALUES (zeroblob(65536)); END"
                )
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0]}")

    def room(self) -> None:
        with connection.cursor() as cursor:
            for change in ("UPDATE", "INSERT"):
                cursor.execute(f"DROP TRIGGER IF EXISTS temp.page_{change}")
            cursor.execute(f"PRAGMA max_page_count={NO_LIMIT}")


@pytest.fixture
def disk() -> Iterator[Disk]:
    if connection.vendor != "sqlite":
        pytest.skip("a limit of pages is SQLite's")
    there = Disk()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE pages (filled BLOB)")
        cursor.execute("VACUUM")  # pages that tests before this one have freed are no room
    try:
        yield there
    finally:
        there.room()
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE pages")


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Texts]:
    there = Texts()
    monkeypatch.setenv("LEGATION_CONSULAR_SMS_SECRET", SECRET)
    assert HOUSE.posts
    monkeypatch.setitem(HOUSE._house.sms, "address", there.address)
    monkeypatch.setitem(HOUSE._house.front, "address", "https://answer.example.org")
    yield there
    there.server.shutdown()
    there.server.server_close()


class Filling:
    """An adapter after whose so-many-th message the disk is full, before anything of it is noted."""

    def __init__(self, adapter: Any, disk: Disk) -> None:
        self._adapter, self._disk, self._left = adapter, disk, 0

    def hand_over(self, letter: Any) -> Any:
        handed = self._adapter.hand_over(letter)
        self._left += 1
        if self._left == LEFT:
            self._disk.full()
        return handed

    def close(self) -> None:
        self._adapter.close()


def left(channel: str, letters: Any, texts: Texts) -> list[tuple[str, str]]:
    """Return whom what has left went to, with the name under which a second one is known as the same."""
    if channel == "email":
        return [(one["To"], one["Message-ID"]) for one in letters.read()]
    return [(json.loads(body)["to"], headers["Idempotency-Key"]) for headers, body in texts.calls]


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_a_disk_that_is_full_in_mid_wave_stops_sending_and_doubles_and_loses_nothing(channel, disk, browser, letters, texts, monkeypatch):
    forget_people()
    for number in range(PEOPLE):
        by = (
            {"emails": [f"p{number}@example.org"], "phones": []}
            if channel == "email"
            else {"emails": [], "phones": [f"+3361234567{number}"]}
        )
        a_family(**by)
    all_approved()
    crisis = a_made_crisis()
    a_wave(crisis)
    head, here = browser("head"), f"/posts/lyndon/crises/{crisis.pk}/waves"
    head.raise_request_exception = False
    lane, adapter = sending.Lane(channel), sending.channels.adapter
    monkeypatch.setattr(sending, "LEASE", sending.LEASE * 0)  # what is leased is given back at the next look, as after ninety seconds
    with monkeypatch.context() as once:
        once.setattr(sending.channels, "adapter", lambda name: Filling(adapter(name), disk))
        with pytest.raises(OperationalError, match="full"):
            lane()

    for _ in range(3):  # the looks that follow while there is no room
        with pytest.raises(OperationalError, match="full"):
            lane()
    assert len(left(channel, letters, texts)) == LEFT
    shown = head.get(f"{here}/1").content.decode()
    assert "the desk can save nothing, perhaps because its disk is full. 5 messages wait." in shown
    assert plan_wave(crisis, BOTH, is_discreet=False, with_unknown_place=True).number == 2
    answer = head.post(f"{here}/press", {"number": "2", "unknown-place": "on"})
    assert (answer.status_code, Wave.objects.count(), Message.objects.count()) == (503, 1, PEOPLE)
    assert "cannot save anything at this moment" in answer.content.decode()

    disk.room()
    lane()
    assert sending.stopped_since() is None
    assert "can save nothing" not in head.get(f"{here}/1").content.decode()
    gone = left(channel, letters, texts)
    assert len({to for to, _ in gone}) == len(set(gone)) == PEOPLE
    states = sorted(Message.objects.values_list("state", flat=True))
    if channel == "email":
        assert (len(gone), states) == (PEOPLE, ["handed-over"] * (PEOPLE - 1) + ["unknown"])
    else:  # the one of which nothing could be noted goes again under its own key, by which the gateway knows it
        assert (len(gone), states, gone.count(gone[LEFT - 1])) == (PEOPLE + 1, ["handed-over"] * PEOPLE, 2)
    assert Wave.objects.get().state == "sent"
