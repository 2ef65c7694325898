"""The UN General Assembly's roll calls as arrays; skipped, saying so, where ``../shared`` is not there.

Origin: unvotes 0.3.0 (Erik Voeten's United Nations General Assembly Voting Data), sessions 1-72, and 73-74 in files of their own. An
absent or not yet admitted state is a missing row, hence code 0; it is never an abstention. The title of a text stands in ``descr`` up to
session 70, where ``short`` is a subject or empty, and in ``short`` from 71, where ``descr`` is the agenda item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from legation.methods.voting.votes import contested as is_contested

ROOT = Path(__file__).resolve().parent.parent
UNGA = ROOT.parent / "shared" / "data" / "analysis" / "unga"
MATCHES = ROOT.parent / "shared" / "data" / "analysis" / "idealpoints" / "matches_s1_72.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The whole record, roll calls in the order (session, rcid).

    Attributes
    ----------
    votes : ndarray of int8, shape (n_actors, n_rollcalls)
        1 yes, 2 abstain, 3 no, 0 missing.
    actors : tuple of str
        Country names; ``codes`` are ISO alpha-2 ("NA" is Namibia, "" is none).
    codes : tuple of str
    session, rcid : ndarray of int, shape (n_rollcalls,)
    titles, items : tuple of str
        The title of each text, and its subject or agenda item.
    symbols : tuple of str
        Of resolutions, in one spelling ("A/RES/70/87"); empty where there is none.
    whole : ndarray of bool, shape (n_rollcalls,)
        Votes on whole texts, not on paragraphs or amendments.
    """

    votes: NDArray[np.int8]
    actors: tuple[str, ...]
    codes: tuple[str, ...]
    session: NDArray[np.int64]
    rcid: NDArray[np.int64]
    titles: tuple[str, ...]
    items: tuple[str, ...]
    symbols: tuple[str, ...]
    whole: NDArray[np.bool_]

    def sessions(self, first: int, last: int | None = None, *, present: bool = True) -> NDArray[np.int8]:
        """Votes of the sessions first..last, all actors or those that voted at least once in them."""
        inside = (self.session >= first) & (self.session <= (first if last is None else last))
        table = self.votes[:, inside]
        return table[(table > 0).any(axis=1)] if present else table

    def row(self, code: str) -> int:
        """Row number of an actor by its ISO alpha-2 code."""
        return self.codes.index(code)


def is_there() -> bool:
    """Say whether the data is on this machine."""
    return (UNGA / "un_votes_s1_72.parquet").is_file()


TITLE_IN_SHORT = 71
"""First session whose titles stand in ``short``."""


def load(last: int = 72) -> Record:
    """Read the record up to session 72 or 74; FileNotFoundError where ``../shared`` is not there (ask :func:`is_there` first)."""
    parts = ("s1_72", "s73_74") if last > 72 else ("s1_72",)
    names = ["rcid", "session", "short", "descr", "unres", "para", "amend"]
    calls = pa.concat_tables([_plain(pq.read_table(UNGA / f"un_roll_calls_{part}.parquet", columns=names)) for part in parts])
    rcid = calls["rcid"].to_numpy().astype(np.int64)
    session = calls["session"].to_numpy().astype(np.int64)
    order = np.lexsort((rcid, session))
    rcid, session = rcid[order], session[order]
    short, descr, symbol = ([calls[name].to_pylist()[i] or "" for i in order] for name in ("short", "descr", "unres"))
    late = session >= TITLE_IN_SHORT
    piece = sum(calls[name].fill_null(0).to_numpy().astype(float)[order] > 0 for name in ("para", "amend"))

    columns = ["rcid", "country", "country_code", "vote"]
    table = pa.concat_tables([_plain(pq.read_table(UNGA / f"un_votes_{part}.parquet", columns=columns)) for part in parts]).combine_chunks()
    country = table["country"].combine_chunks().dictionary_encode()
    names = country.dictionary.to_pylist()
    code_column = table["country_code"].combine_chunks().dictionary_encode()
    code_names = [*code_column.dictionary.to_pylist(), ""]
    actor = country.indices.to_numpy()
    code_of = np.full(len(names), -1)
    code_of[actor] = code_column.indices.fill_null(-1).to_numpy()

    by_rcid = np.argsort(rcid)
    column = by_rcid[np.searchsorted(rcid[by_rcid], table["rcid"].to_numpy())]
    votes = np.zeros((len(names), rcid.size), dtype=np.int8)
    votes[actor, column] = table["vote"].to_numpy()
    alphabet = np.argsort(np.array(names))
    return Record(
        votes=votes[alphabet],
        actors=tuple(names[i] for i in alphabet),
        codes=tuple(code_names[code_of[i]] or "" for i in alphabet),
        session=session,
        rcid=rcid,
        titles=tuple(s if new else d for s, d, new in zip(short, descr, late, strict=True)),
        items=tuple(d if new else s for s, d, new in zip(short, descr, late, strict=True)),
        symbols=tuple(re.sub(r"^R/", "A/RES/", one) for one in symbol),
        whole=piece == 0,
    )


def _plain(table: pa.Table) -> pa.Table:
    """Return a table without dictionaries, with numbers of one type, so that two files go together."""
    kinds = {"rcid": pa.float64(), "session": pa.float64(), "para": pa.float64(), "amend": pa.float64(), "vote": pa.int8()}
    return pa.table({name: table[name].cast(kinds.get(name, pa.string())) for name in table.column_names})


def contested(votes: NDArray[np.int8]) -> NDArray[np.int64]:
    """Columns with votes, whose commonest vote has at most nine in ten of those cast."""
    return np.flatnonzero(is_contested(votes) & (votes > 0).any(axis=0))
