"""What the pages are compared with: Django, signed in, one read, a few lines of HTML."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from legation.web.dossiers.models import Dossier
from legation.web.urls import handler400, handler403, handler404, handler500
from legation.web.urls import urlpatterns as of_the_site

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

PAGE = engines["django"].from_string("<!doctype html><title>{{ dossier.slug }}</title><p>{{ request.user }}: {{ dossier.slug }}</p>")


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE.render({"dossier": Dossier.objects.get(slug="un-ict-2018")}, request))


urlpatterns = [path("bare", bare), *of_the_site]
