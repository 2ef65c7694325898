"""The offers that a seat may read: the newest first, each by what it changes, with what it is worth to the reader and who stands where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.language import Message
from legation.web.pages.rooms.negotiation.table import TableView

__all__ = ["Bar", "Change", "OfferView", "bar_of", "changes", "offers_of", "worth_of"]

VALUES = {1: "yes", 0: "abstain", -1: "no"}
WIDE = 100.0
"""Width of the drawing of a bar."""
MOST = 512
"""Offers of a table that are cached, each as one side reads it."""


@dataclass(frozen=True, slots=True)
class Change:
    """An issue of an offer, as it is offered and as it was before; ``worth``: points that the reader gains or loses by it."""

    issue: str
    now: str
    before: str = ""
    worth: int | None = None

    @property
    def lost(self) -> int:
        """Points that the reader loses by it."""
        return -(self.worth or 0)


@dataclass(frozen=True, slots=True)
class Bar:
    """Points of a package as a bar, with the floor as a line: where both stand in the drawing; whether they are the reader's own."""

    points: int
    floor: int | None
    least: int
    most: int
    is_own: bool = True

    @property
    def to(self) -> float:
        """Where the bar ends."""
        return self._at(self.points)

    @property
    def line(self) -> float | None:
        """Where the line of the floor stands."""
        return None if self.floor is None else self._at(self.floor)

    @property
    def said(self) -> Message:
        """The points."""
        return Message("page-game-seat.points", count=self.points)

    @property
    def far(self) -> Message | None:
        """How far above or below the floor they are; None where there is no floor."""
        if self.floor is None:
            return None
        by = self.points - self.floor
        if not by:
            return Message("page-game-seat.at-floor" if self.is_own else "page-game-seat.at-its-floor")
        if by > 0:
            return Message("page-game-seat.above-floor" if self.is_own else "page-game-seat.above-its-floor", by=by)
        return Message("page-game-seat.below-floor" if self.is_own else "page-game-seat.below-its-floor", by=-by)

    def _at(self, points: int) -> float:
        wide = max(self.most - self.least, 1)
        return round(min(max((points - self.least) / wide, 0.0), 1.0) * WIDE, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """An offer.

    Attributes
    ----------
    number : int
        The number of its entry, by which everybody names it.
    by : str
        Whose it is; empty where it is the host's single text.
    to : tuple of str
        Whom it was made to; nobody: all.
    changes : tuple of Change
        What is otherwise than in the offer before; the whole package in the first.
    bar : Bar or None
        What it is worth to the reader.
    is_known : bool
        Whether the reader may know the package: in a real session who is no party may not, until every party released it.
    reasons : tuple of Message
        By issue, why a simulated player offers it.
    waits : tuple of str
        Who has not answered yet.
    missing : int or None
        Votes in favour that are missing, where votes decide; None where no votes could carry it any more.
    mine : str
        How the reader voted on it, where votes decide: "yes", "abstain", "no", or nothing.
    may_answer, may_vote, may_release : bool
        What the reader may say of it now.
    """

    number: int
    by: str
    is_own: bool
    to: tuple[str, ...]
    changes: tuple[Change, ...]
    whole: tuple[Change, ...]
    is_known: bool = True
    bar: Bar | None = None
    reason: str = ""
    reasons: tuple[Message, ...] = ()
    accepted: tuple[str, ...] = ()
    rejected: tuple[tuple[str, str], ...] = ()
    waits: tuple[str, ...] = ()
    votes: tuple[tuple[str, str], ...] = ()
    missing: int | None = 0
    mine: str = ""
    is_deal: bool = False
    may_answer: bool = False
    may_vote: bool = False
    may_release: bool = False
    is_first: bool = field(default=False)

    @property
    def tally(self) -> Message:
        """How many votes there are of each kind."""
        count = [sum(value == one for _, value in self.votes) for one in VALUES.values()]
        return Message("page-game-seat.tally", **dict(zip(VALUES.values(), count, strict=True)))


def bar_of(mine: Mapping[str, Any], package: Sequence[int], *, is_own: bool = True) -> Bar | None:
    """Return what a package is worth to whoever has these points, the reader or another; None where there are none.

    Examples
    --------
    >>> bar = bar_of({"points": [[0, 60], [40, 0]], "floor": 50}, (1, 1))
    >>> bar.points, bar.to, bar.line, bar.far.id
    (60, 60.0, 50.0, 'page-game-seat.above-floor')
    >>> bar_of({"points": [[0, 60]], "floor": 50}, [0], is_own=False).far.id
    'page-game-seat.below-its-floor'
    """
    points = mine.get("points")
    if not points:
        return None
    worth = sum(row[one] for row, one in zip(points, package, strict=True))
    return Bar(worth, mine.get("floor"), sum(min(row) for row in points), sum(max(row) for row in points), is_own)


def worth_of(mine: Mapping[str, Any], issue: int, now: int, before: int | None) -> int | None:
    """Return how many points somebody gains by another option of an issue; None where they have no points or nothing is changed."""
    points = mine.get("points")
    return points[issue][now] - points[issue][before] if points and before is not None else None


def changes(table: TableView, mine: Mapping[str, Any], package: Sequence[int], before: Sequence[int] | None) -> tuple[Change, ...]:
    """Return the issues on which a package is otherwise than one before; all of them where there is none."""
    return tuple(
        Change(
            table.issues[issue].name,
            table.option(issue, now),
            table.option(issue, before[issue]) if before is not None else "",
            worth_of(mine, issue, now, before[issue] if before is not None else None),
        )
        for issue, now in enumerate(package)
        if before is None or now != before[issue]
    )


def offers_of(
    seen: Mapping[str, Any], table: TableView, missing: Callable[[Mapping[str, int]], int | None] = lambda _: None
) -> list[OfferView]:
    """Return the offers that a seat may read, the newest first.

    Each is cached with the table, as one side reads it; of a real session nothing is, nor anybody's own words: they may be taken away.

    Parameters
    ----------
    seen : mapping
        What :func:`legation.rooms.seen_by` returns.
    missing : callable
        Votes of sides on an offer -> how many votes in favour are missing.
    """
    mine = seen.get("mine") or {}
    found: list[OfferView] = []
    before: Sequence[int] | None = None
    rests_on = str([mine.get(name) for name in ("side", "points", "floor")] + [seen["phase"], seen.get("deal")])
    for one in sorted(seen["offers"], key=lambda row: int(row["number"])):
        if table.is_real or one.get("reason") or any(row.get("reason") for row in one.get("rejected") or ()):
            found.append(_offer(one, seen, table, mine, before, missing))
        else:
            at = (str(one), str(before), rests_on)
            if (cached := table.offers.get(at)) is None:
                if len(table.offers) >= MOST:
                    table.offers.clear()
                cached = table.offers[at] = _offer(one, seen, table, mine, before, missing)
            found.append(cached)
        before = one["package"] or before
    return found[::-1]


def _offer(
    one: Mapping[str, Any],
    seen: Mapping[str, Any],
    table: TableView,
    mine: Mapping[str, Any],
    before: Sequence[int] | None,
    missing: Callable[[Mapping[str, int]], int | None],
) -> OfferView:
    me, by, to = str(mine.get("side") or ""), str(one.get("by") or ""), tuple(one.get("to") or ())
    package = tuple(one["package"] or ())
    accepted = tuple(one.get("accepted") or ())
    rejected = {str(row["side"]): str(row.get("reason") or "") for row in one.get("rejected") or ()}
    votes = {str(side): int(value) for side, value in (one.get("votes") or {}).items()}
    heard = [side for side in table.sides if side != by and (not to or side in to)]
    by_vote = table.has_rule and not to
    deal = seen.get("deal") or {}
    is_open = seen["phase"] == "open" and not deal
    return OfferView(
        number=int(one["number"]),
        by=table.name(by) if by in table.sides else "",
        is_own=bool(me) and by == me,
        to=table.names(to),
        changes=changes(table, mine, package, before),
        whole=changes(table, mine, package, None),
        is_known=bool(package),
        bar=bar_of(mine, package) if package else None,
        reason=str(one.get("reason") or ""),
        reasons=tuple(_reasons(one.get("reasons") or (), table)),
        accepted=table.names(accepted),
        rejected=tuple((table.name(side), rejected[side]) for side in table.sides if side in rejected),
        waits=() if by_vote else table.names([side for side in heard if side not in accepted and side not in rejected]),
        votes=tuple((table.name(side), VALUES[votes[side]]) for side in table.sides if side in votes) if by_vote else (),
        missing=missing(votes) if by_vote else 0,
        mine=VALUES[votes[me]] if by_vote and me in votes and by != me else "",
        is_deal=str(deal.get("offer", "")) == str(one["number"]),
        may_answer=is_open and not by_vote and me in heard and me not in accepted and me not in rejected,
        may_vote=is_open and by_vote and bool(me) and by != me,
        may_release=table.is_real and bool(me),
        is_first=before is None,
    )


def _reasons(rows: Iterable[Mapping[str, Any]], table: TableView) -> Iterable[Message]:
    """Yield why a simulated player offers what it offers, issue by issue."""
    for row in rows:
        issue = table.issues[row["issue"]].name
        why, side = str(row["why"]).replace(" ", "-"), str(row.get("side") or "")
        if why == "towards" and side not in table.sides:
            why = "towards-others"
        yield Message(f"page-game-seat.why.{why}", issue=issue, side=table.name(side))
