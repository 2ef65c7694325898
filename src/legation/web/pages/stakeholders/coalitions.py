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

from legation.dossier import KINDS, TABLES, Actor, MemberOfCoalition, in_force, standing
from legation.dossier import Dossier as Content
from legation.dossier.records import COALITION_TIERS
from legation.language import Message, collation_key, say
from legation.questions.base import inputs
from legation.questions.base.coalition_names import coalition_named
from legation.questions.coalitions.who_is_in import MAIN_KINDS
from legation.web.forms.picker import Picker
from legation.web.forms.row_field import picker_of
from legation.web.site.as_of import AsOfPage, known_case, later, positions_at
from legation.web.site.page import PageRequest, case_at
from legation.web.site.routing import page

__all__ = [
    "Board",
    "Coalitions",
    "MemberCount",
    "board_of",
    "known_by_now",
    "list_of",
    "members_at",
    "tier_label",
    "tier_read",
    "tiers_of",
]

_ALWAYS = ("core", "supporter", "observer")
"""The columns that a board has even where nobody stands in them."""
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
    title: Any
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
    tiers: list[tuple[str, Any]]
    picker: Picker
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
    label: Any
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
    places : list
        The tiers that a member may be given by choice, those of this coalition and the usual ones; any other name may be typed.
    said : list of str
        What came of the last move, where the board alone is shown again.
    """

    name: str
    day: dt.date
    base: int
    tiers: list[Tier]
    places: list[tuple[str, Any]]
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
    compare: str
    picker: Picker
    said: list[str]
    error: Any
    problems: tuple[Any, ...]
    list: str


@page("dossiers/<slug:slug>/coalitions", name="coalitions", template="pages/coalitions.html", cached=True, tables=("coalitions",))
def coalitions(request: PageRequest) -> Coalitions:
    """Return the coalitions at ``?as_of=``."""
    return list_of(request, {}, "")


@page("dossiers/<slug:slug>/coalitions/<path:coalition>/board", name="coalitions.one", template="pages/coalitions_one.html")
def one(request: PageRequest, coalition: str) -> Board:
    """Return a coalition at ``?as_of=``; of its members those whose names hold ``?q=``."""
    said = [str(message) for message in get_messages(request.http)] if getattr(request.http, "htmx", False) else []
    return board_of(request, coalition, said=said)


def members_at(view: Content, name: str, day: dt.date) -> tuple[MemberOfCoalition, ...]:
    """Return the memberships of a coalition that hold at a day; one without a beginning counts from when it was known."""
    rows = standing(row for row in view.coalitions if row.coalition == name)
    return tuple(row for row in rows if in_force(row, day) and _is_known(row, day))


def tier_read(text: str) -> str:
    """Return the tier that a person means: the id of a usual one by any of its names, else the words as they are.

    Examples
    --------
    >>> tier_read("Premiers soutiens"), tier_read("a convaincre"), tier_read(" Friends of the chair "), tier_read("")
    ('early', 'to-convince', 'Friends of the chair', '')
    """
    words = " ".join(text.split())
    return str(TABLES["coalitions"].kind_of("tier").read(words)) if words else ""


def tier_label(tier: str) -> Any:
    """Return what a tier is called before a reader: a usual one in the reader's language, any other as it was written."""
    return Message(f"page-coalitions.tier.{tier or 'none'}") if not tier or tier in COALITION_TIERS else tier


def tiers_of(used: Iterable[str]) -> list[str]:
    """Return the columns of a board: the usual tiers in use, and three always, then others by name; those without a tier last.

    Examples
    --------
    >>> tiers_of(["Friends of the chair", "", "to-convince"])
    ['core', 'supporter', 'to-convince', 'observer', 'Friends of the chair', '']
    """
    there = {*used, *_ALWAYS}
    own = sorted(there - {*COALITION_TIERS, ""}, key=collation_key)
    return [*(tier for tier in COALITION_TIERS if tier in there), *own, *([""] if "" in there else [])]


def list_of(request: PageRequest, typed: Mapping[str, str], error: Any) -> Coalitions:
    """Return the page of all coalitions, with what was typed for a new one and what is wrong with it."""
    names = sorted({row.coalition for row in standing(request.known.coalitions)}, key=collation_key)
    return Coalitions(
        title=Message("web.place.coalitions"),
        rows=[_summary(request, name) for name in names],
        day=request.day,
        make=request.href("coalitions.new") if request.may("edit") else "",
        tiers=[(tier, tier_label(tier)) for tier in COALITION_TIERS],
        picker=picker_of(request, "actor", ("actors",), [typed["actor"]] if typed.get("actor") else []),
        typed=dict(typed),
        error=error,
        **later(request, "coalitions"),
    )


def board_of(request: PageRequest, name: str, *, said: Sequence[str] = (), error: Any = "", problems: tuple[Any, ...] = ()) -> Board:
    """Return the board of a coalition, with what came of the last move; one that the person does not see does not exist for them."""
    day = request.day
    if all(row.coalition != name for row in request.view.coalitions):
        raise Http404
    view = known_by_now(request)
    rows = members_at(view, name, day)
    actors = {actor.id: actor for actor in view.actors}
    members = tuple(dict.fromkeys(row.actor for row in rows))
    changes = _changes(view, name)
    days = sorted(changes)
    here = _here(request, name)
    kinds = Counter(actors[m].kind for m in members)
    groups = _groups(request, members)
    return Board(
        title=coalition_named(view, name),
        name=name,
        day=day,
        base=request.dossier.head,
        tiers=_tiers(request, rows, actors),
        places=[(tier, tier_label(tier)) for tier in tiers_of({*COALITION_TIERS, *(row.tier for row in rows if row.tier)})],
        kinds=[MemberCount(Message(f"kind.{kind}"), kinds[kind]) for kind in KINDS if kinds[kind]],
        groups=groups,
        missing_kinds=[Message(f"kind.{kind}") for kind in MAIN_KINDS if not kinds[kind]],
        missing_groups=[group.label for group in groups if not group.count],
        influential=_influential(request, set(members), actors),
        changes=[MembershipChange(d, _here(request, name, d), *changes[d], d == day) for d in reversed(days)][:CHANGES],
        days=days,
        at=max((i for i, d in enumerate(days) if d <= day), default=0),
        undated=_undated(request.view, name, day),
        today=_here(request, name, request.today) if day != request.today else "",
        words=request.query.get("q", "").strip()[:200],
        editable=request.may("edit"),
        place=request.href("coalitions.place", coalition=name) + f"?{urlencode({'as_of': day.isoformat()})}",
        here=here,
        question=f"{request.href('questions.one', question='who-is-in')}?{urlencode({'coalition': name})}",
        compare=f"{request.href('coalitions.compare')}?{urlencode(_query(request, name))}",
        list=request.href("coalitions"),
        picker=picker_of(request, "actor", ("actors",), label=Message("page-coalitions.actor")),
        said=list(said),
        error=error,
        problems=problems,
        later=sum(row.coalition == name for row in request.view.coalitions) - sum(row.coalition == name for row in view.coalitions),
        later_href=_here(request, name, request.today),
    )


def known_by_now(request: PageRequest) -> Content:
    """Return the dossier for who is in at the day of the page, by what is known now.

    A place that is given today for an earlier day stands on the board of that day.
    """
    frozen = request.view.info.as_of
    return case_at(request.revision, request.scope, request.today, max(request.day, frozen.last if frozen else request.today)).dossier


def _is_known(row: MemberOfCoalition, day: dt.date) -> bool:
    return row.start is not None or row.known_on is None or row.known_on.by(day)


def _undated(view: Content, name: str, day: dt.date) -> int:
    rows = standing(row for row in view.coalitions if row.coalition == name)
    return sum(1 for row in rows if in_force(row, day) and not _is_known(row, day))


def _here(request: PageRequest, name: str, day: dt.date | None = None) -> str:
    given = day.isoformat() if day else request.query.get("as_of", "")
    return request.href("coalitions.one", coalition=name) + (f"?{urlencode({'as_of': given})}" if given else "")


def _query(request: PageRequest, name: str) -> dict[str, str]:
    given = request.query.get("as_of", "")
    return {"coalition": name, **({"as_of": given} if given else {})}


def _summary(request: PageRequest, name: str) -> CoalitionSummary:
    rows = members_at(request.known, name, request.day)
    tiers = Counter(row.tier for row in rows)
    actors = {actor.id: actor for actor in request.known.actors}
    kinds = Counter(actors[m].kind for m in dict.fromkeys(row.actor for row in rows))
    return CoalitionSummary(
        name,
        coalition_named(request.known, name),
        _here(request, name),
        [MemberCount(tier_label(tier), tiers[tier]) for tier in tiers_of(tiers)],
        [Message(f"kind.counted.{kind}", count=count) for kind, count in kinds.most_common()],
        _undated(request.view, name, request.day),
    )


def _tiers(request: PageRequest, rows: Iterable[MemberOfCoalition], actors: Mapping[str, Actor]) -> list[Tier]:
    """Return the columns of the board."""
    words = collation_key(request.query.get("q", "").strip()[:200])[0].split()
    members = list(rows)
    by_tier: dict[str, list[Piece]] = {tier: [] for tier in tiers_of(row.tier for row in members)}
    counts: Counter[str] = Counter()
    for row in members:
        actor = actors[row.actor]
        counts[row.tier] += 1
        name = actor.name or actor.id
        if all(word in collation_key(f"{actor.id} {say(name, 'en')} {say(name, 'fr')}")[0] for word in words):
            href = request.href("actors.one", actor=actor.id)
            kind = Message(f"choice.actors.kind.{actor.kind}") if actor.kind != "state" else ""
            by_tier[row.tier].append(Piece(actor.id, name, href, kind, row.start))
    tiers = []
    for tier, pieces in by_tier.items():
        pieces.sort(key=lambda piece: collation_key(say(piece.name, request.lang)))
        tiers.append(Tier(tier, tier_label(tier), counts[tier], pieces[:PIECES], max(0, len(pieces) - PIECES)))
    return tiers


def _groups(request: PageRequest, members: Sequence[str]) -> list[MemberCount]:
    """Return how many of the states of each regional group are in, those with the smallest share first."""
    states = [actor.id for actor in request.known.actors if actor.kind == "state"]
    groups = inputs.group_of(known_case(request), states)
    there, inside = Counter(groups.values()), Counter(groups[m] for m in members if m in groups)
    counts = [MemberCount(group, inside[group], count) for group, count in there.items()]
    return sorted(counts, key=lambda count: (count.count / (count.of or 1), -(count.of or 0)))


def _influential(request: PageRequest, inside: set[str], actors: Mapping[str, Actor]) -> list[MissingActor]:
    """Return the actors outside with the highest influence on any issue."""
    highest: dict[str, float] = {}
    for (actor, _), rows in positions_at(request.known, request.day).items():
        known = [row.influence for row in rows if row.influence is not None]
        if known and actor not in inside:
            highest[actor] = max(highest.get(actor, 0.0), *known)
    first = sorted(highest, key=lambda actor: (-highest[actor], actor))[:INFLUENTIAL]
    return [MissingActor(actors[a].name or a, request.href("actors.one", actor=a), highest[a]) for a in first]


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
