"""A dossier part by part, each as rows by identity: what is compared and joined, whatever kind of part it is."""

from __future__ import annotations

from typing import Any, TypeAlias

from legation.dossier import vote_changes
from legation.dossier.difference import keyed
from legation.dossier.dossier import Dossier
from legation.dossier.model_rows import model_of, rows_of_model
from legation.dossier.records import TABLES

__all__ = ["PARTS", "States", "rows_of", "same", "states_of"]

States: TypeAlias = tuple[dict[str, Any], dict[str, Any], dict[str, Any]]
PARTS = ("dossier.toml", "mandate.toml", "bodies.toml", *TABLES, "files")


def same(part: str, side: Dossier, base: Dossier) -> bool:
    """Whether a side left a part as it was, its comments too."""
    match part:
        case "dossier.toml":
            return side.info == base.info and side.info.source == base.info.source
        case "mandate.toml":
            return side.mandate == base.mandate and getattr(side.mandate, "source", b"") == getattr(base.mandate, "source", b"")
        case "bodies.toml":
            return side.bodies == base.bodies and [b.source for b in side.bodies] == [b.source for b in base.bodies]
        case "votes":
            return vote_changes.same_votes(side.votes, base.votes)
    one, other = getattr(side, part), getattr(base, part)
    return one is other or bool(one == other)


def states_of(part: str, base: Dossier, mine: Dossier, theirs: Dossier) -> States:
    """Return the rows of a part in each state, by identity; of votes those alone that a side changed."""
    if part == "votes":
        return _changed_votes(base, mine, theirs)
    return rows_of(part, base), rows_of(part, mine), rows_of(part, theirs)


def rows_of(part: str, dossier: Dossier) -> dict[str, Any]:
    """Return the rows of a part by identity; the dossier itself and the mandate are one row without a name; of a model by what they go by.

    Raises
    ------
    DossierError
        Where two rows have one identity.
    """
    match part:
        case "dossier.toml":
            return {"": dossier.info}
        case "mandate.toml":
            return {} if dossier.mandate is None else {"": dossier.mandate}
        case "bodies.toml":
            return {body.id: body for body in dossier.bodies}
        case "files":
            return dict(dossier.files)
    if part not in TABLES:
        return rows_of_model(part, model_of(part, dossier))
    return keyed(dossier, part)


def _changed_votes(base: Dossier, mine: Dossier, theirs: Dossier) -> States:
    by_mine, by_theirs = (vote_changes.compare(base.votes, side.votes).pairs() for side in (mine, theirs))
    states: States = ({}, {}, {})
    for pair in dict.fromkeys((*by_theirs, *by_mine)):
        was = (by_mine.get(pair) or by_theirs[pair])[0]
        values = (was, by_mine[pair][1] if pair in by_mine else was, by_theirs[pair][1] if pair in by_theirs else was)
        for state, vote in zip(states, values, strict=True):
            if vote is not None:
                state[":".join(pair)] = vote
    return states
