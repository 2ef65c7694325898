"""The UN General Assembly's roll calls as arrays; skipped, saying so, where ``../shared`` is not there.

Origin: unvotes 0.3.0 (Erik Voeten's United Nations General Assembly Voting Data), sessions 1-72. An absent or not yet admitted
state is a missing row, hence code 0; it is never an abstention.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

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
    titles : tuple of str
        The description of each roll call.
    """

    votes: NDArray[np.int8]
    actors: tuple[str, ...]
    codes: tuple[str, ...]
    session: NDArray[np.int64]
    rcid: NDArray[np.int64]
    titles: tuple[str, ...]

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


def load() -> Record:
    """Read the record; FileNotFoundError where ``../shared`` is not there (ask :func:`is_there` first)."""
    calls = pq.read_table(UNGA / "un_roll_calls_s1_72.parquet", columns=["rcid", "session", "short", "descr"])
    rcid = calls["rcid"].to_numpy().astype(np.int64)
    session = calls["session"].to_numpy().astype(np.int64)
    order = np.lexsort((rcid, session))
    rcid, session = rcid[order], session[order]
    short, descr = calls["short"].to_pylist(), calls["descr"].to_pylist()
    titles = tuple((descr[i] or short[i] or "") for i in order)

    table = pq.read_table(UNGA / "un_votes_s1_72.parquet").unify_dictionaries().combine_chunks()
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
        titles=titles,
    )


def contested(votes: NDArray[np.int8], share: float = 0.9) -> NDArray[np.int64]:
    """Columns whose commonest vote has at most ``share`` of the votes cast."""
    count = np.stack([(votes == code).sum(axis=0) for code in (1, 2, 3)])
    return np.flatnonzero((count.max(axis=0) <= share * count.sum(axis=0)) & (count.sum(axis=0) > 0))
