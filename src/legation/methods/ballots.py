"""Votes in a room: agree, disagree, pass, and not seen, which is none of the three."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["UNSEEN", "Ballots", "VoteTable", "Votes", "flags", "numbers", "vote_table"]

UNSEEN = -128
"""The code of a statement that a person did not see; 0 is a pass."""
STATEMENTS_LIMIT = 10_000
PARTICIPANTS_LIMIT = 1_000_000
_CODES = "must be 1 (agree), -1 (disagree), 0 (pass)"


@dataclass(frozen=True, slots=True)
class Ballots:
    """Votes one after the other, as they were cast; of two by one person on one statement, the last counts.

    Attributes
    ----------
    participant, statement : array_like of int, shape (n_ballots,)
        Row and column, from 0.
    value : array_like of int, shape (n_ballots,)
        1 agree, -1 disagree, 0 pass; UNSEEN takes an earlier vote back.
    shape : tuple of int
        Participants and statements in all.
    time : array_like of number, shape (n_ballots,), optional
        When each was cast, where the order of the rows is not that of casting; ties are in the order of the rows.

    Examples
    --------
    >>> cast = Ballots([0, 1, 0], [0, 1, 0], [1, 0, -1], (2, 2))
    >>> cast.matrix().tolist()
    [[-1, -128], [-128, 0]]
    """

    participant: npt.ArrayLike
    statement: npt.ArrayLike
    value: npt.ArrayLike
    shape: tuple[int, int]
    time: npt.ArrayLike | None = None

    def then(self, later: Ballots) -> Ballots:
        """Return these ballots with later ones behind them, in a room that may have grown."""
        if (self.time is None) != (later.time is None):
            raise BadValue("later must be ballots with times where the earlier have them, and without where not; give both or neither")
        both = {name: np.concatenate([getattr(self, name), getattr(later, name)]) for name in ("participant", "statement", "value")}
        time = None if self.time is None or later.time is None else np.concatenate([np.asarray(self.time), np.asarray(later.time)])
        shape = (max(self.shape[0], later.shape[0]), max(self.shape[1], later.shape[1]))
        return Ballots(**both, shape=shape, time=time)

    def without(self, participants: npt.ArrayLike) -> Ballots:
        """Return the ballots of all but some participants, whose rows stay and are empty: what a ban leaves."""
        remaining = ~np.isin(np.asarray(self.participant), np.asarray(participants))
        row, column, value = (np.asarray(getattr(self, name))[remaining] for name in ("participant", "statement", "value"))
        return Ballots(row, column, value, self.shape, None if self.time is None else np.asarray(self.time)[remaining])

    def matrix(self) -> npt.NDArray[np.int8]:
        """Return the votes that count, shape (n_participants, n_statements), UNSEEN where there is none."""
        return vote_table(self).matrix()


Votes: TypeAlias = "npt.ArrayLike | Ballots | VoteTable"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteTable:
    """The votes that count, row by row, without the cells that nobody filled.

    Attributes
    ----------
    start : ndarray of int64, shape (n_participants + 1,)
        Where each participant's votes begin in the next two.
    statement : ndarray of int32, shape (n_votes,)
        Ascending within a participant.
    value : ndarray of int8, shape (n_votes,)
        1, -1 or 0.
    shape : tuple of int
    """

    start: npt.NDArray[np.int64]
    statement: npt.NDArray[np.int32]
    value: npt.NDArray[np.int8]
    shape: tuple[int, int]

    @property
    def count(self) -> npt.NDArray[np.int64]:
        """Votes of each participant, passes counted, shape (n_participants,)."""
        return np.diff(self.start)

    @property
    def participant(self) -> npt.NDArray[np.int32]:
        """The row of each vote, shape (n_votes,)."""
        return np.repeat(np.arange(self.shape[0], dtype=np.int32), self.count)

    def matrix(self) -> npt.NDArray[np.int8]:
        """Return all cells, shape (n_participants, n_statements)."""
        full = np.full(self.shape, UNSEEN, np.int8)
        full[self.participant, self.statement] = self.value
        return full

    def arranged(self, participants: npt.NDArray[np.int64], statements: npt.NDArray[np.int64]) -> VoteTable:
        """Return the table with all participants and some statements, both in the order given."""
        row_at, column_at = np.empty(self.shape[0], np.int64), np.full(self.shape[1], -1, np.int64)
        row_at[participants] = np.arange(self.shape[0])
        column_at[statements] = np.arange(len(statements))
        listed = column_at[self.statement] >= 0
        key = (row_at[self.participant] * len(statements) + column_at[self.statement])[listed]
        order = np.argsort(key, kind="stable")
        key = key[order]
        width = max(len(statements), 1)
        return _table(key // width, (key % width).astype(np.int32), self.value[listed][order], (self.shape[0], len(statements)))

    def rows(self, participants: npt.NDArray[np.int64]) -> VoteTable:
        """Return the table with some participants, in the order given."""
        count = self.count[participants]
        start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
        at = np.repeat(self.start[participants] - start[:-1], count) + np.arange(start[-1])
        return VoteTable(start=start, statement=self.statement[at], value=self.value[at], shape=(len(participants), self.shape[1]))


def vote_table(votes: Votes) -> VoteTable:
    """Return the votes that count, from a matrix or from ballots.

    Raises
    ------
    BadValue
        For another value than 1, -1, 0 and UNSEEN, a row or column outside the shape, or a room without participants or statements.
    """
    if isinstance(votes, VoteTable):
        return votes
    if isinstance(votes, Ballots):
        return _from_ballots(votes)
    try:
        matrix = np.asarray(votes)
    except ValueError:
        raise BadValue("votes must be an array of shape (participants, statements) (got rows of unequal length)") from None
    if matrix.ndim != 2:
        raise BadValue(f"votes must be an array of shape (participants, statements) (got {matrix.ndim} dimension(s)); reshape it")
    _check_shape(matrix.shape)
    if matrix.dtype.kind not in "iu":
        raise BadValue(
            f"votes {_CODES} and {UNSEEN} (not seen) as whole numbers (got {matrix.dtype}); turn what was not seen into {UNSEEN}"
        )
    bad = (matrix != UNSEEN) & ((matrix < -1) | (matrix > 1))
    if bad.any():
        row, column = np.argwhere(bad)[0].tolist()
        raise BadValue(f"votes {_CODES} and {UNSEEN} (not seen) (got {matrix[row, column]} in row {row}, column {column}); correct it")
    row_of, column_of = np.nonzero(matrix != UNSEEN)
    return _table(row_of, column_of.astype(np.int32), matrix[row_of, column_of].astype(np.int8), (matrix.shape[0], matrix.shape[1]))


def _table(row: npt.NDArray[np.int64], column: npt.NDArray[np.int32], value: npt.NDArray[np.int8], shape: tuple[int, int]) -> VoteTable:
    """Return a table of votes whose rows ascend."""
    start = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=shape[0]))]).astype(np.int64)
    return VoteTable(start=start, statement=column, value=value, shape=shape)


def _from_ballots(cast: Ballots) -> VoteTable:
    shape = (int(cast.shape[0]), int(cast.shape[1]))
    _check_shape(shape)
    value = numbers("value", cast.value)
    row = numbers("participant", cast.participant, length=len(value))
    column = numbers("statement", cast.statement, length=len(value))
    for name, index, end in (("participant", row, shape[0]), ("statement", column, shape[1])):
        bad = np.flatnonzero((index < 0) | (index >= end))
        if len(bad):
            raise BadValue(f"{name} must be 0 to {end - 1} (got {index[bad[0]]} in ballot {bad[0]}); enlarge the shape or correct it")
    bad = np.flatnonzero((value != UNSEEN) & ((value < -1) | (value > 1)))
    if len(bad):
        raise BadValue(f"value {_CODES} and {UNSEEN} (taken back) (got {value[bad[0]]} in ballot {bad[0]}); correct it")
    key = row * shape[1] + column
    if cast.time is not None:
        order = np.argsort(_times(cast.time, len(value)), kind="stable")
        key, value = key[order], value[order]
    order = np.argsort(key, kind="stable")
    key, value = key[order], value[order]
    last = np.append(key[1:] != key[:-1], True)[: len(key)] & (value != UNSEEN)
    key = key[last]
    return _table(key // shape[1], (key % shape[1]).astype(np.int32), value[last].astype(np.int8), shape)


def _times(time: npt.ArrayLike, length: int) -> npt.NDArray[np.generic]:
    times = np.asarray(time)
    if times.shape != (length,) or times.dtype.kind not in "iufM" or np.any(times != times):
        raise BadValue(f"time must be one number or date for each of the {length} ballot(s) (got {times.dtype} of shape {times.shape})")
    return times


def _check_shape(shape: tuple[int, ...]) -> None:
    for what, found, limit in (("participant", shape[0], PARTICIPANTS_LIMIT), ("statement", shape[1], STATEMENTS_LIMIT)):
        if not 1 <= found <= limit:
            raise BadValue(f"votes must be 1 to {limit} {what}s (got {found}); give the votes of one room")


def numbers(name: str, given: npt.ArrayLike, *, length: int | None = None) -> npt.NDArray[np.int64]:
    """Return a list of whole numbers, or raise BadValue."""
    array = np.asarray(given)
    if array.ndim != 1 or (array.size and array.dtype.kind not in "iu"):
        raise BadValue(f"{name} must be a list of whole numbers (got {array.dtype} in {array.ndim} dimension(s)); give one for each")
    if length is not None and len(array) != length:
        raise BadValue(f"{name} must be {length} numbers, one for each (got {len(array)}); give as many")
    return array.astype(np.int64)


def flags(name: str, given: npt.ArrayLike | None, length: int) -> npt.NDArray[np.bool_]:
    """Return one truth value for each, all false where nothing is given, or raise BadValue."""
    if given is None:
        return np.zeros(length, bool)
    array = np.asarray(given)
    if array.shape != (length,) or array.dtype.kind != "b":
        raise BadValue(f"{name} must be {length} truth values, one for each (got {array.dtype} of shape {array.shape}); give True or False")
    return array
