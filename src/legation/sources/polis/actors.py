"""A room in a dossier: statements as issues, groups that are large enough as actors, and never a person."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from legation.dossier.column import Wording
from legation.dossier.problem import Problem
from legation.dossier.records import Actor, Issue, Position
from legation.dossier.when import When
from legation.language import Message, say
from legation.methods.ballots import UNSEEN
from legation.sources.polis.conversation import Conversation, day_of
from legation.sources.reading import Origin, Reading, notice

__all__ = ["to_dossier", "wilson_range"]

PUBLISHED = 5
"""People below whom a group does not appear."""
RANGE = 1.2815515655446004
"""Normal quantile of the dossier's 80 % ranges."""


def to_dossier(
    conversation: Conversation,
    group: npt.ArrayLike | None = None,
    *,
    publish_at_least: int = PUBLISHED,
    organisations: Mapping[str, str] | None = None,
) -> Reading:
    """Return what a room said, for a dossier.

    Each statement that was let stand becomes an issue (0 disagree, 100 agree); each group of enough people an actor of kind ``other`` whose
    position is its share of agreement among those who saw the statement, with Wilson's 80 % range, where at least as many saw it. The basis
    is ``room``, without a confidence.

    Parameters
    ----------
    conversation : Conversation
    group : array_like of int, shape (n,), optional
        Those of the export; where it has none, those of :func:`legation.methods.opinion.map_opinion`.
    publish_at_least : int
        Smallest group that appears.
    organisations : mapping of xid to actor id, optional
        Whose vote is their own public act: position 0, 50 or 100 (disagree, pass, agree) without a range. No other individual is shown.

    References
    ----------
    Wilson 1927, doi:10.1080/01621459.1927.10502953
    """
    from legation.methods.opinion import map_opinion, statements

    hidden = conversation.moderated
    if group is None:
        group = conversation.group if (conversation.group >= 0).any() else map_opinion(conversation.votes, hidden).group
    label = np.asarray(group, np.int64)
    stats = statements(conversation.votes, label)
    root = _identifier(conversation.name)
    until = _last_day(conversation)
    known = {comment.id: comment for comment in conversation.comments}
    size = np.bincount(label[label >= 0], minlength=len(stats.agree))
    shown = [g for g in range(len(size)) if size[g] >= publish_at_least]
    issues, positions = [], []
    for column in np.flatnonzero(~hidden).tolist():
        number = conversation.statements[column]
        issue = f"{root}-{number}"
        body = known[number].body if number in known else str(number)
        issues.append(Issue(id=issue, question=Wording(body), low=_both("polis-disagree"), high=_both("polis-agree")))
        for g in shown:
            agree, seen = int(stats.agree[g, column]), int(stats.seen[g, column])
            if seen >= publish_at_least:
                low, high = wilson_range(agree, seen)
                where = low, round(100 * agree / seen, 1), high
                positions.append(_position(_group_id(root, g), issue, until, where))
        positions += [
            _position(actor, issue, until, (None, 50.0 * (1 + int(conversation.votes[row, column])), None))
            for row, actor in _organisations(conversation, organisations or {})
            if conversation.votes[row, column] != UNSEEN
        ]
    actors = tuple(
        Actor(id=_group_id(root, g), name=_both("polis-group", number=g + 1, topic=conversation.topic), kind="other") for g in shown
    )
    return Reading(
        tables={"actors": actors, "issues": tuple(issues), "positions": tuple(positions)},
        origin=Origin(
            title=conversation.topic,
            publisher="Polis",
            url=dict(conversation.summary).get("url", ""),
            sha256=conversation.sha256,
            read=len(np.asarray(conversation.ballots.value)),
        ),
        unplaced=_withheld(size, publish_at_least),
        doubts=conversation.doubts,
    )


def _position(actor: str, issue: str, until: When | None, where: tuple[float | None, float, float | None]) -> Position:
    low, value, high = where
    return Position(
        id=f"{actor}-on-{issue}", actor=actor, issue=issue, basis="room", held_from=until, known_on=until, low=low, value=value, high=high
    )


def _group_id(root: str, group: int) -> str:
    return f"{root}-group-{group + 1}"


def _organisations(conversation: Conversation, named: Mapping[str, str]) -> list[tuple[int, str]]:
    return [(row, named[one.xid]) for row, one in enumerate(conversation.participants) if one.xid and one.xid in named]


def _withheld(size: npt.NDArray[np.int64], least: int) -> tuple[Problem, ...]:
    small = int(((size > 0) & (size < least)).sum())
    return (
        (notice("polis-small-group", "participants-votes.csv", None, "group-id", allowed=str(least), found="", count=small),)
        if small
        else ()
    )


def wilson_range(agree: int, seen: int) -> tuple[float, float]:
    """Return Wilson's 80 % range of a share, in points, around its value.

    >>> wilson_range(45, 50)
    (83.2, 94.2)
    """
    share, z2 = agree / seen, RANGE**2
    middle = (share + z2 / (2 * seen)) / (1 + z2 / seen)
    half = RANGE * float(np.sqrt(share * (1 - share) / seen + z2 / (4 * seen * seen))) / (1 + z2 / seen)
    value = round(100 * share, 1)
    return min(round(100 * max(middle - half, 0.0), 1), value), max(round(100 * min(middle + half, 1.0), 1), value)


def _both(code: str, **values: object) -> Wording:
    message = Message(f"sources.{code}", **values)
    return Wording(fr=say(message, "fr"), en=say(message, "en"))


def _identifier(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "room"


def _last_day(conversation: Conversation) -> When | None:
    times = np.asarray(conversation.ballots.time if conversation.ballots.time is not None else [])
    day = day_of(int(times.max())) if times.size else None
    return None if day is None else When(day.isoformat())
