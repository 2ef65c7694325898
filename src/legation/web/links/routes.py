"""The routes below a link: each declares what it does to what the link leads to, so that one place asks whether whoever comes may.

They are no routes of dossiers (:mod:`legation.web.site.routing`): whoever comes by a link sees what that link is for, and no other page.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from legation.errors import LegationError
from legation.language import Message
from legation.web.access import Access
from legation.web.links.secret import SecretLinks
from legation.web.rooms.limits import BY_SEAT, LOOKS
from legation.web.rooms.routes import later
from legation.web.site import errors

__all__ = ["LinkRoute", "LinkRoutes", "not_now", "nothing_here"]


def nothing_here(message: Message) -> Callable[..., HttpResponse]:
    """Return what says the same to everybody for whom there is nothing, with no word on whether there ever was."""
    return lambda http, thing, request, *, as_json: errors.answer(http, 404, message, as_json=as_json)  # noqa: ARG005


def not_now(message: Message) -> Callable[..., HttpResponse]:
    """Return what says why something may not be done now."""
    return lambda http, request, *, as_json: errors.answer(http, 403, message, as_json=as_json)  # noqa: ARG005


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRoute:
    """One address below a link; ``as_json``: a script asks, and is answered as one."""

    name: str
    path: str
    action: str
    method: str
    as_json: bool
    function: Callable[..., HttpResponse]


@dataclass(frozen=True, kw_only=True)
class LinkRoutes:
    """The routes of one kind of links.

    Attributes
    ----------
    links : SecretLinks
    access : Access
        Who may do what to the thing that a link leads to.
    find : callable
        A request and the name of a thing in its address -> what the functions are given, and on what footing whoever comes is; None and
        None where they are nothing to it, which tells nobody whether it is there.
    is_there : callable
        What the functions are given -> whether there is anything to show.
    largest : int
        Bytes of what may be sent.
    gone : callable
        A request, the name of a thing and what the functions would be given, where whoever comes is something to it -> what is answered
        where there is nothing for them: :func:`nothing_here`.
    closed : callable
        A request and what the functions would be given -> what is answered where this may not be done now: :func:`not_now`.
    too_large : Message
        What is said where too much was sent.
    routes : dict of str to LinkRoute
        Those that were declared, by name.
    """

    links: SecretLinks
    access: Access
    find: Callable[[HttpRequest, str], tuple[Any, Any]]
    is_there: Callable[[Any], bool]
    largest: int
    gone: Callable[..., HttpResponse]
    closed: Callable[..., HttpResponse]
    too_large: Message
    routes: dict[str, LinkRoute] = field(default_factory=dict)

    def declare(
        self, where: str, *, name: str, action: str, method: str = "GET", as_json: bool = False
    ) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
        """Declare an address below that of the thing.

        Parameters
        ----------
        action : str
            What whoever comes must be allowed to do, from the table of ``access``.
        """
        address = f"{self.links.where}/<slug:{self.links.thing}>/{where}"

        def declared(function: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
            self.routes[name] = LinkRoute(name=name, path=address, action=action, method=method, as_json=as_json, function=function)
            return function

        return declared

    def patterns(self) -> list[URLPattern]:
        """Return the addresses of every route that was declared."""
        return [path(route.path, functools.partial(self._enter, route), name=name) for name, route in self.routes.items()]

    def _enter(self, route: LinkRoute, http: HttpRequest, **values: Any) -> HttpResponse:
        """Let a request in or not, and answer it."""
        as_json = route.as_json or errors.accepts_json(http)
        allowed = ("POST",) if route.method == "POST" else ("GET", "HEAD")
        if http.method not in allowed:
            return errors.wrong_method(http, allowed, as_json=as_json)
        if int(http.META.get("CONTENT_LENGTH") or 0) > self.largest:
            return errors.answer(http, 413, self.too_large, as_json=as_json)
        thing = values.pop(self.links.thing)
        request, footing = self.find(http, thing)
        if request is None or footing is None:
            return self.gone(http, thing, None, as_json=as_json)
        wait = (LOOKS if route.method == "GET" else BY_SEAT).take(f"{self.links.thing}-{footing.seat}")
        if wait:
            return later(http, wait, as_json=as_json)
        if not self.access.lets(footing, route.action):
            return self.closed(http, request, as_json=as_json)
        if not self.is_there(request):
            return self.gone(http, thing, request, as_json=as_json)
        try:
            response = route.function(request, **values)
        except LegationError as error:
            response = errors.failed(http, error, as_json=as_json)
        response["Cache-Control"] = "private, no-store"
        return response
