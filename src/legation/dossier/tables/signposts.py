"""Signposts as rows: what is wrong with one that nothing else has to be asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from legation.dossier.dossier import standing
from legation.dossier.problem import Problem, problem
from legation.dossier.records import Signpost
from legation.dossier.tables.cells import Place

__all__ = ["signpost_faults"]


def signpost_faults(rows: Sequence[Signpost], where: Sequence[Place]) -> Iterator[Problem]:
    """Yield the signposts that name both a monitor and a question; as notices those that name neither, and those without a threshold.

    Rows that were superseded are judged only for what stops a dossier from loading.

    Examples
    --------
    >>> rows = (Signpost(id="a", monitor="m", question="q", threshold=1.0), Signpost(id="b", monitor="m"))
    >>> [(one.code, one.row, one.is_notice) for one in signpost_faults(rows, [("signposts.csv", 2), ("signposts.csv", 3)])]
    [('signpost-two-sources', 2, False), ('signpost-no-threshold', 3, True)]
    """
    current = {row.id for row in standing(rows)}
    for row, place in zip(rows, where, strict=True):
        if row.monitor and row.question:
            yield problem("signpost-two-sources", *place, "question", found=row.question)
        if row.id not in current:
            continue
        if not row.monitor and not row.question:
            yield problem("signpost-no-source", *place, "monitor")
        if row.threshold is None:
            yield problem("signpost-no-threshold", *place, "threshold")
