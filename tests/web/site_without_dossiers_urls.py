"""The addresses of a site without dossiers: a home, the choice of a language, and those of accounts."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from legation.web.accounts.addresses import ACCOUNT
from legation.web.serving.bridge import Threads
from legation.web.serving.server import end_with_parent

handler404 = "legation.web.site.errors.not_found"
handler429 = "legation.web.accounts.sign_in.too_many"
handler500 = "legation.web.site.errors.broken"


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer with an empty page."""
    return HttpResponse(request.user.get_username())


def application() -> Threads:
    """Return the ASGI application of the site."""
    end_with_parent()
    return Threads(get_wsgi_application(), threads=2, limit=2**20)


urlpatterns = [
    path("", nothing, name="home"),
    path("language/", nothing, name="language"),
    path("account/", include(ACCOUNT)),
]
