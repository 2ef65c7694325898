"""Rows that are marked lower than what they cite, and whether a second person confirmed that they may be."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from typing import TypeVar

from legation.dossier.clearing.confirmation import confirm, fingerprint, places_of
from legation.dossier.clearing.ledger import MarkedContents
from legation.dossier.clearing.scope import Place
from legation.dossier.problem import Problem, problem
from legation.dossier.records import MARKINGS, Release
from legation.dossier.when import When
from legation.errors import WrongUse
from legation.language import Message

__all__ = [
    "PendingRelease",
    "confirm",
    "fingerprint",
    "places_of",
    "released",
    "stands_at",
    "unconfirmed",
    "waiting",
    "with_releases_of",
]

_Contents = TypeVar("_Contents", bound=MarkedContents)


@dataclasses.dataclass(frozen=True, slots=True)
class PendingRelease:
    """A row that waits for somebody to confirm its marking.

    Attributes
    ----------
    place : Place
    marking : str
        Its own.
    cited : str
        The strictest of what it cites.
    level : int
        The place in ``MARKINGS`` of the lowest marking that sees it meanwhile; beyond the last one where only who sees everything does.
    content : str
        The fingerprint of what it says.
    """

    place: Place
    marking: str
    cited: str
    level: int
    content: str


def waiting(dossier: MarkedContents) -> Iterator[PendingRelease]:
    """Yield the rows that are marked lower than what they cite, and of which nobody confirmed that they may be."""
    ledger = dossier.ledger
    for number, node in enumerate(ledger.nodes):
        if node.own is None:
            continue
        cited = max((ledger.index.least(keys, ledger.levels) for keys in node.marks), default=0)
        if cited > max(node.own, node.confirmed):
            strictest = MARKINGS[min(cited, len(MARKINGS) - 1)]
            yield PendingRelease(node.place, MARKINGS[node.own], strictest, ledger.levels[number], fingerprint(node))


def stands_at(dossier: MarkedContents, row: PendingRelease) -> bool:
    """Whether a dossier holds a row as it is, at its place; one without an id may stand at another number there."""
    return any(
        node.place[:2] == row.place[:2] and (node.place == row.place or len(places_of(node)) > 1) and fingerprint(node) == row.content
        for node in dossier.ledger.nodes
    )


def released(dossier: _Contents, row: PendingRelease, *, function: str, reason: str, day: dt.date) -> _Contents:
    """Return a dossier in which a second person has confirmed the marking of a row that waited for it.

    Parameters
    ----------
    function : str
        As what they confirmed it, ``head of the desk``.
    reason : str
        Why the row may be seen by more than what it cites.

    Raises
    ------
    WrongUse
        Where one of them is not said.
    """
    for name, value in (("function", function), ("reason", reason)):
        if not value.strip():
            raise WrongUse(Message("dossier.release-says-nothing", name=name))
    part, table, identity = row.place
    named = json.dumps([*row.place, row.marking, row.content, row.cited])
    made = Release(
        id=f"release-{hashlib.sha256(named.encode()).hexdigest()[:12]}",
        part=part,
        table=table,
        row=identity,
        marking=row.marking,
        function=function.strip(),
        date=When(day.isoformat()),
        reason=reason.strip(),
        content=row.content,
        cited=row.cited,
    )
    return dataclasses.replace(dossier, releases=(*(one for one in dossier.releases if one.id != made.id), made))


def with_releases_of(dossier: _Contents, other: MarkedContents | None) -> _Contents:
    """Return a dossier with the releases of another, or with none, in place of its own: nothing but releasing makes one."""
    rows = other.releases if other is not None else ()
    theirs = {place: annex for place, annex in other.annex.items() if place[0] == "releases"} if other is not None else {}
    if dossier.releases == rows and {place for place in dossier.annex if place[0] == "releases"} == theirs.keys():
        return dossier
    annex = {place: annex for place, annex in dossier.annex.items() if place[0] != "releases"} | theirs
    return dataclasses.replace(dossier, releases=rows, annex=annex)


def unconfirmed(dossier: MarkedContents) -> Iterator[Problem]:
    """Yield as notices the rows that wait to be confirmed."""
    for one in waiting(dossier):
        part, table, row = one.place
        column = f"{table} {row}".strip() if table != part.removesuffix(".csv") else row
        yield problem("marking-unconfirmed", part, None, column, allowed=one.cited, found=one.marking)
