"""Every address of the site: those of the accounts' library, and the routes that the pages declare."""

from __future__ import annotations

from django.urls import include, path

from legation.web import pages  # noqa: F401 - declares the routes
from legation.web.api.description import urls as api
from legation.web.site.routing import patterns

handler400 = "legation.web.site.errors.bad"
handler403 = "legation.web.site.errors.denied"
handler404 = "legation.web.site.errors.not_found"
handler429 = "legation.web.accounts.sign_in.too_many"
handler500 = "legation.web.site.errors.broken"

urlpatterns = [path("account/", include("legation.web.accounts.urls")), *api(), *patterns()]
