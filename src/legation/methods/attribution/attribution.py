"""Who did it? Chances of every listed group, of an unlisted actor and of planted marks; the sponsor is a question of its own."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.attribution.case import Case
from legation.methods.attribution.false_flag import held_back, planted, told_apart
from legation.methods.attribution.item import Claim, Observed
from legation.methods.attribution.knowledge import Knowledge, Note, read_observation
from legation.methods.attribution.posterior import case, spread
from legation.methods.share import ends_of

__all__ = [
    "DRAWS",
    "Attribution",
    "Chances",
    "attribute",
    "chances",
]


Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """Chances of groups; each array has shape (n_groups,).

    Attributes
    ----------
    fit : ndarray of float
        By the evidence, before planted marks are told apart: it ranks the groups; with ``unlisted`` it adds up to 1.
    own, flown : ndarray of float
        That the group did it; that its marks were planted. Together with ``unlisted`` they add up to 1.
    share : ndarray of float
        Of ``flown`` in both together.
    unlisted : float
    """

    fit: Floats
    own: Floats
    flown: Floats
    share: Floats
    unlisted: float


def chances(found: Case, claims: Sequence[Claim], knowledge: Knowledge) -> Chances:
    """Return the chances of a case."""
    share = planted(found, claims, knowledge)
    chance = spread(found.weight(), knowledge)
    own, flown = told_apart(chance[:-1], spread(found.in_full(), knowledge)[:-1], share)
    above = held_back(found, claims, own, share)
    own = own - above
    both = own + flown
    part = np.where(both > 0, flown / np.where(both > 0, both, 1.0), share)
    return Chances(fit=chance[:-1] - above, own=own, flown=flown, share=part, unlisted=float(chance[-1] + above.sum()))


DRAWS = 200
"""Draws behind the intervals."""
_TEMPERATURE_SPREAD, _PRIOR_SPREAD = 0.2, 0.4
"""Standard deviations of ln(temperature) and of the prior log-odds of "unlisted" in the draws."""
_FEW_HOLDERS = 3

Range = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Three answers that are never merged: which group, which sponsor state; whether a state is responsible is for people to test.

    Attributes
    ----------
    ranking : tuple of str
        Groups by what the evidence says, ``fit``, ties by id. "unlisted" is not among them. Read ``planted_share`` beside it.
    fit : mapping of str to float
        Chance of the group by the evidence, the cheap software of one report capped, before planted marks are told apart; with ``unlisted``
        it adds up to 1.
    probability : mapping of str to float
        Chance that the group did it; with ``unlisted`` and all of ``false_flag`` it adds up to 1.
    unlisted : float
        Chance that the actor is none of the groups, never below the knowledge's floor.
    false_flag : mapping of str to float
        Chance that the marks of this group were planted by somebody else. What the cap takes from a group, because the rest of the case is
        somebody else's, is in it by the share of planted marks.
    planted_share : mapping of str to float
        Of the chance that the marks seen are the group's, the share that somebody else planted them, 0 to 1.
    low, high : mapping of str to float
        Interval, of 90 % unless another level was asked for, of each chance in ``probability``:
        claims re-weighted at random, temperature and prior of "unlisted" moved.
    unlisted_range : tuple of float
        The same of ``unlisted``.
    sponsor : mapping of str or None to float
        By country, adding up to 1; under None stands what is unlisted, planted or without a known sponsor.
    prior : mapping of str to float
        Chance of each group before the evidence; with ``prior_unlisted`` it adds up to 1.
    prior_unlisted : float
        The higher, the less alike the best match is, unless a prior is given.
    match : float
        How alike the incident and the most similar record are: mean of the cosines of techniques and of software, trusted in part, 0 to 1.
    claims : tuple of Claim
        What counted, each thing once.
    groups : tuple of str
        Columns of ``contribution``.
    contribution : ndarray of float, shape (n_claims, n_groups)
        What each claim adds to the log-ratio of the group against an unlisted actor, after trust, dependence, temperature and the cap on
        one report's software; the sum over claims is what the evidence says.
    notes : tuple of Note
        What has to be said beside the numbers.
    """

    ranking: tuple[str, ...]
    fit: Mapping[str, float]
    probability: Mapping[str, float]
    unlisted: float
    false_flag: Mapping[str, float]
    planted_share: Mapping[str, float]
    low: Mapping[str, float]
    high: Mapping[str, float]
    unlisted_range: Range
    sponsor: Mapping[str | None, float]
    prior: Mapping[str, float]
    prior_unlisted: float
    match: float
    claims: tuple[Claim, ...]
    groups: tuple[str, ...]
    contribution: Floats
    notes: tuple[Note, ...]


def attribute(
    observed: Observed,
    knowledge: Knowledge,
    prior: Mapping[str, float] | None = None,
    exclude_sources: Collection[str] = (),
    *,
    seed: int = 0,
    level: float = 0.9,
) -> Attribution:
    """Return the posterior over listed groups, an unlisted actor and planted marks.

    Each claim's likelihood ratio follows from the record of each group (:class:`Weights`); it is discounted by trust, w LR + 1 - w; claims
    of one report and kind count as mean x n / (1 + (n - 1) rho). The likeness of incident and record, cosines of techniques and software,
    is added; what the software of one report may add is capped, :attr:`Knowledge.software_cap`, unless :attr:`Item.costly`. The sum, over
    temperature, is added to the prior's logarithm, in which an unlisted actor is the likelier, the less alike the best match. Groups are
    ranked by that; then "its marks were planted" gets its share, :func:`planted`, of what the marks give each group with nothing capped. On
    evidence that anybody could fake no group is named above 0.8: the rest goes to "unlisted".

    Parameters
    ----------
    observed : mapping or iterable of Item
        ``{"techniques": [...], "software": [...]}``, taken as one report graded B2, or items. Order and repetition change nothing.
    knowledge : Knowledge
    prior : mapping of str to float, optional
        Chance of groups, 0 or more; groups left out have none; ``"unlisted"`` may be stated, and then all add up to 1.
    exclude_sources : collection of str
        Reports whose support is taken out of the records first: those on the incident itself.
    seed : int
        Of the draws behind the intervals, 0 or more.
    level : float
        Of the intervals, above 0 and below 1.

    Raises
    ------
    BadValue
        For an observation, prior, list of reports or seed of another form.

    Limits
    ------
    Techniques and public tools are shared and copied: on reports newer than the records the right group stood first in about two of five
    cases whose group was listed at all (``python -m benchmarks.attribution``). Who copies five techniques and two pieces of software of
    another group still puts it first in nearly half of the cases, with public tools alone in two of five; never above 0.8, and the chance
    of its false flag rises. Without :attr:`Item.costly` all evidence may be faked. Read the chance of "unlisted" first; a chance here is no
    finding of law.

    References
    ----------
    Kass & Raftery (1995), doi:10.1080/01621459.1995.10476572; Rid & Buchanan (2015), doi:10.1080/01402390.2014.977382; dependence:
    Kish (1965); bootstrap of the claims: Rubin (1981), doi:10.1214/aos/1176345338.

    Examples
    --------
    >>> first = {"techniques": {"T1": ["a"], "T2": ["a", "b"]}, "sponsor": {"RU": 0.8}}
    >>> k = Knowledge(groups={"G1": first, "G2": {"techniques": {"T3": ["c"]}}})
    >>> found = attribute({"techniques": ["T1", "T2"], "software": []}, k)
    >>> found.ranking, round(sum(found.probability.values()) + found.unlisted + sum(found.false_flag.values()), 9)
    (('G1', 'G2'), 1.0)
    """
    if isinstance(exclude_sources, (str, bytes)) or not isinstance(exclude_sources, Collection):
        raise BadValue(f"exclude_sources must be a list of reports (got {exclude_sources!r}); put it in a list")
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise BadValue(f"seed must be a whole number, 0 or more (got {seed!r}); leave it out for 0")
    claims, notes = read_observation(observed, knowledge)
    found = case(claims, knowledge, prior, exclude_sources)
    groups = knowledge.table.groups
    known = chances(found, claims, knowledge)
    retained = np.where(known.fit > 0, known.own / np.where(known.fit > 0, known.fit, 1.0), 1.0)
    low, high = _interval(found, knowledge, level, np.random.default_rng(seed))
    before = np.exp(found.log_prior)
    order = sorted(range(len(groups)), key=lambda at: (-known.fit[at], groups[at]))
    said = {"contradiction": _contradiction(found, claims), "capped": _capped(found, claims, order[0])}
    notes += tuple(Note(code=code, ids=ids) for code, ids in said.items() if ids)
    return Attribution(
        ranking=tuple(groups[at] for at in order),
        fit=dict(zip(groups, known.fit.tolist(), strict=True)),
        probability=dict(zip(groups, known.own.tolist(), strict=True)),
        unlisted=known.unlisted,
        false_flag=dict(zip(groups, known.flown.tolist(), strict=True)),
        planted_share=dict(zip(groups, known.share.tolist(), strict=True)),
        low=dict(zip(groups, np.minimum(low[:-1] * retained, known.own).tolist(), strict=True)),
        high=dict(zip(groups, np.maximum(high[:-1] * retained, known.own).tolist(), strict=True)),
        unlisted_range=(float(min(low[-1], known.unlisted)), float(max(high[-1], known.unlisted))),
        sponsor=sponsors(knowledge, known.own.tolist()),
        prior=dict(zip(groups, before[:-1].tolist(), strict=True)),
        prior_unlisted=float(before[-1]),
        match=float(found.match.max()),
        claims=claims,
        groups=groups,
        contribution=found.said,
        notes=tuple(sorted(notes, key=lambda note: note.code)),
    )


def sponsors(knowledge: Knowledge, chance: Sequence[float]) -> dict[str | None, float]:
    """Return the chance of each country behind the groups, by falling chance, then under None the rest; it adds up to 1."""
    parts: dict[str, list[float]] = {}
    for group, value in zip(knowledge.table.groups, chance, strict=True):
        for country, share in knowledge.groups[group]["sponsor"].items():
            parts.setdefault(country, []).append(value * share)
    named = {country: math.fsum(values) for country, values in parts.items()}
    rest = max(0.0, 1 - math.fsum(named.values()))
    return {**dict(sorted(named.items(), key=lambda one: (-one[1], one[0]))), None: rest}


def _interval(found: Case, knowledge: Knowledge, level: float, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return the ends of the interval of the chances, claims re-weighted within their cluster, temperature and prior moved."""
    n = len(found.count)
    weight = rng.standard_exponential((DRAWS, n))
    for cluster in range(found.cluster.max() + 1 if n else 0):
        here = found.cluster == cluster
        weight[:, here] *= here.sum() / weight[:, here].sum(axis=1, keepdims=True)
    heat = np.exp(rng.normal(0, _TEMPERATURE_SPREAD, (DRAWS, 1)))
    moved = np.broadcast_to(found.log_prior, (DRAWS, len(found.log_prior))).copy()
    moved[:, -1] += rng.normal(0, _PRIOR_SPREAD, DRAWS)
    moved[:, :-1] += weight @ found.said * heat
    low, high = np.quantile(spread(moved, knowledge), ends_of(level), axis=0)
    return low, high


def _capped(found: Case, claims: Sequence[Claim], leader: int) -> tuple[str, ...]:
    """Return the software that would add more to the first group, if it could not be faked."""
    return tuple(sorted(claim.id for at, claim in enumerate(claims) if found.capped[at, leader]))


def _contradiction(found: Case, claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return the software that is known of few groups each, where no group is known for all of it."""
    few = [at for at, claim in enumerate(claims) if claim.kind == "software" and 0 < found.held[at].sum() <= _FEW_HOLDERS]
    apart = len(few) > 1 and not found.held[few].all(axis=0).any()
    return tuple(sorted(claims[at].id for at in few)) if apart else ()
