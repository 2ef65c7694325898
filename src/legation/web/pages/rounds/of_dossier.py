"""The round of a dossier that an address names, as the person sees it, and the moment at which a page shows it."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from legation import moment
from legation.dossier import MARKINGS, Round
from legation.questions import Case
from legation.questions.actors.rounds.log import RoundLog, log_of
from legation.web.pages.posts.of_round import first_of
from legation.web.posts.assigned import round_of
from legation.web.site.page import PageRequest

__all__ = ["RoundHere", "marking_of", "markings_from", "round_here"]


@dataclass(frozen=True)
class RoundHere:
    """A round, as a page finds it.

    Attributes
    ----------
    case : Case
        The dossier as the person sees it, what is planned included.
    row : Round
        The current row.
    rows : frozenset of str
        The ids of all its rows.
    first : str
        The first row, by which the site knows its posts.
    at : datetime
        Now; the opening, where that is still to come; the end of the day of the page, where it is an earlier one.
    """

    case: Case
    row: Round
    rows: frozenset[str]
    first: str
    at: dt.datetime

    @functools.cached_property
    def log(self) -> RoundLog:
        """What is known of it."""
        return log_of(self.case, self.row, self.at)

    @property
    def zone(self) -> str:
        """On whose clocks its moments are shown."""
        return self.row.zone or "UTC"

    @property
    def is_closed(self) -> bool:
        """Whether it was closed until then."""
        return self.row.closed is not None and self.row.closed.instant <= self.at


def round_here(request: PageRequest, wanted: str) -> RoundHere:
    """Return the round that an address names by any of its rows.

    Raises
    ------
    Http404
        Where the person sees none.
    """
    first = first_of(request, wanted)
    found = round_of(request.view, first)
    if found is None:
        raise Http404
    now = timezone.now() if request.day >= request.today else moment.ends(request.day, "UTC")
    opened = found[0].opened
    at = max(now, opened.instant) if opened is not None else now
    return RoundHere(Case(dossier=request.view, today=request.today), *found, first, at)


def markings_from(request: PageRequest, least: str = "") -> list[str]:
    """Return the markings that a person may give to a row: from that of the dossier, or a stricter one, to the highest that they see."""
    lowest = max(request.view.info.marking or MARKINGS[0], least or MARKINGS[0], key=MARKINGS.index)
    return list(MARKINGS[MARKINGS.index(lowest) : MARKINGS.index(request.scope.marking) + 1])


def marking_of(request: PageRequest, chosen: str) -> str:
    """Return a chosen marking as a row bears it: nothing where it is that of the dossier."""
    return "" if chosen == (request.view.info.marking or MARKINGS[0]) else chosen
