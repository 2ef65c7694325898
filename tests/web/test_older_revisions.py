"""Older revisions as somebody sees them today: by what the newest one hides, and cleared anew only where that has changed."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legation.dossier import MARKINGS
from legation.dossier.clearing import hidden_rows
from legation.dossier.clearing.view import protected
from legation.dossier.edit import Edit, apply
from legation.sources.stix.register import hidden_objects, is_register
from legation.web.access import AccessScope
from legation.web.dossiers import contents, older_revisions, store

pytestmark = pytest.mark.django_db
NUMBERS = itertools.count(100)
SCOPES = (
    AccessScope("TLP:GREEN", "desk"),
    AccessScope("TLP:AMBER", "desk"),
    AccessScope("TLP:RED", "desk"),
    AccessScope("TLP:GREEN", "partner", frozenset({"actors", "evidence"})),
)
CHANGES = {
    "an actor comes": lambda n: [Edit("actors", "add", f"x{n}", {"name": f"Actor {n}"})],
    "a hidden one comes": lambda n: [Edit("actors", "add", f"h{n}", {"name": f"Hidden {n}", "marking": "TLP:RED"})],
    "one is marked": lambda n: [Edit("actors", "change", "EST", {"marking": "TLP:RED", "status_note": str(n)})],
    "one is marked again": lambda n: [Edit("actors", "change", "EST", {"marking": "TLP:GREEN", "status_note": str(n)})],
    "a source is marked": lambda n: [Edit("evidence", "change", "e2", {"marking": "TLP:AMBER", "title": f"Source {n}"})],
    "a source is protected": lambda n: [Edit("evidence", "change", "e1", {"attributable": "false", "title": f"Source {n}"})],
    "a position goes": lambda _: [Edit("positions", "remove", "p4")],
    "the whole is marked": lambda _: "TLP:AMBER",
}


def cleared_anew(revision, head, scope):
    """Return an older revision with all that the newest one hides, worked out from nothing."""
    then, now = store.content(revision), store.content(head)
    shown = store.view(now, scope)
    higher = max(then.info.marking or MARKINGS[0], now.info.marking or MARKINGS[0], key=MARKINGS.index)
    evidence = tuple(dataclasses.replace(row, attributable=False) if row.id in protected(now) else row for row in then.evidence)
    marked = dataclasses.replace(then, info=dataclasses.replace(then.info, marking=higher), evidence=evidence)
    view = store.view(marked, scope, hidden_objects(now, shown), hidden_rows(now, scope.marking))
    hidden = {part for part in now.files if not is_register(part) and part not in shown.files}
    files = {part: data for part, data in view.files.items() if part not in hidden}
    return dataclasses.replace(view, files=files, info=dataclasses.replace(view.info, marking=then.info.marking))


def saved(site, change, number):
    site.dossier.refresh_from_db()
    head = store.revision_of(site.dossier)
    made, whole = CHANGES[change](number), store.content(head)
    if isinstance(made, str):
        mine = dataclasses.replace(whole, info=dataclasses.replace(whole.info, marking=made))
    elif any(edit.do != "add" and edit.row not in {row.id for row in whole.rows(edit.table)} for edit in made):
        return head
    else:
        mine = apply(whole, made, author="owner")
    return store.save(site.dossier, head.number, mine, site.people["owner"], store.EVERYTHING, reason="", owns=True).revision


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None)
@given(changes=st.lists(st.sampled_from(sorted(CHANGES)), min_size=2, max_size=5))
def test_what_is_seen_of_an_older_revision_is_what_clearing_anew_leaves(site, changes) -> None:
    revisions = [store.revision_of(site.dossier)] + [saved(site, change, next(NUMBERS)) for change in changes]
    for head in revisions[1:]:
        for scope in SCOPES:
            for revision in (one for one in revisions if one.number < head.number):
                expected = cleared_anew(revision, head, scope)

                assert older_revisions.seen_at(revision, head, scope) == expected, (changes, revision.number, head.number, scope.key)


def test_a_save_that_hides_nothing_more_leaves_what_was_made_of_older_revisions(site, see, monkeypatch) -> None:
    for number in range(4):
        saved(site, "an actor comes", number)
    assert see("reader", "/dossiers/small/history").status_code == 200
    saved(site, "an actor comes", 9)
    cleared: list[str] = []
    view = contents.view
    monkeypatch.setattr(contents, "view", lambda whole, *more: cleared.append(whole.info.id) or view(whole, *more))

    page = see("reader", "/dossiers/small/history.json").json()

    assert [line["summary"] for line in page["revisions"][:5]] == ["1 actor added"] * 5
    assert cleared == []


def test_a_save_that_hides_a_row_hides_it_from_what_was_made_before(site) -> None:
    def there(head):
        return {row.id for row in older_revisions.seen_at(store.revision_of(site.dossier, 1), head, SCOPES[0]).actors}

    assert "EST" in there(saved(site, "an actor comes", 0))
    assert "EST" in there(saved(site, "an actor comes", 1))
    assert "EST" not in there(saved(site, "one is marked", 2))
