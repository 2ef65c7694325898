"""The traits of candidates on the eve of a joint attribution, from the rows of a dossier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from legation.dossier import Position, standing
from legation.methods.signing import TRAITS
from legation.methods.signing.traits import FloatArray
from legation.methods.voting import agreement
from legation.questions import inputs
from legation.questions.attributes import measures
from legation.questions.case import Case
from legation.questions.grounds import joined_evidence
from legation.questions.signing.acts import Attribution

__all__ = ["Asked", "Seen", "candidates", "members", "seen"]

_KINDS = ("state", "international_org")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the asker gave: the accused, the circles and groups, and which coalitions count as earlier attributions."""

    accused: str
    issue: str
    partners: tuple[str, ...]
    unions: tuple[str, ...]
    hurdles: tuple[str, ...]
    precedents: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Seen:
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


def seen(case: Case, matter: Attribution, first: str, names: Sequence[str], before: Sequence[Attribution], asked: Asked) -> Seen:
    """Return the traits of candidates as the dossier shows them at the day of knowing.

    ``before`` are the other attributions as known then; ``asked.issue`` is empty where no position is to be read.
    """
    said = [(act, one) for one in before for act in one.acts]
    circles = [there for there in (members(case, group) for group in asked.partners) if first in there]
    unions = [there for there in (members(case, group) for group in asked.unions) if first in there]
    hurdles = [members(case, group) for group in asked.hurdles]
    named = {act.actor for act, _ in said}
    joined = {act.actor for act, one in said if one.is_joint and one.lag(act) >= 0}
    alike = _alike(case, first, names)
    traits = np.full((len(names), len(TRAITS)), np.nan)
    for i, name in enumerate(names):
        own = {
            "named": float(name in named) if said else np.nan,
            "joined": float(name in joined) if said else np.nan,
            "close": _closeness(name, circles),
            "hit": float(name in matter.hit) if matter.hit else np.nan,
            "allied": sum(name in union for union in unions) / len(unions) if unions else np.nan,
            "alike": alike[i],
            "said": _said(case, name, asked.issue, matter.began),
            "hurdle": float(any(name in there for there in hurdles)) if asked.hurdles else np.nan,
        }
        traits[i] = [own[trait] for trait in TRAITS]
    evidence = {
        name: joined_evidence(
            [
                *(act.evidence for act, _ in said if act.actor == name),
                *(there[name] for there in (*circles, *unions, *hurdles) if name in there),
                matter.hit.get(name, ()),
                *(row.evidence for row in _positions(case, name, asked.issue, matter.began)),
            ]
        )
        for name in names
    }
    return Seen(candidates=tuple(names), traits=traits, evidence=evidence)


def _closeness(name: str, circles: Sequence[Mapping[str, object]]) -> float:
    """Return 1 in the closest circle of the first mover, less in a wider one, 0 outside; nan where it is in none itself."""
    if not circles:
        return float("nan")
    return max(((len(circles) - k) / len(circles) for k, circle in enumerate(circles) if name in circle), default=0.0)


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
