"""Who may see a run, and the lake beside its dossier.

Its maker may, as long as what they see of the dossier covers what the run was made of: a marking that was taken from them takes their
runs too. Of others, those who may edit the dossier, on the same condition. For everybody else it is not there. What was marked higher
since takes the runs that were made of it.

Who sees the observations of a dossier, its answers are made with them: :mod:`legation.web.runs.lakes`.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from django.db.models import Q, QuerySet
from django.http import Http404

from legation.dossier import MARKINGS
from legation.dossier import Dossier as Content
from legation.dossier.clearing import AUDIENCES
from legation.errors import NotAvailable
from legation.lake import Lake
from legation.language import Message
from legation.questions import Case
from legation.web.access import AccessScope
from legation.web.dossiers import older_revisions, store
from legation.web.dossiers.models import Dossier, Revision
from legation.web.dossiers.older_revisions import is_still_seen
from legation.web.dossiers.preparation import is_large
from legation.web.runs.lakes import lake_there, may_see_observations
from legation.web.runs.models import KINDS, Run
from legation.web.site.as_of import known_case
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest
from legation.web.site.values import parse_int

__all__ = [
    "lake_hash",
    "lake_of",
    "newest_of",
    "observed_case",
    "observed_here",
    "of_dossier",
    "run_of",
    "seen_by",
    "stays_open",
    "typical_runs",
]


def lake_of(dossier: Dossier, scope: AccessScope, marking: str) -> Lake | None:
    """Return the lake beside a dossier, for a reader who may see it; None where nothing is listed in it, or it is not for them.

    Parameters
    ----------
    dossier : Dossier
    scope : AccessScope
        What the reader sees of the dossier.
    marking : str
        That of the dossier as a whole.
    """
    lake = lake_there(dossier) if may_see_observations(scope, marking) else None
    return None if lake is None or lake.manifest.is_empty() else lake


def lake_hash(dossier: Dossier, scope: AccessScope, marking: str) -> str:
    """Return the hash of what the lake holds, or nothing: an answer of yesterday is none on what came since."""
    lake = lake_of(dossier, scope, marking)
    return lake.hash() if lake is not None else ""


def observed_case(request: PageRequest) -> Case:
    """Return the dossier as it was known on the day of the page, with the observations that the person sees."""
    return known_case(request).with_lake(lake_of(request.dossier, request.scope, request.dossier.marking))


def observed_here(request: PageRequest, **_: str) -> Hashable:
    """Return what a page on :func:`observed_case` depends on beside the dossier: for cached pages."""
    return lake_hash(request.dossier, request.scope, request.dossier.marking)


_OPEN: Cache[bool] = Cache(4096)


def covers(wide: AccessScope, narrow: AccessScope) -> bool:
    """Whether one sees all that another sees.

    >>> red, green = (AccessScope(marking, "desk") for marking in ("TLP:RED", "TLP:GREEN"))
    >>> covers(red, green), covers(green, red)
    (True, False)
    """
    tables = wide.tables is None or (narrow.tables is not None and set(narrow.tables) <= set(wide.tables))
    rows = wide.rows is None or (narrow.rows is not None and narrow.rows <= wide.rows)
    return (
        tables
        and rows
        and MARKINGS.index(narrow.marking) <= MARKINGS.index(wide.marking)
        and AUDIENCES.index(narrow.audience) >= AUDIENCES.index(wide.audience)
    )


def run_of(request: PageRequest, number: int) -> Run:
    """Return a run of the dossier that the person may see.

    Raises
    ------
    Http404
        Where there is none, or none for them.
    """
    run = _visible_runs(request).filter(pk=number).first() if number < 2**63 else None
    if run is None or not covers(request.scope, run.scope):
        raise Http404
    if not _still_open(request, [run]):
        raise NotAvailable(Message("runs.hidden-since"))
    return run


def stays_open(run: Run, head: Revision, scope: AccessScope) -> bool:
    """Whether a person with this access scope sees all that a run was made of, also as it is marked in the newest revision."""
    if not covers(scope, run.scope):
        return False
    if run.revision == head.number and not run.options.get("revision"):
        return True
    return _OPEN.get(
        _open_key(run, head, scope), lambda: all(is_still_seen(given, head, scope) for given in seen_by(run) if given is not None)
    )


def _open_key(run: Run, head: Revision, scope: AccessScope) -> tuple[Hashable, ...]:
    return run.dossier_id, run.revision, run.options.get("revision"), run.scope.key, head.pk, head.hash, scope.key


def _still_open(request: PageRequest, runs: Sequence[Run]) -> list[Run]:
    """Return the runs that stay open to a person; a large dossier that must be read for that is read in the background."""
    head, scope = request.revision, request.scope
    older = (run for run in runs if run.revision != head.number and covers(scope, run.scope))
    unread = [run for run in older if _OPEN.peek(_open_key(run, head, scope)) is None]
    return request.beside(
        ("runs", frozenset(_open_key(run, head, scope) for run in unread)),
        lambda: [run for run in runs if stays_open(run, head, scope)],
        is_known=lambda: not unread,
        is_slow=lambda: is_large(head),
    )


def seen_by(run: Run) -> tuple[Content, Content | None]:
    """Return what a run was made of: its revision as its maker saw it then, and the earlier one beside it where the run names one."""
    revision = store.revision_of(run.dossier, run.revision)
    other = parse_int(run.options.get("revision"), most=run.revision)
    earlier = older_revisions.seen_at(store.revision_of(run.dossier, other), revision, run.scope) if other else None
    return older_revisions.seen_at(revision, revision, run.scope), earlier


def of_dossier(request: PageRequest, kinds: tuple[str, ...], *, limit: int, mine: bool = True) -> list[Run]:
    """Return the newest runs of some kinds that the person may see, newest first; those of others too where ``mine`` is False."""
    rows = _visible_runs(request).filter(kind__in=kinds).select_related("owner").order_by("-made", "-pk")
    if mine:
        rows = rows.filter(owner=request.account)
    return _still_open(request, list(rows[: 2 * limit]))[:limit]


def newest_of(request: PageRequest, kinds: tuple[str, ...], *, limit: int, mine: bool = True) -> Hashable:
    """Return what the list of :func:`of_dossier` depends on besides the access scope of the person: for cached pages."""
    rows = _visible_runs(request).filter(kind__in=kinds).order_by("-made", "-pk")
    if mine:
        rows = rows.filter(owner=request.account)
    newest = tuple(rows.values_list("pk", "made", "state", "owner__name")[: 2 * limit])
    return newest, request.account.pk if newest else None


_COMPARED = 20


def typical_runs(request: PageRequest, run: Run) -> list[Run]:
    """Return the newest runs of the same question or paper that were computed, among those of the dossier that the person may see."""
    rows = _visible_runs(request).filter(kind=run.kind, question=run.question, state="done", started__isnull=False)
    return list(rows.filter(finished__isnull=False).exclude(pk=run.pk).order_by("-pk")[:_COMPARED])


def _visible_runs(request: PageRequest) -> QuerySet[Run]:
    rows = Run.objects.filter(dossier=request.dossier, kind__in=KINDS)
    return rows if request.may("edit") else rows.filter(Q(owner=request.account))
