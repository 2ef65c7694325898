"""The revisions of a dossier: who changed what, when and why; two compared, an older one read, restored after its changes are shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse

from legation.dossier import TABLES
from legation.dossier.changes.difference import difference
from legation.errors import WrongUse
from legation.language import Message, say
from legation.web.dossiers import older_revisions, store
from legation.web.dossiers.models import Revision
from legation.web.forms.changes import DifferenceSection, PartCount, counts_of, sections_of
from legation.web.forms.saving import number_of
from legation.web.pages.dossiers.import_export import TYPES
from legation.web.site.listing import paging
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = [
    "History",
    "OlderRevision",
    "RestorePage",
    "RevisionComparison",
]


LISTED = 20
OF_EACH = 30
OF_ONE = 200


@dataclass(frozen=True, kw_only=True)
class RevisionLine:
    """A revision in the list.

    Attributes
    ----------
    summary : Message or None
        What it changed, in one line; None where that is nothing that the person may see.
    reviewer : str
        Who took it over, where it was a proposal.
    """

    number: int
    by: str
    reviewer: str
    made: dt.datetime
    reason: Any
    summary: Message | None
    href: str
    compare: str


@dataclass(frozen=True, kw_only=True)
class History(Page):
    """The revisions, the newest first.

    Attributes
    ----------
    compare : str
        Where two of them are compared; empty while there is one alone.
    """

    revisions: list[RevisionLine]
    compare: str
    head: int
    number: int
    pages: int
    previous: str
    next: str


@dataclass(frozen=True, kw_only=True)
class RevisionComparison(Page):
    """Two revisions compared.

    Attributes
    ----------
    a, b : int
        The older and the newer number, as they were asked for.
    part : str
        The part that is shown alone; empty where some of each are shown.
    """

    a: int
    b: int
    numbers: list[int]
    summary: Message
    counts: list[PartCount]
    sections: list[DifferenceSection]
    part: str
    base_href: str
    previous: str
    next: str


@dataclass(frozen=True, kw_only=True)
class OlderRevision(Page):
    """A revision as it was, to read and to take along."""

    number: int
    head: int
    by: str
    reviewer: str
    made: dt.datetime
    reason: Any
    dossier_title: Any
    dossier_summary: Any
    marking: str
    counts: list[tuple[Message, int]]
    hash: str
    summary: Message | None
    changed: list[PartCount]
    sections: list[DifferenceSection]
    compare: str
    with_head: str
    restore: str
    export: list[str]

    @property
    def exports(self) -> list[tuple[str, str]]:
        """The forms in which the revision can be taken along, each with its address."""
        return list(zip(TYPES, self.export, strict=False))


@page("dossiers/<slug:slug>/history", name="history", template="pages/history.html", action="see-history")
def history(request: PageRequest) -> History:
    """Return the revisions, twenty at a time."""
    head = request.revision
    here = paging(request.query.get("page"), head.number, LISTED)
    top = head.number - here.first
    revisions = Revision.objects.filter(dossier=request.dossier, number__lte=top, number__gte=top - LISTED)
    by_number = {revision.number: revision for revision in revisions.select_related("author", "reviewer")}
    shown = [revision for revision in by_number.values() if revision.number > top - LISTED]
    return History(
        title=Message("page-history.title"),
        revisions=[_stated(request, revision, by_number.get(revision.number - 1), head) for revision in shown],
        compare=request.href("history.compare") if head.number > 1 else "",
        head=head.number,
        number=here.number,
        pages=here.pages,
        **here.around(lambda number: f"{request.href('history')}?page={number}"),
    )


@page(
    "dossiers/<slug:slug>/history/compare", name="history.compare", template="pages/history_compare.html", action="see-history", cached=True
)
def compare(request: PageRequest) -> RevisionComparison:
    """Return what differs between two revisions: ``?a=3&b=7``; the last two where the address does not say."""
    head = request.revision
    a, b = (
        number_of(request.query.get(name) or default, request) for name, default in (("a", max(1, head.number - 1)), ("b", head.number))
    )
    before, now = (request.seen_at(number) for number in (a, b))
    changes = difference(before, now)
    counts = counts_of(changes)
    part = request.query.get("part", "")
    if part and part not in {counted.part for counted in counts}:
        part = ""
    limit = OF_ONE if part else OF_EACH
    every = next((counted.count for counted in counts if counted.part == part), 0)
    here = paging(request.query.get("page"), every, limit)
    address = f"{request.href('history.compare')}?{urlencode({'a': a, 'b': b})}"
    return RevisionComparison(
        title=Message("page-history.compare-title", a=a, b=b),
        a=a,
        b=b,
        numbers=list(range(head.number, 0, -1))[:500],
        summary=changes.summary(),
        counts=counts,
        sections=sections_of(changes, [part] if part else [counted.part for counted in counts], limit, here.number),
        part=part,
        base_href=address,
        **here.around(lambda number: f"{address}&part={part}&page={number}"),
    )


@page("dossiers/<slug:slug>/history/<int:number>", name="history.at", template="pages/history_at.html", action="see-history")
def at(request: PageRequest, number: int) -> OlderRevision:
    """Return a revision as the person may see it."""
    head, revision = request.revision, store.revision_of(request.dossier, number)
    before = store.revision_of(request.dossier, number - 1) if number > 1 else None
    view = request.seen_of(revision)
    changes = older_revisions.changed_in(revision, before, head, request.scope)
    summary = older_revisions.summary_of(revision, before, head, request.scope)
    return OlderRevision(
        title=Message("page-history.at-title", number=number),
        number=number,
        head=head.number,
        by=str(revision.author or ""),
        reviewer=str(revision.reviewer or ""),
        made=revision.made,
        reason=older_revisions.reason_of(revision, summary),
        dossier_title=view.info.title or view.info.id,
        dossier_summary=view.info.summary,
        marking=view.info.marking,
        counts=[(table.title, len(getattr(view, name))) for name, table in TABLES.items() if len(getattr(view, name))],
        hash=view.hash,
        summary=summary,
        changed=counts_of(changes),
        sections=sections_of(changes, [counted.part for counted in counts_of(changes)], OF_EACH) if before else [],
        compare=_compare(request, number - 1, number) if before else "",
        with_head=_compare(request, number, head.number) if number < head.number else "",
        restore=request.href("history.confirm", number=number) if number < head.number and request.may("restore") else "",
        export=[f"{request.href('export', form=form)}?revision={number}" for form in TYPES] if request.may("export") else [],
    )


def _stated(request: PageRequest, revision: Revision, before: Revision | None, head: Revision) -> RevisionLine:
    summary = older_revisions.summary_of(revision, before, head, request.scope)
    return RevisionLine(
        number=revision.number,
        by=str(revision.author or ""),
        reviewer=str(revision.reviewer or ""),
        made=revision.made,
        reason=older_revisions.reason_of(revision, summary),
        summary=summary,
        href=request.href("history.at", number=revision.number),
        compare=_compare(request, revision.number - 1, revision.number) if before else "",
    )


def _compare(request: PageRequest, a: int, b: int) -> str:
    return f"{request.href('history.compare')}?{urlencode({'a': a, 'b': b})}"


RESTORED_OF_EACH = 30


@dataclass(frozen=True, kw_only=True)
class RestorePage(Page):
    """What a restore changes, before it is done.

    Attributes
    ----------
    everything : bool
        Whether the person sees the whole dossier, so that all of it is restored.
    """

    number: int
    base: int
    everything: bool
    moved: bool
    summary: Message | None
    counts: list[PartCount]
    sections: list[DifferenceSection]
    back: str


@page("dossiers/<slug:slug>/history/<int:number>/confirm", name="history.confirm", template="pages/history_restore.html", action="restore")
def confirm(request: PageRequest, number: int) -> RestorePage:
    """Return what would change if a revision were restored."""
    return _restoring(request, number)


@action("dossiers/<slug:slug>/history/<int:number>/restore", name="history.restore", action="restore")
def restore(request: PageRequest, number: int) -> str | HttpResponse:
    """Make a new revision that is equal to an older one in what the person sees; the rest stays, mandate and marking but for owners too.

    Where somebody saved since the confirmation was read, it is shown again with what would change now.
    """
    base = number_of(request.form.get("base"), request)
    head = request.revision
    if base == head.number:
        old = older_revisions.restored(store.revision_of(request.dossier, number), head, request.scope)
        reason = Message("page-history.restored-reason", number=number)
        saved = store.save(request.dossier, base, old, request.account, request.scope, reason=reason, owns=request.may("share"))
        if saved.revision is not None:
            form = "page-history.restored-merged" if saved.merged else "page-history.restored"
            words = Message(form, number=number, new=saved.revision.number)
            messages.success(request.http, say(words, request.lang))
            return request.href("history")
    return show(request, _restoring(request, number, moved=True), "pages/history_restore.html", status=409)


def _restoring(request: PageRequest, number: int, *, moved: bool = False) -> RestorePage:
    head = store.revision_of(request.dossier)
    if number == head.number:
        raise WrongUse(Message("page-history.is-newest", number=number))
    old = older_revisions.restored(store.revision_of(request.dossier, number), head, request.scope)
    changes = difference(store.seen(head, request.scope), old)
    return RestorePage(
        title=Message("page-history.restore-title", number=number),
        number=number,
        base=head.number,
        everything=request.scope == store.EVERYTHING,
        moved=moved,
        summary=changes.summary() if changes else None,
        counts=counts_of(changes),
        sections=sections_of(changes, [counted.part for counted in counts_of(changes)], RESTORED_OF_EACH),
        back=request.href("history.at", number=number),
    )
