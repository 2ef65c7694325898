"""Every address of the site: those of the accounts' library that we offer, and the routes that the pages declare."""

from __future__ import annotations

from django.urls import include, path

from legation.web import pages  # noqa: F401 - declares the routes
from legation.web.accounts.addresses import ACCOUNT
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
