"""A household as it is taken in, from wherever it comes: checked once, encrypted, indexed, with the instant at which it is destroyed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.consular.contact import document
from legation.web.consular.house import HOUSE, Post
from legation.web.consular.records.models import BlindIndex, Household, Person, new_id
from legation.web.consular.retention import stored_until
from legation.web.consular.vault import Vault
from legation.web.front.catalogue import alpha_2

__all__ = ["CLASSES", "Member", "Rows", "Stay", "Taken", "document_parts", "encrypted", "index_rows", "post_for", "store", "until"]

CLASSES = ("trip", "resident")
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person: names as they were written, date of birth in ISO form, nationalities (alpha-3), documents as ``FRA-12AB34567``."""

    given: str = ""
    family: str = ""
    birth: str = ""
    nationalities: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    def identity(self) -> dict[str, Any]:
        """Return what is encrypted of a person."""
        return {
            "given": self.given,
            "family": self.family,
            "birth": self.birth,
            "nationalities": list(self.nationalities),
            "documents": list(self.documents),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Where and when: country (alpha-3), the name of a place, degrees or None, days in ISO form, "" for open."""

    country: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    arrives: str = ""
    leaves: str = ""

    def stored(self) -> dict[str, Any]:
        """Return what is encrypted of a stay."""
        return {
            "country": self.country,
            "place": self.place,
            "lon": self.lon,
            "lat": self.lat,
            "arrives": self.arrives,
            "leaves": self.leaves,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A household to be stored.

    Attributes
    ----------
    post : str
        Where it is registered.
    declared : {"trip", "resident"}
        What they declared to be.
    is_confirmed : bool
        False: a submission that nobody has confirmed yet; it is stored as one, and called too.
    contact : mapping
        ``phones``, ``emails``, ``languages``, ``do_not_contact`` (alpha-3), ``needs``, ``needs_to_wardens``, ``notes``.
    """

    post: str
    declared: str
    stay: Stay
    members: tuple[Member, ...]
    contact: Mapping[str, Any]
    is_confirmed: bool = False
    household: str = field(default_factory=new_id)


def post_for(country: str) -> Post:
    """Return the post that looks after a country (alpha-3): the one in it, else the first of the house."""
    code = alpha_2(country) if country else ""
    found: Post = next((post for post in HOUSE.posts if post.country and post.country.upper() == code), HOUSE.posts[0])
    return found


def document_parts(written: str) -> str:
    """Return a document in its one form: ``fra 12-ab`` becomes ``FRA-12AB``.

    Raises
    ------
    BadValue
        Where issuer and number are not both there.
    """
    issuer, _, number = written.strip().replace("-", " ", 1).partition(" ")
    return document(issuer, number)


def until(record_class: str, stay: Mapping[str, Any], post: str, now: dt.datetime) -> dt.datetime:
    """Return when a household of a class is destroyed: by its last day, or for one that nobody confirmed by when it came.

    A stay without a last day is taken to end five years from now, the longest that anybody is told.
    """
    if record_class == "unconfirmed":
        return stored_until("unconfirmed", now, post)
    last = dt.date.fromisoformat(stay["leaves"]) if stay.get("leaves") else _in_five_years(now.date())
    return stored_until(record_class, last, post)


def _in_five_years(day: dt.date) -> dt.date:
    try:
        return day.replace(year=day.year + 5)
    except ValueError:
        return day.replace(year=day.year + 5, day=28)


@dataclass(frozen=True, slots=True)
class Rows:
    """Households encrypted, as they are written."""

    households: list[Household]
    people: list[Person]
    indexes: list[BlindIndex]

    def write(self) -> None:
        """Write them; call it in a transaction."""
        Household.objects.bulk_create(self.households, batch_size=_BATCH)
        Person.objects.bulk_create(self.people, batch_size=_BATCH)
        BlindIndex.objects.bulk_create(self.indexes, batch_size=_BATCH)


def store(box: Vault, households: Sequence[Taken], now: dt.datetime) -> None:
    """Encrypt and write households with their people and indexes; call it in a transaction. Their keys are stored before.

    Raises
    ------
    BadValue
        Where the house has no line of retention for what they are.
    """
    encrypted(box, households, now).write()


def encrypted(box: Vault, households: Sequence[Taken], now: dt.datetime) -> Rows:
    """Return households as rows that are not written yet; their keys are stored.

    Raises
    ------
    BadValue
        As :func:`store` does.
    """
    rows = Rows([], [], [])
    ends = {one.household: until(_class_of(one), one.stay.stored(), one.post, now) for one in households}  # before any key is made
    ids = {taken.household: [new_id() for _ in taken.members] for taken in households}
    box.new_subjects([subject for household, members in ids.items() for subject in (household, *members)])
    for taken in households:
        state = "confirmed" if taken.is_confirmed else "unconfirmed"
        about: dict[str, Any] = {"post": taken.post, "record_class": _class_of(taken), "state": state, "purge_at": ends[taken.household]}
        row = Household(id=taken.household, made=now, changed=now, **about)
        row.contact = box.seal(row, "contact", {**taken.contact, "declared": taken.declared})
        rows.households.append(row)
        found_by = {"phone": taken.contact.get("phones", ()), "email": taken.contact.get("emails", ())}
        rows.indexes.extend(index_rows(box, row.pk, found_by))
        for person_id, member in zip(ids[taken.household], taken.members, strict=True):
            person = Person(id=person_id, household=row, made=now, changed=now, **about)
            person.identity = box.seal(person, "identity", member.identity())
            person.stay = box.seal(person, "stay", taken.stay.stored())
            rows.people.append(person)
            rows.indexes.extend(index_rows(box, person.pk, {"document": member.documents}))
    return rows


def _class_of(taken: Taken) -> str:
    return taken.declared if taken.is_confirmed else "unconfirmed"


def index_rows(box: Vault, subject: str, values: Mapping[str, Iterable[str]]) -> list[BlindIndex]:
    """Return the rows by which a new subject is found."""
    return [
        BlindIndex(kind=kind, digest=box.digest(kind, value), subject=subject)
        for kind, many in values.items()
        for value in dict.fromkeys(many)
    ]
