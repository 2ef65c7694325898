"""Attempts on a text under negotiation: what a seat may not write, under another's name, on words that have passed, sent by everybody."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from web.halls import AT_THE_TABLE, DELEGATIONS, EVERYBODY, GROUP, Hall, negotiating
from web.test_rooms_by_role import seat_address

from legation.rooms import verify
from legation.web.rooms import limits
from legation.web.rooms.desk import DESK, Draft
from legation.web.rooms.routes import SEAT_ROUTES
from legation.web.stores.rooms import log

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("what is sent reaches columns and documents of the database")]

HIDDEN = ("CANARY-CAUCUS", "CANARY-CONFIDENCE")
DELEGATES = tuple(who for who, role in AT_THE_TABLE.items() if role == "delegate")
SPEAKS = (*DELEGATES, "observer", "chair")
OUTSIDE = tuple(one for one in EVERYBODY if one in ("outsider", "nobody", "removed", "erased", "forged", "elsewhere"))
Try = tuple[str, dict[str, Any]]


@pytest.fixture
def hall(site: Any, monkeypatch: pytest.MonkeyPatch) -> Hall:
    for limit in (limits.BY_SEAT, limits.BY_ROOM, limits.BY_ADDRESS):
        monkeypatch.setattr(limit, "at_once", 10**6)
    hall = negotiating(site)
    hall.writes("chair", "shown", id="c-1", to=[DELEGATIONS["france"]], title="Between us", text=HIDDEN[0], targets=[])
    hall.writes("france", "confided", id="s-1", text=HIDDEN[1], target="b-1")
    hall.writes("russia", "stood", target="p3", stance="oppose", public=False)
    hall.writes("observer", "proposed", id="o-1", operation="insert", unit="p2", start=1, end=1, text="always", offered=True)
    hall.writes("chair", "asked", id="q-1", units=["p3"], deadline="2099-03-05", zone="UTC", level="ad ref")
    return hall


def nobodys(hall: Hall) -> list[Try]:
    """Return what no seat may write, whoever sits there."""
    tries: list[Try] = []
    strange = ("NAMED-EST", "NAMED-nobody", "*", hall.seats["removed"], hall.seats["erased"], "chair", "clock")
    for actor in strange:
        tries += [
            ("stood", {"target": "b-1", "stance": "support", "public": True, "actor": actor}),
            ("reserved", {"unit": "p1", "text": "x", "actor": actor}),
            ("broken", {"id": "q-1", "units": ["p3"], "reason": "x", "actor": actor}),
            ("proposed", {"id": "fa", "operation": "insert", "unit": "p1", "start": 0, "end": 0, "text": "x", "proposers": [actor]}),
            ("joined", {"actor": actor}),
        ]
    for target in ("none", "", "../p1", "p1 ", "c-1", "s-1", "q-1", "o-1.was"):
        tries += [("stood", {"target": target, "stance": "support", "public": True}), ("closed", {"bracket": target, "mode": "accepted"})]
        tries += [("reserved", {"unit": target, "text": "x"}), ("agreed", {"unit": target, "level": "informals"})]
        tries += [("reopened", {"unit": target, "reason": "x"}), ("referred", {"unit": target}), ("confirmed", {"unit": target})]
        tries += [
            ("linked", {"id": "fd", "targets": ["p1", target]}),
            ("asked", {"id": "fc", "units": [target], "deadline": "2099-01-01", "zone": ""}),
        ]
    for stance in ("", "yes", "veto", "SUPPORT", 1, None, ["support"]):
        tries.append(("stood", {"target": "b-1", "stance": stance, "public": True}))
    place: dict[str, Any] = {"id": "fa", "operation": "insert", "unit": "p1", "start": 0, "end": 0, "text": "x"}
    wrong: dict[str, tuple[Any, ...]] = {
        "id": ("", "b-1", "x" * 201, "a\u202eb", 7),
        "operation": ("", "eval", "INSERT", None),
        "unit": ("", "none", "p9", None),
        "start": (-1, 10**6, 10**30, "0", 1.5, True),
        "end": (-1, 10**30, "0", 1.5, True),
        "seen": ("0" * 16, "x", 7),
        "text": ("", "a\x00b", "a\u202eb", "a\u2066b", "a\ud800b", "x" * 20_000, 7, ["x"]),
        "target": (7,),
        "number": (1,),
        "at": ("2020-01-01T00:00:00.000Z",),
        "by": (hall.seats["chair"],),
        "hash": ("0" * 64,),
        "salt": ("00" * 16,),
    }
    tries += [
        ("proposed", place | {"id": f"fa-{at}-{len(name)}", name: value})
        for name, values in wrong.items()
        for at, value in enumerate(values)
    ]
    forged = ("at once (RUS)", "at once – RUS delete", "at once (RUS)] [soon", "at once\n\n4. Nothing binds", "at once (agreed ad ref)")
    tries += [("proposed", {**place, "id": "fa", "text": text}) for text in forged]
    tries += [("proposed", {**place, "operation": "delete", "start": 3, "end": 2}), ("proposed", {**place, "operation": "delete"})]
    tries += [("proposed", {**place, "operation": "move", "target": "p1"}), ("proposed", {**place, "operation": "merge", "unit": "p3"})]
    for deadline in ("", "2020-01-01", "2099-02-30", "tomorrow", "2099-01-01 00:00", 7):
        tries.append(("asked", {"id": "fc", "units": ["p1"], "deadline": deadline, "zone": "UTC", "level": "ad ref"}))
    tries.append(("asked", {"id": "fc", "units": ["p1"], "deadline": "2099-01-01", "zone": "Mars/Olympus", "level": "ad ref"}))
    tries += [("asked", {"id": "q-1", "units": ["p1"], "deadline": "2099-01-01", "zone": "", "level": "ad ref"})]
    tries += [("linked", {"id": "fd", "targets": ["fd"]}), ("linked", {"id": "p1", "targets": ["p1", "b-1"]})]
    tries += [("agreed", {"unit": "p1", "level": level}) for level in ("ad ref", "adopted", "none", "")]
    tries += [("agreed", {"unit": "p3", "level": level}) for level in ("ad ref", "adopted")]  # a standing objection, though nobody sees it
    tries += [("broken", {"id": "q-1", "units": ["p3"], "reason": reason}) for reason in ("", " ")] + [
        ("broken", {"id": "none", "units": [], "reason": "x"})
    ]
    tries += [("broken", {"id": "q-1", "units": ["p1"], "reason": "x"}), ("received", {"what": "none"}), ("received", {"what": ""})]
    tries += [("shown", {"id": "fb", "to": to, "title": "x", "text": "x", "targets": []}) for to in (["none"], [""], ["*"])]
    tries += [("shown", {"id": "c-1", "to": [DELEGATIONS["russia"]], "title": "x", "text": "x", "targets": []})]
    tries += [("withdrawn", {"id": name}) for name in ("none", "", "p1", "q-1", "s-1")] + [
        ("taken", {"id": name}) for name in ("none", "b-1", "", "c-1")
    ]
    tries += [("released", {"id": name}) for name in ("none", "", "b-1", "c-1")]
    some = [hall.seats[who] for who in ("removed", "erased", "projector")]
    for seat in (*some, "none", "clock", "", "*"):
        tries += [("moved", {"seat": seat, "role": "chair"}), ("removed", {"seat": seat}), ("seated", {"seat": seat, "role": "chair"})]
        tries.append(("erased", {"seat": seat}))
    tries += [
        ("due", {"what": "q-1", "deadline": "2099-03-05"}),
        ("published", {"up_to": 1, "sha256": "0" * 64}),
        ("opened", {"inside": "seat"}),
    ]
    tries += [(kind, {"statement": "seed-1", "value": 1}) for kind in ("voted", "stated", "judged", "flagged")]
    tries += [
        ("brought", {"kind": "zero", "paragraphs": text})
        for text in ([{}], ["p1"], [{"id": "p1", "label": "1", "text": "[open", "sources": []}])
    ]
    return tries


def of_another(hall: Hall, who: str) -> list[Try]:
    """Return what somebody may not write since it is another's to write, or of another role."""
    own = DELEGATIONS.get(who, "")
    names = [
        name
        for name in (*dict.fromkeys(DELEGATIONS.values()), GROUP)
        if name != own and not (name == GROUP and who in ("france", "embassy", "germany"))
    ]
    tries: list[Try] = []
    for name in names:
        tries += [
            ("stood", {"target": "b-1", "stance": "oppose", "public": True, "actor": name}),
            ("reserved", {"unit": "p1", "text": "x", "actor": name}),
        ]
        tries += [("broken", {"id": "q-1", "units": ["p3"], "reason": "x", "actor": name}), ("joined", {"actor": name})]
        tries.append(
            ("proposed", {"id": "fa", "operation": "insert", "unit": "p1", "start": 0, "end": 0, "text": "x", "proposers": [name]})
        )
        tries.append(
            ("proposed", {"id": "fa", "operation": "insert", "unit": "p1", "start": 0, "end": 0, "text": "x", "proposers": [own, name]})
        )
    if who not in ("france", "embassy"):
        tries.append(("released", {"id": "s-1"}))
    if who != "germany":
        tries.append(("withdrawn", {"id": "b-1"}))
    if who != "chair":
        text = [{"id": "p1", "label": "1", "text": "Mine.", "sources": []}]
        tries += [
            ("brought", {"kind": "chair", "paragraphs": text}),
            ("closed", {"bracket": "b-1", "mode": "withdrawn"}),
            ("withdrawn", {"id": "c-1"}),
        ]
        tries += [
            ("agreed", {"unit": "p2", "level": "informals"}),
            ("linked", {"id": "fd", "targets": ["p1", "b-1"]}),
            ("linked", {"id": "fd", "targets": []}),
        ]
        tries += [("asked", {"id": "fc", "units": ["p1"], "deadline": "2099-01-01", "zone": "", "level": "ad ref"})]
        tries += [("phase", {"phase": phase}) for phase in ("paused", "closed", "open")]
    if who not in DELEGATES:
        tries += [("confided", {"id": "fb", "text": "x", "target": ""}), ("stood", {"target": "b-1", "stance": "support", "public": True})]
        tries += [
            ("taken", {"id": "o-1"}),
            ("reserved", {"unit": "p1", "text": "x"}),
            ("broken", {"id": "q-1", "units": ["p3"], "reason": "x"}),
        ]
    seats_of_others = [seat for one, seat in hall.seats.items() if one != who]
    tries += [(kind, {"seat": seat}) for seat in seats_of_others for kind in ("removed", "erased")]
    tries += [("moved", {"seat": seat, "role": "chair"}) for seat in hall.seats.values()]
    return tries


def test_nothing_that_a_seat_may_not_write_goes_through(hall: Hall, record_property: Any) -> None:
    """Route x role x object: everybody, all that is refused them."""
    before, done, through = list(log.entries_after(hall.room.pk)), 0, []
    entries = reverse("room-entries", kwargs={"room": hall.room.pk})
    everybodys = nobodys(hall)
    for who in (*AT_THE_TABLE, *OUTSIDE):
        client = hall.client(who)
        own = ("erased", {"seat": hall.seats.get(who)})  # whoever was removed may still leave
        tries = (
            [*everybodys[:: 1 if who in ("france", "chair") else 3], *of_another(hall, who)]
            if who in SPEAKS
            else [one for one in everybodys[::12] if one != own]
        )
        if who in hall.seats and AT_THE_TABLE.get(who) != "projector":
            said = DESK.write(
                hall.room.pk, hall.seats[who], [Draft(kind=kind, data=data, key=f"rule-{at}") for at, (kind, data) in enumerate(tries)]
            )
            through += [(who, one) for one, written in zip(tries, said, strict=True) if written.refused is None]
            done += len(tries)
        tries = [one for one in tries if one[0] != "brought" and one != own]  # deeper than what a browser may send
        for batch in (tries[at : at + 20] for at in range(0, len(tries), 20)):
            drafts = [{"kind": kind, "data": data, "key": f"{at}"} for at, (kind, data) in enumerate(batch)]
            answer = client.post(entries, json.dumps({"drafts": drafts}), content_type="application/json")
            done += len(batch)
            assert answer.status_code in ((200, 409) if who in SPEAKS else (401, 403)), (who, answer.status_code, answer.content[:200])
            said = answer.json().get("written", [])
            through += [(who, one) for one, written in zip(batch, said, strict=False) if "number" in written]
            assert len(said) == (len(batch) if who in SPEAKS else 0)
            if who not in ("france", "embassy", "chair"):
                assert not [word for word in HIDDEN if word in answer.content.decode()], who
    record_property("attempts", done)
    assert not through, [repr(one) for one in through]
    assert done >= 500
    after = list(log.entries_after(hall.room.pk))
    assert [entry.hash for entry in after] == [entry.hash for entry in before]
    assert verify(after) is None


def _send(hall: Hall, who: str, *drafts: tuple[str, str, dict[str, Any]]) -> list[str]:
    said = {"drafts": [{"kind": kind, "data": data, "key": key} for key, kind, data in drafts]}
    answer = hall.client(who).post(reverse("room-entries", args=[hall.room.pk]), said, content_type="application/json")
    return [one.get("code", "taken") for one in answer.json()["written"]]


def test_what_comes_twice_is_written_once_and_a_place_that_has_passed_is_a_conflict(hall: Hall) -> None:
    word: dict[str, Any] = {"id": "fe-1", "operation": "delete", "unit": "p3", "start": 3, "end": 4}
    assert _send(hall, "russia", ("d", "proposed", word), ("d", "proposed", word), ("d", "proposed", {**word, "end": 5})) == [
        "taken",
        "taken",
        "conflict",
    ]
    assert _send(hall, "germany", ("d", "proposed", {**word, "id": "fe-2", "seen": "0" * 16})) == ["conflict"]
    assert _send(hall, "germany", ("d", "proposed", {**word, "id": "fe-1"})) != ["taken"]


@pytest.mark.parametrize("size", [70_000, 21 * 2**20])
def test_what_is_too_large_is_refused_before_it_is_read(hall: Hall, size: int) -> None:
    client, number = hall.client("chair"), DESK.room(hall.room.pk).number
    for route in SEAT_ROUTES.values():
        if route.method == "POST" and route.largest < size:
            for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
                answer = client.post(seat_address(route, hall.room.pk), b"text=" + b"a" * size, content_type=kind)
                assert answer.status_code == 413, (route.name, kind, size)
    assert DESK.room(hall.room.pk).number == number


def test_script_and_signs_stay_words_on_every_page(hall: Hall, site: Any) -> None:
    script = "<script>alert(1)</script>\"'><img src=x onerror=y> 🌍"
    sent = [
        ("a", "proposed", {"id": "ee-1", "operation": "insert", "unit": "p3", "start": 0, "end": 0, "text": script}),
        ("b", "reserved", {"unit": "p3", "text": script}),
        ("c", "broken", {"id": "q-1", "units": ["p3"], "reason": script}),
    ]
    assert _send(hall, "russia", *sent) == ["taken"] * 3
    clients = {who: hall.client(who) for who in AT_THE_TABLE}
    pages = [
        clients[who].get(seat_address(route, hall.room.pk)) for who in clients for route in SEAT_ROUTES.values() if route.method == "GET"
    ]
    pages += [site.client("owner").get(f"/dossiers/small/rooms/{hall.room.pk}")]
    seen = 0
    for page in pages:
        text = (b"".join(page.streaming_content) if page.streaming else page.content).decode("utf-8", "replace")
        seen += "🌍" in text
        if page.headers["Content-Type"].startswith("text/html"):
            assert "<script>alert" not in text
            assert "<img src=x" not in text
    assert seen >= len(clients)


def test_who_is_removed_in_the_middle_of_a_silence_breaks_it_no_more(hall: Hall, site: Any) -> None:
    from web.halls import host_writes

    host_writes(hall.room, "removed", seat=hall.seats["russia"], reason="other")
    broken = {"drafts": [{"kind": "broken", "data": {"id": "q-1", "units": ["p3"], "reason": "x"}, "key": "d"}]}
    answer = hall.client("russia").post(reverse("room-entries", args=[hall.room.pk]), broken, content_type="application/json")
    assert answer.status_code in (401, 403)


def test_a_stranger_does_nothing(hall: Hall) -> None:
    for route in SEAT_ROUTES.values():
        address = seat_address(route, hall.room.pk)
        answer = Client().post(address, {}) if route.method == "POST" else Client().get(address)
        assert answer.status_code == (401 if route.as_json else 302), route.name
