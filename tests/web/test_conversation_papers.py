"""Papers on a conversation from the browser: brief, record, lines with what to avoid apart; the Word template of the dossier; formats."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from briefing.test_template import armed, bomb, house
from django.core.files.uploadedfile import SimpleUploadedFile

from legation.dossier.edit import Edit, apply
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
from legation.web.runs.models import Output, Run
from legation.web.runs.worker import Worker

from .conftest import Site

pytestmark = pytest.mark.django_db
BRIEFS = "/dossiers/small/briefs"
Made = Callable[..., dict[str, bytes]]


@pytest.fixture
def talked(site: Site) -> Site:
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    seen = store.seen(store.revision_of(dossier), store.EVERYTHING)
    edits = [
        Edit("engagements", "add", "met", {"actor": "FRA", "date": "2019-05-01", "channel": "meeting", "place": "Geneva", "answer": "yes"}),
        Edit(
            "engagements",
            "add",
            "red",
            {"actor": "DEU", "date": "2019-05-02", "channel": "call", "words": "SECRET-CALL", "marking": "TLP:RED"},
        ),
        Edit("commitments", "add", "p", {"actor": "FRA", "direction": "given", "promise": "A text", "date": "2019-05-01"}),
        Edit("messages", "add", "m", {"audience": "FRA", "text": "Say this", "avoid": "Never say that"}),
    ]
    now = apply(seen, edits, author="desk")
    store.save(dossier, dossier.head, now, site.people["owner"], store.EVERYTHING, reason="For the test")
    return site


@pytest.fixture
def make(talked: Site) -> Made:
    def made(kind: str, role: str = "reader", **form: Any) -> dict[str, bytes]:
        response = talked.client(role).post(f"{BRIEFS}/{kind}/make", {"langs": ["en"], **form})
        assert response.status_code == 302, response.content[-2000:]
        worker = Worker(every=60)
        while worker.once():
            pass
        run = Run.objects.get(pk=int(response["Location"].rpartition("/")[2]))
        assert (run.state, run.error) == ("done", {})
        return {o.name: bytes(o.data) for o in Output.objects.filter(result=run.key)}

    return made


def keep(site: Site, data: bytes, role: str = "editor", **more: str) -> Any:
    return site.client(role).post(f"{BRIEFS}/template", {"template": SimpleUploadedFile("t.docx", data), **more})


# --- papers ----------------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_offers_every_paper_with_languages_and_formats(talked: Site, lang: str) -> None:
    talked.people["editor"].language = lang
    talked.people["editor"].save()
    page = talked.client("editor").get(BRIEFS).content.decode()

    for kind in ("note", "brief", "tally", "kit", "meeting", "record", "lines"):
        form = page[page.index(f'action="{BRIEFS}/{kind}/make"') :].partition("</form>")[0]
        assert form.count('name="langs"') == 2, kind
        assert form.count('name="formats"') == 3, kind
    assert f'action="{BRIEFS}/template"' in page
    assert f'action="{BRIEFS}/template"' not in talked.client("reader").get(BRIEFS).content.decode()


def test_a_meeting_brief_is_made_in_the_formats_that_are_chosen(make: Made) -> None:
    found = make("meeting", actor="FRA", formats=["html", "pdf"])

    assert set(found) == {"small-meeting-FRA-en.html", "small-meeting-FRA-en.pdf"}
    page = found["small-meeting-FRA-en.html"].decode()
    assert "Never say that" in page
    assert "TLP:AMBER+STRICT" in page


def test_lines_to_take_come_with_what_to_avoid_on_a_paper_of_its_own(make: Made) -> None:
    found = make("lines", formats=["html"])

    assert set(found) == {"small-lines-en.html", "small-avoid-en.html"}
    assert "Never say that" in found["small-avoid-en.html"].decode()
    assert "Never say that" not in found["small-lines-en.html"].decode()
    assert set(make("kit", actor="FRA", formats=["html"])) == {"small-kit-FRA-en.html", "small-avoid-FRA-en.html"}


def test_a_record_is_made_of_the_rows_of_its_meeting(make: Made) -> None:
    (page,) = make("record", engagement="met", formats=["html"]).values()

    assert all(words in page.decode() for words in ("Geneva", "A text", "Record of a meeting: France"))


def test_a_hidden_meeting_is_neither_offered_nor_made(talked: Site) -> None:
    client = talked.client("reader")

    assert 'value="red"' not in client.get(BRIEFS).content.decode()
    assert client.post(f"{BRIEFS}/record/make", {"engagement": "red"}).status_code == 422


@pytest.mark.parametrize(("kind", "form"), [("meeting", {}), ("meeting", {"actor": "Nowhere"}), ("record", {}), ("lines", {"issue": "nothing"}), ("lines", {"formats": ["exe"]})])  # fmt: skip
def test_what_is_not_said_or_is_none_is_told_beside_its_field(talked: Site, kind: str, form: dict[str, Any]) -> None:
    answer = talked.client("reader").post(f"{BRIEFS}/{kind}/make", form)

    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert not Run.objects.exists()


# --- the template -----------------------------------------------------------------------------------------------------------------------
def test_papers_in_word_follow_the_template_of_the_dossier(talked: Site, make: Made) -> None:
    before = make("lines", formats=["docx"])["small-lines-en.docx"]
    assert keep(talked, house()).status_code == 302
    after = make("lines", formats=["docx"])["small-lines-en.docx"]
    headers = [docx.Document(io.BytesIO(data)).sections[0].header.paragraphs[0].text for data in (before, after)]

    assert headers[0] != "Ministère des câbles" == headers[1]
    assert keep(talked, b"", remove="yes").status_code == 302
    assert make("lines", formats=["docx"])["small-lines-en.docx"] == before


def test_what_runs_in_a_template_is_taken_out_before_it_is_kept_and_said(talked: Site) -> None:
    answer = talked.client("editor").post(f"{BRIEFS}/template", {"template": SimpleUploadedFile("t.docm", armed())}, follow=True)
    stored = store.content(store.revision_of(Dossier.objects.get(pk=talked.dossier.pk))).files["files/template.docx"]

    assert "holds macros" in answer.content.decode()
    with zipfile.ZipFile(io.BytesIO(stored)) as packed:
        assert not [name for name in packed.namelist() if "vba" in name.lower()]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", bomb()], ids=["nothing", "pdf", "bomb"])
def test_what_is_no_template_is_refused_beside_its_field(talked: Site, data: bytes) -> None:
    answer = keep(talked, data)

    assert answer.status_code == 422
    assert 'id="template-error"' in answer.content.decode()
    assert "files/template.docx" not in store.content(store.revision_of(Dossier.objects.get(pk=talked.dossier.pk))).files


def test_only_who_may_edit_keeps_a_template(talked: Site) -> None:
    for role in ("reader", "contributor", "guest"):
        assert keep(talked, house(), role).status_code == 403, role
