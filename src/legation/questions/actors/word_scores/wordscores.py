"""Actors placed on an issue between those with a recorded position (Wordscores), with errors, and how well that does where it is known."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from legation.dossier import Issue, Position
from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.text.scaling import LeftOut, left_out, wordscores
from legation.methods.text.scaling.wordscores import Rescale
from legation.questions.actors.proposals import recorded
from legation.questions.actors.word_scores.documents import AREA, Documents
from legation.questions.base.case import Case
from legation.questions.question import Progress

__all__ = [
    "REFERENCES",
    "Places",
    "Scored",
    "few_references",
    "known_positions",
    "scored",
]


Floats = npt.NDArray[np.float64]
_OUTSIDE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """A place for each actor.

    Attributes
    ----------
    value, low, high : ndarray of float, shape (n,)
        nan: not placed. Take :meth:`only` those that are before any of them are compared.
    covariance : ndarray of float, shape (n, n)
        Of the errors of the places.
    freedom : float
        Degrees of freedom of their size; infinite for normal errors.
    """

    value: Floats
    low: Floats
    high: Floats
    covariance: Floats
    freedom: float = float("inf")

    def only(self, rows: npt.ArrayLike) -> Places:
        """Return some of the places, by their rows or by a mask."""
        at = np.arange(len(self.value))[np.asarray(rows)]
        return replace(self, value=self.value[at], low=self.low[at], high=self.high[at], covariance=self.covariance[np.ix_(at, at)])

    def above(self, row: int) -> npt.NDArray[np.int8]:
        """Return for each actor 1 where it stands above one of them beyond doubt, -1 below, 0 where the two are a tie, shape (n,).

        Beyond doubt: the 95 % interval of the difference, widened for all others compared, leaves out zero.
        """
        gap = self.value - self.value[row]
        return np.where(np.abs(gap) > self._reach(max(1, len(gap) - 1)) * self._error(row), np.sign(gap), 0).astype(np.int8)

    def pairs_apart(self) -> tuple[int, int, int]:
        """Return how many pairs 95 % intervals tell apart, widened for all pairs and taken one by one, and how many pairs there are."""
        n = len(self.value)
        pairs = n * (n - 1) // 2
        reaches = np.array([[self._reach(max(1, pairs))], [self._reach(1)]])
        apart = sum((np.abs(self.value - self.value[row]) > reaches * self._error(row)).sum(axis=1) for row in range(n))
        widened, alone = (np.asarray(apart) // 2).tolist() if n else (0, 0)
        return widened, alone, pairs

    def least_apart(self) -> float:
        """Return how far two actors must lie apart to be told apart with 95 %, taken one by one: the median over the pairs."""
        errors = [self._error(row)[:row] for row in range(1, len(self.value))]
        return self._reach(1) * float(np.median(np.concatenate(errors))) if errors else float("nan")

    def _error(self, row: int) -> Floats:
        """Return the standard error of the difference from one of them, shape (n,)."""
        own = np.diag(self.covariance)
        return np.asarray(np.sqrt(np.maximum(own + own[row] - 2 * self.covariance[row], 0.0)))

    def _reach(self, family: int) -> float:
        from scipy.stats import t

        return float(t.ppf(1 - _OUTSIDE / 2 / family, self.freedom))


REFERENCES = 6
"""Actors with words and a recorded position, from which others are placed between them."""
CHANCE = 0.05
"""Share of positions dealt by chance that may do as well as the true ones."""
OTHERS = 10
"""Texts that are no reference, from which their spread is known well enough to stretch the scores by."""
_MADE = frozenset({"model", "game", "room"})
"""Bases that are no observation: what a model gives is no reference for another one."""
_INSIDE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scored:
    """Where words place actors on an issue.

    Attributes
    ----------
    issue : Issue
    known : mapping of int to Position
        The recorded position of each reference actor, by its row.
    check : LeftOut
        Each reference actor placed by the others [points].
    places : Places
        Of all actors [points, 0 to 100], with 80 % intervals that hold the model's own error; a reference actor stands where the others
        place it. nan: not placed.
    there : ndarray of bool, shape (n,)
        Which actors are placed: those with a word that a reference actor uses.
    share : ndarray of float, shape (n,)
        Share of each actor's counted words that reference actors use as well.
    clipped : int
        Actors whose score lay beyond the scale and was put at its end.
    """

    issue: Issue
    known: dict[int, Position]
    check: LeftOut
    places: Places
    there: npt.NDArray[np.bool_]
    share: npt.NDArray[np.float64]
    clipped: int

    @property
    def passed(self) -> bool:
        """Whether words place actors better than the mean and the median of the others do, and better than chance."""
        return self.check.mean_error < self.check.mean_error_unread and self.check.chance <= CHANCE

    @property
    def checked(self) -> int:
        """How many reference actors the others place: those that the check is made on."""
        return int(self.check.there.sum())

    def inside(self, row: int) -> bool:
        """Whether the recorded position of a reference actor lies in the range that its words give."""
        value = self.known[row].value
        return value is not None and bool(self.places.low[row] <= value <= self.places.high[row])


def known_positions(case: Case, of: Documents, issue: str) -> dict[int, Position]:
    """Return the newest recorded position of each actor that has one, by its row; what a model, game or room gave is none."""
    found = {row: recorded(case, actor, issue, _MADE) for row, actor in enumerate(of.actors)}
    return {row: positions[0] for row, positions in found.items() if positions}


def few_references(known: dict[int, Position], issue: Issue) -> Message | None:
    """Return why actors cannot be placed on an issue; None where they can."""
    if len(known) < REFERENCES:
        return Message(f"{AREA}.few-references", count=len(known), needed=REFERENCES, issue=issue.question)
    if len({position.value for position in known.values()}) < 2:
        return Message(f"{AREA}.equal-references", count=len(known), issue=issue.question)
    return None


def scored(case: Case, of: Documents, issue: Issue, seed: int, progress: Progress) -> Scored:
    """Place actors on an issue, and check it on those whose position is recorded.

    Raises
    ------
    NotAvailable
        Where too few actors with words have a recorded position, or all have the same.
    """
    known = known_positions(case, of, issue.id)
    lacking = few_references(known, issue)
    if lacking is not None:
        raise NotAvailable(lacking)
    given = {row: float(position.value or 0.0) for row, position in known.items()}
    how: Rescale = "lbg" if len(of) - len(known) >= OTHERS else "mv"
    check = left_out(of.counts, given, rescale=how, within=(0.0, 100.0), seed=seed, progress=progress)
    found = wordscores(of.counts, given, rescale=how)
    score, error = found.score.copy(), found.score_error.copy()
    score[check.rows], error[check.rows] = check.unclipped, check.error
    there = ~np.isnan(score)
    checked = int(check.there.sum())
    value = np.clip(score, 0.0, 100.0)
    spread = np.sqrt(check.model_error**2 + error**2)
    half = _reach(checked) * spread
    return Scored(
        issue=issue,
        known=known,
        check=check,
        places=Places(
            value=value,
            low=np.clip(value - half, 0.0, 100.0),
            high=np.clip(value + half, 0.0, 100.0),
            covariance=np.diag(spread**2),
            freedom=float(checked),
        ),
        there=there,
        share=found.known,
        clipped=int(((score < 0) | (score > 100)).sum()),
    )


def _reach(freedom: int) -> float:
    from scipy.stats import t

    return float(t.ppf((1 + _INSIDE) / 2, freedom))
