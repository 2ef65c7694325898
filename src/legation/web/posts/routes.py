"""The routes of posts: each declares what it does to the post, so that one place asks whether whoever comes may.

They are no routes of dossiers (:mod:`legation.web.site.routing`): whoever holds a post sees its own rows and no other page by it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from legation.dossier import standing
from legation.errors import LegationError
from legation.language import Lang, Message
from legation.questions import Case
from legation.questions.actors.rounds.log import TextOfVersion, log_of
from legation.web.posts.access import LATE, POST
from legation.web.posts.assigned import Assigned
from legation.web.posts.holders import assigned_to, mark_of, persons_here, revoked_here, seen_by
from legation.web.posts.turned_away import closed, gone
from legation.web.rooms.limits import BY_SEAT, LOOKS
from legation.web.rooms.routes import later
from legation.web.site import errors
from legation.web.stores.posts.models import Post, PostHolder

__all__ = ["POST_ROUTES", "PostRequest", "PostRoute", "patterns", "post_route"]

LARGEST = 12 * 1024 * 1024
"""Bytes of a report with its file."""
_WHERE = "posts/<slug:post>/"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRoute:
    """One address below a post; ``as_json``: a script asks, and is answered as one."""

    name: str
    path: str
    action: str
    method: str
    as_json: bool
    function: Callable[..., HttpResponse]


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


POST_ROUTES: dict[str, PostRoute] = {}


def post_route(
    where: str, *, name: str, action: str = "see-assignments", method: str = "GET", as_json: bool = False
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Declare an address below ``/posts/ID/``; the function is given a :class:`PostRequest`.

    Parameters
    ----------
    action : str
        What whoever holds the post must be allowed to do, from ``legation.web.posts.access.POST``.
    """

    def declared(function: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        POST_ROUTES[name] = PostRoute(name=name, path=_WHERE + where, action=action, method=method, as_json=as_json, function=function)
        return function

    return declared


def patterns() -> list[URLPattern]:
    """Return the addresses of every route of posts that was declared."""
    return [path(route.path, functools.partial(_enter, route), name=name) for name, route in POST_ROUTES.items()]


def _enter(route: PostRoute, http: HttpRequest, post: str, **values: Any) -> HttpResponse:
    """Let a request in or not, and answer it; of a post that somebody does not hold nothing says whether there is one."""
    as_json = route.as_json or errors.accepts_json(http)
    allowed = ("POST",) if route.method == "POST" else ("GET", "HEAD")
    if http.method not in allowed:
        return errors.wrong_method(http, allowed, as_json=as_json)
    if int(http.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return errors.answer(http, 413, Message("page-posts.too-large", most=LARGEST // 2**20), as_json=as_json)
    there = Post.objects.filter(pk=post).select_related("dossier").first()
    request, footing = _request(http, there) if there is not None else (None, None)
    if request is None or footing is None:
        return gone(http, Message("page-posts.no-post"), revoked_here(http, there) if there is not None else None, as_json=as_json)
    wait = (LOOKS if route.method == "GET" else BY_SEAT).take(f"post-{footing.seat}")
    if wait:
        return later(http, wait, as_json=as_json)
    if not POST.lets(footing, route.action):
        return closed(http, request.holder, as_json=as_json)
    if request.given is None and not request.is_late:
        return gone(http, Message("page-posts.no-post"), request.holder, as_json=as_json)
    try:
        response = route.function(request, **values)
    except LegationError as error:
        response = errors.failed(http, error, as_json=as_json)
    response["Cache-Control"] = "private, no-store"
    return response


def _request(http: HttpRequest, post: Post) -> tuple[PostRequest | None, Any]:
    """Return the request of whoever comes, and on what footing: as an account before as a link."""
    for person in persons_here(http, post):
        footing = POST.row(person, post)
        if footing is not None:
            holder = PostHolder.objects.select_related("account").get(pk=int(footing.seat))
            lang: Lang = http.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
            return PostRequest(http, post, holder, footing.role == LATE, lang), footing
    return None, None
