"""Whoever sat in a room and does no more: what they read, how they take back what they said, how they find the end of the room."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from web.halls import Hall, filled, host_writes
from web.test_rooms_hosting import opened

from legation.rooms import verify
from legation.web.dossiers.models import Grant
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.rooms.place import cookie_of
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import RoomContent, RoomSeat

pytestmark = pytest.mark.django_db
CANARY = "Canary words of mine"


def _removed(site: Any) -> tuple[Hall, Client, str]:
    """Return a hall in which somebody wrote and voted before a moderator took their seat from them."""
    hall = filled(site)
    seat = hall.seats["participant"]
    said = [
        Draft(kind="stated", data={"statement": "0c", "text": CANARY, "source": "participant"}),
        Draft(kind="flagged", data={"statement": "seed-1", "reason": "Canary report"}),
    ]
    assert not [one.refused for one in DESK.write(hall.room.pk, seat, said) if one.refused]
    host_writes(hall.room, "phase", phase="vote")
    assert DESK.write(hall.room.pk, seat, [Draft(kind="voted", data={"statement": "seed-1", "value": 1})])[0].refused is None
    host_writes(hall.room, "removed", seat=seat, reason="insult")
    client = hall.client("participant")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "fr"
    return hall, client, f"/rooms/{hall.room.pk}/seat/"


def test_a_removed_seat_reads_what_happened_and_nothing_else_of_the_room(site: Any) -> None:
    hall, client, at = _removed(site)
    answer = client.get(at, follow=True)
    page = answer.content.decode()
    assert (answer.status_code, answer.redirect_chain) == (200, [(f"{at}out", 302)])
    assert "vous a retiré votre place" in page
    assert "insulte" in page
    assert answer["Cache-Control"] == "private, no-store"
    state: Any = DESK.room(hall.room.pk).state
    hidden = ["Begin with what is agreed.", "Publish a budget.", CANARY, "What should come first?", *state.seats]
    assert not [word for word in hidden if word in page]
    assert client.get(f"{at}picture").status_code == 401
    assert client.post(f"{at}write", {"kind": "voted", "statement": "seed-1", "value": "1"}).url == f"{at}out"  # type: ignore[attr-defined]
    assert client.get(f"{at}leave").status_code == 405


def test_a_removed_seat_takes_back_its_words_and_votes(site: Any) -> None:
    hall, client, at = _removed(site)
    left = client.post(f"{at}leave")
    assert left.status_code == 200
    assert "sont effacés" in left.content.decode()
    assert f'data-left="{hall.room.pk}"' in left.content.decode()  # by which a script forgets what the browser kept
    assert "anary" not in json.dumps(list(RoomContent.objects.values_list("data", flat=True)))
    assert not RoomSeat.objects.filter(seat=hall.seats["participant"]).exists()
    assert verify(log.entries_after(hall.room.pk)) is None
    state: Any = DESK.room(hall.room.pk).state
    assert state.withdrew == 2  # with the one of the hall
    client.cookies[cookie_of(hall.room.pk)] = hall.secrets["participant"]
    assert client.get(at).status_code == 403
    assert client.post(f"{at}leave").status_code == 403


def test_whose_access_has_ended_takes_back_what_still_counts(site: Any) -> None:
    hall = filled(site)
    at, client = f"/rooms/{hall.room.pk}/seat/", hall.client("member")
    assert client.get(f"{at}out").url == at  # type: ignore[attr-defined]  # who sits there has nothing to read here
    Grant.objects.filter(account=site.people["contributor"]).delete()
    page = client.get(at, follow=True).content.decode()
    assert "qui a pris fin" in page
    assert "Motif" not in page
    assert client.post(f"{at}leave").status_code == 200
    assert DESK.room(hall.room.pk).state.seats[hall.seats["member"]].erased  # type: ignore[union-attr]


def test_who_has_lost_the_browser_gives_up_the_seat_and_takes_another(site: Any) -> None:
    room, _ = opened(site, inside="seat")
    at, member = f"/dossiers/small/rooms/{room.pk}", site.client("contributor")
    member.post(f"{at}/sit", follow=True)
    first = RoomSeat.objects.get(account=site.people["contributor"]).seat
    DESK.write(room.pk, first, [Draft(kind="stated", data={"statement": "0c", "text": CANARY, "source": "participant"})])
    elsewhere = site.client("contributor")
    page = elsewhere.get(at).content.decode()
    assert "in no other" in page
    assert f'action="{at}/leave"' in page
    lost = elsewhere.get(f"/rooms/{room.pk}/seat/", follow=True)
    assert lost.status_code == 200
    assert "Il n’y a pas de place dans ce navigateur" in lost.content.decode()
    assert "Il n’y a pas de place dans ce navigateur" not in Client().get("/join/").content.decode()

    assert site.client("reader").post(f"{at}/leave").status_code == 302  # has none to give up
    assert not DESK.room(room.pk).state.seats[first].erased  # type: ignore[union-attr]
    assert elsewhere.post(f"{at}/leave").url == at
    assert DESK.room(room.pk).state.seats[first].erased  # type: ignore[union-attr]
    assert CANARY not in json.dumps(list(RoomContent.objects.values_list("data", flat=True)))
    assert elsewhere.post(f"{at}/sit", follow=True).redirect_chain[-1][0] == f"/rooms/{room.pk}/seat/"
    assert RoomSeat.objects.get(account=site.people["contributor"]).seat != first


@pytest.mark.parametrize("role", ["guest", "member", "anonymous"])
def test_who_does_not_see_the_rooms_gives_up_nothing(site: Any, role: str) -> None:
    room, _ = opened(site, inside="seat")
    before = DESK.room(room.pk).number
    assert site.client(role).post(f"/dossiers/small/rooms/{room.pk}/leave").status_code in (302, 403, 404)
    assert DESK.room(room.pk).number == before


def test_a_door_closed_by_hand_seats_nobody_and_still_leads_those_who_came_by_it_to_the_end(site: Any) -> None:
    room, host = opened(site)
    at, first = f"/dossiers/small/rooms/{room.pk}", room.doors.get()
    sat = Client()
    sat.post(f"/join/{first.code}/sit")
    host.post(f"{at}/door", {"do": "new"})
    unused = room.doors.exclude(pk=first.pk).get()
    host.post(f"{at}/door")
    assert set(room.doors.values_list("closed", flat=True)) == {True}
    assert [Client().get(f"/join/{one.code}/").status_code for one in (first, unused)] == [404, 404]
    assert Client().post("/join/", {"code": first.code}).status_code == 404
    assert Client().post(f"/join/{first.code}/sit").status_code == 404
    assert sat.get(f"/join/{first.code}/").url == f"/rooms/{room.pk}/seat/"  # type: ignore[attr-defined]
    assert sat.post("/join/", {"code": first.code}).status_code == 302

    host.post(f"{at}/phase", {"phase": "closed"})
    assert [Client().get(f"/join/{one.code}/").status_code for one in (first, unused)] == [200, 404]
    assert Client().post(f"/join/{first.code}/sit").status_code == 404
    assert seats.ended_door_of(first.code) == first
