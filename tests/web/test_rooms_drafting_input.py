"""What nobody would send by hand, or at a worse moment: two on one word at once, words that have passed, a group against its member, files that
are made to do harm.
"""

from __future__ import annotations

import io
import json
import re
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.urls import reverse
from django.utils.html import escape
from source_samples import word
from web.talks import FORM, Talks, opened
from web.text_room import TextRoom, text_room

from legation import moment
from legation.rooms import verify
from legation.rooms.drafting import anchor
from legation.web.pages.rooms.drafting.documents import FORMS
from legation.web.rooms.clock import write_due
from legation.web.rooms.desk import DESK, Desk, Draft
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room

EACH = pytest.mark.each_database("who comes first is decided by a lock of the database")
SENTENCE = ("States", " report", " each", " year", ".")


@EACH
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("operations", [("replace", "replace"), ("replace", "delete")], ids="-".join)
def test_two_that_change_one_word_at_the_same_moment_are_both_there_and_nothing_is_merged(site: Any, operations: tuple[str, str]) -> None:
    """Each by a process of its own, where the database lets several write."""
    units = [f"{n}" for n in range(1, 13)]
    there = text_room(site, [(name, "".join(SENTENCE)) for name in units])
    room, written = there.room.pk, dict[tuple[str, str], Any]()
    together = threading.Barrier(2)

    def propose(who: str, operation: str) -> None:
        desk = Desk() if connection.vendor == "postgresql" else DESK
        desk.room(room)
        try:
            for unit in units:
                data = {"id": f"{who}-{unit}", "operation": operation, "unit": unit, "start": 1, "end": 2}
                data |= {"seen": anchor(SENTENCE, operation, 1, 2)} | ({"text": f"decide for {who}"} if operation == "replace" else {})
                together.wait(60)
                (written[who, unit],) = desk.write(room, there.seats[who], [Draft(kind="proposed", data=data)])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=propose, args=one) for one in zip(("fra", "rus"), operations, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(written) == 2 * len(units)
    assert not [one.refused for one in written.values() if one.refused is not None]
    assert len({one.number for one in written.values()}) == len(written)
    DESK.forget(room)
    assert verify(list(log.entries_after(room))) is None
    seen = there.seen(None)
    for unit in units:
        words = sorted(one["words"] for one in seen["brackets"] if one["unit"] == unit)
        added = sorted(f"decide for {who}" for who, operation in zip(("fra", "rus"), operations, strict=True) if operation == "replace")
        assert [one for one in words if one.startswith("decide")] == added, (unit, words)
        assert "report" in words
        assert there.words(unit).count("report") == 1


@pytest.mark.django_db
def test_words_that_passed_with_another_version_are_not_changed_by_who_read_them(site: Any) -> None:
    there = text_room(site)
    page = there.page("fra", "?unit=1")
    found = re.search(r'name="print" value="([^"]+)"', page)
    assert found is not None
    there.write("chair", "brought", kind="rolling", paragraphs=[{"id": "1", "label": "1", "text": "Members may help.", "sources": []}])
    number = DESK.room(there.room.pk).number
    for unit, print_ in (("1", found[1]), ("2", found[1]), ("2", "")):
        sent = {"unit": unit, "operation": "replace", "first": "5", "last": "7", "text": "at once", "print": print_, "key": "77"}
        answer = there.post("fra", "proposed", **sent)
        assert answer.status_code == 409, (unit, print_)
        assert "words have changed" in answer.content.decode() or unit == "2"
        by_script = there.post("fra", "proposed", json=True, **sent | {"was": "in good faith", "key": "78"})
        assert by_script.status_code == 409, (unit, print_)
    assert DESK.room(there.room.pk).number == number
    assert there.words("1") == "Members may help."


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_words_that_speak_for_another_delegation_are_refused_with_what_to_write(site: Any, lang: str) -> None:
    there = text_room(site)
    number, headers = DESK.room(there.room.pk).number, {"accept-language": lang}
    for text in ("at once (RUS)", "at once (RUS)] [soon", "at once – RUS delete"):
        form = {"kind": "proposed", "unit": "3", "operation": "insert", "last": "3", "text": text, "key": "77"}
        answer = there.client("fra").post(reverse("room-write", args=[there.room.pk]), form, headers=headers)
        page = answer.content.decode()
        assert answer.status_code == 409, text
        assert {"en": "without square brackets", "fr": "sans crochets"}[lang] in page
        assert escape(text) in page, "what was typed stays"
    assert DESK.room(there.room.pk).number == number


@pytest.mark.django_db
def test_a_package_that_holds_itself_or_another_one_is_refused_at_the_desk(site: Any) -> None:
    talks = opened(site, "FRA", "DEU", text="1. States shall report.\n\n2. Nothing here is new.\n\n3. All act.")
    assert talks.decides(kind="linked", id="Pack", targets=["1", "2"]).status_code == 302
    number = talks.state.number
    for name, targets in (("Pack", ["1", "Pack"]), ("More", ["Pack", "3"]), ("More", ["More", "3"]), ("1", ["1", "3"])):
        assert talks.decides(kind="linked", id=name, targets=targets).status_code == 409, (name, targets)
    assert talks.state.number == number
    assert [one["id"] for one in talks.state.draft and DESK.seen(talks.room.pk, None)["packages"]] == ["Pack"]


@pytest.mark.django_db
@pytest.mark.parametrize("one_voice", [True, False])
def test_a_member_that_disagrees_with_its_group_holds_words_and_silence_open(site: Any, one_voice: bool) -> None:
    there = text_room(site, [(f"{n}", "States report.") for n in range(1, 5)], one_voice=one_voice, silence_accepts=True)
    there.write("fra", "proposed", id="b1", operation="insert", unit="1", start=1, end=1, text="always")
    assert there.post("rus", "stood", target="b1", stance="support", **{"as": "group"}).status_code == 302
    assert there.post("bra", "stood", target="b1", stance="oppose").status_code == 302
    refused = DESK.write(there.room.pk, there.seats["chair"], [Draft(kind="closed", data={"bracket": "b1", "mode": "accepted"})])[0].refused
    assert refused is not None
    assert refused.code == "still-opposed"

    asked: dict[str, Any] = {"deadline": "2099-03-05T10:00", "zone": "Europe/Paris", "level": "ad ref"}
    for unit in "234":
        there.write("chair", "asked", id=f"c{unit}", units=[unit], **asked)
    assert there.post("rus", "broken", id="c2", reason="The group has no instructions.", **{"as": "group"}).status_code == 302
    assert there.post("bra", "stood", target="2", stance="support").status_code == 302  # a member that agrees mends nothing
    assert there.post("rus", "stood", target="3", stance="support", **{"as": "group"}).status_code == 302
    assert there.post("bra", "broken", id="c3", reason="We have none either.").status_code == 302
    later = moment.parse("2099-03-06T10:00:00.000Z")
    desk = Desk(lambda: moment.written(later))
    assert write_due(desk, lambda: later) == 3
    seen = desk.seen(there.room.pk, None)
    broken = {one["id"]: [by["by"] for by in one["broken"]] for one in seen["silences"]}
    assert broken == {"c2": ["g77"], "c3": ["bra"], "c4": []}
    assert {one["id"]: one["level"] for one in seen["units"]} == {"1": "bracketed", "2": "proposed", "3": "proposed", "4": "ad ref"}


def _deep(opens: int, closes: int) -> str:
    return f"1. States {'[' * opens}shall{']' * closes} report."


def _package(document: bytes) -> bytes:
    """Return what looks like a Word file, with this in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
    return out.getvalue()


def _laughs(inside: str) -> bytes:
    """Return XML that says much more than it holds."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">{entities}]>{inside.format("&l9;")}'.encode()


_W = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>'
_AKN = (
    '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><doc name="x"><mainBody><p>{}</p></mainBody></doc></akomaNtoso>'
)
HARMFUL: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nested": ("a.txt", lambda: _deep(10_000, 10_000).encode()),
    "without an end": ("a.txt", lambda: _deep(10_000, 0).encode()),
    "without a beginning": ("a.txt", lambda: _deep(0, 10_000).encode()),
    "nested in Word": ("a.docx", lambda: word(_deep(10_000, 10_000))),
    "bomb": ("a.docx", lambda: _package(_W.format(" " * (80 * 1024**2)).encode())),
    "zeros": ("a.docx", lambda: _package(bytes(80 * 1024**2))),
    "entities in Word": ("a.docx", lambda: _package(_laughs(_W))),
    "entities": ("a.xml", lambda: _laughs(_AKN)),
    "elements": ("a.xml", lambda: _AKN.format("<b>" * 30_000 + "x" + "</b>" * 30_000).encode()),
    "another file": ("a.xml", lambda: b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + _AKN.format("&f;").encode()),
}
"""What a file is called, and what makes it."""
SECONDS = 20.0


@pytest.fixture
def talks(site: Any) -> Talks:
    return opened(site, "FRA", text="1. States shall report.")


def _doors(talks: Talks, name: str, data: bytes) -> Iterator[tuple[str, Any]]:
    """Send a file wherever one may be sent, and yield how it was answered."""
    root = f"/rooms/{talks.room.pk}/seat"
    sent = lambda: SimpleUploadedFile(name, data)  # noqa: E731 - each is read once
    yield "host", talks.host.post("/dossiers/small/rooms/open/text", FORM | {"text": "", "file": sent()})
    yield "chair looks", talks.chair.post(f"{root}/chair/bring", {"kind": "rolling", "text": "", "file": sent()})
    yield "delegation", talks.delegations["FRA"].post(f"{root}/word/read", {"file": sent()})
    if name.endswith(".txt"):
        text = data.decode()
        yield "host pastes", talks.host.post("/dossiers/small/rooms/open/text", FORM | {"text": text})
        yield "chair pastes", talks.chair.post(f"{root}/chair/bring", {"kind": "rolling", "text": text, "do": "bring", "number": "9"})
        form = {"kind": "proposed", "operation": "insert", "unit": "1", "last": "1", "text": text[:9_000], "key": "77"}
        yield "delegation proposes", talks.delegations["FRA"].post(f"{root}/write", form)


@pytest.mark.django_db
@pytest.mark.parametrize("harm", HARMFUL)
def test_a_file_that_is_made_to_do_harm_is_answered_soon_and_does_none(talks: Talks, harm: str, record_property: Any) -> None:
    name, made = HARMFUL[harm]
    data, rooms = made(), Room.objects.count()
    assert len(data) < 2**20, "it is small, as it is sent"
    brackets = {"without an end", "without a beginning"}  # of which the stray signs are left out, and said
    begun = time.process_time()
    for door, answer in _doors(talks, name, data):
        status, text = answer.status_code, answer.content.decode()
        assert status in (302, 200, 409, 422), (door, status)
        record_property(door, status)
        assert "root:" not in text
        if harm not in brackets:
            assert status in (409, 422), (door, status, text[-1500:])
            assert 'role="alert"' in text or "aria-invalid" in text, door
    assert time.process_time() - begun < SECONDS
    if harm not in brackets:
        assert Room.objects.count() == rooms
        assert "".join(talks.row("1")["words"]) == "States shall report."
    assert "Traceback" not in talks.desk()


STRANGE = (
    "<script>alert(1)</script>",
    "\u202eتعاون\u202c الدول",
    "שיתוף [פעולה]",
    "👩‍👩‍👧 🇨🇭",
    "{{ 7*7 }}{% now 'Y' %}",
    "a\x00b",
    "＜b＞&#60;",
    "=1+1",
)


@pytest.mark.django_db
@pytest.mark.parametrize("words", STRANGE)
def test_words_of_every_kind_stand_in_every_page_and_file_as_words(site: Any, words: str) -> None:
    there = text_room(site)
    seen = words.replace("\u202e", "").replace("\u202c", "").replace("\x00", "")
    sent: list[tuple[str, str, dict[str, Any]]] = [
        ("fra", "proposed", {"operation": "insert", "unit": "1", "first": "0", "last": "1", "text": words, "reason": words}),
        ("fra", "proposed", {"operation": "bis", "unit": "3", "text": words, "label": words[:40]}),
        ("fra", "reserved", {"unit": "3", "text": words}),
        ("fra", "confided", {"text": words}),
        ("fra", "shown", {"title": words, "text": words, "to": ["rus"]}),
    ]
    there.write("chair", "asked", id="c1", units=["2"], deadline="2099-03-05", zone="UTC", level="ad ref")
    sent.append(("rus", "broken", {"id": "c1", "reason": words}))
    for at, (who, kind, form) in enumerate(sent):
        assert there.post(who, kind, key=f"7{at}", **form).status_code in (302, 409, 422), kind
    held = sum(seen in json.dumps(there.seen(who), ensure_ascii=False) for who in ("chair", "fra", "rus"))
    assert held == 3
    for who in ("fra", "rus", "bra", "ngo", "screen"):
        for query in ("", "?unit=1", "?unit=3"):
            page = there.page(who, query)
            assert "<script>alert" not in page
            assert "49{%" not in page and "49202" not in page
    for query in ("", "/caucus", "/silences", "/text", "/versions"):
        page = there.client("chair").get(f"/rooms/{there.room.pk}/seat/chair{query}").content.decode()
        assert "<script>alert" not in page
    _files(there)


def _files(there: TextRoom) -> None:
    """Each file of the text is whole, whatever words stand in it."""
    for form in FORMS:
        for ending in ("txt", "docx", "akn", "pdf"):
            answer = there.client("fra").get(reverse("room-text-file", args=[there.room.pk, f"{form}-en-{ending}"]))
            assert answer.status_code == 200, (form, ending)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if ending == "akn":
                ElementTree.fromstring(body)
            if ending == "docx":
                with zipfile.ZipFile(io.BytesIO(body)) as archive:
                    for part in archive.namelist():
                        if part.endswith((".xml", ".rels")):
                            ElementTree.fromstring(archive.read(part))
