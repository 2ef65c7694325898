"""Registrations that may be of one person: proposed, merged by a person, and parted again. Nothing of either is lost by it.

Of two who were found to be one, the one names the other as ``same_as``: both households stay, are asked and may answer, and the person
counts once. Comparing many takes a while: it is done in a thread, in memory, and anew when people have changed.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import numpy as np
from django.db import connections, transaction
from django.utils import timezone

from legation.consular.matching import Person as Compared
from legation.consular.matching import duplicates
from legation.errors import NotAvailable
from legation.language import Message
from legation.web.consular.people import KnownPeople, known_people
from legation.web.consular.records.models import DifferentPeople, Household, Person
from legation.web.consular.vault import vault

__all__ = ["different", "merge", "part", "proposed"]

_MANY = 3_000
"""People of a post who are compared while the page is being made; more of them in a thread."""
Pairs = tuple[tuple[str, str], ...]


class _Comparisons:
    """What was compared last, by post, and what is being compared."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._done: dict[str, tuple[KnownPeople, Pairs]] = {}
        self._running: set[str] = set()

    def pairs(self, post: str) -> Pairs | None:
        """Return the pairs of a post as people are now, or as they were when they were compared last; None before the first time."""
        known = known_people()
        with self._lock:
            done = self._done.get(post)
            if (done is not None and done[0] is known) or post in self._running:
                return done[1] if done else None
            self._running.add(post)
        if known.at([post]).sum() <= _MANY:
            self._compare(post, known)
        else:
            threading.Thread(target=self._compare, args=(post, known), kwargs={"apart": True}, name="doubles", daemon=True).start()
        with self._lock:
            return self._done[post][1] if post in self._done else None

    def _compare(self, post: str, known: KnownPeople, *, apart: bool = False) -> None:
        try:
            found = tuple((first, second) for first, second, _ in duplicates(_people_of(post, known)))
            with self._lock:
                self._done[post] = known, found
        finally:
            with self._lock:
                self._running.discard(post)
            if apart:
                connections.close_all()


def _people_of(post: str, known: KnownPeople) -> list[Compared]:
    rows = Household.objects.filter(post=post).values_list("pk", "contact")
    contacts: Mapping[str, Any] = dict(vault().open_all(Household, "contact", ((pk, pk, bytes(sealed)) for pk, sealed in rows)))
    return [
        Compared(
            id=str(known.ids[place]),
            given=known.given[place],
            family=known.family[place],
            birth=known.births[place],
            nationality=(known.nationalities[place] or ("",))[0],
            phones=tuple(contacts.get(household, {}).get("phones", ())),
            emails=tuple(contacts.get(household, {}).get("emails", ())),
            documents=known.documents[place],
            household=household,
        )
        for place in np.flatnonzero(known.at([post])).tolist()
        if (household := str(known.households[place]))
    ]


_COMPARISONS = _Comparisons()


def proposed(post: str) -> Pairs | None:
    """Return pairs of a post that may be of one person, the likeliest first, without those of whom somebody said that they are not.

    None: they are being compared for the first time.
    """
    pairs = _COMPARISONS.pairs(post)
    if pairs is None:
        return None
    known, apart = known_people(), set(DifferentPeople.objects.values_list("first", "second"))
    there = {str(one) for one in known.ids}
    return tuple(pair for pair in pairs if pair not in apart and pair[0] in there and pair[1] in there)


def merge(post: str, stays: str, goes: str) -> None:
    """Let one person count as another one of the same post.

    Raises
    ------
    NotAvailable
        Where one of them is no more, or was merged meanwhile.
    """
    with transaction.atomic():
        people = {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=(stays, goes), post=post, same_as="")}
        if len(people) != len({stays, goes}) or stays == goes:
            raise NotAvailable(Message("desk-people.double.changed"))
        now = timezone.now()
        for one in (people[goes], *Person.objects.select_for_update().filter(same_as=goes)):
            one.same_as, one.version, one.changed = stays, one.version + 1, now
            one.save(update_fields=["same_as", "version", "changed"])


def part(post: str, person: str) -> None:
    """Let a person who was merged stand for themselves again.

    Raises
    ------
    NotAvailable
        Where they do already, or are no more.
    """
    with transaction.atomic():
        one = Person.objects.select_for_update().filter(pk=person, post=post).exclude(same_as="").first()
        if one is None:
            raise NotAvailable(Message("desk-people.double.changed"))
        one.same_as, one.version, one.changed = "", one.version + 1, timezone.now()
        one.save(update_fields=["same_as", "version", "changed"])


def different(post: str, first: str, second: str, by: Any) -> None:
    """Note that two people are not the same.

    Raises
    ------
    NotAvailable
        Where one of them is no more.
    """
    pair = sorted((first, second))
    if Person.objects.filter(pk__in=pair, post=post).count() != len(set(pair)) or first == second:
        raise NotAvailable(Message("desk-people.double.changed"))
    DifferentPeople.objects.get_or_create(first_id=pair[0], second_id=pair[1], defaults={"by": by})
