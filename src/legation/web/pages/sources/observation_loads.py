"""A load of observations: its files, how far it is, what became of each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils import timezone

from legation.language import Message
from legation.sources.observed import Fault, Unplaced
from legation.sources.registry import for_lakes
from legation.web.runs.lakes import may_see_observations
from legation.web.runs.models import Run
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page
from legation.web.stores.observations.models import LoadedFile

__all__ = ["FileLine", "LoadLine", "LoadPage", "load_line", "loads_of"]

_LOADS = 12
TEMPLATE = "pages/observations_load.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """What became of a file, and the first rows of it that could not be placed."""

    name: str
    kind: Any
    is_in: bool
    said: list[Any]
    faults: list[str]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadLine:
    """A load: its files, who sent them and when, how far it is."""

    number: int
    title: Any
    by: str
    made: dt.datetime
    state: str
    rows: int
    href: str


@dataclass(frozen=True, kw_only=True)
class LoadPage(Page):
    """One load.

    Attributes
    ----------
    done, total : int
        Files behind it, and files in all; ``total`` is 0 until a worker has begun.
    """

    load: LoadLine
    files: list[FileLine]
    state: str
    done: int
    total: int
    error: str
    cancelling: bool
    may_cancel: bool
    self_href: str
    all_href: str


def loads_of(request: PageRequest) -> list[LoadLine]:
    """Return the newest loads of the dossier, of whomever."""
    runs = Run.objects.filter(dossier=request.dossier, kind="load").select_related("owner").order_by("-pk")[:_LOADS]
    rows: dict[int, int] = {}
    for run, count in LoadedFile.objects.filter(run__in=[run.pk for run in runs]).values_list("run", "rows"):
        rows[run] = rows.get(run, 0) + count
    return [load_line(request, run, rows.get(run.pk, 0)) for run in runs]


def load_line(request: PageRequest, run: Run, rows: int) -> LoadLine:
    """Return a load for a list."""
    names = [name for part in run.options["parts"] for name in part["files"]]
    return LoadLine(
        number=run.pk,
        title=Message("page-observations.files-of", first=names[0], count=len(names)) if len(names) > 1 else names[0],
        by=str(run.owner),
        made=run.made,
        state=run.state,
        rows=rows,
        href=request.href("observations.one", number=run.pk),
    )


@page(
    "dossiers/<slug:slug>/observations/loads/<int:number>",
    name="observations.one",
    template=TEMPLATE,
    action="see-observations",
)
def one(request: PageRequest, number: int) -> LoadPage:
    """Return how far a load is, and what became of each file."""
    run = _load_of(request, number)
    files = [_file_line(row, request) for row in LoadedFile.objects.filter(run=run).order_by("pk")]
    line = load_line(request, run, sum(row.rows for row in LoadedFile.objects.filter(run=run)))
    return LoadPage(
        title=line.title,
        load=line,
        files=files,
        state=run.state,
        done=run.done,
        total=run.total,
        error=str(run.error.get(request.lang, "")),
        cancelling=run.cancel,
        may_cancel=request.may("observe"),
        self_href=line.href,
        all_href=request.href("observations"),
    )


def _load_of(request: PageRequest, number: int) -> Run:
    run = Run.objects.filter(dossier=request.dossier, kind="load", pk=number).first() if number < 2**63 else None
    if run is None or not may_see_observations(request.scope, request.dossier.marking):
        raise Http404
    return run


def _file_line(row: LoadedFile, request: PageRequest) -> FileLine:
    faults = Unplaced([Fault(*one) for one in row.faults])
    counts = {"rows-in": row.rows, "rows-rejected": row.rejected, "rows-doubtful": row.warnings, "rows-known": row.known}
    if row.why:
        said: list[Any] = [str(row.why.get(request.lang, ""))]
    elif row.was_there:
        said = [Message("page-observations.was-there")]
    else:
        said = [Message(f"page-observations.{name}", count=count) for name, count in counts.items() if count or name == "rows-in"]
    return FileLine(
        name=row.name,
        kind=for_lakes()[row.kind].title if row.kind in for_lakes() else row.kind,
        is_in=not row.why,
        said=said,
        faults=[str(one.in_language(request.lang)) for one in faults],
        more=row.rejected - len(faults),
    )


@action("dossiers/<slug:slug>/observations/loads/<int:number>/cancel", name="observations.cancel", action="observe")
def cancel(request: PageRequest, number: int) -> str:
    """Stop a load: at once where it waits, else at its next step; files that are in the lake stay there."""
    run = _load_of(request, number)
    mine = Run.objects.filter(pk=run.pk)
    if not mine.filter(state="waiting").update(state="cancelled", cancel=True, finished=timezone.now()):
        mine.filter(state="running").update(cancel=True)
    return request.href("observations.one", number=run.pk)
