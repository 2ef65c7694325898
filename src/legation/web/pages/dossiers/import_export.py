"""A dossier carried out of the site and back: exports, and imports that are first shown as what they would change."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from legation.dossier import TABLES
from legation.dossier.changes.difference import difference
from legation.dossier.changes.merge import merge
from legation.dossier.files.folder import carrier_bytes
from legation.dossier.files.format import writable
from legation.errors import DossierError, LegationError
from legation.language import Lang, Message
from legation.sources.registry import for_dossiers
from legation.web.access import AccessScope
from legation.web.dossiers import older_revisions, store
from legation.web.dossiers.imports import SOURCE, pasted_name, received
from legation.web.dossiers.models import Revision
from legation.web.dossiers.uploads import How
from legation.web.forms.changes import DifferenceSection, PartCount, ShownConflict, counts_of, sections_of, shown_conflicts
from legation.web.forms.row_form import next_of
from legation.web.forms.saving import number_of
from legation.web.pages.dossiers.import_choice import Arrival, arrive
from legation.web.site.large_files import file_bytes
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, file, page, show
from legation.web.stores.drafts import storage

__all__ = ["TYPES", "ExportPage", "ImportPage", "ImportPreview", "export"]

TYPES = {
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
WAYS: tuple[How, ...] = ("add", "replace", "whole")
OF_EACH = 30
_PASTED_AGAIN = 100_000
"""Signs of a pasted text that stand in the form again where it could not be read."""


@dataclass(frozen=True, kw_only=True)
class ExportPage(Page):
    """What can be taken along.

    Attributes
    ----------
    has_mandate : bool
        Whether the person may add the mandate to it.
    counts : list of (Message, int)
        The rows that go with it.
    """

    revision: int
    marking: str
    counts: list[tuple[Message, int]]
    files: int
    has_mandate: bool
    import_href: str


@dataclass(frozen=True, kw_only=True)
class ImportPage(Page):
    """The form for files, and what is wrong with those that were sent."""

    base: int
    how: str
    table: str
    made_from: str
    reason: str
    error: Any
    problems: tuple[Any, ...]
    tables: list[tuple[str, Message]]
    sources: list[tuple[str, Message]]
    pasted: str
    pasted_name: str


@dataclass(frozen=True, kw_only=True)
class ImportPreview(Page):
    """A dry run: what an import would change, and where others changed the same.

    Attributes
    ----------
    since : int
        How many revisions others made since the one that the file was made from.
    """

    draft: int
    name: Any
    base: int
    since: int
    summary: Message | None
    counts: list[PartCount]
    sections: list[DifferenceSection]
    conflicts: list[ShownConflict]
    next: str


@page("dossiers/<slug:slug>/exporting", name="exporting", template="pages/export.html", action="export", cached=True)
def exporting(request: PageRequest) -> ExportPage:
    """Return what can be taken along."""
    view = request.view
    return ExportPage(
        title=Message("page-import.export-title"),
        revision=request.dossier.head,
        marking=view.info.marking,
        counts=[(table.title, len(getattr(view, name))) for name, table in TABLES.items() if len(getattr(view, name))],
        files=len(view.files),
        has_mandate=view.mandate is not None,
        import_href=request.href("import") if request.may("edit") else "",
    )


@file("dossiers/<slug:slug>/export/<slug:form>", name="export", action="export")
def export(request: PageRequest, form: str) -> HttpResponse:
    """Return what the person sees in one file: ``?revision=3``, and ``&mandate=yes`` for whoever may see the mandate."""
    if form not in TYPES:
        raise Http404
    number = number_of(request.query.get("revision"), request)
    if number != request.dossier.head and not request.may("see-history"):
        raise PermissionDenied
    head, scope, lang = request.revision, request.scope, request.lang
    revision = head if number == head.number else store.revision_of(request.dossier, number)
    has_mandate = request.query.get("mandate") == "yes"
    key = (form, lang if form == "xlsx" else "", has_mandate)
    data = file_bytes(request, revision, key, lambda: _carrier(revision, head, scope, form, lang, has_mandate=has_mandate))
    name = f"{request.dossier.slug}-r{number}.{form}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type=TYPES[form], headers=headers)


def _carrier(revision: Revision, head: Revision, scope: AccessScope, form: str, lang: Lang, *, has_mandate: bool) -> bytes:
    """Return what is seen of a revision in one file."""
    view = writable(older_revisions.seen_at(revision, head, scope))
    if not has_mandate:
        view = dataclasses.replace(view, mandate=None)
    parts = store.parts_seen(view, revision) if revision == head and form != "xlsx" else None
    return carrier_bytes(view, f".{form}", lang, parts)


@page("dossiers/<slug:slug>/import", name="import", template="pages/import.html", action="edit", cached=True)
def importing(request: PageRequest) -> ImportPage:
    """Return the form for files."""
    return _form(request)


@action("dossiers/<slug:slug>/import/check", name="import.check", action="edit")
def check(request: PageRequest) -> str | HttpResponse:
    """Tell what was sent, and keep it for its sender; nothing is changed yet."""
    files = request.http.FILES.getlist("files")
    names = ", ".join(str(sent.name) for sent in files)[:200]
    how: How = next((way for way in WAYS if way == request.form.get("how")), "add")
    try:
        sent = received(files, str(request.form.get("pasted", "")), request.today)
        base = number_of(request.form.get("made-from") or _revision_in(names, request) or request.form.get("base"), request)
        reason = request.form.get("reason", "").strip()[:500]
        return arrive(request, sent, request.form.get("table", ""), Arrival(how, base, reason, next_of(request)))
    except LegationError as error:
        return show(request, _form(request, error), "pages/import.html", status=422)


@page("dossiers/<slug:slug>/import/<int:draft>", name="import.preview", template="pages/import_preview.html", action="edit")
def preview(request: PageRequest, draft: int) -> ImportPreview:
    """Return what an import would change in the dossier as it is now."""
    stored = storage.find(request, draft, "save")
    mine, base = storage.content_of(stored, request), stored.base or 0
    begun = request.seen_at(base)
    mine = older_revisions.without_hidden(mine, store.revision_of(request.dossier, base), request.revision, request.scope)
    merged = merge(begun, mine, request.view)
    changes = difference(request.view, merged.dossier) if merged.dossier is not None else difference(begun, mine)
    counts = counts_of(changes)
    done = request.href("history") if request.may("see-history") else request.href("dossier")
    return ImportPreview(
        title=Message("page-import.preview-title"),
        draft=stored.pk,
        name=store.read_reason(stored.settings["named"]) if "named" in stored.settings else str(stored.settings.get("name", "")),
        base=base,
        since=request.dossier.head - base,
        summary=changes.summary() if changes else None,
        counts=counts,
        sections=sections_of(changes, [counted.part for counted in counts], OF_EACH),
        conflicts=shown_conflicts(request, merged.conflicts, base),
        next=request.inside(str(stored.settings.get("next", "")), done),
    )


@action("dossiers/<slug:slug>/import/<int:draft>/discard", name="import.discard", action="edit")
def discard(request: PageRequest, draft: int) -> str:
    """Throw away what was sent."""
    storage.find(request, draft, "save").delete()
    return request.href("import")


def _form(request: PageRequest, error: LegationError | None = None) -> ImportPage:
    problems = tuple(p for p in error.problems if not p.is_notice) if isinstance(error, DossierError) else ()
    return ImportPage(
        title=Message("page-import.title"),
        base=request.dossier.head,
        how=request.form.get("how", "add"),
        table=request.form.get("table", ""),
        made_from=request.form.get("made-from", ""),
        reason=request.form.get("reason", ""),
        error=error.message if error is not None and not problems else None,
        problems=problems,
        tables=[(name, table.title) for name, table in TABLES.items()],
        sources=[(f"{SOURCE}{one.id}", one.title) for one in for_dossiers().values() if not one.files.address],
        pasted=request.form.get("pasted", "")[:_PASTED_AGAIN],
        pasted_name=pasted_name(request.today),
    )


def _revision_in(names: str, request: PageRequest) -> str:
    """Return the number of the revision that an export of this dossier has in its name."""
    match = re.search(rf"\b{re.escape(request.dossier.slug)}-r(\d{{1,8}})\b", names)
    return match[1] if match and 0 < int(match[1]) <= request.dossier.head else ""
