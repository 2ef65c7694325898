"""Dossiers as revisions: nothing is lost, nobody writes over what they have not seen."""

from __future__ import annotations

import dataclasses

import pytest

from legation.dossier import Wording, encode
from legation.dossier.edit import Edit, apply
from legation.errors import DossierError, WrongUse
from legation.web.access import AccessScope, grant_of, scope_of
from legation.web.dossiers import store
from legation.web.dossiers.models import Part, Revision

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("revisions are numbered under a lock, parts are written once")]
ALL = AccessScope("TLP:RED", "owner")


def test_a_new_dossier_has_one_revision_with_the_parts_that_came(site) -> None:
    from web.conftest import small

    revision = store.revision_of(site.dossier)

    assert (revision.number, revision.hash) == (1, small().hash)
    assert store.parts_of(revision) == encode(small())


def test_a_save_makes_the_next_revision_and_stores_only_what_changed(site) -> None:
    parts = Part.objects.count()
    begun = store.seen(store.revision_of(site.dossier), ALL)

    saved = store.save(
        site.dossier,
        1,
        apply(begun, [Edit("actors", "add", "ITA", {"name": "Italy", "kind": "state"})]),
        site.people["owner"],
        ALL,
        reason="seen",
    )

    assert (saved.revision.number, saved.merged) == (2, False)
    assert Part.objects.count() == parts + 1
    assert [a.id for a in store.content(store.revision_of(site.dossier, 1)).actors][-1] == "hidden-co"
    assert store.read_reason(saved.revision.reason) == "seen"


def test_a_save_that_changes_nothing_makes_no_revision(site) -> None:
    begun = store.seen(store.revision_of(site.dossier), ALL)

    assert store.save(site.dossier, 1, begun, site.people["owner"], ALL, reason="").revision.number == 1
    assert Revision.objects.filter(dossier=site.dossier).count() == 1


def test_changes_of_two_people_in_different_places_are_joined(site) -> None:
    begun = store.seen(store.revision_of(site.dossier), ALL)
    first = apply(begun, [Edit("actors", "change", "FRA", {"name_en": "France"})])
    second = apply(begun, [Edit("actors", "change", "FRA", {"status_note": "chair"}), Edit("actors", "add", "ITA", {"name": "Italy"})])

    store.save(site.dossier, 1, first, site.people["owner"], ALL, reason="a")
    saved = store.save(site.dossier, 1, second, site.people["editor"], ALL, reason="b")

    assert (saved.revision.number, saved.merged) == (3, True)
    france = store.content(saved.revision).actors[0]
    assert (france.name.en, france.status_note.text) == ("France", "chair")
    assert [a.id for a in store.content(saved.revision).actors][-1] == "ITA"


def test_two_changes_in_one_place_come_back_and_nothing_is_written(site) -> None:
    begun = store.seen(store.revision_of(site.dossier), ALL)
    store.save(site.dossier, 1, apply(begun, [Edit("actors", "change", "FRA", {"kind": "other"})]), site.people["owner"], ALL, reason="a")
    mine = apply(begun, [Edit("actors", "change", "FRA", {"kind": "ngo"}), Edit("actors", "add", "ITA", {"name": "Italy"})])

    saved = store.save(site.dossier, 1, mine, site.people["editor"], ALL, reason="b")

    assert saved.revision is None
    assert [(c.column, c.base, c.mine, c.theirs) for c in saved.conflicts] == [("kind", "state", "ngo", "other")]
    assert store.revision_of(site.dossier).number == 2
    for choice, kind in (("theirs", "other"), ("mine", "ngo")):
        chosen = {saved.conflicts[0].key: choice}
        again = store.save(site.dossier, 1, mine, site.people["editor"], ALL, reason="b", choices=chosen)
        actors = store.content(again.revision).actors
        assert (actors[0].kind, actors[-1].id) == (kind, "ITA")


def test_what_an_editor_does_not_see_stays_as_it_is(site) -> None:
    scope = AccessScope("TLP:GREEN", "desk")
    begun = store.seen(store.revision_of(site.dossier), scope)
    assert [p.id for p in begun.positions] == ["p1", "p2"]
    mine = apply(begun, [Edit("positions", "change", "p2", {"value": "56"}), Edit("actors", "change", "EST", {"status_note": "host"})])

    saved = store.save(site.dossier, 1, mine, site.people["editor"], scope, reason="")

    whole = store.content(saved.revision)
    assert {p.id for p in whole.positions} == {"p1", "p2", "p2-2", "p3", "p4"}
    assert whole.mandate is not None
    assert {a.id for a in whole.actors} == {"FRA", "DEU", "EST", "icann", "hidden-co"}
    assert next(a for a in whole.actors if a.id == "EST").status_note.text == "host"


def test_a_result_that_breaks_a_rule_is_not_written(site) -> None:
    begun = store.seen(store.revision_of(site.dossier), ALL)
    broken = dataclasses.replace(begun, positions=(dataclasses.replace(begun.positions[0], actor="ATL"),))

    with pytest.raises(DossierError):
        store.save(site.dossier, 1, broken, site.people["owner"], ALL, reason="")
    assert store.revision_of(site.dossier).number == 1


def test_a_title_is_kept_for_lists(site) -> None:
    begun = store.seen(store.revision_of(site.dossier), ALL)
    renamed = dataclasses.replace(begun, info=dataclasses.replace(begun.info, title=Wording("New", fr="Nouveau")))

    store.save(site.dossier, 1, renamed, site.people["owner"], ALL, reason="")

    site.dossier.refresh_from_db()
    assert site.dossier.title == {"text": "New", "fr": "Nouveau", "en": ""}


def test_a_revision_that_is_not_there_is_named(site) -> None:
    with pytest.raises(WrongUse, match=r"1\.\.1 .got 7"):
        store.revision_of(site.dossier, 7)


def test_a_guest_sees_the_shared_tables_without_the_mandate(site) -> None:
    view = store.seen(store.revision_of(site.dossier), scope_of(grant_of(site.people["guest"], site.dossier)))

    assert (view.mandate, view.objectives, len(view.votes)) == (None, (), 0)
    assert "SECRET" not in str(encode(view))


def test_owner_and_named_people_alone_see_the_mandate(site) -> None:
    seen = {
        role: store.seen(store.revision_of(site.dossier), scope_of(grant_of(site.people[role], site.dossier))).mandate is not None
        for role in ("owner", "editor", "contributor", "reader", "guest", "named")
    }

    assert seen == {"owner": True, "editor": False, "contributor": False, "reader": False, "guest": False, "named": True}


@pytest.mark.parametrize("scope", [ALL, AccessScope("TLP:RED", "desk"), AccessScope("TLP:GREEN", "desk"), AccessScope("TLP:CLEAR", "desk")])
def test_marking_and_mandate_of_the_whole_change_by_owners_alone(site, scope) -> None:
    """Whatever is saved: by a form, an import, a restoration or a merge, all come through this door."""
    begun = store.seen(store.revision_of(site.dossier), scope)
    lowered = dataclasses.replace(begun, mandate=None, info=dataclasses.replace(begun.info, marking="TLP:CLEAR", summary=Wording("New")))

    store.save(site.dossier, 1, lowered, site.people["editor"], scope, reason="")

    whole = store.content(store.revision_of(site.dossier))
    assert whole.info.marking == "TLP:GREEN"
    assert whole.mandate == store.content(store.revision_of(site.dossier, 1)).mandate
    assert (whole.info.summary.text == "New") == (scope.marking != "TLP:CLEAR")


def test_an_owner_changes_marking_and_mandate(site) -> None:
    begun = store.seen(store.revision_of(site.dossier), ALL)
    raised = dataclasses.replace(begun, mandate=None, info=dataclasses.replace(begun.info, marking="TLP:RED"))

    store.save(site.dossier, 1, raised, site.people["owner"], ALL, reason="", owns=True)

    whole = store.content(store.revision_of(site.dossier))
    assert (whole.info.marking, whole.mandate) == ("TLP:RED", None)
