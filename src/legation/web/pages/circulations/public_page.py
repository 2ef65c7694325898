"""The public list of a text in circulation, for the world: without an account, in both languages, as a page and as a table.

Nothing else of the dossier is on it. Before the list is public, and after it was revoked, its address is like one that never was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from legation import moment
from legation.briefing.data import csv_table
from legation.briefing.papers.circulation import table_of
from legation.language import LANGUAGES, Lang, Message, say
from legation.methods.signing.circulation import SIDES
from legation.web.pages.rooms.private_page import private_page
from legation.web.public_lists.listed import Listed, public_at
from legation.web.rooms.limits import BY_ADDRESS, address_of
from legation.web.rooms.routes import later
from legation.web.site import errors

__all__ = ["urls"]


@require_safe
def public_list(request: HttpRequest, key: str) -> HttpResponse:
    """Show the list; ``?lang=fr`` in a language."""
    return _answered(request, key, _page)


@require_safe
def table(request: HttpRequest, key: str) -> HttpResponse:
    """Give the list as a table."""
    return _answered(request, key, _table)


def urls() -> list[Any]:
    """Return the addresses of public lists."""
    return [
        path("statements/<slug:key>", public_list, name="public-list"),
        path("statements/<slug:key>.csv", table, name="public-list-csv"),
    ]


def _answered(request: HttpRequest, key: str, made: Callable[[HttpRequest, str, Listed, Lang], HttpResponse]) -> HttpResponse:
    wait = BY_ADDRESS.take(address_of(request))
    if wait:
        return later(request, wait, as_json=False)
    chosen = request.GET.get("lang", "")
    lang: Lang = chosen if chosen in LANGUAGES else request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    there = public_at(key[:64], lang, timezone.now())
    if there is None:
        return errors.not_found(request)
    response = made(request, key, there, lang)
    response["Content-Language"] = lang
    return response


def _page(request: HttpRequest, key: str, there: Listed, lang: Lang) -> HttpResponse:
    found = there.found
    rows = table_of(found, there.there, lang).rows
    notes = [row[4] for row in rows if row[4]]
    lines = [
        {
            "side": one.side,
            "name": row[1],
            "does": row[2],
            "date": row[3],
            "note": notes.index(row[4]) + 1 if row[4] else 0,
            "version": row[5],
        }
        for one, row in zip(there.there, rows, strict=True)
    ]
    sides = [(side, own) for side in SIDES if (own := [line for line in lines if line["side"] == side])]
    version = found.versions[-1]
    values = {
        "lang": lang,
        "key": key,
        "title": found.title,
        "host": found.terms.host,
        "kind": Message(f"page-circulations.kind.{found.terms.kind}"),
        "sides": [(Message(f"brief.circulation.heading-{side}", count=len(own)), own) for side, own in sides],
        "notes": list(enumerate(notes, 1)),
        "version": version.id,
        "hash": found.hash_of(version.id),
        "at": moment.shown(found.at, found.terms.zone or "UTC"),
    }
    return private_page(request, "circulations/public.html", values)


def _table(_request: HttpRequest, key: str, there: Listed, lang: Lang) -> HttpResponse:
    response = HttpResponse(csv_table(table_of(there.found, there.there, lang), lang), content_type="text/csv; charset=utf-8")
    name = f"{say(Message('page-circulations.list-title'), lang)}-{key}-{lang}.csv"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
