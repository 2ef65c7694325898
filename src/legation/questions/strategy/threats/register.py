"""Threats with the sources that they rest on, deterrents with what their indicators say, and both by the kind of attacker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from legation.dossier import Activity, Deterrent, Evidence, Indicator, Threat, current_ids, standing
from legation.dossier.records import Revisable
from legation.dossier.records.strategy import THREATENING
from legation.figures.figure import Named
from legation.language import Message, fold
from legation.questions.base.case import Case

__all__ = ["Claimed", "Stance", "Standing", "holder_of", "register", "sources_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A threat, whose claim it is, and on how many sources that differ it rests: of one origin, several papers are one."""

    row: Threat
    holder: Named
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A deterrent, the activity that does it, and the indicator by which its test is read; None where there is none."""

    row: Deterrent
    activity: Activity | None
    indicator: Indicator | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """One kind of attacker: what is claimed of it, and what deters it. ``kind`` is empty for what says no kind."""

    kind: str
    threats: tuple[Claimed, ...]
    deterrents: tuple[Standing, ...]


def register(case: Case) -> tuple[Stance, ...]:
    r"""Return threats and deterrents by kind of attacker, in the order of the closed list; a kind of which nothing is written is left out.

    A deterrent whose activity was dropped deters nobody, and is left out.

    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> rows = b"id,claim,holder,kind\nt,They may come back,the agency,criminal_group\n"
    >>> files = {"dossier.toml": b'id = "x"', "threats.csv": rows}
    >>> [(one.kind, len(one.threats), one.threats[0].sources) for one in register(Case(dossier=decode(files), today=dt.date(2026, 1, 1)))]
    [('criminal_group', 1, 0)]
    """
    activities, indicators = _by_any_id(case.dossier.activities), _by_any_id(case.dossier.indicators)
    threats = [
        Claimed(row=row, holder=holder_of(case, row), sources=_sources(case, row.evidence)) for row in standing(case.dossier.threats)
    ]
    found = [
        Standing(row=row, activity=activities.get(row.activity), indicator=indicators.get(row.indicator))
        for row in standing(case.dossier.deterrents)
    ]
    deterrents = [one for one in found if one.activity is None or one.activity.status != "dropped"]
    stances = (
        Stance(
            kind=kind,
            threats=tuple(one for one in threats if one.row.kind == kind),
            deterrents=tuple(one for one in deterrents if one.row.kind == kind),
        )
        for kind in (*THREATENING, "")
    )
    return tuple(one for one in stances if one.threats or one.deterrents)


def holder_of(case: Case, row: Threat) -> Named:
    """Return whose claim a threat is; the desk itself where that is the author of the dossier."""
    if row.holder == case.info.author:
        return Named(row.holder, Message("what-threatens-us.ours"))
    return case.named(row.holder)


def _sources(case: Case, evidence: Sequence[str]) -> int:
    """Return how many origins some evidence has: what one office wrote and others printed is one."""
    return len({fold(row.origin or row.publisher or row.id) for row in sources_of(case, evidence)})


def sources_of(case: Case, evidence: Sequence[str]) -> list[Evidence]:
    """Return the sources that some evidence names, each once and as it stands now: one that was superseded is the one in its place."""
    rows = case.once(("sources-now",), lambda: _by_any_id(case.dossier.evidence))
    return list({row.id: row for name in evidence if (row := rows.get(name)) is not None}.values())


_Row = TypeVar("_Row", bound=Revisable)


def _by_any_id(rows: Sequence[_Row]) -> dict[str, _Row]:
    """Return the rows that stand, by their ids and by those of the rows that they superseded."""
    there = {row.id: row for row in standing(rows)}
    return there | {old: there[new] for old, new in current_ids(rows).items() if new in there}
