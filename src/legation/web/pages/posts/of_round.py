"""What the desk's pages on the posts of a round look up, as far as the person sees it: the round, its posts, who may be told of them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from legation.dossier import Instruction, Wording, standing
from legation.dossier.records import MARKINGS
from legation.language import Message
from legation.questions import Case
from legation.questions.strategy.dates import origins
from legation.web.dossiers import store
from legation.web.posts import holders
from legation.web.posts.assigned import posts_of, round_of
from legation.web.site.page import PageRequest
from legation.web.stores.posts.models import Post, PostHolder, PostReport

__all__ = [
    "earlier_of",
    "effective",
    "first_of",
    "instructions_of",
    "late_shown",
    "named",
    "post_named",
    "posts_shown",
    "round_title",
    "scope_covers",
    "whole",
    "with_files",
]


def first_of(request: PageRequest, row: str) -> str:
    """Return the first row of a round that the person sees."""
    first = origins(request.view, "rounds").get(row)
    if first is None:
        raise Http404
    return first


def whole(request: PageRequest) -> Any:
    """Return the whole dossier at its newest revision: for what decides who sees what, never for a page."""
    return store.content(request.revision)


def instructions_of(request: PageRequest, row: str) -> list[Instruction]:
    """Return the rows of the instruction of a round that the person sees."""
    found = round_of(request.view, first_of(request, row))
    return [one for one in request.view.instructions if found is not None and one.round in found[1]]


def round_title(request: PageRequest, row: str) -> Any:
    """Return what a round that the person sees is called."""
    found = round_of(request.view, first_of(request, row))
    return found[0].title if found is not None and found[0].title else Message("page-posts.title")


def post_named(request: PageRequest, row: str, name: str) -> Post:
    """Return a post of a round and with an assignment that the person sees."""
    first = first_of(request, row)
    if name not in posts_of(request.view, first):
        raise Http404
    return holders.post_for(request.dossier, first, name)


def posts_shown(request: PageRequest, first: str) -> dict[str, Post]:
    """Return the posts of a round that the site knows and the person sees, by name: those with an assignment that they see, and held ones.

    A post from which its assignments were taken back is held as long as nobody has revoked it. It is named to whoever sees as much as it.
    """
    there = Post.objects.filter(dossier=request.dossier, round=first).order_by("name").prefetch_related("holders__account")
    seen, may = posts_of(request.view, first), request.may("hold-posts")
    return {post.name: post for post in there if post.name in seen or (may and scope_covers(request, post) and effective(post))}


def effective(post: Post) -> list[PostHolder]:
    """Return by what a post is held now."""
    return [one for one in post.holders.all() if one.revoked is None]


def scope_covers(request: PageRequest, post: Post) -> bool:
    """Whether the person sees as much of the dossier as whoever holds a post."""
    return MARKINGS.index(request.scope.marking) >= MARKINGS.index(holders.marking_of(post))


def late_shown(request: PageRequest, first: str) -> list[PostReport]:
    """Return the reports of a round that came after the closing and wait for the desk, the oldest first, as far as the person sees them.

    They see one on an assignment that they see, and one whose assignment was taken back since where they see as much as the post does.
    """
    there = PostReport.objects.filter(post__dossier=request.dossier, post__round=first, state="late").defer("file").select_related("post")
    seen, known = posts_of(request.view, first), {one.id for one in request.view.actors}

    def is_shown(one: PostReport) -> bool:
        return one.actor in seen.get(one.post.name, ()) or scope_covers(request, one.post)

    return [one for one in there.order_by("at", "pk") if one.cells and one.actor in known and is_shown(one)]


def with_files(request: PageRequest, first: str) -> QuerySet[PostReport]:
    """Return the reports of a round that came with a document and whose rows the person sees."""
    rows = [row.id for row in request.view.engagements]
    sent = PostReport.objects.filter(post__dossier=request.dossier, post__round=first, state="taken", engagement__in=rows)
    return sent.exclude(file_name="").order_by("pk")


def named(request: PageRequest, actor: str) -> Any:
    """Return how an actor is called."""
    return Case(dossier=request.view, today=request.today).named(actor)


def earlier_of(request: PageRequest, post: str, actor: str) -> tuple[str, ...]:
    """Return what a post reported of an actor before."""
    own = (row for row in standing(request.view.engagements) if row.actor == actor and row.by == Wording(post))
    return tuple(row.id for row in own if row.reached is not False)
