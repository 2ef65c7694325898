"""Who may see a run.

Its maker may, as long as what they see of the dossier covers what the run was made of: a marking that was taken from them takes their runs
too. Of others, those who may edit the dossier, on the same condition. For everybody else it is not there.

What was marked higher since takes the runs that were made of it: whoever no longer sees a row no longer reads an answer that rests on it.
"""

from __future__ import annotations

from collections.abc import Hashable

from django.db.models import Q, QuerySet
from django.http import Http404

from legation.dossier import MARKINGS
from legation.dossier import Dossier as Content
from legation.dossier.clearing import AUDIENCES
from legation.errors import NotAvailable
from legation.language import Message
from legation.web.access import Sight
from legation.web.asked import Asked
from legation.web.dossiers import past, store
from legation.web.dossiers.kept import Kept
from legation.web.dossiers.models import Revision
from legation.web.dossiers.past import is_still_seen
from legation.web.numbers import whole
from legation.web.runs.models import Run

__all__ = ["newest_of", "of_dossier", "run_of", "seen_by", "stays_open"]

_OPEN: Kept[bool] = Kept(4096)


def covers(wide: Sight, narrow: Sight) -> bool:
    """Whether one sees all that another sees.

    >>> covers(Sight("TLP:RED", "owner"), Sight("TLP:GREEN", "desk")), covers(Sight("TLP:GREEN", "desk"), Sight("TLP:RED", "desk"))
    (True, False)
    """
    tables = wide.tables is None or (narrow.tables is not None and set(narrow.tables) <= set(wide.tables))
    return (
        tables
        and MARKINGS.index(narrow.marking) <= MARKINGS.index(wide.marking)
        and AUDIENCES.index(narrow.audience) >= AUDIENCES.index(wide.audience)
    )


def run_of(asked: Asked, number: int) -> Run:
    """Return a run of the dossier that the person may see.

    Raises
    ------
    Http404
        Where there is none, or none for them.
    """
    run = _there(asked).filter(pk=number).first() if number < 2**63 else None
    if run is None or not covers(asked.sight, run.sight):
        raise Http404
    if not stays_open(run, asked.revision, asked.sight):
        raise NotAvailable(Message("runs.hidden-since"))
    return run


def stays_open(run: Run, head: Revision, sight: Sight) -> bool:
    """Whether a person of this sight sees all that a run was made of, also as it is marked in the newest revision."""
    if not covers(sight, run.sight):
        return False
    if run.revision == head.number and not run.options.get("revision"):
        return True
    key = (run.dossier_id, run.revision, run.options.get("revision"), run.sight.key, head.pk, head.hash, sight.key)
    return _OPEN.get(key, lambda: all(is_still_seen(given, head, sight) for given in seen_by(run) if given is not None))


def seen_by(run: Run) -> tuple[Content, Content | None]:
    """Return what a run was made of: its revision as its maker saw it then, and the earlier one beside it where the run names one."""
    revision = store.revision_of(run.dossier, run.revision)
    other = whole(run.options.get("revision"), most=run.revision)
    earlier = past.seen_at(store.revision_of(run.dossier, other), revision, run.sight) if other else None
    return past.seen_at(revision, revision, run.sight), earlier


def of_dossier(asked: Asked, kinds: tuple[str, ...], *, limit: int, mine: bool = True) -> list[Run]:
    """Return the newest runs of some kinds that the person may see, newest first; those of others too where ``mine`` is False."""
    rows = _there(asked).filter(kind__in=kinds).select_related("owner").order_by("-made", "-pk")
    if mine:
        rows = rows.filter(owner=asked.account)
    return [run for run in rows[: 2 * limit] if stays_open(run, asked.revision, asked.sight)][:limit]


def newest_of(asked: Asked, kinds: tuple[str, ...], *, limit: int, mine: bool = True) -> Hashable:
    """Return what the list of :func:`of_dossier` depends on besides the sight of the person: for pages that are kept."""
    rows = _there(asked).filter(kind__in=kinds).order_by("-made", "-pk")
    if mine:
        rows = rows.filter(owner=asked.account)
    found = tuple(rows.values_list("pk", "made", "state", "owner__name")[: 2 * limit])
    return found, asked.account.pk if found else None


def _there(asked: Asked) -> QuerySet[Run]:
    rows = Run.objects.filter(dossier=asked.dossier)
    return rows if asked.may("edit") else rows.filter(Q(owner=asked.account))
