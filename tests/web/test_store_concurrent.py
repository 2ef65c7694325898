"""Twenty people save at once, each over a connection of their own: every save that was acknowledged is there."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection, connections
from web.conftest import small

from legation.dossier.edit import Edit, apply
from legation.errors import LegationError
from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Part, Revision

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.each_database("who saves at once waits for a lock")]
PEOPLE = 20


@pytest.fixture
def desk(request, tmp_path):
    """Return a dossier with twenty owners, in a database that threads reach by connections of their own.

    On PostgreSQL it is the database of the tests; SQLite's is in memory there, so here it is a file like that of a site.
    """
    if connections.settings["default"]["ENGINE"].endswith("postgresql"):
        yield _people()
        return
    blocker, described = request.getfixturevalue("django_db_blocker"), connections.settings["default"]
    with blocker.unblock():
        before, name = connections["default"], described["NAME"]
        del connections["default"]
        described["NAME"] = str(tmp_path / "site.sqlite3")
        try:
            call_command("migrate", verbosity=0, interactive=False)
            yield _people()
            assert (tmp_path / "site.sqlite3").stat().st_size > 0
        finally:
            connections["default"].close()
            described["NAME"] = name
            connections["default"] = before


def _people():
    owner = Account.objects.create_user("owner@example.org", name="Owner")
    people = [Account.objects.create_user(f"p{n}@example.org", name=f"P{n}") for n in range(PEOPLE)]
    return store.create(small(), owner), people


def at_once(work, count=PEOPLE):
    """Run work(number) in as many threads, all started together; return what each returned or raised."""
    gate = threading.Barrier(count)

    def run(number):
        try:
            connection.ensure_connection()
            gate.wait(30)
            return work(number)
        except LegationError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_twenty_editors_of_different_places_lose_nothing(desk) -> None:
    dossier, people = desk
    rounds = 3

    def work(number):
        mine = Dossier.objects.get(pk=dossier.pk)
        done = []
        for turn in range(rounds):
            head = store.revision_of(mine)
            begun = store.seen(head, store.EVERYTHING)
            wanted = apply(begun, [Edit("actors", "add", f"x{number}-{turn}", {"name": f"Actor {number} {turn}"})])
            saved = store.save(mine, head.number, wanted, people[number], store.EVERYTHING, reason=f"{number} {turn}")
            done.append((saved.revision.number if saved.revision else None, f"x{number}-{turn}"))
            mine.refresh_from_db()
        return done

    made = at_once(work)

    assert not [answer for answer in made if isinstance(answer, Exception)]
    dossier.refresh_from_db()
    final = {actor.id for actor in store.content(store.revision_of(dossier)).actors}
    acknowledged = [(number, actor) for answer in made for number, actor in answer]
    assert {actor for _, actor in acknowledged} <= final
    numbers = sorted(number for number, _ in acknowledged)
    assert numbers == list(range(2, PEOPLE * rounds + 2))
    assert dossier.head == PEOPLE * rounds + 1
    for revision in Revision.objects.filter(dossier=dossier):
        assert set(revision.parts.values()) <= set(Part.objects.values_list("sha256", flat=True))
        store._CONTENTS.clear()
        store._LATEST.clear()
        assert store.content(revision).hash == revision.hash


def test_saves_of_one_field_are_in_the_end_state_or_were_seen_by_a_later_one(desk) -> None:
    dossier, people = desk

    def work(number):
        """Write my name until it is acknowledged, each time having read what stands there; return what I saw before and wrote."""
        mine = Dossier.objects.get(pk=dossier.pk)
        for _ in range(200):
            mine.refresh_from_db()
            head = store.revision_of(mine)
            begun = store.seen(head, store.EVERYTHING)
            seen = begun.actors[0].status_note.text
            wanted = apply(begun, [Edit("actors", "change", "FRA", {"status_note": f"by {number}"})])
            saved = store.save(mine, head.number, wanted, people[number], store.EVERYTHING, reason="")
            if saved.revision is not None:
                return seen, f"by {number}", saved.revision.number
        return None

    made = at_once(work)

    assert not [answer for answer in made if answer is None or isinstance(answer, Exception)]
    dossier.refresh_from_db()
    in_order = sorted(made, key=lambda answer: answer[2])
    before = ""
    for seen, wrote, _ in in_order:  # each saw what the one before it wrote: nobody wrote over what they had not seen
        assert seen == before
        before = wrote
    assert store.content(store.revision_of(dossier)).actors[0].status_note.text == before
    assert dossier.head == PEOPLE + 1


def test_conflicts_write_nothing_and_name_every_place(desk) -> None:
    dossier, people = desk
    head = store.revision_of(dossier)
    begun = store.seen(head, store.EVERYTHING)

    def work(number):
        mine = Dossier.objects.get(pk=dossier.pk)
        wanted = apply(
            begun, [Edit("actors", "change", "FRA", {"status_note": f"by {number}"}), Edit("actors", "add", f"x{number}", {"name": "X"})]
        )
        return store.save(mine, 1, wanted, people[number], store.EVERYTHING, reason="")

    made = at_once(work)

    won = [saved for saved in made if saved.revision is not None]
    assert len(won) == 1
    assert all([c.column for c in saved.conflicts] == ["status_note"] for saved in made if saved.revision is None)
    dossier.refresh_from_db()
    assert dossier.head == 2


def test_two_make_a_dossier_of_one_name_at_once(desk) -> None:
    _, people = desk

    made = at_once(lambda number: store.create(small(), people[number], slug="same"), 8)

    assert len([answer for answer in made if isinstance(answer, Dossier)]) == 1
    assert Dossier.objects.filter(slug="same").count() == 1
