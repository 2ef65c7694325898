"""When a room closes: said by its host as a day or as a local time with its zone, read to everybody, written as an instant."""

from __future__ import annotations

from typing import Any

import pytest

from legation.web.rooms.desk import DESK

from .test_rooms_hosting import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(site: Any) -> tuple[str, Any]:
    found, client = opened(site)
    return f"/dossiers/small/rooms/{found.pk}", client


def state_of(address: str) -> Any:
    return DESK.room(address.rsplit("/", 1)[1]).state


def test_a_whole_day_ends_where_its_zone_says(room: tuple[str, Any]) -> None:
    address, host = room
    assert host.post(f"{address}/deadline/set", {"day": "2031-03-30", "time": "", "zone": "Europe/Paris"}).status_code == 302

    state = state_of(address)
    assert (state.deadline, state.day, state.phase) == ("2031-03-30T22:00:00.000Z", True, "collect")
    assert "on 30 March 2031, 23:59 (Paris time)" in host.get(address).content.decode()


def test_a_time_is_an_instant_of_its_zone_and_may_be_taken_away(room: tuple[str, Any]) -> None:
    address, host = room
    assert "js/room_zone" in host.get(f"{address}/deadline").content.decode()  # proposes the zone of the browser
    host.post(f"{address}/deadline/set", {"day": "2031-07-14", "time": "18:30", "zone": "America/New_York"})
    assert (state_of(address).deadline, state_of(address).day) == ("2031-07-14T22:30:00.000Z", False)

    form = host.get(f"{address}/deadline").content.decode()
    assert "js/room_zone" not in form
    assert "on 14 July 2031, 18:30 (New York time)" in form and '<option value="America/New_York" selected>' in form
    assert host.post(f"{address}/deadline/set", {"do": "none"}).status_code == 302
    assert state_of(address).deadline == "" and "18:30" not in host.get(address).content.decode()


def test_a_time_that_the_clocks_pass_over_is_refused_and_one_that_comes_twice_is_asked_about(room: tuple[str, Any]) -> None:
    address, host = room
    gap = host.post(f"{address}/deadline/set", {"day": "2031-03-30", "time": "02:30", "zone": "Europe/Paris"})
    assert gap.status_code == 422 and "does not exist" in gap.content.decode()

    twice = {"day": "2031-10-26", "time": "02:30", "zone": "Europe/Paris"}
    which = host.post(f"{address}/deadline/set", twice)
    assert which.status_code == 422 and '<option value="1">2031-10-26 01:30 UTC</option>' in which.content.decode()
    assert state_of(address).deadline == ""
    assert host.post(f"{address}/deadline/set", twice | {"fold": "1"}).status_code == 302
    assert state_of(address).deadline == "2031-10-26T01:30:00.000Z"


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"day": "2001-01-01", "time": "", "zone": "UTC"}, 409, "has passed"),
        ({"day": "", "time": "", "zone": "UTC"}, 422, "aria-invalid"),
        ({"day": "2031-01-01", "time": "25:00", "zone": "UTC"}, 422, "local time"),
        ({"day": "2031-01-01", "time": "", "zone": "../../etc/passwd"}, 422, "aria-invalid"),
        ({"day": "9999-12-31", "time": "", "zone": "UTC"}, 422, "YYYY-MM-DD"),
    ],
)
def test_what_is_no_time_to_come_is_said_and_changes_nothing(room: tuple[str, Any], sent: dict[str, str], status: int, words: str) -> None:
    address, host = room
    answer = host.post(f"{address}/deadline/set", sent)

    assert answer.status_code == status and words in answer.content.decode()
    assert state_of(address).deadline == ""


@pytest.mark.parametrize("role", ["reader", "guest", "contributor"])
def test_only_who_holds_the_room_sets_it(room: tuple[str, Any], site: Any, role: str) -> None:
    address, _ = room
    assert site.client(role).post(f"{address}/deadline/set", {"day": "2031-01-01", "time": "", "zone": "UTC"}).status_code in (403, 404)
    assert state_of(address).deadline == ""


def test_a_deadline_stays_when_the_room_goes_on_and_ends_with_it(room: tuple[str, Any]) -> None:
    address, host = room
    host.post(f"{address}/deadline/set", {"day": "2031-03-30", "time": "", "zone": "Europe/Paris"})
    for phase in ("vote", "second"):
        assert host.post(f"{address}/phase", {"phase": phase}).status_code == 302
        state = state_of(address)
        assert (state.phase, state.deadline, state.day, state.zone) == (phase, "2031-03-30T22:00:00.000Z", True, "Europe/Paris")
    assert host.post(f"{address}/phase", {"phase": "closed"}).status_code == 302
    assert (state_of(address).phase, state_of(address).deadline) == ("closed", "")
