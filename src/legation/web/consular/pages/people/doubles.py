"""Possible doubles of a post, pair by pair; and who was merged, to be parted again."""

from __future__ import annotations

from dataclasses import dataclass

from legation.language import Message
from legation.web.consular.people import KnownPeople, known_people
from legation.web.consular.records.models import Person
from legation.web.consular.routing import DeskRequest, Page, action, page
from legation.web.consular.taking.doubles import different, merge, part, proposed
from legation.web.consular.vault import vault
from legation.web.site.values import parse_int

__all__ = ["DoublesPage", "doubles", "say_different", "say_same", "take_apart"]

EACH = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two people, as far as it tells whether they are one."""

    id: str
    name: str
    birth: str
    documents: tuple[str, ...]
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two registrations that may be of one person."""

    first: Side
    second: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Somebody who counts as another person."""

    id: str
    name: str
    other: str
    href: str


@dataclass(frozen=True, kw_only=True)
class DoublesPage(Page):
    """Pairs, ``count`` in all; ``is_comparing``: they are being compared for the first time."""

    pairs: tuple[Pair, ...]
    count: int
    is_comparing: bool
    merged: tuple[Merged, ...]
    earlier: str
    later: str
    same_href: str
    different_href: str
    part_href: str
    back: str


@page("posts/<slug:post>/doubles", name="people.doubles", template="consular/people/doubles.html", action="merge-people")
def doubles(request: DeskRequest) -> DoublesPage:
    """Show pairs that may be one person."""
    post = request.post.id if request.post else ""
    found, known = proposed(post), known_people()
    pairs = found or ()
    first = max(0, min(parse_int(request.query.get("from", ""), 0), len(pairs)))
    here = request.href("people.doubles")
    return DoublesPage(
        title=Message("desk-people.go.doubles"),
        pairs=tuple(
            Pair(first=_side(request, known, one), second=_side(request, known, other)) for one, other in pairs[first : first + EACH]
        ),
        count=len(pairs),
        is_comparing=found is None,
        merged=_merged(request, known, post),
        earlier=f"{here}?from={max(0, first - EACH)}" if first else "",
        later=f"{here}?from={first + EACH}" if first + EACH < len(pairs) else "",
        same_href=request.href("people.doubles.same"),
        different_href=request.href("people.doubles.different"),
        part_href=request.href("people.doubles.part"),
        back=request.href("people.list"),
    )


@action("posts/<slug:post>/doubles/same", name="people.doubles.same", action="merge-people")
def say_same(request: DeskRequest) -> str:
    """Let one person count as another one."""
    merge(request.post.id if request.post else "", request.form.get("stays", "")[:32], request.form.get("goes", "")[:32])
    return request.href("people.doubles")


@action("posts/<slug:post>/doubles/different", name="people.doubles.different", action="merge-people")
def say_different(request: DeskRequest) -> str:
    """Note that two are not one."""
    post = request.post.id if request.post else ""
    different(post, request.form.get("first", "")[:32], request.form.get("second", "")[:32], request.account)
    return request.href("people.doubles")


@action("posts/<slug:post>/doubles/part", name="people.doubles.part", action="merge-people")
def take_apart(request: DeskRequest) -> str:
    """Let somebody stand for themselves again."""
    part(request.post.id if request.post else "", request.form.get("person", "")[:32])
    return request.href("people.doubles")


def _side(request: DeskRequest, known: KnownPeople, person: str) -> Side:
    place = known.position[person]
    row = Person.objects.select_related("household").filter(pk=person).first()
    contact = vault().open(row.household, "contact") if row else {}
    return Side(
        id=person,
        name=known.name(person),
        birth=known.births[place],
        documents=known.documents[place],
        phones=tuple(contact.get("phones", ())),
        emails=tuple(contact.get("emails", ())),
        href=request.href("people.one", household=str(known.households[place])),
    )


def _merged(request: DeskRequest, known: KnownPeople, post: str) -> tuple[Merged, ...]:
    rows = Person.objects.filter(post=post).exclude(same_as="").order_by("-changed")[:100]
    box, found = vault(), []
    for row in rows:
        identity = box.open(row, "identity")
        name = f"{identity.get('given', '')} {identity.get('family', '')}".strip()
        href = request.href("people.one", household=row.household_id)
        found.append(Merged(id=row.pk, name=name, other=known.name(row.same_as), href=href))
    return tuple(found)
