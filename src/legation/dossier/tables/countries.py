"""Countries by code and by name, with the dates at which a code or a name held.

The table ``countries.csv`` is ours: ISO 3166 codes with those that were withdrawn, names in English and French (of CLDR, or of the United
Nations where it names a member otherwise), other spellings, and the United Nations' regional groups. The groups are general knowledge and
marked ``unverified``: check them against the list of the Department for General Assembly and Conference Management. A name here is a label
under which a source or a reader may look for an entry; it is no statement on anyone's status.

``ended`` says what became of an entry whose code was withdrawn: ``renamed`` (the same state, another code), ``continued`` (another state
took the seat), ``merged`` or ``dissolved``.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from legation.dossier.column import Wording
from legation.dossier.when import When, as_date
from legation.errors import WrongUse
from legation.language import Message

if TYPE_CHECKING:
    from legation.dossier.records import Actor

__all__ = ["Country", "by_iso2", "countries", "country", "seat"]

_ADMITTED_ANEW = {"YUG": (dt.date(2000, 11, 1), "SRB")}
"""Yugoslavia's seat was empty from 1992; the state admitted on 1 November 2000 is the one that sits today as Serbia."""


@dataclass(frozen=True, slots=True)
class Country:
    """An entry of the table.

    Attributes
    ----------
    iso3, iso2 : str
        ISO 3166 codes; ``EAZ`` (Zanzibar, 1963-64) and ``XKX`` are no ISO codes, and a few entries have no ``iso2``.
    name : Wording
    aliases : tuple of str
        Other spellings, English and French.
    claimed : tuple of str
        Those of the aliases that stand for a claim which other parties contest: whoever reads one asks a person what is meant.
    start, end : When or None
        When the entry held; None where it always did, or still does.
    successors : tuple of str
    ended : {"", "renamed", "continued", "merged", "dissolved"}
    status : {"member", "observer", "former", "other"}
        Of the United Nations.
    group, group_check : str
        Regional group of the United Nations, and how far that was checked.
    """

    iso3: str
    iso2: str
    name: Wording
    aliases: tuple[str, ...]
    claimed: tuple[str, ...]
    start: When | None
    end: When | None
    successors: tuple[str, ...]
    ended: str
    status: str
    group: str
    group_check: str

    @property
    def un_member(self) -> bool:
        """Whether it is a member of the United Nations today."""
        return self.status == "member"

    def valid(self, date: dt.date) -> bool:
        """Whether the entry held at a date."""
        return (self.start is None or self.start.first <= date) and (self.end is None or date <= self.end.last)

    def actor(self) -> Actor:
        """Return the country as an actor whose id is its alpha-3 code."""
        from legation.dossier.records import Actor

        kind, level = ("other", "") if self.status == "other" else ("state", "national")
        start, end = (self.start, self.end) if self.status == "former" else (None, None)
        return Actor(id=self.iso3, name=self.name, kind=kind, level=level, iso3=self.iso3, start=start, end=end)


@functools.cache
def countries() -> Mapping[str, Country]:
    """Return every entry by its alpha-3 code, former ones included.

    >>> len([c for c in countries().values() if c.un_member])
    193
    """
    lines = files("legation.dossier").joinpath("countries.csv").read_text("utf-8").splitlines()
    return MappingProxyType({row["iso3"]: _entry(row) for row in csv.DictReader(lines)})


def country(iso3: str) -> Country:
    """Return the entry of an alpha-3 code.

    Raises
    ------
    WrongUse
        Where there is no such code.
    """
    try:
        return countries()[iso3.strip().upper()]
    except KeyError:
        raise WrongUse(Message("sources.no-country", code=iso3)) from None


def by_iso2(code: str, date: str | dt.date | When | None = None) -> Country | None:
    """Return the holder of an alpha-2 code at a date; without one, today's holder, or the only one there ever was.

    >>> by_iso2("CS", "1980").iso3, by_iso2("CS", "2005").iso3, by_iso2("CS"), by_iso2("NA").iso3
    ('CSK', 'SCG', None, 'NAM')
    """
    holders = _by_iso2().get(code.strip().upper(), ())
    if date is not None:
        day = as_date(date)
        return next((c for c in holders if c.valid(day)), None)
    today = [c for c in holders if c.end is None]
    return today[0] if today else holders[0] if len(holders) == 1 else None


def seat(of: Country, date: str | dt.date | When) -> Country:
    """Return who is counted as holding, through time, the seat in the United Nations that ``of`` held at a date.

    Renamed states and states that continue another are one actor: the Soviet Union's votes are Russia's. Merged and dissolved states stay
    what they were. Yugoslavia is itself until its seat fell empty in 1992, and Serbia from the admission of 1 November 2000, although some
    data sets go on writing Yugoslavia.

    >>> [seat(country(c), d).iso3 for c, d in (("SUN", "1980"), ("ZAR", "1980"), ("YUG", "1980"), ("YUG", "2005"), ("DDR", "1980"))]
    ['RUS', 'COD', 'YUG', 'SRB', 'DDR']
    """
    if of.iso3 in _ADMITTED_ANEW:
        from_day, anew = _ADMITTED_ANEW[of.iso3]
        return countries()[anew] if as_date(date) >= from_day else of
    if of.ended in ("renamed", "continued"):
        return seat(countries()[of.successors[0]], date)
    return of


_CLAIMED = "?"
"""What stands before an alias in the table that is a claim."""


def _entry(row: Mapping[str, str]) -> Country:
    aliases = tuple(a for a in (*row["aliases_en"].split("|"), *row["aliases_fr"].split("|")) if a)
    return Country(
        row["iso3"],
        row["iso2"],
        Wording(en=row["name_en"], fr=row["name_fr"]),
        tuple(a.removeprefix(_CLAIMED) for a in aliases),
        tuple(a.removeprefix(_CLAIMED) for a in aliases if a.startswith(_CLAIMED)),
        When(row["start"]) if row["start"] else None,
        When(row["end"]) if row["end"] else None,
        tuple(s for s in row["successors"].split("|") if s),
        row["ended"],
        row["status"],
        row["group"],
        row["group_check"],
    )


@functools.cache
def _by_iso2() -> Mapping[str, tuple[Country, ...]]:
    holders: dict[str, tuple[Country, ...]] = {}
    for entry in countries().values():
        if entry.iso2:
            holders[entry.iso2] = (*holders.get(entry.iso2, ()), entry)
    return holders
