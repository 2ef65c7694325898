"""What the table of permissions says, and by what a person stands to a dossier."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from legation.dossier import TABLES, encode
from legation.dossier.records import MARKINGS
from legation.web.access import ON_SITE, ROLES, SITE_ROLES, TABLE, AccessScope, can, grant_of, role_in_site, scope_of
from legation.web.accounts.models import Membership, Organisation
from legation.web.dossiers import store
from legation.web.dossiers.models import Grant
from legation.web.stores.rows.writing import ensure

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("grants are read by SQL of ours")]
STRONGER = {role: frozenset(ROLES[: n + 1]) for n, role in enumerate(ROLES)}


@pytest.mark.parametrize("action", sorted(TABLE.keys() - ON_SITE))
def test_a_stronger_role_may_do_what_a_weaker_one_may(action: str) -> None:
    for role in TABLE[action]:
        assert STRONGER[role] <= TABLE[action]


def test_actions_are_on_a_dossier_or_on_the_site() -> None:
    for action, roles in TABLE.items():
        assert roles <= (frozenset(SITE_ROLES) if action in ON_SITE else frozenset(ROLES)), action
        assert roles, action


def test_an_action_that_is_none_is_a_mistake_of_ours(site: Any) -> None:
    with pytest.raises(KeyError):
        can(site.people["owner"], "fly", site.dossier)


@pytest.mark.parametrize("who", ["administrator", "member", "other-owner"])
def test_without_a_grant_nobody_may_anything(site: Any, who: str) -> None:
    assert grant_of(site.people[who], site.dossier) is None
    assert not any(can(site.people[who], action, site.dossier) for action in TABLE.keys() - ON_SITE)


def test_anonymous_and_deactivated_are_nobody(site: Any) -> None:
    owner = site.people["owner"]
    owner.is_active = False

    for person in (AnonymousUser(), owner):
        assert role_in_site(person) == "anonymous"
        assert grant_of(person, site.dossier) is None
        assert {action for action in ON_SITE if can(person, action)} == {"visit", "sign-in"}


def test_of_several_grants_the_strongest_role_counts_then_the_highest_marking(site: Any) -> None:
    person = site.people["reader"]
    for name, role, marking in (("A", "reader", "TLP:AMBER"), ("B", "guest", "TLP:RED"), ("C", "reader", "TLP:CLEAR")):
        body = Organisation.objects.create(name=name)
        Membership.objects.create(organisation=body, account=person)
        Grant.objects.create(dossier=site.dossier, organisation=body, role=role, marking=marking)

    best = grant_of(person, site.dossier)

    assert best is not None
    assert (best.role, best.marking) == ("reader", "TLP:AMBER")


def test_a_grant_that_is_over_does_not_count(site: Any) -> None:
    Grant.objects.filter(account=site.people["editor"]).update(until=dt.date(2020, 1, 1))

    assert grant_of(site.people["editor"], site.dossier) is None
    assert grant_of(site.people["editor"], site.dossier, today=dt.date(2020, 1, 1)) is not None


def test_what_a_role_sees() -> None:
    assert scope_of(Grant(role="owner", marking=MARKINGS[0])) == AccessScope(MARKINGS[-1], "owner")
    assert scope_of(Grant(role="reader", marking="TLP:GREEN")) == AccessScope("TLP:GREEN", "desk")
    assert scope_of(Grant(role="reader", marking="TLP:GREEN", mandate=True, account_id=1)) == AccessScope("TLP:GREEN", "owner")
    assert scope_of(Grant(role="reader", marking="TLP:GREEN", mandate=True, organisation_id=1)) == AccessScope("TLP:GREEN", "desk")
    assert scope_of(Grant(role="guest", marking="TLP:GREEN", tables=["votes", "actors"], mandate=True)) == AccessScope(
        "TLP:GREEN", "partner", ("actors", "votes")
    )
    assert scope_of(Grant(role="guest", marking="TLP:GREEN", tables=None)).tables == tuple(TABLES)
    assert scope_of(Grant(role="guest", marking="TLP:GREEN", tables=[])).tables == ()


def test_two_sights_that_differ_have_two_keys() -> None:
    scopes = [
        AccessScope(marking, audience, tables, rows)
        for marking in MARKINGS
        for audience in ("owner", "desk", "partner")
        for tables in (None, (), ("actors",), ("actors", "votes"))
        for rows in (None, frozenset(), frozenset({("actors", "a")}), frozenset({("actors", "a"), ("b", "c")}), frozenset({("a", "b|c")}))
    ]

    assert len({scope.key for scope in scopes}) == len(scopes)


def rows_scope(*actors: str) -> AccessScope:
    return AccessScope("TLP:AMBER", "partner", ("actors", "votes"), frozenset(("actors", one) for one in actors))


def test_who_sees_some_rows_is_never_shown_what_was_made_for_others(site: Any) -> None:
    revision = store.newest(site.dossier)
    france, germany, everything = rows_scope("FRA"), rows_scope("DEU"), dataclasses.replace(rows_scope(), rows=None)
    for _ in range(2):  # the second time from memory
        for scope, wanted in ((everything, {"FRA", "DEU", "EST", "icann"}), (france, {"FRA"}), (germany, {"DEU"})):
            view = store.seen(revision, scope)
            known = store.known_as(view, revision.hash, scope, dt.date(2020, 1, 1)).dossier
            assert {row.id for row in view.actors} == {row.id for row in known.actors} == wanted
            assert "SECRET" not in str(encode(view))


def test_rows_of_a_post_are_not_among_those_that_are_searched_in_the_database(site: Any) -> None:
    revision = store.newest(site.dossier)
    whole = dataclasses.replace(rows_scope(), tables=tuple(TABLES), rows=None)

    assert ensure(site.dossier, revision, whole)
    assert not ensure(site.dossier, revision, dataclasses.replace(whole, rows=frozenset({("actors", "FRA")})))


def test_own_things_are_their_owners(site: Any) -> None:
    class Thing:
        owner_id = site.people["reader"].pk

    assert can(site.people["reader"], "own", Thing())
    assert not can(site.people["owner"], "own", Thing())
    assert not can(site.people["administrator"], "own", Thing())


def test_a_member_who_becomes_a_guest_sees_nothing_until_something_is_shared(site):
    editor = site.people["editor"]
    editor.is_guest = True
    editor.save()

    grant = grant_of(editor, site.dossier)

    assert (grant.role, scope_of(grant).tables, scope_of(grant).audience) == ("guest", (), "partner")
    assert site.client("editor").get("/dossiers/small.json").json()["counts"] == []


def test_who_may_not_is_led_back_to_the_dossier_and_a_stranger_is_not(site):
    assert 'href="/dossiers/small"' in site.client("reader").get("/dossiers/small/settings").content.decode()
    assert 'href="/dossiers/small"' not in site.client("member").get("/dossiers/small/settings").content.decode()
