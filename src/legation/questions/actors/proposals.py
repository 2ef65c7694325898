"""Positions that a model proposes: rows that a person may take into the dossier, which overwrite nothing and make no other row surer."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from legation.dossier import MARKINGS, Dossier, Evidence, Issue, Position, When, Wording, standing
from legation.figures.figure import Named
from legation.language import LANGUAGES, Lang, Message, say
from legation.questions.base.case import Case
from legation.sources import Origin, Reading

__all__ = ["ProposedPlace", "ProposedPositions", "computation", "is_held", "issue_named", "marking_of", "proposal", "recorded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedPositions:
    """Positions as a reading, which :func:`legation.sources.merge` adds to a dossier, and what a person must know before.

    Attributes
    ----------
    reading : Reading
        Tables ``positions`` and ``evidence``.
    unchanged : int
        Actors left out because the dossier says already where they stand, from another basis than a model.
    earlier : int
        Actors left out because the same row was proposed before and taken.
    notes : tuple of Message
    strangers : tuple of Named
        Who is placed and left out because the dossier does not list it.
    """

    reading: Reading
    unchanged: int
    earlier: int
    notes: tuple[Message, ...]
    strangers: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedPlace:
    """Where a model places an actor on an issue.

    Attributes
    ----------
    actor : Named
    read_from : str
        What tells this place from those that other votes or texts give: the end of the row's id.
    low, value, high : float
        The place and its 80 % range [points, 0-100].
    held_from : When or None
    note : Message
    """

    actor: Named
    read_from: str
    low: float
    value: float
    high: float
    held_from: When | None
    note: Message


def computation(case: Case, method: str, issue: Issue, went_in: Sequence[object], title: Message, marking: str) -> Evidence:
    """Return the row of evidence that names a computation; its id follows from what went into it."""
    said = " ".join(map(str, (case.dossier.hash, issue.id, *went_in)))
    short = hashlib.sha256(said.encode()).hexdigest()[:8]
    day = When(case.as_of.isoformat())
    return Evidence(
        id=f"{method}-{issue.id}-{short}",
        kind="model",
        title=_in_both(title),
        publisher="Legation",
        date=day,
        known_on=day,
        reason=short,
        marking=marking,
    )


def proposal(
    case: Case, issue: Issue, evidence: Evidence, places: Iterable[ProposedPlace], origin: Origin, notes: tuple[Message, ...]
) -> ProposedPositions:
    """Propose the places of actors that the dossier lists and of which it says nothing yet, marked as the evidence is."""
    there, taken = ({row.id for row in rows} for rows in (case.dossier.actors, case.dossier.positions))
    rows: list[Position] = []
    strangers: list[Named] = []
    unchanged = earlier = 0
    for place in places:
        actor = place.actor.id
        identifier = f"{actor}:{issue.id}:model:{place.read_from}"
        if actor not in there:
            strangers.append(place.actor)
        elif is_held(case, actor, issue.id):
            unchanged += 1
        elif identifier in taken:
            earlier += 1
        else:
            rows.append(
                Position(
                    id=identifier,
                    actor=actor,
                    issue=issue.id,
                    low=round(place.low, 1),
                    value=round(place.value, 1),
                    high=round(place.high, 1),
                    basis="model",
                    confidence="low",
                    held_from=place.held_from,
                    known_on=When(case.as_of.isoformat()),
                    evidence=(evidence.id,),
                    marking=evidence.marking,
                    note=_in_both(place.note),
                )
            )
    reading = Reading(tables={"positions": tuple(rows), "evidence": (evidence,)}, origin=origin, unplaced=(), doubts=())
    return ProposedPositions(reading=reading, unchanged=unchanged, earlier=earlier, notes=notes, strangers=tuple(strangers))


def issue_named(case: Case, identifier: str) -> Issue:
    """Return an issue by its id as a person writes it.

    Raises
    ------
    WrongUse
        Where there is none.
    """
    found = case.reference("issues", identifier)
    return next(row for row in standing(case.dossier.issues) if row.id == found)


def recorded(case: Case, actor: str, issue: str, but: frozenset[str] = frozenset({"model"})) -> list[Position]:
    """Return the positions of an actor on an issue that stand at the case's date and say a place, newest first.

    Parameters
    ----------
    case : Case
    actor, issue : str
    but : frozenset of str
        Bases that do not count.
    """
    return [p for p in case.dossier.position_at(actor, issue, case.as_of) if p.basis not in but and p.value is not None]


def is_held(case: Case, actor: str, issue: str) -> bool:
    """Whether the dossier says where an actor stands from another basis than a model, be it without a place."""
    return any(p.basis != "model" for p in case.dossier.position_at(actor, issue, case.as_of))


def marking_of(dossier: Dossier, rows: Mapping[str, Collection[str]]) -> str:
    """Return the marking of what was worked out from rows: the lowest at which a reader sees all of them with all their evidence.

    Empty where no row is marked, or none as high as the dossier: what is made of them then has the dossier's marking, as they do.

    Parameters
    ----------
    dossier : Dossier
    rows : mapping of str to collection of str
        Ids by table; an id that is not there is passed over.
    """
    own = MARKINGS.index(dossier.info.marking or MARKINGS[0])
    bare = dataclasses.replace(dossier, info=dataclasses.replace(dossier.info, marking=""))
    whole = _evidence(bare, rows)
    found = next((at for at, one in enumerate(MARKINGS) if _evidence(bare.cleared(one), rows) == whole), len(MARKINGS) - 1)
    return MARKINGS[found] if found >= max(1, own) else ""


def _evidence(dossier: Dossier, rows: Mapping[str, Collection[str]]) -> dict[tuple[str, str], tuple[str, ...]]:
    return {(table, row.id): row.evidence for table, ids in rows.items() for row in dossier.rows(table) if row.id in ids}


def _in_both(message: Message) -> Wording:
    """Return a sentence in both languages, as a cell of the dossier holds it."""
    words: dict[Lang, str] = {lang: say(message, lang) for lang in LANGUAGES}
    return Wording(fr=words["fr"], en=words["en"])
