"""The routes of the desk, and who is let in: by what an account is at the post that the address names, or at any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from legation.web.consular.access import TABLE, assignments_of, can
from legation.web.consular.frame import frame
from legation.web.consular.house import HOUSE, Post
from legation.web.route import Page, Request, Routes

__all__ = ["DESK", "DeskRequest", "Page", "action", "file", "page", "patterns", "show"]


@dataclass(frozen=True)
class DeskRequest(Request):
    """A request that was let in at the desk.

    Attributes
    ----------
    post : Post or None
        The post that the address names.
    """

    post: Post | None = None

    @property
    def in_trail(self) -> tuple[str, int | None]:
        """The post."""
        return (self.post.id if self.post else "", None)

    def may(self, action: str, post: str | None = None) -> bool:
        """Whether the account may do something at a post; that of the address where none is named, else at any."""
        return can(self.account, action, post or (self.post.id if self.post else None))

    def may_at(self, action: str) -> list[Post]:
        """Return the posts at which the account may do something."""
        return [post for post in HOUSE.posts if self.may(action, post.id)]

    def href(self, route: str, **values: Any) -> str:
        """Return the address of a route; its post is that of this page where none is named."""
        if self.post is not None and route in DESK.declared and "<slug:post>" in DESK.declared[route].path:
            values.setdefault("post", self.post.id)
        return reverse(route, kwargs=values)


class _DeskRoutes(Routes[DeskRequest]):
    """Routes of which those with ``<slug:post>`` are a post's."""

    def enter(self, http: HttpRequest, action: str, values: dict[str, Any]) -> DeskRequest:
        account, lang = http.user, http.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
        named = values.pop("post", None)
        if not account.is_authenticated:
            raise PermissionDenied
        post = HOUSE.post(named) if named is not None else None
        if named is not None and (post is None or not assignments_of(account, named)):
            raise Http404
        if action not in TABLE or not can(account, action, named):
            raise PermissionDenied
        return DeskRequest(http, account, lang, post)

    def place(self, values: dict[str, Any]) -> str | None:  # noqa: ARG002 - an address names no place to go back to
        return None

    def frame(self, request: DeskRequest, title: Any, content: SafeString) -> str:
        return frame(request, title, content, self.declared)


DESK = _DeskRoutes()
page, action, file, patterns, show = DESK.page, DESK.action, DESK.file, DESK.patterns, DESK.show
