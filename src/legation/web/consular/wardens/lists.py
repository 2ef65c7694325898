"""A warden's list: the households of an area, numbered once and for all, with what a volunteer needs to look for them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.consular.area import affected
from legation.web.consular.crises.about import read_about
from legation.web.consular.crises.at_stake import at_stake
from legation.web.consular.people import known_people
from legation.web.consular.records.models import Crisis, Household, Person, Warden
from legation.web.consular.vault import Shredded, vault
from legation.web.consular.wardens.codes import new_pair, read_pair

__all__ = [
    "Area",
    "ListedHousehold",
    "ListedPerson",
    "appoint",
    "end",
    "households_in",
    "is_over",
    "listed",
    "read_area",
    "set_households",
    "warden_with",
]

_CODE = "warden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Who looks after what: the volunteer's name and telephone, what the area is called, its centre [degrees] and radius [km]."""

    name: str
    phone: str = ""
    called: str = ""
    longitude: float = 0.0
    latitude: float = 0.0
    radius_km: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPerson:
    """Somebody on a list."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedHousehold:
    """A household on a list, with what its warden is told.

    Attributes
    ----------
    number : int
        Its number on this list, which stays whatever is taken off.
    place : str
        Where they said to stay.
    needs : str
        What puts somebody at risk, of who agreed that wardens are told; "" otherwise.
    """

    number: int
    id: str
    post: str
    people: tuple[ListedPerson, ...]
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    languages: tuple[str, ...]
    place: str
    needs: str


def households_in(crisis: Crisis, posts: Collection[str], area: Area) -> list[str]:
    """Return the households at stake in a crisis that stay in an area, by family name; those on another current list are left out.

    Parameters
    ----------
    posts : collection of str
        Those whose people the reader may see.

    Raises
    ------
    BadValue
        For a centre or a radius that is none.
    """
    people, about = known_people(), read_about(crisis)
    stake = at_stake(people, about, posts)
    where = np.flatnonzero(stake.inside)
    disc = {"type": "Circle", "coordinates": [area.longitude, area.latitude], "radius_km": area.radius_km}
    columns = (people.longitude[where], people.latitude[where], people.arrives[where], people.leaves[where])
    found = where[affected(disc, about.first or None, about.last or None, *columns).inside]
    taken = {one for warden in Warden.objects.filter(crisis=crisis, ended=None) for one in warden.households}
    first: dict[str, str] = {}
    for place in found.tolist():
        household, family = str(people.households[place]), people.family[place].casefold()
        if household not in taken:
            first[household] = min(first.get(household, family), family)
    return [household for household, _ in sorted(first.items(), key=lambda one: (one[1], one[0]))]


def appoint(crisis: Crisis, area: Area, households: Sequence[str], account: Any = None) -> tuple[Warden, str]:
    """Appoint a warden, and return with it the code of who has no account: it is returned once, and stored as an HMAC alone."""
    code = "" if account is not None else new_pair()
    warden = Warden(crisis=crisis, account=account, households=list(households), digest=vault().digest(_CODE, code) if code else "")
    vault().new_subject(warden.pk)
    warden.about = vault().seal(warden, "about", dataclasses.asdict(area))
    warden.save()
    return warden, code


def set_households(warden: Warden, households: Sequence[str]) -> None:
    """Change the list of a warden; a household that is taken off leaves "" in its place, so that every number stays."""
    warden.households = list(households)
    warden.save(update_fields=["households"])


def end(warden: Warden) -> None:
    """End the list of a warden: its code and its page show nothing from now on."""
    Warden.objects.filter(pk=warden.pk, ended=None).update(ended=dt.datetime.now(dt.UTC))


def is_over(warden: Warden) -> bool:
    """Whether a list shows nothing any more: it was ended, or its crisis is no longer declared."""
    return warden.ended is not None or warden.crisis.state != "declared"


def warden_with(code: str) -> Warden | None:
    """Return the warden with a code, be their list over or not."""
    read = read_pair(code)
    digest = vault().digest(_CODE, read or "-")  # computed for what is no code too: both take the same time
    return Warden.objects.filter(digest=digest).select_related("crisis").first() if read else None


def read_area(warden: Warden) -> Area:
    """Return who looks after what."""
    found = vault().open(warden, "about") or {}
    return Area(**{name: found[name] for name in Area.__dataclass_fields__ if name in found})


def listed(warden: Warden) -> tuple[ListedHousehold, ...]:
    """Return the households of a list in their order; those whose data are destroyed are left out, and the numbers stay."""
    there = Household.objects.in_bulk([one for one in warden.households if one])
    members: dict[str, list[Person]] = {}
    for person in Person.objects.filter(household__in=list(there), same_as="").order_by("pk"):
        members.setdefault(person.household_id, []).append(person)
    found = []
    for number, pk in enumerate(warden.households, 1):
        if pk in there:
            try:
                found.append(_listed(number, there[pk], members.get(pk, [])))
            except Shredded:
                continue
    return tuple(found)


def _listed(number: int, household: Household, members: Sequence[Person]) -> ListedHousehold:
    contact = vault().open(household, "contact") or {}
    people, places = [], []
    for person in members:
        identity, stay = vault().open(person, "identity") or {}, vault().open(person, "stay") or {}
        people.append(ListedPerson(id=person.pk, name=f"{identity.get('given', '')} {identity.get('family', '')}".strip()))
        places.append(_place_of(stay))
    return ListedHousehold(
        number=number,
        id=household.pk,
        post=household.post,
        people=tuple(people),
        phones=tuple(contact.get("phones", ())),
        emails=tuple(contact.get("emails", ())),
        languages=tuple(contact.get("languages", ())),
        place=", ".join(dict.fromkeys(one for one in places if one)),
        needs=str(contact.get("needs") or "") if contact.get("needs_to_wardens") else "",
    )


def _place_of(stay: dict[str, Any]) -> str:
    parts = (stay.get("address"), stay.get("place"))
    return ", ".join(str(one.get("name", "") if isinstance(one, dict) else one) for one in parts if one)
