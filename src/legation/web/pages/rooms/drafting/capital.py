"""The report of a delegation to its capital, from its seat: one page to read, and to take along in three formats."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from legation.briefing.layout.composition import compose
from legation.language import LANGUAGES, say
from legation.rooms.drafting import DRAFTING
from legation.web.pages.rooms.drafting.documents import here_of, own_of
from legation.web.pages.rooms.private_page import private_page
from legation.web.pages.rooms.result import attached, links_of
from legation.web.rooms import drafts, reports
from legation.web.rooms.routes import seat_route

__all__ = ["capital", "capital_file"]


@seat_route("capital", name="room-capital", kind=DRAFTING.id)
def capital(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Show a delegation what it has to report: obtained, conceded, reserved, open, what comes next."""
    at = here_of(room)
    if not own_of(at, here):
        raise Http404
    lang = request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    values = {"room": room, "heading": say(at.title, lang), "leaves": at.leaves}
    _, paper = drafts.capital_document(at, here, lang)
    values["blocks"] = compose(paper)["blocks"]
    if at.leaves:
        values["papers"] = [
            one for one in links_of(lambda name: reverse("room-capital-file", args=[room, name])) if f"/{lang}-" in one.href
        ]
    return private_page(request, "rooms/capital.html", values)


@seat_route("capital/<slug:name>", name="room-capital-file", kind=DRAFTING.id)
def capital_file(request: HttpRequest, room: str, here: str, name: str) -> HttpResponse:  # noqa: ARG001 - what every seat's page is given
    """Give a delegation its report as a file, ``fr-pdf``."""
    at = here_of(room)
    lang, _, ending = name.partition("-")
    if not own_of(at, here) or not at.leaves or lang not in LANGUAGES or ending not in reports.FORMATS:
        raise Http404
    _, paper = drafts.capital_document(at, here, lang)
    return attached(reports.FORMATS[ending][1](paper), reports.FORMATS[ending][0], f"capital-{room}-{at.state.number}-{lang}.{ending}")
