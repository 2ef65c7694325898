"""The expected tally of a vote that has not been held, with the error that the same forecast made before."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.share import LEVEL, largest_remainders
from legation.methods.voting.evidence import Known, known_of
from legation.methods.voting.history import PastVotes, past_votes
from legation.methods.voting.outlook import Outlook, foretold
from legation.methods.voting.titles import Titled, titled
from legation.methods.voting.votes import contested, vote_matrix

__all__ = ["Expected", "expected_tally"]

REPLAYED = 24
"""Latest roll calls on which the forecast is replayed, unless the caller says otherwise."""
FEW = 8
"""Fewer repeats than this, and other roll calls are replayed too."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """How each member may vote, and what that adds up to.

    Attributes
    ----------
    outcome : ndarray, shape (n_actors, 4)
        Chances of absence, yes, abstention and no; rows sum to 1, and are nan for members of whom nothing is known.
    basis : tuple of str
        What it rests on, sorted: "declared", "like", "reported", "similar", "sponsors", "title", "totals". Where it is empty there is no
        forecast: outcome, margin, low and high are nan, and what is left says how these members vote as a rule.
    probability : ndarray, shape (n_actors, 3)
        Of yes, abstain and no, if the member is in the room.
    presence : ndarray, shape (n_actors,)
        Chance of being in the room.
    yes, abstain, no, absent : float
        Expected members; they add up to n_actors.
    margin, low, high : float
        Yes minus no, with the range that held 80 % of the errors on the roll calls replayed [members]. Without history the range is
        everything that is possible.
    deviation : float
        Standard deviation of the margin as the chances themselves have it, before past errors widen or narrow it [members].
    replayed, right : int
        Roll calls replayed, and on how many of them the forecast was on the right side (more yes than no, or not).
    telling : ndarray, shape (n_actors,)
        How far the margin would move, as a rule, if this member declared its vote [members].
    told : callable
        Works out :attr:`reasons` and :attr:`moved`.
    """

    outcome: npt.NDArray[np.float64]
    basis: tuple[str, ...]
    probability: npt.NDArray[np.float64]
    presence: npt.NDArray[np.float64]
    yes: float
    abstain: float
    no: float
    absent: float
    margin: float
    low: float
    high: float
    replayed: int
    right: int
    deviation: float = math.nan
    telling: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    told: Callable[[], Mapping[str, tuple[npt.NDArray[np.float64], float]]] = field(default=dict, repr=False, compare=False)

    @cached_property
    def _parts(self) -> Mapping[str, tuple[npt.NDArray[np.float64], float]]:
        """What each part of the basis does; worked out when it is asked for, as few forecasts are explained."""
        return self.told()

    @property
    def reasons(self) -> Mapping[str, npt.NDArray[np.float64]]:
        """By part of the basis: how far it moves the log odds of each member's likeliest outcome, for (above 0) or against, (n_actors,)."""
        return {part: odds for part, (odds, _) in self._parts.items()}

    @property
    def moved(self) -> Mapping[str, float]:
        """By part of the basis: how far it moves the margin [members]."""
        return {part: margin for part, (_, margin) in self._parts.items()}

    def whole(self) -> dict[str, int]:
        """Return yes, abstain, no and absent as whole members that add up to all of them (largest remainders, ties in that order)."""
        parts = ("yes", "abstain", "no", "absent")
        return dict(zip(parts, largest_remainders([max(0.0, float(getattr(self, part))) for part in parts]), strict=True))


def expected_tally(
    votes: npt.ArrayLike,
    declared: npt.ArrayLike,
    *,
    titles: npt.ArrayLike | Sequence[str] | None = None,
    title: int | str = -1,
    totals: Mapping[str, int] | None = None,
    sponsors: npt.ArrayLike | None = None,
    reported: npt.ArrayLike | None = None,
    like: npt.ArrayLike = (),
    away: npt.ArrayLike | None = None,
    replay: int = REPLAYED,
    seed: int = 0,
    progress: Progress = silent,
) -> Expected:
    """Say how a vote may come out, from earlier votes and all that is known of this one, and how wrong such a forecast was before.

    One posterior over absence, yes, abstention and no of every member: see :func:`~legation.methods.voting.outlook.foretold` for what it
    rests on. A first vote on a title of which nothing is known has no forecast.

    The latest ``replay`` roll calls of the same sort (repeats of a title, contested the last time or not, or first votes on one) are
    forecast in the same way, each from
    the roll calls before it and from as many declared yes, abstentions and no: those of the members that the history makes surest to vote
    so, because the sure ones declare themselves first. Each error is divided by the deviation that the forecast gave itself; the interval
    is the margin plus or minus the ceil((k + 1) 0.8)-th smallest of the k ratios times the deviation of this forecast (a split conformal
    interval, Lei et al. 2018, doi:10.1080/01621459.2017.1307116), so totals that bound the vote narrow it.

    Parameters
    ----------
    votes : array_like of int, shape (n_actors, n_rollcalls)
        Earlier roll calls, oldest first: 1 yes, 2 abstain, 3 no, 0 missing.
    declared : array_like of int, shape (n_actors,)
        What members say themselves; 0 where nothing is declared. Taken as given: only their coming is open.
    titles : array_like of int or sequence of str, shape (n_rollcalls,), optional
        Roll calls with one number, or one text except for letters and marks, are repeats of one title; by default each has its own title.
        Texts also say which earlier texts are like a new one.
    title : int or str
        The title ahead; one that is not in ``titles`` is a new title.
    totals : mapping, optional
        Yes, abstain and no of a committee's or earlier vote on this text, whole members, declared included.
    sponsors : array_like of bool, shape (n_actors,), optional
        Members with a vote that sponsor the text: nearly all vote yes, some stay away.
    reported : array_like of int, shape (n_actors,), optional
        What others report of a member in their own interest; 0 for none. What is reported against the teller's interest is a declaration.
    like : array_like of int, shape (n_actors, k), optional
        Votes of these members on texts named as alike; a vote in committee by country is one.
    away : array_like of bool, shape (n_actors,), optional
        Who declares that it takes no part: absent, whatever it did before; it tells nothing of the others.
    replay : int
        How many roll calls are replayed.
    seed : int
        Breaks ties between members that are equally sure.
    progress : callable, optional
        Told (done, total).

    Raises
    ------
    BadValue
        For shapes that do not fit; totals above the members, negative, or below the declared of a code; a sponsor that declares a no; a
        vote of a member that is away.

    Notes
    -----
    On repeats contested the last time, nobody declared, sessions 73 and 74 of the General Assembly, which the constants have not seen: log
    loss of the four outcomes 0.30 for each member, 0.44 by the last vote, 0.82 by each member's shares on contested texts
    (``python -m benchmarks.votes_judged``). Fewer than four replayed roll calls give no interval: ``low`` and ``high`` are then all that is
    possible. The interval knows the past: on a subject that breaks old alignments the error may be larger.

    Of more than 500 members, gaps in earlier votes are filled from 500 of them; of more than 1,000, blocs are found among 1,000, and the
    others join the bloc they agree with most. Both are evenly spaced by how they voted.

    Examples
    --------
    >>> told = expected_tally([[1, 1], [1, 1], [3, 3]], [0, 0, 0], titles=[0, 0], title=0)
    >>> bool(told.probability[0, 0] > 0.5), round(told.yes + told.abstain + told.no + told.absent, 6), told.basis
    (True, 3.0, ('title',))
    >>> expected_tally([[1, 1], [1, 1], [3, 3]], [0, 0, 0]).basis
    ()
    """
    table = vote_matrix(votes)
    n = len(table)
    if replay < 0 or seed < 0:
        raise BadValue(f"replay, seed must be 0 or more (got {replay}, {seed}); leave them out for the defaults")
    names = titled(titles, title, table.shape[1])
    known = known_of(n, declared, totals=totals, sponsors=sponsors, reported=reported, like=like, away=away)
    past = past_votes(table, names.labels)
    known = replace(known, similar=names.similar(past))
    ahead = foretold(past, names.title, known)
    tried = _alike(table, names, replay)
    ratios, right = _replay(table, names, tried, np.bincount(known.shown, minlength=4)[1:4], seed, progress)
    rank = math.ceil((len(ratios) + 1) * LEVEL)
    reach = float(np.sort(ratios)[rank - 1]) * ahead.deviation if rank <= len(ratios) else 2.0 * n
    resting = ahead.resting if ahead.basis else np.zeros(n, bool)
    outcome = np.where(resting[:, None], ahead.outcome, np.nan)
    absent, yes, abstain, no = (float(part) for part in ahead.outcome.sum(axis=0))
    return Expected(
        outcome=outcome,
        basis=ahead.basis,
        probability=ahead.probability,
        presence=ahead.presence,
        yes=yes,
        abstain=abstain,
        no=no,
        absent=absent,
        margin=yes - no if ahead.basis else math.nan,
        low=max(-float(n), yes - no - reach) if ahead.basis else math.nan,
        high=min(float(n), yes - no + reach) if ahead.basis else math.nan,
        replayed=len(ratios),
        right=right,
        deviation=ahead.deviation if ahead.basis else math.nan,
        telling=np.where((known.said > 0) | known.away, 0.0, np.abs(ahead.share)) if ahead.basis else np.full(n, np.nan),
        told=partial(_reasons, past, names.title, known, ahead),
    )


def _reasons(past: PastVotes, title: int, known: Known, ahead: Outlook) -> dict[str, tuple[npt.NDArray[np.float64], float]]:
    """Return, by part of the basis, what taking it away would do to each member's likeliest outcome and to the margin."""
    likeliest = ahead.outcome.argmax(axis=1)[:, None]
    full = np.take_along_axis(ahead.outcome, likeliest, 1)[:, 0]
    found = {}
    for part in ahead.basis:
        less = foretold(past, -1 if part == "title" else title, known.without(part))
        chance = np.take_along_axis(less.outcome, likeliest, 1)[:, 0]
        found[part] = (_odds(full) - _odds(chance), ahead.margin() - less.margin())
    return found


def _odds(chance: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    chance = np.clip(chance, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(chance / (1 - chance)))


def _alike(votes: npt.NDArray[np.int8], names: Titled, replay: int) -> list[int]:
    """Return the latest roll calls to replay: all of them, or where the one ahead is a repeat and there are enough, repeats alone.

    A repeat is like one that was contested, or not, the last time as this one was.
    """
    labels, places = names.labels, range(1, votes.shape[1])
    before = {at: int(np.flatnonzero(labels[:at] == labels[at])[-1]) for at in places if (labels[:at] == labels[at]).any()}
    last = np.flatnonzero(labels == names.title)
    if not last.size:
        return list(places)[-replay:] if replay else []
    disputed = contested(votes)
    alike = [at for at, earlier in before.items() if disputed[earlier] == disputed[last[-1]]]
    chosen = next((some for some in (alike, list(before), list(places)) if len(some) >= FEW), list(places))
    return chosen[-replay:] if replay else []


def _replay(
    votes: npt.NDArray[np.int8],
    names: Titled,
    tried: list[int],
    known: npt.NDArray[np.intp],
    seed: int,
    progress: Progress,
) -> tuple[npt.NDArray[np.float64], int]:
    """Return the errors of the margin, each divided by the deviation that its forecast gave itself, and how often the side was right."""
    n, labels = len(votes), names.labels
    rng = np.random.default_rng(seed)
    repeats = [at for at in tried if (labels[:at] == labels[at]).any()]
    as_repeats = len(repeats) == len(tried)
    ratios: list[float] = []
    right = 0
    for done, at in enumerate(tried, start=1):
        actual, changed = votes[:, at], np.flatnonzero(as_repeats | (labels[:at] != labels[at]))
        if np.count_nonzero(actual) < 3 or not changed.size:
            continue
        past = past_votes(votes[:, changed], labels[changed])
        shown, title = _as_declared(past, actual, known, rng), int(labels[at])
        ahead = past.once(("replayed", title, shown.tobytes()), partial(foretold, past, title, known_of(n, shown)))
        margin = float((actual == 1).sum() - (actual == 3).sum())
        ratios.append(abs(margin - ahead.margin()) / max(ahead.deviation, 1e-9))
        right += (margin > 0) == (ahead.margin() > 0)
        progress(done, len(tried))
    return np.array(ratios, np.float64), right


def _as_declared(
    past: PastVotes, actual: npt.NDArray[np.int8], known: npt.NDArray[np.intp], rng: np.random.Generator
) -> npt.NDArray[np.int8]:
    """Return a roll call of which as many votes of each code are shown as are declared now, the surest first."""
    shown = np.zeros(len(actual), np.int8)
    if not known.any():
        return shown
    sure = past.alike + rng.random((len(actual), 1)) * 1e-9
    for code, count in enumerate(known, start=1):
        cast = np.flatnonzero(actual == code)
        shown[cast[np.argsort(-sure[cast, code - 1], kind="stable")][: int(count)]] = code
    return shown
