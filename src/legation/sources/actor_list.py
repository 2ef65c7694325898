"""A plain list of countries or organisations, in any order of columns, French or English: the quickest way to a dossier.

What is sure is taken; what is doubtful is asked: a name that is ambiguous or misspelt, a state that is gone, a line that is no country in a
list of countries, a code that contradicts its name.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from legation.dossier.dossier import Dossier
from legation.dossier.problem import Problem
from legation.dossier.records import KINDS
from legation.dossier.sheet import is_formula
from legation.errors import CannotRead, WrongUse
from legation.language import Lang, Message
from legation.sources.countries import Country, countries, find, find_with_code
from legation.sources.folding import fold
from legation.sources.list_columns import settle_columns
from legation.sources.lists import named_bytes, one_name_a_row, table_of
from legation.sources.mapping import kind_of
from legation.sources.reading import Origin, notice
from legation.sources.words import words

__all__ = ["Doubt", "Draft", "Entry", "read_actor_list"]

_COUNTRIES = 0.6
"""Share of lines that are countries from which on a line that is none is doubtful."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the list and what it was taken for: a country, or else an actor of that name, at home in ``home``."""

    line: int
    text: str
    country: Country | None = None
    home: Country | None = None
    kind: str = "other"
    group: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that someone has to decide: one of the candidates, a new actor, or nothing."""

    line: int
    text: str
    candidates: tuple[Country, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a list came to.

    Attributes
    ----------
    entries : tuple of Entry
        The lines that are settled.
    doubtful : tuple of Doubt
        The lines that are to be decided by :meth:`resolve`.
    unplaced : tuple of Problem
        Lines that are no names, and those that name an actor a second time.
    origin : Origin
    position_heading : str
        How the list calls the column of positions; empty where there is none.
    lang : {"en", "fr"} or None
    """

    entries: tuple[Entry, ...]
    doubtful: tuple[Doubt, ...] = ()
    unplaced: tuple[Problem, ...] = ()
    origin: Origin = field(default_factory=Origin)
    position_heading: str = ""
    lang: Lang | None = None
    pending: Mapping[int, Entry] = field(default_factory=dict, repr=False)

    def resolve(self, answers: Mapping[int, str]) -> Draft:
        """Return the draft with doubts decided.

        Parameters
        ----------
        answers : mapping of int to str
            For a line number: the alpha-3 code of the country that is meant, ``new`` for an actor of that name, ``skip`` for none.

        Raises
        ------
        WrongUse
            Where a line is not in doubt, or a code is none.
        """
        entries = list(self.entries)
        for line, answer in answers.items():
            if line not in self.pending:
                raise WrongUse(Message("sources.not-in-doubt", line=line, doubtful=[str(d.line) for d in self.doubtful] or ["—"]))
            code = answer.strip()
            if code.lower() == "skip":
                continue
            if code.lower() != "new" and code.upper() not in countries():
                raise WrongUse(Message("sources.bad-answer", line=line, found=answer))
            held = None if code.lower() == "new" else countries()[code.upper()]
            entries.append(dataclasses.replace(self.pending[line], country=held))
        entries.sort(key=lambda entry: entry.line)
        single, twice = _each_once(entries, self.origin.title)
        return dataclasses.replace(
            self,
            entries=single,
            doubtful=tuple(d for d in self.doubtful if d.line not in answers),
            unplaced=(*self.unplaced, *twice),
            pending={line: entry for line, entry in self.pending.items() if line not in answers},
        )

    def dossier(self, id: str, title: str = "") -> Dossier:  # noqa: A002 - the field's own word
        """Return a dossier of the list: actors, the list's groups, the regional groups of the United Nations, positions where it has any.

        Raises
        ------
        WrongUse
            Where lines are still in doubt, nothing is left, or the id is none.
        """
        from legation.sources.first_dossier import first_dossier

        if self.doubtful:
            raise WrongUse(
                Message("sources.still-doubtful", count=len(self.doubtful), line=self.doubtful[0].line, text=self.doubtful[0].text[:80])
            )
        if not self.entries:
            raise WrongUse(Message("sources.nothing-left"))
        if not re.fullmatch(r"[\w.-]{1,120}", id):
            raise WrongUse(Message("sources.bad-dossier-id", found=id))
        return first_dossier(self, id, title)


def read_actor_list(source: str | Path, *, lang: Lang | None = None, kind: str = "") -> Draft:
    r"""Return what a list of countries or organisations says, with what is doubtful as questions.

    Parameters
    ----------
    source : path or str
        A file (plain lines, CSV, TSV, XLSX, JSON), or the list itself as text.
    lang : {"en", "fr"}, optional
        The language of the dossier that is made of it; names are read in both.
    kind : str, optional
        The kind of actor that a line is which is no country, unless the list has a column that says it.

    Raises
    ------
    CannotRead
        Where the file cannot be read, is no list, or holds no name.
    WrongUse
        Where there is no such kind.

    Examples
    --------
    >>> draft = read_actor_list("la France\nPays-Bas (les)\nCongo\n")
    >>> [e.country.iso3 for e in draft.entries], [(d.line, [c.iso3 for c in d.candidates]) for d in draft.doubtful]
    (['FRA', 'NLD'], [(3, ['COD', 'COG'])])
    >>> [a.id for a in draft.resolve({3: "COD"}).dossier("example", "Three states").actors]
    ['FRA', 'NLD', 'COD']
    """
    if kind and kind not in KINDS:
        raise WrongUse(Message("sources.bad-kind", found=kind, allowed=" | ".join(KINDS)))
    name, data = named_bytes(source)
    cells = one_name_a_row(table_of(name, data))
    if not cells:
        raise CannotRead(Message("sources.empty", path=name))
    at = settle_columns(cells)
    unplaced = [
        notice("before-header", name, row, found=" ".join(filter(None, row_cells)))
        for row, row_cells in cells[: at.first]
        if row < at.header_row
    ]
    rows = [(row, at.row(row_cells)) for row, row_cells in cells[at.first :]]
    named = []
    for row, line in rows:
        if is_formula(line.name) or is_formula(line.group):
            unplaced.append(notice("formula", name, row, found=line.name if is_formula(line.name) else line.group))
        elif re.search(r"[^\W\d_]", line.name):
            named.append((row, line, find_with_code(line.name, line.code)))
        else:
            unplaced.append(notice("no-name", name, row, found=line.name))
    if not named:
        raise CannotRead(Message("sources.no-names", path=name))
    mostly = sum(1 for _, _, match in named if match.how != "none") >= _COUNTRIES * len(named)
    entries: list[Entry] = []
    pending: dict[int, Entry] = {}
    doubtful: list[Doubt] = []
    for row, line, match in named:
        held = _kind(line.name, line.kind, kind)
        home = find(line.code.upper()).country if line.code else None
        entry = Entry(line=row, text=line.name[:300], country=match.country, home=home, kind=held, group=line.group, position=line.position)
        if match.doubtful or (mostly and match.how == "none" and held in ("other", "state")):
            pending[row] = entry
            doubtful.append(Doubt(row, entry.text, match.candidates))
        else:
            entries.append(entry)
    single, twice = _each_once(entries, name)
    return Draft(
        entries=single,
        doubtful=tuple(doubtful),
        unplaced=tuple(sorted((*unplaced, *twice), key=lambda p: p.row or 0)),
        origin=Origin(title=name, sha256=hashlib.sha256(data).hexdigest(), read=len(rows)),
        position_heading=at.heading("position"),
        lang=lang,
        pending=pending,
    )


def _kind(name: str, said: str, given: str) -> str:
    """Return the kind of an actor that is no country: as the list says it in a word that is known, else as it was given for the list."""
    if fold(name) in words("names")["organisations"]:
        return "international_org"
    found = kind_of([said], {})
    return found if found and said.strip() else given or "other"


def _each_once(entries: list[Entry], name: str) -> tuple[tuple[Entry, ...], list[Problem]]:
    """Return the entries without those that name an actor again, and a problem for each of these."""
    first: dict[str, int] = {}
    single, twice = [], []
    for entry in entries:
        key = entry.country.iso3 if entry.country else f" {fold(entry.text)}"
        if key in first:
            twice.append(notice("listed-twice", name, entry.line, found=entry.text, first=first[key]))
        else:
            first[key] = entry.line
            single.append(entry)
    return tuple(single), twice
