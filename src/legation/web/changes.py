"""What changed in a dossier since a person last looked, told from what they may see of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from legation.dossier.difference import Difference, difference
from legation.errors import LegationError
from legation.language import Message
from legation.web.desk import Stand
from legation.web.dossiers.kept import Kept
from legation.web.dossiers.models import Revision
from legation.web.dossiers.past import seen_at
from legation.web.visits.models import Visit

__all__ = ["Changed", "changed_since"]

TOLD = 5
"""Sentences about one dossier; more are counted."""
COMPARED = 8
"""Dossiers that are compared for one page, those that changed last."""

_WORDS: Kept[tuple[Message | None, tuple[Message, ...], int]] = Kept(256)


@dataclass(frozen=True, kw_only=True)
class Changed:
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
        The first changes one by one, and ``more`` that are not told; none for whom the history is not open.
    """

    stand: Stand
    since: dt.datetime
    number: int
    revisions: int
    by: list[str]
    summary: Message | None
    words: tuple[Message, ...]
    more: int


def changed_since(account: Any, stands: Sequence[Stand], visits: Mapping[int, Visit]) -> list[Changed]:
    """Return the dossiers that others changed since the person's last visit, the last changed first; two queries at most."""
    behind = [s for s in stands if s.dossier.pk in visits and visits[s.dossier.pk].number < s.dossier.head][:COMPARED]
    wanted = Q(pk__in=())
    for stand in behind:
        wanted |= Q(dossier=stand.dossier, number__gte=visits[stand.dossier.pk].number)
    rows = Revision.objects.filter(wanted).select_related("author").order_by("number") if behind else ()
    by_dossier: dict[int, list[Revision]] = {}
    for row in rows:
        by_dossier.setdefault(row.dossier_id, []).append(row)
    found = []
    for stand in behind:
        first, *since = by_dossier[stand.dossier.pk]
        others = [row for row in since if row.author_id != account.pk]
        if others:
            found.append(_changed(stand, first, others, visits[stand.dossier.pk]))
    return [one for one in found if one.summary is not None]


def _changed(stand: Stand, before: Revision, others: Sequence[Revision], visit: Visit) -> Changed:
    open_to = stand.may("see-history")
    key = (before.hash, stand.revision.hash, stand.sight.key)
    summary, words, count = _WORDS.get(key, lambda: _told(before, stand))
    return Changed(
        stand=stand,
        since=visit.at,
        number=before.number,
        revisions=len(others) if open_to else 0,
        by=list(dict.fromkeys(str(row.author) for row in others if row.author)) if open_to else [],
        summary=summary,
        words=words if open_to else (),
        more=max(0, count - len(words)) if open_to else 0,
    )


def _told(before: Revision, stand: Stand) -> tuple[Message | None, tuple[Message, ...], int]:
    try:
        found: Difference = difference(seen_at(before, stand.revision, stand.sight), stand.view)
    except LegationError:  # rows of one identity, in a dossier of old: then nothing can be matched
        return None, (), 0
    if not found:
        return None, (), 0
    words = found.words()
    return found.summary(), words[:TOLD], len(words)
