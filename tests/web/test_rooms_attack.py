"""Attempts on rooms: what no seat may write, sent by everybody to every address; floods, guesses, and times that jump."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from web.halls import EVERYBODY, SITS, Hall, filled, host_writes
from web.samples import address_of, made, room_of

from legation import moment
from legation.rooms import verify
from legation.rooms.entry import Entry, read_log, write_log
from legation.web.dossiers import store
from legation.web.rooms import limits, seats
from legation.web.rooms.desk import DESK, Desk, Draft
from legation.web.site.routing import ROUTES
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room, RoomContent, RoomEntry, RoomSeat

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("what is sent reaches columns and documents of the database")]

HALL_OF = 1_000 if os.environ.get("LEGATION_LONG") else 40
"""Browsers that join from one address; the whole hall where that is asked for."""
OF_A_TEXT = ("rooms.text", "rooms.text-file")
"""Addresses of rooms in which a text is negotiated: nobody finds them in this hall."""
HIDDEN = ("CANARY-WAITS", "CANARY-OUT", "CANARY-COPY", "CANARY-FOREIGN", "CANARY-REASON")


@pytest.fixture
def hall(site: Any) -> Hall:
    """Return a room in which the vote has begun, with statements of every kind of verdict."""
    hall = filled(site)
    room, moderator = hall.room, str(seats.seat_by_account(hall.room, site.people["editor"], "moderator"))
    for name in ("waits-2", "out", "copy"):
        _write(
            room,
            hall.seats["over"],
            "stated",
            statement=name,
            text=f"CANARY-{name[:5].strip('-').upper()}",
            source="participant",
        )
    _write(room, moderator, "judged", statement="out", verdict="out", reason="CANARY-REASON")
    _write(room, moderator, "judged", statement="copy", verdict="copy", of="seed-1")
    host_writes(room, "phase", phase="vote")
    return hall


def _write(room: Room, seat: str, kind: str, **data: Any) -> None:
    written = DESK.write(room.pk, seat, [Draft(kind=kind, data=data, key=f"{kind}-{data.get('statement')}")])[0]
    assert written.refused is None, written.refused


def attempts(hall: Hall, elsewhere: str) -> list[tuple[str, dict[str, Any]]]:
    """Return what no browser may write, whoever sits there."""
    hidden = ("waits", "waits-2", "out", "copy", "foreign", "none", "", "../seed-1", "seed-1 ")
    hall_seats = [str(seats.seat_by_account(hall.room, None, role)) for role in ("host", "moderator")]
    hall_seats += [hall.seats["over"], hall.seats["removed"], hall.seats["erased"], elsewhere, "none", "clock", "", "*"]
    tries: list[tuple[str, dict[str, Any]]] = []
    for name in hidden:
        tries += [("voted", {"statement": name, "value": 1}), ("flagged", {"statement": name, "reason": "insult"})]
    for name in (*hidden, "seed-1"):
        tries += [("judged", {"statement": name, "verdict": verdict, "reason": "x", "of": "seed-1"}) for verdict in ("in", "out", "copy")]
    tries += [("withdrawn", {"statement": name}) for name in ("seed-1", "waits", "out", "foreign", "none")]
    for seat in hall_seats:
        tries += [("erased", {"seat": seat}), ("removed", {"seat": seat}), ("moved", {"seat": seat, "role": "host"})]
        tries += [("seated", {"seat": seat, "role": role}) for role in ("host", "moderator", "participant")]
    tries += [("phase", {"phase": phase}) for phase in ("collect", "vote", "second", "closed")]
    tries += [("due", {"what": "phase", "deadline": "2020-01-01T00:00:00.000Z"}), ("published", {"up_to": 1, "sha256": "0" * 64})]
    tries += [("opened", {"inside": "seat"}), ("", {}), ("__class__", {}), ("voted\x00", {"statement": "seed-1", "value": 1})]
    tries += [(kind, {"unit": "p1", "text": "x"}) for kind in ("joined", "proposed", "stood", "reserved", "broken", "brought", "agreed")]
    values: tuple[Any, ...] = (2, -2, 10**30, True, "1", 1.0, None, [1], {"value": 1})
    tries += [("voted", {"statement": "seed-1", "value": value}) for value in values]
    forged = {"number": 1, "at": "2020-01-01T00:00:00.000Z", "by": hall_seats[0], "hash": "0" * 64, "salt": "00" * 16, "room": "0" * 16}
    tries += [("voted", {"statement": "seed-1", "value": 1, name: value}) for name, value in forged.items()]
    texts = ("", " ", "x" * 281, "a\x00b", "a\u202eb", "a\u2066b", "a\ud800b")
    tries += [("stated", {"statement": f"{at}e", "text": text, "source": "participant"}) for at, text in enumerate(texts)]
    tries += [("stated", {"statement": name, "text": "x", "source": "participant"}) for name in ("seed-1", "waits", "")]
    tries += [("stated", {"statement": "3e", "text": "x", "source": source}) for source in ("seed", "organisation", "host")]
    return tries


def test_nothing_that_no_seat_may_write_goes_through_whoever_sends_it(
    hall: Hall, site: Any, monkeypatch: pytest.MonkeyPatch, record_property: Any
) -> None:
    """Route x role x object: everybody, all that is refused, as JSON and as a form."""
    other = room_of(site.dossier, site.people["owner"])
    elsewhere = str(RoomSeat.objects.filter(room=other).exclude(digest="").values_list("seat", flat=True)[0])
    for limit in (limits.BY_SEAT, limits.BY_ROOM, limits.BY_ADDRESS):
        monkeypatch.setattr(limit, "at_once", 10**6)
    before, tries, done, through = list(log.entries_after(hall.room.pk)), attempts(hall, elsewhere), 0, []
    entries, write = (reverse(name, kwargs={"room": hall.room.pk}) for name in ("room-entries", "room-write"))
    for who in EVERYBODY:
        client = hall.client(who)
        some = tries if who in SITS else tries[::6]
        for batch in (some[at : at + 20] for at in range(0, len(some), 20)):
            drafts = [{"kind": kind, "data": data, "key": f"{at:x}"} for at, (kind, data) in enumerate(batch)]
            answer = client.post(entries, {"drafts": drafts}, content_type="application/json")
            done += len(batch)
            is_in = who in SITS and SITS[who] != "projector"
            assert answer.status_code in ((200, 409) if is_in else (401, 403)), (who, answer.status_code, answer.content[:200])
            said = answer.json().get("written", [])
            through += [(who, draft) for draft, one in zip(drafts, said, strict=False) if "number" in one]
            assert len(said) == (len(batch) if is_in else 0)
            assert not [word for word in HIDDEN if word in answer.content.decode()], who
        for kind, data in tries[:: 5 if who in SITS else 20]:
            form = {name: str(value).encode("utf-8", "replace").decode() for name, value in data.items()}
            answer = client.post(write, {"kind": kind, "key": "f0", "anyway": "yes", **form})
            done += 1
            if kind not in ("erased", "stated", "withdrawn"):  # whose seat, whose words: a form says that for itself alone
                assert answer.status_code in (302, 403, 409), (who, kind)
                if answer.status_code == 302:
                    assert answer.url.partition("?")[0] in (reverse("room-join"), reverse("room-out", args=[hall.room.pk])), (
                        who,
                        kind,
                        data,
                    )  # type: ignore[attr-defined]
    record_property("attempts", done)
    assert not through, through
    assert done >= 1_000
    after = list(log.entries_after(hall.room.pk))
    assert [entry.hash for entry in after[: len(before)]] == [entry.hash for entry in before]
    assert {entry.kind for entry in after[len(before) :]} <= {"stated", "erased"}
    assert {entry.by for entry in after[len(before) :]} <= {hall.seats[who] for who in SITS}
    assert verify(after) is None


def test_no_account_holds_or_reads_a_room_that_is_not_its_to_hold(hall: Hall, site: Any, record_property: Any) -> None:
    theirs = store.create(store.content(store.revision_of(site.dossier)), site.people["other-owner"], slug="theirs")
    foreign = room_of(theirs, site.people["other-owner"])
    samples, done, wrong = made(site), 0, []
    before = [list(log.entries_after(room.pk)) for room in (hall.room, foreign)]
    for who in ("owner", "editor", "contributor", "reader", "guest", "named", "member", "administrator", "other-owner", "anonymous"):
        client = site.client(who)
        for route in [one for one in ROUTES.values() if "<slug:room>" in one.path]:
            for room, may_be in (
                (hall.room, route.action == "see-rooms" and who == "contributor" and route.name not in OF_A_TEXT),
                (foreign, False),
            ):
                if room is hall.room and who in ("owner", "editor"):
                    continue
                address = address_of(route, site, samples | {f"{route.name}:room": room.pk, "room": room.pk})
                form = {"phase": "closed", "statement": "waits", "verdict": "in", "do": "new"}
                with transaction.atomic():
                    answer = client.post(address, form) if route.kind == "action" else client.get(address)
                    transaction.set_rollback(True)
                done += 1
                is_shut = answer.status_code in (403, 404) or (answer.status_code == 302 and answer.url.startswith("/account/login/"))  # type: ignore[attr-defined]
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
                if is_shut == may_be or [word for word in (*HIDDEN, "waits") if word.encode() in body] or (answer.status_code >= 500):
                    wrong.append((who, route.name, room.pk, answer.status_code))
    record_property("attempts", done)
    assert not wrong, wrong
    assert [list(log.entries_after(room.pk)) for room in (hall.room, foreign)] == before


def _drafts(*drafts: tuple[str, str, Any]) -> dict[str, Any]:
    return {"drafts": [{"kind": kind, "data": data, "key": key.encode().hex()} for key, kind, data in drafts]}


def _send(hall: Hall, who: str, *drafts: tuple[str, str, Any]) -> list[Any]:
    answer = hall.client(who).post(reverse("room-entries", args=[hall.room.pk]), _drafts(*drafts), content_type="application/json")
    return [one.get("code", "taken") for one in answer.json()["written"]]


def test_what_comes_twice_is_written_once_and_one_key_has_one_content(hall: Hall) -> None:
    yes, no = {"statement": "seed-1", "value": 1}, {"statement": "seed-1", "value": -1}
    number = DESK.room(hall.room.pk).number
    assert _send(hall, "participant", ("k", "voted", yes), ("k", "voted", yes), ("k", "voted", no)) == ["taken", "taken", "conflict"]
    odd: list[Any] = [no, {"statement": "seed-1", "value": 1.5}, {"value": 1}, {}, {"statement": "seed-1", "value": "\ud800"}]
    for data in odd:
        assert _send(hall, "participant", ("k", "voted", data), ("l", "voted", yes)) == ["conflict", "taken"]
    assert _send(hall, "participant", ("k", "flagged", {"statement": "seed-1", "reason": "x"})) == ["conflict"]
    assert _send(hall, "member", ("k", "voted", no)) == ["taken"]  # the key of another is another's
    assert DESK.room(hall.room.pk).number == number + 3


def test_what_comes_before_its_time_or_after_it_is_refused(hall: Hall) -> None:
    own = {"statement": "0e", "text": "Words of one's own", "source": "participant"}
    assert _send(hall, "participant", ("v", "voted", {"statement": "0e", "value": 1}), ("s", "stated", own), ("w", "voted", {"statement": "0e", "value": 1})) == ["unknown", "taken", "not-in"]  # fmt: skip
    host_writes(hall.room, "phase", phase="closed")
    assert _send(hall, "participant", ("x", "voted", {"statement": "seed-1", "value": 1}), ("s", "stated", own)) == ["closed", "taken"]


def test_two_who_moderate_one_statement_are_both_in_the_log_and_the_last_counts(hall: Hall, site: Any) -> None:
    address = reverse("rooms.judge", kwargs={"slug": site.dossier.slug, "room": hall.room.pk})
    for who, verdict in (("owner", "in"), ("editor", "out"), ("owner", "in")):
        site.client(who).post(address, {"statement": "waits", "verdict": verdict, "reason": "insult", "key": f"{who}-{verdict}"})
    judged = [
        entry for entry in log.entries_after(hall.room.pk) if entry.kind == "judged" and entry.data and entry.data["statement"] == "waits"
    ]
    assert len({entry.by for entry in judged}) == 2
    state: Any = DESK.room(hall.room.pk).state
    assert state.statements["waits"].verdict == (judged[-1].data or {})["verdict"]
    assert verify(log.entries_after(hall.room.pk)) is None


# --- bodies ----------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [70_000, 5 * 2**20])
def test_what_is_too_large_is_refused_before_it_is_read(hall: Hall, size: int) -> None:
    client, number = hall.client("participant"), DESK.room(hall.room.pk).number
    for name in ("room-entries", "room-write"):
        address = reverse(name, args=[hall.room.pk])
        for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            answer = client.post(address, b"text=" + b"a" * size, content_type=kind)
            assert answer.status_code == 413, (name, kind, size)
    assert DESK.room(hall.room.pk).number == number
    answer = Client().post(reverse("room-join"), b"code=" + b"a" * size, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == (413 if size > 2**20 else 404)


def test_lists_in_lists_break_nothing(hall: Hall) -> None:
    client, address = hall.client("participant"), reverse("room-entries", args=[hall.room.pk])
    for deep in (1, 2, 3, 4, 100, *range(880, 1_000, 8)):
        body = '{"drafts":[{"kind":"voted","key":"k","data":{"statement":"seed-1","value":' + "[" * deep + "]" * deep + "}}]}"
        answer = client.post(address, body, content_type="application/json")
        assert answer.status_code in (200, 400), deep
        assert "number" not in answer.content.decode()


def test_script_and_signs_that_turn_words_round_stay_words(hall: Hall, site: Any) -> None:
    script, client = "<script>alert(1)</script>\"'><img src=x onerror=y>", hall.client("participant")
    turned = "\u202eturned\u2066 round\x07"
    write = reverse("room-write", args=[hall.room.pk])
    for text in (script, turned):
        assert client.post(write, {"kind": "stated", "text": text, "anyway": "yes"}).status_code == 302
    assert client.post(write, {"kind": "flagged", "statement": "seed-1", "reason": script + turned}).status_code == 302
    pages = [client.get(reverse("room-seat", args=[hall.room.pk])), client.get(reverse("room-picture", args=[hall.room.pk]))]
    pages += [site.client("owner").get(f"/dossiers/small/rooms/{hall.room.pk}{end}") for end in ("/queue", "/queue.json", "/log.csv")]
    assert sum("turned round" in page.content.decode() for page in pages) >= 2
    for page in pages:
        text = page.content.decode()
        assert not [sign for sign in ("\u202e", "\u2066", "\x07") if sign in text]
        if page.headers["Content-Type"].startswith("text/html"):
            assert "<script>alert" not in text
            assert "<img" not in text
        else:
            assert page.headers["X-Content-Type-Options"] == "nosniff"


# --- floods and guesses ------------------------------------------------------------------------------------------------------------------------


def test_of_two_thousand_entries_of_a_seat_a_few_are_taken_and_the_others_wait_for_nobody(hall: Hall) -> None:
    client, address = hall.client("participant"), reverse("room-entries", args=[hall.room.pk])
    statuses = []
    for turn in range(100):
        drafts = [{"kind": "voted", "data": {"statement": "seed-1", "value": at % 3 - 1}, "key": f"{turn}-{at}"} for at in range(20)]
        answer = client.post(address, {"drafts": drafts}, content_type="application/json")
        statuses.append(answer.status_code)
    assert statuses[:2] == [200, 200]
    assert statuses.count(429) >= 95
    assert int(answer.headers["Retry-After"]) >= 1
    assert _send(hall, "member", ("k", "voted", {"statement": "seed-1", "value": 1})) == ["taken"]


def test_who_looks_without_end_is_asked_to_wait_and_others_are_not(hall: Hall) -> None:
    client, address = hall.client("participant"), reverse("room-picture", args=[hall.room.pk])
    limits.LOOKS.take(hall.seats["participant"], 199)
    statuses = [client.get(address).status_code for _ in range(4)]
    assert (statuses[0], statuses[-1]) == (200, 429)
    assert hall.client("member").get(address).status_code == 200


def test_guessed_codes_slow_down_and_a_hall_behind_the_same_address_gets_in(hall: Hall, site: Any) -> None:
    """The guesses are near the right one: a letter wrong, one left out, one too many, the code of a door that is closed."""
    door, here = hall.room.doors.get(), "2001:db8:1:2::"
    closed = seats.new_door(hall.room, timezone.now())
    near = [door.code[:at] + ("B" if door.code[at] == "A" else "A") + door.code[at + 1 :] for at in range(10)]
    near += [door.code[:-1], door.code + "A", "%" * 10, "__________", closed.code, door.code[::-1], "A" * 10, ""]
    answers = []
    for at, code in enumerate(near * 4):
        client = Client(REMOTE_ADDR=f"{here}{at + 1:x}")  # one house, whichever of its addresses
        answers.append(client.post("/join/", {"code": code}))
        if code.isalpha():
            answers.append(client.get(f"/join/{code}/") if at % 2 else client.post(f"/join/{code}/sit"))
    assert {answer.status_code for answer in answers} == {404, 429}
    assert [answer.status_code for answer in answers[30:]].count(429) >= len(answers[30:]) - 2
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in answers if answer.status_code == 429)
    before = RoomSeat.objects.filter(room=hall.room).count()
    for at in range(HALL_OF):
        client = Client(REMOTE_ADDR=f"{here}{at + 1:x}")
        assert client.post("/join/", {"code": door.code.lower()}).url == f"/join/{door.code}/"  # type: ignore[attr-defined]
        assert client.post(f"/join/{door.code}/sit").status_code == 302
    assert RoomSeat.objects.filter(room=hall.room).count() == before + HALL_OF
    assert len(seats.LETTERS) ** seats.LENGTH / (10 * 3_000) / 86_400 > 10_000  # days of guessing at 3,000 a second, with ten doors open


def test_a_door_takes_as_many_as_its_host_said(hall: Hall) -> None:
    door = seats.new_door(hall.room, timezone.now() + timezone.timedelta(hours=1), most=3)  # type: ignore[attr-defined]
    assert [Client().post(f"/join/{door.code}/sit").status_code for _ in range(6)] == [302] * 3 + [409] * 3


@pytest.mark.parametrize(
    "headers", [{"origin": "https://elsewhere.example"}, {"origin": "null"}, {"referer": "https://elsewhere.example/"}, {}]
)
def test_what_another_site_sends_is_refused(hall: Hall, headers: dict[str, str]) -> None:
    strict = Client(enforce_csrf_checks=True, headers=headers)
    strict.cookies.update(hall.client("participant").cookies)
    number = DESK.room(hall.room.pk).number
    form = {"kind": "voted", "statement": "seed-1", "value": "1"}
    assert strict.post(reverse("room-write", args=[hall.room.pk]), form).status_code == 403
    text = json.dumps(_drafts(("k", "voted", {"statement": "seed-1", "value": 1})))
    for kind in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
        assert strict.post(reverse("room-entries", args=[hall.room.pk]), text, content_type=kind).status_code == 403
    assert DESK.room(hall.room.pk).number == number


# --- times and the chain -----------------------------------------------------------------------------------------------------------------------


def test_a_clock_that_goes_back_and_summer_time_on_the_closing_night(hall: Hall) -> None:
    """Closing is at the end of the 25th of October 2099 in Paris, on which 3 o'clock is 2 once more; then the machine's clock jumps back."""
    end = moment.ends("2099-10-25", "Europe/Paris")
    assert moment.written(end) == "2099-10-25T23:00:00.000Z"
    times = ["2099-10-25T00:30:00.000Z", "2099-10-25T01:30:00.000Z", "2099-10-25T00:45:00.000Z", "2099-10-25T22:59:59.999Z"]
    times += ["2099-10-25T23:00:00.000Z", "2099-10-25T21:59:00.000Z"]
    host_writes(hall.room, "phase", phase="vote", deadline=moment.written(end), day=True)
    given = iter(times)
    desk = Desk(now=lambda: next(given))
    written = [
        desk.write(
            hall.room.pk, hall.seats["participant"], [Draft(kind="voted", data={"statement": "seed-1", "value": 1}, key=f"night-{at}")]
        )[0]
        for at in range(len(times))
    ]
    assert [one.refused.code if one.refused else "taken" for one in written] == ["taken"] * 4 + ["late", "taken"]
    ats = [entry.at for entry in log.entries_after(hall.room.pk)][-5:]
    assert ats == [times[0], times[1], times[1], times[3], times[3]]
    assert verify(log.entries_after(hall.room.pk)) is None


def _tampered(entries: list[Entry], how: str, at: int) -> list[Entry]:
    lines = write_log(entries).splitlines()
    if how == "dropped":
        del lines[at]
    elif how == "swapped":
        lines[at], lines[at + 1] = lines[at + 1], lines[at]
    elif how == "doubled":
        lines.insert(at, lines[at])
    else:
        line = json.loads(lines[at])
        line[how] = {"data": {"forged": True}, "at": "2000-01-01T00:00:00.000Z", "number": line["number"] + 7, "salt": "11" * 16}.get(
            how, "f" * 12
        )
        lines[at] = json.dumps(line)
    return list(read_log("\n".join(lines)))


CHANGED = ("data", "by", "kind", "key", "at", "salt", "before", "hash", "body", "number", "dropped", "swapped", "doubled")


def test_of_a_changed_log_the_first_entry_that_does_not_follow_is_named(hall: Hall) -> None:
    entries = list(log.entries_after(hall.room.pk))
    assert verify(entries) is None
    whole = [at for at, entry in enumerate(entries[2:-1], 2) if entry.data is not None]
    for how in CHANGED:
        for at in (whole[0], whole[len(whole) // 2], whole[-1]):
            found = _tampered(entries, how, at)
            first = next(one for one, other in zip(found, entries, strict=False) if one != other)
            assert verify(found) == first.number, (how, at)


def test_a_row_of_the_log_that_somebody_changes_in_the_database_is_named(hall: Hall) -> None:
    row = RoomEntry.objects.filter(room=hall.room, kind="stated").latest("number")
    RoomContent.objects.filter(entry=row).update(data={"statement": "copy", "text": "Other words", "source": "participant"})
    assert verify(log.entries_after(hall.room.pk)) == row.number
    RoomContent.objects.filter(entry=row).delete()
    assert verify(log.entries_after(hall.room.pk)) is None  # erased, not changed
    RoomEntry.objects.filter(pk=row.pk).delete()
    assert verify(log.entries_after(hall.room.pk)) == row.number + 1
