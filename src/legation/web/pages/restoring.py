"""An older revision restored: what would change is shown first, and a save of somebody else in between is told."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse

from legation.dossier.difference import difference
from legation.errors import WrongUse
from legation.language import Message, say
from legation.web.asked import Asked
from legation.web.differences import Counted, Section, counts_of, sections_of
from legation.web.dossiers import past, store
from legation.web.route import Page, deed, page, show
from legation.web.saving import number_of

__all__ = ["Restoring"]

OF_EACH = 30


@dataclass(frozen=True, kw_only=True)
class Restoring(Page):
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
    counts: list[Counted]
    sections: list[Section]
    back: str


@page("dossiers/<slug:slug>/history/<int:number>/confirm", name="history.confirm", template="pages/history_restore.html", action="restore")
def confirm(asked: Asked, number: int) -> Restoring:
    """Return what would change if a revision were restored."""
    return _restoring(asked, number)


@deed("dossiers/<slug:slug>/history/<int:number>/restore", name="history.restore", action="restore")
def restore(asked: Asked, number: int) -> str | HttpResponse:
    """Make a new revision that is equal to an older one in what the person sees; the rest stays, mandate and marking but for owners too.

    Where somebody saved since the confirmation was read, it is shown again with what would change now.
    """
    base = number_of(asked.form.get("base"), asked)
    head = asked.revision
    if base == head.number:
        old = past.restored(store.revision_of(asked.dossier, number), head, asked.sight)
        reason = Message("page-history.restored-reason", number=number)
        saved = store.save(asked.dossier, base, old, asked.account, asked.sight, reason=reason, owns=asked.may("share"))
        if saved.revision is not None:
            form = "page-history.restored-merged" if saved.merged else "page-history.restored"
            words = Message(form, number=number, new=saved.revision.number)
            messages.success(asked.request, say(words, asked.lang))
            return asked.href("history")
    return show(asked, _restoring(asked, number, moved=True), "pages/history_restore.html", status=409)


def _restoring(asked: Asked, number: int, *, moved: bool = False) -> Restoring:
    head = store.revision_of(asked.dossier)
    if number == head.number:
        raise WrongUse(Message("page-history.is-newest", number=number))
    old = past.restored(store.revision_of(asked.dossier, number), head, asked.sight)
    found = difference(store.seen(head, asked.sight), old)
    return Restoring(
        title=Message("page-history.restore-title", number=number),
        number=number,
        base=head.number,
        everything=asked.sight == store.EVERYTHING,
        moved=moved,
        summary=found.summary() if found else None,
        counts=counts_of(found),
        sections=sections_of(found, [counted.part for counted in counts_of(found)], OF_EACH),
        back=asked.href("history.at", number=number),
    )
