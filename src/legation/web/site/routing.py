"""A place for the token against forgery in content that is kept for several readers.

The routes of the site: each declares the action that it is, so that one place asks whether it is allowed, and a test walks them all.

A *page* returns a dataclass; from it come the HTML (its template, inside the frame) and, at the same address with ``.json``, its JSON twin.
A *deed* is sent by a form (POST) and leads to a page. A *file* is something to take along.
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

from legation.errors import CannotWrite, LegationError, WrongUse
from legation.language import Message
from legation.web.access import CHANGES, ON_SITE, TABLE, can, grants_of, role_in_site
from legation.web.site import errors
from legation.web.site.cache import Cache
from legation.web.site.frame import frame, rests_on_shared
from legation.web.site.page import ROUTES, Kind, Page, Route
from legation.web.site.request import PageRequest
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
"""Chosen anew by each process, so that nobody can write it into a dossier."""


def with_token(html: str, request: HttpRequest) -> str:
    """Return HTML with the reader's own token in each form."""
    return html.replace(PLACEHOLDER, get_token(request)) if PLACEHOLDER in html else html


was_answered = Signal()
"""Sent after a route has answered: ``asked``, ``route``, ``values`` (of the address), ``status``. The audit trail listens."""
was_refused = Signal()
"""Sent where somebody who has signed in is not let in: ``request``, ``route``, ``slug`` of the dossier or None, ``status`` 403 or 404."""

_DOSSIER = "dossiers/<slug:slug>/"
_CONTENT: Cache[tuple[Any, SafeString]] = Cache(64 * 1024 * 1024, lambda kept: sys.getsizeof(kept[1]))
"""By all that they show, so many bytes of pages."""


def page(
    path: str,
    *,
    name: str,
    template: str,
    action: str = "see",
    kept: bool | Callable[..., Hashable] = False,
    rests: tuple[str, ...] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a page.

    Parameters
    ----------
    path : str
        As Django writes it; a dossier's is below ``dossiers/<slug:slug>``. It never ends in a ``<path:...>``, for ``.json`` may follow.
    action : str
        What a person must be allowed to do, from :data:`legation.web.access.TABLE`.
    kept : bool or callable
        Whether the content depends on nothing but the dossier as it may be seen, the address, the language, the role and the day: then it
        is kept and shown again to whoever has the same. A function is given what the page is given and returns what else the content
        depends on, the person included where it does; None where it is not to be kept.
    rests : tuple of str
        The tables that it shows, where without one of them it shows nothing; it speaks for the pages below it (``actors.one``) as well.
    """
    return _declare(path, name=name, template=template, action=action, kept=kept, rests=rests, kind="page")


def action(path: str, *, name: str, action: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare something that a form does; the function returns an address to go to, a page that shows what is wrong, or a response."""
    return _declare(path, name=name, action=action, kind="deed")


def file(path: str, *, name: str, action: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare something to take along; the function returns a response."""
    return _declare(path, name=name, action=action, kind="file")


def patterns() -> list[URLPattern | URLResolver]:
    """Return the addresses of every route: the twins first, and a word that is written out before one that stands for any.

    Those of a dossier are looked at only where the address begins as they do.
    """
    routes = sorted(ROUTES.values(), key=lambda route: [(step.startswith("<"), step) for step in route.path.split("/")])
    inside = [route for route in routes if route.path.startswith(_DOSSIER)]
    return [*_paths([route for route in routes if route not in inside]), path(_DOSSIER, include(_paths(inside, len(_DOSSIER))))]


def _paths(routes: list[Route], begun: int = 0) -> list[URLPattern]:
    """Return the addresses of some routes, without so many letters of each that were read before."""
    pages = [route for route in routes if route.kind == "page"]
    twins = [path(f"{r.path or 'home'}.json"[begun:], functools.partial(_enter, r, twin=True), name=f"{r.name}.json") for r in pages]
    return twins + [path(route.path[begun:], functools.partial(_enter, route), name=route.name) for route in routes]


def _declare(path: str, **fields: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def declared(function: Callable[..., Any]) -> Callable[..., Any]:
        route = Route(path=path, function=function, **fields)
        if route.name in ROUTES and ROUTES[route.name].function.__qualname__ != function.__qualname__:
            raise ValueError(f"Two routes are called {route.name}: {ROUTES[route.name].path} and {path}.")
        ROUTES[route.name] = route
        return function

    return declared


def _enter(route: Route, request: HttpRequest, *, twin: bool = False, **values: Any) -> HttpResponseBase:
    """Let a request in or not, and answer it."""
    as_json = twin or errors.accepts_json(request)
    allowed = ("POST",) if route.kind == "deed" else ("GET", "HEAD")
    if request.method not in allowed:
        words = Message("web.error.method", found=str(request.method)[:20], allowed=", ".join(allowed))
        refused = errors.answer(request, 405, words, as_json=as_json)
        refused["Allow"] = ", ".join(allowed)
        return refused
    slug = values.pop("slug", None)
    try:
        asked = enter(request, route.action, slug)
    except Http404 as error:
        was_refused.send(Route, request=request, route=route, slug=slug, status=404)
        return errors.answer(request, 404, Message("web.error.not-found"), as_json=as_json) if as_json else errors.not_found(request, error)
    except PermissionDenied:
        if role_in_site(request.user) == "anonymous":
            if as_json:
                return errors.answer(request, 401, Message("web.error.sign-in"), as_json=True)
            return redirect_to_login(request.get_full_path())
        was_refused.send(Route, request=request, route=route, slug=slug, status=403)
        return errors.answer(request, 403, Message("web.error.not-allowed"), as_json=as_json, dossier=slug or "")
    except LegationError as error:
        return errors.failed(request, error, as_json=as_json, dossier=slug or "")
    try:
        response = _answered(route, asked, values, as_json=as_json)
    except LegationError as error:
        response = errors.failed(request, error, as_json=as_json, dossier=slug or "")
    was_answered.send(Route, asked=asked, route=route, values=values, status=response.status_code)
    return response


def enter(request: HttpRequest, action: str, slug: str | None = None) -> PageRequest:
    """Let a request in: the one door of pages, twins and the API.

    A program comes with a token (:mod:`legation.web.api`): it does what its person may do, as far as the token's scopes and dossiers go.

    Raises
    ------
    PermissionDenied
        Where the action is not allowed.
    Http404
        Where the dossier is not there, or may not even be seen, which is the same.
    CannotWrite
        Where it is closed, and the action would change it.
    """
    account, lang = request.user, request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    token = getattr(request, "token", None)
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
        return PageRequest(request, account, lang, grants=grants)
    grant = next((grant for grant in grants if grant.dossier.slug == slug), None)
    if grant is None:
        raise Http404
    asked = PageRequest(request, account, lang, grant.dossier, grant, grants)
    if not (can(account, action) if action in ON_SITE else asked.may(action)):
        if grant.dossier.closed and action in CHANGES and grant.role in TABLE[action]:
            raise CannotWrite(Message("page-settings.is-closed"))
        raise PermissionDenied
    return asked


def _answered(route: Route, asked: PageRequest, values: dict[str, Any], *, as_json: bool) -> HttpResponseBase:
    key = None if as_json else _key(route, asked, values)
    if key is not None:
        title, content = _CONTENT.get(key, lambda: _content(route, asked, route.function(asked, **values)))
        return _framed(asked, title, content)
    if route.kind == "deed" and any("\x00" in text for texts in asked.form.lists() for text in (texts[0], *texts[1])):
        raise WrongUse(Message("web.error.bad-request"))  # no browser sends it, and no database keeps it
    made = route.function(asked, **values)
    if isinstance(made, HttpResponseBase):
        return made
    if isinstance(made, str):
        return JsonResponse({"ok": True, "next": made}) if as_json else HttpResponseRedirect(made)
    if as_json:
        return json_response(asked, made)
    return _framed(asked, *_content(route, asked, made))


def _key(route: Route, asked: PageRequest, values: dict[str, Any]) -> Hashable:
    """Return all that the content of a page depends on; None where it is not kept."""
    more = route.kept(asked, **values) if callable(route.kept) else () if route.kept else None
    if more is None:
        return None
    address = (asked.request.get_host(), asked.request.get_full_path())
    if asked.dossier is None:
        return route.name, address, asked.lang, asked.today, role_in_site(asked.account), more
    revision = (asked.revision.pk, asked.revision.hash, asked.dossier.closed)
    return route.name, address, asked.lang, asked.today, asked.grant.role, revision, asked.sight.key, more


def json_response(asked: PageRequest, made: Page) -> HttpResponseBase:
    """Return a page as JSON, with an ETag."""
    response = JsonResponse({"ok": True, **to_json(made, asked.lang)}, json_dumps_params={"ensure_ascii": False})
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"], response["Vary"] = etag, "Accept, Accept-Language, Cookie, Authorization"
    return get_conditional_response(asked.request, etag=etag, response=response) or response


def show(asked: PageRequest, made: Page, template: str, status: int = 200) -> HttpResponse:
    """Return a page in its frame: for a deed that has to show what is wrong."""
    response = _framed(asked, *_content(Route(name="", path="", action="", kind="page", function=show, template=template), asked, made))
    response.status_code = status
    return response


def _content(route: Route, asked: PageRequest, made: Page) -> tuple[Any, SafeString]:
    """Return the heading and the content of a page."""
    context = {"page": made, "asked": asked, "lang": asked.lang, "dossier": asked.dossier}
    is_open = asked.dossier is None or rests_on_shared(asked, route.name)
    return made.title, render_to_string(route.template if is_open else "pages/not_shared.html", context)


def _framed(asked: PageRequest, title: Any, content: SafeString) -> HttpResponse:
    """Return content inside the frame that every page has; what renews a part of a page gets the content alone."""
    html = content if getattr(asked.request, "htmx", False) else frame(asked, title, content)
    response = HttpResponse(with_token(html, asked.request))
    response["Vary"] = "Cookie, HX-Request"
    response["Cache-Control"] = "private, no-store"
    return response
