"""Observations that came by the import page: too many for a dossier, they go on to its lake by one press, without being sent again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse

from legation.errors import LegationError, NotAvailable, WrongUse
from legation.language import Message
from legation.sources.registry import for_lakes
from legation.web.dossiers.imports import said_name
from legation.web.pages.sources.sent_files import by_kind
from legation.web.runs.lakes import may_see_observations
from legation.web.runs.loading import LoadPart, file_name, submit_load
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.stores.drafts import storage
from legation.web.stores.drafts.models import Draft

__all__ = ["ObservedPage", "may_load", "store_observed"]

TEMPLATE = "pages/import_observed.html"
_STEP = "observed"
"""The step of the import at which files wait here."""


@dataclass(frozen=True, slots=True)
class ObservedFile:
    """A file, and as what it is loaded."""

    name: Any
    kind: Message
    about: Message


@dataclass(frozen=True, kw_only=True)
class ObservedPage(Page):
    """Files of observations that wait for one press.

    Attributes
    ----------
    source : str
        Who they come from, as it was typed.
    """

    draft: int
    files: list[ObservedFile]
    source: str
    error: Any


def store_observed(request: PageRequest, sent: Mapping[str, bytes]) -> str:
    """Keep files of observations for their sender; return the page on which they are loaded.

    Raises
    ------
    NotAvailable
        Where the person may not load into this dossier.
    WrongUse
        Where two files have one name, or one is not recognised.
    """
    if not may_load(request):
        raise NotAvailable(Message("page-import.may-not-load", count=len(sent), names=tuple(map(said_name, sent))))
    by_kind(_plain(sent))
    draft = storage.keep_files(request, _STEP, sent, base=request.dossier.head)
    return request.href("import.observed", draft=draft.pk)


def may_load(request: PageRequest) -> bool:
    """Whether a person may load observations into the dossier."""
    return request.may("observe") and may_see_observations(request.scope, request.dossier.marking)


@page("dossiers/<slug:slug>/import/<int:draft>/observations", name="import.observed", template=TEMPLATE, action="observe")
def observed(request: PageRequest, draft: int) -> ObservedPage:
    """Return what waits to be loaded."""
    return _page(_find(request, draft))


@action("dossiers/<slug:slug>/import/<int:draft>/load", name="import.load", action="observe")
def load(request: PageRequest, draft: int) -> str | HttpResponse:
    """Hand the files over to be loaded, and lead to how far that is."""
    stored = _find(request, draft)
    source = request.form.get("source", "").strip()[:200]
    try:
        parts = [
            LoadPart(kind=kind, files={name: [data] for name, data in files.items()}, source=source)
            for kind, files in by_kind(_plain(storage.files_of(stored, _STEP))).items()
        ]
        run = submit_load(request.dossier, request.account, request.lang, parts)
    except LegationError as error:
        return show(request, _page(stored, source, error), TEMPLATE, status=422)
    stored.delete()
    return request.href("observations.one", number=run.pk)


def _find(request: PageRequest, number: int) -> Draft:
    stored = storage.find_files(request, number, _STEP)
    if not may_see_observations(request.scope, request.dossier.marking):
        raise Http404
    return stored


def _plain(sent: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files under names that are safe in a folder."""
    plain = {file_name(name): data for name, data in sent.items()}
    if len(plain) < len(sent):
        names = [file_name(name) for name in sent]
        raise WrongUse(Message("page-import.part-twice", name=next(name for name in names if names.count(name) > 1)))
    return plain


def _page(stored: Draft, source: str = "", error: LegationError | None = None) -> ObservedPage:
    sent = storage.files_of(stored, _STEP)
    kinds = {name: for_lakes()[kind] for kind, files in by_kind(_plain(sent)).items() for name in files}
    return ObservedPage(
        title=Message("page-import.observed-title"),
        draft=stored.pk,
        files=[ObservedFile(said_name(name), kinds[file_name(name)].title, kinds[file_name(name)].about) for name in sent],
        source=source,
        error=error.message if error is not None else None,
    )
