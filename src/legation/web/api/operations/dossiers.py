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
from legation.web.site.request import PageRequest


@operation("get", "me", name="me", action="be-here", answers={200: Account})
def me(asked: PageRequest) -> Any:
    """Return whose the token is."""
    token: Token = asked.request.token  # type: ignore[attr-defined]  # who was let in has one
    return {
        "name": str(asked.account),
        "language": asked.lang,
        "role": role_in_site(asked.account),
        "token": token.name,
        "scopes": token.scopes,
        "expires": token.expires,
        "dossiers": None if token.dossiers is None else [grant.dossier.slug for grant in asked.grants],
    }


@operation("get", "fields", name="fields", action="be-here", answers={200: Package})
def fields(asked: PageRequest) -> Any:
    """Return the definition of every table and field."""
    return json.loads(datapackage(lang=asked.lang))


@operation("get", "dossiers", name="dossiers", action="be-here", answers={200: DossierList})
def dossiers(asked: PageRequest) -> Any:
    """Return the dossiers that the token reaches."""
    return {"items": [_line(grant, asked) for grant in asked.grants]}


@operation("get", "dossiers/{slug}", name="dossiers.one", action="see", answers={200: DossierOne})
def dossier(asked: PageRequest) -> Any:
    """Return what a dossier is."""
    view = asked.view
    info = view.info
    return _line(asked.grant, asked) | {
        "id": info.id,
        "summary": say(info.summary, asked.lang),
        "marking": info.marking,
        "pap": info.pap,
        "handling": info.handling,
        "licence": info.licence,
        "languages": list(info.languages),
        "as_of": asked.day,
        "hash": view.hash,
        "tables": {name: len(getattr(view, name)) for name in TABLES},
    }


@operation("get", "dossiers/{slug}/search", name="dossiers.search", action="see", answers={200: Found})
def search(asked: PageRequest, q: Annotated[str, Query(), Field(max_length=200)]) -> Any:  # noqa: ARG001 - the page reads it of the address
    """Return the rows that hold every word."""
    found = look_for(asked)
    return {
        "count": found.count,
        "items": [
            {
                "table": part.table,
                "count": part.count,
                "rows": [{"row": hit.id, "name": _text(hit.name), "excerpt": _text(hit.excerpt)} for hit in part.hits],
            }
            for part in found.found
        ],
    }


def _line(grant: Grant, asked: PageRequest) -> dict[str, Any]:
    there = grant.dossier
    return {
        "slug": there.slug,
        "title": titled(grant, asked.lang),
        "role": grant.role,
        "revision": there.head,
        "changed": there.changed,
        "closed": there.closed,
    }


def _text(pieces: tuple[Any, ...]) -> str:
    return "".join(piece.text for piece in pieces)
