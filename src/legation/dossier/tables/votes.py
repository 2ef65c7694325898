"""Votes as columns, four arrays instead of a hundred thousand records; and two states of them compared column by column."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from legation.dossier.records import VOTES, Vote

__all__ = [
    "ABSENT",
    "ABSTAIN",
    "CODE",
    "NO",
    "NOT_ENTITLED",
    "NOT_PARTICIPATING",
    "UNKNOWN",
    "YES",
    "VoteChanges",
    "Votes",
    "applied",
    "compare",
    "same_votes",
    "vote_at",
]


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
            np.fromiter(map(actor_at.__getitem__, actor), np.int32, len(actor)),
            np.fromiter(map(rollcall_at.__getitem__, rollcall), np.int32, len(rollcall)),
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

    def cast_in(self, rollcall: str) -> Iterator[tuple[str, str]]:
        """Yield the actors of one roll call, each with its vote, in the order of the part.

        Examples
        --------
        >>> votes = Votes.of(["FRA", "DEU", "FRA"], ["r1", "r1", "r2"], np.array([1, 3, 2], np.int8))
        >>> list(votes.cast_in("r1")), list(votes.cast_in("r9"))
        ([('FRA', 'yes'), ('DEU', 'no')], [])
        """
        at = np.flatnonzero(self.rollcall == self.rollcalls.index(rollcall)).tolist() if rollcall in self.rollcalls else ()
        return ((self.actors[self.actor[i]], VOTES[self.vote[i]]) for i in at)

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
        is_past = np.array([name not in ahead for name in self.rollcalls], bool)
        return self.keep(is_past[self.rollcall] | (self.vote == NOT_ENTITLED))

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


Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VoteChanges:
    """Which votes are new, altered or gone; a vote is known by its roll call and its actor.

    Attributes
    ----------
    before, now : Votes
    new : ndarray of intp
        Row numbers in ``now``, ascending.
    gone : ndarray of intp
        Row numbers in ``before``, ascending.
    altered : ndarray of intp, shape (n, 2)
        Row numbers in ``before`` and ``now``, ascending in ``now``: the vote, the declared intent or the row's id differs.
    """

    before: Votes
    now: Votes
    new: Rows
    gone: Rows
    altered: Rows

    def __len__(self) -> int:
        return len(self.new) + len(self.gone) + len(self.altered)

    def pairs(self) -> dict[tuple[str, str], tuple[Vote | None, Vote | None]]:
        """Return each changed vote, (before, now), by roll call and actor: new, then altered, then gone."""
        changed = [(None, vote_at(self.now, i)) for i in self.new.tolist()]
        changed += [(vote_at(self.before, i), vote_at(self.now, j)) for i, j in self.altered.tolist()]  # type: ignore[misc]
        changed += [(vote_at(self.before, i), None) for i in self.gone.tolist()]  # type: ignore[misc]
        return {((now or before).rollcall, (now or before).actor): (before, now) for before, now in changed}  # type: ignore[union-attr]


def compare(before: Votes, now: Votes) -> VoteChanges:
    """Return what changed between two lists of votes; their order does not count.

    Examples
    --------
    >>> old = Votes.of(["FRA", "RUS"], ["r1", "r1"], [1, 3])
    >>> changes = compare(old, Votes.of(["RUS", "JPN"], ["r1", "r1"], [2, 1]))
    >>> changes.new.tolist(), changes.gone.tolist(), changes.altered.tolist()
    ([1], [0], [[1, 0]])
    """
    if same_votes(before, now):
        none = np.zeros(0, np.intp)
        return VoteChanges(before=before, now=now, new=none, gone=none, altered=none.reshape(0, 2))
    first, second = _matched(before, now)
    differs = (before.vote[first] != now.vote[second]) | (before.intent[first] != now.intent[second])
    if before.ids or now.ids:
        differs |= _ids(before)[first] != _ids(now)[second]
    left, fresh = np.ones(len(before), bool), np.ones(len(now), bool)
    left[first] = fresh[second] = False
    altered = np.column_stack((first, second))[differs]
    return VoteChanges(before=before, now=now, new=np.flatnonzero(fresh), gone=np.flatnonzero(left), altered=altered)


def same_votes(a: Votes, b: Votes) -> bool:
    """Whether two lists of votes are equal, row by row."""
    if a is b:
        return True
    if len(a) != len(b) or a.ids != b.ids:
        return False
    columns = ((a.vote, b.vote), (a.intent, b.intent))
    if a.actors == b.actors and a.rollcalls == b.rollcalls:
        columns += ((a.actor, b.actor), (a.rollcall, b.rollcall))  # type: ignore[assignment]
    else:
        columns += (_keys(a, b),)  # type: ignore[assignment]
    return all(np.array_equal(one, other) for one, other in columns)


def vote_at(votes: Votes, row: int) -> Vote:
    """Return one row as a record."""
    intent = int(votes.intent[row])
    return Vote(
        id=votes.ids[row] if votes.ids else "",
        actor=votes.actors[votes.actor[row]],
        rollcall=votes.rollcalls[votes.rollcall[row]],
        vote=VOTES[votes.vote[row]],
        intent=VOTES[intent] if intent else "",
    )


def applied(votes: Votes, wanted: Mapping[tuple[str, str], Vote | None]) -> Votes:
    """Return the votes with some set anew, by roll call and actor: one that is there changes in its place, None goes, others follow.

    >>> votes = applied(Votes.of(["FRA", "RUS"], ["r1", "r1"], [1, 3]), {("r1", "FRA"): None})
    >>> [vote.actor for vote in votes.rows()]
    ['RUS']
    """
    if not wanted:
        return votes
    there = Votes.of([actor for _, actor in wanted], [rollcall for rollcall, _ in wanted], np.zeros(len(wanted)))
    match = np.column_stack(_matched(there, votes))
    pairs = list(wanted)
    vote, intent, ids, keep = votes.vote.copy(), votes.intent.copy(), _ids(votes), np.ones(len(votes), bool)
    for number, row in match.tolist():
        record = wanted[pairs[number]]
        keep[row] = record is not None
        if record is not None:
            vote[row], intent[row], ids[row] = _code(record.vote), _code(record.intent), record.id
    changed = dataclasses.replace(votes, vote=vote, intent=intent, ids=tuple(ids) if any(ids) else ())
    if not keep.all():
        changed = changed.keep(keep)
    found = {pairs[number] for number in match[:, 0].tolist()}
    fresh = [record for pair, record in wanted.items() if record is not None and pair not in found]
    return changed if not fresh else _followed(changed, fresh)


def _followed(votes: Votes, fresh: Sequence[Vote]) -> Votes:
    """Return the votes and after them others."""
    return Votes.of(
        [votes.actors[i] for i in votes.actor.tolist()] + [row.actor for row in fresh],
        [votes.rollcalls[i] for i in votes.rollcall.tolist()] + [row.rollcall for row in fresh],
        np.concatenate([votes.vote, [_code(row.vote) for row in fresh]]),
        np.concatenate([votes.intent, [_code(row.intent) for row in fresh]]),
        [*(votes.ids or ("",) * len(votes)), *(row.id for row in fresh)],
    )


def _code(word: str) -> int:
    return VOTES.index(word or "unknown")


def _matched(a: Votes, b: Votes) -> tuple[Rows, Rows]:
    """Return the row numbers of what stands in both, ascending in the second."""
    keys, others = _keys(a, b)
    order = np.argsort(keys, kind="stable")
    in_order = keys[order]
    at = np.searchsorted(in_order, others)
    inside = np.flatnonzero(at < len(keys))
    second = inside[in_order[at[inside]] == others[inside]]
    return order[at[second]], second


def _keys(a: Votes, b: Votes) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return one number for the roll call and actor of each row, the same in both."""
    actors = _numbered(a.actors, b.actors)
    rollcalls = _numbered(a.rollcalls, b.rollcalls)
    keys = []
    for votes in (a, b):
        actor = np.fromiter((actors[name] for name in votes.actors), np.int64, len(votes.actors))
        rollcall = np.fromiter((rollcalls[name] for name in votes.rollcalls), np.int64, len(votes.rollcalls))
        keys.append(rollcall[votes.rollcall] * len(actors) + actor[votes.actor] if len(votes) else np.zeros(0, np.int64))
    return keys[0], keys[1]


def _numbered(a: Sequence[str], b: Sequence[str]) -> dict[str, int]:
    return {name: i for i, name in enumerate(dict.fromkeys((*a, *b)))}


def _ids(votes: Votes) -> npt.NDArray[np.object_]:
    return np.array(votes.ids or ("",) * len(votes), object)
