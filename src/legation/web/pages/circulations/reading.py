"""A text in circulation as a page of its dossier reads it: at this moment, or at the end of a day that lies behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils import timezone

from legation.dossier import Moment
from legation.errors import CannotWrite
from legation.language import Message
from legation.questions import Case
from legation.questions.coalitions.circulation.log import CirculationInputs, circulated_drafts, find_circulation
from legation.questions.coalitions.circulation.signatories import shown_moment
from legation.web.site.as_of import known_case
from legation.web.site.page import PageRequest

__all__ = ["Circulated", "circulated", "read_now", "shown"]


@dataclass(frozen=True, slots=True)
class Circulated:
    """A circulation as the person sees it.

    Attributes
    ----------
    name : str
        That of the draft.
    is_live : bool
        Whether it is read at this moment, so that it can be worked on; not on a day that lies behind.
    """

    name: str
    case: Case
    found: CirculationInputs
    is_live: bool


def circulated(request: PageRequest, draft: str) -> Circulated:
    """Return the circulation of a draft.

    Raises
    ------
    Http404
        Where the person sees no such draft in circulation.
    """
    if draft not in circulated_drafts(request.known.files):
        raise Http404
    case, is_live = known_case(request), request.day >= request.today
    return Circulated(draft, case, find_circulation(case, draft, timezone.now() if is_live else None), is_live)


def read_now(request: PageRequest, draft: str) -> Circulated:
    """Return the circulation of a draft to be worked on.

    Raises
    ------
    Http404
        Where the person sees no such draft in circulation.
    CannotWrite
        Where the dossier is frozen at a day that lies behind.
    """
    read = circulated(request, draft)
    if not read.is_live:
        raise CannotWrite(Message("page-circulations.frozen", day=request.day))
    return read


def shown(found: CirculationInputs, at: Moment | None) -> Any:
    """Return a moment on the clocks by which the circulation closes; None where there is none."""
    return None if at is None else shown_moment(found, at)
