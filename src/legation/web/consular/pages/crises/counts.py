"""The counts of a crisis to take along, as they may leave: for who may export."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from legation.web.consular.counts import as_csv, counts_of_crisis
from legation.web.consular.pages.crises.scope import crisis_of, posts_in
from legation.web.consular.routing import DeskRequest, file
from legation.web.site.attachments import attachment

__all__ = ["crisis_counts"]


@file("posts/<slug:post>/crises/<slug:crisis>/counts", name="crises.counts", action="export")
def crisis_counts(request: DeskRequest, crisis: str) -> HttpResponse:
    """Return the part ``consular.csv`` of a crisis, of the posts at which the reader may export."""
    found = crisis_of(request, crisis)
    posts = posts_in(request, found, "export")
    if not posts:
        raise PermissionDenied
    if found.state == "prepared":
        raise Http404
    return attachment(as_csv(counts_of_crisis(found, dt.datetime.now(dt.UTC), request.lang, posts)), "consular", "csv")
