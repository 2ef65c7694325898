"""Every byte that everybody receives of a room, in every setting of who is named: nothing of what they may not know.

Canaries stand in the names of accounts, in organisations, in statements that wait or were left out, in reasons and flags; seats, secrets, salts
and the rows of the log are canaries by themselves. Walked are pages in both languages, JSON, the stream, forms that are sent back, exports, the
printed sheet and reports, each with its headers and cookies.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from web.halls import EVERYBODY, SITS, filled, host_writes
from web.samples import address_of, made
from web.test_rooms_by_role import seat_address

from legation.rooms.seating import INSIDE, LEAVES
from legation.web.accounts.models import Account
from legation.web.rooms import reports, seats
from legation.web.rooms.audience import AUDIENCE, Listener
from legation.web.rooms.desk import DESK, Draft
from legation.web.rooms.routes import SEAT_ROUTES
from legation.web.site.routing import ROUTES
from legation.web.stores.rooms.models import RoomContent, RoomEntry, RoomSeat

pytestmark = pytest.mark.django_db

ALL = [(inside, leaves) for inside in INSIDE for leaves in LEAVES]
SOME = [("organisation", "organisation"), ("seat", "attributed"), ("anonymous", "nothing")]
"""Pairs of settings, each of *inside* once; all twelve where that is asked for."""
REPORTED = [("organisation", "organisation"), ("seat", "chatham"), ("seat", "nothing")]
MODES = ALL if os.environ.get("LEGATION_LONG") else SOME
WAITS, OUT, REASON, FLAG, ORGANISATION, SHOWN = (f"CANARY{name}" for name in ("WAITS", "OUT", "REASON", "FLAG", "BODY", "SHOWN"))
AUTHORS = {"participant": SHOWN, "member": WAITS, "over": OUT}
DOSSIER = ("A small matter", "Une petite affaire", "/dossiers/small", "SECRET", "France", "Binding norms")


class Cage:
    """A room with canaries, and what each may know of them."""

    def __init__(self, site: Any, inside: str, leaves: str) -> None:
        for role, account in site.people.items():
            Account.objects.filter(pk=account.pk).update(name=f"CANARYNAME-{role}-")
        self.site, self.inside, self.leaves = site, inside, leaves
        self.hall = filled(site, inside=inside, leaves=leaves)
        room, seat = self.hall.room, self.hall.seats
        self.moderator = str(seats.seat_by_account(room, site.people["editor"], "moderator"))
        if self.inside != "anonymous":  # where the pages let no organisation sit
            host_writes(room, "moved", seat=seat["participant"], organisation=ORGANISATION)
        for who, words in AUTHORS.items():
            self.write(seat[who], "stated", statement=words.lower(), text=f"{words} are words", source="participant")
        self.write(self.moderator, "judged", statement=SHOWN.lower(), verdict="in")
        self.write(self.moderator, "judged", statement=OUT.lower(), verdict="out", reason=REASON)
        self.write(seat["observer"], "flagged", statement="seed-1", reason=FLAG)
        host_writes(room, "phase", phase="vote")
        self.write(seat["participant"], "voted", statement="seed-1", value=1)
        self.every_seat = {*seat.values(), self.moderator, *RoomSeat.objects.filter(room=room).values_list("seat", flat=True)}
        self.rows = {*RoomContent.objects.filter(entry__room=room).values_list("salt", flat=True)}
        self.rows |= {*RoomEntry.objects.filter(room=room).values_list("body", flat=True)}
        self.rows |= {*RoomSeat.objects.exclude(digest="").values_list("digest", flat=True), *self.hall.secrets.values()}

    def write(self, seat: str, kind: str, **data: Any) -> None:
        written = DESK.write(self.hall.room.pk, seat, [Draft(kind=kind, data=data, key=f"{kind}{len(str(data))}-{data.get('statement')}")])[
            0
        ]
        assert written.refused is None, (kind, written.refused)

    def forbidden(self, who: str, *, outside: bool = False) -> set[str]:
        """Return what somebody may not find: in the room as they sit there, or in what leaves it."""
        hidden, ids = {WAITS, OUT, REASON, FLAG, ORGANISATION}, set(self.every_seat)
        names = {f"CANARYNAME-{role}-" for role in self.site.people} | {f"{role}@example.org" for role in self.site.people}
        by_name = self.inside != "anonymous" and (not outside or self.leaves in ("attributed", "organisation"))
        by_sign = self.inside == "seat" and (not outside or self.leaves == "attributed")
        if by_name and (who in SITS or outside or who in ("owner", "editor")):
            hidden.discard(ORGANISATION)
        if by_sign and (who in SITS or outside or who in ("owner", "editor")):
            ids -= {self.hall.seats[one] for one in AUTHORS} if who in ("owner", "editor") else {self.hall.seats["participant"]}
        if who in self.hall.seats and not outside:
            hidden -= {AUTHORS.get(who, ""), REASON if who == "over" else ""}
            ids.discard(self.hall.seats[who])
        if who in ("owner", "editor") and not outside:
            hidden -= {WAITS, OUT, REASON, FLAG}
        if who == "anonymous":  # is led to where one signs in, and from there to the address that was asked for
            return hidden | ids | self.rows | names
        if who in self.site.people:
            return (
                hidden | ids | self.rows | {name for name in names if who not in name.replace("CANARYNAME-", "").split("@")[0].split("-")}
            )
        return hidden | ids | self.rows | names | set(DOSSIER)


MODES_OF_REPORTS = ALL if MODES is ALL else REPORTED


@pytest.fixture(params=MODES, ids="-".join)
def cage(site: Any, request: pytest.FixtureRequest) -> Cage:
    return Cage(site, *request.param)


def unpacked(body: bytes) -> str:
    """Return all that a body says, whatever it is packed in."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"".join(name.encode() + archive.read(name) for name in archive.namelist())
    elif body.startswith(b"%PDF"):  # its words, also those that a line breaks
        words = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
        body = f"{words}\n{''.join(words.split())}".encode()
    return body.decode("latin-1")


def whole(answer: Any) -> str:
    """Return all of an answer: status, headers, cookies with what a ticket says, and the body, unpacked."""
    body = unpacked(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    tickets = [
        json.dumps(signing.loads(one.value, salt="legation.rooms.ticket")) for one in answer.cookies.values() if one.value.count(":") >= 2
    ]
    return "\n".join([str(answer.status_code), str(dict(answer.headers)), str(answer.cookies), *tickets, body])


def sent_to(cage: Cage, who: str) -> Iterator[tuple[str, str]]:
    """Yield all that a seat, or who has none, is sent inside."""
    client, room = cage.hall.client(who), cage.hall.room.pk
    code = cage.hall.room.doors.get().code
    for route in SEAT_ROUTES.values():
        if route.method == "GET" and "report" not in route.name:
            for lang in ("en", "fr") if who in SITS else ("en",):
                yield route.name, whole(client.get(seat_address(route, room), headers={"accept-language": lang}))
    write, entries = (reverse(name, args=[room]) for name in ("room-write", "room-entries"))
    for text in (f"{WAITS[:4]} are words", "Publish a budget!", OUT[:5]):
        yield "room-write", whole(client.post(write, {"kind": "stated", "text": f"{text}", "key": "0" * 101}))
    for statement in (WAITS.lower(), OUT.lower(), "waits", "none"):
        yield "room-write", whole(client.post(write, {"kind": "voted", "statement": statement, "value": "1"}))
    drafts = [
        {"kind": "voted", "data": {"statement": one, "value": 1}, "key": f"{at:x}"}
        for at, one in enumerate((WAITS.lower(), OUT.lower(), "none"))
    ]
    drafts += [{"kind": "stated", "data": {"statement": WAITS.lower(), "text": "x", "source": "participant"}, "key": "a9a1"}]
    yield "room-entries", whole(client.post(entries, {"drafts": drafts}, content_type="application/json"))
    stranger = Client()
    yield "room-join", whole(stranger.post(reverse("room-join"), {"code": "A" * 10}))
    yield "room-door", whole(stranger.get(reverse("room-door", args=[code])))


def test_no_byte_that_somebody_is_sent_of_a_room_says_what_they_may_not_know(cage: Cage, record_property: Any) -> None:
    leaks, received = [], 0
    for who in EVERYBODY:
        seated = who if who in SITS or (cage.inside == "anonymous" and who in ("over", "inactive")) else ""  # nobody knows who sits where
        forbidden = cage.forbidden(who if seated else "nobody")
        for name, text in sent_to(cage, who):
            text = text.replace(AUTHORS.get(who, "-").lower(), "")
            leaks += [(who, name, word) for word in forbidden if word in text]
            received += len(text)
    record_property("bytes", received)
    assert not leaks, sorted(set(leaks))
    assert received > 100_000


def test_no_message_of_a_stream_says_what_its_seat_may_not_know(cage: Cage, django_capture_on_commit_callbacks: Any) -> None:
    hall, heard, room = cage.hall, {}, cage.hall.room.pk
    listeners = []
    for who in (*SITS, ""):
        heard[who] = [""]
        listener = Listener(room, hall.seats.get(who), lambda event, number, text, who=who: heard[who].append(f"{event} {number} {text}"))
        AUDIENCE.join(listener)
        listeners.append(listener)
    later = "CANARYLATER"
    for seat, kind, data in (
        (hall.seats["moved"], "flagged", {"statement": "seed-1", "reason": f"{FLAG}2"}),
        (hall.seats["member"], "stated", {"statement": "later", "text": f"{later} are words", "source": "participant"}),
        (cage.moderator, "judged", {"statement": "later", "verdict": "out", "reason": f"{REASON}2"}),
        (hall.seats["participant"], "voted", {"statement": "seed-1", "value": -1}),
        (hall.seats["member"], "voted", {"statement": "seed-1", "value": 1}),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            cage.write(seat, kind, **data)
    for listener in listeners:
        AUDIENCE.leave(listener)
    for who, messages in heard.items():
        forbidden = cage.forbidden(who or "projector") | ({later} if who != "member" else set())
        if who == "member":
            forbidden -= {REASON}  # of their own statement
        elif not who:
            forbidden |= {hall.seats["projector"]}
        assert not [word for word in forbidden if word in "\n".join(messages)], who
        votes = [one for one in messages if '"mine":{"set"' in one]
        assert len(votes) == (who in ("participant", "member")), (who, messages)


def test_no_page_or_file_of_the_dossier_says_more_of_a_room_than_its_reader_may_know(cage: Cage) -> None:
    leaks, samples, room = [], made(cage.site), cage.hall.room.pk
    routes = [one for one in ROUTES.values() if one.name.partition(".")[0] == "rooms" and one.kind != "action"]
    for who in ("owner", "editor", "contributor", "guest", "member", "anonymous"):
        client = cage.site.client(who)
        forbidden = cage.forbidden(who, outside=who == "contributor")
        for route in routes:
            taken = samples | {f"{route.name}:room": room}
            for as_json in (False, True) if route.kind == "page" else (False,):
                text = whole(client.get(address_of(route, cage.site, taken, as_json=as_json)))
                leaks += [(who, route.name, as_json, word) for word in forbidden if word in text]
                if who != "anonymous" and route.name == "rooms.sheet":
                    assert (cage.hall.room.doors.get().code[:5] in text) == (who in ("owner", "editor"))
    assert not leaks, sorted(set(leaks))
    assert len(routes) >= 8


@pytest.mark.parametrize(("inside", "leaves"), MODES_OF_REPORTS)
def test_what_leaves_a_room_names_as_its_setting_says(site: Any, inside: str, leaves: str) -> None:
    cage = Cage(site, inside, leaves)
    room, nobody = cage.hall.room, Client()
    code = room.doors.get().code
    number = None
    if cage.leaves != "nothing":
        number = reports.publish(room, {}).number
    host_writes(room, "phase", phase="closed")
    leaks = []
    for kind in ("en-html", "fr-html", "en-docx", "en-pdf") if MODES is ALL else ("en-html",):
        for who, client, address in (
            ("nobody", nobody, reverse("room-door-report", args=[code, number or 1, kind])),
            ("participant", cage.hall.client("participant"), reverse("room-seat-report", args=[room.pk, number or 1, kind])),
        ):
            answer = client.get(address)
            assert (answer.status_code == 200) == (number is not None), (who, kind, answer.status_code)
            leaks += [(who, kind, word) for word in cage.forbidden("nobody", outside=True) if word in whole(answer)]
    ended = whole(nobody.get(reverse("room-door", args=[code])))
    leaks += [("nobody", "ended", word) for word in cage.forbidden("nobody", outside=True) if word in ended]
    assert not leaks, sorted(set(leaks))
