"""Pages of rows: every row of the first page's revision once, whatever is saved in between; cursors that nobody can make."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.core import signing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legation.dossier import Wording
from legation.web.api.models import Token
from legation.web.dossiers import store
from legation.web.dossiers.models import Grant

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("pages follow the order of the database")]
ROWS = "/api/v1/dossiers/small/tables"
EDITS = "/api/v1/dossiers/small/edits"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(1, 6), saves=st.lists(st.sampled_from(["before", "after", "gone", "changed"]), max_size=6))
def test_every_row_comes_once_whatever_is_saved_meanwhile(site: Any, program: Any, limit: int, saves: list[str]) -> None:
    Token.objects.all().delete()
    owner = program("owner")
    first = owner.get(f"{ROWS}/actors?limit=1000").json()
    wanted = [one["row"] for one in first["items"]]
    waiting = list(saves)
    got: list[str] = []
    address = f"{ROWS}/actors?limit={limit}"
    while address:
        page = owner.get(address).json()
        assert (page["revision"], page["count"]) == (first["revision"], len(wanted))
        got += [one["row"] for one in page["items"]]
        address = f"{ROWS}/actors?limit={limit}&cursor={page['next']}" if page["next"] else ""
        if waiting:
            save(site, waiting.pop(), len(waiting))
    assert got == wanted


def save(site: Any, what: str, number: int) -> None:
    """Save another revision: a row more at the beginning or at the end, one less, or one changed."""
    site.dossier.refresh_from_db()
    head = store.revision_of(site.dossier)
    now = store.content(head)
    actors = now.actors
    new = dataclasses.replace(actors[0], id=f"{what}-{number}-{head.number}", iso3="")
    used = {p.actor for p in now.positions} | {g.actor for g in now.groups} | set(now.votes.actors)
    idle = next((actor for actor in actors if actor.id not in used), None)
    changed = {
        "before": (new, *actors),
        "after": (*actors, new),
        "gone": tuple(actor for actor in actors if actor is not idle),
        "changed": (dataclasses.replace(actors[0], status_note=Wording(f"{number}-{head.number}")), *actors[1:]),
    }[what]
    mine = dataclasses.replace(now, actors=changed)
    store.save(site.dossier, head.number, mine, site.people["owner"], store.EVERYTHING, reason="test")


def test_the_next_reading_has_what_was_saved(site: Any, program: Any) -> None:
    owner = program("owner")
    cursor = owner.get(f"{ROWS}/actors?limit=2").json()["next"]
    save(site, "before", 0)

    assert owner.get(f"{ROWS}/actors?limit=2&cursor={cursor}").json()["revision"] == 1
    assert owner.get(f"{ROWS}/actors?limit=2").json()["items"][0]["row"] == "before-0-1"


def test_a_cursor_of_another_list_or_person_is_refused(site: Any, program: Any) -> None:
    owner, editor = program("owner"), program("editor")
    cursor = owner.get(f"{ROWS}/actors?limit=2").json()["next"]

    assert owner.get(f"{ROWS}/actors?limit=3&cursor={cursor}").status_code == 200
    assert owner.get(f"{ROWS}/positions?limit=2&cursor={cursor}").status_code == 400
    assert owner.get(f"{ROWS}/actors?limit=2&standing=true&cursor={cursor}").status_code == 400
    assert editor.get(f"{ROWS}/actors?limit=2&cursor={cursor}").status_code == 400
    assert owner.get(f"/api/v1/dossiers/small/revisions?cursor={cursor}").status_code == 400


def test_a_cursor_that_a_program_made_opens_no_older_revision(site: Any, program: Any) -> None:
    """A guest may not see the history: a cursor that names a revision must be ours."""
    guest = program("guest")
    save(site, "before", 0)
    scope = f"TLP:GREEN|partner|{','.join(['actors', 'groups', 'issues', 'positions', 'evidence'])}"
    about = ["actors", [], None, False]
    for made in (
        signing.dumps([[site.people["guest"].pk, site.dossier.pk, scope], about, [1, 0]], key="guessed", salt="legation.api.cursor"),
        signing.dumps([[site.people["guest"].pk, site.dossier.pk, scope], about, [1, 0]], salt="other"),
        "eyJ4IjoxfQ",
        "1:2:3",
        "é",
    ):
        assert guest.get(f"{ROWS}/actors", QUERY_STRING=f"cursor={made}").status_code == 400


def test_a_cursor_ends_with_the_sight_for_which_it_was_made(site: Any, program: Any) -> None:
    editor = program("editor")
    cursor = editor.get(f"{ROWS}/actors?limit=2").json()["next"]
    Grant.objects.filter(account=site.people["editor"]).update(marking="TLP:GREEN")

    assert editor.get(f"{ROWS}/actors?limit=2&cursor={cursor}").status_code == 400
