"""What is known of a vote ahead before it is held: declared votes, sponsors, reports, totals, votes on texts named as alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.voting.votes import NO, VOTES, YES, FloatArray, VoteArray, vote_column, vote_matrix

__all__ = ["BASIS", "Known", "known_of"]

BASIS = ("declared", "like", "reported", "similar", "sponsors", "title", "totals")
"""What a forecast may rest on."""
_CHOICES = ("yes", "abstain", "no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a vote ahead, checked.

    Attributes
    ----------
    said : ndarray of int8, shape (n_actors,)
        What members declare in their own words; 0 where nothing is.
    sponsors : ndarray of bool, shape (n_actors,)
    reported : ndarray of int8, shape (n_actors,)
        What others say that a member will do; 0 where nothing is.
    totals : ndarray of float, shape (3,), or None
        Yes, abstain and no of a committee's or earlier vote on the text, all members.
    like : ndarray of int8, shape (n_actors, k)
        Votes on texts named as alike.
    away : ndarray of bool, shape (n_actors,)
        Who declares that it takes no part.
    similar : ndarray of float, shape (n_actors, 4), or None
        How often each member had each outcome on texts with like titles.
    """

    said: VoteArray
    sponsors: npt.NDArray[np.bool_]
    reported: VoteArray
    totals: FloatArray | None
    like: VoteArray
    away: npt.NDArray[np.bool_]
    similar: FloatArray | None = None

    @property
    def shown(self) -> VoteArray:
        """Every vote that somebody's word stands for, from which others' are inferred."""
        found = np.where(self.said > 0, self.said, self.reported)
        return np.where((found == 0) & self.sponsors, YES, found).astype(np.int8)

    def without(self, part: str) -> Known:
        """Return what is known less one part of :data:`BASIS`."""
        n = len(self.said)
        nothing = {
            "declared": {"said": np.zeros(n, np.int8)},
            "like": {"like": np.zeros((n, 0), np.int8)},
            "reported": {"reported": np.zeros(n, np.int8)},
            "similar": {"similar": None},
            "sponsors": {"sponsors": np.zeros(n, bool)},
            "totals": {"totals": None},
        }
        return replace(self, **nothing.get(part, {}))  # type: ignore[arg-type]


def known_of(
    n: int,
    declared: npt.ArrayLike,
    *,
    totals: Mapping[str, int] | None = None,
    sponsors: npt.ArrayLike | None = None,
    reported: npt.ArrayLike | None = None,
    like: npt.ArrayLike = (),
    away: npt.ArrayLike | None = None,
) -> Known:
    """Return what is known of a vote of ``n`` members, checked.

    Raises
    ------
    BadValue
        For another shape or code, a sponsor that declares a no, a member that declares a vote and its absence, totals that cannot be.
    """
    said = vote_column(declared, "declared", n)
    backs, missing = _flags(sponsors, "sponsors", n), _flags(away, "away", n)
    against = np.flatnonzero(backs & (said == NO))
    if against.size:
        raise BadValue(
            f"sponsors must be members that do not declare a no (got {against.size} that do, first in row {against[0]}); "
            "a withdrawn sponsorship is taken out of sponsors, a no declared by mistake out of declared"
        )
    both = np.flatnonzero(missing & (said > 0))
    if both.size:
        raise BadValue(f"away must be members that declare no vote (got {both.size} that do, first in row {both[0]}); keep one of the two")
    stated = np.zeros(n, np.int8) if reported is None else vote_column(reported, "reported", n)
    columns = np.asarray(like)
    alike = np.zeros((n, 0), np.int8) if columns.size == 0 else vote_matrix(columns[:, None] if columns.ndim == 1 else columns, "like")
    if len(alike) != n:
        raise BadValue(f"like must be votes of the {n} actor(s) (got {len(alike)} row(s)); use 0 where unknown")
    return Known(
        said=said,
        sponsors=backs & (said == 0) & ~missing,
        reported=np.where((said > 0) | missing, 0, stated).astype(np.int8),
        totals=None if totals is None else _totals(totals, said),
        like=alike[:, (alike > 0).any(axis=0)],
        away=missing,
    )


def _flags(given: npt.ArrayLike | None, name: str, n: int) -> npt.NDArray[np.bool_]:
    """Return true or false for each actor, false where nothing is given."""
    found = np.zeros(n, bool) if given is None else np.asarray(given)
    if found.shape != (n,) or found.dtype.kind not in ("b", "u", "i"):
        raise BadValue(f"{name} must be true or false for each of the {n} actor(s) (got {found.shape} {found.dtype}); mark {name}")
    return found.astype(bool)


def _totals(totals: Mapping[str, int], said: VoteArray) -> FloatArray:
    """Return yes, abstain and no, checked against how many members there are and what they declare."""
    if not isinstance(totals, Mapping) or set(totals) - {*_CHOICES, "absent"} or not set(_CHOICES) <= set(totals):
        raise BadValue(f"totals must be yes, abstain and no (got {totals!r}); give all three")
    found = []
    for word in _CHOICES:
        value = totals[word]
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 0:
            raise BadValue(f"totals {word} must be a whole number of members, 0 or more (got {value!r}); copy it from the record")
        own = int((said == VOTES.index(word)).sum())
        if value < own:
            raise BadValue(f"totals {word} must be at least the {own} member(s) that declare it (got {value}); correct one of the two")
        found.append(int(value))
    if sum(found) > len(said):
        raise BadValue(f"totals must be at most the {len(said)} members (got {sum(found)}); correct the totals or the members")
    return np.array(found, np.float64)
