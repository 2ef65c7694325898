"""The routes of a site: each declares the action that it is, so that one place asks whether it is allowed.

A *page* returns a dataclass; from it come the HTML (its template, inside the frame) and, at the same address with ``.json``, its JSON.
An *action* is sent by a form (POST) and leads to a page. A *file* is something to take along.
Every site (:mod:`legation.web.site.routing`, :mod:`legation.web.consular.routing`) has :class:`Routes` of its own, which say who is let in
and what stands around a page.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.dispatch import Signal
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, path
from django.utils.cache import get_conditional_response
from django.utils.safestring import SafeString

from legation.errors import LegationError, NotReady, WrongUse
from legation.language import Lang, Message
from legation.web.site import errors
from legation.web.site.values import to_json

__all__ = [
    "PLACEHOLDER",
    "READING",
    "Kind",
    "Page",
    "Request",
    "Route",
    "Routes",
    "was_answered",
    "was_refused",
    "with_token",
]

Kind = Literal["page", "action", "file"]
READING = ("GET", "HEAD")
"""Methods that change nothing: who reads may be asked to wait a moment, what is sent is never refused for that."""
PLACEHOLDER = f"csrf-{secrets.token_urlsafe(24)}"
"""Stands for the token against forgery in content that is cached for several readers.

Each process chooses it anew, so that nobody can write it into a dossier.
"""

was_answered = Signal()
"""Sent after a route has answered: ``request`` (:class:`Request`), ``route``, ``values`` (of the address), ``status``."""
was_refused = Signal()
"""Sent where somebody who has signed in is not let in: ``http`` (Django's request), ``route``, ``slug`` or None, ``status`` 403 or 404."""


def with_token(html: str, request: HttpRequest) -> str:
    """Return HTML with the reader's own token in each form."""
    return html.replace(PLACEHOLDER, get_token(request)) if PLACEHOLDER in html else html


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every page has. A page adds its own fields; its template sees it as ``page``; its JSON has the same fields.

    Attributes
    ----------
    title : str or Message
        The heading of the page.
    """

    title: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address of the site; ``is_typed``: asked for at each letter that a person types, and so no more than a page seen."""

    name: str
    path: str
    action: str
    kind: Kind
    function: Callable[..., Any]
    template: str = ""
    cached: bool | Callable[..., Hashable] = False
    tables: tuple[str, ...] = ()
    is_typed: bool = False


@dataclass(frozen=True)
class Request:
    """A request that was let in.

    Attributes
    ----------
    http : HttpRequest
        Django's request.
    account : Account or AnonymousUser
    lang : {"en", "fr"}
    """

    http: HttpRequest
    account: Any
    lang: Lang

    @functools.cached_property
    def today(self) -> dt.date:
        """The day of asking."""
        return dt.datetime.now(dt.UTC).date()

    @property
    def query(self) -> QueryDict:
        """What follows the question mark of the address."""
        return self.http.GET

    @property
    def form(self) -> QueryDict:
        """What was sent."""
        return self.http.POST

    @property
    def in_trail(self) -> tuple[str, int | None]:
        """To which place an entry of the trail belongs, and to which of its revisions; "" and None: to the site."""
        return "", None


R = TypeVar("R", bound=Request)
Declare = Callable[[Callable[..., Any]], Callable[..., Any]]


class Routes(Generic[R]):
    """The routes of one site, as its modules declare them.

    A site says in a class of its own who is let in (:meth:`enter`) and what stands around a page (:meth:`frame`).
    """

    def __init__(self, declared: dict[str, Route] | None = None) -> None:
        self.declared: dict[str, Route] = {} if declared is None else declared

    # --- what a site says ------------------------------------------------------------------------------------------------------------
    def enter(self, http: HttpRequest, action: str, values: dict[str, Any]) -> R:
        """Let a request in; what of ``values`` (of the address) the function of the route is not given is taken out of it.

        Raises
        ------
        PermissionDenied
            Where the action is not allowed.
        Http404
            Where the thing is not there, or may not even be seen, which is the same.
        """
        raise NotImplementedError

    def frame(self, request: R, title: Any, content: SafeString) -> str:
        """Return a whole page around its content."""
        raise NotImplementedError

    def place(self, values: dict[str, Any]) -> str | None:
        """Return the place that an address names, to which its trail and the way back from a fault belong; None: the site."""
        raise NotImplementedError

    def template(self, route: Route, request: R) -> str:  # noqa: ARG002 - a site may look at who asks
        """Return the template that a page of a route is shown with."""
        return route.template

    def context(self, request: R) -> dict[str, Any]:  # noqa: ARG002 - the same
        """Return what every template of a page sees beside ``page``, ``request`` and ``lang``."""
        return {}

    # --- declaring -------------------------------------------------------------------------------------------------------------------
    def page(
        self,
        path: str,
        *,
        name: str,
        template: str,
        action: str = "see",
        cached: bool | Callable[..., Hashable] = False,
        tables: tuple[str, ...] = (),
    ) -> Declare:
        """Declare a page.

        Parameters
        ----------
        path : str
            As Django writes it. It never ends in a ``<path:...>``, for ``.json`` may follow.
        action : str
            What a person must be allowed to do, from the table of the site's :class:`legation.web.access.Access`.
        cached : bool or callable
            Whether the content depends on nothing but what the request may see, the address, the language, the role and the day: then it
            is cached and shown again to whoever has the same. A function is given what the page is given and returns what else the content
            depends on, the person included where it does; None where it is not to be cached.
        tables : tuple of str
            The tables that it shows, where without one of them it shows nothing; it speaks for the pages below it (``actors.one``) as well.
        """
        return self._declare(path, name=name, template=template, action=action, cached=cached, tables=tables, kind="page")

    def action(self, path: str, *, name: str, action: str) -> Declare:
        """Declare something that a form does; the function returns an address to go to, a page that shows what is wrong, or a response."""
        return self._declare(path, name=name, action=action, kind="action")

    def file(self, path: str, *, name: str, action: str, is_typed: bool = False) -> Declare:
        """Declare something to take along; the function returns a response. ``is_typed``: a page asks for it at each letter."""
        return self._declare(path, name=name, action=action, kind="file", is_typed=is_typed)

    def _declare(self, path: str, **fields: Any) -> Declare:
        def declared(function: Callable[..., Any]) -> Callable[..., Any]:
            route = Route(path=path, function=function, **fields)
            if route.name in self.declared and self.declared[route.name].function.__qualname__ != function.__qualname__:
                raise ValueError(f"Two routes are called {route.name}: {self.declared[route.name].path} and {path}.")
            self.declared[route.name] = route
            return function

        return declared

    def patterns(self) -> list[URLPattern | URLResolver]:
        """Return the addresses of every route: those of JSON first, and a word that is written out before one that stands for any."""
        return [*self.paths(self.in_order())]

    def in_order(self) -> list[Route]:
        """Return the routes, a word that is written out before one that stands for any."""
        return sorted(self.declared.values(), key=lambda route: [(step.startswith("<"), step) for step in route.path.split("/")])

    def paths(self, routes: list[Route], begun: int = 0) -> list[URLPattern]:
        """Return the addresses of some routes, without so many letters of each that were read before."""
        pages = [route for route in routes if route.kind == "page"]
        in_json = [
            path(f"{r.path or 'home'}.json"[begun:], functools.partial(self.answer, r, as_json=True), name=f"{r.name}.json") for r in pages
        ]
        return in_json + [path(route.path[begun:], functools.partial(self.answer, route), name=route.name) for route in routes]

    # --- answering -------------------------------------------------------------------------------------------------------------------
    def answer(self, route: Route, http: HttpRequest, *, as_json: bool = False, **values: Any) -> HttpResponseBase:
        """Let a request in or not, and answer it."""
        as_json = as_json or errors.accepts_json(http)
        allowed = ("POST",) if route.kind == "action" else READING
        if http.method not in allowed:
            return errors.wrong_method(http, allowed, as_json=as_json)
        place = self.place(values)
        try:
            request = self.enter(http, route.action, values)
        except Http404 as error:
            was_refused.send(Route, http=http, route=route, slug=place, status=404)
            return errors.answer(http, 404, Message("web.error.not-found"), as_json=as_json) if as_json else errors.not_found(http, error)
        except PermissionDenied:
            if not http.user.is_authenticated:
                if as_json:
                    return errors.answer(http, 401, Message("web.error.sign-in"), as_json=True)
                return redirect_to_login(http.get_full_path())
            was_refused.send(Route, http=http, route=route, slug=place, status=403)
            return errors.answer(http, 403, Message("web.error.not-allowed"), as_json=as_json, dossier=place or "")
        except LegationError as error:
            return errors.failed(http, error, as_json=as_json, dossier="" if isinstance(error, NotReady) else place or "")
        try:
            response = self.respond(route, request, values, as_json=as_json)
        except LegationError as error:
            response = errors.failed(http, error, as_json=as_json, dossier=place or "")
        response.headers.setdefault("Cache-Control", "private, no-cache" if as_json else "private, no-store")
        was_answered.send(Route, request=request, route=route, values=values, status=response.status_code)
        return response

    def respond(self, route: Route, request: R, values: dict[str, Any], *, as_json: bool) -> HttpResponseBase:
        """Return what a route answers to a request that was let in."""
        if route.kind == "action" and any("\x00" in text for texts in request.form.lists() for text in (texts[0], *texts[1])):
            raise WrongUse(Message("web.error.bad-request"))  # no browser sends it, and no database keeps it
        page = route.function(request, **values)
        if isinstance(page, HttpResponseBase):
            return page
        if isinstance(page, str):
            return JsonResponse({"ok": True, "next": page}) if as_json else HttpResponseRedirect(page)
        if as_json:
            return self.json(request, page)
        return self.framed(request, *self.content(route, request, page))

    def show(self, request: R, page: Page, template: str, status: int = 200) -> HttpResponse:
        """Return a page in its frame: for an action that has to show what is wrong."""
        route = Route(name="", path="", action="", kind="page", function=self.show, template=template)
        response = self.framed(request, *self.content(route, request, page))
        response.status_code = status
        return response

    def json(self, request: R, page: Page) -> HttpResponseBase:
        """Return a page as JSON, with an ETag."""
        return answered(request, *body_of(request, page))

    def content(self, route: Route, request: R, page: Page) -> tuple[Any, SafeString]:
        """Return the heading and the content of a page."""
        context = {"page": page, "request": request, "lang": request.lang, **self.context(request)}
        return page.title, render_to_string(self.template(route, request), context)

    def framed(self, request: R, title: Any, content: SafeString) -> HttpResponse:
        """Return content inside the frame that every page has; what renews a part of a page gets the content alone."""
        html = content if getattr(request.http, "htmx", False) else self.frame(request, title, content)
        response = HttpResponse(with_token(html, request.http))
        response["Vary"] = "Cookie, HX-Request"
        response["Cache-Control"] = "private, no-store"
        return response


def body_of(request: Request, page: Page) -> tuple[bytes, str]:
    """Return a page as JSON, and its ETag."""
    body = JsonResponse({"ok": True, **to_json(page, request.lang)}, json_dumps_params={"ensure_ascii": False}).content
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def answered(request: Request, body: bytes, etag: str) -> HttpResponseBase:
    """Return JSON with its ETag, or that it is what the reader has."""
    response = HttpResponse(body, content_type="application/json")
    response["ETag"], response["Vary"] = etag, "Accept, Accept-Language, Cookie, Authorization"
    return get_conditional_response(request.http, etag=etag, response=response) or response
