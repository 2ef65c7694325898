"""A text under negotiation: no byte that a seat receives says what one party showed another, told the chair, or holds and does not say.

Words that some may not know are canaries: every page, file, picture and message is searched for them. Of a stance that is not public, and of
who was given what, there is no word to search for: there the same room is walked twice, with one secret and with another, and whoever may know
neither receives the same bytes both times.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from web.halls import AT_THE_TABLE, DELEGATIONS, EVERYBODY, GROUP, Hall, negotiating
from web.samples import address_of, made
from web.test_rooms_by_role import seat_address
from web.test_rooms_canaries import DOSSIER, whole

from legation.rooms import kinds, seen_by
from legation.rooms.gains import applied
from legation.web.accounts.models import Account
from legation.web.pages.rooms.drafting.documents import FORMS, SHOWN
from legation.web.rooms.audience import AUDIENCE, Listener
from legation.web.rooms.desk import DESK, Draft
from legation.web.rooms.routes import SEAT_ROUTES
from legation.web.site.routing import ROUTES
from legation.web.stores.rooms.models import RoomContent, RoomEntry, RoomSeat

pytestmark = pytest.mark.django_db
each_database = pytest.mark.each_database("what a seat receives is read from the database")

WHOLE = bool(os.environ.get("LEGATION_LONG"))
MODES: list[dict[str, Any]] = [{"inside": "organisation", "leaves": "organisation"}, {"inside": "anonymous", "leaves": "nothing"}]
if WHOLE:
    MODES += [
        {"inside": "seat", "leaves": "attributed"},
        {"inside": "seat", "leaves": "chatham"},
        {"inside": "organisation", "leaves": "nothing", "attributed": False},
        {"inside": "organisation", "leaves": "chatham", "chair_sees": False},
        {"inside": "organisation", "leaves": "organisation", "equal": True},
        {"inside": "organisation", "leaves": "organisation", "safety": True},
    ]
CAUCUS, RIVALS, GONE, CONFIDENCE, TITLE = (f"CANARY{name}" for name in ("CAUCUS", "RIVALS", "GONE", "CONFIDENCE", "TITLE"))
MAY: dict[str, tuple[str, ...]] = {
    CAUCUS: ("chair", "france", "embassy"),
    TITLE: ("chair", "france", "embassy"),
    RIVALS: ("russia", "germany"),
    GONE: ("russia",),
    CONFIDENCE: ("chair", "france", "embassy"),
}
"""Who may find each: those whom it was shown to, and who showed it."""


QUERIES = {"room-text": tuple(f"?form={form}" for form in (*FORMS, *SHOWN))}
"""Pages that show the same thing in several forms."""
ENDINGS = ("txt", "docx", "akn", "pdf") if WHOLE else ("txt",)
FILES = {
    "room-text-file": tuple(f"{form}-en-{ending}" for form in FORMS for ending in ENDINGS),
    "room-capital-file": ("en-html", "en-docx", "en-pdf") if WHOLE else ("en-html",),
}
"""Files that a seat is given."""


class Table:
    """A text under negotiation with canaries, and what each may know of them."""

    def __init__(self, site: Any, **settings: Any) -> None:
        self.site, self.hall = site, negotiating(site, **settings)
        state = DESK.room(self.hall.room.pk).state
        assert state is not None
        self.settings = state.settings
        hall = self.hall
        france, germany = self.actor("france"), self.actor("germany")
        offered = {} if self.settings["equal"] else {"offered": True}
        hall.writes("chair", "shown", id="c-1", to=[france], title=TITLE, text=f"{CAUCUS} are words", targets=["b-1"])
        hall.writes("russia", "shown", id="c-2", to=[germany], title="Between us", text=f"{RIVALS} are words", targets=[])
        hall.writes("russia", "shown", id="c-3", to=[france], title="Not any more", text=f"{GONE} are words", targets=[])
        hall.writes("russia", "withdrawn", id="c-3")
        hall.writes("france", "confided", id="s-1", text=f"{CONFIDENCE} are words", target="b-1")
        hall.writes("france", "stood", target="b-1", stance="oppose", public=False)
        hall.writes("russia", "reserved", unit="p3", text="Reserves its position.")
        hall.writes("observer", "proposed", id="o-1", operation="insert", unit="p2", start=1, end=1, text="always", **offered)
        hall.writes("chair", "asked", id="q-1", units=["p3"], deadline="2099-03-05", zone="Europe/Paris", level="ad ref")
        hall.writes("russia", "broken", id="q-1", units=["p3"], reason="No instructions yet.")
        hall.writes("germany", "received", what="q-1")
        self.every_seat = {*hall.seats.values(), *RoomSeat.objects.filter(room=hall.room).values_list("seat", flat=True)}
        self.rows = {*RoomContent.objects.filter(entry__room=hall.room).values_list("salt", flat=True)}
        self.rows |= {*RoomEntry.objects.filter(room=hall.room).values_list("body", flat=True)}
        self.rows |= {*RoomSeat.objects.exclude(digest="").values_list("digest", flat=True), *hall.secrets.values()}
        self.names = {f"CANARYNAME-{role}-" for role in site.people} | {f"{role}@example.org" for role in site.people}

    def actor(self, who: str) -> str:
        """Return how the log names the delegation of somebody."""
        return self.hall.seats[who] if self.settings["inside"] == "anonymous" else DELEGATIONS.get(who, self.hall.seats[who])

    def forbidden(self, who: str) -> set[str]:
        """Return what somebody may not find who sits there; of who does not sit there, nothing of the room."""
        alone = self.settings["inside"] == "anonymous" and who == "embassy"  # there each seat speaks for itself
        found = {word for word, may in MAY.items() if who not in may or alone} | self.rows
        if self.settings["inside"] == "anonymous":
            found |= {*DELEGATIONS.values(), GROUP}
        if who in AT_THE_TABLE:
            found |= self.every_seat - {self.hall.seats[who]} if self.settings["inside"] != "seat" else set()
        if who not in self.site.people:
            found |= self.names | {*DOSSIER}
        return found


def _said(site: Any) -> None:
    for role, account in site.people.items():
        Account.objects.filter(pk=account.pk).update(name=f"CANARYNAME-{role}-")


@pytest.fixture(params=MODES, ids=lambda mode: "-".join(map(str, mode.values())))
def table(site: Any, request: pytest.FixtureRequest) -> Table:
    _said(site)
    return Table(site, **request.param)


def sent_to(hall: Hall, who: str, langs: tuple[str, ...] = ("en",)) -> Iterator[tuple[str, str]]:
    """Yield all that a seat, or who has none, is sent below the seat."""
    client = hall.client(who)
    for route in SEAT_ROUTES.values():
        if route.method == "GET" and ":name>" not in route.path:
            for lang in langs:
                for query in QUERIES.get(route.name, ("",)):
                    address = seat_address(route, hall.room.pk) + query
                    yield f"{route.name}{query}", whole(client.get(address, headers={"accept-language": lang}))
    for name, files in FILES.items():
        for file in files:
            yield f"{name} {file}", whole(client.get(reverse(name, args=[hall.room.pk, file])))


def leaked(table: Table, whom: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    """Return who was sent what they may not know, and where."""
    leaks, received = [], 0
    for who in whom or EVERYBODY_HERE:
        forbidden = table.forbidden(who)
        for name, text in sent_to(table.hall, who, ("en", "fr") if WHOLE and who in AT_THE_TABLE else ("en",)):
            leaks += [(who, name, word) for word in forbidden if word in text]
            received += len(text)
    assert received > 20_000
    table.received = received  # type: ignore[attr-defined]
    return sorted(set(leaks))


EVERYBODY_HERE = tuple(
    dict.fromkeys((*AT_THE_TABLE, *(one for one in EVERYBODY if one in ("outsider", "nobody", "removed", "erased", "forged"))))
)


@each_database
def test_no_byte_that_a_seat_is_sent_says_what_it_may_not_know(table: Table, record_property: Any) -> None:
    assert not leaked(table)
    record_property("bytes", table.received)  # type: ignore[attr-defined]
    found = {who: "".join(text for _, text in sent_to(table.hall, who)) for who in ("france", "germany", "chair")}
    for word, who in ((CAUCUS, "france"), (RIVALS, "germany"), (CONFIDENCE, "chair"), (CAUCUS, "chair")):
        assert word in found[who], (word, who)  # what is not there cannot leak


@pytest.mark.parametrize("planted", ["shown", "confided"] if WHOLE else ["shown"])
def test_what_is_shown_to_more_than_it_is_meant_for_is_found(site: Any, monkeypatch: pytest.MonkeyPatch, planted: str) -> None:
    table = Table(site, **MODES[0])
    declared = kinds.OURS["drafting"]
    chair = table.hall.seats["chair"]

    def leaking(state: Any, seat: str | None) -> dict[str, Any]:
        return declared.seen_by(state, seat) | {planted: declared.seen_by(state, chair)[planted]}

    monkeypatch.setitem(kinds.OURS, "drafting", replace(declared, seen_by=leaking))
    assert {who for who, _, _ in leaked(table, ("germany", "observer"))} == {"germany", "observer"}


def test_no_page_or_file_of_the_dossier_says_more_of_the_room_than_its_reader_may_know(table: Table) -> None:
    leaks, samples, room = [], made(table.site), table.hall.room.pk
    routes = [one for one in ROUTES.values() if "<slug:room>" in one.path and one.kind != "action"]
    samples |= {"rooms.text-file:name": "attributed-en-txt"}
    for who in ("owner", "editor", "contributor", "guest", "member") if WHOLE else ("owner", "guest"):
        client = table.site.client(who)
        forbidden = set(MAY) | table.rows
        for route in routes:
            for as_json in (False, True) if route.kind == "page" else (False,):
                address = address_of(route, table.site, samples | {f"{route.name}:room": room}, as_json=as_json)
                text = whole(client.get(address))
                leaks += [(who, route.name, as_json, word) for word in forbidden if word in text]
    assert not leaks, sorted(set(leaks))


# --- secrets without a word of their own ---------------------------------------------------------------------------------------------------------

Writes = tuple[tuple[str, str, Mapping[str, Any]], ...]
"""Who writes what."""
_SHOWN = {"id": "w-1", "title": "A", "text": "Words", "targets": []}
SECRETS: dict[str, tuple[tuple[str, ...], Writes, Writes]] = {
    "stance": (
        ("chair", "france", "embassy"),
        (("france", "stood", {"target": "p2", "stance": "oppose", "public": False}),),
        (("france", "stood", {"target": "p2", "stance": "support", "public": False}),),
    ),
    "whose stance": (
        ("chair", "france", "embassy", "russia"),
        (("france", "stood", {"target": "p2", "stance": "oppose", "public": False}),),
        (("russia", "stood", {"target": "p2", "stance": "oppose", "public": False}),),
    ),
    "caucus": (
        ("chair", "france", "embassy", "russia"),
        (("chair", "shown", {**_SHOWN, "to": [DELEGATIONS["france"]]}),),
        (("chair", "shown", {**_SHOWN, "to": [DELEGATIONS["russia"]]}),),
    ),
    "caucus withdrawn": (
        ("chair", "france", "embassy", "russia"),
        (("chair", "shown", {**_SHOWN, "to": [DELEGATIONS["france"]]}), ("chair", "withdrawn", {"id": "w-1"})),
        (
            ("russia", "confided", {"id": "w-2", "text": "Words", "target": ""}),
            ("russia", "confided", {"id": "w-3", "text": "Words", "target": ""}),
        ),
    ),
    "confidence": (
        ("chair", "france", "embassy", "russia"),
        (("france", "confided", {"id": "w-1", "text": "Words", "target": "p1"}),),
        (("russia", "confided", {"id": "w-1", "text": "Other words", "target": "p2"}),),
    ),
    "received": (
        ("chair", "france", "embassy", "russia"),
        (("france", "received", {"what": "q-1"}),),
        (("russia", "received", {"what": "q-1"}),),
    ),
}
"""Who may know of it, what is written, and what is written in its place."""
_TOKEN = re.compile(
    r"""(csrfmiddlewaretoken" value="|name="key" value="|legation-csrf=|legation-live[^=]*=|expires=|X-Request-Id': '|"request": ")[^"';]*"""
)
_HASH = re.compile("hash [0-9a-f]{16}")
"""What every answer has anew, and how a log begins its hash, in which a salt is that nobody receives."""


_COUNT = re.compile(r"\d+")
"""How many entries a room has is known to all; numbers aside."""


def _masked(text: str) -> str:
    return _HASH.sub("hash", _TOKEN.sub(r"\1", text))


def _walked(table: Table, writes: Writes, who_looks: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """Return all that some are sent after something was written, which is undone again; in a Word file and a PDF the log's hash stands in pieces."""
    room = table.hall.room.pk
    with transaction.atomic():
        for who, kind, data in writes:
            table.hall.writes(who, kind, **data)
        found = {
            (who, name): _masked(text)
            for who in who_looks
            for name, text in sent_to(table.hall, who)
            if "docx" not in name and "pdf" not in name
        }
        transaction.set_rollback(True)
    DESK.forget(room)
    return found


@pytest.mark.parametrize("secret", list(SECRETS) if WHOLE else ["stance"])
def test_who_may_not_know_a_secret_receives_the_same_bytes_whatever_it_is(site: Any, secret: str) -> None:
    table = Table(site, **MODES[0])
    may, one, other = SECRETS[secret]
    looks = tuple(who for who in AT_THE_TABLE if WHOLE or who in (*may[:2], "germany", "projector"))
    first, second = (_walked(table, writes, looks) for writes in (one, other))
    different = {key for key in first if first[key] != second[key]}
    assert not {key for key in different if key[0] not in may}
    assert {who for who, _ in different}, "nobody at all is told"
    assert _walked(table, one, ("germany",)) == {key: text for key, text in first.items() if key[0] == "germany"}  # nothing else changes


def test_where_the_text_does_not_say_who_wants_what_only_the_chair_and_its_delegation_know_whose_a_stance_is(site: Any) -> None:
    table = Table(site, inside="organisation", leaves="nothing", attributed=False)
    stands: Any = [(who, "stood", {"target": "p2", "stance": "oppose"}) for who in ("russia", "germany")]
    looks = ("chair", "france", "observer", "projector")
    first, second = (_walked(table, (one,), looks) for one in stands)
    assert {who for who, name in first if first[who, name] != second[who, name]} == {"chair"}


def test_where_the_text_does_not_say_who_wants_what_reservations_and_broken_silences_are_named_as_those_who_join_are_told(
    site: Any,
) -> None:
    table = Table(site, inside="organisation", leaves="nothing", attributed=False)
    state: Any = DESK.room(table.hall.room.pk).state
    for who in ("germany", "observer", "chair"):
        seen = seen_by(state, table.hall.seats[who])
        assert [one["by"] for one in seen["reservations"]] == [DELEGATIONS["russia"]]
        assert [one["by"] for one in seen["silences"][0]["broken"]] == [DELEGATIONS["russia"]]
        assert [one["by"] for one in seen["offers"]] == [DELEGATIONS["observer"] if who == "chair" else None]
        named = {name for row in seen["brackets"] for part in ("by", "supporting", "opposing") for name in row[part]}
        assert bool(named) == (who == "chair")
        assert seen["silences"][0]["ended"]  # it was broken on its one paragraph


def test_where_nobody_is_named_a_seat_is_told_on_its_page_what_waits_for_it_and_no_other_is(site: Any) -> None:
    table = Table(site, **MODES[1])
    hall = table.hall
    waits = (("russia", "referred", {"unit": "p2"}),)
    looks = ("russia", "germany", "chair", "observer", "projector")
    before, after = _walked(table, (), looks), _walked(table, waits, looks)
    changed = {who for who, name in before if _COUNT.sub("", before[who, name]) != _COUNT.sub("", after[who, name])}
    assert changed == {"russia"}
    hall.writes("russia", "referred", unit="p2")
    assert 'id="waiting"' in hall.client("russia").get(reverse("room-seat", args=[hall.room.pk])).content.decode()


# --- streams -------------------------------------------------------------------------------------------------------------------------------------


@each_database
def test_messages_add_up_to_what_each_may_see_and_say_no_more(site: Any, django_capture_on_commit_callbacks: Any) -> None:
    """After each of many entries, drawn, everybody knows what they may and has received nothing of what they may not."""
    table, chance = Table(site, **MODES[0]), random.Random(26)
    hall, room = table.hall, table.hall.room.pk
    heard: dict[str, list[str]] = {}
    pictures: dict[str, dict[str, Any]] = {}

    def take(who: str, event: str, text: str) -> None:
        heard[who].append(text)
        pictures[who] = json.loads(text) if event == "state" else applied(pictures[who], json.loads(text))

    listeners = []
    for who in (*AT_THE_TABLE, "nobody"):
        heard[who] = []
        listeners.append(Listener(room, hall.seats.get(who), lambda event, _, text, who=who: take(who, event, text)))
        AUDIENCE.join(listeners[-1])
    for turn in range(120 if WHOLE else 30):
        who, kind, data = _drawn(table, chance, turn)
        with django_capture_on_commit_callbacks(execute=True):
            DESK.write(room, hall.seats.get(who, ""), [draft(kind, turn, data)])
        state: Any = DESK.room(room).state
        for other, picture in pictures.items():
            expected = seen_by(state, hall.seats.get(other))
            derived = kinds.room_kind("drafting").derived
            assert _plain(picture, derived) == _plain(expected, derived), (turn, who, kind, data, other)
    for listener in listeners:
        AUDIENCE.leave(listener)
    for other, messages in heard.items():
        forbidden = table.forbidden(other) | {f"WHISPER{who} " for who in SPEAKS if not _may_hear(who, other)}
        assert not [word for word in forbidden if word in "\n".join(messages)], other


SPEAKS = tuple(who for who, role in AT_THE_TABLE.items() if role == "delegate")


def draft(kind: str, turn: int, data: Mapping[str, Any]) -> Draft:
    return Draft(kind=kind, data=dict(data), key=f"turn-{turn}")


def _may_hear(who: str, other: str) -> bool:
    return other == "chair" or DELEGATIONS.get(who) == DELEGATIONS.get(other)


def _plain(picture: dict[str, Any], derived: Any) -> dict[str, Any]:
    return {
        name: sorted(part, key=lambda row: json.dumps(row, sort_keys=True)) if isinstance(part, list) else part
        for name, part in picture.items()
        if name != "number" and name not in derived and part not in ([], {}, None)
    }


def _drawn(table: Table, chance: random.Random, turn: int) -> tuple[str, str, dict[str, Any]]:
    """Return something that somebody writes; some of it is refused, which changes nothing for anybody."""
    who = chance.choice(SPEAKS)
    unit, target = chance.choice(("p1", "p2", "p3")), chance.choice(("b-1", "p1", "p2", "p3", f"t-{turn - 1}"))
    stance = chance.choice(("support", "oppose", "flexible", "no_instructions"))
    return chance.choice((
        (who, "stood", {"target": target, "stance": stance, "public": False}),
        (who, "stood", {"target": target, "stance": stance, "public": True}),
        (who, "proposed", {"id": f"t-{turn}", "operation": "insert", "unit": unit, "start": 0, "end": 0, "text": f"Word{turn}"}),
        (who, "proposed", {"id": f"t-{turn}", "operation": "delete", "unit": unit, "start": 0, "end": 1}),
        (who, "confided", {"id": f"t-{turn}", "text": f"WHISPER{who} {turn}", "target": unit}),
        (who, "reserved", {"unit": unit, "text": f"Reserved {turn}"}),
        (who, "received", {"what": "q-1"}),
        (who, "broken", {"id": "q-1", "units": ["p3"], "reason": "Not yet."}),
        (who, "referred", {"unit": unit}),
        ("chair", "shown", {"id": f"t-{turn}", "to": [table.actor(who)], "title": "Shown", "text": f"Words {turn}", "targets": []}),
        ("chair", "closed", {"bracket": chance.choice(("b-1", f"t-{turn - 1}")), "mode": chance.choice(("accepted", "withdrawn"))}),
        ("chair", "agreed", {"unit": unit, "level": chance.choice(("informals", "ad ref", "adopted"))}),
        ("chair", "linked", {"id": "pack", "targets": [unit, "b-1"]}),
        ("observer", "proposed", {"id": f"t-{turn}", "operation": "insert", "unit": unit, "start": 0, "end": 0, "text": f"Offer{turn}", "offered": True}),
        (who, "taken", {"id": "o-1"}),
    ))  # fmt: skip
