"""The posts of a round: what each has read and sent, by what it is held, and what came after the closing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.utils import timezone

from legation.dossier.tables.labels import choice_word
from legation.language import Message
from legation.web.pages.posts.of_round import effective, first_of, instructions_of, late_shown, named, posts_shown, round_title, with_files
from legation.web.posts.assigned import posts_of, round_of
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, page
from legation.web.stores.posts.models import Post, PostReading, PostReport

__all__ = ["TEMPLATE", "HolderLine", "LateLine", "PostLine", "RoundPosts", "posts_page"]

TEMPLATE = "pages/round_posts.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderLine:
    """By what somebody holds a post: the name of an account, or empty for a link."""

    number: int
    account: str
    made: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLine:
    """A post of the round.

    Attributes
    ----------
    name : str
    targets : list of (Named, str)
        Whom it speaks to, each with where a report is entered for the post.
    read : int
        The latest version that it marked as read, of those that the person sees; 0: none.
    sent, entered : int
        Reports that it sent itself, and that the desk entered for it, whose rows the person sees.
    files : list of (str, str)
        The names of the documents that came with them, each with its address.
    """

    name: str
    targets: list[tuple[Any, str]]
    read: int
    sent: int
    entered: int
    files: list[tuple[str, str]]
    holders: list[HolderLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLine:
    """A report that was sent after the closing."""

    number: int
    post: str
    actor: Any
    said: Any
    words: str


@dataclass(frozen=True, kw_only=True)
class RoundPosts(Page):
    """The posts of a round; ``link`` only right after one was made for the post ``made_for``: it is shown once."""

    round: str
    version: int
    is_closed: bool
    posts: list[PostLine]
    late: list[LateLine]
    may_hold: bool
    link: str = ""
    made_for: str = ""


@page("dossiers/<slug:slug>/rounds/<str:round>/posts", name="rounds.posts", template=TEMPLATE, action="see-posts")
def posts(request: PageRequest, round: str) -> RoundPosts:  # noqa: A002 - the word of the address
    """Return the posts of a round."""
    return posts_page(request, round)


def posts_page(request: PageRequest, row: str, **made: str) -> RoundPosts:
    """Return the page of a round, with the link that was just made where one was."""
    first = first_of(request, row)
    found = round_of(request.view, first)
    if found is None:
        raise Http404
    current = found[0]
    there = posts_shown(request, first)
    seen = posts_of(request.view, first)
    versions = [one.version or 1 for one in instructions_of(request, row)]
    may = request.may("hold-posts")
    return RoundPosts(
        title=round_title(request, row),
        round=row,
        version=max(versions, default=0),
        is_closed=current.closed is not None and current.closed.instant <= timezone.now(),
        posts=[
            _line(request, row, name, actors, there.get(name))
            for name, actors in (seen | {one: () for one in there if one not in seen}).items()
        ],
        late=[_late_line(request, one) for one in late_shown(request, first)] if may else [],
        may_hold=may,
        **made,
    )


def _line(request: PageRequest, row: str, name: str, actors: tuple[str, ...], post: Post | None) -> PostLine:
    rows, versions = {one.id for one in request.view.engagements}, {one.version or 1 for one in instructions_of(request, row)}
    sent = [one for one in PostReport.objects.filter(post=post, state="taken").defer("file") if one.engagement in rows] if post else []
    read = PostReading.objects.filter(post=post).values_list("version", flat=True) if post else ()
    own = effective(post) if post is not None and request.may("hold-posts") else []
    known = {one.id for one in request.view.actors}
    files = with_files(request, post.round).filter(post=post).defer("file") if post is not None else ()
    return PostLine(
        name=name,
        targets=[(named(request, one), _entry_href(request, row, name, one)) for one in actors if one in known],
        read=max(versions.intersection(read), default=0),
        sent=sum(one.by_id is None for one in sent),
        entered=sum(one.by_id is not None for one in sent),
        files=[(one.file_name, request.href("rounds.file", round=row, number=one.pk)) for one in files],
        holders=[HolderLine(number=one.pk, account=str(one.account) if one.account else "", made=one.made) for one in own],
    )


def _entry_href(request: PageRequest, row: str, post: str, actor: str) -> str:
    return f"{request.href('rounds.entry', round=row)}?{urlencode({'post': post, 'actor': actor})}"


def _late_line(request: PageRequest, late: PostReport) -> LateLine:
    said, words = _said(late.cells), late.cells.get("words", "")
    return LateLine(number=late.pk, post=late.post.name, actor=named(request, late.actor), said=said, words=words)


def _said(cells: Mapping[str, str]) -> Any:
    """Return in one word what a report says that is kept apart."""
    return (
        Message("page-posts.not-reached") if cells.get("reached") == "no" else choice_word("engagements", "answer", cells.get("answer", ""))
    )
