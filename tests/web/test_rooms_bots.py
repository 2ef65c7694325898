"""Simulated players in live rooms: they move by the clock's thread, each move once, and go on where another process stopped."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from rooms.negotiation_made import settings

from legation import moment
from legation.rooms import replay, verify
from legation.web.rooms import seats
from legation.web.rooms.bots import Bots
from legation.web.rooms.clock import erase_points, write_due
from legation.web.rooms.desk import Desk, Draft
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room, RoomContent, RoomEntry

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("a move is written once, under a lock of the database")]
BEGINS = moment.parse("2026-03-02T09:00:00.000Z")


class _Table:
    """A room of two simulated players and a person, and a clock that is turned by hand."""

    def __init__(self, site: Any, **more: Any) -> None:
        self.now = BEGINS
        self.desk = self.process()
        given = {name: value for name, value in settings(**more).items() if name != "deadline"}
        self.room = seats.open_room(
            site.dossier, site.people["owner"], "negotiation", given, title={"en": "Port", "fr": "Port"}, notice={}, role="delegate"
        )
        RoomEntry.objects.filter(room=self.room).delete()
        Room.objects.filter(pk=self.room.pk).update(number=0, at="", hash="", phase="")
        self.host = str(seats.seat_by_account(self.room, site.people["owner"], "host"))
        self.write(self.host, "opened", given | {"deadline": moment.written(BEGINS + dt.timedelta(hours=1))})
        for side, bot in (("a", ""), ("b", "even"), ("c", "conciliatory")):
            self.write(self.host, "seated", {"seat": f"d{side}", "role": "delegate", "side": side} | ({"bot": bot} if bot else {}))

    def process(self) -> Desk:
        return Desk(lambda: moment.written(self.now))

    def write(self, seat: str, kind: str, data: dict[str, Any]) -> None:
        (answer,) = self.desk.write(self.room.pk, seat, [Draft(kind=kind, data=data)])
        assert answer.refused is None, answer.refused

    def moves(self) -> list[RoomEntry]:
        return list(RoomEntry.objects.filter(room=self.room, key__startswith="bot:").order_by("number"))


def test_players_offer_and_answer_in_their_time_each_move_once(site: Any) -> None:
    table = _Table(site)
    one, other = (Bots(table.process(), lambda: table.now) for _ in range(2))
    assert (one.step(), other.step(), len(table.moves())) == (0, 0, 0)
    for minute in range(1, 16):
        table.now = BEGINS + dt.timedelta(minutes=minute)
        written = one.step(), other.step()
        assert written[0] + written[1] <= 4
    offers = [entry for entry in table.moves() if entry.kind == "offered"]
    assert {entry.by for entry in offers} == {"db", "dc"}
    assert len({entry.key for entry in table.moves()}) == len(table.moves())
    per_minute = [entry.at for entry in offers if entry.by == "db"]
    assert len(set(per_minute)) == len(per_minute)  # never two by one player at one instant
    table.write("da", "offered", {"package": [2, 1]})
    table.now += dt.timedelta(seconds=30)
    restarted = Bots(table.process(), lambda: table.now)
    restarted.step()
    entries = list(log.entries_after(table.room.pk))
    assert verify(entries) is None
    assert replay("negotiation", entries).number == entries[-1].number


@pytest.mark.parametrize("more", [{"inside": "anonymous"}, {"safety": True}])
def test_where_the_log_says_hours_alone_a_player_moves_once_in_each_of_its_times(site: Any, more: dict[str, Any]) -> None:
    table = _Table(site, **more)
    processes = [Bots(table.process(), lambda: table.now) for _ in range(2)]
    written = []
    for second in range(0, 1_800, 20):  # thirty times an hour, two minutes each
        table.now = BEGINS + dt.timedelta(seconds=second)
        processes[second // 20 % 2] = Bots(table.process(), lambda: table.now)  # one was started anew
        for process in processes:
            before = len(table.moves())
            process.step()
            written += [(entry.by, table.now) for entry in table.moves()[before:]]
    assert {by for by, _ in written} == {"db", "dc"}
    for seat, place in (("db", 2), ("dc", 3)):
        times = [(at - BEGINS - dt.timedelta(seconds=120 * place // 3)) // dt.timedelta(seconds=120) for by, at in written if by == seat]
        assert len(set(times)) == len(times) >= 2 and min(times) >= 0
    assert {entry.at for entry in table.moves()} == {"2026-03-02T09:00:00.000Z"}
    assert len({entry.key for entry in table.moves()}) == len(written)


@pytest.mark.parametrize("back", [dt.timedelta(milliseconds=1), dt.timedelta(minutes=30)])
def test_a_clock_that_jumps_back_at_the_deadline_opens_nothing_and_writes_nothing_twice(site: Any, back: dt.timedelta) -> None:
    table = _Table(site)
    table.write("da", "offered", {"package": [2, 1]})
    ends = BEGINS + dt.timedelta(hours=1)
    table.now = ends
    assert write_due(table.desk, lambda: table.now) == 0
    table.write("da", "spoke", {"text": "At the deadline itself"})
    table.now = ends + dt.timedelta(milliseconds=1)
    assert write_due(table.desk, lambda: table.now) == 1
    count = RoomEntry.objects.filter(room=table.room).count()
    for now in (ends - back, ends, ends + back):
        table.now = now
        other = table.process()
        assert [write_due(desk, lambda: table.now) for desk in (table.desk, other)] == [0, 0]
        assert Bots(other, lambda: table.now).step() == 0
        for desk in (table.desk, other):
            for seat, kind, data in (("da", "offered", {"package": [0, 0]}), ("db", "accepted", {"offer": 5})):
                (answer,) = desk.write(table.room.pk, seat, [Draft(kind=kind, data=data)])
                assert answer.refused is not None and answer.refused.code == "late"
    entries = list(log.entries_after(table.room.pk))
    assert (len(entries), verify(entries)) == (count, None)
    state = replay("negotiation", entries)
    assert (state.phase, state.at, entries[-1].kind) == ("closed", moment.written(ends + dt.timedelta(milliseconds=1)), "due")


def test_a_clock_that_jumps_back_before_the_deadline_is_written_opens_the_room_no_longer_than_its_log_says(site: Any) -> None:
    table = _Table(site)
    ends = BEGINS + dt.timedelta(hours=1)
    table.now = ends
    table.write("da", "offered", {"package": [2, 1]})
    table.now = ends - dt.timedelta(minutes=10)
    table.write("db", "spoke", {"text": "In time by the log"})
    assert RoomEntry.objects.filter(room=table.room).latest("number").at == moment.written(ends)  # an entry is never before the last
    table.now = ends + dt.timedelta(milliseconds=1)
    (answer,) = table.desk.write(table.room.pk, "dc", [Draft(kind="accepted", data={"offer": 5})])
    assert answer.refused is not None and answer.refused.code == "late"


def test_players_wait_while_the_room_does_and_stop_at_its_end(site: Any) -> None:
    table = _Table(site)
    bots = Bots(table.process(), lambda: table.now)
    table.write(table.host, "phase", {"phase": "paused"})
    table.now += dt.timedelta(minutes=10)
    assert bots.step() == 0
    table.write(table.host, "phase", {"phase": "open"})
    assert bots.step() >= 1
    table.now = BEGINS + dt.timedelta(hours=1, milliseconds=1)
    assert bots.step() == 0


def test_points_go_from_the_database_thirty_days_after_closing(site: Any) -> None:
    given = {name: value for name, value in settings(session="real").items() if name != "deadline"}
    room = seats.open_room(
        site.dossier, site.people["owner"], "negotiation", given, title={"en": "Port", "fr": "Port"}, notice={}, role="delegate"
    )
    host = str(seats.seat_by_account(room, site.people["owner"], "host"))
    desk = Desk()
    for by, kind, data in (
        (host, "seated", {"seat": "da", "role": "delegate", "side": "a"}), ("da", "scored", {"points": [[1, 2, 3], [4, 5]]}),
        (host, "seated", {"seat": "db", "role": "delegate", "side": "b"}), ("db", "scored", {"points": [[1, 2, 3], [4, 5]]}),
    ):  # fmt: skip
        assert desk.write(room.pk, by, [Draft(kind=kind, data=data)])[0].refused is None
    said = RoomContent.objects.filter(entry__room=room, entry__kind="scored")
    number = said.order_by("entry__number").values_list("entry__number", flat=True)[0]
    assert desk.write(room.pk, "da", [Draft(kind="erased", data={"entry": number})])[0].refused is None
    assert said.count() == 1
    assert desk.write(room.pk, host, [Draft(kind="phase", data={"phase": "closed"})])[0].refused is None
    now = dt.datetime.now(dt.UTC)
    later = Desk(lambda: moment.written(now + dt.timedelta(days=31)))
    assert erase_points(desk, lambda: now + dt.timedelta(days=29)) == 0
    assert erase_points(later, lambda: now + dt.timedelta(days=31)) == 1
    assert erase_points(later, lambda: now + dt.timedelta(days=31)) == 0
    assert said.count() == 0
    entries = list(log.entries_after(room.pk))
    assert verify(entries) is None
    assert replay("negotiation", entries).points == {}  # type: ignore[attr-defined]


def test_a_room_that_cannot_be_read_keeps_no_points_of_another(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {name: value for name, value in settings(session="real").items() if name != "deadline"}
    desk, rooms = Desk(), []
    for _ in range(2):
        room = seats.open_room(
            site.dossier, site.people["owner"], "negotiation", given, title={"en": "Port", "fr": "Port"}, notice={}, role="delegate"
        )
        host = str(seats.host_of(room))
        for by, kind, data in (
            (host, "seated", {"seat": "da", "role": "delegate", "side": "a"}), ("da", "scored", {"points": [[1, 2, 3], [4, 5]]}),
            (host, "phase", {"phase": "closed"}),
        ):  # fmt: skip
            assert desk.write(room.pk, by, [Draft(kind=kind, data=data)])[0].refused is None
        rooms.append(room.pk)
    now = dt.datetime.now(dt.UTC) + dt.timedelta(days=31)
    later = Desk(lambda: moment.written(now))
    first, reading = rooms[0], later.reading

    def fails(name: str, at_least: int | None = None) -> Any:
        if name == first:
            raise ValueError
        return reading(name, at_least)

    monkeypatch.setattr(later, "reading", fails)
    assert erase_points(later, lambda: now) == 1
    assert list(RoomContent.objects.filter(entry__kind="scored").values_list("entry__room", flat=True)) == [first]
