"""A row released to its own marking, which is lower than what it cites: by somebody else than who wrote it so."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from legation.dossier.clearing import Place
from legation.dossier.clearing.release import PendingRelease, released, stands_at, waiting
from legation.dossier.records import MARKINGS
from legation.errors import CannotWrite, WrongUse
from legation.language import Message
from legation.web.access import AccessScope, allows, grant_of, scope_of
from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Revision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from legation.dossier import Dossier as Content

__all__ = ["release", "waiting_for"]


def waiting_for(content: Content, scope: AccessScope) -> Iterator[PendingRelease]:
    """Yield the rows of a whole dossier that wait to be confirmed, of those that a person sees."""
    rank = MARKINGS.index(scope.marking)
    return (one for one in waiting(content) if rank == len(MARKINGS) - 1 or one.level <= rank)


def release(dossier: Dossier, place: Place, marking: str, function: str, reason: str, by: Account, *, again: bool = False) -> store.Saved:
    """Confirm that a row may be seen at its own marking, and save that as a revision.

    Parameters
    ----------
    marking : str
        The row's own marking, as the person read it.
    function : str
        As what they confirm it.
    again : bool
        Whether an owner who wrote the row, with nobody else there to confirm it, was told so and confirms it a second time.

    Raises
    ------
    PermissionDenied
        Where the person may not release.
    WrongUse
        Where no row that they see waits at the place with this marking, or function or reason are not said.
    CannotWrite
        Where they wrote the row as it is.
    """
    dossier.refresh_from_db(fields=["head", "closed"])
    grant = grant_of(by, dossier)
    if grant is None or not allows(grant, "release"):
        raise PermissionDenied
    head = store.revision_of(dossier)
    whole = store.content(head)
    waiting = next((one for one in waiting_for(whole, scope_of(grant)) if (one.place, one.marking) == (place, marking)), None)
    if waiting is None:
        raise WrongUse(Message("dossier.release-not-waiting", part=place[0], table=place[1], row=place[2], marking=marking))
    after = released(whole, waiting, function=function, reason=reason, day=dt.datetime.now(dt.UTC).date())
    if _author(dossier, head, waiting) == by.pk:
        if grant.role != "owner" or _others(dossier, waiting, by):
            raise CannotWrite(Message("web.release-by-author"))
        if not again:
            raise CannotWrite(Message("web.release-again"))
    return store.save(dossier, head.number, after, by, store.EVERYTHING, reason=reason.strip(), releasing=True)


def _author(dossier: Dossier, head: Revision, row: PendingRelease) -> int | None:
    """Return who made the revision that gave a row its present marking and content; None where that is no longer known."""
    part = row.place[0]
    author, same = head.author_id, _holding(head, part)
    for revision in Revision.objects.filter(dossier=dossier, number__lt=head.number).order_by("-number").iterator(chunk_size=50):
        holding = _holding(revision, part)
        if holding != same and not stands_at(store.content(revision), row):
            break
        author, same = revision.author_id, holding
    return author


def _holding(revision: Revision, part: str) -> dict[str, str]:
    """Return the parts of a revision in which the rows of a part may stand, with their hashes."""
    return {name: digest for name, digest in revision.parts.items() if name == part or name.endswith(f"/{part}")}


def _others(dossier: Dossier, row: PendingRelease, by: Account) -> bool:
    """Whether there is somebody else who sees a row and may release it."""
    given = Q(grants__dossier=dossier) | Q(membership__organisation__grants__dossier=dossier)
    for person in Account.objects.filter(given, is_active=True).exclude(pk=by.pk).distinct():
        grant = grant_of(person, dossier)
        if grant is not None and allows(grant, "release"):
            rank = MARKINGS.index(scope_of(grant).marking)
            if rank == len(MARKINGS) - 1 or row.level <= rank:
                return True
    return False
