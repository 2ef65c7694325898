"""Roll calls of the United Nations General Assembly as the ``unvotes`` tables have them (data: Erik Voeten), in Parquet or CSV.

What is done with the traps of these tables:

- A vote of 1, 2, 3 (or ``yes``, ``abstain``, ``no``) is yes, abstain, no; 8 and 9 of the original record are absent and not entitled. A
  state without a row in a roll call stays without one: not listed is never an abstention.
- ``NA`` is Namibia. Where a code is empty or was read as missing, and where a program wrote ``NA`` for "missing", the name of the country
  is read instead (Yemen Arab Republic, Federal Republic of Germany, Zanzibar).
- One actor for one seat (:func:`legation.sources.names.countries.seat`). "Yugoslavia" is Serbia from session 55, when the Federal
  Republic was admitted whose seat Serbia holds, and Yugoslavia before; Taiwan's votes are the Republic of China's, which held China's seat
  until 1971.
- Symbols have one spelling (:mod:`legation.sources.names.spelling`). A symbol that stands several times - votes on paragraphs and
  amendments share
  their resolution's - stays the id of the one vote on the whole, where the table leaves no doubt which that is; the others are
  ``SYMBOL+RCID``. A roll call without a symbol is ``rcid-RCID``. The ids follow from the whole table, whatever part of it is read.
- Days before session 44 are corrupted in the source: only the year is kept.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.dossier.column import Wording
from legation.dossier.problem import Problem
from legation.dossier.when import When
from legation.language import Message, say
from legation.sources.names.countries import Country, by_iso2, country, find, seat
from legation.sources.names.spelling import normal_symbol
from legation.sources.reading import Origin, Reading, hash_of_files, notice
from legation.sources.signature import any_of, by_columns, named
from legation.sources.source import KNOWN_ON, SESSIONS, VOTED, Files, Source, Wanted, sessions_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from legation.dossier.records import RollCall

__all__ = ["SOURCE", "read_unvotes"]

_FIRST_RIGHT_DAY = 44
_VOTE_COLUMNS = {"rcid": ("rcid",), "country": ("country",), "vote": ("vote",)}
_CALL_COLUMNS = {"rcid": ("rcid",), "session": ("session",), "unres": ("unres",)}
_MORE = {name: (name,) for name in ("date", "amend", "para", "short", "descr")}
_OTHERS = {"code": ("country_code",), "subject": ("issue",)}
_TITLE = 240


def read_unvotes(
    votes: str | Path,
    rollcalls: str | Path,
    issues: str | Path | None = None,
    *,
    sessions: Collection[int] | None = None,
    rcids: Collection[int] | None = None,
    body: str = "",
) -> Reading:
    """Return the roll calls, votes and states of ``unvotes`` tables.

    Parameters
    ----------
    votes : path
        Columns rcid, country, country_code, vote.
    rollcalls : path
        Columns rcid, session, date, unres, amend, para, short, descr.
    issues : path, optional
        Columns rcid, issue: subjects, written behind the note of their roll calls.
    sessions, rcids : collections of int, optional
        Which roll calls to read; all by default. What is left out in this way is not reported.
    body : str
        The id of the dossier's body for every roll call.

    Returns
    -------
    Reading
        Tables ``actors``, ``rollcalls``, ``votes``.

    Raises
    ------
    CannotRead
        Where a file is missing or is no such table.
    """
    from legation.sources.tables import large

    vote_path, call_path = Path(votes), Path(rollcalls)
    calls, calls_hash = large.open_columns(call_path, _CALL_COLUMNS, _MORE)
    cast, cast_hash = large.open_columns(vote_path, _VOTE_COLUMNS, {"code": ("country_code",)})
    hashes = {call_path.name: calls_hash, vote_path.name: cast_hash}
    subjects: dict[int, list[str]] = {}
    if issues is not None:
        subjects, hashes[Path(issues).name] = _subjects(Path(issues))
    rejected: list[Problem] = []
    warnings: list[Problem] = []
    records, numbers, of_session = _rollcalls(calls, call_path.name, subjects, body, rejected, warnings)
    chosen = _chosen(numbers, of_session, sessions, rcids)
    placed = _votes(cast, vote_path.name, numbers, of_session, chosen, rejected)
    table = large.ordered([c.iso3 for c in placed.actors], [r.id for r in records], placed.actor, placed.rollcall, placed.vote)
    holders = {c.iso3: c for c in placed.actors}
    return Reading(
        tables={
            "actors": tuple(_actor(holders[iso3]) for iso3 in table.actors),
            "rollcalls": tuple(r for r, wanted in zip(records, chosen.tolist(), strict=True) if wanted),
            "votes": table,
        },
        origin=Origin(
            title="unvotes",
            publisher="Erik Voeten; David Robinson, Nicholas Goguen-Compagnoni",
            url="https://github.com/dgrtwo/unvotes",
            licence="MIT (package); CC0 (data, unverified)",
            sha256=hash_of_files(hashes),
            read=cast.num_rows,
        ),
        unplaced=tuple(rejected),
        doubts=tuple(warnings),
        taken=len(table),
        others=placed.others,
        counted=vote_path.name,
    )


def _subjects(path: Path) -> tuple[dict[int, list[str]], str]:
    """Return the subjects of each roll call by its number, and the hash of their file."""
    from legation.sources.tables import large

    tagged, digest = large.open_columns(path, {"rcid": ("rcid",), "issue": ("issue",)}, {})
    found: dict[int, list[str]] = {}
    for rcid, subject in zip(large.whole(tagged, "rcid")[0].tolist(), large.texts(tagged, "issue"), strict=True):
        found.setdefault(rcid, []).append(subject)
    return found, digest


def _chosen(
    numbers: npt.NDArray[np.int64],
    of_session: npt.NDArray[np.int64],
    sessions: Collection[int] | None,
    rcids: Collection[int] | None,
) -> npt.NDArray[np.bool_]:
    """Return which roll calls are read."""
    import numpy as np

    chosen = np.ones(len(numbers), bool)
    if sessions is not None:
        chosen &= np.isin(of_session, list(sessions))
    if rcids is not None:
        chosen &= np.isin(numbers, list(rcids))
    return chosen


def _actor(holder: Country) -> Any:
    because = Message("sources.seat-of-china")
    note = Wording(en=say(because, "en"), fr=say(because, "fr")) if holder.iso3 == "TWN" else Wording()
    return dataclasses.replace(holder.actor(), kind="state", level="national", status_note=note)


def _rollcalls(
    calls: Any, part: str, subjects: dict[int, list[str]], body: str, rejected: list[Problem], warnings: list[Problem]
) -> tuple[list[RollCall], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return a record, its number in the source and its session for each roll call."""
    import numpy as np

    from legation.dossier.records import RollCall
    from legation.sources.tables import large

    numbers, numbered = large.whole(calls, "rcid")
    session, in_session = large.whole(calls, "session")
    written = large.texts(calls, "unres")
    symbols = ["" if s == "NA" else normal_symbol(s) for s in written]
    para, amend = ([t in ("1", "1.0") for t in large.texts(calls, name)] for name in ("para", "amend"))
    dates, short, descr = (large.texts(calls, name) for name in ("date", "short", "descr"))
    uses = Counter(symbols)
    on_whole = Counter(s for s, p, a in zip(symbols, para, amend, strict=True) if not p and not a)
    records: list[RollCall] = []
    chosen: list[int] = []
    seen: set[int] = set()
    for i, (rcid, symbol) in enumerate(zip(numbers.tolist(), symbols, strict=True)):
        if not numbered[i] or not in_session[i] or not 1 <= session[i] <= 500 or rcid in seen:
            code = "rollcall-twice" if rcid in seen and numbered[i] else "no-number"
            found = rcid if rcid in seen else "" if not numbered[i] else session[i]
            rejected.append(
                notice(code, part, i + 2, "rcid" if code == "rollcall-twice" or not numbered[i] else "session", allowed="1..", found=found)
            )
            continue
        seen.add(rcid)
        chosen.append(i)
        whole = not para[i] and not amend[i]
        own = bool(symbol) and (uses[symbol] == 1 or (whole and on_whole[symbol] == 1))
        said_session = symbol.split("/")[2] if symbol.startswith("A/RES/") and symbol.count("/") == 3 else ""
        if (said_session.isdigit() and int(said_session) != session[i]) or (symbol.startswith("R/") and int(session[i]) > 30):
            warnings.append(notice("other-session", part, i + 2, "unres", allowed=str(session[i]), found=written[i]))
        title = short[i] if short[i] and short[i] != "NA" else descr[i]
        note = descr[i] if descr[i] != title or len(title) > _TITLE else ""
        if tags := subjects.get(rcid):
            note = f"{note} [{'; '.join(tags)}]".strip()
        resolution = symbol.startswith("A/RES/") and own
        records.append(
            RollCall(
                id=symbol if own else f"{symbol}+{rcid}" if symbol else f"rcid-{rcid}",
                symbol=symbol,
                title=Wording(title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"),
                date=_date(dates[i], int(session[i])),
                session=int(session[i]),
                stage="plenary",
                on="paragraph" if para[i] else "amendment" if amend[i] else "resolution" if resolution else "",
                body=body,
                note=Wording(note),
            )
        )
    at = np.array(chosen, np.intp)
    return records, numbers[at], session[at]


def _date(text: str, session: int) -> When | None:
    try:
        return When(text[:10] if session >= _FIRST_RIGHT_DAY else text[:4])
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Placed:
    """Votes by the holder of the seat and the place of the roll call; ``others`` are rows of roll calls that are not read."""

    actors: list[Country]
    actor: npt.NDArray[np.int32]
    rollcall: npt.NDArray[np.int32]
    vote: npt.NDArray[np.int8]
    others: int


def _votes(
    cast: Any,
    part: str,
    numbers: npt.NDArray[np.int64],
    of_session: npt.NDArray[np.int64],
    chosen: npt.NDArray[np.bool_],
    rejected: list[Problem],
) -> _Placed:
    """Return the votes of the rows that can be placed; what cannot be is added to ``rejected``."""
    import numpy as np

    from legation.dossier.tables.votes import ABSENT, ABSTAIN, NO, NOT_ENTITLED, YES
    from legation.sources.tables import large

    rcid, numbered = large.whole(cast, "rcid")
    order = np.argsort(numbers, kind="stable")
    at = np.minimum(np.searchsorted(numbers, rcid, sorter=order), max(len(numbers) - 1, 0))
    call = order[at].astype(np.int32) if len(numbers) else np.zeros(len(rcid), np.int32)
    known = numbered & (numbers[call] == rcid) if len(numbers) else np.zeros(len(rcid), bool)
    known_codes = {"1": YES, "2": ABSTAIN, "3": NO, "yes": YES, "abstain": ABSTAIN, "no": NO, "8": ABSENT, "9": NOT_ENTITLED}
    code, codes = large.coded(cast, "vote")
    vote = np.array([*(known_codes.get(c.lower().removesuffix(".0"), 0) for c in codes), 0], np.int8)[code]
    actors, actor = _seats(cast, np.where(known, of_session[call] if len(numbers) else 0, 0))
    wanted = known & chosen[call] if len(numbers) else known
    rejected.extend(large.each_row("unknown-rollcall", part, cast, "rcid", ~known, "rcid"))
    rejected.extend(large.each_row("unknown-country", part, cast, "country", wanted & (actor < 0), "ISO 3166"))
    rejected.extend(large.each_row("unknown-vote", part, cast, "vote", wanted & (actor >= 0) & (vote == 0), "1 | 2 | 3"))
    good = np.flatnonzero(wanted & (actor >= 0) & (vote > 0))
    again = large.twice(actor[good], call[good], max(len(actors), 1))
    if again.any():
        doubled = np.zeros(len(wanted), bool)
        doubled[good[again]] = True
        rejected.extend(large.each_row("vote-twice", part, cast, "country", doubled, "1"))
        good = good[~again]
    return _Placed(actors, actor[good], call[good], vote[good], int((known & ~wanted).sum()))


def _seats(cast: Any, session: npt.NDArray[np.int64]) -> tuple[list[Country], npt.NDArray[np.int32]]:
    """Return the holders of seats and the one of each row; -1 where the country is not known. A label may change its meaning by session."""
    import numpy as np

    from legation.sources.tables import large

    label, labels = large.coded(cast, "country")
    code, codes = large.coded(cast, "code")
    sessions = int(session.max(initial=0)) + 1
    key = ((label + 1) * (len(codes) + 1) + code + 1) * sessions + session
    there = np.flatnonzero(np.bincount(key))
    holders: dict[str, int] = {}
    countries: list[Country] = []
    lookup = np.full(int(there.max(initial=0)) + 1, -1, np.int32)
    for combined in there.tolist():
        pair, of_session = divmod(combined, sessions)
        name, iso2 = divmod(pair, len(codes) + 1)
        date = dt.date(1945 + max(of_session, 1), 12, 31)
        state = _placed(labels[name - 1] if name else "", codes[iso2 - 1] if iso2 else "", date)
        if state is not None:
            if state.iso3 not in holders:
                holders[state.iso3] = len(countries)
                countries.append(state)
            lookup[combined] = holders[state.iso3]
    return countries, lookup[key]


def _placed(name: str, iso2: str, date: dt.date) -> Country | None:
    """Return who holds the seat that a row speaks of, by its code or, where that is empty, ``NA`` or unknown, by its name."""
    state = by_iso2(iso2, date) or by_iso2(iso2) if iso2 not in ("", "NA") else None
    if state is None and (name or iso2 == "NA"):
        state = find(name, date=date).country if name and name != "NA" else country("NAM")
    return seat(state, date) if state else None


def _read(files: Sequence[Path], wanted: Wanted) -> Reading:
    return read_unvotes(files[0], files[1], files[2] if len(files) > 2 else None, sessions=sessions_of(wanted))


SOURCE = Source(
    id="unvotes",
    place=10,
    files=Files(names=("VOTES", "ROLLCALLS"), endings=(".parquet", ".csv"), least=2, most=3),
    brings=VOTED,
    options=(SESSIONS, KNOWN_ON),
    recognise=any_of(
        by_columns("rcid", "country", "vote"), by_columns("rcid", "session", "unres", at=1), by_columns("rcid", "issue", at=2)
    ),
    columns=named(_VOTE_COLUMNS, _CALL_COLUMNS, _MORE, _OTHERS),
    read=_read,
    function="legation.sources:read_unvotes",
)
