"""A link that is opened: a page says where it leads, and a button lets the browser know it; programs that open links change nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from legation.language import Message
from legation.web.links.secret import SecretLinks
from legation.web.pages.rooms.private_page import private_page
from legation.web.rooms.limits import WRONG_CODES, address_of
from legation.web.rooms.routes import later
from legation.web.site import errors

__all__ = ["opening"]


def opening(
    links: SecretLinks,
    *,
    thing_of: Callable[[str], Any],
    shown: Callable[[Any], Mapping[str, Any] | Message],
    template: str,
    none: Message,
    gone: Callable[[HttpRequest, str], HttpResponse | None] = lambda _request, _secret: None,
) -> URLPattern:
    """Return the address at which links of a kind are opened.

    Parameters
    ----------
    thing_of : callable
        The secret -> what it leads to; None where it opens nothing, for whatever reason.
    shown : callable
        What it leads to -> what the page says of it; or why the link leads there no more.
    template : str
    none : Message
        What is said where a secret opens nothing.
    gone : callable, optional
        A request and the secret -> what is answered where it opened something before; None where it never did.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        thing = thing_of(token[:100])
        if thing is None:
            before = gone(request, token[:100])
            if before is not None:
                return before
            wait = WRONG_CODES.take(address_of(request))
            return later(request, wait, as_json=False) if wait else errors.answer(request, 404, none, as_json=False)
        values = shown(thing)
        if isinstance(values, Message):
            return errors.answer(request, 403, values, as_json=False)
        if request.method == "POST":
            response = HttpResponseRedirect(reverse(links.thing, args=[thing.pk]))
            links.keep(response, thing.pk, token)
            return response
        return private_page(request, template, {**values, "token": token})

    return path(f"{links.where}/open/<str:token>", opened, name=f"{links.thing}-open")
