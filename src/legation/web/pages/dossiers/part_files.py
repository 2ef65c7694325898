"""A part of a dossier, or one recorded vote, as a file of its own: what the person sees of it, and no more."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from legation.dossier import TABLES, encode
from legation.dossier.column import Table
from legation.dossier.files.format import writable
from legation.dossier.parts import kind_of
from legation.dossier.tables.votes import Votes
from legation.errors import WrongUse
from legation.language import Message
from legation.sources.tables.undl import undl_csv
from legation.web.site.frame import is_shared
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, file, page

__all__ = ["PartFilesPage"]

_OWN = ("mandate.toml",)
"""Parts that leave the site in a whole dossier alone, where they are asked for."""


@dataclass(frozen=True, kw_only=True)
class PartFile:
    """A part that can be taken along."""

    name: str
    title: Message | None
    size: int
    href: str


@dataclass(frozen=True, kw_only=True)
class PartFilesPage(Page):
    """The parts of what the person sees."""

    parts: list[PartFile]


@page("dossiers/<slug:slug>/exporting/parts", name="exporting.parts", template="pages/export_parts.html", action="export", cached=True)
def part_files(request: PageRequest) -> PartFilesPage:
    """Return the parts, each with its file."""
    return PartFilesPage(
        title=Message("page-import.parts-title"),
        parts=[
            PartFile(
                name=name,
                title=kind.title if (kind := kind_of(name)) is not None else None,
                size=size,
                href=request.href("export.part", part=name),
            )
            for name, size in writable(request.view).sizes.items()
            if name not in _OWN
        ],
    )


@file("dossiers/<slug:slug>/export/part/<path:part>", name="export.part", action="export")
def part_file(request: PageRequest, part: str) -> HttpResponse:
    """Return one part as it stands in what the person sees."""
    view = writable(request.view)
    if part in _OWN or part not in view.sizes:
        raise Http404
    others: dict[str, Any] = {name: Votes() if name == "votes" else () for name, table in TABLES.items() if not _holds(table, part)}
    data = encode(dataclasses.replace(view, **others))[part]
    return _sent(part.rpartition("/")[2], data)


@file("dossiers/<slug:slug>/votes/<path:rollcall>/file", name="votes.file", action="export")
def vote_file(request: PageRequest, rollcall: str) -> HttpResponse:
    """Return one recorded vote in the layout of the UN Digital Library, which every import page reads."""
    if not is_shared(request, "rollcalls"):
        raise WrongUse(Message("web.not-shared"))
    if rollcall not in {row.id for row in request.view.rollcalls}:
        raise Http404
    name = "-".join(rollcall.replace("/", "-").split()) or "vote"
    return _sent(f"{name}.csv", undl_csv(request.view, rollcall))


def _holds(table: Table, part: str) -> bool:
    """Whether the rows of a table stand in a part: its own, or one of the same name in an annex."""
    return part.rpartition("/")[2] == table.part


def _sent(name: str, data: bytes) -> HttpResponse:
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)
