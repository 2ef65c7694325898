"""A final note from the browser: a strategy that nobody but its author challenged needs a reason, which stands with the paper and in it."""

from __future__ import annotations

import csv
import html
import io
from typing import Any

import pytest
from questions.strategy_dossier import PARTS, replaced

from legation.dossier import decode
from legation.web.dossiers import store
from legation.web.runs.models import Output, Run
from legation.web.runs.worker import Worker

pytestmark = pytest.mark.django_db
REASON = "The minister speaks tonight."
FORM = {"langs": ["en"], "formats": ["html"], "reader": "cabinet"}
TOML = 'id = "final"\nmarking = "TLP:CLEAR"\n[parameters]\nus = "us"\n[brief]\nnote = "strategy"\nfrom_en = "Cyber desk"\n'
ALONE = {**PARTS, "challenges.csv": "", "dossier.toml": TOML}


@pytest.fixture
def desk(site: Any) -> Any:
    store.create(decode({name: text.encode() for name, text in ALONE.items() if text}), site.people["owner"])
    return site.client("owner")


def done(response: Any) -> Run:
    assert response.status_code == 302, response.content[-2000:]
    worker = Worker(every=60)
    while worker.once():
        pass
    run = Run.objects.get(pk=int(response["Location"].rpartition("/")[2]))
    assert (run.state, run.error) == ("done", {})
    return run


def test_without_a_reason_the_form_says_what_to_do_and_nothing_is_made(desk: Any) -> None:
    response = desk.post("/dossiers/final/briefs/note/make", {**FORM, "final": "yes"})

    assert response.status_code == 422
    assert "not challenged by anyone but its author" in html.unescape(response.content.decode())
    assert not Run.objects.filter(kind="note").exists()


def test_with_a_reason_the_paper_says_it_and_the_list_of_papers_too(desk: Any) -> None:
    run = done(desk.post("/dossiers/final/briefs/note/make", {**FORM, "final": "yes", "reason": REASON}))
    note = next(bytes(o.data).decode() for o in Output.objects.filter(result=run.key) if "-note-" in o.name)

    assert (run.options["final"], run.options["reason"]) == ("yes", REASON)
    assert f"Final, although not challenged by anyone but its author: {REASON}" in html.unescape(note)
    assert REASON in html.unescape(desk.get("/dossiers/final/briefs").content.decode())


def test_a_draft_needs_none(desk: Any) -> None:
    assert "final" not in done(desk.post("/dossiers/final/briefs/note/make", FORM)).options


def test_each_criterion_leads_to_the_page_where_it_is_mended(site: Any) -> None:
    parts = replaced("dossier.toml", 'id = "x"\n', 'id = "final"\nmarking = "TLP:CLEAR"\n')
    store.create(decode({name: text.encode() for name, text in parts.items()}), site.people["owner"])
    client = site.client("owner")
    run = done(client.post("/dossiers/final/questions/what-does-the-strategy-cover/ask", {}))
    page = client.get(f"/dossiers/final/runs/{run.pk}").content.decode()

    assert 'href="/dossiers/final/rows/posture"' in page
    assert 'href="/dossiers/final/rows/commitments"' in page


def test_whether_a_reason_is_needed_depends_on_what_the_paper_sees(site: Any) -> None:
    rows = list(csv.DictReader(PARTS["challenges.csv"].splitlines()))
    written = io.StringIO()
    table = csv.DictWriter(written, [*rows[0]])
    table.writeheader()
    table.writerows({**row, "marking": "TLP:AMBER"} for row in rows)
    hidden = {**PARTS, "dossier.toml": TOML, "challenges.csv": written.getvalue()}
    store.create(decode({name: text.encode() for name, text in hidden.items() if text}), site.people["owner"])
    response = site.client("owner").post("/dossiers/final/briefs/note/make", {**FORM, "final": "yes", "marking": "TLP:CLEAR"})

    assert response.status_code == 422
    assert "not challenged by anyone but its author" in html.unescape(response.content.decode())
