"""What the unlocked desk knows of everybody, in memory: places and days of stays as arrays; names are decrypted when they are looked at.

It is read once after the desk was unlocked, and follows what changes: a page asks with one short query whether something has changed, and
then only that is decrypted. Nothing of it reaches the disk.
"""

from __future__ import annotations

import contextlib
import gc
import threading
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Count, Max, Sum

from legation.web.consular.batches import chunks
from legation.web.consular.identities import Sealed, columns_of
from legation.web.consular.records.models import Person
from legation.web.consular.vault import vault

__all__ = ["KnownPeople", "forget_people", "known_people", "searched"]


class _One(NamedTuple):
    """What is known of one person; days in ISO form, "NaT" where open."""

    version: int
    household: str
    post: str
    state: str
    identity: Sealed
    longitude: float
    latitude: float
    arrives: str
    leaves: str
    town: str
    country: str
    same_as: str


@dataclass(frozen=True, slots=True, eq=False)
class KnownPeople:
    """Everybody, in the order of ids; each array and tuple has an entry a person. Of those found to be one person, one stands here.

    Attributes
    ----------
    ids, households, posts, states : array of str, shape (n,)
        Of the person; of the household; where they registered; how their registration stands.
    longitude, latitude : array of float, shape (n,)
        Of the stay [degrees]; NaN: no place is known.
    arrives, leaves : array of datetime64[D], shape (n,)
        First and last day of the stay; NaT: open.
    given, family, births : sequence of str
        Names as they were written, and dates of birth in ISO form; "" where none is known.
    nationalities : sequence of tuple of str
        ISO 3166-1 alpha-3.
    documents : sequence of tuple of str
        As :func:`legation.consular.contact.document` writes them.
    towns, countries : tuple of str
        Of the stay: the town as it was written, and the country by ISO 3166-1 alpha-3; "" where none is known.
    position : dict of str to int
        Where a person stands, by id; of a person who was found to be another one, where that one stands.
    """

    ids: np.ndarray
    households: np.ndarray
    posts: np.ndarray
    states: np.ndarray
    longitude: np.ndarray
    latitude: np.ndarray
    arrives: np.ndarray
    leaves: np.ndarray
    given: Sequence[str]
    family: Sequence[str]
    births: Sequence[str]
    nationalities: Sequence[tuple[str, ...]]
    documents: Sequence[tuple[str, ...]]
    towns: tuple[str, ...]
    countries: tuple[str, ...]
    position: dict[str, int]
    _searched: list[str] = field(default_factory=list, repr=False)

    def __len__(self) -> int:
        return len(self.ids)

    def name(self, person: str) -> str:
        """Return the name of a person, given names first; "" for an id that is not among them."""
        place = self.position.get(person)
        return "" if place is None else f"{self.given[place]} {self.family[place]}".strip()

    def at(self, posts: Collection[str]) -> np.ndarray:
        """Return which people registered at one of some posts: array of bool, shape (n,)."""
        return np.isin(self.posts, list(posts))

    def of_household(self, household: str) -> list[str]:
        """Return the ids of the people of a household."""
        return [str(one) for one in self.ids[self.households == household]]

    def find(self, text: str, among: np.ndarray | None = None, birth: str = "") -> list[str]:
        """Return the ids of people whose name has every word of a text, or begins a word with it, in any order and script.

        Parameters
        ----------
        among : array of bool, shape (n,), optional
            The people who are searched.
        birth : str, optional
            A date of birth in ISO form, or its year: only people born then.
        """
        words = searched(text).split()
        if not words and not birth:
            return []
        if len(self._searched) != len(self):
            self._searched[:] = [f" {searched(f'{given} {family}')}" for given, family in zip(self.given, self.family, strict=True)]
        begun = [f" {word}" for word in words]
        places = range(len(self)) if among is None else np.flatnonzero(among).tolist()
        return [
            str(self.ids[place])
            for place in places
            if all(word in self._searched[place] for word in begun) and self.births[place].startswith(birth)
        ]


def searched(text: str) -> str:
    """Return a name as it is searched: Latin letters without accents, in small letters, words apart.

    Examples
    --------
    >>> searched("Ngọc-Anh LÊ"), searched("Анна Каренина"), searched("خليل")
    ('ngoc anh le', 'anna karenina', 'khlyl')
    """
    from anyascii import anyascii

    plain = anyascii(unicodedata.normalize("NFKC", text)).casefold()
    return " ".join("".join(c if c.isalnum() else "" if c == "'" else " " for c in plain).split())


_OPEN = "NaT"
"""A day that is not known."""
_NOWHERE = float("nan")


def _snapshot(people: dict[str, _One]) -> KnownPeople:
    ids = sorted(one for one, row in people.items() if not row.same_as or row.same_as not in people)
    empty: tuple[tuple[Any, ...], ...] = ((),) * len(_One._fields)
    columns = dict(zip(_One._fields, zip(*(people[one] for one in ids), strict=True) if ids else empty, strict=True))
    return KnownPeople(
        ids=np.array(ids, "U32"),
        households=np.array(columns["household"], "U32"),
        posts=np.array(columns["post"], "U40"),
        states=np.array(columns["state"], "U16"),
        longitude=np.array(columns["longitude"], float),
        latitude=np.array(columns["latitude"], float),
        arrives=np.array(columns["arrives"], "datetime64[D]"),
        leaves=np.array(columns["leaves"], "datetime64[D]"),
        towns=columns["town"],
        countries=columns["country"],
        position=_positions(people, ids),
        **columns_of(columns["identity"]),
    )


def _positions(people: dict[str, _One], ids: Sequence[str]) -> dict[str, int]:
    there = {one: place for place, one in enumerate(ids)}
    return there | {one: there[row.same_as] for one, row in people.items() if row.same_as in there}


class _Memory:
    """What this process knows, and as of which state of the database."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._people: dict[str, _One] = {}
        self._stamp: tuple[Any, ...] = ()
        self._known = _snapshot({})

    def forget(self) -> None:
        with self._lock:
            self._people, self._stamp, self._known = {}, (), _snapshot({})

    def known(self) -> KnownPeople:
        with self._lock:
            stamp = tuple(Person.objects.aggregate(Count("pk"), Max("changed"), Sum("version")).values())
            if stamp != self._stamp:
                self._follow()
                self._stamp = stamp
            return self._known

    def _follow(self) -> None:
        with _no_collection():
            if self._people:
                versions = dict(Person.objects.values_list("pk", "version"))
                rest = {one: there for one, there in self._people.items() if versions.get(one) == there.version}
                self._people = rest | _opened([one for one in versions if one not in rest])
            else:
                self._people = _opened(None)
            self._known = _snapshot(self._people)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Look for no garbage meanwhile: among some hundred thousand new objects none is, and each look costs as much as what is done."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _opened(ids: Sequence[str] | None) -> dict[str, _One]:
    """Return what is stored of some people, or of all; whose key is destroyed is passed over."""
    columns = ("pk", "version", "household_id", "post", "state", "identity", "stay", "same_as")
    if ids is None:
        rows = list(Person.objects.values_list(*columns))
    else:
        rows = [row for part in chunks(ids) for row in Person.objects.filter(pk__in=part).values_list(*columns)]
    vault().unlock_for([row[0] for row in rows])
    stays = dict(vault().open_all(Person, "stay", [(row[0], row[0], row[6]) for row in rows]))
    found = {}
    for pk, version, household, post, state, identity, _, same_as in rows:
        if pk in stays:
            stay = stays[pk] or {}
            longitude, latitude, arrives, leaves = stay.get("lon"), stay.get("lat"), stay.get("arrives"), stay.get("leaves")
            found[pk] = _One(
                version,
                household,
                post,
                state,
                Sealed(pk, identity),
                _NOWHERE if longitude is None else longitude,
                _NOWHERE if latitude is None else latitude,
                arrives or _OPEN,
                leaves or _OPEN,
                stay.get("place") or "",
                stay.get("country") or "",
                same_as,
            )
    return found


_MEMORY = _Memory()


def known_people() -> KnownPeople:
    """Return everybody as the desk knows them now; the same object until something changes.

    100,000 people are decrypted in some seconds when it is first asked, and afterwards only what has changed: whoever writes a person
    raises ``version``.
    """
    return _MEMORY.known()


def forget_people() -> None:
    """Forget everybody; they are decrypted anew when they are next asked for."""
    _MEMORY.forget()
