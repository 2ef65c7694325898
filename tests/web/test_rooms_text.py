"""What is taken along of a negotiated text: forms, files, comparison, the report to capital, the report of the room, the way back."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfReader
from web.negotiations import negotiated
from web.seated_room import SeatedRoom

from legation.dossier.models.draft import DRAFT
from legation.language import LANGUAGES
from legation.methods.drafting import parse
from legation.sources.draft import akoma_ntoso, word
from legation.sources.draft.tracked_changes import Remark, TrackedText, redline
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Part, Proposal
from legation.web.rooms import reports, seats
from legation.web.stores.rooms.models import Room, RoomReport, RoomSeat
from legation.web.stores.rooms.progress import rooms_have_come

pytestmark = pytest.mark.django_db
HIDDEN = ("CANARY confidence", "CANARY caucus", "CANARY text")


def _said(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    data = bytes(answer.content)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(archive.read(name) for name in archive.namelist() if name.endswith(".xml"))
    if data.startswith(b"%PDF"):
        return "\n".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages)
    return data.decode("utf-8", "replace").replace("\u00a0", " ").replace("\u202f", " ")


def test_a_delegation_reads_the_text_in_every_form_with_its_own_stances_and_nobody_else_s_that_are_hidden(site: Any) -> None:
    made = negotiated(site)
    germany, france = made.client("DEU"), made.client("FRA")

    assert "2. States [should][shall] act with care." in _said(germany.get(made.at("text")))
    assert "2. States should act with care." in _said(germany.get(made.at("text?show=clean")))
    assert "[shall (FRA) – RUS oppose]" in _said(france.get(made.at("text?show=attributed")))
    assert "[shall – DEU oppose]" in _said(germany.get(made.at("text?show=own")))
    own = _said(france.get(made.at("text?show=own")))
    assert "[shall (FRA)]" in own
    assert "DEU" not in own
    side = _said(france.get(made.at("text?show=alternatives")))
    assert side.index("should") < side.index("shall") < side.index("RUS")
    compared = _said(france.get(made.at("text?show=compared&against=1")))
    assert "<ins>" in compared
    assert "and the bureau" in compared
    for form in ("bracketed", "attributed", "alternatives", "compared", "clean"):
        page = _said(france.get(made.at(f"text?show={form}")))
        assert not any(canary in page for canary in (*HIDDEN, "DEU"))


def test_no_file_of_the_text_has_a_hidden_stance_a_confidence_or_a_caucus(site: Any) -> None:
    made = negotiated(site)
    client = made.client("RUS")
    for form, ending in itertools.product(("clean", "bracketed", "attributed", "own"), ("docx", "pdf", "akn", "txt")):
        text = _said(client.get(made.at(f"text/{form}-fr-{ending}?against=1")))
        assert "should" in text, (form, ending)
        assert not [canary for canary in (*HIDDEN, "DEU") if canary in text], (form, ending)
    assert "Oppose" in _said(made.client("DEU").get(made.at("text/own-en-docx")))


def test_a_word_file_shows_what_changed_since_a_version_by_whom_and_who_says_what(site: Any) -> None:
    made = negotiated(site)
    found = word.decoded("a", made.client("RUS").get(made.at("text/bracketed-en-docx?against=1")).content)

    changed = {(found.text[c.start : c.end].strip(), c.kind, c.author) for c in found.changes}
    assert ("[shall]", "insert", "FRA") in changed
    assert ("and the bureau", "insert", "FRA") in changed
    assert ("Oppose", "RUS") in {(r.text, r.author) for r in found.remarks}
    assert ("Reserves its position on paragraph 1. Pending instructions.", "FRA") in {(r.text, r.author) for r in found.remarks}
    assert all(r.date for r in found.remarks)
    assert not word.decoded("a", made.client("RUS").get(made.at("text/bracketed-en-docx")).content).changes


@pytest.mark.parametrize("ending", ["docx", "akn", "txt", "pdf"])
def test_a_file_of_the_text_is_in_the_language_of_who_takes_it_and_is_read_back(site: Any, ending: str) -> None:
    made = negotiated(site)
    made.writes("chair", "agreed", unit="c", level="ad ref")
    answer = made.client("RUS", "fr").get(made.at(f"text/attributed-fr-{ending}?against=1"))
    said = _said(answer)

    for english in ("oppose]", "ad ref)", "delete]", "reserves its"):
        assert english not in said.replace("s’oppose]", "")
    assert "– RUS s’oppose" in said and "(agréé ad referendum)" in said
    if ending in ("akn", "txt"):
        draft = akoma_ntoso.decoded("a", answer.content) if ending == "akn" else parse(answer.content.decode())
        assert [(one.actors, one.verb) for b in draft.brackets for one in b.attributions] == [
            (("FRA",), "oppose"),
            (("FRA",), ""),
            (("RUS",), "oppose"),
        ]
        assert [unit.status for unit in draft.units] == ["", "", "ad ref"]


def test_a_word_file_in_french_shows_no_change_where_only_the_marks_are_in_another_language(site: Any) -> None:
    made = negotiated(site)
    words = {"a": "Recalls it. (agreed ad ref)", "b": "States [shall (FRA) – RUS oppose] act."}
    made.writes("chair", "brought", kind="rolling", paragraphs=[{"id": one, "label": one, "text": text} for one, text in words.items()])
    found = word.decoded("a", made.client("RUS").get(made.at("text/attributed-fr-docx?against=2")).content)
    page = _said(made.client("RUS", "fr").get(made.at("text?show=compared&against=2")))
    desk = _said(made.client("chair", "fr").get(made.at("chair/versions")))

    assert "(agréé ad referendum)" in found.text and "– RUS s’oppose" in found.text
    assert not found.changes
    assert "ad ref)" not in page and "ad ref)" not in desk and "<ins>" not in desk


def test_delegations_are_called_by_their_names_in_each_reader_s_language_and_no_id_is_shown(site: Any) -> None:
    made = negotiated(site, inside="seat", equal=True)
    made.seat("ministry", "delegate", organisation="ministry-of-x")
    called = {"en": "Ministry of X", "fr": "Ministère de X"}
    RoomSeat.objects.filter(seat=made.seats["ministry"]).update(name="Ministry of X", called=called)
    RoomSeat.objects.filter(seat=made.seats["RUS"]).update(name="Russia")
    made.seat("friend", "observer")
    made.writes("ministry", "stood", target="p1", stance="oppose")
    made.writes("friend", "reserved", unit="b", text="A remark.")

    for lang in LANGUAGES:
        reader = made.client("FRA", lang)
        pages = [_said(reader.get(made.at(f"text?show={one}"))) for one in ("attributed", "alternatives", "compared")] + [
            _said(reader.get(made.at(f"text/attributed-{lang}-{ending}"))) for ending in ("txt", "docx", "akn", "pdf")
        ]
        for said in pages:
            assert "ministry-of-x" not in said and made.seats["friend"] not in said
        assert all(called[lang] in said for said in (*pages[:2], *pages[3:]))
        assert {"en": "Russia", "fr": "Russie"}[lang] in pages[1]
        assert all({"en": "Observer 1", "fr": "Observateur 1"}[lang] in said for said in (pages[0], pages[3]))


def test_a_chair_takes_up_the_text_that_it_reads_without_a_name_becoming_words(site: Any) -> None:
    made = negotiated(site)
    made.seat("ministry", "delegate", organisation="ministry-of-x")
    called = {"en": "Ministry of X", "fr": "Ministère de X"}
    RoomSeat.objects.filter(seat=made.seats["ministry"]).update(name="Ministry of X", called=called)
    made.writes("ministry", "stood", target="p1", stance="support")
    chair = made.client("chair", "fr")
    text = chair.get(made.at("chair/text")).context["text"]
    assert "[shall (FRA, Ministère de X) – RUS s’oppose]" in text

    laid_out = chair.post(made.at("chair/bring"), {"kind": "rolling", "text": text}).context["laid_out"]
    assert laid_out[1].text == "States [should – FRA oppose][shall (FRA) – RUS oppose] act with care."


def test_akoma_ntoso_is_read_back_with_who_wants_what(site: Any) -> None:
    made = negotiated(site)
    data = bytes(made.client("RUS").get(made.at("text/attributed-en-akn")).content)
    plain = made.client("RUS").get(made.at("text/attributed-en-txt")).content.decode()

    found = akoma_ntoso.decoded("a", data)
    assert found.text == plain
    assert [(b.text, b.actors) for b in found.brackets] == [(b.text, b.actors) for b in parse(plain).brackets]
    assert b'draft:actors="FRA; RUS"' in data or b'draft:actors="FRA"' in data


@pytest.mark.parametrize(("leaves", "named"), [("attributed", True), ("organisation", True), ("chatham", False)])
def test_names_stand_in_what_leaves_as_everybody_was_told(site: Any, leaves: str, named: bool) -> None:
    made = negotiated(site, leaves=leaves)
    france, host = made.client("FRA"), site.client("owner", "en")
    places = [made.at(f"text/attributed-en-{ending}?against=1") for ending in ("docx", "akn", "txt")] + [made.at("capital/en-html")]

    for place in places:
        assert ("RUS" in _said(france.get(place)).replace("base64", "")) == named or place.endswith("html"), place
    outside = _said(host.get(f"/dossiers/small/rooms/{made.room.pk}/text?show=attributed"))
    assert ("(FRA)" in outside) == named
    assert ("RUS" in _said(host.get(f"/dossiers/small/rooms/{made.room.pk}/text/attributed-en-docx"))) == named
    assert "(FRA)" in _said(france.get(made.at("text?show=attributed"))), "inside all see who wants what"


def test_of_a_room_that_nothing_leaves_there_is_no_file_and_no_report(site: Any) -> None:
    made = negotiated(site, leaves="nothing")
    france, host = made.client("FRA"), site.client("owner", "en")

    assert "so that nothing leaves it" in _said(france.get(made.at("text")))
    report = _said(france.get(made.at("capital")))
    assert "this report is read here and not taken along" in report
    assert "obtained" in report and "download" not in report
    for place in ("text/bracketed-en-docx", "capital/en-pdf"):
        assert france.get(made.at(place)).status_code == 404
    assert host.get(f"/dossiers/small/rooms/{made.room.pk}/text").status_code == 404
    assert host.get(f"/dossiers/small/rooms/{made.room.pk}/text/bracketed-en-docx").status_code == 404
    host.post(f"/dossiers/small/rooms/{made.room.pk}/publish")
    assert not RoomReport.objects.exists()


def test_a_delegation_finds_the_text_and_its_report_from_its_page_and_a_chair_the_text(site: Any) -> None:
    made = negotiated(site)

    page = _said(made.client("FRA").get(made.at()))
    assert f'href="{made.at("text")}"' in page
    assert f'href="{made.at("capital")}"' in page
    desk = _said(made.client("chair").get(made.at("chair")))
    assert f'href="{made.at("text")}"' in desk
    assert f'href="{made.at("capital")}"' not in desk


def test_whoever_comes_in_after_the_next_meeting_was_said_reads_the_terms_of_the_room(site: Any) -> None:
    made = negotiated(site)
    site.client("owner", "en").post(f"/dossiers/small/rooms/{made.room.pk}/next-meeting", {"next": "2026-12-28"})
    door = seats.new_door(made.room, timezone.now() + dt.timedelta(hours=1), role="observer")
    page = site.client("anonymous").get(f"/join/{door.code}/")

    assert page.status_code == 200
    assert "Le bureau" in _said(page) and "2026-12-28" not in _said(page)


def test_a_delegation_has_its_report_to_capital_and_nobody_else_s(site: Any) -> None:
    made = negotiated(site)
    made.writes("chair", "asked", id="q", units=["c"], deadline="2026-12-24", zone="Europe/Paris")
    site.client("owner", "en").post(f"/dossiers/small/rooms/{made.room.pk}/next-meeting", {"next": "2026-12-28"})
    page = _said(made.client("FRA").get(made.at("capital")))

    assert "Our 3 points: 1 obtained, 0 conceded, 2 open." in page
    assert "“and the bureau” stands" in page
    assert "Pending instructions." in page
    assert "Next meeting: 28 December 2026." in page
    assert "24 December 2026" in page
    assert not any(canary in page for canary in (*HIDDEN, "DEU"))
    assert "Oppose" in _said(made.client("DEU").get(made.at("capital")))
    for ending in ("html", "pdf", "docx"):
        answer = made.client("FRA").get(made.at(f"capital/fr-{ending}"))
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
    for who in ("projector", "chair"):
        assert made.client(who).get(made.at("capital")).status_code == 404
        assert made.client(who).get(made.at("capital/en-pdf")).status_code == 404


def test_what_is_no_form_language_or_ending_is_not_there(site: Any) -> None:
    made = negotiated(site)
    for name in ("bracketed-en-exe", "own-en-docx-x", "secret-en-pdf", "bracketed-xx-pdf", "bracketed"):
        status = made.client("FRA").get(made.at(f"text/{name}")).status_code
        assert status == (200 if name == "own-en-docx-x" else 404), name
    assert made.client("projector").get(made.at("text/own-en-docx")).status_code == 404
    assert site.client("owner", "en").get(f"/dossiers/small/rooms/{made.room.pk}/text/own-en-docx").status_code == 404


def _published(site: Any, made: SeatedRoom) -> tuple[Any, RoomReport]:
    host = site.client("owner", "en")
    assert host.post(f"/dossiers/small/rooms/{made.room.pk}/publish").status_code == 302
    return host, RoomReport.objects.get()


def test_a_report_of_the_room_is_published_as_any_other_and_loses_the_name_of_whoever_leaves(site: Any) -> None:
    made = negotiated(site)
    host, report = _published(site, made)
    figures, before = reports.figures_of(report), bytes(report.data)

    assert (figures["open"], figures["paragraphs"], figures["kind"]) == (2, 3, "drafting")
    assert not any(name.encode() in before for name in ("FRA", "RUS", "DEU", "shall"))
    place = f"/dossiers/small/rooms/{made.room.pk}/reports/{report.number}/en-html"
    assert ">RUS<" in _said(host.get(place))
    assert "DEU" not in _said(host.get(place)).split("</style>")[1]
    made.writes("chair", "closed", bracket="p1", mode="replaced", text="will")
    made.writes("RUS", "erased", seat=made.seats["RUS"])
    after = _said(host.get(place)).split("</style>")[1]
    assert ">RUS<" not in after
    assert "shall" in after, "it stands as it was published"
    assert host.get(place.replace("en-html", "fr-pdf")).status_code == 200
    assert made.client("FRA").get(made.at(f"reports/{report.number}/en-docx")).status_code == 200


def test_the_room_comes_back_into_its_dossier_as_a_draft_with_its_source(site: Any) -> None:
    made = negotiated(site)
    host, report = _published(site, made)
    assert host.post(f"/dossiers/small/rooms/{made.room.pk}/return").status_code == 302
    proposal = Proposal.objects.get()

    name = f"drafts/live-{made.room.pk}.toml"
    model = DRAFT.read(bytes(Part.objects.get(sha256=proposal.files[name]).data), name)
    source = f"room-{made.room.pk}-{report.number - 1}"
    assert [(one["table"], one["row"]) for one in proposal.edits] == [("evidence", source)]
    assert {one.evidence for one in (*model.versions, *model.stances)} == {(source,)}
    assert {one.basis for one in model.stances} == {"room"}
    assert "DEU" not in {one.actor for one in model.stances}
    words = bytes(Part.objects.get(sha256=proposal.files[model.versions[-1].part]).data).decode()
    assert "[should][shall]" in words
    assert host.post(f"/dossiers/small/proposals/{proposal.pk}/take").status_code == 302
    found = store.content(store.revision_of(Dossier.objects.get(pk=site.dossier.pk)))
    assert model.versions[-1].part in found.files
    assert [row.kind for row in found.evidence if row.id == source] == ["room"]


def test_questions_on_the_text_are_asked_of_the_live_room(site: Any) -> None:
    made = negotiated(site)
    host = site.client("owner", "en")
    page = _said(host.get("/dossiers/small/questions/who-is-blocking"))

    assert f"live-{made.room.pk}" in page
    result = _said(host.get(f"/dossiers/small/rooms/{made.room.pk}/result"))
    assert f"where-is-the-text-stuck?draft=live-{made.room.pk}" in result


def test_the_path_of_a_negotiation_knows_how_far_its_room_is(site: Any) -> None:
    assert rooms_have_come(site.dossier, kind="drafting") == frozenset()
    made = negotiated(site)

    assert rooms_have_come(site.dossier, kind="drafting") == {"opened", "brought", "stood"}
    assert rooms_have_come(site.dossier) == frozenset()
    made.writes("chair", "linked", id="pack", targets=["b", "c"])
    made.writes("chair", "agreed", unit="a", level="ad ref")
    _published(site, made)
    assert rooms_have_come(site.dossier, f"live-{made.room.pk}", "drafting") == {
        "opened",
        "brought",
        "stood",
        "linked",
        "agreed",
        "reported",
    }
    page = _said(site.client("owner", "en").get("/dossiers/small/situations/negotiation"))
    assert f"/dossiers/small/rooms/{Room.objects.get().pk}" in page


def _sent(text: TrackedText) -> SimpleUploadedFile:
    return SimpleUploadedFile("capital.docx", word.encoded("a", text))


def test_a_word_file_from_a_capital_becomes_proposals_that_the_delegation_sends(site: Any) -> None:
    made = negotiated(site)
    old = "1. Recalls the earlier report.\n3. Invites the and the bureau Chair to go on.\n4. No such paragraph."
    new = "1. Recalls the earlier report and its annex.\n3. Invites the and the bureau Chair to proceed.\n4. Such paragraph."
    tracked = redline(old, new, "Desk, capital", "2026-03-01T10:00:00Z")
    tracked = TrackedText(tracked.text, tracked.changes, (Remark(3, 10, "CANARY note", "Desk", "2026-03-02"),))
    client = made.client("RUS")
    page = _said(client.post(made.at("word/read"), {"file": _sent(tracked)}))

    assert "3 tracked changes in the file" in page
    assert "Desk, capital" in page
    assert "2026-03-01" in page
    assert "CANARY note" in page
    assert page.count("do not stand in the text now") == 1
    forms = [dict(re.findall(r'name="([a-z]+)" value="([^"]*)"', one)) for one in page.split("<form")[1:] if 'value="proposed"' in one]
    assert len(forms) == 2
    for form in forms:
        assert client.post(made.at("write"), form).status_code == 302
        client.post(made.at("write"), form)  # sent twice, it is there once
    text = _said(client.get(made.at("text?show=attributed")))
    assert "1. Recalls the earlier report [and its annex (RUS)]." in text
    assert "to [go on – RUS oppose][proceed (RUS)]." in text
    assert "CANARY note" not in _said(made.client("FRA").get(made.at("text?show=attributed")))


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"x" * 200, b"1. " + b"[" * 300 + b"]" * 300, b""])
def test_a_file_that_is_broken_or_nested_too_deep_is_refused_with_what_to_do(site: Any, data: bytes) -> None:
    made = negotiated(site)
    sent = {"file": SimpleUploadedFile("capital.docx", data)} if data else {}
    answer = made.client("RUS").post(made.at("word/read"), sent)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert made.client("chair").get(made.at("word")).status_code == 404


def test_a_chair_reads_who_changed_a_file_and_its_comments_before_it_is_brought(site: Any) -> None:
    made = negotiated(site)
    tracked = redline("1. Recalls the report.", "1. Recalls the earlier report.", "EU", "2026-03-01T10:00:00Z")
    tracked = TrackedText(tracked.text, tracked.changes, (Remark(3, 10, "Why recall?", "JPN", "2026-03-02"),))
    chair = made.client("chair")
    page = _said(chair.post(made.at("chair/bring"), {"kind": "rolling", "file": _sent(tracked)}))

    assert 'value="EU (2026-03-01)"' in page
    assert "Why recall?" in page
    assert "JPN" in page
    refused = chair.post(made.at("chair/bring"), {"kind": "rolling", "file": SimpleUploadedFile("a.txt", b"1. " + b"[" * 300 + b"]" * 300)})
    assert refused.status_code == 422
    assert "a.txt: line 1, column 124: brackets stand in each other more than 120 deep" in refused.content.decode()
