"""Who asks, and the dossiers: which there are, what one is, where its words stand."""

from __future__ import annotations

import json
from typing import Annotated, Any

from ninja import Query
from pydantic import Field

from legation.dossier import TABLES
from legation.dossier.files.templates import datapackage
from legation.language import say
from legation.web.access import role_in_site
from legation.web.api.models import Token
from legation.web.api.operation import operation
from legation.web.api.shapes import Account, DossierList, DossierOne, Found, Package
from legation.web.dossiers.models import Grant
from legation.web.pages.desk.search import search as look_for
from legation.web.site.frame import titled
from legation.web.site.page import PageRequest


@operation("get", "me", name="me", action="be-here", answers={200: Account})
def me(request: PageRequest) -> Any:
    """Return whose the token is."""
    token: Token = request.http.token  # type: ignore[attr-defined]  # who was let in has one
    return {
        "name": str(request.account),
        "language": request.lang,
        "role": role_in_site(request.account),
        "token": token.name,
        "scopes": token.scopes,
        "expires": token.expires,
        "dossiers": None if token.dossiers is None else [grant.dossier.slug for grant in request.grants],
    }


@operation("get", "fields", name="fields", action="be-here", answers={200: Package})
def fields(request: PageRequest) -> Any:
    """Return the definition of every table and field."""
    return json.loads(datapackage(lang=request.lang))


@operation("get", "dossiers", name="dossiers", action="be-here", answers={200: DossierList})
def dossiers(request: PageRequest) -> Any:
    """Return the dossiers that the token reaches."""
    return {"items": [_line(grant, request) for grant in request.grants]}


@operation("get", "dossiers/{slug}", name="dossiers.one", action="see", answers={200: DossierOne})
def dossier(request: PageRequest) -> Any:
    """Return what a dossier is."""
    view = request.view
    info = view.info
    return _line(request.grant, request) | {
        "id": info.id,
        "summary": say(info.summary, request.lang),
        "marking": info.marking,
        "pap": info.pap,
        "handling": info.handling,
        "licence": info.licence,
        "languages": list(info.languages),
        "as_of": request.day,
        "hash": view.hash,
        "tables": {name: len(getattr(view, name)) for name in TABLES},
    }


@operation("get", "dossiers/{slug}/search", name="dossiers.search", action="see", answers={200: Found})
def search(request: PageRequest, q: Annotated[str, Query(), Field(max_length=200)]) -> Any:  # noqa: ARG001 - the page reads it of the address
    """Return the rows that hold every word."""
    hits = look_for(request)
    return {
        "count": hits.count,
        "items": [
            {
                "table": part.table,
                "count": part.count,
                "rows": [{"row": hit.id, "name": _text(hit.name), "excerpt": _text(hit.excerpt)} for hit in part.hits],
            }
            for part in hits.found
        ],
    }


def _line(grant: Grant, request: PageRequest) -> dict[str, Any]:
    there = grant.dossier
    return {
        "slug": there.slug,
        "title": titled(grant, request.lang),
        "role": grant.role,
        "revision": there.head,
        "changed": there.changed,
        "closed": there.closed,
    }


def _text(pieces: tuple[Any, ...]) -> str:
    return "".join(piece.text for piece in pieces)
