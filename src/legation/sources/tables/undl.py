"""General Assembly voting data as the United Nations Digital Library publishes them: one CSV row for each state and resolution.

The columns are undl_id, ms_code (alpha-3), ms_name, ms_vote, date, session, resolution, draft, committee_report, meeting, title,
agenda_title, subjects, vote_note, total_yes, total_no, total_abstentions, total_non_voting, total_ms. Votes on paragraphs and drafts that
failed are not in these data. The library's terms: non-commercial use, with attribution.

A single draft becomes the draft symbol of its roll call. Of several, or of one with an addendum, nobody knows which text was voted on: they
stand in the note alone, as all papers of a vote do.

``Y``, ``N``, ``A`` are yes, no, abstain. ``X`` (older files: ``NV``) says that the state is on the roll and did not vote. The record does
not say why, so it is read as *absent*, never as an abstention; a state that was present and did not take part, or that had lost its vote
under Article 19 of the Charter, has the same letter. A state without a row has none. A cell that is empty is *unknown*.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.dossier.column import Wording
from legation.dossier.problem import Problem
from legation.dossier.tables.csv_sheet import write_csv
from legation.dossier.when import When
from legation.language import Message, say
from legation.sources.names.countries import Country, countries, find, seat
from legation.sources.names.spelling import normal_symbol
from legation.sources.reading import Origin, Reading, notice
from legation.sources.signature import by_columns, named
from legation.sources.source import KNOWN_ON, SESSIONS, VOTED, Files, Source, Wanted, sessions_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from legation.dossier.dossier import Dossier
    from legation.dossier.records import RollCall

__all__ = ["SOURCE", "read_undl", "undl_csv"]

_NEEDED = {
    "undl_id": ("undl_id",),
    "ms_code": ("ms_code", "ms_codes"),
    "ms_vote": ("ms_vote", "ms_votes"),
    "resolution": ("resolution", "resolutions"),
}
_WANTED = {
    "ms_name": ("ms_name", "ms_names"),
    "date": ("date",),
    "session": ("session",),
    "draft": ("draft", "drafts"),
    "committee_report": ("committee_report",),
    "meeting": ("meeting",),
    "title": ("title",),
    "agenda_title": ("agenda_title", "agenda_titles"),
    "vote_note": ("vote_note",),
    "total_yes": ("total_yes", "yes"),
    "total_no": ("total_no", "no"),
    "total_abstain": ("total_abstentions", "total_abstention", "total_abstain", "abstentions"),
}


def read_undl(
    path: str | Path, *, sessions: Collection[int] | None = None, symbols: Collection[str] | None = None, body: str = ""
) -> Reading:
    """Return the roll calls, votes and states of a voting-data file of the UN Digital Library.

    Parameters
    ----------
    path : path
        CSV (or Parquet) with the columns above.
    sessions, symbols : optional
        Which roll calls to read, by session or by symbol in any spelling; all by default.
    body : str
        The id of the dossier's body for every roll call.

    Returns
    -------
    Reading
        Tables ``actors``, ``rollcalls``, ``votes``. Each tally is counted anew; one that differs from the published total is a doubt.

    Raises
    ------
    CannotRead
        Where the file is missing or is no such table.
    """
    from legation.sources.tables import large

    file = Path(path)
    table, digest = large.open_columns(file, _NEEDED, _WANTED)
    calls = _calls_of(table, body, sessions, symbols)
    cast = _cast(table, file.name, calls)
    votes = large.ordered([c.iso3 for c in cast.actors], [r.id for r in calls.records], cast.actor, cast.call, cast.vote)
    holders = {c.iso3: c for c in cast.actors}
    return Reading(
        tables={
            "actors": tuple(holders[iso3].actor() for iso3 in votes.actors),
            "rollcalls": tuple(r for r, keep in zip(calls.records, calls.chosen.tolist(), strict=True) if keep),
            "votes": votes,
        },
        origin=Origin(
            title="United Nations General Assembly Voting Data",
            publisher="United Nations, Dag Hammarskjöld Library",
            url="https://digitallibrary.un.org/record/4060887",
            licence="© United Nations; non-commercial use with attribution",
            sha256=digest,
            read=table.num_rows,
        ),
        unplaced=cast.rejected,
        doubts=tuple(_tallies(file.name, calls, cast)),
        taken=len(votes),
        others=int((calls.known & ~calls.wanted).sum()),
    )


@dataclass(frozen=True, slots=True)
class _Calls:
    """The roll calls of a table.

    ``records`` and ``rows``, the first row of each, are as many as there are roll calls, and so is ``chosen``, which of them are read.
    ``of_row`` is the place of each row's roll call among them, -1 where it has none.
    """

    records: list[RollCall]
    rows: npt.NDArray[np.int64]
    chosen: npt.NDArray[np.bool_]
    of_row: npt.NDArray[np.int32]

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """The rows that have a roll call."""
        return self.of_row >= 0

    @property
    def wanted(self) -> npt.NDArray[np.bool_]:
        """The rows of the roll calls that are read."""
        return self.known & self.chosen[self.of_row] if self.records else self.known


@dataclass(frozen=True, slots=True)
class _Cast:
    """The votes that could be placed, by the holder of the seat and the place of the roll call, and the rows that could not."""

    actors: list[Country]
    actor: npt.NDArray[np.int32]
    call: npt.NDArray[np.int32]
    vote: npt.NDArray[np.int8]
    rejected: tuple[Problem, ...]


def _calls_of(table: Any, body: str, sessions: Collection[int] | None, symbols: Collection[str] | None) -> _Calls:
    import numpy as np

    from legation.sources.tables import large

    number, numbers = large.coded(table, "undl_id")
    first_row = np.full(len(numbers) + 1, table.num_rows, np.int64)
    first_row[number[::-1]] = np.arange(table.num_rows - 1, -1, -1)
    rows = np.array(sorted(first_row[: len(numbers)].tolist()), np.int64)
    rows = rows[rows < table.num_rows]
    records = _rollcalls(large.take(table, rows), body)
    place = np.full(len(numbers) + 1, -1, np.int32)
    place[number[rows]] = np.arange(len(rows), dtype=np.int32)
    wanted_symbols = None if symbols is None else {normal_symbol(symbol) for symbol in symbols}
    chosen = [(sessions is None or r.session in sessions) and (wanted_symbols is None or r.symbol in wanted_symbols) for r in records]
    return _Calls(records, rows, np.array(chosen, bool), place[number])


def _cast(table: Any, part: str, calls: _Calls) -> _Cast:
    import numpy as np

    from legation.dossier.tables.votes import ABSENT, ABSTAIN, NO, UNKNOWN, YES
    from legation.sources.tables import large

    years = np.array([r.date.last.year if r.date else dt.MAXYEAR for r in calls.records] or [dt.MAXYEAR], np.int64)
    actors, actor = _states(table, years[np.maximum(calls.of_row, 0)])
    codes = {"Y": YES, "N": NO, "A": ABSTAIN, "X": ABSENT, "NV": ABSENT, "": UNKNOWN}
    letter, letters = large.coded(table, "ms_vote")
    vote = np.array([*(codes.get(x.strip().upper(), -1) for x in letters), UNKNOWN], np.int8)[letter]
    wanted = calls.wanted
    rejected = [
        *large.each_row("unknown-rollcall", part, table, "undl_id", ~calls.known, "1.."),
        *large.each_row("unknown-country", part, table, "ms_code", wanted & (actor < 0), "ISO 3166 alpha-3"),
        *large.each_row("unknown-vote", part, table, "ms_vote", wanted & (actor >= 0) & (vote < 0), "Y | N | A | X"),
    ]
    good = np.flatnonzero(wanted & (actor >= 0) & (vote >= 0))
    again = large.twice(actor[good], calls.of_row[good], max(len(actors), 1))
    if again.any():
        doubled = np.zeros(table.num_rows, bool)
        doubled[good[again]] = True
        rejected.extend(large.each_row("vote-twice", part, table, "ms_code", doubled, "1"))
        good = good[~again]
    return _Cast(actors, actor[good], calls.of_row[good], vote[good], tuple(rejected))


def _rollcalls(calls: Any, body: str) -> list[RollCall]:
    """Return a record for each row: the first one of each roll call."""
    from legation.dossier.records import RollCall
    from legation.sources.tables import large

    cells = {name: large.texts(calls, name) for name in (*_NEEDED, *_WANTED)}
    symbols = [normal_symbol(s) for s in cells["resolution"]]
    uses = Counter(symbols)
    totals = {name: [_count(text) for text in cells[name]] for name in ("total_yes", "total_no", "total_abstain")}
    records = []
    for i, symbol in enumerate(symbols):
        session = re.match(r"\d+", cells["session"][i])
        papers = [normal_symbol(cells[name][i]) for name in ("draft", "committee_report", "meeting") if cells[name][i]]
        note = " · ".join([*papers, *([cells["vote_note"][i]] if cells["vote_note"][i] else [])])
        own = bool(symbol) and uses[symbol] == 1
        records.append(
            RollCall(
                id=symbol if own else f"{symbol}+{cells['undl_id'][i]}" if symbol else f"undl-{cells['undl_id'][i]}",
                symbol=symbol,
                draft_symbol=_draft(cells["draft"][i]),
                title=Wording((cells["title"][i] or cells["agenda_title"][i]).split(" : resolution / adopted")[0]),
                date=_date(cells["date"][i]),
                session=int(session[0]) if session and 1 <= int(session[0]) <= 500 and cells["session"][i].isdigit() else None,
                stage="plenary",
                on="resolution",
                body=body,
                total_yes=totals["total_yes"][i],
                total_no=totals["total_no"][i],
                total_abstain=totals["total_abstain"][i],
                note=Wording(note),
            )
        )
    return records


_DRAFT = re.compile(r"A/(?:[A-Z0-9.-]+/)*L\.\d+(?:/Rev\.\d+)?")


def _draft(text: str) -> str:
    """Return the symbol of a draft; nothing where a cell holds none, or more than one.

    >>> [_draft(text) for text in ("a/c.3/74/l.11/rev.1", "A/67/L.24A/67/L.24/Add.1", "A/74/401", "")]
    ['A/C.3/74/L.11/Rev.1', '', '', '']
    """
    symbol = normal_symbol(text)
    return symbol if _DRAFT.fullmatch(symbol) else ""


def _date(text: str) -> When | None:
    try:
        return When(text[:10])
    except ValueError:
        return None


def _count(text: str) -> int | None:
    """Return a total; a cell may be empty where nobody voted so."""
    found = re.fullmatch(r"(\d{1,5})(?:\.0)?", text)
    return int(found[1]) if found else None


def _states(table: Any, year: npt.NDArray[np.int64]) -> tuple[list[Country], npt.NDArray[np.int32]]:
    """Return the holders of seats and the one of each row; -1 where the state is not known."""
    import numpy as np

    from legation.sources.tables import large

    code, codes = large.coded(table, "ms_code")
    name, names = large.coded(table, "ms_name")
    years, at = np.unique(year, return_inverse=True)
    keys, of_row = np.unique(((code + 1) * (len(names) + 1) + name + 1) * len(years) + at, return_inverse=True)
    holders: dict[str, int] = {}
    found: list[Country] = []
    lookup = np.full(len(keys), -1, np.int32)
    for i, combined in enumerate(keys.tolist()):
        pair, in_year = divmod(combined, max(len(years), 1))
        code_at, name_at = divmod(pair, len(names) + 1)
        country = _placed(codes[code_at - 1] if code_at else "", names[name_at - 1] if name_at else "", int(years[in_year]))
        if country is not None:
            if country.iso3 not in holders:
                holders[country.iso3] = len(found)
                found.append(country)
            lookup[i] = holders[country.iso3]
    return found, lookup[of_row]


def _placed(code: str, name: str, year: int) -> Country | None:
    """Return who holds the seat, by its code or, where that is no code of ours, by its name in that year."""
    end = dt.date(year, 12, 31)
    country = countries().get(code.strip().upper()) or find(name, date=end).country or find(name, date=end.replace(month=1, day=1)).country
    return seat(country, end) if country else None


def _tallies(part: str, calls: _Calls, cast: _Cast) -> Iterator[Problem]:
    """Yield each published total that is not what the rows add up to."""
    import numpy as np

    from legation.dossier.tables.votes import ABSTAIN, NO, YES

    for name, letter in (("total_yes", YES), ("total_no", NO), ("total_abstain", ABSTAIN)):
        counts = np.bincount(cast.call[cast.vote == letter], minlength=len(calls.records))
        for i in np.flatnonzero(calls.chosen).tolist():
            record, published = calls.records[i], getattr(calls.records[i], name)
            if published is not None and published != counts[i]:
                yield notice("tally", part, int(calls.rows[i]) + 2, name, allowed=str(counts[i]), found=published, rollcall=record.id)


_WRITTEN = ("undl_id", "ms_code", "ms_name", "ms_vote", "date", "session", "resolution", "draft", "title", "total_yes", "total_no")
_LETTERS = {"yes": "Y", "no": "N", "abstain": "A", "absent": "X", "not_participating": "X", "unknown": ""}


def undl_csv(dossier: Dossier, rollcall: str) -> bytes:
    """Return one recorded vote in this layout: who voted what, a line for each; who was not entitled has none.

    Absent and not participating are one letter here, X, as in the library's own file.
    """
    row = next(one for one in dossier.rollcalls if one.id == rollcall)
    actors = {actor.id: actor for actor in dossier.actors}
    day, session = str(row.date or ""), "" if row.session is None else str(row.session)
    totals = [row.total_yes, row.total_no, row.total_abstain]
    common = [day, session, row.symbol, row.draft_symbol, say(row.title, "en"), *("" if total is None else str(total) for total in totals)]
    cast = [(actor, vote) for actor, vote in dossier.votes.cast_in(rollcall) if vote in _LETTERS]
    lines = [[row.id, actor, say(actors[actor].name, "en") if actor in actors else "", _LETTERS[vote], *common] for actor, vote in cast]
    return write_csv((*_WRITTEN, "total_abstentions"), sorted(lines, key=lambda line: line[1]))


def _read(files: Sequence[Path], wanted: Wanted) -> Reading:
    return read_undl(files[0], sessions=sessions_of(wanted))


SOURCE = Source(
    id="undl",
    place=20,
    files=Files(endings=(".csv",)),
    brings=VOTED,
    options=(SESSIONS, KNOWN_ON),
    recognise=by_columns("undl_id", ("ms_code", "ms_codes"), ("ms_vote", "ms_votes")),
    columns=named(_NEEDED, _WANTED),
    read=_read,
    function="legation.sources:read_undl",
    terms=Message("source.undl.terms"),
)
