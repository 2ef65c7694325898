"""What everybody saw once and was marked higher since: it is gone from all that they are shown, also of older revisions."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from web.samples import made
from web.shown import TOKEN, first_difference, replaced, shown_to

from legation.dossier.edit import Edit, apply
from legation.web.access import grant_of, scope_of
from legation.web.api import tokens
from legation.web.api.models import SCOPES
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant
from legation.web.dossiers.older_revisions import seen_at
from legation.web.runs.models import Run
from legation.web.runs.worker import Worker
from legation.web.stores.visits.models import Visit

pytestmark = pytest.mark.django_db

RAISED = "RAISED-WORDS"
"""Stands in what everybody saw in revision 1, and was marked higher in revision 2."""


def saved(site: Any, *edits: Edit) -> None:
    """Save edits as the owner."""
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    whole = store.content(store.revision_of(dossier))
    store.save(dossier, dossier.head, apply(whole, edits), site.people["owner"], store.EVERYTHING, reason="")


def answered(site: Any, who: str, question: str, **options: str) -> int:
    """Ask a question as a role, let it be answered, and return the number of the run."""
    answer = site.client(who).post(f"/dossiers/small/questions/{question}/ask", options)
    assert answer.status_code == 302, answer.content
    worker = Worker(every=60)
    while worker.once():
        pass
    run = Run.objects.get(pk=int(answer.url.rpartition("/")[2]))
    assert run.state == "done", run.error
    return run.pk


def raised(site: Any) -> None:
    """Raise in revision 3 what revision 2 brought for everybody: an actor, an issue, evidence and a position; another row changes too."""
    saved(
        site,
        *(
            Edit(table, "change", row, {"marking": "TLP:RED"})
            for table, row in (("actors", "raised-co"), ("issues", "raised-issue"), ("evidence", "e9"), ("positions", "p9"))
        ),
        Edit("actors", "change", "FRA", {"name": "French Republic"}),
    )


def upload_secrets(site: Any) -> None:
    """Bring rows in revision 2 that everybody sees."""
    saved(
        site,
        Edit("actors", "add", "raised-co", {"name": f"{RAISED} actor", "kind": "company"}),
        Edit("issues", "add", "raised-issue", {"question": f"{RAISED} issue?", "low": "a", "high": "b"}),
        Edit("evidence", "add", "e9", {"kind": "press", "title": f"{RAISED} title", "quote": f"{RAISED} quote"}),
        Edit("positions", "add", "p9", {"actor": "raised-co", "issue": "norms", "value": "33", "evidence": "e9", "note": f"{RAISED} note"}),
        Edit("positions", "change", "p2", {"evidence": "e9"}),
    )


@pytest.mark.parametrize("who", ["editor", "contributor", "reader", "guest"])
def test_what_was_marked_higher_since_leaves_no_trace(site: Any, who: str) -> None:
    """It is not in what is shown of older revisions either: their pages, differences, exports, home, and what a visit left behind."""
    Grant.objects.filter(dossier=site.dossier, account=site.people["editor"]).update(marking="TLP:AMBER")
    upload_secrets(site)
    assert RAISED in site.client(who).get("/dossiers/small/actors.json").content.decode()
    Visit.objects.create(account=site.people[who], dossier=site.dossier, number=2, at=timezone.now())
    raised(site)
    samples = made(site, who)
    for name in ("number", "a", "b"):
        samples[name] = 2
    grant = grant_of(site.people[who], site.dossier)
    assert grant is not None
    scope = scope_of(grant)
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    head = store.revision_of(dossier)
    before = everything_shown(site, who, samples)
    contents = [seen_at(store.revision_of(dossier, number), head, scope) for number in (1, 2)]
    replaced(dossier, *contents, store.seen(head, scope))
    after = everything_shown(site, who, samples)

    assert [name for name, text in before.items() if RAISED in text] == []
    differing = [name for name in before if before[name] != after[name]]
    assert not differing, [first_difference(name, before[name], after[name]) for name in differing]
    assert RAISED not in site.client("owner").get("/dossiers/small/actors.json").content.decode()


def everything_shown(site: Any, who: str, samples: dict[str, Any]) -> dict[str, str]:
    """Return what a role is shown of the dossier, of its revision 2, and at home."""
    shown, client = shown_to(site, who, samples), site.client(who)
    inside = "/dossiers/small"
    for address in (
        "/home.json",
        f"{inside}/export/zip?revision=2",
        f"{inside}/history/compare.json?a=1&b=2",
        f"{inside}/history/compare.json?a=2&b=3",
        f"{inside}/questions/what-changed.json?revision=2",
        f"{inside}/questions/what-changed",
    ):
        answer = client.get(address)
        shown[address] = f"{answer.status_code} " + TOKEN.sub("", _unpacked(answer.content))
    assert (shown["/home.json"].startswith("200") and "French Republic" not in shown["/home.json"]) or '"changes": []' not in shown[
        "/home.json"
    ]
    return shown


def _unpacked(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode("latin-1")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(f"{name}: {archive.read(name).decode('latin-1')}" for name in archive.namelist())


@pytest.mark.parametrize("who", ["editor", "contributor", "reader", "guest"])
def test_an_answer_that_rests_on_what_was_marked_higher_is_closed(site: Any, who: str) -> None:
    Grant.objects.filter(dossier=site.dossier, account=site.people["editor"]).update(marking="TLP:AMBER")
    calm = answered(site, who, "who-stands-where", issue="norms")
    upload_secrets(site)
    old = answered(site, who, "who-stands-where", issue="norms")
    names = [f"/dossiers/small/runs/{old}{end}" for end in ("", ".json", "/en/answer.json")]
    assert [name for name in names if RAISED not in site.client(who).get(name).content.decode()] == []
    raised(site)

    for name in names:
        answer = site.client(who).get(name)
        assert (answer.status_code, RAISED in answer.content.decode()) == (409, False), name
    assert "marked higher" in site.client(who).get(names[0]).content.decode()
    for name in ("/dossiers/small/runs.json", "/home.json", "/dossiers/small/questions.json", f"/dossiers/small/runs/{calm}.json"):
        text = site.client(who).get(name).content.decode()
        assert f"/runs/{old}" not in text, name
        assert RAISED not in text, name
    assert site.client(who).get(f"/dossiers/small/runs/{calm}").status_code == 200
    assert site.client(who).get(f"/dossiers/small/runs/compare.json?run={calm}&run={old}").status_code == 409
    if who != "guest":
        fresh = answered(site, who, "what-changed", revision="2")
        text = site.client(who).get(f"/dossiers/small/runs/{fresh}.json").content.decode()
        assert "French Republic" in text and RAISED not in text
    owner = answered(site, "owner", "what-changed", revision="1")
    assert RAISED in site.client("owner").get(f"/dossiers/small/runs/{owner}.json").content.decode()


@pytest.mark.parametrize("who", ["editor", "contributor"])
def test_a_change_of_an_older_revision_neither_shows_nor_brings_back_what_was_marked_higher(site: Any, who: str) -> None:
    Grant.objects.filter(dossier=site.dossier, account=site.people["editor"]).update(marking="TLP:AMBER")
    upload_secrets(site)
    raised(site)
    send = site.client(who).post
    edit = Edit("positions", "change", "p9", {"value": "35"}).to_plain()
    sent = send("/dossiers/small/merge", {"edits": json.dumps([edit]), "base": "2", "next": "/dossiers/small"})
    assert sent.status_code == (422 if who == "editor" else 403)
    assert RAISED not in sent.content.decode()
    if who == "editor":
        other = Edit("actors", "change", "DEU", {"name": "Federal Republic"}).to_plain()
        assert send("/dossiers/small/merge", {"edits": json.dumps([other]), "base": "2", "next": "/dossiers/small"}).status_code == 302
        whole = store.content(store.revision_of(Dossier.objects.get(pk=site.dossier.pk)))
        assert [row.marking for row in whole.positions if row.note.text == f"{RAISED} note"] == ["TLP:RED"]
        assert [row.evidence for row in whole.positions if row.id == "p2-2"] == [("e9",)]


@pytest.mark.parametrize("who", ["contributor", "reader", "guest"])
def test_a_program_is_told_no_more(site: Any, who: str) -> None:
    """Of older revisions, of what lies between two, of tables as they were, of old answers."""
    upload_secrets(site)
    old = answered(site, who, "who-stands-where", issue="norms")
    _, secret = tokens.make(site.people[who], "for the test", tuple(SCOPES), days=7, dossiers=None)
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    inside = "/api/v1/dossiers/small"
    addresses = [
        f"{inside}/actors",
        f"{inside}/actors?revision=2",
        f"{inside}/positions?revision=2",
        f"{inside}/evidence?revision=2",
        f"{inside}/evidence/e9",
        f"{inside}/revisions",
        f"{inside}/revisions/2",
        f"{inside}/compare?a=1&b=2",
        f"{inside}/export/zip?revision=2",
        f"{inside}/runs",
        f"{inside}/runs/{old}",
        f"{inside}/runs/{old}/answer",
        f"/api/v1/search?q={RAISED}",
    ]
    before = [client.get(address) for address in addresses]
    raised(site)
    after = [client.get(address) for address in addresses]

    assert sum(RAISED in _unpacked(answer.content) for answer in before) > 2
    assert [a for a, answer in zip(addresses, after, strict=True) if RAISED in _unpacked(answer.content).replace(f"q={RAISED}", "")] == []
    assert [answer.status_code for answer in after[10:12]] == [409, 409]
