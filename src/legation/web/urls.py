"""Every address of the site: those of the accounts' library that we offer, and the routes that the pages declare.

An address is part of an account because an invitation proved it; nobody adds another one alone, or makes an account uninvited.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path

from legation.web import pages  # noqa: F401 - declares the routes
from legation.web.api.description import urls as api
from legation.web.invited.routes import patterns as invited
from legation.web.pages.circulations import public_page
from legation.web.pages.invited import opening as invitation
from legation.web.pages.invited import receipt, text  # noqa: F401 - declares the routes of those who are invited
from legation.web.pages.lessons import learning
from legation.web.pages.posts import assignments, draft, opening, pasted_by_post, report  # noqa: F401 - declares the routes of posts
from legation.web.pages.public_game import playing
from legation.web.pages.rooms import door, outcome, seat  # noqa: F401 - declares the routes of seats
from legation.web.pages.rooms.drafting import seat as text_seat  # noqa: F401 - declares more of them
from legation.web.pages.rooms.negotiation import ranking as party_ranking  # noqa: F401 - declares more of them
from legation.web.posts.routes import patterns as posts
from legation.web.rooms import routes
from legation.web.site.routing import patterns

__all__ = [
    "ACCOUNT",
]


def closed(request: HttpRequest, **values: str) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Answer that nothing is here."""
    raise Http404


ACCOUNT: list[URLPattern | URLResolver] = [
    path("email/", closed, name="account_email"),
    path("signup/", closed, name="account_signup"),
    path("confirm-email/", closed, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", closed, name="account_confirm_email"),
    path("login/code/confirm/", closed, name="account_confirm_login_code"),
    path("", include("allauth.urls")),
]


handler400 = "legation.web.site.errors.bad"
handler403 = "legation.web.site.errors.denied"
handler404 = "legation.web.site.errors.not_found"
handler429 = "legation.web.accounts.sign_in.too_many"
handler500 = "legation.web.site.errors.broken"

urlpatterns = [
    path("account/", include(ACCOUNT)),
    *api(),
    *door.urls(),
    *outcome.urls(),
    *routes.patterns(),
    opening.ADDRESS,
    *public_page.urls(),
    *playing.urls(),
    *learning.urls(),
    *posts(),
    invitation.ADDRESS,
    *invited(),
    *patterns(),
]
