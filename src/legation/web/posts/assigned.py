"""What a round of démarches gives to one post: its targets, the instruction as it stands, and the rows of the dossier that it sees.

A post sees the round, the versions of its instruction so far, its own assignments with their targets, what it reported itself, and for
what it is to say the vote, the issue, the messages to its targets and how these voted on the issue; nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from legation.dossier import Dossier as Content
from legation.dossier import Instruction, standing
from legation.dossier.records import MARKINGS, Round
from legation.questions.strategy.dates import current_row
from legation.web.access import AccessScope

__all__ = ["TABLES_SEEN", "Assigned", "as_seen", "assigned", "ever_assigned", "posts_of", "round_of", "scope_of_post", "version_row"]

_BEGINNING = dt.datetime.min.replace(tzinfo=dt.UTC)
TABLES_SEEN = ("actors", "assignments", "engagements", "instructions", "issues", "messages", "rollcalls", "rounds", "votes")
"""The tables of which a post sees rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """What a round gives to a post.

    Attributes
    ----------
    round : Round
        Its current row.
    name : str
        What the assignments call the post.
    targets : tuple of str
        The actors to speak to, in the order of the rows.
    rows : frozenset of (str, str)
        Every row that is the post's own, by table and id.
    """

    round: Round
    name: str
    targets: tuple[str, ...]
    rows: frozenset[tuple[str, str]]


def round_of(whole: Content, first: str) -> tuple[Round, frozenset[str]] | None:
    """Return the current row of a round by the first row of it, and the ids of all its rows; None where there is none any more."""
    return current_row(whole, "rounds", first)


def posts_of(whole: Content, first: str) -> dict[str, tuple[str, ...]]:
    """Return the posts of a round with the actors that each is to speak to, in the order of the rows; none that was taken back."""
    found = round_of(whole, first)
    return _by_post(whole, found[1] if found is not None else frozenset())


def _by_post(content: Content, chain: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return the posts with their actors by the assignments that name one of the rows of a round."""
    posts: dict[str, dict[str, None]] = {}
    rows = [row for row in standing(content.assignments) if row.round in chain and row.post]
    for row in sorted(rows, key=lambda row: row.at.instant if row.at else _BEGINNING):
        given = posts.setdefault(row.post, {})
        if row.event == "assigned" and row.actor:
            given[row.actor] = None
        elif row.event == "closed":
            for actor in [one for one in given if row.actor in ("", one)]:
                del given[actor]
    return {name: tuple(actors) for name, actors in posts.items() if actors}


def assigned(whole: Content, first: str, name: str, now: dt.datetime) -> Assigned | None:
    """Return what a round gives to a post, of a whole dossier at an instant; None where it gives it nothing.

    Parameters
    ----------
    first : str
        The first row of the round.
    name : str
        What the assignments call the post.
    """
    given = ever_assigned(whole, first, name, now)
    return given if given is not None and given.targets else None


def ever_assigned(whole: Content, first: str, name: str, now: dt.datetime) -> Assigned | None:
    """Return what a round gives to a post, without a target where all were taken back; None where there is no such round any more."""
    found = round_of(whole, first)
    if found is None:
        return None
    current, chain = found
    targets = posts_of(whole, first).get(name, ())
    own = {("assignments", row.id) for row in whole.assignments if row.round in chain and row.post == name and _is_past(row.at, now)}
    instructions = {("instructions", row.id) for row in whole.instructions if row.round in chain and _is_past(row.at, now)}
    said = {
        ("engagements", row.id)
        for row in whole.engagements
        if row.round in chain and row.actor in targets and str(row.by) == name and _is_past(row.at, now)
    }
    rows = {("rounds", one) for one in chain} | own | instructions | said | {("actors", one) for one in targets}
    return Assigned(round=current, name=name, targets=targets, rows=frozenset(rows | set(_of_kit(whole, current, targets))))


def as_seen(given: Assigned, seen: Content) -> Assigned | None:
    """Return what a round gives to a post as the post sees it, of what is cleared for it: its round and its targets are read there alone.

    None where the round is marked above what the post sees, or every one of its assignments is.
    """
    current = next((row for row in seen.rounds if row.id == given.round.id), None)
    chain = frozenset(row for table, row in given.rows if table == "rounds")
    shown = {row.id for row in seen.actors}.intersection(_by_post(seen, chain).get(given.name, ()))
    targets = tuple(one for one in given.targets if one in shown)
    return replace(given, round=current, targets=targets) if current is not None and targets else None


def _of_kit(whole: Content, current: Round, targets: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield the rows from which a post is told what to say: the vote, its issue, messages to its targets, and past votes on the issue."""
    votes = [row for row in whole.rollcalls if row.id == current.rollcall]
    issues = {one for one in (current.issue, *(row.issue for row in votes)) if one}
    yield from (("issues", one) for one in issues)
    yield from (("rollcalls", row.id) for row in whole.rollcalls if row in votes or row.issue in issues)
    actors = set(targets)
    for row in whole.messages:
        if row.issue in issues and (not row.audience or actors.intersection(row.audience)):
            yield "messages", row.id


def scope_of_post(given: Assigned, marking: str) -> AccessScope:
    """Return what of the dossier whoever holds a post sees: no higher than a marking, its own rows alone, and nothing of what we want."""
    return AccessScope(marking if marking in MARKINGS else MARKINGS[0], "partner", TABLES_SEEN, given.rows)


def version_row(rows: Iterable[Instruction], number: int) -> str:
    """Return the row by which a report names a version: the first of those that make it together; empty where there is none."""
    return next((row.id for row in standing(rows) if (row.version or 1) == number), "")


def _is_past(at: Any, now: dt.datetime) -> bool:
    return at is None or at.instant <= now
