"""A room for a text is opened in the browser: its rules in words, its text from a paste, a file or a draft, its delegations by their codes."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from web.shown import replaced
from web.talks import FORM, TEXT, opened

from legation.web.dossiers import store
from legation.web.rooms import seats
from legation.web.stores.rooms.models import Room

pytestmark = pytest.mark.django_db
OPEN = "/dossiers/small/rooms/open/text"


def _akn(*paragraphs: str) -> bytes:
    body = "".join(f"<paragraph><num>{n}.</num><content><p>{text}</p></content></paragraph>" for n, text in enumerate(paragraphs, 1))
    head = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><doc name="x"><mainBody>'
    return f"{head}{body}</mainBody></doc></akomaNtoso>".encode()


def _word(*paragraphs: str) -> bytes:
    rows = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", links)
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{rows}</w:body></w:document>")
    return made.getvalue()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_kind_is_chosen_first_and_each_form_leads_to_the_other(site: Any, lang: str) -> None:
    client = site.client("editor")
    type(site.people["editor"]).objects.update(language=lang)
    for here, other in (("new", "new/text"), ("new/text", "new")):
        page = client.get(f"/dossiers/small/rooms/{here}").content.decode()
        assert f'href="/dossiers/small/rooms/{other}"' in page
        assert f'href="/dossiers/small/rooms/{here}" aria-current="page"' in page
    words = {"en": "A text under negotiation", "fr": "Un texte en négociation"}[lang]
    assert words in page


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_text_is_pasted_and_what_was_settled_is_told_before_anybody_joins(site: Any, lang: str) -> None:
    talks = opened(site, "FRA", lang=lang)
    assert [(one["label"], "".join(one["words"])) for one in map(talks.row, ("1", "2"))] == [
        ("1", "States shall report."),
        ("2", "Nothing here is new."),
    ]
    assert talks.room.zone == "Europe/Paris"
    page = talks.host.get(f"/dossiers/small/rooms/{talks.room.pk}").content.decode()
    told = {
        "en": ("By consensus", "Silence until a deadline is acceptance.", "A group counts as one voice."),
        "fr": ("Par consensus", "Le silence gardé jusqu’à l’échéance vaut acceptation.", "Un groupe compte pour une voix."),
    }[lang]
    talks.host.post(f"/dossiers/small/rooms/{talks.room.pk}/door", {"do": "new"})
    code = talks.room.doors.exclude(role__startswith="seat:").get().code
    door = Client(headers={"accept-language": lang}).get(f"/join/{code}/").content.decode()
    for words in told:
        assert words in page
        assert words in door
    assert "French law" in door


@pytest.mark.parametrize("name", ["text.txt", "text.docx", "text.xml"])
def test_a_text_comes_from_a_file_whatever_it_is(site: Any, name: str) -> None:
    lines = ("1. States [shall][should] report.", "2. Nothing here is new.")
    data = {
        "text.txt": "\n".join(lines).encode(),
        "text.docx": _word(*lines),
        "text.xml": _akn("States [shall][should] report.", "Nothing here is new."),
    }
    talks = opened(site, text="", file=SimpleUploadedFile(name, data[name]))
    assert "".join(talks.row("1")["words"]) == "States shall should report."
    assert len(talks.state.draft.held) == 2


def test_a_text_comes_from_a_draft_of_the_dossier(site: Any) -> None:
    content = store.content(store.newest(site.dossier))
    head = '[draft]\ntitle = "Draft of norms"\n\n[[version]]\nid = "v1"\npart = "drafts/norms/v1.txt"\ndate = "2019-01-01"\nkind = "zero"\n'
    parts = {"drafts/norms.toml": head.encode(), "drafts/norms/v1.txt": b"5. States protect [critical] services."}
    replaced(site.dossier, dataclasses.replace(content, files={**content.files, **parts}))
    assert "Draft of norms" in site.client("editor").get("/dossiers/small/rooms/new/text").content.decode()

    talks = opened(site, text="", draft="norms")
    assert "".join(talks.row("5")["words"]) == "States protect critical services."


def test_what_the_form_lacks_is_said_and_no_room_is_opened(site: Any) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"text": ""}, "Give a text"),
        ({"text": "", "file": SimpleUploadedFile("bomb.docx", b"PK\x03\x04" + b"\x00" * 64)}, "no Word file"),
        ({"title": ""}, "aria-invalid"),
        ({"scheme": "lots"}, "aria-invalid"),
        ({"inside": "anonymous", "leaves": "organisation"}, "nothing can be attributed"),
        ({"zone": "../etc/passwd"}, "aria-invalid"),
    ]
    for sent, words in wrong:
        answer = site.client("editor").post(OPEN, FORM | sent)
        assert answer.status_code == 422, sent
        assert words in answer.content.decode()
    assert not Room.objects.exists()


def test_only_who_holds_rooms_opens_one(site: Any) -> None:
    for role, status in (("contributor", 403), ("reader", 403), ("guest", 403), ("member", 404), ("anonymous", 302)):
        assert site.client(role).post(OPEN, FORM).status_code == status, role
    assert not Room.objects.exists()


def test_signs_without_their_other_half_are_left_out_and_said(site: Any) -> None:
    talks = opened(site, text="1. States shall] report [at once.\u202e")
    page = talks.host.get(f"/dossiers/small/rooms/{talks.room.pk}").content.decode()
    assert "2 bracket signs without their other half were left out." in page
    assert "".join(talks.row("1")["words"]) == "States shall report at once."


def test_delegations_sit_by_their_codes_and_may_speak_for_a_group(site: Any) -> None:
    talks = opened(site, "FRA", "DEU")
    address = f"/dossiers/small/rooms/{talks.room.pk}/organisations"
    seat = talks.state.seats[talks.seats["FRA"]]
    assert (seat.role, seat.organisation, seat.group) == ("delegate", "FRA", None)
    assert talks.host.post(f"{address}/seat", {"organisation": "FRA", "group": "EU"}).status_code == 302
    page = talks.host.get(address).content.decode()
    assert (talks.state.seats[seat.id].group, "speaks for EU too" in page, "Counts for" in page) == ("EU", True, False)
    talks.host.post(f"{address}/seat", {"organisation": "FRA", "group": " "})
    assert talks.state.seats[seat.id].group is None


def test_nobody_speaks_for_the_organisation_of_another_seat_as_for_its_group(site: Any) -> None:
    talks = opened(site, "FRA", "DEU")
    address = f"/dossiers/small/rooms/{talks.room.pk}/organisations/seat"
    for group in ("DEU", " deu"):
        refused = talks.host.post(address, {"organisation": "FRA", "group": group})
        assert refused.status_code == 422
        assert "sits in this room itself" in refused.content.decode()
    assert talks.host.post(address, {"organisation": "EST", "group": "DEU"}).status_code == 422
    assert not [one for one in talks.state.seats.values() if one.group or one.organisation == "EST"]
    assert talks.host.post(address, {"organisation": "FRA", "group": "EST"}).status_code == 302
    refused = talks.host.post(address, {"organisation": "EST", "group": ""})
    assert refused.status_code == 422
    assert "Empty that seat’s group first" in refused.content.decode()


def test_the_room_is_suspended_opened_again_and_closed(site: Any) -> None:
    talks = opened(site)
    address = f"/dossiers/small/rooms/{talks.room.pk}"
    for to in ("paused", "open", "closed"):
        assert talks.host.post(f"{address}/negotiation/phase", {"phase": to}).status_code == 302
        assert talks.state.phase == to
    assert talks.host.post(f"{address}/negotiation/phase", {"phase": "open"}).status_code == 409
    assert "closed" in talks.host.get(address).content.decode()
    assert "closed" in talks.host.get("/dossiers/small/rooms").content.decode()


def test_the_chair_is_given_to_somebody_else(site: Any) -> None:
    talks = opened(site)
    address, before = f"/dossiers/small/rooms/{talks.room.pk}", seats.chair_of(talks.room)
    assert talks.chair.get(f"/rooms/{talks.room.pk}/seat/chair").status_code == 200
    page = talks.host.get(address).content.decode()
    assert "Somebody sits in the chair." in page
    assert "Whoever chairs next reads everything confided to the chair" in page
    assert talks.host.post(f"{address}/negotiation/chair").status_code == 302
    after = seats.chair_of(talks.room)
    assert after not in ("", before)
    assert talks.chair.get(f"/rooms/{talks.room.pk}/seat/chair").url.endswith("/seat/out")
    other = Client()
    other.post(f"/join/{talks.room.doors.get(role=f'seat:{after}').code}/sit")
    assert other.get(f"/rooms/{talks.room.pk}/seat/chair").status_code == 200


def test_readers_of_the_dossier_see_no_code_and_no_word_of_the_text(site: Any) -> None:
    talks = opened(site, "FRA")
    talks.host.post(f"/dossiers/small/rooms/{talks.room.pk}/door", {"do": "new"})
    codes = list(talks.room.doors.values_list("code", flat=True))
    for role in ("contributor", "reader"):
        page = site.client(role).get(f"/dossiers/small/rooms/{talks.room.pk}").content.decode().replace(" ", "")
        assert not [code for code in codes if code in page]
        assert TEXT.splitlines()[0].replace(" ", "") not in page


def test_pages_of_a_consultation_are_not_there_and_a_reader_sits_down_as_an_observer(site: Any) -> None:
    talks = opened(site)
    address = f"/dossiers/small/rooms/{talks.room.pk}"
    assert [talks.host.get(f"{address}/{one}").status_code for one in ("queue", "second", "map", "deadline", "log.csv")] == [404] * 5
    reader = site.client("reader")
    taken = reader.post(f"{address}/sit", follow=False)
    assert taken.status_code == 307
    assert reader.post(taken.url).status_code == 302
    roles = [one.role for one in talks.state.seats.values()]
    assert sorted(roles) == ["chair", "host", "observer"]


@pytest.mark.parametrize("inside", ["organisation", "anonymous"])
def test_a_projector_is_opened_from_the_page_of_the_host_and_shows_what_all_see(site: Any, inside: str) -> None:
    talks = opened(site, inside=inside, leaves="chatham")
    page = f"/dossiers/small/rooms/{talks.room.pk}"
    assert "Open on this screen" in talks.host.get(page).content.decode()
    way = talks.host.post(f"{page}/negotiation/projector").url
    assert talks.host.post(f"{page}/negotiation/projector").url == way
    assert way in talks.host.get(page).content.decode()
    assert site.client("reader").post(f"{page}/negotiation/projector").status_code in (403, 404)
    screen = Client()
    assert screen.post(f"{way}sit").status_code == 302
    shown = screen.get(f"/rooms/{talks.room.pk}/seat/").content.decode()
    assert 'class="projector"' in shown
    assert "<textarea" not in shown
    assert way not in talks.host.get(page).content.decode()
    talks.host.post(f"{page}/negotiation/phase", {"phase": "closed"})
    assert talks.host.post(f"{page}/negotiation/projector").url == page
    assert "Open on this screen" not in talks.host.get(page).content.decode()


def test_whoever_leaves_a_text_is_told_of_positions_and_not_of_votes(site: Any) -> None:
    talks = opened(site, "FRA")
    page = f"/dossiers/small/rooms/{talks.room.pk}"
    assert f"{page}/result" in talks.host.get(page).content.decode()
    reader = site.client("reader")
    reader.post(reader.post(f"{page}/sit").url)
    own = reader.get(page).content.decode()
    assert "Delete my positions and my reservations" in own
    assert " votes" not in own
    (seat,) = [one.id for one in talks.state.seats.values() if one.role == "observer"]
    assert "positions and reservations are deleted" in reader.post(f"{page}/leave", follow=True).content.decode()
    assert talks.state.seats[seat].erased
    left = talks.delegations["FRA"].post(f"/rooms/{talks.room.pk}/seat/write", {"kind": "erased"}).content.decode()
    assert "positions and reservations are deleted" in left
    assert "votes" not in left


def test_where_every_organisation_has_a_seat_the_host_is_told_what_to_do(site: Any) -> None:
    talks = opened(site)
    address = f"/dossiers/small/rooms/{talks.room.pk}/organisations"
    page = talks.host.get(address).content.decode()
    assert "Seat a delegation" in page
    for one in re.findall(r'<option value="([^"]+)"', page):
        talks.host.post(f"{address}/seat", {"organisation": one, "group": ""})
    assert "Every organisation of the dossier has a seat." in talks.host.get(address).content.decode()


def test_a_delegation_whose_browser_is_lost_sits_down_again_and_what_it_said_stays(site: Any) -> None:
    talks = opened(site, "FRA")
    address, before = f"/dossiers/small/rooms/{talks.room.pk}/organisations", talks.seats["FRA"]
    unit = talks.state.draft.units[0].id
    talks.says("FRA", "stood", target=unit, stance="oppose")
    assert "Is its browser lost?" in talks.host.get(address).content.decode()
    assert talks.host.post(f"{address}/seat", {"organisation": "FRA", "again": "yes"}).status_code == 302
    (after,) = [one for one in talks.state.seats.values() if one.organisation == "FRA" and not one.removed]
    assert (talks.state.seats[before].removed, after.role) == (True, "delegate")
    assert talks.delegations["FRA"].get(f"/rooms/{talks.room.pk}/seat/").url.endswith("/seat/out")
    other = Client()
    assert other.post(f"/join/{talks.room.doors.get(role=f'seat:{after.id}').code}/sit").status_code == 302
    page = other.get(f"/rooms/{talks.room.pk}/seat/", headers={"accept-language": "en"}).content.decode()
    assert "you: Oppose" in " ".join(page.split())
