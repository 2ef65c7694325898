"""Papers from the browser: brief, tally sheet, kit."""

from __future__ import annotations

import dataclasses
import io
import re

import pytest
from pypdf import PdfReader

from legation.dossier import decode
from legation.web.dossiers import store
from legation.web.dossiers.models import Grant
from legation.web.runs.files import highest_marking
from legation.web.runs.models import Output, Run
from legation.web.runs.worker import Worker

from .conftest import PARTS
from .test_picker import many

pytestmark = pytest.mark.django_db
BRIEFS = "/dossiers/small/briefs"


@pytest.fixture
def make(site):
    """Return a function that has a paper made as a role."""

    def made(role, kind, slug="small", **form):
        response = site.client(role).post(f"/dossiers/{slug}/briefs/{kind}/make", form)
        assert response.status_code == 302, response.content[-2000:]
        worker = Worker(every=60)
        while worker.once():
            pass
        run = Run.objects.get(pk=int(response["Location"].rpartition("/")[2]))
        assert (run.state, run.error) == ("done", {})
        return run

    return made


def outputs(run):
    return {(o.lang, o.name): bytes(o.data) for o in Output.objects.filter(result=run.key)}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_offers_every_paper(site, lang):
    site.people["editor"].language = lang
    site.people["editor"].save()
    bare = dataclasses.replace(store.content(store.revision_of(site.dossier)), coalitions=())
    store.save(site.dossier, 1, bare, site.people["owner"], store.EVERYTHING, reason="")
    response = site.client("editor").get(BRIEFS)
    text = response.content.decode()

    assert response.status_code == 200
    assert not re.findall(r"\[[a-z-]+\.[\w.-]+\]", text)
    for kind in ("brief", "tally", "kit"):
        assert f'action="{BRIEFS}/{kind}/make"' in text
    assert 'name="sections" value="who-is-in" disabled' in text
    assert "SECRET" not in site.client("reader").get(BRIEFS).content.decode()


def test_what_the_note_lacks_leads_to_where_it_is_written(site):
    page = site.client("editor").get(BRIEFS).content.decode()

    assert re.search(r"To do: \d+ things that the note lacks", page)
    assert '<a href="/dossiers/small/settings/brief">The note does not say what we would settle for.</a>' in page
    assert re.search(r'<a href="/dossiers/small/[^"]*consulted[^"]*">No row says who was consulted', page)


def test_a_paper_is_of_one_of_many_by_their_names(site, make):
    many(site)
    page = site.client("editor").get(f"{BRIEFS}?kind=kit&actor=x7").content.decode()

    assert '<li data-id="x7">Company 7</li>' in page
    assert "Company 8" not in page
    assert page.count('data-pick="/dossiers/small/pick/actors"') == 4
    assert make("reader", "meeting", actor="Société 8", langs=["en"]).options["actor"] == "x8"
    refused = site.client("reader").post(f"{BRIEFS}/meeting/make", {"actor": "Société", "langs": ["en"]})
    assert refused.status_code == 422
    assert re.search(r'id="meeting-actor" name="actor" value="Société"[^>]*aria-invalid="true"', refused.content.decode())


def test_a_brief_is_made_in_the_chosen_languages_and_forms(site, make):
    run = make("reader", "brief", sections=["who-can-move", "what-is-due"], langs=["en", "fr"], as_of="2020-01-15")
    found = outputs(run)
    page_json = site.client("reader").get(f"/dossiers/small/runs/{run.pk}.json").json()

    assert sorted(found) == [(lang, f"small-book-{lang}.{form}") for lang in ("en", "fr") for form in ("docx", "html", "json", "pdf")]
    assert found["fr", "small-book-fr.pdf"].startswith(b"%PDF-")
    assert found["en", "small-book-en.docx"].startswith(b"PK")
    assert "Qui peut bouger" in found["fr", "small-book-fr.html"].decode()
    assert "Who can move?" in found["en", "small-book-en.html"].decode()
    assert "Who votes alike?" not in found["en", "small-book-en.html"].decode()
    assert page_json["state"] == "done"
    assert {(f["lang"], f["name"]) for f in page_json["files"]} == set(found)


def test_the_page_of_a_brief_shows_it_in_a_frame_that_runs_nothing(site, make):
    run = make("reader", "brief", sections=["what-is-due"], langs=["en"])
    client = site.client("reader")
    text = client.get(f"/dossiers/small/runs/{run.pk}").content.decode()
    source = re.search(r'<iframe class="foreign" sandbox src="([^"]+)"', text)

    assert source
    document = client.get(source[1])
    assert document["Content-Type"] == "text/html; charset=utf-8"
    assert document["X-Frame-Options"] == "SAMEORIGIN"
    assert {"default-src 'none'", "frame-ancestors 'self'", "sandbox"} <= {
        part.strip() for part in document["Content-Security-Policy"].split(";")
    }
    taken = client.get(source[1].replace(".html", ".pdf"))
    assert taken["Content-Disposition"].startswith("attachment")
    assert client.get(source[1], headers={"If-None-Match": document["ETag"]}).status_code == 304


def test_a_tally_sheet_and_a_kit_are_made(make):
    sheet = outputs(make("reader", "tally", rollcall="A/RES/2", langs=["fr"]))
    wide = outputs(make("reader", "tally", rollcall="A/RES/2", langs=["fr"], sheet="corridor-a3"))
    room = outputs(make("reader", "tally", rollcall="A/RES/2", langs=["fr"], sheet="room"))
    kit = outputs(make("reader", "kit", actor="FRA", langs=["fr"]))
    skeleton = outputs(make("reader", "kit", skeleton="non-paper", langs=["en"]))

    assert {name for _, name in sheet} == {f"small-tally-fr.{form}" for form in ("html", "pdf", "docx")}
    assert "Estonie" in sheet["fr", "small-tally-fr.html"].decode()
    assert {name for _, name in wide} == {f"small-tally-a3-fr.{form}" for form in ("html", "pdf", "docx")}
    assert {name for _, name in room} == {f"small-room-sheet-fr.{form}" for form in ("html", "pdf", "docx")}
    assert "Estonie" in room["fr", "small-room-sheet-fr.html"].decode()
    assert {name for _, name in kit} == {f"small-kit-FRA-fr.{form}" for form in ("html", "pdf", "docx")}
    assert "We favour norms" in kit["fr", "small-kit-FRA-fr.html"].decode()
    assert {name for _, name in skeleton} == {f"small-non-paper-en.{form}" for form in ("html", "pdf", "docx")}


def test_a_paper_holds_no_row_above_its_marking_and_never_the_mandate(make):
    low = outputs(make("owner", "brief", sections=["who-stands-where"], langs=["en"], marking="TLP:GREEN"))
    high = outputs(make("owner", "brief", sections=["who-stands-where"], langs=["en"], marking="TLP:RED"))
    page = {name: files["en", "small-book-en.html"].decode() for name, files in (("low", low), ("high", high))}

    assert "SECRET" not in page["low"]
    assert "SECRET" in page["high"]
    assert "SECRET-AIM" not in page["high"]
    assert "SECRET-LIMIT" not in page["high"]
    assert "TLP:GREEN" in page["low"]
    assert "TLP:RED" not in page["low"]
    assert "TLP:RED" in page["high"]
    sheets = PdfReader(io.BytesIO(high["en", "small-book-en.pdf"])).pages
    assert all("TLP:RED" in sheet.extract_text() for sheet in sheets)


def test_the_highest_marking_is_that_of_the_rows():
    dossier = decode({name: text.encode() for name, text in PARTS.items()})

    assert highest_marking(dossier) == "TLP:RED"
    assert highest_marking(dossier.cleared("TLP:GREEN")) == "TLP:GREEN"


def test_nobody_makes_a_paper_of_rows_that_they_do_not_see(site):
    response = site.client("reader").post(f"{BRIEFS}/brief/make", {"sections": ["what-is-due"], "marking": "TLP:RED"})

    assert response.status_code == 422
    assert "TLP:RED" in response.content.decode()
    assert not Run.objects.exists()


def test_two_readers_of_one_sight_share_a_paper(site, make):
    one = make("owner", "brief", sections=["what-is-due"], langs=["en"], marking="TLP:GREEN")
    two = make("reader", "brief", sections=["what-is-due"], langs=["en"])

    assert one.key == two.key
    assert one.audience == two.audience == "desk"
    assert Output.objects.values("result").distinct().count() == 1


@pytest.mark.parametrize(
    ("kind", "form", "sentence"),
    [
        ("brief", {"sections": []}, "at least one question"),
        ("brief", {"sections": ["who-knows"]}, "at least one question"),
        ("brief", {"sections": ["what-is-due"], "as_of": "soon"}, "soon"),
        ("kit", {}, "for one actor"),
        ("kit", {"actor": "hidden-co"}, "hidden-co"),
        ("kit", {"actor": "<script>alert(1)</script>"}, "&lt;script&gt;"),
        ("tally", {"rollcall": "A/RES/99"}, "A/RES/99"),
        ("tally", {"sheet": "wall"}, "corridor | corridor-a3 | room"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(site, kind, form, sentence):
    response = site.client("reader").post(f"{BRIEFS}/{kind}/make", {**form, "langs": ["fr"]})
    text = response.content.decode()

    assert response.status_code == 422
    assert sentence in text
    assert "<script>alert" not in text
    assert not Run.objects.exists()


def test_an_explanation_is_made_and_an_author_is_refused(site, make):
    given = {"skeleton": "explanation-after", "rollcall": "A/RES/2", "card": "explanation", "langs": ["en"]}
    made = outputs(make("reader", "kit", actor="FRA", **given))
    dossier = store.content(store.revision_of(site.dossier))
    rows = tuple(dataclasses.replace(row, authors=("FRA",)) for row in dossier.rollcalls)
    store.save(site.dossier, 1, dataclasses.replace(dossier, rollcalls=rows), site.people["owner"], store.EVERYTHING, reason="")
    response = site.client("reader").post(f"{BRIEFS}/kit/make", {"actor": "FRA", **given})

    assert {name for _, name in made} == {
        f"small-explanation-after{sheet}-en.{form}" for sheet in ("", "-drafter") for form in ("html", "pdf", "docx")
    }
    assert [line["title"] for line in site.client("reader").get(f"{BRIEFS}.json").json()["made"]] == ["Explanation"]
    assert response.status_code == 422
    assert "an author does not explain its vote" in response.content.decode()


def test_an_unknown_paper_is_refused(site):
    assert site.client("reader").post(f"{BRIEFS}/poster/make", {}).status_code == 400
    assert site.client("member").post(f"{BRIEFS}/brief/make", {"sections": ["what-is-due"]}).status_code == 404
    assert site.client("reader").get(f"{BRIEFS}/brief/make").status_code == 405


def test_a_guest_makes_papers_of_what_is_shared(site, make):
    run = make("guest", "brief", sections=["who-stands-where"], langs=["en"])

    assert (run.audience, run.tables) == ("partner", ["actors", "groups", "issues", "evidence", "positions"])
    assert "NOT-SHARED" not in outputs(run)["en", "small-book-en.html"].decode()
    assert site.client("reader").get(f"/dossiers/small/runs/{run.pk}").status_code == 404
    assert site.client("owner").get(f"/dossiers/small/runs/{run.pk}").status_code == 200


def test_text_of_a_dossier_is_never_markup_in_a_paper(site, make):
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    parts = {
        **PARTS,
        "dossier.toml": f'id = "evil"\nmarking = "TLP:GREEN"\ntitle = "{evil}"\n',
        "actors.csv": f'id,name,kind,iso3\nFRA,"{evil}",state,FRA\nDEU,Germany,state,DEU\nEST,Estonia,state,EST\nhidden-co,Company,company,\n',
    }
    store.create(decode({name: text.encode() for name, text in parts.items()}), site.people["owner"], slug="evil")
    for kind, form in (("brief", {"sections": ["who-stands-where"]}), ("kit", {"actor": "FRA"}), ("tally", {})):
        run = make("owner", kind, slug="evil", langs=["en"], marking="TLP:RED", **form)
        page = next(data for (_, name), data in outputs(run).items() if name.endswith(".html")).decode()
        assert "<script" not in page
        assert "<img src=x" not in page
        shown = site.client("owner").get(f"/dossiers/evil/runs/{run.pk}").content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "<script>alert" not in site.client("owner").get("/dossiers/evil/briefs").content.decode()


def test_the_list_shows_what_the_person_may_see(site, make):
    mine = make("reader", "tally", langs=["en"])
    secret = make("owner", "tally", langs=["en"], marking="TLP:RED")

    def listed(role):
        return {line["id"] for line in site.client(role).get(f"{BRIEFS}.json").json()["made"]}

    assert listed("owner") == {mine.pk, secret.pk}
    assert listed("editor") == {mine.pk, secret.pk}
    assert listed("reader") == {mine.pk}
    assert listed("contributor") == set()
    Grant.objects.filter(account=site.people["editor"]).update(marking="TLP:GREEN")
    assert listed("editor") == {mine.pk}
