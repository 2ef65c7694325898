"""Actors on the power/interest grid, and on the map of who is tied to whom."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import Http404, HttpResponse

from legation.dossier import Actor, in_force, standing
from legation.dossier.tables.labels import choice_word
from legation.figures.figure import Named
from legation.figures.kit.actor_marks import KIND_SHAPES, TIES, ActorNode, ActorTie, colours, places
from legation.figures.measure import width, wrap
from legation.language import Message, collation_key, say
from legation.questions import AnswerTable
from legation.questions.answer import NUMERIC
from legation.questions.base.inputs import group_name
from legation.web.forms.row_form import add_href, may_change
from legation.web.runs.pictures import INLINE_QUESTIONS, drawn_response, inline_answer, inline_figure, on_screen
from legation.web.site.as_of import AsOfPage, groups_at, later, positions_at
from legation.web.site.page import PageRequest
from legation.web.site.routing import file, page

__all__ = ["NetworkPage", "PowerGridPage"]

MOST_ACTORS = 200
"""A map of more actors shows those with the most ties."""
_WIDE = 960.0


@dataclass(frozen=True, kw_only=True)
class PowerGridPage(AsOfPage):
    """The power/interest grid of an issue: findings, the picture's address and alternative, and the table."""

    issues: list[tuple[str, Any, bool]]
    issue: str
    day: dt.date
    findings: list[Any]
    figure: str
    alt: Any
    columns: list[tuple[Any, bool]]
    rows: list[list[str]]
    add: str


@dataclass(frozen=True, slots=True)
class MapNode:
    """An actor on the map: where it stands, its shape and colour, and who is next to it, clockwise."""

    id: str
    name: Any
    kind: Any
    group: Any
    href: str
    neighbours: str
    words: Message
    x: str = field(default="", repr=False)
    y: str = field(default="", repr=False)
    shape: str = field(default="", repr=False)
    colour: str = field(default="", repr=False)
    anchor: str = field(default="middle", repr=False)
    lines: tuple[str, ...] = field(default=(), repr=False)
    named: bool = field(default=True, repr=False)


@dataclass(frozen=True, slots=True)
class MapTie:
    """A tie on the map, and in its table."""

    source: Any
    kind: Any
    target: Any
    href: str
    ends: str
    start: Any
    path: str = field(default="", repr=False)
    dash: str = field(default="", repr=False)
    thick: str = field(default="", repr=False)
    arrow: bool = field(default=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class NetworkPage(AsOfPage):
    """The network of actors at a day."""

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


@page("dossiers/<slug:slug>/actors/grid", name="actors.grid", template="pages/actors_grid.html", cached=True, tables=("positions",))
def grid(request: PageRequest) -> PowerGridPage:
    """Return who matters on ``?issue=``."""
    issues = standing(request.known.issues)
    wanted = request.query.get("issue", "")
    chosen = wanted if wanted in {i.id for i in issues} else _default_issue(request)
    answer = inline_answer(request, "who-matters", issue=chosen) if chosen else None
    table = answer.tables[0] if answer and answer.tables else None
    return PowerGridPage(
        title=Message("page-actors.grid"),
        issues=[(i.id, i.question or i.id, i.id == chosen) for i in issues],
        issue=chosen,
        day=request.day,
        findings=[f.message for f in answer.findings] if answer else [],
        figure=request.href("drawn", question="who-matters") + f"?{_query(request, chosen)}" if answer and answer.figures else "",
        alt=answer.figures[0].alt if answer and answer.figures else "",
        columns=[(c.title, c.kind in NUMERIC) for c in table.columns] if table else [],
        rows=_cells(table, request) if table else [],
        add=add_href(request, "positions", back=request.href("actors.grid")) if may_change(request, "positions") else "",
        **later(request, "positions", "interests"),
    )


@file("dossiers/<slug:slug>/drawn/<slug:question>", name="drawn", action="see")
def figure_file(request: PageRequest, question: str) -> HttpResponse:
    """Return the figure of an answer as SVG: ``?issue=`` (else the first one) and ``?as_of=`` as on the page that shows it."""
    issue = request.query.get("issue", "") or _first_issue(request)
    if question not in INLINE_QUESTIONS or issue not in {i.id for i in request.known.issues}:
        raise Http404
    content = inline_figure(request, question, request.lang, issue=issue)
    if content is None:
        raise Http404
    return drawn_response(on_screen(content))


@page("dossiers/<slug:slug>/actors/map", name="actors.map", template="pages/actors_map.html", cached=True, tables=("relations",))
def network(request: PageRequest) -> NetworkPage:
    """Return the ties that hold at the day, of one group where ``?group=`` names it."""
    view, day = request.known, request.day
    groups = groups_at(view, day)
    sizes = Counter(group.id for of_actor in groups.values() for group in of_actor)
    chosen = request.query.get("group", "") if request.query.get("group", "") in sizes else ""
    rows = [r for r in standing(view.relations) if in_force(r, day)]
    actors = {a.id: a for a in standing(view.actors)}
    rows = [r for r in rows if r.source in actors and r.target in actors and r.source != r.target]
    if chosen:
        inside = {actor for actor, of_actor in groups.items() if any(g.id == chosen for g in of_actor)}
        rows = [r for r in rows if inside & {r.source, r.target}]
    count = Counter(end for r in rows for end in (r.source, r.target))
    shown = {name for name, _ in sorted(count.items(), key=lambda item: (-item[1], item[0]))[:MOST_ACTORS]}
    shown_rows = [r for r in rows if {r.source, r.target} <= shown]
    nodes = [_node(actors[name], groups.get(name, ()), sizes) for name in sorted(shown)]
    ties = [ActorTie(a, b, kind) for a, b, kind in dict.fromkeys((r.source, r.target, r.kind or "other") for r in shown_rows)]
    laid, paint = places(nodes, ties, width=_WIDE), colours(nodes)
    called = {name: actors[name].name or name for name in shown}
    return NetworkPage(
        title=Message("page-actors.map"),
        day=day,
        spots=_spots(request, nodes, laid.places, laid.neighbours, paint, count),
        lines=_lines(request, shown_rows, laid.places, called),
        left_out=len(count) - len(shown),
        kinds=[(KIND_SHAPES[k], Message(f"kind.{k}")) for k in dict.fromkeys(node.kind for node in nodes)],
        ties=[
            (" ".join(map(str, TIES[k].dash)), str(TIES[k].thick), choice_word("relations", "kind", k))
            for k in dict.fromkeys(t.kind for t in ties)
        ],
        groups=[(paint[n.actor.id], n.group) for n in {n.group.id: n for n in nodes if n.group}.values()],
        group=chosen,
        choices=[(g, group_name(g)) for g in sorted(sizes, key=lambda g: collation_key(say(group_name(g), request.lang)))],
        add=add_href(request, "relations", back=request.href("actors.map")) if may_change(request, "relations") else "",
        width=f"{laid.width:.0f}",
        height=f"{laid.height + 12:.0f}",
        **later(request, "relations"),
    )


def _first_issue(request: PageRequest) -> str:
    """Return the first issue on which positions are held, else the first one; nothing where there is none."""
    issues = [i.id for i in standing(request.known.issues)]
    issues_taken = {p.issue for p in request.known.positions}
    return next((i for i in issues if i in issues_taken), issues[0] if issues else "")


def _default_issue(request: PageRequest) -> str:
    """Return the first issue on which some position has an influence and a salience, else the first one on which positions are held."""
    positions = positions_at(request.known, request.day)
    weighed = {issue for (_, issue), rows in positions.items() if any(p.influence is not None and p.salience is not None for p in rows)}
    return next((i.id for i in standing(request.known.issues) if i.id in weighed), "") or _first_issue(request)


def _query(request: PageRequest, issue: str) -> str:
    from urllib.parse import urlencode

    day = {"as_of": request.query["as_of"]} if request.query.get("as_of") else {}
    return urlencode({"issue": issue, **day, "revision": request.dossier.head})


def _cells(table: AnswerTable, request: PageRequest) -> list[list[str]]:
    return [[table.cell(r, c, request.lang) for c in range(len(table.columns))] for r in range(len(table.rows))]


def _node(actor: Actor, groups: Sequence[Any], sizes: Counter[str]) -> ActorNode:
    """Return an actor as a node; of its groups the smallest one of more than two colours it, for it says the most."""
    telling = sorted((g for g in groups if sizes[g.id] > 2), key=lambda g: (sizes[g.id], g.id))
    return ActorNode(actor=Named(actor.id, actor.name or actor.id), kind=actor.kind, group=telling[0] if telling else None)


def _spots(
    request: PageRequest, nodes: Sequence[ActorNode], where: Any, neighbours: Any, paint: dict[str, str], count: Counter[str]
) -> list[MapNode]:
    spots = []
    for node in nodes:
        name = node.actor.id
        x, y = where[name]
        kind = choice_word("actors", "kind", node.kind)
        words = Message("page-actors.spot", actor=node.actor, kind=kind, count=count[name])
        spots.append(
            MapNode(
                id=name,
                name=node.actor,
                kind=kind,
                group=node.group or "",
                href=request.href("actors.one", actor=name),
                neighbours=" ".join(neighbours[name]),
                words=words,
                x=f"{x:.1f}",
                y=f"{y:.1f}",
                shape=KIND_SHAPES[node.kind],
                colour=paint[name],
                anchor="start" if x < 60 else "end" if x > _WIDE - 60 else "middle",
                lines=tuple(wrap(say(node.actor, request.lang), 150, 12)),
            )
        )
    free = _free(spots, count)
    return [replace(spot, named=spot.id in free) for spot in spots]


def _free(spots: Sequence[MapNode], count: Counter[str]) -> set[str]:
    """Return whose name finds room below its mark, those with the most ties first; the others show it when they are reached."""
    marks = [(float(s.x) - 7, float(s.y) - 7, float(s.x) + 7, float(s.y) + 7) for s in spots]
    taken: list[tuple[float, float, float, float]] = []
    free: set[str] = set()
    for spot in sorted(spots, key=lambda s: (-count[s.id], s.id)):
        wide, x, top = max(width(line, 12) for line in spot.lines), float(spot.x), float(spot.y) + 9
        left = x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[spot.anchor]
        box = (left, top, left + wide, top + 14 * len(spot.lines))
        if not any(_meet(box, other) for other in (*marks, *taken)):
            taken.append(box)
            free.add(spot.id)
    return free


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _lines(request: PageRequest, rows: Sequence[Any], places: Any, called: dict[str, Any]) -> list[MapTie]:
    """Return the ties; several between the same two actors are bent apart."""
    lines, seen = [], Counter[tuple[str, ...]]()
    for row in rows:
        pair = tuple(sorted((row.source, row.target)))
        (x, y), (to_x, to_y) = places[row.source], places[row.target]
        side = 1 if (row.source, row.target) == pair else -1
        bend = 22 * ((seen[pair] + 1) // 2) * (1 if seen[pair] % 2 else -1) * side
        seen[pair] += 1
        long = max(((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5, 1.0)
        across, down = (to_x - x) / long, (to_y - y) / long
        start_x, start_y, end_x, end_y = x + across * 9, y + down * 9, to_x - across * 12, to_y - down * 12
        mid_x, mid_y = (x + to_x) / 2 - down * bend, (y + to_y) / 2 + across * bend
        stroke = TIES[row.kind or "other"]
        identity = row.id or f"{row.source}:{row.kind}:{row.target}:{row.start}"
        lines.append(
            MapTie(
                called[row.source],
                choice_word("relations", "kind", row.kind or "other"),
                called[row.target],
                request.href("rows.one", table="relations", row=identity),
                " ".join(pair),
                row.start or "",
                f"M{start_x:.1f},{start_y:.1f}Q{mid_x:.1f},{mid_y:.1f},{end_x:.1f},{end_y:.1f}",
                " ".join(map(str, stroke.dash)),
                str(stroke.thick),
                stroke.arrow,
            )
        )
    return lines
