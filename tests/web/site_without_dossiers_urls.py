"""The addresses of a site without dossiers: a home, the choice of a language, and those of accounts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from legation.web.accounts.addresses import ACCOUNT

handler404 = "legation.web.site.errors.not_found"
handler429 = "legation.web.accounts.sign_in.too_many"
handler500 = "legation.web.site.errors.broken"


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer with an empty page."""
    return HttpResponse(request.user.get_username())


urlpatterns = [
    path("", nothing, name="home"),
    path("language/", nothing, name="language"),
    path("account/", include(ACCOUNT)),
]
