"""Coalitions: who is in which, in three tiers, at a day; what mix that makes and who is missing. Moves are dated, nothing is forgotten.

A move counts from the day that is shown: the membership that held until then ends on the day before, and a new one begins. Where the old
one began on that very day it is put right in place. A membership without a beginning counts from the day on which it was known.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.http import Http404

from legation.dossier import KINDS, Actor, MemberOfCoalition, in_force, standing
from legation.dossier import Dossier as Content
from legation.language import Message, collation_key, say
from legation.questions.base import inputs
from legation.questions.coalitions.who_is_in import MAIN_KINDS
from legation.web.dossiers.cases import case_at
from legation.web.site.as_of import AsOfPage, known_case, later, positions_at
from legation.web.site.request import PageRequest
from legation.web.site.routing import page

__all__ = ["TIERS", "Board", "Coalitions", "board_of", "list_of", "members_at"]

TIERS = ("core", "supporter", "observer")
PIECES = 80
"""Members of a tier that are shown at once; a search finds the others."""
INFLUENTIAL = 8
CHANGES = 12


@dataclass(frozen=True, slots=True)
class MemberCount:
    """How many members there are of something: a tier, a kind, a group; ``of`` how many there could be."""

    label: Any
    count: int
    of: int | None = None


@dataclass(frozen=True, slots=True)
class CoalitionSummary:
    """A coalition in the list."""

    name: str
    href: str
    tiers: list[MemberCount]
    mix: list[Message]
    undated: int


@dataclass(frozen=True, kw_only=True)
class Coalitions(AsOfPage):
    """The coalitions at a day."""

    rows: list[CoalitionSummary]
    day: dt.date
    make: str
    tiers: list[tuple[str, Message]]
    options: str
    typed: dict[str, str]
    error: Any


@dataclass(frozen=True, slots=True)
class Piece:
    """A member on the board; its place is sent as ``tier:ACTOR``."""

    actor: str
    name: Any
    href: str
    kind: Any
    since: Any


@dataclass(frozen=True, slots=True)
class Tier:
    """A column of the board; ``more`` members are not shown."""

    name: str
    label: Message
    count: int
    pieces: list[Piece]
    more: int


@dataclass(frozen=True, slots=True)
class MissingActor:
    """An actor of influence without a place."""

    name: Any
    href: str
    influence: float


@dataclass(frozen=True, slots=True)
class MembershipChange:
    """A day on which the coalition changed, and how many came and went or moved."""

    day: dt.date
    href: str
    joined: int
    left: int
    here: bool


@dataclass(frozen=True, kw_only=True)
class Board(AsOfPage):
    """A coalition at a day.

    Attributes
    ----------
    undated : int
        Memberships without a beginning that became known only after the day.
    said : list of str
        What came of the last move, where the board alone is shown again.
    """

    name: str
    day: dt.date
    base: int
    tiers: list[Tier]
    kinds: list[MemberCount]
    groups: list[MemberCount]
    missing_kinds: list[Any]
    missing_groups: list[Any]
    influential: list[MissingActor]
    changes: list[MembershipChange]
    days: list[dt.date]
    at: int
    undated: int
    today: str
    words: str
    editable: bool
    place: str
    here: str
    question: str
    options: str
    said: list[str]
    error: Any
    problems: tuple[Any, ...]
    list: str


@page("dossiers/<slug:slug>/coalitions", name="coalitions", template="pages/coalitions.html", kept=True, rests=("coalitions",))
def coalitions(asked: PageRequest) -> Coalitions:
    """Return the coalitions at ``?as_of=``."""
    return list_of(asked, {}, "")


@page("dossiers/<slug:slug>/coalitions/<path:coalition>/board", name="coalitions.one", template="pages/coalitions_one.html")
def one(asked: PageRequest, coalition: str) -> Board:
    """Return a coalition at ``?as_of=``; of its members those whose names hold ``?q=``."""
    said = [str(message) for message in get_messages(asked.request)] if getattr(asked.request, "htmx", False) else []
    return board_of(asked, coalition, said=said)


def members_at(view: Content, name: str, day: dt.date) -> tuple[MemberOfCoalition, ...]:
    """Return the memberships of a coalition that hold at a day; one without a beginning counts from when it was known."""
    rows = standing(row for row in view.coalitions if row.coalition == name)
    return tuple(row for row in rows if in_force(row, day) and _known(row, day))


def list_of(asked: PageRequest, typed: Mapping[str, str], error: Any) -> Coalitions:
    """Return the page of all coalitions, with what was typed for a new one and what is wrong with it."""
    names = sorted({row.coalition for row in standing(asked.known.coalitions)}, key=collation_key)
    return Coalitions(
        title=Message("web.place.coalitions"),
        rows=[_summary(asked, name) for name in names],
        day=asked.day,
        make=asked.href("coalitions.new") if asked.may("edit") else "",
        tiers=[(tier, Message(f"page-coalitions.tier.{tier}")) for tier in TIERS],
        options=asked.href("options", table="actors"),
        typed=dict(typed),
        error=error,
        **later(asked, "coalitions"),
    )


def board_of(asked: PageRequest, name: str, *, said: Sequence[str] = (), error: Any = "", problems: tuple[Any, ...] = ()) -> Board:
    """Return the board of a coalition, with what came of the last move; one that the person does not see does not exist for them."""
    day, frozen = asked.day, asked.view.info.as_of
    if all(row.coalition != name for row in asked.view.coalitions):
        raise Http404
    # who was in at a day, by what is known now: a place that is given today for an earlier day stands on the board of that day
    view = case_at(asked.revision, asked.sight, asked.today, max(day, frozen.last if frozen else asked.today)).dossier
    rows = members_at(view, name, day)
    actors = {actor.id: actor for actor in view.actors}
    members = tuple(dict.fromkeys(row.actor for row in rows))
    changes = _changes(view, name)
    days = sorted(changes)
    here = _here(asked, name)
    kinds = Counter(actors[m].kind for m in members)
    groups = _groups(asked, members)
    return Board(
        title=name,
        name=name,
        day=day,
        base=asked.dossier.head,
        tiers=_tiers(asked, rows, actors),
        kinds=[MemberCount(Message(f"kind.{kind}"), kinds[kind]) for kind in KINDS if kinds[kind]],
        groups=groups,
        missing_kinds=[Message(f"kind.{kind}") for kind in MAIN_KINDS if not kinds[kind]],
        missing_groups=[group.label for group in groups if not group.count],
        influential=_influential(asked, set(members), actors),
        changes=[MembershipChange(d, _here(asked, name, d), *changes[d], d == day) for d in reversed(days)][:CHANGES],
        days=days,
        at=max((i for i, d in enumerate(days) if d <= day), default=0),
        undated=_undated(asked.view, name, day),
        today=_here(asked, name, asked.today) if day != asked.today else "",
        words=asked.query.get("q", "").strip()[:200],
        editable=asked.may("edit"),
        place=asked.href("coalitions.place", coalition=name) + f"?{urlencode({'as_of': day.isoformat()})}",
        here=here,
        question=f"{asked.href('questions.one', question='who-is-in')}?{urlencode({'coalition': name})}",
        list=asked.href("coalitions"),
        options=asked.href("options", table="actors"),
        said=list(said),
        error=error,
        problems=problems,
        later=sum(row.coalition == name for row in asked.view.coalitions) - sum(row.coalition == name for row in view.coalitions),
        later_href=_here(asked, name, asked.today),
    )


def _known(row: MemberOfCoalition, day: dt.date) -> bool:
    return row.start is not None or row.known_on is None or row.known_on.by(day)


def _undated(view: Content, name: str, day: dt.date) -> int:
    rows = standing(row for row in view.coalitions if row.coalition == name)
    return sum(1 for row in rows if in_force(row, day) and not _known(row, day))


def _here(asked: PageRequest, name: str, day: dt.date | None = None) -> str:
    given = day.isoformat() if day else asked.query.get("as_of", "")
    return asked.href("coalitions.one", coalition=name) + (f"?{urlencode({'as_of': given})}" if given else "")


def _summary(asked: PageRequest, name: str) -> CoalitionSummary:
    rows = members_at(asked.known, name, asked.day)
    tiers = Counter(row.tier for row in rows)
    actors = {actor.id: actor for actor in asked.known.actors}
    kinds = Counter(actors[m].kind for m in dict.fromkeys(row.actor for row in rows))
    return CoalitionSummary(
        name,
        _here(asked, name),
        [MemberCount(Message(f"page-coalitions.tier.{tier}"), tiers[tier]) for tier in TIERS],
        [Message(f"kind.counted.{kind}", count=count) for kind, count in kinds.most_common()],
        _undated(asked.view, name, asked.day),
    )


def _tiers(asked: PageRequest, rows: Iterable[MemberOfCoalition], actors: Mapping[str, Actor]) -> list[Tier]:
    """Return the columns of the board; those whose place is not said have one of their own."""
    words = collation_key(asked.query.get("q", "").strip()[:200])[0].split()
    by_tier: dict[str, list[Piece]] = {tier: [] for tier in TIERS}
    counts: Counter[str] = Counter()
    for row in rows:
        actor = actors[row.actor]
        counts[row.tier] += 1
        name = actor.name or actor.id
        if all(word in collation_key(f"{actor.id} {say(name, 'en')} {say(name, 'fr')}")[0] for word in words):
            href = asked.href("actors.one", actor=actor.id)
            kind = Message(f"choice.actors.kind.{actor.kind}") if actor.kind != "state" else ""
            by_tier.setdefault(row.tier, []).append(Piece(actor.id, name, href, kind, row.start))
    made = []
    for tier, pieces in by_tier.items():
        pieces.sort(key=lambda piece: collation_key(say(piece.name, asked.lang)))
        label = Message(f"page-coalitions.tier.{tier or 'none'}")
        made.append(Tier(tier, label, counts[tier], pieces[:PIECES], max(0, len(pieces) - PIECES)))
    return made


def _groups(asked: PageRequest, members: Sequence[str]) -> list[MemberCount]:
    """Return how many of the states of each regional group are in, those with the smallest share first."""
    states = [actor.id for actor in asked.known.actors if actor.kind == "state"]
    groups = inputs.group_of(known_case(asked), states)
    there, inside = Counter(groups.values()), Counter(groups[m] for m in members if m in groups)
    found = [MemberCount(group, inside[group], count) for group, count in there.items()]
    return sorted(found, key=lambda count: (count.count / (count.of or 1), -(count.of or 0)))


def _influential(asked: PageRequest, inside: set[str], actors: Mapping[str, Actor]) -> list[MissingActor]:
    """Return the actors outside with the highest influence on any issue."""
    highest: dict[str, float] = {}
    for (actor, _), rows in positions_at(asked.known, asked.day).items():
        known = [row.influence for row in rows if row.influence is not None]
        if known and actor not in inside:
            highest[actor] = max(highest.get(actor, 0.0), *known)
    first = sorted(highest, key=lambda actor: (-highest[actor], actor))[:INFLUENTIAL]
    return [MissingActor(actors[a].name or a, asked.href("actors.one", actor=a), highest[a]) for a in first]


def _changes(view: Content, name: str) -> dict[dt.date, tuple[int, int]]:
    """Return the days on which memberships began or ended, with how many of each; a move is both."""
    joined: Counter[dt.date] = Counter()
    left: Counter[dt.date] = Counter()
    for row in standing(row for row in view.coalitions if row.coalition == name):
        begun = row.start or row.known_on
        if begun is not None:
            joined[begun.first] += 1
        if row.end is not None and row.end.last < dt.date.max:
            left[row.end.last + dt.timedelta(days=1)] += 1
    return {day: (joined[day], left[day]) for day in {*joined, *left}}
