"""What comes of a room: the report, answers, the way back into the dossier, the layout of Polis."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from legation.language import Lang, say
from legation.questions.debate.opinion.snapshot import snapshot_of
from legation.rooms import replay, verify
from legation.sources.polis import read_parts
from legation.web.dossiers import store
from legation.web.dossiers.models import Proposal
from legation.web.rooms import reports, seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.runs.worker import Worker
from legation.web.stores.rooms import cutting, log
from legation.web.stores.rooms.models import Room, RoomContent, RoomEntry, RoomReport
from legation.web.stores.rooms.progress import live_room_of, rooms_have_come

pytestmark = pytest.mark.django_db

FORM = {
    "title": "Forum on norms", "question": "What should come first?", "seeds": "Begin with what is agreed.\nPublish a budget.",
    "inside": "seat", "leaves": "chatham", "seats": "8", "host": "The desk", "interest": "To hear", "machine": "The ministry", "law": "French law",
}  # fmt: skip
CANARY = "Zylkanop must speak first"


def _opened(site: Any, **more: str) -> tuple[Room, Any]:
    client = site.client("editor", "fr")
    assert client.post("/dossiers/small/rooms/open", FORM | more).status_code == 302
    room = Room.objects.get()
    assert client.post(f"/dossiers/small/rooms/{room.pk}/phase", {"phase": "vote"}).status_code == 302
    return room, client


def _voted(room: Room, host: Any, *, people: int = 6) -> list[Client]:
    """Let people sit down and vote on everything, the first with a statement of its own."""
    code = room.doors.get().code
    browsers = [Client() for _ in range(people)]
    for browser in browsers:
        assert browser.post(f"/join/{code}/sit").status_code == 302
    browsers[0].post(f"/rooms/{room.pk}/seat/write", {"kind": "stated", "text": CANARY})
    state: Any = DESK.room(room.pk).state
    own = next(name for name, one in state.statements.items() if one.text == CANARY)
    assert host.post(f"/dossiers/small/rooms/{room.pk}/judge", {"statement": own, "verdict": "in"}).status_code == 302
    sitting = [one.id for one in state.seats.values() if one.role == "participant"]
    assert len(sitting) == people
    for seat in sitting:
        votes = [Draft(kind="voted", data={"statement": name, "value": 1}, key=f"vote-{name}") for name in ("seed-1", "seed-2", own)]
        assert all(one.refused is None for one in DESK.write(room.pk, seat, votes))
    return browsers


def _at(room: Room, place: str = "") -> str:
    return f"/dossiers/small/rooms/{room.pk}/{place}"


def test_a_report_stands_byte_for_byte_after_its_author_has_left(site: Any) -> None:
    room, host = _opened(site)
    browsers = _voted(room, host)
    assert host.post(_at(room, "phase"), {"phase": "closed"}).status_code == 302
    assert host.post(_at(room, "publish")).status_code == 302
    report = RoomReport.objects.get()
    before, address = bytes(report.data), _at(room, f"reports/{report.number}/en-html")
    assert hashlib.sha256(before).hexdigest() == report.sha256
    assert CANARY.encode() not in before
    assert CANARY in host.get(address).content.decode()
    drawn = _picture(host.get(address).content.decode())
    browsers[0].post(f"/rooms/{room.pk}/seat/write", {"kind": "erased"})
    report.refresh_from_db()
    after = host.get(address).content.decode()
    assert bytes(report.data) == before
    assert _picture(after) == drawn
    assert CANARY not in after
    assert "withdrawn by its author" in after
    for ending in ("pdf", "docx"):
        assert CANARY.encode() not in host.get(_at(room, f"reports/{report.number}/fr-{ending}")).content


@pytest.mark.parametrize(("inside", "leaves", "named"), [("seat", "attributed", True), ("seat", "organisation", False), ("seat", "chatham", False), ("organisation", "attributed", False)])  # fmt: skip
def test_a_report_names_authors_as_everybody_was_told_and_not_who_has_left(site: Any, inside: str, leaves: str, named: bool) -> None:
    room, host = _opened(site, inside=inside, leaves=leaves)
    browsers = _voted(room, host)
    host.post(_at(room, "phase"), {"phase": "closed"})
    host.post(_at(room, "publish"))
    state: Any = DESK.room(room.pk).state
    author = next(one.author for one in state.statements.values() if one.text == CANARY)
    report = RoomReport.objects.get()
    assert author.encode() not in bytes(report.data)
    address = _at(room, f"reports/{report.number}/en-html")
    assert (f"{CANARY} — {author}" in host.get(address).content.decode()) == named
    browsers[0].post(f"/rooms/{room.pk}/seat/write", {"kind": "erased"})
    assert author not in host.get(address).content.decode()


def test_a_host_reads_before_publishing_that_a_departure_took_the_figures(site: Any) -> None:
    room, host = _opened(site)
    browsers, reader = _voted(room, host), site.client("reader", "en")
    assert "no figures" not in host.get(_at(room, "result")).content.decode()
    browsers[0].post(f"/rooms/{room.pk}/seat/write", {"kind": "erased"})
    page = host.get(_at(room, "result")).content.decode()
    assert "3 statements have no figures" in page
    assert page.index("no figures") < page.index(_at(room, "publish"))
    assert "no figures" not in reader.get(_at(room, "result")).content.decode()


def test_of_two_versions_no_page_of_what_came_of_a_room_has_figures_before_its_end(site: Any) -> None:
    room, host = _opened(site)
    host.post(_at(room, "phase"), {"phase": "second"})
    host.post(_at(room, "second/ask"), {"what": "versions", "first": "Version one", "second": "Version two"})
    state: Any = DESK.room(room.pk).state
    first = next(one.id for one in state.statements.values() if one.text == "Version one")
    second = next(one.id for one in state.statements.values() if one.text == "Version two")
    desk, people = str(seats.seat_by_account(room, None, "host")), [f"0c{number}" for number in range(40)]
    DESK.write(room.pk, desk, [Draft(kind="seated", data={"seat": one, "role": "participant"}, key=one) for one in people])
    for one in people:
        drafts = [Draft(kind="voted", data={"statement": name, "value": 1}, key=name) for name in (first, second)]
        DESK.write(room.pk, one, drafts)  # the version that was drawn for another is refused
    state = DESK.room(room.pk).state
    assert all(state.statements[name].shown for name in (first, second))
    result, page = (host.get(_at(room, place)).content.decode() for place in ("result", "second"))
    assert "Version one" in result
    assert "Version one" in page
    assert "agree" not in result.split("Version one")[1].split("</article>")[0]
    assert "difference of" not in page
    host.post(_at(room, "phase"), {"phase": "closed"})
    assert "difference of 0 points" in host.get(_at(room, "second")).content.decode()
    assert "agree" in host.get(_at(room, "result")).content.decode().split("Version one")[1].split("</article>")[0]


def test_a_room_ends_on_the_day_it_was_closed_whatever_is_answered_later(site: Any) -> None:
    room, host = _opened(site)
    assert reports.live_named(room, reports.state_of(room)).ended == ""
    host.post(_at(room, "phase"), {"phase": "closed"})
    closed = RoomEntry.objects.get(room=room, kind="phase", content__data__phase="closed")
    RoomEntry.objects.filter(pk=closed.pk).update(at="2026-01-02T03:04:05Z")
    host.post(_at(room, "answer"), {"taken:seed-1": "yes", "why:seed-1": "Written into the draft."})
    named = reports.live_named(room, DESK.room(room.pk).state)  # type: ignore[arg-type]  # a deliberation
    assert (named.ended, named.known > named.ended) == ("2026-01-02", True)


def test_a_new_consultation_is_not_done_because_an_earlier_one_is(site: Any) -> None:
    first, host = _opened(site)
    host.post(_at(first, "phase"), {"phase": "second"})
    host.post(_at(first, "phase"), {"phase": "closed"})
    assert rooms_have_come(first.dossier) == {"opened", "second", "closed"}
    assert host.post("/dossiers/small/rooms/open", FORM | {"title": "Another"}).status_code == 302
    newest = Room.objects.exclude(pk=first.pk).get()
    assert rooms_have_come(first.dossier) == {"opened"}
    assert rooms_have_come(first.dossier, f"live-{first.pk}") == {"opened", "second", "closed"}
    assert [live_room_of(first.dossier, about) for about in ("", f"live-{first.pk}", f"live-{newest.pk}", "brexit", "live-none")] == [
        newest.pk, first.pk, newest.pk, None, None,
    ]  # fmt: skip


def _picture(page: str) -> str:
    start = page.index("<svg")
    return page[start : page.index("</svg>", start)]


def test_participants_read_the_answer_and_the_report_in_the_room_and_by_the_code(site: Any) -> None:
    room, host = _opened(site)
    browser, code = _voted(room, host)[1], room.doors.get().code
    form = {"taken:seed-1": "yes", "why:seed-1": "\ufeffWritten into the draft.", "taken:seed-2": "no", "why:seed-2": ""}
    half = host.post(_at(room, "answer"), form)
    assert half.status_code == 422  # with the choice that has no reason as it was sent
    assert '<option value="no" selected>' in half.content.decode()
    other = host.post(_at(room, "answer"), {"taken:seed-2": "", "why:seed-2": "We cannot pay for it."})
    assert other.status_code == 422
    assert "We cannot pay for it." in other.content.decode()
    assert "We cannot pay for it." not in host.get(_at(room, "result")).content.decode()
    seat = browser.get(f"/rooms/{room.pk}/seat/").content.decode()
    assert "Written into the draft." in seat
    assert "Written into the draft." not in Client().get(f"/join/{code}/").content.decode()  # still a door: it tells what is told before
    number = DESK.room(room.pk).number
    assert host.post(_at(room, "answer"), form).status_code == 422
    assert DESK.room(room.pk).number == number  # what did not change, and what has no reason, is not written
    host.post(_at(room, "phase"), {"phase": "closed"})
    host.post(_at(room, "publish"))
    room.doors.update(until=timezone.now())
    ended = Client().get(f"/join/{code}/").content.decode()
    assert "Written into the draft." in ended
    report = RoomReport.objects.get()
    assert Client().get(f"/join/{code}/reports/{report.number}/en-pdf").content[:4] == b"%PDF"
    assert browser.get(f"/rooms/{room.pk}/seat/reports/{report.number}/fr-pdf").status_code == 200
    assert Client().get(f"/rooms/{room.pk}/seat/reports/{report.number}/fr-pdf")["Location"] == "/join/?elsewhere=yes"
    assert Client().get(f"/join/{code}/reports/{report.number}/xx-pdf").status_code == 404
    assert Client().post(f"/join/{code}/sit").status_code == 404
    room.doors.update(closed=True)  # by hand: whoever came in by it still finds the end
    assert "Written into the draft." in Client().get(f"/join/{code}/").content.decode()


def test_nothing_leaves_a_room_that_was_opened_so(site: Any) -> None:
    room, host = _opened(site, leaves="nothing")
    _voted(room, host)
    code = room.doors.get().code
    host.post(_at(room, "phase"), {"phase": "closed"})
    host.post(_at(room, "answer"), {"taken:seed-1": "yes", "why:seed-1": "Written into the draft."})
    assert host.post(_at(room, "publish")).status_code == 400
    assert host.get(_at(room, "polis.zip")).status_code == 400
    assert host.post(_at(room, "return")).status_code == 400
    assert not RoomReport.objects.exists()
    assert "Written into the draft." not in Client().get(f"/join/{code}/").content.decode()
    assert host.post("/dossiers/small/questions/what-the-room-thinks/ask", {"room": f"live-{room.pk}"}).status_code == 422


def test_what_the_room_said_is_proposed_to_the_dossier_and_taken(site: Any) -> None:
    room, host = _opened(site, leaves="organisation", inside="organisation")
    _voted(room, host)
    actor = _organisation(site, room)
    host.post(_at(room, "phase"), {"phase": "closed"})
    assert host.post(_at(room, "return")).status_code == 400  # no report yet
    host.post(_at(room, "publish"))
    assert host.post(_at(room, "return")).status_code == 302
    proposed = Proposal.objects.get()
    assert proposed.state == "waiting"
    rows = [edit["values"] for edit in proposed.edits if edit["table"] == "positions"]
    assert {row["basis"] for row in rows} == {"room"}
    assert not any(row.get("confidence") for row in rows)
    assert actor in {row["actor"] for row in rows}
    source = next(edit["values"] for edit in proposed.edits if edit["table"] == "evidence")
    state: Any = DESK.room(room.pk).state
    assert source["kind"] == "room"
    assert next(one.hash for one in state_entries(room) if one.number == state.published[0][1]) in source["title_en"]
    assert host.post(f"/dossiers/small/proposals/{proposed.pk}/take").status_code == 302
    assert host.post(_at(room, "return")).status_code == 400  # it is there


def test_votes_of_persons_are_proposed_only_once_the_room_is_cut_and_its_titles_are_taken_in_both_languages(site: Any) -> None:
    room, host = _opened(site)
    _voted(room, host)
    titles: dict[Lang, str] = {"en": "Forum on norms", "fr": "Forum sur les normes"}
    Room.objects.filter(pk=room.pk).update(title=titles)
    host.post(_at(room, "phase"), {"phase": "closed"})
    host.post(_at(room, "publish"))
    assert host.post(_at(room, "return")).status_code == 302
    before = Proposal.objects.get()
    assert [name.rpartition(".")[2] for name in before.files] == ["pdf"]
    assert cutting.cut_overdue(timezone.now() + dt.timedelta(days=31)) == 1
    assert host.post(_at(room, "return")).status_code == 302
    after = Proposal.objects.exclude(pk=before.pk).get()
    live = f"rooms/live-{room.pk}"
    assert {f"{live}.toml", f"{live}/votes.csv"} < {*after.files}
    assert host.post(f"/dossiers/small/proposals/{after.pk}/take").status_code == 302
    taken = store.content(store.revision_of(room.dossier))
    votes = taken.files[f"{live}/votes.csv"].decode().splitlines()
    assert len(votes) == 1 + 6 * 3  # all six: nobody can be found any more
    source = next(row for row in taken.evidence if row.id.startswith(f"room-{room.pk}-"))
    everybody = next(row for row in taken.actors if row.id == f"room-{room.pk}-all")
    for lang, title in titles.items():
        assert title in say(source.title, lang)
        assert title in say(everybody.name, lang)
        assert title in taken.files[f"{live}.toml"].decode()
    host.post("/dossiers/small/rooms/open", FORM | {"title": "Another"})
    path = host.get(f"/dossiers/small/situations/consultation.json?about=live-{room.pk}").json()["path"]
    led = {link["href"].split("/rooms/")[1].partition("/")[0] for link in _links(path) if "/rooms/" in link["href"]}
    assert led == {room.pk}  # not to the newest


def _links(path: Any) -> list[Any]:
    """Return where the steps about a live room lead, without their way back."""
    steps = [step for step in path["steps"] if step["id"] in ("open", "second", "reply")]
    return [{"href": link["href"].partition("?")[0]} for step in steps for link in (*step["missing"], *step["more"])]


def state_entries(room: Room) -> Any:
    return room.entries.all()


def _organisation(site: Any, room: Room) -> str:
    """Let an organisation of the dossier vote on everything."""
    actor = store.content(store.revision_of(room.dossier)).actors[0].id
    host = str(seats.seat_by_account(room, None, "host"))
    seat = Draft(kind="seated", data={"seat": "0a0a0a", "role": "participant", "organisation": actor, "weight": 3}, key="organisation")
    state: Any = DESK.room(room.pk).state
    votes = [Draft(kind="voted", data={"statement": name, "value": -1}, key=name) for name in state.statements]
    assert all(one.refused is None for one in DESK.write(room.pk, host, [seat]))
    assert all(one.refused is None for one in DESK.write(room.pk, "0a0a0a", votes))
    for person in range(5):  # its vote stands in the figures once enough more have voted
        sitting = Draft(kind="seated", data={"seat": f"0b{person}", "role": "participant"}, key=f"more-{person}")
        DESK.write(room.pk, host, [sitting])
        DESK.write(room.pk, f"0b{person}", votes)
    return actor


def test_a_room_stands_as_polis_lays_it_out(site: Any) -> None:
    room, host = _opened(site)
    _voted(room, host)
    data = host.get(_at(room, "polis.zip")).content
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        there = read_parts({name: archive.read(name) for name in archive.namelist()}, "room")
    assert [one.body for one in there.comments] == ["Begin with what is agreed.", "Publish a budget.", CANARY]
    assert there.votes.shape == (5, 3)  # of six who voted, five are shown
    assert not any(one.xid for one in there.participants)


def test_only_who_holds_rooms_publishes_answers_and_returns(site: Any) -> None:
    room, host = _opened(site)
    _voted(room, host)
    host.post(_at(room, "publish"))
    report = RoomReport.objects.get()
    for role in ("contributor", "reader"):
        other = site.client(role)
        assert other.get(_at(room, "result")).status_code == 200
        assert other.get(_at(room, f"reports/{report.number}/en-html")).status_code == 200
        assert [other.post(_at(room, place)).status_code for place in ("publish", "answer", "return")] == [403] * 3
        assert other.get(_at(room, "polis.zip")).status_code == 403


HEAD = "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
COMMENTS = (
    HEAD + '0,3,1,4,0,1,"Meet in the regions."\n0,4,1,0,0,-1,Taken out\n0,5,2,1,1,0,Publish a budget.\n0,6,2,1,1,0,' + "x" * 300 + "\n"
)


def _zipped(**files: str | bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"export/{name}.csv", data)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data"), [("comments.csv", COMMENTS.encode()), ("export.zip", _zipped(comments=COMMENTS, votes="broken"))]
)
def test_a_room_begins_with_the_statements_of_polis(site: Any, name: str, data: bytes) -> None:
    client = site.client("editor", "en")
    sent = client.post("/dossiers/small/rooms/open", FORM | {"polis": SimpleUploadedFile(name, data)}, follow=True)
    assert sent.status_code == 200
    state: Any = DESK.room(Room.objects.get().pk).state
    texts = [one.text for one in state.statements.values()]
    assert texts == ["Begin with what is agreed.", "Publish a budget.", "Meet in the regions."]
    page = sent.content.decode()
    assert "moderators of Polis" in page
    assert "more than 280 characters" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 no archive", "damaged"),
        (_zipped(votes="timestamp,comment-id,voter-id,vote\n"), "no statements of Polis"),
        (b"\xff\xfe not text", "comments.csv"),
        ((HEAD + "0,x,1,0,0,1,One\n").encode(), "comments.csv"),
        (HEAD.encode(), "no statements of Polis"),
        (_zipped(comments=HEAD + "0,1,1,0,0,1," + "x" * 17 * 1024 * 1024), "larger than 16 MB"),
    ],
)
def test_a_broken_or_huge_export_opens_no_room(site: Any, data: bytes, said: str) -> None:
    client = site.client("editor", "en")
    sent = client.post(
        "/dossiers/small/rooms/open", FORM | {"polis": SimpleUploadedFile("export.zip" if data[:2] == b"PK" else "comments.csv", data)}
    )
    assert sent.status_code == 422
    assert said in sent.content.decode()
    assert not Room.objects.exists()


VOTES = "timestamp,comment-id,voter-id,vote\n" + "".join(f"0,{one},{40 + at},{1 - at % 2}\n" for at in range(7) for one in (3, 4, 5))
PEOPLE = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,3,xid\n" + "".join(
    f"{at},0,0,1,1,0,1,CANARY-{at}\n" for at in range(1_001)
)


def _with_votes(site: Any, data: bytes, name: str = "export.zip") -> Any:
    form = FORM | {"polis": SimpleUploadedFile(name, data), "polis-votes": "yes", "inside": "anonymous"}
    return site.client("editor", "en").post("/dossiers/small/rooms/open", form, follow=True)


def test_the_votes_of_an_export_come_along_where_that_is_asked_and_everybody_is_told(site: Any) -> None:
    export = _zipped(comments=COMMENTS, votes=VOTES)
    sent = _with_votes(site, export)
    assert "The votes of 7 people were brought along" in sent.content.decode()
    room = Room.objects.get()
    state: Any = DESK.room(room.pk).state
    assert [one.shown and one.shown[2] for one in state.statements.values()] == [None, 5, 5]  # of whom is drawn by chance
    assert [one.counts for one in state.statements.values()] == [(0, 0, 0), (4, 0, 7), (4, 0, 7)]
    assert state.imported == 7
    logged = list(RoomEntry.objects.filter(room=room).values_list("key", "by", "content__data"))
    assert not [voter for voter in range(40, 47) if f"'{voter}'" in str(logged)]
    places = room.seats.filter(seat__in=[one.id for one in state.seats.values() if one.imported])
    assert sorted(places.values_list("name", "digest", "account")) == [
        (f"{voter}", "", None) for voter in range(40, 47)
    ]  # nobody sits there
    code = room.doors.get().code
    assert (
        "The votes of 7 people come from an export of Polis."
        in Client(headers={"accept-language": "en"}).get(f"/join/{code}/").content.decode()
    )
    host = site.client("editor", "en")
    page = host.get(_at(room)[:-1]).content.decode()
    assert "The votes of 7 people come from an export" in page
    assert "have voted" not in page  # nobody here has
    for phase in ("vote", "closed"):
        host.post(_at(room, "phase"), {"phase": phase})
    host.post(_at(room, "publish"))
    report = RoomReport.objects.get()
    assert reports.figures_of(report)["imported"] == 7
    assert "7 were brought along from an export of Polis" in host.get(_at(room, f"reports/{report.number}/en-html")).content.decode()


def test_a_host_erases_one_person_of_an_export_with_all_their_votes(site: Any) -> None:
    _with_votes(site, _zipped(comments=COMMENTS, votes=VOTES))
    room, host = Room.objects.get(), site.client("editor", "en")
    host.post(_at(room, "phase"), {"phase": "vote"})
    host.post(_at(room, "publish"))
    report = RoomReport.objects.get()
    before = bytes(report.data)
    seat = room.seats.get(name="43").seat
    state: Any = DESK.room(room.pk).state
    assert seat in {voter for one in state.statements.values() for voter in one.votes}
    assert _at(room, "imported/erase") in host.get(_at(room)[:-1]).content.decode()

    for number, said in (("", "Give the number"), ("7", "Nobody in this room has the number 7"), ("<b>", "&lt;b&gt;")):
        refused = host.post(_at(room, "imported/erase"), {"number": number})
        assert refused.status_code == 422
        assert said in refused.content.decode()
    for who in ("contributor", "reader"):
        assert site.client(who).post(_at(room, "imported/erase"), {"number": "43"}).status_code in (403, 404)
    done = host.post(_at(room, "imported/erase"), {"number": " 43 "}, follow=True).content.decode()

    assert "Participant 43 of the export is erased" in done
    assert "The votes of 6 people come from an export" in done
    state = DESK.room(room.pk).state
    assert seat not in {voter for one in state.statements.values() for voter in one.votes}
    assert [one.counts[2] for one in state.statements.values()] == [0, 6, 6]
    assert not room.seats.filter(seat=seat).exists()
    assert not RoomContent.objects.filter(entry__room=room, data__seat=seat, entry__kind="imported").exists()
    assert verify(log.entries_after(room.pk)) is None
    report.refresh_from_db()
    assert bytes(report.data) == before
    assert host.post(_at(room, "imported/erase"), {"number": "43"}).status_code == 422  # once
    replayed: Any = replay(room.kind, log.entries_after(room.pk))
    assert [one.counts for one in replayed.statements.values()] == [one.counts for one in state.statements.values()]


def test_after_the_cut_nobody_of_an_export_can_be_found(site: Any) -> None:
    _with_votes(site, _zipped(comments=COMMENTS, votes=VOTES))
    room, host = Room.objects.get(), site.client("editor", "en")
    host.post(_at(room, "phase"), {"phase": "closed"})
    assert cutting.cut_overdue(timezone.now() + dt.timedelta(days=31)) == 1
    assert not room.seats.exclude(role="host").exists()
    assert "imported/erase" not in host.get(_at(room)[:-1]).content.decode()
    assert host.post(_at(room, "imported/erase"), {"number": "43"}).status_code == 422


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (COMMENTS.encode(), "comments.csv", "no votes to bring along"),
        (_zipped(comments=COMMENTS), "export.zip", "no votes to bring along"),
        (_zipped(comments=COMMENTS, votes=VOTES.splitlines()[0] + "\n0,4,9,1\n"), "export.zip", "no votes to bring along"),
        (_zipped(comments=COMMENTS, votes="broken"), "export.zip", "votes.csv"),
        (_zipped(comments=COMMENTS, **{"participants-votes": PEOPLE}), "export.zip", "At most 1,000 people"),
        (_zipped(comments=COMMENTS, votes=VOTES + "x" * 9 * 1024**2), "export.zip", "larger than 8 MB"),
    ],
)
def test_votes_that_cannot_come_along_open_no_room(site: Any, data: bytes, name: str, said: str) -> None:
    sent = _with_votes(site, data, name)
    assert sent.status_code == 422
    page = sent.content.decode()
    assert said in page
    assert 'name="polis-votes" value="yes" aria-describedby="room-polis-votes-help" checked' in page
    assert "CANARY" not in page
    assert not Room.objects.exists()


def test_a_statement_that_is_too_long_is_said_and_not_cut(site: Any) -> None:
    client = site.client("editor", "en")
    sent = client.post("/dossiers/small/rooms/open", FORM | {"seeds": "Short.\n" + "y" * 281})
    assert sent.status_code == 422
    assert "Line 2 has 281 characters" in sent.content.decode()
    assert not Room.objects.exists()


def test_a_consultation_is_done_in_the_browser_step_by_step(site: Any) -> None:
    client = site.client("editor", "en")

    def states() -> dict[str, str]:
        path = client.get("/dossiers/small/situations/consultation.json").json()["path"]
        return {step["id"]: step["state"] for step in path["steps"]}

    def doors(step: str) -> list[str]:
        path = client.get("/dossiers/small/situations/consultation.json").json()["path"]
        there = next(one for one in path["steps"] if one["id"] == step)
        return [link["href"] for link in (*there["missing"], *there["more"])]

    assert {one for one, state in states().items() if state == "to_do"} >= {"open", "second", "reply"}
    assert any("/rooms/new" in href for href in doors("open"))
    room, host = _opened(site)
    _voted(room, host)
    assert states()["open"] == "done"
    assert any(f"/rooms/{room.pk}/result" in href for href in doors("reply"))
    host.post(_at(room, "answer"), {"taken:seed-1": "yes", "why:seed-1": "Written into the draft."})
    host.post(_at(room, "phase"), {"phase": "second"})
    host.post(_at(room, "phase"), {"phase": "closed"})
    after = states()
    assert [after[step] for step in ("open", "second", "reply")] == ["done"] * 3


def test_the_question_is_asked_of_the_live_room(site: Any) -> None:
    room, host = _opened(site)
    _voted(room, host)
    asked, name = "/dossiers/small/questions/what-the-room-thinks", f"live-{room.pk}"
    assert name in site.client("reader").get(f"{asked}?room={name}").content.decode()
    first = site.client("reader").post(f"{asked}/ask", {"room": name})
    assert first.status_code == 302
    _work()
    page = site.client("reader").get(first["Location"]).content.decode()
    assert "5 people cast 15 votes on 3 statements" in page
    assert site.client("reader").post(f"{asked}/ask", {"room": name})["Location"] == first["Location"]
    host.post(_at(room, "phase"), {"phase": "closed"})
    assert site.client("reader").post(f"{asked}/ask", {"room": name})["Location"] != first["Location"]  # the room went on
    assert site.client("guest").post(f"{asked}/ask", {"room": name}).status_code == 422
    assert name not in site.client("guest").get(asked).content.decode()


def _work() -> None:
    worker = Worker(every=60)
    while worker.once():
        pass


def test_a_large_report_is_worked_out_beside_the_request_once(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legation.web.rooms.report_making.AT_ONCE", 10)
    room, host = _opened(site)
    _voted(room, host)
    assert host.post(_at(room, "publish")).status_code == 302
    assert host.post(_at(room, "publish")).status_code == 302
    assert not RoomReport.objects.exists()
    assert "is being worked out" in host.get(_at(room, "result")).content.decode()
    _work()
    assert RoomReport.objects.count() == 1
    assert "is being worked out" not in host.get(_at(room, "result")).content.decode()


def test_who_leaves_while_a_report_is_worked_out_is_not_in_it(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    room, host = _opened(site)
    browsers = _voted(room, host, people=12)
    worked_out, counted = snapshot_of, list[int]()

    def leaving(state: Any, *given: Any, **more: Any) -> dict[str, Any]:
        figures = worked_out(state, *given, **more)
        if not counted:
            browsers[0].post(f"/rooms/{room.pk}/seat/write", {"kind": "erased"})
        counted.append(figures["withdrew"])
        return figures

    monkeypatch.setattr(reports, "snapshot_of", leaving)
    assert host.post(_at(room, "publish")).status_code == 302
    assert counted == [0, 1]
    assert reports.figures_of(RoomReport.objects.get())["withdrew"] == 1
