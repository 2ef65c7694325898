"""The routes of the site: each declares the action that it is, so that one place asks whether it is allowed.

A *page* returns a dataclass; from it come the HTML (its template, inside the frame) and, at the same address with ``.json``, its JSON.
An *action* is sent by a form (POST) and leads to a page. A *file* is something to take along.
"""

from __future__ import annotations

import functools
import hashlib
import secrets
import sys
from collections.abc import Callable, Hashable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.dispatch import Signal
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, include, path
from django.utils.cache import get_conditional_response
from django.utils.safestring import SafeString

from legation.errors import CannotWrite, LegationError, NotReady, WrongUse
from legation.language import Message
from legation.web.access import CHANGES, ON_SITE, TABLE, can, grants_of, role_in_site
from legation.web.dossiers import preparation
from legation.web.site import errors
from legation.web.site.cache import Cache
from legation.web.site.frame import frame, rests_on_shared
from legation.web.site.page import READING, ROUTES, Kind, Page, PageRequest, Route
from legation.web.site.values import to_json

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


PLACEHOLDER = f"csrf-{secrets.token_urlsafe(24)}"
"""Stands for the token against forgery in content that is cached for several readers.

Each process chooses it anew, so that nobody can write it into a dossier.
"""


def with_token(html: str, request: HttpRequest) -> str:
    """Return HTML with the reader's own token in each form."""
    return html.replace(PLACEHOLDER, get_token(request)) if PLACEHOLDER in html else html


was_answered = Signal()
"""Sent after a route has answered: ``request`` (:class:`PageRequest`), ``route``, ``values`` (of the address), ``status``."""
was_refused = Signal()
"""Sent where somebody who has signed in is not let in: ``http`` (Django's request), ``route``, ``slug`` or None, ``status`` 403 or 404."""

_DOSSIER = "dossiers/<slug:slug>/"
_CONTENT: Cache[tuple[Any, SafeString]] = Cache(64 * 1024 * 1024, lambda cached: sys.getsizeof(cached[1]))
"""By all that they show, so many bytes of pages."""
_JSON: Cache[tuple[bytes, str]] = Cache(32 * 1024 * 1024, lambda cached: len(cached[0]))
"""The same of their JSON, each with its ETag."""


def page(
    path: str,
    *,
    name: str,
    template: str,
    action: str = "see",
    cached: bool | Callable[..., Hashable] = False,
    tables: tuple[str, ...] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a page.

    Parameters
    ----------
    path : str
        As Django writes it; a dossier's is below ``dossiers/<slug:slug>``. It never ends in a ``<path:...>``, for ``.json`` may follow.
    action : str
        What a person must be allowed to do, from :data:`legation.web.access.TABLE`.
    cached : bool or callable
        Whether the content depends on nothing but the dossier as it may be seen, the address, the language, the role and the day: then it
        is cached and shown again to whoever has the same. A function is given what the page is given and returns what else the content
        depends on, the person included where it does; None where it is not to be cached.
    tables : tuple of str
        The tables that it shows, where without one of them it shows nothing; it speaks for the pages below it (``actors.one``) as well.
    """
    return _declare(path, name=name, template=template, action=action, cached=cached, tables=tables, kind="page")


def action(path: str, *, name: str, action: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare something that a form does; the function returns an address to go to, a page that shows what is wrong, or a response."""
    return _declare(path, name=name, action=action, kind="action")


def file(path: str, *, name: str, action: str, is_typed: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare something to take along; the function returns a response. ``is_typed``: a page asks for it at each letter."""
    return _declare(path, name=name, action=action, kind="file", is_typed=is_typed)


def patterns() -> list[URLPattern | URLResolver]:
    """Return the addresses of every route: those of JSON first, and a word that is written out before one that stands for any.

    Those of a dossier are looked at only where the address begins as they do.
    """
    routes = sorted(ROUTES.values(), key=lambda route: [(step.startswith("<"), step) for step in route.path.split("/")])
    inside = [route for route in routes if route.path.startswith(_DOSSIER)]
    return [*_paths([route for route in routes if route not in inside]), path(_DOSSIER, include(_paths(inside, len(_DOSSIER))))]


def _paths(routes: list[Route], begun: int = 0) -> list[URLPattern]:
    """Return the addresses of some routes, without so many letters of each that were read before."""
    pages = [route for route in routes if route.kind == "page"]
    in_json = [path(f"{r.path or 'home'}.json"[begun:], functools.partial(_enter, r, as_json=True), name=f"{r.name}.json") for r in pages]
    return in_json + [path(route.path[begun:], functools.partial(_enter, route), name=route.name) for route in routes]


def _declare(path: str, **fields: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def declared(function: Callable[..., Any]) -> Callable[..., Any]:
        route = Route(path=path, function=function, **fields)
        if route.name in ROUTES and ROUTES[route.name].function.__qualname__ != function.__qualname__:
            raise ValueError(f"Two routes are called {route.name}: {ROUTES[route.name].path} and {path}.")
        ROUTES[route.name] = route
        return function

    return declared


def _enter(route: Route, http: HttpRequest, *, as_json: bool = False, **values: Any) -> HttpResponseBase:
    """Let a request in or not, and answer it."""
    as_json = as_json or errors.accepts_json(http)
    allowed = ("POST",) if route.kind == "action" else READING
    if http.method not in allowed:
        return errors.wrong_method(http, allowed, as_json=as_json)
    slug = values.pop("slug", None)
    try:
        request = enter(http, route.action, slug)
    except Http404 as error:
        was_refused.send(Route, http=http, route=route, slug=slug, status=404)
        return errors.answer(http, 404, Message("web.error.not-found"), as_json=as_json) if as_json else errors.not_found(http, error)
    except PermissionDenied:
        if role_in_site(http.user) == "anonymous":
            if as_json:
                return errors.answer(http, 401, Message("web.error.sign-in"), as_json=True)
            return redirect_to_login(http.get_full_path())
        was_refused.send(Route, http=http, route=route, slug=slug, status=403)
        return errors.answer(http, 403, Message("web.error.not-allowed"), as_json=as_json, dossier=slug or "")
    except LegationError as error:
        back = "" if isinstance(error, NotReady) else slug or ""
        return errors.failed(http, error, as_json=as_json, dossier=back)
    try:
        response = _respond(route, request, values, as_json=as_json)
    except LegationError as error:
        response = errors.failed(http, error, as_json=as_json, dossier=slug or "")
    response.headers.setdefault("Cache-Control", "private, no-cache" if as_json else "private, no-store")
    was_answered.send(Route, request=request, route=route, values=values, status=response.status_code)
    return response


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


def _respond(route: Route, request: PageRequest, values: dict[str, Any], *, as_json: bool) -> HttpResponseBase:
    key = _key(route, request, values)
    if key is not None and as_json:
        return _answered(request, *_JSON.get(key, lambda: _body(request, route.function(request, **values))))
    if key is not None:
        title, content = _CONTENT.get(key, lambda: _content(route, request, route.function(request, **values)))
        return _framed(request, title, content)
    if route.kind == "action" and any("\x00" in text for texts in request.form.lists() for text in (texts[0], *texts[1])):
        raise WrongUse(Message("web.error.bad-request"))  # no browser sends it, and no database keeps it
    page = route.function(request, **values)
    if isinstance(page, HttpResponseBase):
        return page
    if isinstance(page, str):
        return JsonResponse({"ok": True, "next": page}) if as_json else HttpResponseRedirect(page)
    if as_json:
        return json_response(request, page)
    return _framed(request, *_content(route, request, page))


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


def json_response(request: PageRequest, page: Page) -> HttpResponseBase:
    """Return a page as JSON, with an ETag."""
    return _answered(request, *_body(request, page))


def _body(request: PageRequest, page: Page) -> tuple[bytes, str]:
    """Return a page as JSON, and its ETag."""
    body = JsonResponse({"ok": True, **to_json(page, request.lang)}, json_dumps_params={"ensure_ascii": False}).content
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _answered(request: PageRequest, body: bytes, etag: str) -> HttpResponseBase:
    response = HttpResponse(body, content_type="application/json")
    response["ETag"], response["Vary"] = etag, "Accept, Accept-Language, Cookie, Authorization"
    return get_conditional_response(request.http, etag=etag, response=response) or response


def show(request: PageRequest, page: Page, template: str, status: int = 200) -> HttpResponse:
    """Return a page in its frame: for an action that has to show what is wrong."""
    response = _framed(request, *_content(Route(name="", path="", action="", kind="page", function=show, template=template), request, page))
    response.status_code = status
    return response


def _content(route: Route, request: PageRequest, page: Page) -> tuple[Any, SafeString]:
    """Return the heading and the content of a page."""
    context = {"page": page, "request": request, "lang": request.lang, "dossier": request.dossier}
    is_open = request.dossier is None or rests_on_shared(request, route.name)
    return page.title, render_to_string(route.template if is_open else "pages/not_shared.html", context)


def _framed(request: PageRequest, title: Any, content: SafeString) -> HttpResponse:
    """Return content inside the frame that every page has; what renews a part of a page gets the content alone."""
    html = content if getattr(request.http, "htmx", False) else frame(request, title, content)
    response = HttpResponse(with_token(html, request.http))
    response["Vary"] = "Cookie, HX-Request"
    response["Cache-Control"] = "private, no-store"
    return response
