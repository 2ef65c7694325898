"""The dossier as somebody else sees it: for an owner who shares it, before they do more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from legation.dossier import TABLES
from legation.dossier import Dossier as Content
from legation.dossier.difference import subject
from legation.dossier.saying import Named
from legation.language import Message
from legation.web.access import as_held, sight_of
from legation.web.asked import Asked
from legation.web.dossiers import store
from legation.web.dossiers.models import Grant
from legation.web.route import Page, page

__all__ = ["Preview"]

_NAMES = ("name", "question", "title", "aim", "statement", "measure", "words")
_SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table as the grant leaves it: how many rows of how many, and the first of them."""

    title: Message
    count: int
    all: int
    first: list[Any]


@dataclass(frozen=True, kw_only=True)
class Preview(Page):
    """What a grant lets see.

    Attributes
    ----------
    hidden : list of Table
        Those of which nothing is seen, because they are not shared or all their rows are marked higher.
    """

    to: str
    role: str
    marking: str
    dossier_title: Any
    summary: Any
    mandate: bool
    tables: list[Table]
    hidden: list[Table]
    hash: str


@page("dossiers/<slug:slug>/sharing/<int:grant>/see", name="sharing.as", template="pages/sharing_as.html", action="share")
def see_as(asked: Asked, grant: int) -> Preview:
    """Return the dossier as the person of a grant sees it."""
    given = Grant.objects.filter(pk=grant, dossier=asked.dossier).select_related("account", "organisation").first()
    if given is None:
        raise Http404
    found = as_held(given)
    view = store.seen(asked.revision, sight_of(found))
    name = str(found.account or found.organisation)
    tables = [
        Table(
            title=table.title,
            count=len(getattr(view, key)),
            all=len(getattr(asked.view, key)),
            first=[] if key == "votes" else [_named(row, key, view) for row in getattr(view, key)[:_SHOWN]],
        )
        for key, table in TABLES.items()
        if len(getattr(asked.view, key))
    ]
    return Preview(
        title=Message("page-sharing.as.title", name=name),
        to=name,
        role=found.role,
        marking=found.marking,
        dossier_title=view.info.title or view.info.id,
        summary=view.info.summary,
        mandate=view.mandate is not None,
        tables=[table for table in tables if table.count],
        hidden=[table for table in tables if not table.count],
        hash=view.hash,
    )


def _named(row: Any, table: str, view: Content) -> Any:
    """Return what a row is called."""
    own = next((value for name in _NAMES if (value := getattr(row, name, None))), None)
    return own or subject(table, TABLES[table].identity(row), row, Named(view))
