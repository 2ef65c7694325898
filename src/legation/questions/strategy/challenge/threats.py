"""Threats that one source alone tells of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from legation.dossier import Evidence, standing
from legation.language import fold
from legation.questions.base.case import Case
from legation.questions.strategy.challenge.fault import Fault
from legation.questions.strategy.threats.register import holder_of, sources_of

__all__ = ["of_one_source"]


def of_one_source(case: Case) -> Iterator[Fault]:
    """Yield the threats behind which there is no source, one, or several that come from one place.

    Sources come from one place where all have one publisher, or one origin; a source without an origin is its publisher's own. Who claims
    the threat is named: it is the holder of the row.
    """
    for row in standing(case.dossier.threats):
        behind = sources_of(case, row.evidence)
        form = "no-source" if not behind else "one-source" if len(behind) == 1 else "one-origin" if _is_one_place(behind) else ""
        if form:
            values = {"holder": holder_of(case, row), "count": len(behind)}
            if form == "one-source":
                values["source"] = behind[0].title or behind[0].id
            elif form == "one-origin":
                values["source"] = behind[0].publisher or behind[0].origin
            yield Fault(
                code="one-source",
                form=form,
                table="threats",
                row=row.id,
                subject=row.claim or row.id,
                values=values,
                evidence=row.evidence,
            )


def _is_one_place(sources: Sequence[Evidence]) -> bool:
    published = {_folded(row.publisher) for row in sources}
    origins = {_folded(row.origin or row.publisher) for row in sources}
    return any(len(one) == 1 and "" not in one for one in (published, origins))


def _folded(text: str) -> str:
    return " ".join(fold(text).split())
