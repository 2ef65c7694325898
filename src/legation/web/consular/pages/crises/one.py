"""One crisis: its state, whom it concerns, and where its waves, roll call and papers are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from legation.language import Message
from legation.web.consular.crises.about import NEXT, move_on, read_about
from legation.web.consular.crises.at_stake import at_stake
from legation.web.consular.house import HOUSE
from legation.web.consular.pages.crises.listing import days_of
from legation.web.consular.pages.crises.scope import crisis_of, lead_crisis_of, posts_in
from legation.web.consular.people import known_people
from legation.web.consular.records.models import Crisis, Wave
from legation.web.consular.routing import DESK, DeskRequest, Page, action, page
from legation.web.site.values import parse_int

__all__ = ["change_state", "crisis_page", "without_place"]

EACH = 100
"""People on one page of a list."""
_LEADS_TO = ("crises.roll", "crises.report", "crises.manifest", "crises.wardens", "calls.sheets", "crises.paper", "crises.counts")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCount:
    """How many of a post a crisis concerns."""

    post: str
    inside: int
    without_place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveEntry:
    """A wave in the list."""

    number: int
    state: Message
    at: dt.datetime | None
    href: str


@dataclass(frozen=True, kw_only=True)
class CrisisPage(Page):
    """A crisis: ``inside`` people are in its area, of ``without_place`` no place is known."""

    state: Message
    days: Message
    is_discreet: bool
    inside: int
    without_place: int
    posts: tuple[PostCount, ...]
    waves: tuple[WaveEntry, ...]
    next_state: str
    next_step: Message | None
    version: int
    places: tuple[tuple[Message, str], ...]
    list_href: str
    state_href: str
    edit_href: str
    wave_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPerson:
    """A person in a list."""

    id: str
    name: str
    post: str
    is_confirmed: bool


@dataclass(frozen=True, kw_only=True)
class WithoutPlacePage(Page):
    """People whose stay meets the days and of whom no place is known, a page of them."""

    people: tuple[ListedPerson, ...]
    count: int
    earlier: str
    later: str
    back: str


@page("posts/<slug:post>/crises/<slug:crisis>", name="crises.one", template="consular/crises/one.html", action="see-crises")
def crisis_page(request: DeskRequest, crisis: str) -> CrisisPage:
    """Show a crisis."""
    found = crisis_of(request, crisis)
    about, posts = read_about(found), posts_in(request, found)
    stake = at_stake(known_people(), about, posts)
    titles = {post.id: post.title(request.lang) for post in HOUSE.posts}
    leads = request.post is not None and request.post.id == found.post
    is_changed = leads and found.state != "closed" and request.may("declare")
    here = {"crisis": found.pk}
    can_send = "crises.waves.new" in DESK.declared and found.state == "declared" and bool(posts_in(request, found, "send-waves"))
    return CrisisPage(
        title=about.title(request.lang),
        state=Message(f"desk-crisis.state.{found.state}"),
        days=days_of(about.first, about.last),
        is_discreet=found.is_discreet,
        inside=int(stake.inside.sum()),
        without_place=int(stake.without_place.sum()),
        posts=tuple(PostCount(post=titles[post], inside=inside, without_place=rest) for post, inside, rest in stake.by_post()),
        waves=_waves(request, found),
        next_state=NEXT.get(found.state, "") if is_changed else "",
        next_step=Message(f"desk-crisis.go-on.{NEXT[found.state]}") if is_changed else None,
        version=found.version,
        places=tuple(
            (Message(f"desk-crisis.go.{name.partition('.')[2]}"), request.href(name, **here))
            for name in _LEADS_TO
            if name in DESK.declared and (name != "crises.counts" or _has_counts(request, found))
        ),
        list_href=request.href("crises.without-place", **here),
        state_href=request.href("crises.state", **here),
        edit_href=request.href("crises.edit", **here) if is_changed else "",
        wave_href=request.href("crises.waves.new", **here) if can_send else "",
    )


def _has_counts(request: DeskRequest, crisis: Crisis) -> bool:
    """Whether the reader may take counts along: of a crisis that was declared, at a post of which they may export."""
    return crisis.state != "prepared" and bool(posts_in(request, crisis, "export"))


def _waves(request: DeskRequest, crisis: Crisis) -> tuple[WaveEntry, ...]:
    if "crises.waves.one" not in DESK.declared:
        return ()
    return tuple(
        WaveEntry(
            number=wave.number,
            state=Message(f"desk-crisis.wave-state.{wave.state}"),
            at=wave.pressed,
            href=request.href("crises.waves.one", crisis=crisis.pk, number=wave.number),
        )
        for wave in Wave.objects.filter(crisis=crisis).order_by("number")
    )


@action("posts/<slug:post>/crises/<slug:crisis>/state", name="crises.state", action="declare")
def change_state(request: DeskRequest, crisis: str) -> str:
    """Bring a crisis into its next state: declared, stood down, closed."""
    found = lead_crisis_of(request, crisis)
    move_on(found, parse_int(request.form.get("version", ""), 0), request.form.get("state", ""))
    return request.href("crises.one", crisis=found.pk)


@page(
    "posts/<slug:post>/crises/<slug:crisis>/without-place",
    name="crises.without-place",
    template="consular/crises/without_place.html",
    action="see-crises",
)
def without_place(request: DeskRequest, crisis: str) -> WithoutPlacePage:
    """List the people of whom no place is known: each may be in the area."""
    found = crisis_of(request, crisis)
    posts = posts_in(request, found)
    if not posts:
        raise PermissionDenied
    known = known_people()
    ids = at_stake(known, read_about(found), posts).ids(placed=False)
    first = parse_int(request.query.get("from", ""), 0)
    titles = {post.id: post.title(request.lang) for post in HOUSE.posts}
    here = request.href("crises.without-place", crisis=found.pk)
    return WithoutPlacePage(
        title=Message("desk-crisis.without-place"),
        people=tuple(
            ListedPerson(
                id=one,
                name=known.name(one),
                post=titles.get(str(known.posts[known.position[one]]), ""),
                is_confirmed=str(known.states[known.position[one]]) != "unconfirmed",
            )
            for one in ids[first : first + EACH]
        ),
        count=len(ids),
        earlier=f"{here}?from={max(0, first - EACH)}" if first else "",
        later=f"{here}?from={first + EACH}" if first + EACH < len(ids) else "",
        back=request.href("crises.one", crisis=found.pk),
    )
