"""Signposts that nobody could see cross."""

from __future__ import annotations

from collections.abc import Iterator

from legation.questions.base.case import Case
from legation.questions.strategy.challenge.fault import Fault
from legation.questions.strategy.signposts.reading import SignpostReading, read_signposts

__all__ = ["unwatched"]

_FORMS = {
    "signposts.no-threshold": "no-threshold",
    "signposts.no-source": "no-watch",
    "signposts.two-sources": "no-watch",
    "signposts.no-monitor": "monitor-gone",
    "signposts.no-question": "question-gone",
}
"""By why nothing can be read, what is held against the signpost."""


def unwatched(case: Case) -> Iterator[Fault]:
    """Yield the signposts that are read from nothing, that have no threshold, or for which nothing is to be read at the date."""
    for one in read_signposts(case):
        if one.state == "no-data":
            form, row = _form(one), one.row
            values = {"question": row.question} if form == "question-gone" else {}
            yield Fault(
                code="unwatched",
                form=form,
                table="signposts",
                row=row.id,
                subject=row.title or row.id,
                values=values,
                evidence=row.evidence,
            )


def _form(one: SignpostReading) -> str:
    why = one.why.id if one.why is not None else ""
    return _FORMS.get(why, "no-value" if one.row.question else "no-data")
