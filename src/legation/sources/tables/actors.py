"""A plain list of countries or organisations, in any order of columns, French or English, and the dossier that it makes.

What is sure is taken; what is doubtful is asked: a name that is ambiguous or misspelt, a state that is gone, a line that is no country in a
list of countries, a code that contradicts its name.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.dossier.column import Wording
from legation.dossier.problem import Problem
from legation.dossier.tables.csv_sheet import is_formula
from legation.dossier.when import When
from legation.errors import CannotRead, WrongUse
from legation.language import Lang, Message
from legation.sources.doubt import Doubt, why_of
from legation.sources.names.countries import Match, find, find_with_code
from legation.sources.names.spelling import fold, words
from legation.sources.reading import Origin, Reading, notice
from legation.sources.source import ANSWER, KNOWN_ON, Files, Source, SourceOption, Wanted
from legation.sources.tables.cells import named_bytes, one_name_a_row, table_of
from legation.sources.tables.columns import Cells, Columns, ListLine, kind_of, settle_columns
from legation.sources.tables.list_draft import LIST, MEMBERS, REGIONS, Draft, ListEntry, first_dossier
from legation.sources.tables.list_signature import list_columns, recognise_list

if TYPE_CHECKING:
    from legation.dossier.dossier import Dossier

__all__ = [
    "LIST",
    "MEMBERS",
    "REGIONS",
    "SOURCE",
    "Doubt",
    "Draft",
    "ListEntry",
    "added_by",
    "first_dossier",
    "read_actor_list",
    "with_vote_ahead",
]


def added_by(draft: Draft, source: str) -> Reading:
    """Return what a list adds to a dossier that is there: its rows rest on ``source``, and its question is named for it.

    The body stays out: a dossier that is there has its own. Lines in doubt stay out too, and are asked.
    """
    own: dict[str, Any] = {"origin": draft.origin, "unplaced": draft.unplaced, "doubtful": draft.doubtful, "decided": draft.decided}
    if draft.doubtful and not draft.entries:
        return Reading(tables={}, taken=0, **own)
    made = dataclasses.replace(draft, doubtful=()).dossier("list")
    tables: dict[str, Any] = {"actors": made.actors, "evidence": tuple(row for row in made.evidence if row.id == REGIONS)}
    tables["groups"] = tuple(dataclasses.replace(row, evidence=()) if LIST in row.evidence else row for row in made.groups)
    tables["issues"] = tuple(dataclasses.replace(row, id=source, body="", evidence=()) for row in made.issues)
    tables["positions"] = tuple(
        dataclasses.replace(row, id=f"{row.id}-{source}"[:120], issue=source, evidence=()) for row in made.positions
    )
    return Reading(
        tables=tables,
        taken=len(draft.entries),
        **own,
    )


def with_vote_ahead(dossier: Dossier, title: str, date: dt.date | None = None, known: dt.date | None = None) -> Dossier:
    """Return the dossier with the vote that the work is for; its questions and its tally sheet are about that vote.

    ``known`` is the day since when the vote is known to be ahead: without it a vote with a date is known only once it is held.

    >>> from legation.dossier import Dossier, Info
    >>> made = with_vote_ahead(Dossier(info=Info(id="x")), "L.5", dt.date(2026, 3, 3))
    >>> [(row.id, row.symbol, str(row.date)) for row in made.rollcalls], made.info.parameters
    ([('vote-ahead', 'L.5', '2026-03-03')], {'rollcall': 'vote-ahead'})
    """
    from legation.dossier.records import RollCall

    body = dossier.bodies[0].id if len(dossier.bodies) == 1 else ""
    when, since = (When(day.isoformat()) if day else None for day in (date, known))
    ahead = RollCall(id="vote-ahead", symbol=title, title=Wording(title), date=when, known_on=since, stage="plenary", body=body)
    info = dataclasses.replace(dossier.info, parameters={**dossier.info.parameters, "rollcall": ahead.id})
    return dataclasses.replace(dossier, info=info, rollcalls=(*dossier.rollcalls, ahead))


_COUNTRIES = 0.6
"""Share of lines that are countries from which a line that is none is doubtful."""


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
    import hashlib

    from legation.dossier.records import KINDS

    if kind and kind not in KINDS:
        raise WrongUse(Message("sources.bad-kind", found=kind, allowed=" | ".join(KINDS)))
    name, data = named_bytes(source)
    cells = one_name_a_row(table_of(name, data))
    if not cells:
        raise CannotRead(Message("sources.empty", path=name))
    at = settle_columns(cells)
    lines, rejected = _named_lines(name, cells, at)
    if not lines:
        raise CannotRead(Message("sources.no-names", path=name))
    entries, doubtful = _sure_and_doubtful(lines, kind)
    found = Draft(
        entries=(),
        doubtful=tuple(doubt for _, doubt in doubtful),
        unplaced=rejected,
        origin=Origin(title=name, sha256=hashlib.sha256(data).hexdigest(), read=len(cells) - at.first),
        position_heading=at.heading("position"),
        lang=lang,
        pending={entry.line: entry for entry, _ in doubtful},
    ).with_entries(entries)
    return dataclasses.replace(found, unplaced=tuple(sorted(found.unplaced, key=lambda p: p.row or 0)))


@dataclass(frozen=True, slots=True)
class _NamedLine:
    row: int
    cells: ListLine
    match: Match


def _named_lines(name: str, cells: Cells, at: Columns) -> tuple[list[_NamedLine], tuple[Problem, ...]]:
    """Return the lines that have a name, each with whom it means, and what is wrong with the others."""
    rejected = [
        notice("before-header", name, row, found=" ".join(filter(None, of))) for row, of in cells[: at.first] if row < at.header_row
    ]
    named = []
    for row, of in cells[at.first :]:
        line = at.row(of)
        if is_formula(line.name) or is_formula(line.group):
            rejected.append(notice("formula", name, row, found=line.name if is_formula(line.name) else line.group))
        elif re.search(r"[^\W\d_]", line.name):
            named.append(_NamedLine(row, line, find_with_code(line.name, line.code)))
        else:
            rejected.append(notice("no-name", name, row, found=line.name))
    return named, tuple(rejected)


def _sure_and_doubtful(lines: Sequence[_NamedLine], kind: str) -> tuple[list[ListEntry], list[tuple[ListEntry, Doubt]]]:
    """Return what is sure of the lines, and what is in doubt: in a list of countries, any line that is none."""
    mostly = sum(line.match.how != "none" for line in lines) >= _COUNTRIES * len(lines)
    entries, doubtful = [], []
    for line in lines:
        cells, match = line.cells, line.match
        entry = ListEntry(
            line=line.row,
            text=cells.name[:300],
            country=match.country,
            home=find(cells.code.upper()).country if cells.code else None,
            kind=_kind(cells.name, cells.kind, kind),
            group=cells.group,
            position=cells.position,
        )
        if match.doubtful or (mostly and match.how == "none" and entry.kind in ("other", "state")):
            doubtful.append((entry, Doubt(line.row, entry.text, match.candidates, why_of(cells.name, match.candidates))))
        else:
            entries.append(entry)
    return entries, doubtful


def _kind(name: str, said: str, given: str) -> str:
    """Return the kind of an actor that is no country: as the list says it in a word that is known, else as it was given for the list."""
    if fold(name) in words("names")["organisations"]:
        return "international_org"
    found = kind_of([said], {})
    return found if found and said.strip() else given or "other"


def _read(files: Sequence[Path], wanted: Wanted) -> Reading | None:
    draft: Draft | None = wanted.settle(read_actor_list(files[0], kind=wanted.options.get("kind", "")))
    return None if draft is None else added_by(draft, wanted.evidence)


SOURCE = Source(
    id="list",
    place=40,
    files=Files(endings=(".txt", ".csv", ".tsv", ".xlsx", ".json", ".md")),
    brings=("actors", "groups", "issues", "positions", "evidence"),
    options=(
        SourceOption(name="kind", metavar="KIND", help=Message("cli.option.kind")),
        ANSWER,
        KNOWN_ON,
    ),
    recognise=recognise_list,
    columns=list_columns,
    read=_read,
    function="legation.sources:read_actor_list",
)
