"""The routes of the site of dossiers, and who is let in there: by the site, or by a grant to the dossier that the address names."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path
from django.utils.safestring import SafeString

from legation.errors import CannotWrite
from legation.language import Message
from legation.web.access import CHANGES, ON_SITE, TABLE, can, grants_of, role_in_site
from legation.web.dossiers import preparation
from legation.web.route import PLACEHOLDER, READING, Kind, Page, Route, Routes, answered, body_of, was_answered, was_refused, with_token
from legation.web.site.cache import Cache
from legation.web.site.frame import frame, rests_on_shared
from legation.web.site.page import ROUTES, PageRequest

__all__ = [
    "PLACEHOLDER",
    "ROUTES",
    "Kind",
    "Page",
    "Route",
    "action",
    "enter",
    "file",
    "page",
    "patterns",
    "show",
    "was_answered",
    "was_refused",
    "with_token",
]

_DOSSIER = "dossiers/<slug:slug>/"
_CONTENT: Cache[tuple[Any, SafeString]] = Cache(64 * 1024 * 1024, lambda cached: sys.getsizeof(cached[1]))
"""By all that they show, so many bytes of pages."""
_JSON: Cache[tuple[bytes, str]] = Cache(32 * 1024 * 1024, lambda cached: len(cached[0]))
"""The same of their JSON, each with its ETag."""


class _DossierRoutes(Routes[PageRequest]):
    """Routes of which those below ``dossiers/<slug:slug>/`` are a dossier's; pages that rest on it alone are cached."""

    def enter(self, http: HttpRequest, action: str, values: dict[str, Any]) -> PageRequest:
        return enter(http, action, values.pop("slug", None))

    def place(self, values: dict[str, Any]) -> str | None:
        return values.get("slug")

    def frame(self, request: PageRequest, title: Any, content: SafeString) -> str:
        return frame(request, title, content)

    def context(self, request: PageRequest) -> dict[str, Any]:
        return {"dossier": request.dossier}

    def template(self, route: Route, request: PageRequest) -> str:
        is_open = request.dossier is None or rests_on_shared(request, route.name)
        return route.template if is_open else "pages/not_shared.html"

    def patterns(self) -> list[URLPattern | URLResolver]:
        """Return the addresses of every route; those of a dossier are looked at only where the address begins as they do."""
        routes = self.in_order()
        inside = [route for route in routes if route.path.startswith(_DOSSIER)]
        outside = [route for route in routes if not route.path.startswith(_DOSSIER)]
        return [*self.paths(outside), path(_DOSSIER, include(self.paths(inside, len(_DOSSIER))))]

    def respond(self, route: Route, request: PageRequest, values: dict[str, Any], *, as_json: bool) -> HttpResponseBase:
        key = _key(route, request, values)
        if key is None:
            return super().respond(route, request, values, as_json=as_json)
        if as_json:
            return answered(request, *_JSON.get(key, lambda: body_of(request, route.function(request, **values))))
        title, content = _CONTENT.get(key, lambda: self.content(route, request, route.function(request, **values)))
        return self.framed(request, title, content)


def enter(http: HttpRequest, action: str, slug: str | None = None) -> PageRequest:
    """Let a request in: the one door of pages, their JSON and the API.

    A program comes with a token (:mod:`legation.web.api`): it does what its person may do, as far as the token's scopes and dossiers go.

    Raises
    ------
    PermissionDenied
        Where the action is not allowed.
    Http404
        Where the dossier is not there, or may not even be seen, which is the same.
    CannotWrite
        Where it is closed, and the action would change it.
    NotReady
        Where it is large, is to be read, and has still to be made ready for that.
    """
    account, lang = http.user, http.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    token = getattr(http, "token", None)
    if token is not None and not token.opens(action):
        raise PermissionDenied
    if slug is not None and role_in_site(account) == "anonymous":
        raise PermissionDenied
    grants = grants_of(account)
    if token is not None:
        grants = tuple(grant for grant in grants if token.reaches(grant.dossier_id))
    if slug is None:
        if not can(account, action):
            raise PermissionDenied
        return PageRequest(http, account, lang, grants=grants)
    grant = next((grant for grant in grants if grant.dossier.slug == slug), None)
    if grant is None:
        raise Http404
    request = PageRequest(http, account, lang, grant.dossier, grant, grants)
    if not (can(account, action) if action in ON_SITE else request.may(action)):
        if grant.dossier.closed and action in CHANGES and grant.role in TABLE[action]:
            raise CannotWrite(Message("page-settings.is-closed"))
        raise PermissionDenied
    if preparation.is_on() and http.method in READING and grant.dossier.head:
        preparation.check_ready(grant.dossier, request.revision, request.scope)
    return request


def _key(route: Route, request: PageRequest, values: dict[str, Any]) -> Hashable:
    """Return all that the content of a page depends on; None where it is not cached."""
    more = route.cached(request, **values) if callable(route.cached) else () if route.cached else None
    if more is None:
        return None
    token = getattr(request.http, "token", None)  # a program may do less than its person: its pages lead to less
    address = (request.http.get_host(), request.http.get_full_path(), token and token.pk)
    if request.dossier is None:
        return route.name, address, request.lang, request.today, role_in_site(request.account), more
    revision = (request.revision.pk, request.revision.hash, request.dossier.closed)
    return route.name, address, request.lang, request.today, request.grant.role, revision, request.scope.key, more


_SITE = _DossierRoutes(ROUTES)
page, action, file, patterns, show = _SITE.page, _SITE.action, _SITE.file, _SITE.patterns, _SITE.show
