"""Candidates for a joint attribution: their traits on its eve, the order of asking, and the past cases from which the order is learnt."""

from __future__ import annotations

import dataclasses
import datetime as dt
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.dossier import Position, Wording, standing
from legation.errors import NotAvailable
from legation.figures.figure import Named
from legation.language import Message
from legation.methods.signing import TRAITS, Band, Order, Past, by_the_book
from legation.methods.signing.traits import FloatArray
from legation.methods.voting import agreement
from legation.questions.actors.stakeholders import measures
from legation.questions.base import inputs
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.coalition_names import coalition_named
from legation.questions.coalitions.attributions import JointAttribution, attribution, attributions

__all__ = [
    "Candidate",
    "CandidateTraits",
    "PastCase",
    "SigningInputs",
    "candidates",
    "first_mover",
    "listed",
    "matter_meant",
    "members",
    "past_cases",
    "read_request",
    "seen",
    "simple_list",
]


_KINDS = ("state", "international_org")


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningInputs:
    """What the asker gave: the accused, the circles and groups, and which coalitions count as earlier attributions."""

    accused: str
    issue: str
    partners: tuple[str, ...]
    unions: tuple[str, ...]
    hurdles: tuple[str, ...]
    precedents: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CandidateTraits:
    """Candidates on the eve.

    Attributes
    ----------
    candidates : tuple of str
    traits : ndarray of float, shape (n, 8)
        In the order of :data:`legation.methods.signing.TRAITS`; nan where the dossier does not say.
    evidence : dict of str to tuple of str
        What each candidate's traits rest on.
    """

    candidates: tuple[str, ...]
    traits: FloatArray
    evidence: dict[str, tuple[str, ...]]


def candidates(case: Case, apart: Sequence[str]) -> tuple[str, ...]:
    """Return the States and international organisations that exist at the day, those of ``apart`` left out, in the order of the part."""
    rows = standing(case.dossier.actors)
    return tuple(a.id for a in rows if a.kind in _KINDS and a.id not in apart and not (a.end and a.end.by(case.as_of)))


def members(case: Case, group: str) -> dict[str, tuple[str, ...]]:
    """Return a group's members at the day with the evidence; an organisation belongs to the group that bears its name."""
    rows = [row for row in standing(case.dossier.groups) if row.group == group]
    there = set(case.dossier.members(group, case.as_of))
    found = {row.actor: row.evidence for row in rows if row.actor in there}
    own = {a.id: a.evidence for a in case.dossier.actors if a.id == group}
    return own | found if found else {}


def seen(
    case: Case, matter: JointAttribution, first: str, names: Sequence[str], before: Sequence[JointAttribution], inputs: SigningInputs
) -> CandidateTraits:
    """Return the traits of candidates as the dossier shows them at the day of knowing.

    ``before`` are the other attributions as known then; ``asked.issue`` is empty where no position is to be read.
    """
    said = [(act, one) for one in before for act in one.acts]
    nearest = [there for there in (members(case, group) for group in inputs.partners) if first in there]
    unions = [there for there in (members(case, group) for group in inputs.unions) if first in there]
    hurdles = [members(case, group) for group in inputs.hurdles]
    named = {act.actor for act, _ in said}
    joined = {act.actor for act, one in said if one.is_joint and one.lag(act) >= 0}
    alike = _alike(case, first, names)
    traits = np.full((len(names), len(TRAITS)), np.nan)
    for i, name in enumerate(names):
        own = {
            "named": float(name in named) if said else np.nan,
            "joined": float(name in joined) if said else np.nan,
            "close": _closeness(name, nearest),
            "hit": float(name in matter.hit) if matter.hit else np.nan,
            "allied": sum(name in union for union in unions) / len(unions) if unions else np.nan,
            "alike": alike[i],
            "said": _said(case, name, inputs.issue, matter.began),
            "hurdle": float(any(name in there for there in hurdles)) if inputs.hurdles else np.nan,
        }
        traits[i] = [own[trait] for trait in TRAITS]
    evidence = {
        name: joined_evidence(
            [
                *(act.evidence for act, _ in said if act.actor == name),
                *(there[name] for there in (*nearest, *unions, *hurdles) if name in there),
                matter.hit.get(name, ()),
                *(row.evidence for row in _positions(case, name, inputs.issue, matter.began)),
            ]
        )
        for name in names
    }
    return CandidateTraits(candidates=tuple(names), traits=traits, evidence=evidence)


def _closeness(name: str, nearest: Sequence[Mapping[str, object]]) -> float:
    """Return 1 in the closest circle of the first mover, less in a wider one, 0 outside; nan where it is in none itself."""
    if not nearest:
        return float("nan")
    return max(((len(nearest) - k) / len(nearest) for k, group in enumerate(nearest) if name in group), default=0.0)


def _positions(case: Case, actor: str, issue: str, began: dt.date | None) -> list[Position]:
    if not issue:
        return []
    rows = case.dossier.position_at(actor, issue, case.as_of)
    return [row for row in rows if began is None or row.held_from is None or row.held_from.last >= began]


def _said(case: Case, actor: str, issue: str, began: dt.date | None) -> float:
    """Return a position held since the incident as -1 (against) to 1 (for)."""
    if not _positions(case, actor, issue, began):
        return float("nan")
    stance = measures(case, actor, issue)[2].value
    return float("nan") if stance is None else (stance - 50.0) / 50.0


def _alike(case: Case, first: str, names: Sequence[str]) -> FloatArray:
    profile = inputs.profile(case, actors=(first, *names))
    if not profile.rollcalls:
        return np.full(len(names), np.nan)
    return np.asarray(agreement(profile.votes).score[0, 1:], np.float64)


AREA = "who-would-sign"


def read_request(case: Case, options: Mapping[str, Any]) -> tuple[JointAttribution, str, SigningInputs]:
    """Return the matter, its first mover and what was asked.

    Raises
    ------
    NotAvailable
        Nobody is entered as accused, or nobody has spoken yet and no first mover is given.
    """
    every, matter = attributions(case), matter_meant(case, options)
    wanted = matter.name
    if not options["accused"]:
        raise NotAvailable(Message(f"{AREA}.no-accused", coalition=coalition_named(case.dossier, wanted)))
    first = first_mover(case, options)
    if not first:
        raise NotAvailable(Message(f"{AREA}.no-first", coalition=coalition_named(case.dossier, wanted), as_of=case.as_of))
    others = options["precedents"] or tuple(one.name for one in every if one.acts)
    return (
        matter,
        first,
        SigningInputs(
            accused=options["accused"],
            issue=options["issue"] or "",
            partners=options["partners"] or (),
            unions=options["unions"] or (),
            hurdles=options["hurdles"] or (),
            precedents=tuple(name for name in others if name != wanted),
        ),
    )


def matter_meant(case: Case, options: Mapping[str, Any]) -> JointAttribution:
    """Return the coalition that is asked about, else the latest, as an attribution."""
    every = attributions(case)
    return next(one for one in every if one.name == (options["coalition"] or every[-1].name))


def first_mover(case: Case, options: Mapping[str, Any]) -> str:
    """Return who speaks first: as given, else as the coalition shows it; empty where neither says it."""
    if options["first"] or not case.dossier.coalitions:
        return str(options["first"] or "")
    matter = matter_meant(case, options)
    return matter.first if matter.is_joint else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A candidate at its place.

    Attributes
    ----------
    actor : str
    place : int
        From 1.
    score : float
        Points above the average candidate.
    band : Band
        How many of those at such places signed in past cases.
    speaks_for : tuple of Message
        The traits that raise it, the strongest first.
    holds_back, against : tuple of Message
        What may keep it from signing: a procedure, a standing policy, its own position; and with these, what it lacks.
    needs, red_line : Wording or None
        As an analyst wrote them down.
    named : int
        How many times it has spoken in other matters.
    lag : int or None
        The middle of how long after the opening of a joint attribution it spoke [days]; None where it never joined one.
    evidence : tuple of str
    """

    actor: str
    place: int
    score: float
    band: Band
    speaks_for: tuple[Message, ...]
    holds_back: tuple[Message, ...]
    against: tuple[Message, ...]
    needs: Wording | None
    red_line: Wording | None
    named: int
    lag: int | None
    evidence: tuple[str, ...]


def listed(
    case: Case, request: SigningInputs, found: Order, shown: CandidateTraits, before: Sequence[JointAttribution], bands: Sequence[Band]
) -> tuple[Candidate, ...]:
    """Return the candidates in the order of asking."""
    interests = {row.actor: row for row in standing(case.dossier.interests) if row.issue == request.issue}
    groups = [(inputs.group_name(group), members(case, group)) for group in request.hurdles]
    rows = []
    for place, actor in enumerate(found.ranking, start=1):
        traits = dict(zip(TRAITS, shown.traits[shown.candidates.index(actor)].tolist(), strict=True))
        parts = dict(zip(TRAITS, found.parts[place - 1].tolist(), strict=True))
        interest = interests.get(actor)
        lags = [one.lag(act) for one in before if one.is_joint for act in one.acts if act.actor == actor and one.lag(act) >= 0]
        back = _holds_back(traits, [name for name, there in groups if actor in there])
        up = sorted((name for name in TRAITS if parts[name] > 0 and traits[name] > 0 and name != "hurdle"), key=lambda name: -parts[name])
        rows.append(
            Candidate(
                actor=actor,
                place=place,
                score=float(found.score[place - 1]),
                band=next(band for band in bands if band.first <= place and (place <= band.last or not band.last)),
                speaks_for=tuple(Message(f"{AREA}.trait.{name}") for name in up),
                holds_back=back,
                against=(*back, *_lacks(traits)),
                needs=interest.needs if interest else None,
                red_line=interest.red_line if interest else None,
                named=sum(act.actor == actor for one in before for act in one.acts),
                lag=round(statistics.median(lags)) if lags else None,
                evidence=joined_evidence([shown.evidence[actor], interest.evidence if interest else ()]),
            )
        )
    return tuple(rows)


def _holds_back(traits: dict[str, float], groups: Sequence[Named]) -> tuple[Message, ...]:
    found = [Message(f"{AREA}.why-group", group=name) for name in groups]
    if traits["said"] < 0:
        found.append(Message(f"{AREA}.why-position"))
    return tuple(found)


def _lacks(traits: dict[str, float]) -> tuple[Message, ...]:
    return tuple(Message(f"{AREA}.why-never-{name}") for name in ("named", "hit") if traits[name] == 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCase:
    """A past case and what it is compared with.

    Attributes
    ----------
    matter : Attribution
        As known at the day of asking.
    cut : date
        The eve of its first word: no later row is known to its order.
    past : Past
    closest : tuple of str
        The closest circle of partners at the time.
    simple : tuple of str
        The simple list of the same candidates.
    evidence : tuple of str
    """

    matter: JointAttribution
    cut: dt.date
    past: Past
    closest: tuple[str, ...]
    simple: tuple[str, ...]
    evidence: tuple[str, ...]


def past_cases(case: Case, inputs: SigningInputs, name: str) -> tuple[PastCase, ...]:
    """Return the joint attributions known at the day, each from the rows known on the eve of its first word.

    ``name`` is the matter that is asked about: it counts too, once it is out.
    """
    counted_cases = (*inputs.precedents, name)
    found = []
    for matter in attributions(case):
        if matter.name not in counted_cases or not matter.is_joint or matter.opened is None:
            continue
        then = case.at(matter.opened - dt.timedelta(days=1))
        on_eve = attribution(then, matter.name)
        spoken = {act.actor for act in on_eve.acts}
        before = [one for one in attributions(then) if one.name != matter.name and one.name in counted_cases]
        names = candidates(then, (inputs.accused, matter.first, *spoken))
        shown = seen(then, on_eve, matter.first, names, before, dataclasses.replace(inputs, issue=""))
        signed = {act.actor for act in matter.acts if matter.lag(act) >= 0}
        past = Past(name=matter.name, candidates=names, traits=shown.traits, signed=np.array([n in signed for n in names], bool))
        found.append(
            PastCase(
                matter=matter,
                cut=then.as_of,
                past=past,
                closest=_closest(then, inputs),
                simple=simple_list(then, inputs, names),
                evidence=tuple(dict.fromkeys(e for act in matter.acts for e in act.evidence)),
            )
        )
    return tuple(found)


def simple_list(case: Case, inputs: SigningInputs, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the simple list: the closest circle as listed, then the first union by its members' English names."""
    union = tuple(members(case, inputs.unions[0])) if inputs.unions else ()
    called = {a.id: a.name.in_language("en") for a in standing(case.dossier.actors)}
    return by_the_book(
        names, _closest(case, inputs), [m for m in union if m not in inputs.unions], key=lambda n: called.get(n, n).casefold()
    )


def _closest(case: Case, inputs: SigningInputs) -> tuple[str, ...]:
    return tuple(members(case, inputs.partners[0])) if inputs.partners else ()
