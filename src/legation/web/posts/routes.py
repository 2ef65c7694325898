"""The routes of posts, below the links to them: what a function is given of whoever holds a post."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone

from legation.dossier import standing
from legation.errors import CannotWrite
from legation.language import Lang, Message
from legation.questions import Case
from legation.questions.actors.rounds.log import TextOfVersion, log_of
from legation.web.links.routes import LinkRoutes
from legation.web.links.secret import POSTS
from legation.web.posts.access import LATE, POST
from legation.web.posts.assigned import Assigned
from legation.web.posts.holders import assigned_to, mark_of, persons_here, revoked_here, seen_by
from legation.web.posts.turned_away import closed, gone
from legation.web.stores.posts.models import Post, PostHolder

__all__ = ["POST_ROUTES", "PostRequest", "patterns", "post_route"]

LARGEST = 12 * 1024 * 1024
"""Bytes of a report with its file."""


@dataclass(frozen=True)
class PostRequest:
    """A request of whoever holds a post, that was let in.

    Attributes
    ----------
    http : HttpRequest
    post : Post
    holder : PostHolder
        By what they hold it.
    is_late : bool
        Whether the round is closed.
    lang : {"en", "fr"}
    """

    http: HttpRequest
    post: Post
    holder: PostHolder
    is_late: bool
    lang: Lang

    @property
    def mark(self) -> str:
        """By what a browser knows whether a report that waits in it was written by whoever holds the post now."""
        return mark_of(self.holder)

    @functools.cached_property
    def given(self) -> Assigned | None:
        """What the round gives to the post, as far as the post sees it; None where that is nothing."""
        return assigned_to(self.post)

    @functools.cached_property
    def case(self) -> Case:
        """The dossier as the post sees it: its own rows alone."""
        assert self.given is not None, "Nothing is shown of a post that has no assignment."  # noqa: S101 - routes ask for it before
        return Case(dossier=seen_by(self.post, self.given), today=timezone.now().date())

    @functools.cached_property
    def versions(self) -> tuple[TextOfVersion, ...]:
        """The versions of the instruction so far, as far as the post sees them, the first one first."""
        rows = [row for row in standing(self.case.dossier.rounds) if self.given is not None and row.id == self.given.round.id]
        return log_of(self.case, rows[0], timezone.now()).versions if rows else ()


def _request(http: HttpRequest, name: str) -> tuple[PostRequest | None, Any]:
    """Return the request of whoever comes, and on what footing: as an account before as a link."""
    post = _post(name)
    if post is None:
        return None, None
    for person in persons_here(http, post):
        footing = POST.row(person, post)
        if footing is not None:
            holder = PostHolder.objects.select_related("account").get(pk=int(footing.seat))
            lang: Lang = http.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
            return PostRequest(http, post, holder, footing.role == LATE, lang), footing
    return None, None


def _post(name: str) -> Post | None:
    return Post.objects.filter(pk=name).select_related("dossier").first()


def _gone(http: HttpRequest, name: str, request: PostRequest | None, *, as_json: bool) -> HttpResponse:
    """Say that nothing is here, also to the browser of whoever held the post before."""
    post = _post(name)
    holder = request.holder if request is not None else revoked_here(http, post) if post is not None else None
    return gone(http, Message("page-posts.no-post"), holder, as_json=as_json)


def _closed(http: HttpRequest, request: PostRequest, *, as_json: bool) -> HttpResponse:
    return closed(http, request.holder, as_json=as_json)


_ROUTES = LinkRoutes(
    links=POSTS,
    access=POST,
    find=_request,
    is_there=lambda request: request.given is not None or request.is_late,
    largest=LARGEST,
    gone=_gone,
    closed=_closed,
    too_large=Message("page-posts.too-large", most=LARGEST // 2**20),
)
POST_ROUTES = _ROUTES.routes


def post_route(
    where: str, *, name: str, action: str = "see-assignments", method: str = "GET", as_json: bool = False
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Declare an address below ``/posts/ID/``; the function is given a :class:`PostRequest`.

    Parameters
    ----------
    action : str
        What whoever holds the post must be allowed to do, from ``legation.web.posts.access.POST``.

    A form says by a mark for whom it was made: what one holder typed is sent as no other.
    """

    def declared(function: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(function)
        def of_holder(request: PostRequest, **values: Any) -> HttpResponse:
            if method == "POST" and request.http.POST.get("holder", request.mark) != request.mark:
                raise CannotWrite(Message("page-posts.of-another"))
            return function(request, **values)

        _ROUTES.declare(where, name=name, action=action, method=method, as_json=as_json)(of_holder)
        return function

    return declared


def patterns() -> list[URLPattern]:
    """Return the addresses of every route of posts that was declared."""
    return _ROUTES.patterns()
