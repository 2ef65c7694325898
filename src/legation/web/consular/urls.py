"""Every address of the desk: those of the accounts' library that are offered, and the routes that the pages declare."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_POST

from legation.web.accounts.addresses import ACCOUNT
from legation.web.consular import pages  # noqa: F401 - declares the routes
from legation.web.consular.crises.delivery import gateway_calls
from legation.web.consular.pages.invitation import invitation
from legation.web.consular.pages.wardens import with_code
from legation.web.consular.routing import patterns
from legation.web.site.language import choose_language

__all__ = ["WITH_CODE"]

handler400 = "legation.web.site.errors.bad"
handler403 = "legation.web.site.errors.denied"
handler404 = "legation.web.site.errors.not_found"
handler429 = "legation.web.accounts.sign_in.too_many"
handler500 = "legation.web.site.errors.broken"

WITH_CODE: list[URLPattern | URLResolver] = [
    path("", with_code.door, name=with_code.DOOR),
    path("/enter", with_code.enter, name=f"{with_code.DOOR}.enter"),
    path("/report", with_code.report, name=f"{with_code.DOOR}.report"),
    path("/leave", with_code.leave, name=f"{with_code.DOOR}.leave"),
]
"""What a warden without an account reaches."""

urlpatterns = [
    path("invitation/<str:token>", invitation, name="invitation"),
    path("language", require_POST(choose_language), name="language"),
    path("account/", include(ACCOUNT)),
    path("gateway", gateway_calls, name="gateway"),
    path("list", include(WITH_CODE)),
    *patterns(),
]
