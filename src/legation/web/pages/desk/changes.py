"""The dossiers of a person, and what others changed in them since the person last looked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from legation.dossier import Dossier as Content
from legation.dossier.changes.difference import Difference, difference
from legation.errors import LegationError
from legation.language import Message
from legation.questions import Case
from legation.web.access import AccessScope, allows, scope_of
from legation.web.dossiers import preparation, store
from legation.web.dossiers.models import Dossier, Grant, Revision
from legation.web.dossiers.older_revisions import seen_at
from legation.web.site.cache import Cache
from legation.web.site.page import case_at
from legation.web.stores.visits.models import Visit

__all__ = [
    "DossierNews",
    "OpenDossier",
    "being_prepared",
    "changed_since",
    "open_dossiers",
]


@dataclass(frozen=True)
class OpenDossier:
    """A dossier that a person may open, with their grant and the newest revision."""

    dossier: Dossier
    grant: Grant
    revision: Revision
    today: dt.date

    @property
    def scope(self) -> AccessScope:
        """What of it the person sees."""
        return scope_of(self.grant)

    @property
    def view(self) -> Content:
        """The dossier as the person sees it."""
        return store.seen(self.revision, self.scope)

    @property
    def case(self) -> Case:
        """What is known of it at its own day, else today."""
        return case_at(self.revision, self.scope, self.today)

    @property
    def is_ready(self) -> bool:
        """Whether it can be read at once; a large one may still be made ready (:mod:`legation.web.dossiers.preparation`)."""
        return preparation.is_ready(self.dossier, self.revision, self.scope)

    def may(self, action: str) -> bool:
        """Whether the grant allows something, without asking the database again."""
        return allows(self.grant, action)


def open_dossiers(grants: Iterable[Grant], today: dt.date) -> list[OpenDossier]:
    """Return the dossiers to which somebody was let in, in the order of the grants; one without a revision is left out."""
    return [OpenDossier(grant.dossier, grant, store.newest(grant.dossier), today) for grant in grants if grant.dossier.head]


def being_prepared(dossiers: Iterable[OpenDossier]) -> tuple[int, ...]:
    """Return the dossiers that are not ready to be read, each of which is made ready from now on."""
    waited_for = tuple(one.dossier.pk for one in dossiers if not one.is_ready)
    for dossier in waited_for:
        preparation.prepare_soon(dossier)
    return waited_for


SENTENCES = 5
"""Sentences about one dossier; more are counted."""
COMPARED = 8
"""Dossiers that are compared for one page, those that changed last."""

_WORDS: Cache[tuple[Message | None, tuple[Message, ...], int]] = Cache(256)


@dataclass(frozen=True, kw_only=True)
class DossierNews:
    """A dossier that others changed since a visit.

    Attributes
    ----------
    revisions : int
        How many there were since; 0 for whom the history is not open.
    by : list of str
        Who made them.
    summary : Message or None
        How many rows of each kind are new, changed, gone; None where what the person sees is the same.
    words : tuple of Message
        The first changes one by one, values before and after first, and ``more`` that are not told; none for whom the history is not
        open. That a row replaces another is not told beside what it changes.
    """

    stand: OpenDossier
    since: dt.datetime
    number: int
    revisions: int
    by: list[str]
    summary: Message | None
    words: tuple[Message, ...]
    more: int


def changed_since(account: Any, dossiers: Sequence[OpenDossier], visits: Mapping[int, Visit]) -> list[DossierNews]:
    """Return the dossiers that others changed since the person's last visit, the last changed first; two queries at most."""
    behind = [s for s in dossiers if s.dossier.pk in visits and visits[s.dossier.pk].number < s.dossier.head][:COMPARED]
    wanted = Q(pk__in=())
    for stand in behind:
        wanted |= Q(dossier=stand.dossier, number__gte=visits[stand.dossier.pk].number)
    rows = Revision.objects.filter(wanted).select_related("author").order_by("number") if behind else ()
    by_dossier: dict[int, list[Revision]] = {}
    for row in rows:
        by_dossier.setdefault(row.dossier_id, []).append(row)
    changed = []
    for stand in behind:
        first, *since = by_dossier[stand.dossier.pk]
        others = [row for row in since if row.author_id != account.pk]
        if others:
            changed.append(_news(stand, first, others, visits[stand.dossier.pk]))
    return [one for one in changed if one.summary is not None]


def _news(stand: OpenDossier, before: Revision, others: Sequence[Revision], visit: Visit) -> DossierNews:
    open_to = stand.may("see-history")
    key = (before.hash, stand.revision.hash, stand.scope.key)
    summary, words, count = _WORDS.get(key, lambda: _sentences(before, stand))
    return DossierNews(
        stand=stand,
        since=visit.at,
        number=before.number,
        revisions=len(others) if open_to else 0,
        by=list(dict.fromkeys(str(row.author) for row in others if row.author)) if open_to else [],
        summary=summary,
        words=words if open_to else (),
        more=max(0, count - len(words)) if open_to else 0,
    )


def _sentences(before: Revision, stand: OpenDossier) -> tuple[Message | None, tuple[Message, ...], int]:
    try:
        changes: Difference = difference(seen_at(before, stand.revision, stand.scope), stand.view)
    except LegationError:  # rows of one identity, in a dossier of old: then nothing can be matched
        return None, (), 0
    if not changes:
        return None, (), 0
    words = sorted((one for one in changes.words() if one.id != "difference.superseding"), key=lambda one: one.id != "difference.altered")
    return changes.summary(), tuple(words[:SENTENCES]), len(words)
