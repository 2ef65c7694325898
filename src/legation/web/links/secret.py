"""The kinds of links with a secret of 256 bits: where each is opened and used, and by which cookie a browser knows it.

The site keeps the hash of a secret alone. A link is opened at ``/WHERE/open/SECRET``: a page with a button, since programs open links
before people do. The button leads to the pages below ``/WHERE/ID/``, of which no address holds the secret.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from legation.web.rooms.browser import Browser

__all__ = ["HIGHEST", "INVITATIONS", "POSTS", "SecretLinks", "holds_secret"]

HIGHEST = "TLP:AMBER"
"""The highest marking that is seen by a link where the desk has not chosen another: what is above it leaves by none."""

LASTS = 30 * 86_400
"""Seconds for which a browser knows a link that was opened in it."""


@dataclass(frozen=True, slots=True)
class SecretLinks:
    """A kind of links.

    Attributes
    ----------
    where : str
        The first word of its addresses: ``posts``.
    thing : str
        What a link leads to, in names of routes and cookies: ``post``.

    Examples
    --------
    >>> POSTS.opened_at, POSTS.cookie_of("0f"), len(POSTS.new_secret())
    ('/posts/open/', 'post-0f', 43)
    """

    where: str
    thing: str

    @property
    def opened_at(self) -> str:
        """Below which address a link is opened."""
        return f"/{self.where}/open/"

    def new_secret(self) -> str:
        """Return the secret of a new link; it is kept nowhere."""
        return secrets.token_urlsafe(32)

    def cookie_of(self, thing: str) -> str:
        """Return the name of the cookie by which a browser knows the link to a thing."""
        return f"{self.thing}-{thing}"

    def browser(self, request: HttpRequest, thing: str) -> Browser:
        """Return somebody of whom nothing is known but which link to a thing their browser knows."""
        return Browser(request.COOKIES.get(self.cookie_of(thing), ""))

    def keep(self, response: HttpResponse, thing: str, secret: str) -> None:
        """Let a browser know a link; only pages of that thing are told of it."""
        response.set_cookie(
            self.cookie_of(thing), secret, max_age=LASTS, path=f"/{self.where}/{thing}/", httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip

    def forget(self, response: HttpResponse, thing: str) -> None:
        """Let a browser forget a link."""
        response.delete_cookie(self.cookie_of(thing), path=f"/{self.where}/{thing}/")


POSTS = SecretLinks("posts", "post")
"""Links to a post of a round of démarches."""
INVITATIONS = SecretLinks("invited", "invited")
"""Links to an invitation to a text in circulation."""


def holds_secret(path: str) -> bool:
    """Whether an address holds the secret of a link.

    >>> holds_secret("/posts/open/x"), holds_secret("/posts/0f/")
    (True, False)
    """
    return path.startswith((POSTS.opened_at, INVITATIONS.opened_at))
