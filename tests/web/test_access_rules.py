"""What a grant lets do and see, without a database: of several the best, on its day, as the person holds it."""

from __future__ import annotations

import datetime as dt
import itertools
import time
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from legation.dossier import TABLES
from legation.dossier.records import MARKINGS
from legation.web.access import (
    CHANGES,
    ON_SITE,
    ROLES,
    TABLE,
    AccessScope,
    _strongest,
    allows,
    can,
    effective_grant,
    grant_of,
    grants_of,
    role_in_site,
    scope_of,
)
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier, Grant

TODAY = dt.date(2020, 6, 15)


def person(**more: Any) -> Account:
    return Account(**({"pk": 7, "is_active": True, "is_administrator": False, "is_guest": False} | more))


def grant(role: str = "reader", marking: str = "TLP:GREEN", dossier: int = 1, **more: Any) -> Grant:
    made = Grant(**({"pk": 1, "role": role, "marking": marking} | more))
    made.dossier = Dossier(pk=dossier, slug=f"d{dossier}", closed=False)
    return made


def best(*grants: Grant, who: Account | None = None, today: dt.date | None = TODAY) -> list[int]:
    return [one.pk for one in _strongest(who or person(), grants, today)]


@pytest.mark.parametrize(
    ("who", "role"),
    [
        (AnonymousUser(), "anonymous"),
        (person(is_active=False), "anonymous"),
        (person(is_active=False, is_administrator=True), "anonymous"),
        (person(is_administrator=True), "administrator"),
        (person(is_administrator=True, is_guest=True), "administrator"),
        (person(is_guest=True), "guest-account"),
        (person(), "member"),
    ],
)
def test_what_a_person_is_to_the_site(who: Any, role: str) -> None:
    assert role_in_site(who) == role
    for action in ON_SITE - {"own"}:
        assert can(who, action) == (role in TABLE[action]), action
    assert can(who, "own") == (role != "anonymous")
    if role == "anonymous":
        assert grants_of(who) == ()
        assert grant_of(who, Dossier(pk=1)) is None
        assert not can(who, "see", Dossier(pk=1))


def test_what_nobody_owns_is_nobodys_and_what_one_owns_is_theirs_alone() -> None:
    class Thing:
        def __init__(self, owner_id: int | None) -> None:
            self.owner_id = owner_id

    assert can(person(), "own", Thing(7))
    assert not can(person(), "own", Thing(8))
    assert not can(person(), "own", Thing(None))
    assert not can(person(pk=None), "own", Thing(None))
    assert not can(person(), "own", object())
    assert not can(AnonymousUser(), "own", Thing(None))
    assert can(person(), "visit", Thing(8)), "another action on the site asks for no owner"


@pytest.mark.parametrize("role", ROLES)
def test_a_grant_lets_do_what_the_table_says_and_changes_nothing_that_is_closed(role: str) -> None:
    open_, closed = grant(role), grant(role)
    closed.dossier.closed = True
    for action in TABLE.keys() - ON_SITE:
        assert allows(open_, action) == (role in TABLE[action])
        assert allows(closed, action) == (role in TABLE[action] and action not in CHANGES)


def test_a_guest_account_is_a_guest_whatever_its_grant_says() -> None:
    guest, member = person(is_guest=True), person()
    given = grant("editor", "TLP:AMBER", mandate=True, tables=None)
    effective = effective_grant(given, guest)

    assert (effective.role, effective.tables, effective.mandate, effective.marking) == ("guest", [], False, "TLP:AMBER")
    assert (given.role, given.tables, given.mandate) == ("editor", None, True), "what was given stays as it is"
    assert effective_grant(given, member) is given
    shared = grant("guest", tables=["actors"])
    assert effective_grant(shared, guest) is shared
    assert effective_grant(given) is given, "to an organisation: nobody in particular"
    to_guest = grant("editor", account=guest)
    assert effective_grant(to_guest).role == "guest"
    assert effective_grant(to_guest, member) is to_guest, "who has it counts before to whom it was given"


def test_of_several_the_strongest_role_counts_then_the_highest_marking_then_the_first() -> None:
    order = [grant(role, marking) for role in ROLES for marking in reversed(MARKINGS)]
    for number, one in enumerate(order):
        one.pk = number
    for first, second in itertools.combinations(order, 2):
        assert best(first, second) == best(second, first) == [first.pk]
    alike = [grant(pk=4), grant(pk=3), grant(pk=5)]
    for some in itertools.permutations(alike):
        assert best(*some) == [3]


def test_each_dossier_has_its_own_grant() -> None:
    assert best(grant(pk=1), grant("owner", dossier=2, pk=2), grant("guest", dossier=3, pk=3), grant("editor", pk=4)) == [4, 2, 3]
    assert best() == []


@pytest.mark.parametrize(("until", "counts"), [(None, True), (dt.date(2020, 6, 14), False), (TODAY, True), (dt.date(2020, 6, 16), True)])
def test_a_grant_counts_up_to_its_last_day(until: dt.date | None, counts: bool) -> None:
    assert best(grant("owner", pk=1, until=until), grant("guest", pk=2)) == [1 if counts else 2]
    assert best(grant("owner", pk=1, until=until)) == ([1] if counts else [])


def test_without_a_day_it_is_today() -> None:
    today = dt.datetime.now(dt.UTC).date()

    assert best(grant(until=today + dt.timedelta(days=1)), today=None) == [1]
    assert best(grant(until=today - dt.timedelta(days=2)), today=None) == []


@pytest.mark.parametrize("zone", ["Etc/GMT-14", "Etc/GMT+12"])
def test_the_day_is_that_of_greenwich_wherever_the_machine_stands(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        today = dt.datetime.now(dt.UTC).date()
        found = best(grant(until=today), today=None), best(grant(until=today - dt.timedelta(days=1)), today=None)
    time.tzset()

    assert found == ([1], [])


def test_the_best_is_chosen_as_it_was_given_and_then_held_as_the_person_may() -> None:
    (effective,) = _strongest(person(is_guest=True), [grant("guest", tables=["actors"], pk=1), grant("editor", pk=2)], TODAY)

    assert (effective.pk, effective.role, effective.tables) == (2, "guest", [])


@pytest.mark.parametrize("marking", MARKINGS)
def test_what_each_role_sees(marking: str) -> None:
    assert scope_of(grant("owner", marking)) == AccessScope("TLP:RED", "owner", None)
    for role in ("editor", "contributor", "reader"):
        assert scope_of(grant(role, marking)) == AccessScope(marking, "desk", None)
        assert scope_of(grant(role, marking, mandate=True, account_id=7)) == AccessScope(marking, "owner", None)
        assert scope_of(grant(role, marking, mandate=True)) == AccessScope(marking, "desk", None)
        assert scope_of(grant(role, marking, account_id=7)) == AccessScope(marking, "desk", None)
    assert scope_of(grant("guest", marking, mandate=True, account_id=7)) == AccessScope(marking, "partner", tuple(TABLES))
    assert scope_of(grant("guest", marking, tables=["votes", "nothing", "actors"])) == AccessScope(marking, "partner", ("actors", "votes"))
    assert scope_of(grant("guest", marking, tables=[])) == AccessScope(marking, "partner", ())


def test_the_key_of_a_sight_says_all_of_it() -> None:
    assert AccessScope("TLP:GREEN", "desk").key == "TLP:GREEN|desk|*"
    assert AccessScope("TLP:RED", "partner", ("actors", "votes")).key == "TLP:RED|partner|actors,votes"
    assert AccessScope("TLP:RED", "partner", ()).key == "TLP:RED|partner|"
