"""A domain and its profiles, read together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from legation.dossier.problem import Problem
from legation.errors import BadValue
from legation.methods.negotiation.domain import Domain
from legation.sources.genius.issues import issues_of
from legation.sources.genius.profile import Profile, profile_of
from legation.sources.genius.tree import read_tree
from legation.sources.reading import stop_reading

__all__ = ["GeniusReading", "read", "reading"]


@dataclass(frozen=True, slots=True)
class GeniusReading:
    """A domain, and what in its files someone should look at."""

    domain: Domain
    doubts: tuple[Problem, ...]


def read(domain_xml: str | Path, profile_xml: Sequence[str | Path]) -> Domain:
    """Return the negotiation that a domain and the profiles of its parties, in this order, describe; see :func:`reading` for its doubts.

    Raises
    ------
    BadValue
        Where no profile is named.
    CannotRead
        With every fault of the first file that has some.
    """
    return reading(domain_xml, profile_xml).domain


def reading(domain_xml: str | Path, profile_xml: Sequence[str | Path]) -> GeniusReading:
    """Return the same as :func:`read`, and what is in doubt: weights that do not sum to 1, utilities above 1, missing numbers."""
    paths = [] if isinstance(profile_xml, (str, Path)) else [Path(path) for path in profile_xml]
    if not paths:
        raise BadValue(f"profile_xml must be a list of one file or more (got {profile_xml!r}); name the profile of each party")
    at = Path(domain_xml)
    problems, doubts = list[Problem](), list[Problem]()
    issues = issues_of(read_tree(at), at.name, problems, doubts)
    stop_reading(at, problems)
    profiles: list[Profile] = []
    for path in paths:
        found = profile_of(read_tree(path), issues, path.name, problems, doubts)
        stop_reading(path, problems)
        if found is not None:
            profiles.append(found)
    domain = Domain(
        scores=[[profile.scores[number] for profile in profiles] for number in range(len(issues))],
        reservation=[profile.reservation for profile in profiles],
        discount=[profile.discount for profile in profiles],
        issue_names=[issue.name for issue in issues],
        option_names=[issue.options for issue in issues],
        party_names=_named([path.stem for path in paths]),
    )
    return GeniusReading(domain, tuple(doubts))


def _named(stems: Sequence[str]) -> list[str]:
    """Return names that differ: of files with one name the second gets a number."""
    names: list[str] = []
    for stem in stems:
        name, count = stem, 1
        while name in names:
            count += 1
            name = f"{stem} {count}"
        names.append(name)
    return names
