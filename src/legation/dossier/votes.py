"""Votes as columns: four arrays instead of a hundred thousand records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from legation.dossier.records import VOTES, Vote

__all__ = ["ABSENT", "ABSTAIN", "CODE", "NO", "NOT_ENTITLED", "NOT_PARTICIPATING", "UNKNOWN", "YES", "Votes"]

UNKNOWN, YES, ABSTAIN, NO, ABSENT, NOT_PARTICIPATING, NOT_ENTITLED = range(7)
CODE = {name: code for code, name in enumerate(VOTES)}


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """Who stood how in which roll call, one entry a row of ``votes.csv``, in its order.

    Attributes
    ----------
    actors, rollcalls : tuple of str
        The ids that occur, in the order of their first row.
    actor, rollcall : ndarray of int32, shape (n_rows,)
        Positions in ``actors`` and ``rollcalls``.
    vote, intent : ndarray of int8, shape (n_rows,)
        0 unknown, 1 yes, 2 abstain, 3 no, 4 absent, 5 not participating, 6 not entitled. ``intent`` is what the actor declared later that
        it had meant to do; 0 where nothing was declared.
    ids : tuple of str
        The ids of the rows where the part gives any; else empty.
    """

    actors: tuple[str, ...] = ()
    rollcalls: tuple[str, ...] = ()
    actor: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    rollcall: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    vote: npt.NDArray[np.int8] = field(default_factory=lambda: np.zeros(0, np.int8))
    intent: npt.NDArray[np.int8] = field(default_factory=lambda: np.zeros(0, np.int8))
    ids: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        actor: Sequence[str],
        rollcall: Sequence[str],
        vote: npt.ArrayLike,
        intent: npt.ArrayLike | None = None,
        ids: Sequence[str] = (),
    ) -> Votes:
        """Make columns from the ids and codes of each row."""
        actors, rollcalls = tuple(dict.fromkeys(actor)), tuple(dict.fromkeys(rollcall))
        actor_at = {name: i for i, name in enumerate(actors)}
        rollcall_at = {name: i for i, name in enumerate(rollcalls)}
        votes = np.asarray(vote, np.int8)
        return cls(
            actors,
            rollcalls,
            np.fromiter((actor_at[a] for a in actor), np.int32, len(actor)),
            np.fromiter((rollcall_at[r] for r in rollcall), np.int32, len(rollcall)),
            votes,
            np.zeros(len(votes), np.int8) if intent is None else np.asarray(intent, np.int8),
            tuple(ids) if any(ids) else (),
        )

    def __len__(self) -> int:
        return len(self.vote)

    def __repr__(self) -> str:
        return f"<Votes of {len(self.actors)} actors in {len(self.rollcalls)} roll calls: {len(self)} rows>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Votes) or len(self) != len(other) or (self.ids or ("",)) != (other.ids or ("",)):
            return False
        if not np.array_equal(self.vote, other.vote) or not np.array_equal(self.intent, other.intent):
            return False
        return _same_names(self.actors, self.actor, other.actors, other.actor) and _same_names(
            self.rollcalls, self.rollcall, other.rollcalls, other.rollcall
        )

    __hash__ = None  # type: ignore[assignment]

    def rows(self) -> list[Vote]:
        """Return the rows as records, for forms and for comparison."""
        ids = self.ids or ("",) * len(self)
        return [
            Vote(id=i, actor=self.actors[a], rollcall=self.rollcalls[r], vote=VOTES[v], intent=VOTES[w] if w else "")
            for i, a, r, v, w in zip(ids, self.actor, self.rollcall, self.vote, self.intent, strict=True)
        ]

    def keep(self, mask: npt.NDArray[np.bool_]) -> Votes:
        """Return the rows where ``mask`` is true."""
        where = np.flatnonzero(mask)
        return Votes.of(
            [self.actors[i] for i in self.actor[where]],
            [self.rollcalls[i] for i in self.rollcall[where]],
            self.vote[where],
            self.intent[where],
            [self.ids[i] for i in where] if self.ids else (),
        )

    def without(self, rollcalls: Iterable[str] = (), actors: Iterable[str] = ()) -> Votes:
        """Return the votes without some roll calls and actors."""
        gone_r, gone_a = set(rollcalls), set(actors)
        if not (gone_r & set(self.rollcalls) or gone_a & set(self.actors)):
            return self
        keep_r = np.array([name not in gone_r for name in self.rollcalls], bool)
        keep_a = np.array([name not in gone_a for name in self.actors], bool)
        return self.keep(keep_r[self.rollcall] & keep_a[self.actor])

    def unvoted(self, rollcalls: Iterable[str]) -> Votes:
        """Return the votes, of some roll calls only what is known before they are held: who has no vote in them.

        Examples
        --------
        >>> Votes.of(["FRA", "RUS"], ["r1", "r1"], [YES, NOT_ENTITLED]).unvoted(["r1"]).actors
        ('RUS',)
        """
        ahead = set(rollcalls)
        if not ahead & set(self.rollcalls):
            return self
        held = np.array([name not in ahead for name in self.rollcalls], bool)
        return self.keep(held[self.rollcall] | (self.vote == NOT_ENTITLED))

    def matrix(self, actors: Sequence[str], rollcalls: Sequence[str]) -> npt.NDArray[np.int8]:
        """Return the codes, shape (n_actors, n_rollcalls); 0 where the part has no row.

        Examples
        --------
        >>> v = Votes.of(["FRA", "RUS"], ["r1", "r1"], [YES, ABSENT])
        >>> v.matrix(["RUS", "FRA", "TUV"], ["r1"]).ravel().tolist()
        [4, 1, 0]
        """
        table = np.zeros((len(actors), len(rollcalls)), np.int8)
        row_of = {name: i for i, name in enumerate(actors)}
        column_of = {name: i for i, name in enumerate(rollcalls)}
        row = np.array([row_of.get(name, -1) for name in self.actors], np.intp)[self.actor] if len(self) else np.zeros(0, np.intp)
        col = np.array([column_of.get(name, -1) for name in self.rollcalls], np.intp)[self.rollcall] if len(self) else np.zeros(0, np.intp)
        there = (row >= 0) & (col >= 0)
        table[row[there], col[there]] = self.vote[there]
        return table


def _same_names(names: tuple[str, ...], at: npt.NDArray[np.int32], others: tuple[str, ...], other_at: npt.NDArray[np.int32]) -> bool:
    """Whether two columns of positions in lists of names name the same, row by row."""
    if names == others:
        return bool(np.array_equal(at, other_at))
    place = {name: i for i, name in enumerate(others)}
    moved = np.array([place.get(name, -1) for name in names] or [-1], np.int32)
    return bool(np.array_equal(moved[at], other_at)) if len(at) else True
