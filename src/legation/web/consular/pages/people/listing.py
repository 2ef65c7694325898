"""The people of a post by name, fifty on a page, all or those with something to do; and the posts from which a reader chooses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils import timezone

from legation.language import Message, collation_key
from legation.web.consular.people import KnownPeople, known_people
from legation.web.consular.records.models import BreakGlass, Household, PutAside
from legation.web.consular.routing import DESK, DeskRequest, Page, page
from legation.web.consular.taking.doubles import proposed
from legation.web.front.catalogue import countries
from legation.web.site.values import parse_int

__all__ = ["EACH", "LIST", "ListPage", "PersonEntry", "entries_of", "list_page", "sorted_ids"]

EACH = 50
LIST = "consular/people/list.html"
_NOTIFIED_FOR = dt.timedelta(days=30)
_SOON = np.timedelta64(30, "D")
"""So long before its last day a stay is about to end."""
_SORTED: dict[str, tuple[KnownPeople, list[str]]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class PostEntry:
    """A post with how many people it knows."""

    title: str
    count: int
    href: str


@dataclass(frozen=True, kw_only=True)
class PeoplePage(Page):
    """The posts at which the reader sees people, and how many submissions could not be read."""

    posts: tuple[PostEntry, ...]
    put_aside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEntry:
    """A person in the list."""

    id: str
    name: str
    birth: str
    place: str
    leaves: dt.date | None
    state: Message
    is_confirmed: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewTab:
    """A part of the list, or another page on people with something to do; ``count``: None while it is being counted."""

    title: Message
    count: int | None
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A record of this post that somebody of another one has opened."""

    by: str
    at: dt.datetime
    href: str


@dataclass(frozen=True, kw_only=True)
class ListPage(Page):
    """People of a post: ``count`` in all, or found by what was searched (``by``, ``words``)."""

    people: tuple[PersonEntry, ...]
    count: int
    first: int
    by: str
    words: str
    is_search: bool
    problem: object
    earlier: int | None
    later: int | None
    search_href: str
    list_href: str
    actions: tuple[tuple[Message, str], ...]
    opened: tuple[Opened, ...]
    tabs: tuple[ViewTab, ...]
    view: str

    @property
    def has_births(self) -> bool:
        """Whether a date of birth is known of somebody on the page."""
        return any(one.birth for one in self.people)

    @property
    def has_places(self) -> bool:
        """Whether a place is known of somebody on the page."""
        return any(one.place for one in self.people)

    @property
    def has_stays(self) -> bool:
        """Whether a last day is known of somebody on the page."""
        return any(one.leaves for one in self.people)


@page("people", name="people", template="consular/people/posts.html", action="see-names")
def people(request: DeskRequest) -> PeoplePage:
    """Show the posts at which the reader sees people."""
    known, here = known_people(), request.may_at("see-names")
    posts = tuple(
        PostEntry(title=post.title(request.lang), count=int(known.at([post.id]).sum()), href=request.href("people.list", post=post.id))
        for post in here
    )
    aside = PutAside.objects.count() if request.may("import-people") else 0
    return PeoplePage(title=Message("desk.place.people"), posts=posts, put_aside=aside)


@page("posts/<slug:post>/people", name="people.list", template=LIST, action="see-names")
def people_of_post(request: DeskRequest) -> ListPage:
    """List the people of a post by name: all, or those with something to do."""
    post, view = request.post.id if request.post else "", request.query.get("view", "")
    views = _views(request, post)
    ids = views[view] if view in views else sorted_ids(post)
    return list_page(request, ids, first=parse_int(request.query.get("from", ""), 0), view=view if view in views else "")


def sorted_ids(post: str) -> list[str]:
    """Return the ids of the people of a post by family name, as a reader of either language sorts."""
    known = known_people()
    if post not in _SORTED or _SORTED[post][0] is not known:
        places = np.flatnonzero(known.at([post])).tolist()
        places.sort(key=lambda place: (collation_key(known.family[place]), collation_key(known.given[place])))
        _SORTED[post] = known, [str(known.ids[place]) for place in places]
    return _SORTED[post][1]


def _views(request: DeskRequest, post: str) -> dict[str, list[str]]:
    """Return who of a post has something to be done, by what it is; what is told of a stay, to who sees stays alone."""
    known, ids = known_people(), sorted_ids(post)
    today, is_whole = np.datetime64(request.today, "D"), request.may("see-people")
    ends_soon = (known.leaves >= today) & (known.leaves <= today + _SOON)
    masks = {"unconfirmed": known.states == "unconfirmed", "expiring": known.states == "expiring"}
    if is_whole:
        masks["expiring"] = masks["expiring"] | ends_soon
        masks["without-place"] = np.isnan(known.longitude) & ~(known.leaves < today)
    found = {name: [one for one in ids if mask[known.position[one]]] for name, mask in masks.items()}
    if is_whole:
        found["expiring"].sort(key=lambda one: str(known.leaves[known.position[one]]))
    return found


def _tabs(request: DeskRequest, view: str) -> tuple[ViewTab, ...]:
    post, here = request.post.id if request.post else "", request.href("people.list")
    tabs = [ViewTab(title=Message("desk-people.view.all"), count=len(sorted_ids(post)), href=here, is_here=not view)]
    tabs += [
        ViewTab(title=Message(f"desk-people.view.{name}"), count=len(ids), href=f"{here}?view={name}", is_here=view == name)
        for name, ids in _views(request, post).items()
        if ids or view == name
    ]
    if request.may("merge-people") and (pairs := proposed(post)) != ():
        count = None if pairs is None else len(pairs)
        tabs.append(ViewTab(title=Message("desk-people.go.doubles"), count=count, href=request.href("people.doubles"), is_here=False))
    return tuple(tabs)


def entries_of(request: DeskRequest, ids: Sequence[str]) -> tuple[PersonEntry, ...]:
    """Return people as a list shows them; names as they were written, the family name first."""
    known, is_whole = known_people(), request.may("see-people")
    names = countries(request.lang)
    return tuple(
        PersonEntry(
            id=one,
            name=", ".join(part for part in (known.family[place], known.given[place]) if part),
            birth=known.births[place] if is_whole else "",
            place=", ".join(part for part in (known.towns[place], names.get(known.countries[place], "")) if part) if is_whole else "",
            leaves=known.leaves[place].item() if is_whole else None,
            state=Message(f"desk-people.state.{known.states[place]}"),
            is_confirmed=str(known.states[place]) != "unconfirmed",
            href=request.href("people.one", household=str(known.households[place])),
        )
        for one in ids
        if (place := known.position.get(one)) is not None
    )


def list_page(
    request: DeskRequest,
    ids: Sequence[str],
    *,
    first: int = 0,
    by: str = "name",
    words: str = "",
    problem: object = None,
    view: str = "",
) -> ListPage:
    """Return a page of a list of people, be it all of a post, a part of them (``view``), or what was found."""
    first = max(0, min(first, len(ids)))
    post = request.post
    is_search = bool(words)
    return ListPage(
        title=Message("desk-people.at", post=post.title(request.lang)) if post else Message("desk.place.people"),
        people=entries_of(request, ids[first : first + EACH]),
        count=len(ids),
        first=first,
        by=by,
        words=words,
        is_search=is_search,
        problem=problem,
        earlier=max(0, first - EACH) if first else None,
        later=first + EACH if first + EACH < len(ids) else None,
        search_href=request.href("people.search"),
        list_href=request.href("people.list") + (f"?view={view}&" if view else "?"),
        actions=_actions(request),
        opened=_opened(request) if request.may("open-other") else (),
        tabs=_tabs(request, view),
        view=view,
    )


_ACTIONS = (
    ("people.new", "take-in"),
    ("people.import", "import-people"),
    ("people.other", "open-other"),
)


def _actions(request: DeskRequest) -> tuple[tuple[Message, str], ...]:
    return tuple(
        (Message(f"desk-people.go.{name.partition('.')[2]}"), request.href(name))
        for name, action in _ACTIONS
        if name in DESK.declared and request.may(action)
    )


def _opened(request: DeskRequest) -> tuple[Opened, ...]:
    """Return which records of this post others have opened of late: the post is told."""
    since = timezone.now() - _NOTIFIED_FOR
    rows = BreakGlass.objects.filter(post=request.post.id if request.post else "", made__gt=since)
    there = set(Household.objects.filter(pk__in=[row.subject for row in rows]).values_list("pk", flat=True))
    return tuple(
        Opened(
            by=row.name,
            at=row.made,
            href=request.href("people.one", household=row.subject) if row.subject in there else "",
        )
        for row in rows.order_by("-made")[:20]
    )
