"""The first page of the desk: what is open, at which posts, and where to go."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from legation.language import Message
from legation.web.consular.access import assignments_of
from legation.web.consular.house import HOUSE
from legation.web.consular.openings import unread_weeks
from legation.web.consular.records.models import Crisis
from legation.web.consular.routing import DeskRequest, Page, page
from legation.web.consular.unfinished import unfinished

__all__ = ["home"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MyPost:
    """A post at which the reader has a role; ``href``: its people, "" for who does not see them."""

    title: str
    roles: tuple[Message, ...]
    href: str


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """Posts with the reader's roles there; how many crises are open, for who sees them.

    ``missing``: what of the house keeps waves from leaving, for who sees the house. ``unread_weeks``: whose openings are to be read.
    """

    posts: tuple[MyPost, ...]
    open_crises: int | None
    missing: tuple[Message, ...]
    unread_weeks: int


@page("", name="home", template="consular/home.html")
def home(request: DeskRequest) -> HomePage:
    """Show what is open, and what the reader is at which post."""
    mine = tuple(
        MyPost(
            title=post.title(request.lang),
            roles=tuple(dict.fromkeys(Message(f"desk.role.{one.role}") for one in found)),
            href=reverse("people.list", kwargs={"post": post.id}) if request.may("see-names", post.id) else "",
        )
        for post in HOUSE.posts
        if (found := assignments_of(request.account, post.id))
    )
    may_see = request.may("see-crises")
    count = Crisis.objects.filter(state__in=("declared", "stood-down")).count() if may_see else None
    return HomePage(
        title=Message("desk.home"),
        posts=mine,
        open_crises=count,
        missing=tuple(one.what for one in unfinished(request.lang) if one.stops_waves) if request.may("see-house") else (),
        unread_weeks=len(unread_weeks(timezone.now())) if request.may("see-trail") else 0,
    )
