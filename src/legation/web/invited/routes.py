"""The routes of those who are invited, below the links to their invitations: what a function is given of whoever holds one."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone

from legation.language import Lang, Message
from legation.web.invited.invitation import Invited, invited
from legation.web.invited.links import INVITED
from legation.web.links.routes import LinkRoutes, not_now, nothing_here
from legation.web.links.secret import INVITATIONS
from legation.web.stores.invited.models import InvitationLink

__all__ = ["INVITED_ROUTES", "InvitedRequest", "invited_route", "patterns"]

LARGEST = 64 * 1024
"""Bytes of an answer."""


@dataclass(frozen=True)
class InvitedRequest:
    """A request of whoever holds a link to an invitation, that was let in.

    Attributes
    ----------
    http : HttpRequest
    link : InvitationLink
    lang : {"en", "fr"}
    """

    http: HttpRequest
    link: InvitationLink
    lang: Lang

    @functools.cached_property
    def given(self) -> Invited | None:
        """What it sees now; None where that is nothing."""
        return invited(self.link.dossier, self.link.invitation, timezone.now())

    @property
    def seen(self) -> Invited:
        """What it sees now: routes are asked for no request without it."""
        assert self.given is not None, "Nothing is shown of an invitation that is there no more."  # noqa: S101
        return self.given


def _request(http: HttpRequest, name: str) -> tuple[InvitedRequest | None, Any]:
    """Return the request of whoever comes, and on what footing."""
    link = InvitationLink.objects.filter(pk=name).select_related("dossier").first()
    footing = INVITED.row(INVITATIONS.browser(http, name), link) if link is not None else None
    if link is None or footing is None or link.dossier.closed:
        return None, None
    lang: Lang = http.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    return InvitedRequest(http, link, lang), footing


_ROUTES = LinkRoutes(
    links=INVITATIONS,
    access=INVITED,
    find=_request,
    is_there=lambda request: request.given is not None,
    largest=LARGEST,
    gone=nothing_here(Message("page-invited.nothing")),
    closed=not_now(Message("page-invited.nothing")),
    too_large=Message("page-invited.too-large", most=LARGEST // 1024),
)
INVITED_ROUTES = _ROUTES.routes


def invited_route(
    where: str, *, name: str, action: str = "see-text", method: str = "GET"
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Declare an address below ``/invited/ID/``; the function is given an :class:`InvitedRequest`.

    Parameters
    ----------
    action : str
        What whoever holds the link must be allowed to do, from ``legation.web.invited.links.INVITED``.
    """
    return _ROUTES.declare(where, name=name, action=action, method=method)


def patterns() -> list[URLPattern]:
    """Return the addresses of every route of those who are invited that was declared."""
    return _ROUTES.patterns()
