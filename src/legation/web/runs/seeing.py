"""Who may see a run.

Its maker may, as long as what they see of the dossier covers what the run was made of: a marking that was taken from them takes their runs
too. Of others, those who may edit the dossier, on the same condition. For everybody else it is not there.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from legation.dossier.records import MARKINGS
from legation.dossier.view import AUDIENCES
from legation.web.access import Sight
from legation.web.asked import Asked
from legation.web.runs.models import Run

__all__ = ["covers", "of_dossier", "run_of"]


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
    return run


def of_dossier(asked: Asked, kinds: tuple[str, ...], *, limit: int, mine: bool = True) -> list[Run]:
    """Return the newest runs of some kinds that the person may see, newest first; those of others too where ``mine`` is False."""
    rows = _there(asked).filter(kind__in=kinds).select_related("owner").order_by("-made", "-pk")
    if mine:
        rows = rows.filter(owner=asked.account)
    return [run for run in rows[: 2 * limit] if covers(asked.sight, run.sight)][:limit]


def _there(asked: Asked) -> QuerySet[Run]:
    rows = Run.objects.filter(dossier=asked.dossier)
    return rows if asked.may("edit") else rows.filter(Q(owner=asked.account))
