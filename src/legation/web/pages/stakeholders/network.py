"""The map of who is tied to whom: all actors, or one and those round it; by kind of actor, of tie, or group; and the same as a list.

Of many actors those with the most ties are drawn, and the page says which. Where they are many the picture comes after the page: by itself
where it is looked at, by a link without scripts. The list has everybody: a phone, which shows it in the picture's place, lacks nobody.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from legation.dossier import KINDS, Actor, Relation, in_force, standing
from legation.dossier.tables.labels import choice_word
from legation.figures.kit.actor_marks import KIND_SHAPES, TIES, ActorTie, colours, places
from legation.language import Message, collation_key, say
from legation.questions.base.inputs import group_name
from legation.web.forms.row_form import add_href, may_change
from legation.web.pages.stakeholders.network_drawing import WIDE, MapNode, MapTie, lines_of, node_of, spots_of
from legation.web.site.as_of import AsOfPage, groups_at, later, positions_at
from legation.web.site.listing import paging
from legation.web.site.page import PageRequest
from legation.web.site.routing import page

__all__ = ["NetworkPage"]

SIZES = (60, 120, 200)
"""How many actors a map draws at most, as one chooses; the first where nothing is chosen."""
LARGE = 120
"""From more tied actors than so many on, the picture comes after the page."""
LISTED = 30
FOUND = 20
STEPS = (1, 2)
_ORDERS = ("ties", "influence")


@dataclass(frozen=True, slots=True)
class MapChoice:
    """Something to choose of the map, and whether it is chosen."""

    value: str
    label: Any
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ListedActor:
    """An actor in the list: its ties, its highest influence where one is known, its page, and the address of its own network."""

    id: str
    name: Any
    kind: Any
    ties: int
    influence: float | None
    step: int
    href: str
    around: str


@dataclass(frozen=True, kw_only=True)
class NetworkPage(AsOfPage):
    """The network of actors at a day.

    Attributes
    ----------
    actor : str
        Whose network it is; empty: that of all.
    drawn, tied : int
        Actors that the picture has, and those with a tie that fits what was chosen.
    picture : str
        The address of the page with its picture, where that comes after it.
    found : list of ListedActor
        Whose names hold the words that were searched.
    """

    day: dt.date
    spots: list[MapNode]
    lines: list[MapTie]
    left_out: int
    kinds: list[tuple[str, Any]]
    ties: list[tuple[str, str, Any]]
    groups: list[tuple[str, Any]]
    group: str
    choices: list[tuple[str, Any]]
    add: str
    width: str = field(default="", repr=False)
    height: str = field(default="", repr=False)
    actor: str
    name: Any
    steps: int
    step_links: list[MapChoice]
    whole: str
    drawn: int
    tied: int
    count: int
    picture: str
    is_shown: bool
    kind: str
    tie: str
    kind_choices: list[MapChoice]
    tie_choices: list[MapChoice]
    sizes: list[MapChoice]
    words: str
    found: list[ListedActor]
    found_more: int
    untied: bool
    listed: list[ListedActor]
    order: str
    orders: list[MapChoice]
    number: int
    pages: int
    previous: str
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """What an address asks for; only what the dossier has."""

    actor: str = ""
    steps: int = 1
    group: str = ""
    kind: str = ""
    tie: str = ""
    most: int = SIZES[0]
    order: str = _ORDERS[0]
    words: str = ""
    day: str = ""

    def href(self, request: PageRequest, **changed: Any) -> str:
        """Return the address with something else chosen."""
        values = {
            "actor": self.actor,
            "steps": self.steps if self.actor and self.steps != 1 else "",
            "group": self.group,
            "kind": self.kind,
            "tie": self.tie,
            "most": self.most if self.most != SIZES[0] else "",
            "order": self.order if self.order != _ORDERS[0] else "",
            "as_of": self.day,
        } | changed
        given = {name: value for name, value in values.items() if value}
        return request.href("actors.map") + (f"?{urlencode(given)}" if given else "")


@page("dossiers/<slug:slug>/actors/map", name="actors.map", template="pages/actors_map.html", cached=True, tables=("relations",))
def network(request: PageRequest) -> NetworkPage:
    """Return the ties that hold at the day, of what ``?group=``, ``?kind=``, ``?tie=`` name, or round ``?actor=``."""
    view, day = request.known, request.day
    actors = {a.id: a for a in standing(view.actors)}
    all_rows = [
        r for r in standing(view.relations) if in_force(r, day) and r.source in actors and r.target in actors and r.source != r.target
    ]
    groups = groups_at(view, day)
    sizes = Counter(group.id for of_actor in groups.values() for group in of_actor)
    chosen = _chosen(request, actors, all_rows, sizes)
    found, more = _found(request, chosen, actors, all_rows)
    if chosen.words and len(found) == 1 and not more:
        chosen = _Chosen(actor=found[0].id, day=chosen.day)
        found = []
    rows = _fitting(chosen, all_rows, actors, groups)
    step: dict[str, int] = {}
    if chosen.actor:
        step = _around(chosen.actor, rows, chosen.steps)
        rows = [r for r in rows if r.source in step and r.target in step]
    count = Counter(end for r in rows for end in (r.source, r.target))
    influence = _influence(request)
    ranked = sorted(count, key=lambda name: (step.get(name, 0), -count[name], name))
    drawn = ranked[: chosen.most]
    later_on = len(count) > LARGE and not request.query.get("picture") and not request.http.path.endswith(".json")
    return NetworkPage(
        title=Message("page-actors.map"),
        day=day,
        actor=chosen.actor,
        name=actors[chosen.actor].name or chosen.actor if chosen.actor else "",
        steps=chosen.steps,
        step_links=_steps(request, chosen) if chosen.actor else [],
        whole=_Chosen(group=chosen.group, kind=chosen.kind, tie=chosen.tie, day=chosen.day).href(request),
        drawn=len(drawn),
        tied=len(count),
        count=len(rows),
        left_out=len(count) - len(drawn),
        picture=chosen.href(request, picture="yes") if later_on else "",
        is_shown=bool(request.query.get("picture")),
        **(
            {"spots": [], "lines": [], "kinds": [], "ties": [], "groups": []}
            if later_on
            else _drawing(request, drawn, rows, actors, groups, sizes, count, chosen.actor)
        ),
        group=chosen.group,
        choices=[(g, group_name(g)) for g in sorted(sizes, key=lambda g: collation_key(say(group_name(g), request.lang)))],
        kind=chosen.kind,
        kind_choices=_kinds(all_rows, actors, chosen.kind),
        tie=chosen.tie,
        tie_choices=_ties(all_rows, chosen.tie),
        sizes=[MapChoice(str(size), Message("page-actors.most", count=size), size, size == chosen.most) for size in SIZES],
        words=chosen.words,
        found=found,
        found_more=more,
        untied=bool(chosen.actor) and not count,
        **_list(request, chosen, ranked, actors, count, influence, step),
        add=add_href(request, "relations", back=request.href("actors.map")) if may_change(request, "relations") else "",
        **later(request, "relations"),
    )


def _chosen(request: PageRequest, actors: Mapping[str, Actor], rows: Sequence[Relation], sizes: Mapping[str, int]) -> _Chosen:
    query = {
        name: request.query.get(name, "").strip()[:300]
        for name in ("actor", "steps", "group", "kind", "tie", "most", "order", "q", "as_of")
    }
    return _Chosen(
        actor=query["actor"] if query["actor"] in actors else "",
        steps=2 if query["steps"] == "2" else 1,
        group=query["group"] if query["group"] in sizes else "",
        kind=query["kind"] if query["kind"] in KINDS else "",
        tie=query["tie"] if query["tie"] in {row.kind or "other" for row in rows} else "",
        most=int(query["most"]) if query["most"] in map(str, SIZES) else SIZES[0],
        order=query["order"] if query["order"] in _ORDERS else _ORDERS[0],
        words=query["q"],
        day=query["as_of"],
    )


def _fitting(chosen: _Chosen, rows: Sequence[Relation], actors: Mapping[str, Actor], groups: Mapping[str, Sequence[Any]]) -> list[Relation]:
    """Return the ties of what is chosen: of an actor of the kind, of one of the group, of the kind of tie."""
    inside = {actor for actor, of_actor in groups.items() if any(g.id == chosen.group for g in of_actor)} if chosen.group else set()
    return [
        row
        for row in rows
        if (not chosen.tie or (row.kind or "other") == chosen.tie)
        and (not chosen.kind or chosen.kind in (actors[row.source].kind, actors[row.target].kind))
        and (not chosen.group or inside & {row.source, row.target})
    ]


def _around(actor: str, rows: Sequence[Relation], steps: int) -> dict[str, int]:
    """Return the actors that an actor reaches by so many ties, each with how many it takes."""
    near: dict[str, set[str]] = {}
    for row in rows:
        near.setdefault(row.source, set()).add(row.target)
        near.setdefault(row.target, set()).add(row.source)
    found, edge = {actor: 0}, {actor}
    for step in range(1, steps + 1):
        edge = {other for one in edge for other in near.get(one, ())} - found.keys()
        found |= dict.fromkeys(edge, step)
    return found


def _found(request: PageRequest, chosen: _Chosen, actors: Mapping[str, Actor], rows: Sequence[Relation]) -> tuple[list[ListedActor], int]:
    """Return the actors whose names hold the words that are searched, those with the most ties first; an exact name alone."""
    words = collation_key(chosen.words)[0].split()
    if not words:
        return [], 0
    count = Counter(end for r in rows for end in (r.source, r.target))
    texts = {a.id: collation_key(" ".join((a.id, a.name.text, a.name.fr, a.name.en)))[0] for a in actors.values()}
    hits = [name for name, text in texts.items() if all(word in text for word in words)]
    wanted = collation_key(chosen.words)[0].strip()
    exact = [name for name in hits if wanted in {collation_key(one)[0].strip() for one in (name, *_names(actors[name]))}]
    ranked = sorted(exact or hits, key=lambda name: (-count[name], name))
    return [_listed(request, chosen, actors[name], count, {}, {}) for name in ranked[:FOUND]], max(0, len(ranked) - FOUND)


def _names(actor: Actor) -> tuple[str, str, str]:
    return actor.name.text, actor.name.fr, actor.name.en


def _influence(request: PageRequest) -> dict[str, float]:
    """Return the highest influence of each actor on any issue at the day, where one is known."""
    highest: dict[str, float] = {}
    for (actor, _), rows in positions_at(request.known, request.day).items():
        known = [row.influence for row in rows if row.influence is not None]
        if known:
            highest[actor] = max(highest.get(actor, 0.0), *known)
    return highest


def _drawing(
    request: PageRequest,
    drawn: Sequence[str],
    rows: Sequence[Relation],
    actors: Mapping[str, Actor],
    groups: Mapping[str, Sequence[Any]],
    sizes: Counter[str],
    count: Counter[str],
    ego: str,
) -> dict[str, Any]:
    """Return the fields of the picture; ``ego`` is the actor that it stands round."""
    shown = set(drawn)
    shown_rows = [r for r in rows if r.source in shown and r.target in shown]
    nodes = [node_of(actors[name], groups.get(name, ()), sizes) for name in sorted(shown)]
    ties = [ActorTie(a, b, kind) for a, b, kind in dict.fromkeys((r.source, r.target, r.kind or "other") for r in shown_rows)]
    laid, paint = places(nodes, ties, width=WIDE), colours(nodes)
    called = {name: actors[name].name or name for name in shown}
    return {
        "spots": spots_of(request, nodes, laid, paint, count, ego),
        "lines": lines_of(request, shown_rows, laid.places, called),
        "kinds": [(KIND_SHAPES[k], Message(f"kind.{k}")) for k in dict.fromkeys(node.kind for node in nodes)],
        "ties": [
            (" ".join(map(str, TIES[k].dash)), str(TIES[k].thick), choice_word("relations", "kind", k))
            for k in dict.fromkeys(t.kind for t in ties)
        ],
        "groups": [(paint[n.actor.id], n.group) for n in {n.group.id: n for n in nodes if n.group}.values()],
        "width": f"{laid.width:.0f}",
        "height": f"{laid.height + 12:.0f}",
    }


def _list(
    request: PageRequest,
    chosen: _Chosen,
    ranked: Sequence[str],
    actors: Mapping[str, Actor],
    count: Counter[str],
    influence: Mapping[str, float],
    step: Mapping[str, int],
) -> dict[str, Any]:
    """Return the fields of the list, a page of it."""
    if chosen.order == "influence":
        ranked = sorted(ranked, key=lambda name: (-influence.get(name, -1.0), -count[name], name))
    listed = [name for name in ranked if name != chosen.actor]
    here = paging(request.query.get("page"), len(listed), LISTED)
    return {
        "listed": [_listed(request, chosen, actors[name], count, influence, step) for name in here.of(listed)],
        "order": chosen.order,
        "orders": [MapChoice(chosen.href(request, order=o), Message(f"page-actors.by-{o}"), 0, o == chosen.order) for o in _ORDERS],
        "number": here.number,
        "pages": here.pages,
        **here.around(lambda number: chosen.href(request, page=str(number)) + "#map-list"),
    }


def _listed(
    request: PageRequest, chosen: _Chosen, actor: Actor, count: Mapping[str, int], influence: Mapping[str, float], step: Mapping[str, int]
) -> ListedActor:
    around = _Chosen(actor=actor.id, tie=chosen.tie, day=chosen.day).href(request)
    kind = choice_word("actors", "kind", actor.kind)
    href = request.href("actors.one", actor=actor.id)
    return ListedActor(
        actor.id, actor.name or actor.id, kind, count.get(actor.id, 0), influence.get(actor.id), step.get(actor.id, 0), href, around
    )


def _steps(request: PageRequest, chosen: _Chosen) -> list[MapChoice]:
    return [
        MapChoice(
            chosen.href(request, steps=step if step > 1 else ""), Message("page-actors.steps", count=step), step, step == chosen.steps
        )
        for step in STEPS
    ]


def _kinds(rows: Sequence[Relation], actors: Mapping[str, Actor], chosen: str) -> list[MapChoice]:
    """Return the kinds of the tied actors, each with how many there are."""
    count = Counter(actors[name].kind for name in {end for r in rows for end in (r.source, r.target)})
    return [MapChoice(kind, Message(f"kind.{kind}"), count[kind], kind == chosen) for kind in KINDS if count[kind]]


def _ties(rows: Sequence[Relation], chosen: str) -> list[MapChoice]:
    count = Counter(row.kind or "other" for row in rows)
    return [MapChoice(kind, choice_word("relations", "kind", kind), count[kind], kind == chosen) for kind in TIES if count[kind]]
