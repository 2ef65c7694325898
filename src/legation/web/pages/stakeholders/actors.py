"""Actors: the register, and the groups with who belongs to them at a date."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from legation.dossier import KINDS, Actor, When, in_force, standing
from legation.dossier.tables.labels import choice_word
from legation.language import Lang, Message, collation_key, say
from legation.questions.base.inputs import group_name
from legation.web.forms.row_form import add_href, home_of, may_change
from legation.web.site.as_of import AsOfPage, groups_at, later, positions_at
from legation.web.site.listing import FilterChoice, SortColumn, list_href, paginate, sort_columns
from legation.web.site.page import PageRequest
from legation.web.site.routing import page

__all__ = ["Actors", "Groups"]

PAGE = 200
"""Actors on a page of the register."""
_SORTS = ("name", "kind", "last", "power", "interest")
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor in the register.

    Attributes
    ----------
    groups : tuple
        Names of up to four groups of the day; ``more`` counts the others.
    last : When or None
        Since when the newest of its positions is held.
    power, interest : float or None
        The highest influence and salience of its standing positions [points].
    """

    id: str
    name: Any
    kind: Any
    groups: tuple[Any, ...]
    more: int
    last: When | None
    power: float | None
    interest: float | None
    href: str


@dataclass(frozen=True, kw_only=True)
class Actors(AsOfPage):
    """The register."""

    rows: list[ActorRow]
    count: int
    all: int
    number: int
    pages: int
    previous: str
    next: str
    words: str
    kind: str
    group: str
    sort: str
    day: dt.date
    kinds: list[FilterChoice]
    groups: list[FilterChoice]
    columns: list[SortColumn]
    add: str


@dataclass(frozen=True, slots=True)
class GroupMember:
    """An actor's membership of a group."""

    name: Any
    href: str
    start: When | None
    end: When | None
    row: str


@dataclass(frozen=True, kw_only=True)
class Groups(AsOfPage):
    """The groups at a date: each with the number of its members, and the members of one, present and former or future ones."""

    groups: list[FilterChoice]
    group: str
    name: Any
    day: dt.date
    members: list[GroupMember]
    others: list[GroupMember]
    add: str


@page("dossiers/<slug:slug>/actors", name="actors", template="pages/actors.html", cached=True, tables=("actors",))
def register(request: PageRequest) -> Actors:
    """Return the actors that fit ``?q=``, ``?kind=`` and ``?group=``, in the order of ``?sort=``."""
    query = {name: request.query.get(name, "").strip()[:200] for name in ("q", "kind", "group", "sort")}
    lang, view = request.lang, request.known
    groups = groups_at(view, request.day)
    there = standing(view.actors)
    fitting = [a for a in there if _fits(a, query, groups.get(a.id, ()), lang)]
    known = _latest_weights(request)
    rows = _sorted([_row(request, a, groups.get(a.id, ()), known.get(a.id, (None, None, None))) for a in fitting], query["sort"], lang)
    shown, places = paginate(request, "actors", query, rows, PAGE)
    kinds = Counter(a.kind for a in there)
    sizes = Counter(group.id for actor in there for group in groups.get(actor.id, ()))
    names = sorted(sizes, key=lambda g: collation_key(say(group_name(g), lang)))
    return Actors(
        title=Message("web.place.actors"),
        rows=shown,
        all=len(there),
        words=query["q"],
        kind=query["kind"],
        group=query["group"],
        sort=query["sort"],
        day=request.day,
        kinds=[
            FilterChoice(
                k,
                Message(f"kind.{k}"),
                kinds[k],
                list_href(request, "actors", query, kind="" if query["kind"] == k else k),
                query["kind"] == k,
            )
            for k in KINDS
            if kinds[k]
        ],
        groups=[FilterChoice(g, group_name(g), sizes[g], list_href(request, "actors", query, group=g), query["group"] == g) for g in names],
        columns=sort_columns(request, "actors", query, _SORTS, falling=("last", "power", "interest"), default="name"),
        add=add_href(request, "actors", back=request.href("actors")) if may_change(request, "actors") else "",
        **places,
        **later(request, "actors", "positions"),
    )


@page("dossiers/<slug:slug>/actors/groups", name="actors.groups", template="pages/actors_groups.html", cached=True, tables=("groups",))
def dated_groups(request: PageRequest) -> Groups:
    """Return the groups at ``?as_of=``, and the members of ``?group=``."""
    rows = standing(request.known.groups)
    sizes = Counter(row.group for row in rows if in_force(row, request.day))
    names = sorted({row.group for row in rows}, key=lambda g: collation_key(say(group_name(g), request.lang)))
    wanted = request.query.get("group", "")
    chosen = wanted if wanted in names else (names[0] if names else "")
    called = {a.id: a.name or a.id for a in request.known.actors}
    listed = [
        (
            in_force(row, request.day),
            GroupMember(called.get(row.actor, row.actor), home_of(request, "actors", row.actor), row.start, row.end, row.id),
        )
        for row in rows
        if row.group == chosen
    ]
    listed.sort(key=lambda item: collation_key(say(item[1].name, request.lang)))
    day = {"as_of": request.query["as_of"]} if request.query.get("as_of") else {}
    base = request.href("actors.groups")
    return Groups(
        title=Message("page-actors.groups"),
        groups=[FilterChoice(g, group_name(g), sizes[g], f"{base}?{urlencode({'group': g, **day})}", g == chosen) for g in names],
        group=chosen,
        name=group_name(chosen) if chosen else "",
        day=request.day,
        members=[member for now, member in listed if now],
        others=[member for now, member in listed if not now],
        add=add_href(request, "groups", back=base, group=chosen) if may_change(request, "groups") else "",
        **later(request, "groups"),
    )


def _latest_weights(request: PageRequest) -> dict[str, tuple[When | None, float | None, float | None]]:
    """Return for each actor the date of its newest position, its highest influence and its highest salience."""
    latest: dict[str, tuple[When | None, float | None, float | None]] = {}
    for (actor, _), positions in positions_at(request.known, request.day).items():
        last, power, interest = latest.get(actor, (None, None, None))
        for p in positions:
            last = p.held_from if last is None or (p.held_from is not None and p.held_from > last) else last
            power, interest = _most(power, p.influence), _most(interest, p.salience)
        latest[actor] = last, power, interest
    return latest


def _most(a: float | None, b: float | None) -> float | None:
    return max((n for n in (a, b) if n is not None), default=None)


def _fits(actor: Actor, query: dict[str, str], groups: Iterable[Any], lang: Lang) -> bool:
    if query["kind"] and actor.kind != query["kind"]:
        return False
    if query["group"] and all(group.id != query["group"] for group in groups):
        return False
    if not query["q"]:
        return True
    name = actor.name
    text = collation_key(" ".join((actor.id, name.text, name.fr, name.en, *(say(group, lang) for group in groups))))[0]
    return all(word in text for word in collation_key(query["q"])[0].split())


def _row(request: PageRequest, actor: Actor, groups: tuple[Any, ...], known: tuple[When | None, float | None, float | None]) -> ActorRow:
    return ActorRow(
        actor.id,
        actor.name or actor.id,
        choice_word("actors", "kind", actor.kind),
        groups[:_SHOWN],
        max(0, len(groups) - _SHOWN),
        *known,
        home_of(request, "actors", actor.id),
    )


def _sorted(rows: list[ActorRow], sort: str, lang: Lang) -> list[ActorRow]:
    """Return rows by a column, ``-`` before its name turns the order; what is not known stays last."""
    rows = sorted(rows, key=lambda row: collation_key(say(row.name, lang)))
    name, turned = sort.removeprefix("-"), sort.startswith("-")
    if name not in _SORTS or name == "name":
        return rows[::-1] if turned and name == "name" else rows
    if name == "kind":
        return sorted(rows, key=lambda row: collation_key(say(row.kind, lang)), reverse=turned)
    known = [row for row in rows if getattr(row, name) is not None]
    return sorted(known, key=lambda row: getattr(row, name), reverse=turned) + [row for row in rows if getattr(row, name) is None]
