"""Exports that come back equal, imports that are shown before they are made, new dossiers; and files that mean harm."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from web.conftest import PARTS, small

from legation.dossier import decode, encode, load, save
from legation.dossier.edit import Edit, apply
from legation.dossier.tables.csv_sheet import is_formula
from legation.language import say
from legation.questions import Case, ask
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Revision
from legation.web.stores.drafts import storage
from legation.web.stores.drafts.models import Draft

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(folder.name for folder in EXAMPLES.iterdir() if (folder / "dossier.toml").is_file())
EACH_DATABASE = pytest.mark.each_database("an example goes through it whole")
THROUGH_EVERY_DATABASE = "iana-transition-2014"


def head_of(site):
    site.dossier.refresh_from_db()
    return store.revision_of(site.dossier)


def sent(name, data):
    return SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def check(site, role, files, **form):
    """Send files for a dry run; return the answer."""
    many = [sent(name, data) for name, data in files.items()]
    return site.client(role).post("/dossiers/small/import/check", {"files": many, "base": "1", **form})


def confirm(site, role, answer, **choices):
    """Confirm a dry run."""
    assert answer.status_code == 302, answer.content
    client = site.client(role)
    draft = re.search(r"/import/(\d+)", answer.headers["Location"])[1]
    assert client.get(answer.headers["Location"]).status_code == 200
    return client.post("/dossiers/small/merge", {"draft": draft, "next": "/dossiers/small/history", **choices})


@pytest.mark.parametrize(
    ("name", "form"),
    [
        *((name, "zip") for name in NAMES if name != THROUGH_EVERY_DATABASE),
        *(pytest.param(THROUGH_EVERY_DATABASE, form, marks=EACH_DATABASE) for form in ("zip", "xlsx", "json")),
    ],
)
def test_an_example_exported_and_read_in_again_is_equal(site, name, form) -> None:
    owner = site.people["owner"]
    made = store.create(load(EXAMPLES / name), owner)
    client = site.client("owner")

    out = client.get(f"/dossiers/{made.slug}/export/{form}")
    assert out.headers["Content-Disposition"] == f'attachment; filename="{made.slug}-r1.{form}"'
    arrived = client.post("/dossiers/new/file", {"files": sent(f"{made.slug}.{form}", out.content)})
    assert arrived.status_code == 302, arrived.content
    client.get(arrived.headers["Location"])
    draft = re.search(r"(\d+)$", arrived.headers["Location"])[1]
    answer = client.post(f"/dossiers/new/{draft}/make", {"slug": "again"})

    assert answer.headers["Location"] == "/dossiers/again"
    again = Dossier.objects.get(slug="again")
    assert store.revision_of(again).hash == store.revision_of(made).hash
    assert not Draft.objects.exists()


def test_a_dossier_is_made_of_what_was_read_and_no_table_is_written_or_read_again(site, monkeypatch) -> None:
    parts = encode(store.seen(head_of(site), store.EVERYTHING))
    arrived = site.client("owner").post("/dossiers/new/file", {"files": sent("a.zip", zipped(parts))}).headers["Location"]
    assert site.client("owner").get(arrived).status_code == 200
    with monkeypatch.context() as once:
        for place in ("files.codec.read_table", "files.codec.read_votes", "dossier.write_cells"):
            once.setattr(f"legation.dossier.{place}", lambda table, *_: pytest.fail(f"{table.part} anew"))
        answer = site.client("owner").post(f"{arrived}/make", {"slug": "again", "title": "Another title", "marking": "TLP:AMBER"})

    assert answer.headers["Location"] == "/dossiers/again"
    made = store.revision_of(Dossier.objects.get(slug="again"))
    again = store.parts_of(made)
    assert {name: data for name, data in again.items() if name != "dossier.toml"} == {n: d for n, d in parts.items() if n != "dossier.toml"}
    assert b"Another title" in again["dossier.toml"]
    assert decode(again).hash == made.hash


def test_an_export_holds_what_the_person_sees_and_the_mandate_only_when_asked_for(site) -> None:
    def text(role, address):
        answer = site.client(role).get(address)
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}

    assert "SECRET" not in str(text("reader", "/dossiers/small/export/zip?mandate=yes"))
    assert "SECRET" not in str(text("guest", "/dossiers/small/export/zip?mandate=yes"))
    assert "objectives.csv" not in text("guest", "/dossiers/small/export/zip")
    assert "mandate.toml" not in text("owner", "/dossiers/small/export/zip")
    assert "SECRET-AIM" in text("owner", "/dossiers/small/export/zip?mandate=yes")["mandate.toml"]
    assert "SECRET-AIM" in text("named", "/dossiers/small/export/zip?mandate=yes")["mandate.toml"]


def test_an_older_revision_is_exported_to_the_desk_alone(site) -> None:
    begun = store.content(head_of(site))
    store.save(
        site.dossier, 1, apply(begun, [Edit("actors", "add", "ITA", {"name": "Italy"})]), site.people["owner"], store.EVERYTHING, reason=""
    )

    old = site.client("reader").get("/dossiers/small/export/zip?revision=1")

    assert b"Italy" not in zipfile.ZipFile(io.BytesIO(old.content)).read("actors.csv")
    assert site.client("guest").get("/dossiers/small/export/zip?revision=1").status_code == 403
    assert site.client("guest").get("/dossiers/small/export/zip?revision=2").status_code == 200
    assert site.client("owner").get("/dossiers/small/export/pdf").status_code == 404


def test_one_table_is_shown_before_it_is_written(site) -> None:
    table = "id,name,kind\nITA,Italy,state\nFRA,France (Republic),state\n"

    answer = check(site, "editor", {"actors.csv": table})

    preview = site.client("editor").get(answer.headers["Location"] + ".json").json()
    assert preview["summary"] == "1 actor added and 1 actor corrected"
    assert head_of(site).number == 1
    assert confirm(site, "editor", answer).headers["Location"] == "/dossiers/small/history"
    actors = {a.id: a for a in store.content(head_of(site)).actors}
    assert (actors["ITA"].name.text, actors["FRA"].name.text, actors["FRA"].iso3) == ("Italy", "France (Republic)", "FRA")
    assert {"hidden-co", "EST"} <= actors.keys()
    assert not Draft.objects.exists()


def test_a_table_in_place_of_another_takes_rows_away(site) -> None:
    table = "\n".join(line for line in PARTS["votes.csv"].splitlines() if not line.startswith("EST,r2")) + "\n"

    answer = check(site, "owner", {"votes.csv": table}, how="replace")
    confirm(site, "owner", answer)

    assert len(store.content(head_of(site)).votes) == 5
    assert len(store.content(head_of(site)).actors) == 5


def test_the_whole_dossier_comes_back_with_the_mandate_that_was_left_out(site) -> None:
    out = site.client("owner").get("/dossiers/small/export/xlsx")

    answer = check(site, "owner", {"small-r1.xlsx": out.content}, how="whole")

    assert site.client("owner").get(answer.headers["Location"] + ".json").json()["summary"] is None
    changed = {name: text.encode() for name, text in PARTS.items() if name not in ("mandate.toml", "objectives.csv")}
    confirm(site, "owner", check(site, "owner", {"small-r1.zip": zipped(changed)}, how="whole"))
    whole = store.content(head_of(site))
    assert (whole.objectives, whole.mandate.aim.text) == ((), "SECRET-AIM")


def test_what_an_editor_does_not_see_stays_through_a_whole_import(site) -> None:
    site.people["editor"].grants.update(marking="TLP:GREEN")
    out = site.client("editor").get("/dossiers/small/export/zip").content
    parts = {name: zipfile.ZipFile(io.BytesIO(out)).read(name) for name in zipfile.ZipFile(io.BytesIO(out)).namelist()}
    parts["mandate.toml"] = b'aim = "taken over"\n'
    parts["dossier.toml"] = parts["dossier.toml"].replace(b"TLP:GREEN", b"TLP:CLEAR")
    parts["actors.csv"] += b"ITA,Italy,,state,ITA\n"

    confirm(site, "editor", check(site, "editor", {"small-r1.zip": zipped(parts)}, how="whole"))

    whole = store.content(head_of(site))
    assert {a.id for a in whole.actors} == {"FRA", "DEU", "EST", "icann", "hidden-co", "ITA"}
    assert {p.id for p in whole.positions} == {"p1", "p2", "p3", "p4"}
    assert (whole.mandate.aim.text, whole.info.marking) == ("SECRET-AIM", "TLP:GREEN")


def test_an_id_that_a_hidden_row_has_is_not_written_over(site) -> None:
    site.people["editor"].grants.update(marking="TLP:GREEN")

    confirm(site, "editor", check(site, "editor", {"actors.csv": "id,name,kind\nhidden-co,Mine,company\n"}))

    names = {a.id: a.name.text for a in store.content(head_of(site)).actors}
    assert names["hidden-co"] == "SECRET-COMPANY" and "Mine" in names.values()


def test_a_file_made_from_an_older_revision_keeps_what_others_changed_since(site) -> None:
    out = site.client("owner").get("/dossiers/small/export/zip").content
    begun = store.content(head_of(site))
    store.save(
        site.dossier, 1, apply(begun, [Edit("actors", "add", "ITA", {"name": "Italy"})]), site.people["editor"], store.EVERYTHING, reason=""
    )
    parts = {name: zipfile.ZipFile(io.BytesIO(out)).read(name) for name in zipfile.ZipFile(io.BytesIO(out)).namelist()}
    parts["actors.csv"] = parts["actors.csv"].replace(b"Estonia", b"Republic of Estonia")

    answer = check(site, "owner", {"small-r1.zip": zipped(parts)}, how="whole", base="2")
    preview = site.client("owner").get(answer.headers["Location"] + ".json").json()
    confirm(site, "owner", answer)

    assert (preview["base"], preview["since"]) == (1, 1)
    names = {a.name.text for a in store.content(head_of(site)).actors}
    assert {"Italy", "Republic of Estonia"} <= names


def test_every_fault_of_a_table_is_shown_with_its_place(site) -> None:
    table = "id,actor,issue,low,value,high\nq1,FRA,norms,90,50,70\nq2,ATL,norms,,,\nq2,FRA,norms,,101,\n"

    answer = check(site, "editor", {"positions.csv": table})

    html = answer.content.decode()
    assert answer.status_code == 422
    for place in ("positions.csv:2:value", "positions.csv:3:actor", "positions.csv:4:value", "positions.csv:4:id"):
        assert place in html, place
    assert head_of(site).number == 1 and not Draft.objects.exists()


HARMFUL = {
    "escapes.zip": zipped({"dossier.toml": 'id = "x"', "../../evil.csv": "x"}),
    "absolute.zip": zipped({"dossier.toml": 'id = "x"', "/etc/evil.csv": "x"}),
    "windows.zip": zipped({"dossier.toml": 'id = "x"', "files\\..\\evil.txt": "x"}),
    "deep.zip": zipped({"dossier.toml": 'id = "x"', "files/a/b/c/d/e/f.txt": "x"}),
    "broken.zip": b"PK\x03\x04nothing",
    "text.zip": b"no archive",
    "empty.zip": zipped({}),
    "broken.xlsx": b"PK\x03\x04nothing",
    "zip.xlsx": zipped({"a.txt": "x"}),
    "none.json": b"[1, 2]",
    "deep.json": b"[" * 100_000,
    "escapes.json": b'{"format": 1, "parts": {"dossier.toml": {"content": {"id": "x"}}, "../../evil.csv": {"text": "x"}}}',
    "rows.json": b'{"format": 1, "parts": {"dossier.toml": {"content": {"id": "x"}}, "actors.csv": {"records": [{"id": ["x"]}]}}}',
    "actors.csv": b"\x00\x01\x02",
    "issues.csv": b"id,question\nx," + b"y" * 40_000,
    "groups.csv": b"a," * 300,
    "evidence.csv": b"id,kind,title\ne,\"=cmd|' /C calc'!A0\",x\n",
    "positions.csv": b'id,actor,"unclosed\n',
    "programme.exe": b"MZ\x90\x00\x03\x00\x00\x00",
    "picture.svg": b"<svg onload='alert(1)'/>",
    "unknown.csv": b"a,b\n" + b"x," * 200 + b"\n",
}


@pytest.mark.parametrize("name", HARMFUL)
@pytest.mark.parametrize("how", ["add", "replace", "whole"])
def test_a_file_that_is_none_is_refused_in_a_sentence(site, name, how) -> None:
    answer = check(site, "owner", {name: HARMFUL[name]}, how=how)

    html = answer.content.decode()
    if answer.status_code == 302:  # nothing of it is a part of ours
        preview = site.client("owner").get(answer.headers["Location"] + ".json").json()
        assert name == "empty.zip" and how != "whole" and preview["summary"] is None
        return
    assert answer.status_code == 422, html
    assert 'class="notice error"' in html
    assert "Traceback" not in html and "/tmp" not in html and "upload." not in html
    assert head_of(site).number == 1 and not Draft.objects.exists()


def test_an_archive_that_unpacks_to_much_is_refused(site, monkeypatch) -> None:
    monkeypatch.setattr("legation.dossier.files.entries.TOTAL_LIMIT", 1_000_000)
    bomb = zipped({"dossier.toml": 'id = "x"', "files/zeros.bin": b"\0" * 3_000_000})
    assert len(bomb) < 20_000

    assert check(site, "owner", {"bomb.zip": bomb}).status_code == 422
    assert not Draft.objects.exists()


def test_no_file_too_many_and_two_of_one_part(site) -> None:
    client = site.client("owner")

    assert client.post("/dossiers/small/import/check", {}).status_code == 422
    assert check(site, "owner", {f"x{n}.csv": b"id\n" for n in range(41)}).status_code == 422
    assert check(site, "owner", {"a.zip": b"", "actors.csv": b"id\n"}).status_code == 422
    both = [sent("actors.csv", b"id\n"), sent("Actors.csv", b"id\n")]
    assert client.post("/dossiers/small/import/check", {"files": both}).status_code == 422


def test_a_draft_is_its_own_person_s_and_its_own_dossier_s(site) -> None:
    store.create(small(), site.people["owner"], slug="other")
    answer = check(site, "owner", {"actors.csv": "id,name\nITA,Italy\n"})
    number = answer.headers["Location"].rsplit("/", 1)[1]

    assert site.client("editor").get(answer.headers["Location"]).status_code == 404
    assert site.client("editor").post("/dossiers/small/merge", {"draft": number}).status_code == 404
    assert site.client("editor").post(f"/dossiers/small/import/{number}/discard").status_code == 404
    assert site.client("owner").get(f"/dossiers/other/import/{number}").status_code == 404
    assert site.client("owner").post("/dossiers/other/merge", {"draft": number}).status_code == 404
    assert site.client("owner").get(f"/dossiers/new/{number}").status_code == 404
    assert site.client("owner").post("/dossiers/small/merge", {"draft": "9" * 30}).status_code == 404
    assert Draft.objects.count() == 1 and head_of(site).number == 1
    assert site.client("owner").post(f"/dossiers/small/import/{number}/discard").status_code == 302
    assert not Draft.objects.exists()


def test_drafts_expire_and_make_room(site) -> None:
    for number in range(storage.EACH + 2):
        check(site, "owner", {"actors.csv": f"id,name\nX{number},Name\n"})
    assert Draft.objects.count() == storage.EACH
    last = Draft.objects.order_by("-pk").first()

    assert storage.sweep(last.expires) == storage.EACH
    assert site.client("owner").get(f"/dossiers/small/import/{last.pk}").status_code == 404


CELLS = ["=1+1", '=HYPERLINK("http://x")', "+cmd|' /C calc'!A0", "-2+3+cmd(1)", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n@SUM(1)", " =1"]
PLAIN = ["-12.5", "+33 1 43 17", "@MFA_handle", "a=b", "1-2"]


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_that_a_spreadsheet_would_run_does_not_get_in(site, cell) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["id", "name", "status_note"], ["x", "Name", cell]])

    assert check(site, "owner", {"actors.csv": out.getvalue()}).status_code == 422
    assert head_of(site).number == 1


@pytest.mark.parametrize("form", ["zip", "xlsx"])
def test_no_exported_cell_is_run_by_a_spreadsheet(site, form) -> None:
    begun = store.content(head_of(site))
    edits = [Edit("actors", "add", f"x{n}", {"name": cell, "status_note": cell}) for n, cell in enumerate(PLAIN)]
    info = dataclasses.replace(begun.info, handling="=1+1", author="@SUM(A1)")
    mine = dataclasses.replace(apply(begun, edits), info=info, files={"files/=x.csv": b"=1+1"})
    store.save(site.dossier, 1, mine, site.people["owner"], store.EVERYTHING, reason="")

    data = site.client("owner").get(f"/dossiers/small/export/{form}").content

    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s"}
        assert "@MFA_handle" in {cell.value for cell in cells}
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
        assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<f " in sheet]
    else:
        archive = zipfile.ZipFile(io.BytesIO(data))
        tables = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".csv") and "/" not in name]
        assert not [cell for table in tables for row in csv.reader(io.StringIO(table)) for cell in row if is_formula(cell.strip())]


def test_a_list_of_countries_becomes_a_dossier_and_what_is_doubtful_is_asked(site) -> None:
    client = site.client("member")
    answer = client.post("/dossiers/new/list", {"title": "Three states", "names": "la France\nPays-Bas (les)\nCongo\n", "kind": "other"})
    place = answer.headers["Location"]

    page = client.get(place + ".json").json()
    assert [(d["line"], d["text"]) for d in page["doubtful"]] == [(3, "Congo")]
    undecided = client.post(f"{place}/make", {"title": "Three states", "slug": "three"})
    assert undecided.status_code == 422 and "Congo" in undecided.content.decode()
    made = client.post(f"{place}/make", {"title": "Three states", "slug": "three", "line:3": "COD"})

    assert made.headers["Location"] == "/dossiers/three"
    assert [a.id for a in store.content(store.revision_of(Dossier.objects.get(slug="three"))).actors] == ["FRA", "NLD", "COD"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_name_that_stands_for_a_contested_claim_is_asked_without_taking_a_side(site, lang) -> None:
    client = site.client("member")
    person = site.people["member"]
    person.language = lang
    person.save()
    place = client.post("/dossiers/new/list", {"title": "T", "names": "RASD\nMaroc\nAlgérie", "kind": "other"}).headers["Location"]

    shown = client.get(place).content.decode()
    assert ("Legation takes no side" if lang == "en" else "Legation ne prend pas parti") in shown
    client.post(f"{place}/make", {"title": "T", "slug": "t", "line:1": "new"})

    first = store.content(store.revision_of(Dossier.objects.get(slug="t"))).actors[0]
    assert (first.id, str(first.name), first.iso3) == ("rasd", "RASD", "")


def test_from_a_list_to_the_tally_sheet_of_the_vote_ahead(site) -> None:
    client = site.client("member")
    form = {"title": "Trois", "names": "France\nNetherlands\nKenya\n", "kind": "other", "vote": "Draft L.5", "vote_date": "2031-03-03"}
    place = client.post("/dossiers/new/list", {**form, "marking": "TLP:RED"}).headers["Location"]
    shown = client.get(place).content.decode()
    assert 'value="TLP:RED" selected' in shown
    assert "List as typed" in shown and ".txt" not in shown

    client.post(f"{place}/make", {"title": "Trois", "slug": "trois", "marking": "TLP:RED"})

    content = store.content(store.revision_of(Dossier.objects.get(slug="trois")))
    (vote,) = content.rollcalls
    assert (str(vote.title), str(vote.date), content.info.parameters, content.info.marking) == (
        "Draft L.5",
        "2031-03-03",
        {"rollcall": vote.id},
        "TLP:RED",
    )
    answer = ask("do-we-have-the-votes", Case(dossier=content, today=dt.date(2031, 1, 1)))
    assert "Draft L.5" in say(answer.findings[0].message, "en")
    assert "vote-ahead" not in " ".join(say(finding.message, "en") for finding in answer.findings)
    steps = [(step["title"], step["done"]) for step in client.get("/dossiers/trois.json").json()["steps"]]
    assert [done for _, done in steps] == [False, True, True, False, False, True, False], "aim, positions and decision are to come"
    assert client.post("/dossiers/new/list", {**form, "vote_date": "soon"}).status_code == 422


def test_a_list_is_never_taken_for_the_name_of_a_file(site, tmp_path) -> None:
    place = tmp_path / "list.txt"
    place.write_text("Only-In-The-File\n")

    for names in (str(place), f"{place}\n", f"../{place.name}"):
        answer = site.client("member").post("/dossiers/new/list", {"title": "t", "names": names, "kind": "other"})
        if answer.status_code == 302:
            answer = site.client("member").get(answer.headers["Location"])
        assert "Only-In-The-File" not in answer.content.decode()


def test_a_table_needs_a_title_to_become_a_dossier(site) -> None:
    client = site.client("member")
    table = {"files": sent("actors.csv", b"id,name\nFRA,France\n")}

    assert client.post("/dossiers/new/file", table).status_code == 422
    answer = client.post("/dossiers/new/file", {"files": sent("actors.csv", b"id,name\nFRA,France\n"), "title": "Une affaire"})
    made = client.post(f"{answer.headers['Location']}/make", {"title": "Une affaire", "slug": "affaire"})
    assert made.headers["Location"] == "/dossiers/affaire"


def test_an_empty_dossier_is_made_with_its_title_languages_and_marking(site) -> None:
    client = site.client("member")

    assert client.get("/dossiers/new").status_code == 200
    assert 'value="TLP:AMBER" selected' in client.get("/dossiers/new").content.decode()
    assert client.post("/dossiers/new/empty", {"title": "", "marking": "TLP:GREEN"}).status_code == 422
    assert client.post("/dossiers/new/empty", {"title": "x", "marking": "TLP:PINK", "languages": "fr"}).status_code == 422
    assert client.post("/dossiers/new/empty", {"title": "x", "marking": "TLP:GREEN"}).status_code == 422
    answer = client.post("/dossiers/new/empty", {"title": "Ordre « numérique »", "slug": "", "marking": "TLP:AMBER", "languages": ["fr"]})

    made = Dossier.objects.get(slug="ordre-numerique")
    info = store.content(store.revision_of(made)).info
    assert answer.headers["Location"] == "/dossiers/ordre-numerique"
    assert (str(info.title), info.languages, info.marking) == ("Ordre « numérique »", ("fr",), "TLP:AMBER")
    assert made.grants.get().role == "owner"


@pytest.mark.parametrize("slug", ["small", "new", "SMALL"])
def test_an_address_that_is_taken_is_said_beside_what_was_typed(site, slug) -> None:
    form = {"title": "Mine", "slug": slug, "marking": "TLP:GREEN", "languages": ["fr", "en"]}

    answer = site.client("member").post("/dossiers/new/empty", form)

    assert answer.status_code == 422 and 'value="Mine"' in answer.content.decode()
    assert Dossier.objects.count() == 1


def test_guests_and_strangers_make_nothing(site) -> None:
    for role in ("guest", "anonymous"):
        for address in ("empty", "list", "file"):
            assert site.client(role).post(f"/dossiers/new/{address}", {"title": "x"}).status_code in (302, 403)
    for role in ("reader", "contributor", "guest", "named"):
        assert check(site, role, {"actors.csv": "id,name\nITA,Italy\n"}).status_code == 403
    assert Dossier.objects.count() == 1 and Revision.objects.count() == 1


def test_an_export_saved_to_disk_is_the_dossier(site, tmp_path) -> None:
    place = tmp_path / "out.zip"
    place.write_bytes(site.client("owner").get("/dossiers/small/export/zip?mandate=yes").content)

    assert load(place).hash == head_of(site).hash
    save(load(place), tmp_path / "folder")
    assert load(tmp_path / "folder").hash == head_of(site).hash


def test_rows_without_ids_are_given_some_and_the_same_rows_again_add_nothing(site) -> None:
    table = b"actor,issue,value,held_from\nEST,norms,30,2019-05\nFRA,norms,62,2019-05\n"
    confirm(site, "editor", check(site, "editor", {"positions.csv": table}))
    rows = store.content(head_of(site)).positions

    assert [(p.id, p.value) for p in rows[-2:]] == [("EST-norms-2019-05", 30), ("FRA-norms-2019-05", 62)]
    again = check(
        site, "editor", {"positions.csv": b"id,value,actor,issue,held_from\n,30,EST,norms,2019-05\n,62,FRA,norms,2019-05\n"}, base="2"
    )
    assert not site.client("editor").get(f"{again.headers['Location']}.json").json()["counts"]


def test_an_issue_without_an_id_is_called_by_its_words(site) -> None:
    confirm(site, "editor", check(site, "editor", {"issues.csv": b"question,low,high\nWho decides?,states,all\n"}))

    assert store.content(head_of(site)).issues[-1].id == "who-decides"
