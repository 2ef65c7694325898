"""Grants as they are read from the database: each dossier once, all that is said of it, the last changed first."""

from __future__ import annotations

import datetime as dt

import pytest

from legation.web.access import can, grant_of, grants_of
from legation.web.accounts.models import Account, Membership, Organisation
from legation.web.dossiers.models import Dossier, Grant

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("grants are read by SQL of ours")]
DAY = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def account(name: str, **more: bool) -> Account:
    return Account.objects.create_user(f"{name}@example.org", name=name, language="en", **more)


def dossier(slug: str, days: int = 0, **more: object) -> Dossier:
    made = Dossier.objects.create(slug=slug, title={"text": slug.upper()}, marking="TLP:AMBER", head=days, **more)
    Dossier.objects.filter(pk=made.pk).update(changed=DAY + dt.timedelta(days=days))
    return made


def given(where: Dossier, **more: object) -> Grant:
    return Grant.objects.create(dossier=where, **({"role": "reader", "marking": "TLP:GREEN"} | more))


def test_the_last_changed_comes_first_and_of_one_moment_by_name() -> None:
    person, stranger = account("person"), account("stranger")
    for slug, days in (("b", 1), ("c", 3), ("a", 1), ("d", 2)):
        given(dossier(slug, days), account=person)
    given(dossier("not-mine", 9), account=stranger)

    assert [grant.dossier.slug for grant in grants_of(person)] == ["c", "d", "a", "b"]
    assert grants_of(account("newcomer")) == ()


def test_a_grant_and_its_dossier_are_whole() -> None:
    person = account("person")
    there = dossier("a", 2, closed=True)
    made = given(
        there, account=person, role="guest", marking="TLP:CLEAR", tables=["actors", "votes"], mandate=True, until=dt.date(2999, 1, 2)
    )
    (grant,) = grants_of(person)

    for name in ("pk", "dossier_id", "account_id", "organisation_id", "role", "marking", "tables", "mandate", "until"):
        assert getattr(grant, name) == getattr(made, name), name
    for name in ("pk", "slug", "title", "marking", "head", "closed"):
        assert getattr(grant.dossier, name) == getattr(there, name), name
    assert grant.dossier.changed == DAY + dt.timedelta(days=2)
    assert grant._state.adding is False


def test_what_an_organisation_is_given_its_members_have_and_nobody_else() -> None:
    member, other = account("member"), account("other")
    ours, theirs = Organisation.objects.create(name="Ours"), Organisation.objects.create(name="Theirs")
    Membership.objects.create(organisation=ours, account=member)
    Membership.objects.create(organisation=theirs, account=other)
    both = dossier("both")
    given(both, organisation=ours, role="editor", tables=None)
    given(both, account=member, role="contributor")
    given(dossier("lent"), organisation=ours)

    assert [(grant.dossier.slug, grant.role, grant.organisation_id, grant.tables) for grant in grants_of(member)] == [
        ("both", "editor", ours.pk, None),
        ("lent", "reader", ours.pk, None),
    ]
    assert grants_of(other) == ()


def test_the_grant_of_a_thing_is_that_of_its_dossier_on_a_day() -> None:
    person = account("person")
    there, elsewhere, foreign = dossier("there"), dossier("elsewhere"), dossier("foreign")
    made = given(there, account=person, role="editor", until=dt.date(2020, 5, 1))
    given(elsewhere, account=person, role="guest")

    class Thing:
        dossier = there

    for thing in (there, Thing()):
        assert grant_of(person, thing) is None, "it is over"
        assert grant_of(person, thing, dt.date(2020, 5, 1)) == made
        assert grant_of(person, thing, dt.date(2020, 5, 2)) is None
    assert [grant.dossier.slug for grant in grants_of(person, dt.date(2020, 5, 1))] == ["elsewhere", "there"]
    assert grant_of(person, foreign, dt.date(2020, 5, 1)) is None
    assert grant_of(person, elsewhere).role == "guest"


def test_a_person_may_on_a_dossier_what_its_grant_lets_and_not_what_another_does() -> None:
    person = account("person")
    mine, seen, closed, foreign = dossier("mine"), dossier("seen"), dossier("closed", closed=True), dossier("foreign")
    for where, role in ((mine, "owner"), (seen, "guest"), (closed, "owner")):
        given(where, account=person, role=role)

    class Thing:
        dossier = mine

    assert [can(person, "share", thing) for thing in (mine, Thing(), seen, closed, foreign)] == [True, True, False, True, False]
    assert [can(person, "edit", thing) for thing in (mine, Thing(), seen, closed, foreign)] == [True, True, False, False, False]
    assert [can(person, "see", thing) for thing in (mine, Thing(), seen, closed, foreign)] == [True, True, True, True, False]


def test_a_guest_account_holds_every_grant_as_a_guest() -> None:
    guest = account("guest", is_guest=True)
    given(dossier("a"), account=guest, role="owner")

    assert [(grant.role, grant.tables) for grant in grants_of(guest)] == [("guest", [])]


def test_a_guest_account_holds_what_its_organisation_is_given_as_a_guest_too() -> None:
    guest, member, ours = account("guest", is_guest=True), account("member"), Organisation.objects.create(name="Ours")
    for person in (guest, member):
        Membership.objects.create(organisation=ours, account=person)
    given(dossier("a"), organisation=ours, role="editor")

    assert [(grant.role, grant.tables) for grant in grants_of(guest)] == [("guest", [])]
    assert [(grant.role, grant.tables) for grant in grants_of(member)] == [("editor", None)]
