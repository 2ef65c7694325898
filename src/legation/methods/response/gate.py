"""What is open, what is closed and why, and what is missing: every measure that this kind of actor may take, at its gates.

A rung of ordinary diplomacy opens where the whole range of the probability reaches its minimum and, if it is a public act, evidence can be
made public. A track asks for the same, and for every one of its legal conditions: the probability is necessary and never sufficient. A
measure that this kind of actor may not take does not appear at all.

Gates never open by more being asked for: a higher minimum, a lower probability, evidence that can no longer be shown, or a condition that
no longer holds leaves each measure as it is or closes it further (closed < undecided < open).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from legation.errors import BadValue
from legation.methods.response.facts import Measure, conditions, measure_of, measures, regimes

__all__ = ["ANSWERS", "KINDS", "STATES", "Gate", "Reason", "Situation", "Threshold", "conditions_of", "possible", "probability_range"]

KINDS = ("state", "sub_state", "international_org", "company", "association", "ngo", "technical", "academic", "media", "other")
"""Who acts, in the words of the dossier."""
ANSWERS = ("yes", "no", "unknown")
STATES = ("closed", "undecided", "open")
"""In this order: more is never opened by asking for more."""
_BY_ANSWER = {"no": "closed", "unknown": "undecided", "yes": "open"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """What a desk asks for at a measure in place of the proposal; None leaves it as it is."""

    measure: str
    minimum: float | None = None
    public: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known when the choice is made.

    Attributes
    ----------
    who : str
        What kind of actor we are, one of :data:`KINDS`.
    probability : (float, float, float) or None
        Low, value and high [0 to 1] that the party held responsible did it; None: not given, which is as wide as can be.
    public_evidence : {"yes", "no", "unknown"}
        Whether there is evidence that can be made public.
    conditions : mapping of str to {"yes", "no", "unknown"}
        By condition; what is not there is unknown.
    regime : str
        Under which regime a listing is thought of; empty: not said.
    """

    who: str
    probability: tuple[float, float, float] | None = None
    public_evidence: str = "unknown"
    conditions: Mapping[str, str] = field(default_factory=dict)
    regime: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a measure is not open.

    ``kind``: ``probability`` (its high end is below the minimum), ``range`` (only a part of it reaches the minimum), ``no-probability``,
    ``evidence`` (none can be made public), ``evidence-unknown``, ``condition`` (does not hold), ``condition-unknown``; ``condition`` names
    it for the last two.
    """

    kind: str
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A measure and where it stands.

    Attributes
    ----------
    measure : Measure
        With the minimum and the need for public evidence as they were asked for here, and, for a listing, the conditions of its regime.
    state : {"closed", "undecided", "open"}
        An open track is one whose conditions a person recorded as met: it is then for the legal adviser.
    reasons : tuple of Reason
        All of them, not only the first; empty where it is open.
    changed : bool
        Whether the desk asks for something else than the proposal.
    """

    measure: Measure
    state: str
    reasons: tuple[Reason, ...]
    changed: bool


def possible(situation: Situation, thresholds: Iterable[Threshold] = ()) -> tuple[Gate, ...]:
    """Return every measure that this kind of actor may take: the ladder from its lowest rung, then the tracks.

    Parameters
    ----------
    situation : Situation
    thresholds : iterable of Threshold
        At most one for each measure.

    Raises
    ------
    BadValue
        For what is outside its range, and names that nothing has.

    Limits
    ------
    Nothing here says what should be done. Whether a condition holds is for the legal adviser; the answers are those of people.

    Examples
    --------
    >>> gates = possible(Situation(who="company", probability=(.7, .8, .9), public_evidence="yes"))
    >>> [(gate.measure.id, gate.state) for gate in gates]
    [('victim-support', 'open'), ('private-word', 'open'), ('technical-advisory', 'open'), ('public-concern', 'open')]
    >>> state = possible(Situation(who="state", probability=(.99, .99, 1.)))
    >>> {gate.state for gate in state if gate.measure.track}
    {'undecided'}
    """
    if situation.who not in KINDS:
        raise BadValue(f"who must be {' | '.join(KINDS)} (got {situation.who!r}); say what kind of actor it is that acts")
    chance = None if situation.probability is None else probability_range(situation.probability)
    known = conditions()
    _one_of(ANSWERS, "public_evidence", situation.public_evidence)
    for name, answer in situation.conditions.items():
        if name not in known:
            raise BadValue(f"conditions must be {' | '.join(known)} (got {name!r}); correct the name of the condition")
        _one_of(ANSWERS, f"conditions[{name!r}]", answer)
    required = _required(thresholds)
    return tuple(_gate(one, situation, chance, required.get(one.id)) for one in measures() if situation.who in one.who)


def conditions_of(measure: str, regime: str = "") -> tuple[str, ...]:
    """Return the conditions of a measure; those of a listing depend on its regime.

    Examples
    --------
    >>> conditions_of("listing", "EU")
    ('legal-basis', 'listed-party', 'reasons-public', 'external-threat', 'significant-effect', 'unanimity')
    """
    if regime and regime not in regimes():
        raise BadValue(f"regime must be {' | '.join(regimes())} (got {regime!r}); leave it out where it is none of these")
    base = measure_of()[measure].conditions
    if measure != "listing":
        return base
    return base + (regimes()[regime].conditions if regime else ("regime-criteria",))


def probability_range(given: Iterable[float]) -> tuple[float, float, float]:
    """Return low, value and high as numbers in order.

    Raises
    ------
    BadValue
        Where they are not three numbers from 0 to 1, in rising order.
    """
    found = tuple(given)
    right = len(found) == 3 and all(isinstance(p, (int, float)) and not isinstance(p, bool) and math.isfinite(p) for p in found)
    if not right or not 0 <= found[0] <= found[1] <= found[2] <= 1:
        raise BadValue(f"probability must be 0 <= low <= value <= high <= 1 (got {found!r}); give three numbers in this order")
    return float(found[0]), float(found[1]), float(found[2])


def _required(thresholds: Iterable[Threshold]) -> dict[str, Threshold]:
    required: dict[str, Threshold] = {}
    for one in thresholds:
        if one.measure not in measure_of():
            raise BadValue(f"threshold must be {' | '.join(measure_of())} (got {one.measure!r}); correct the name of the measure")
        if one.measure in required:
            raise BadValue(f"threshold of {one.measure!r} must be one (got two); keep one of them")
        if one.minimum is not None and not (math.isfinite(one.minimum) and 0 <= one.minimum <= 1):
            raise BadValue(f"minimum of {one.measure!r} must be 0 to 1 (got {one.minimum!r}); correct it")
        required[one.measure] = one
    return required


def _gate(one: Measure, situation: Situation, chance: tuple[float, float, float] | None, required: Threshold | None) -> Gate:
    minimum = one.minimum if required is None or required.minimum is None else required.minimum
    public = one.public if required is None or required.public is None else required.public
    needed = conditions_of(one.id, situation.regime)
    found = [*_by_probability(minimum, chance)]
    if public and situation.public_evidence != "yes":
        closed = situation.public_evidence == "no"
        found.append((_BY_ANSWER[situation.public_evidence], Reason(kind="evidence" if closed else "evidence-unknown")))
    for name in needed:
        answer = situation.conditions.get(name, "unknown")
        if answer != "yes":
            kind = "condition" if answer == "no" else "condition-unknown"
            found.append((_BY_ANSWER[answer], Reason(kind=kind, condition=name)))
    state = min((state for state, _ in found), key=STATES.index, default="open")
    measure = Measure(
        id=one.id,
        track=one.track,
        who=one.who,
        minimum=minimum,
        public=public,
        conditions=needed,
        source=one.source,
        verified=one.verified,
    )
    return Gate(
        measure=measure,
        state=state,
        reasons=tuple(reason for _, reason in found),
        changed=(minimum, public) != (one.minimum, one.public),
    )


def _by_probability(minimum: float | None, chance: tuple[float, float, float] | None) -> Iterable[tuple[str, Reason]]:
    if not minimum or (chance is not None and chance[0] >= minimum):
        return
    if chance is None:
        yield "undecided", Reason(kind="no-probability")
    elif chance[2] < minimum:
        yield "closed", Reason(kind="probability")
    else:
        yield "undecided", Reason(kind="range")


def _one_of(allowed: tuple[str, ...], name: str, found: str) -> None:
    if found not in allowed:
        raise BadValue(f"{name} must be {' | '.join(allowed)} (got {found!r}); it is unknown where nobody knows")
