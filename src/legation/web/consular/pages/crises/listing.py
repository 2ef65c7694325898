"""The crises that the reader may see, the open ones first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from legation.language import Message
from legation.web.consular.crises.about import read_about
from legation.web.consular.house import HOUSE
from legation.web.consular.records.models import Crisis
from legation.web.consular.routing import DeskRequest, Page, page
from legation.web.consular.vault import Shredded

__all__ = ["crises"]

_ORDER = ("declared", "prepared", "stood-down", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisEntry:
    """A crisis in the list."""

    title: str
    state: Message
    days: Message
    posts: tuple[str, ...]
    href: str
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class CrisesPage(Page):
    """The crises, and the addresses at which one is prepared, a post each."""

    entries: tuple[CrisisEntry, ...]
    prepare: tuple[tuple[str, str], ...]


@page("crises", name="crises", template="consular/crises/list.html", action="see-crises")
def crises(request: DeskRequest) -> CrisesPage:
    """Show the crises of the posts at which the reader may see them."""
    mine = [post.id for post in request.may_at("see-crises")]
    found = [one for one in Crisis.objects.order_by("-made") if set(mine) & {one.post, *one.posts}]
    found.sort(key=lambda one: _ORDER.index(one.state))
    entries = tuple(entry for one in found if (entry := _entry(request, one, mine)) is not None)
    prepare = tuple((post.title(request.lang), request.href("crises.new", post=post.id)) for post in request.may_at("declare"))
    return CrisesPage(title=Message("desk.place.crises"), entries=entries, prepare=prepare)


def _entry(request: DeskRequest, crisis: Crisis, mine: list[str]) -> CrisisEntry | None:
    try:
        about = read_about(crisis)
    except Shredded:
        return None
    at = crisis.post if crisis.post in mine else next(post for post in crisis.posts if post in mine)
    return CrisisEntry(
        title=about.title(request.lang),
        state=Message(f"desk-crisis.state.{crisis.state}"),
        days=days_of(about.first, about.last),
        posts=tuple(post.title(request.lang) for post in HOUSE.posts if post.id in crisis.posts),
        href=request.href("crises.one", post=at, crisis=crisis.pk),
        is_open=crisis.state == "declared",
    )


def days_of(first: str, last: str) -> Message:
    """Return the days of a crisis in words."""
    begins, ends = (dt.date.fromisoformat(one) if one else None for one in (first, last))
    if begins and ends:
        return Message("desk-crisis.days", first=begins, last=ends)
    if begins:
        return Message("desk-crisis.days-from", first=begins)
    return Message("desk-crisis.days-until", last=ends) if ends else Message("desk-crisis.days-open")
