"""A domain of GENIUS and its profiles, read and written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

from legation.dossier.files.folder import write_file
from legation.dossier.problem import Problem
from legation.errors import BadValue
from legation.methods.negotiation.domain import Domain
from legation.sources.genius.domain import PartyProfile, issues_of, profile_of, read_tree
from legation.sources.reading import stop_reading

__all__ = [
    "GeniusReading",
    "read",
    "reading",
    "write",
]


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
    problems, warnings = list[Problem](), list[Problem]()
    issues = issues_of(read_tree(at), at.name, problems, warnings)
    stop_reading(at, problems)
    profiles: list[PartyProfile] = []
    for path in paths:
        found = profile_of(read_tree(path), issues, path.name, problems, warnings)
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
    return GeniusReading(domain, tuple(warnings))


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


_UNWRITABLE = re.compile("[^\\t\\n\\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def write(domain: Domain, domain_xml: str | Path, profile_xml: Sequence[str | Path]) -> None:
    """Write a domain and the profiles of its parties; read again, scores are equal to 15 digits.

    The weight of an issue is the largest score on it, an evaluation the score out of that; all issues are discrete.

    Raises
    ------
    BadValue
        For another number of files than parties, negative scores, a reservation below 0, and names with blanks at their ends or characters
        that XML cannot hold.
    CannotWrite
        What stood there before is unchanged.
    """
    paths = [] if isinstance(profile_xml, (str, Path)) else [Path(path) for path in profile_xml]
    if len(paths) != domain.parties:
        raise BadValue(f"profile_xml must be a list of {domain.parties} files, one for each party (got {profile_xml!r}); name them")
    named = list(zip(domain.issue_names or (), domain.option_names or (), strict=True))
    for name in (name for issue, options in named for name in (issue, *options)):
        if _UNWRITABLE.search(name) or name != name.strip():
            raise BadValue(f"name must be text that XML can hold, without blanks at its ends (got {name!r}); rename it")
    for party in range(domain.parties):
        if min(table[party].min() for table in domain.tables) < 0 or -float("inf") < domain.reservation[party] < 0:
            raise BadValue(f"party {party + 1} must be scores and a reservation of 0 or more (got less); add the same to all options")
    documents = [_domain(named), *(_profile(domain, named, party) for party in range(domain.parties))]
    for path, lines in zip((Path(domain_xml), *paths), documents, strict=True):
        write_file(path, ("\n".join([_HEAD, *lines]) + "\n").encode())


def _domain(named: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    lines = ["<negotiation_template>", f'<utility_space number_of_issues="{len(named)}">']
    lines.append('<objective index="0" etype="objective" type="objective" description="" name="">')
    for number, (issue, options) in enumerate(named, start=1):
        lines.append(f'<issue index="{number}" etype="discrete" type="discrete" vtype="discrete" name={quoteattr(issue)}>')
        lines += [f'<item index="{place}" value={quoteattr(option)} cost="0.0" description=""/>' for place, option in enumerate(options, 1)]
        lines.append("</issue>")
    return [*lines, "</objective>", "</utility_space>", "</negotiation_template>"]


def _profile(domain: Domain, named: Sequence[tuple[str, Sequence[str]]], party: int) -> list[str]:
    lines = [f'<utility_space number_of_issues="{len(named)}">', '<objective index="0" type="objective" name="">']
    weights = [float(table[party].max()) for table in domain.tables]
    for number, ((issue, options), table, weight) in enumerate(zip(named, domain.tables, weights, strict=True), start=1):
        lines.append(f'<issue index="{number}" type="discrete" vtype="discrete" name={quoteattr(issue)}>')
        for place, (option, score) in enumerate(zip(options, table[party].tolist(), strict=True), start=1):
            lines.append(f'<item index="{place}" value={quoteattr(option)} evaluation="{score / weight if weight else 0.0!r}"/>')
        lines.append("</issue>")
    lines += [f'<weight index="{number}" value="{weight!r}"/>' for number, weight in enumerate(weights, start=1)]
    lines.append("</objective>")
    if domain.reservation[party] >= 0:
        lines.append(f'<reservation value="{float(domain.reservation[party])!r}"/>')
    if domain.discount[party] < 1:
        lines.append(f'<discount_factor value="{float(domain.discount[party])!r}"/>')
    return [*lines, "</utility_space>"]
