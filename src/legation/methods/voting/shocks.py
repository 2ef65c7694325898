"""Whole roll calls drawn at random, and how far one roll call moves many members at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from legation.methods.progress import Progress, silent
from legation.methods.voting.blocs import communities
from legation.methods.voting.evidence import known_of
from legation.methods.voting.history import PastVotes
from legation.methods.voting.outlook import Outlook, foretold, outlook
from legation.methods.voting.resemblance import Resemblance, resemblance
from legation.methods.voting.votes import FloatArray, IntArray, VoteArray, contested_columns, one_hot

__all__ = [
    "ASSEMBLY_SPREADS",
    "Lean",
    "Spreads",
    "assembly_spreads",
    "drawn",
    "lean_of",
    "matched",
    "spreads_of",
    "unmoved",
]


_CHUNK = 2_000_000
"""Numbers drawn at once: what memory a drawing takes."""
_LOGISTIC = 0.588
"""A normal shock of standard deviation s to a logit flattens it by 1 / sqrt(1 + (0.588 s)^2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spreads:
    """How far one roll call moves many members at once, beyond what each of them is unsure of.

    Attributes
    ----------
    common, bloc : float
        Of everybody's lean towards yes, and of each bloc's own [standard deviations of a member's lean].
    presence : float
        Of everybody's chance of coming [of its logit].
    blocs : ndarray of int, shape (n_actors,)
        Bloc of each member, from 0.
    error : float
        Of everybody's lean once more, on top of their chances: what the forecast's own past error asks for beyond them.
    replayed : int
        Past roll calls from which they are estimated; 0 where there were too few, and the usual ones are taken.
    """

    common: float
    bloc: float
    presence: float
    blocs: IntArray
    replayed: int
    error: float = 0.0


@dataclass(frozen=True, slots=True)
class Lean:
    """How leanings vary together: ``shared`` (n_actors, rank) times common normals, plus ``own`` (n_actors,) times one for each member."""

    shared: FloatArray
    own: FloatArray


def lean_of(model: Resemblance, said: VoteArray) -> Lean:
    """Return how the leanings, yes minus no, vary together once some votes are known; each member's variance is 1."""
    shared = model.left_open(said, model.loading[:, 0] - model.loading[:, 1])
    own = model.own[:, 0, 0] + model.own[:, 1, 1] - 2 * model.own[:, 0, 1]
    deviation = np.sqrt((shared**2).sum(axis=1) + own)
    return Lean(shared / deviation[:, None], np.sqrt(own) / deviation)


def drawn(ahead: Outlook, lean: Lean, spreads: Spreads, count: int, rng: np.random.Generator) -> VoteArray:
    """Draw ``count`` roll calls, shape (count, n_actors), in the codes of votes; 0 is absent.

    A member's lean t is normal with variance 1: its part of the mix of earlier roll calls, a shock that everybody has, one of its bloc, and
    its own. It votes no where t is below the quantile of its chance of no, yes where t is above that of 1 less its chance of yes. So every
    member has its own chances, whatever moves together; only ``error``, added at the end, goes beyond them. Presence is drawn likewise,
    with one shock for all.
    """
    from scipy.special import expit, logit, ndtri

    n, rank = lean.shared.shape
    least, most = ndtri(ahead.probability[:, 2]), ndtri(1 - ahead.probability[:, 0])
    size = np.sqrt(1 + spreads.common**2 + spreads.bloc**2)
    coming = logit(ahead.presence) * np.sqrt(1 + (_LOGISTIC * spreads.presence) ** 2)
    blocs = int(spreads.blocs.max()) + 1
    votes = np.empty((count, n), np.int8)
    step = max(1, _CHUNK // n)
    for start in range(0, count, step):
        part = votes[start : start + step]
        many = len(part)
        t = rng.standard_normal((many, rank)) @ lean.shared.T
        t += rng.standard_normal((many, n)) * lean.own
        t += spreads.common * rng.standard_normal((many, 1))
        t += spreads.bloc * rng.standard_normal((many, blocs))[:, spreads.blocs]
        t /= size
        t += spreads.error * rng.standard_normal((many, 1))
        here = rng.random((many, n)) < expit(coming + spreads.presence * rng.standard_normal((many, 1)))
        part[:] = np.where(t > most, 1, np.where(t < least, 3, 2)) * here
    return votes


REPLAYED = 100
"""Roll calls replayed at most."""
FEWEST = 8
"""Fewer than this tell nothing of a spread."""
DRAWS = 100
"""Drawings of each roll call replayed, from which its own variance is taken."""
_HALVINGS = 6
_MOST = 20.0
"""Beyond it a shock moves everybody alike, and more of it changes nothing."""
ASSEMBLY_SPREADS = (0.1, 0.3, 1.3)
"""Spreads where history is too short: about what sessions 57 to 71 of the General Assembly give."""


def unmoved(n: int) -> Spreads:
    """Return spreads of zero: each member for itself."""
    return Spreads(common=0.0, bloc=0.0, presence=0.0, blocs=np.zeros(n, np.intp), replayed=0)


def assembly_spreads(votes: VoteArray, blocs: IntArray | None = None) -> Spreads:
    """Return the spreads of the General Assembly, by the blocs given or found in the votes."""
    common, bloc, presence = ASSEMBLY_SPREADS
    return Spreads(common=common, bloc=bloc, presence=presence, blocs=_blocs(votes) if blocs is None else blocs, replayed=0)


_CLUSTERED = 1000
"""Members among whom blocs are looked for: the pairs of more grow with their square, and tell no more of how blocs vote."""


def _blocs(votes: VoteArray) -> IntArray:
    """Return the bloc of each member.

    Of more than :data:`_CLUSTERED` members, blocs are found among so many, evenly spaced in the order of their votes; each of the others is
    put in the bloc whose members it agrees with most, or stands alone where it never voted.
    """
    table = contested_columns(votes)
    if len(table) <= _CLUSTERED or not table.shape[1]:
        return communities(table, 1.0, seed=0, trials=1).label
    order = np.lexsort(table.T[::-1])
    among = np.sort(order[np.linspace(0, len(table) - 1, _CLUSTERED).astype(np.intp)])
    found = communities(table[among], 1.0, seed=0, trials=1).label
    label = _nearest(table, table[among], found)
    label[among] = found
    return label


def _nearest(table: VoteArray, among: VoteArray, label: IntArray) -> IntArray:
    """Return for each row the group of the rows of ``among`` with which its votes agree most, in the mean of those who voted."""
    cast, theirs = one_hot(table), one_hot(among)
    belongs = np.eye(int(label.max()) + 1)[label].T
    yes, abstain, no = (belongs @ part for part in theirs)
    voted = np.maximum(yes + abstain + no, 1)
    agrees = np.stack([yes + abstain / 2, abstain + (yes + no) / 2, no + abstain / 2]) / voted
    nearest = np.einsum("cnm,cgm->ng", cast, agrees, optimize=True).argmax(axis=1)
    idle = np.flatnonzero(~table.any(axis=1))
    nearest[idle] = len(belongs) + np.arange(idle.size)
    return np.asarray(nearest, np.intp)


def spreads_of(
    votes: VoteArray,
    labels: IntArray,
    known: int,
    *,
    repeated: bool,
    rng: np.random.Generator,
    blocs: IntArray | None = None,
    progress: Progress = silent,
) -> Spreads:
    """Estimate the spreads from the later half of history, forecast from the earlier half.

    Each replayed roll call is forecast knowing as many votes as are declared now, drawn at random. The squares of its
    errors, less what its own drawing varies by, are what the shocks are to explain: over pairs of blocs they give the common one,
    e_b e_c - V_bc = g^2 D_b D_c, and with those within blocs the bloc's, (sum e)^2 - V = g^2 (sum D)^2 + h^2 sum D_b^2; D is what a shock
    of 1 does to the margin. Presence likewise, from the number of those who stayed away.

    Parameters
    ----------
    votes : ndarray of int8, shape (n_actors, n_rollcalls)
        Oldest first, checked.
    labels : ndarray of int, shape (n_rollcalls,)
        Roll calls with one number are repeats of one title.
    known : int
        How many votes are declared now.
    repeated : bool
        Whether the roll call ahead is a repeat: then repeats are replayed, where there are enough.
    """
    m = votes.shape[1]
    groups = _blocs(votes) if blocs is None else blocs
    cut = m // 2
    repeats = [at for at in range(cut, m) if (labels[:cut] == labels[at]).any()]
    places = repeats if repeated and len(repeats) >= FEWEST else list(range(cut, m))
    places = [at for at in places if np.count_nonzero(votes[:, at]) > known + 2]
    places = [places[i] for i in np.unique(np.linspace(0, len(places) - 1, min(REPLAYED, len(places))).astype(int))] if places else []
    if len(places) < FEWEST:
        return assembly_spreads(votes, groups)
    earlier = votes[:, :cut]
    model = resemblance(earlier)
    new = PastVotes(earlier, np.arange(cut), model)  # one history for all first votes on a title
    calls = []
    for at in places:
        said, series = _declared(votes[:, at], known, rng), (labels[:cut] == labels[at]) & repeated
        ahead = outlook(earlier, series, said, model) if series.any() else foretold(new, -1, known_of(len(said), said))
        calls.append((votes[:, at], said, ahead))
    presence = _presence_spread(calls)
    alone = Spreads(common=0.0, bloc=0.0, presence=presence, blocs=groups, replayed=len(calls))
    between = within = both = apart = 0.0
    for done, (actual, said, ahead) in enumerate(calls):
        progress(done, len(calls))
        seen = _by_bloc(drawn(ahead, lean_of(model, said), alone, DRAWS, rng), groups)
        error = _by_bloc(actual[None, :], groups)[0] - seen.mean(axis=0)
        left = np.outer(error, error) - np.atleast_2d(np.cov(seen.T))
        reach = _reach(ahead, groups)
        own = float(np.trace(left))
        within, between = within + own, between + float(left.sum()) - own
        apart += float((reach**2).sum())
        both += float(reach.sum() ** 2)
    progress(len(calls), len(calls))
    common2 = max(0.0, between / (both - apart)) if both > apart else 0.0
    bloc2 = max(0.0, (within + between - common2 * both) / apart) if apart else 0.0
    if common2 and not bloc2:
        common2 = max(0.0, (within + between) / both)
    return Spreads(common=common2**0.5, bloc=bloc2**0.5, presence=presence, blocs=groups, replayed=len(calls))


def matched(spreads: Spreads, ahead: Outlook, lean: Lean, reach: float, rng: np.random.Generator) -> Spreads:
    """Return spreads with which 80 % of the drawings lie within ``reach`` members of the middle: as sure as the forecast, and no surer.

    What moves members together is scaled down where it reaches too far, and a further shock to all added where it does not reach as far.
    """
    seed = int(rng.integers(2**31))

    def reached(tried: Spreads) -> float:
        cast = drawn(ahead, lean, tried, 4 * DRAWS, np.random.default_rng(seed))
        low, high = np.quantile((cast == 1).sum(axis=1) - (cast == 3).sum(axis=1), [0.1, 0.9])
        return float(high - low) / 2

    if reached(spreads) > reach:
        least, most = 0.0, 1.0
        for _ in range(_HALVINGS):
            middle = (least + most) / 2
            least, most = (least, middle) if reached(_scaled(spreads, middle)) > reach else (middle, most)
        return _scaled(spreads, least)
    least, most = spreads.error, spreads.error
    while reached(replace(spreads, error=most)) < reach and most <= _MOST:
        least, most = most, 2 * most + 0.05
    for _ in range(_HALVINGS):
        middle = (least + most) / 2
        least, most = (middle, most) if reached(replace(spreads, error=middle)) < reach else (least, middle)
    return replace(spreads, error=most)


def _scaled(spreads: Spreads, factor: float) -> Spreads:
    return replace(spreads, common=spreads.common * factor, bloc=spreads.bloc * factor, presence=spreads.presence * factor)


def _declared(actual: VoteArray, known: int, rng: np.random.Generator) -> VoteArray:
    """Return a roll call of which some votes are known, drawn at random."""
    shown = np.zeros_like(actual)
    rows = rng.choice(np.flatnonzero(actual), known, replace=False)
    shown[rows] = actual[rows]
    return shown


def _presence_spread(calls: list[tuple[VoteArray, VoteArray, Outlook]]) -> float:
    more = weight = 0.0
    for actual, said, ahead in calls:
        chance = ahead.presence[said == 0]
        sure = float((chance * (1 - chance)).sum())
        more += (np.count_nonzero(actual[said == 0]) - float(chance.sum())) ** 2 - sure
        weight += sure**2
    return float(max(0.0, more / weight) ** 0.5) if weight else 0.0


def _by_bloc(votes: VoteArray, groups: IntArray) -> FloatArray:
    """Return yes minus no by bloc, shape (n_rollcalls, n_blocs)."""
    lean = (votes == 1).astype(np.float64) - (votes == 3)
    return np.asarray(lean @ np.eye(int(groups.max()) + 1)[groups])


def _reach(ahead: Outlook, groups: IntArray) -> FloatArray:
    """Return how far a shock of 1 to all leanings moves each bloc's yes minus no."""
    from scipy.special import ndtri

    ends = np.stack([ndtri(ahead.probability[:, 2]), ndtri(1 - ahead.probability[:, 0])])
    density = np.exp(-0.5 * np.minimum(ends**2, 700.0)) / np.sqrt(2 * np.pi)
    return np.asarray(np.eye(int(groups.max()) + 1)[groups].T @ (ahead.presence * density.sum(axis=0)))
