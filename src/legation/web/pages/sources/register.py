"""Evidence: the sources of a dossier, how good they are, which rows rest on them, and which have no archived copy."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier import TABLES, Evidence, When, standing
from legation.dossier import Dossier as Content
from legation.dossier.dossier import contradict
from legation.dossier.kind import Reference
from legation.dossier.tables.labels import choice_word, named_source
from legation.language import Message, collation_key, say
from legation.web.forms.row_form import home_of, may_change
from legation.web.site.as_of import AsOfPage, later, positions_at
from legation.web.site.listing import FilterChoice, SortColumn, list_href, paginate, sort_columns
from legation.web.site.marking import tlp_of
from legation.web.site.page import PageRequest
from legation.web.site.routing import page

__all__ = [
    "CitingRow",
    "SourcesPage",
    "citing_rows",
    "contradicting_sources",
    "grade_of",
    "versions_of",
]


_COLUMNS = {
    name: [c.name for c in table.columns if isinstance(c.kind, Reference) and c.kind.many and c.kind.to == ("evidence",)]
    for name, table in TABLES.items()
    if name != "votes"
}
"""The columns of each table that name sources."""


@dataclass(frozen=True, slots=True)
class CitingRow:
    """A row that names a source; ``against`` where the source speaks against it."""

    table: str
    row: Any
    against: bool = False


def citing_rows(view: Content) -> Mapping[str, tuple[CitingRow, ...]]:
    """Return the standing rows that name each source, by its id, in the order of the tables."""
    citing: dict[str, list[CitingRow]] = {}
    for name, columns in _COLUMNS.items():
        for row in standing(getattr(view, name)) if columns else ():
            for column in columns:
                for source in getattr(row, column):
                    citing.setdefault(source, []).append(CitingRow(name, row, column == "against"))
    return {source: tuple(rows) for source, rows in citing.items()}


def contradicting_sources(view: Content, day: dt.date) -> frozenset[str]:
    """Return the sources of positions that cannot both be right at a day, and those that speak against an assumption."""
    contradicting = {source for row in standing(view.assumptions) for source in row.against}
    for positions in positions_at(view, day).values():
        for one, other in itertools.combinations(positions, 2):
            if contradict(one, other):
                contradicting.update(one.evidence, other.evidence)
    return frozenset(contradicting)


def versions_of(view: Content, identity: str) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return the sources that one replaced, the newest first, and those that replaced it, to any depth."""
    by_id = {row.id: row for row in view.evidence}
    older, newer = [], []
    at = by_id[identity].supersedes
    while at in by_id and by_id[at] not in older:
        older.append(by_id[at])
        at = by_id[at].supersedes
    follow = {identity}
    while follow:
        next_ones = [row for row in view.evidence if row.supersedes in follow and row not in newer]
        newer.extend(next_ones)
        follow = {row.id for row in next_ones}
    return tuple(older), tuple(newer)


PAGE = 200
"""Sources on a page of the list."""
SORTS = ("title", "date", "publisher", "grade", "rests")
CREDIBILITY = ("confirmed", "probable", "possible", "doubtful", "improbable", "unjudged")
"""The degrees of the Admiralty scale, from 1."""
STATES = ("unarchived", "unused", "contradicting", "ungraded", "replaced")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source in the list.

    Attributes
    ----------
    grade : tuple
        Reliability and credibility on the Admiralty scale in words, those that are given.
    rests : int
        How many standing rows name it.
    archived, contradicting, replaced : bool
    """

    id: str
    href: str
    title: Any
    kind: Any
    publisher: str | Message
    date: When | None
    grade: tuple[Any, ...]
    code: str
    marking: str
    tlp: str
    rests: int
    archived: bool
    contradicting: bool
    replaced: bool


@dataclass(frozen=True, kw_only=True)
class SourcesPage(AsOfPage):
    """The list: ``count`` of ``all`` sources fit."""

    rows: list[SourceLine]
    count: int
    all: int
    number: int
    pages: int
    previous: str
    next: str
    words: str
    kind: str
    state: str
    sort: str
    day: dt.date
    kinds: list[FilterChoice]
    states: list[FilterChoice]
    columns: list[SortColumn]
    add: str


@page("dossiers/<slug:slug>/evidence", name="evidence", template="pages/evidence.html", cached=True, tables=("evidence",))
def sources(request: PageRequest) -> SourcesPage:
    """Return the sources that fit ``?q=``, ``?kind=`` and ``?state=``, in the order of ``?sort=``."""
    query = {name: request.query.get(name, "").strip()[:200] for name in ("q", "kind", "state", "sort")}
    rests, against = citing_rows(request.known), contradicting_sources(request.known, request.day)
    current = {row.id for row in standing(request.known.evidence)}
    every = [
        _source(request, row, len(rests.get(row.id, ())), contradicting=row.id in against, replaced=row.id not in current)
        for row in request.known.evidence
    ]
    records = {row.id: row for row in request.known.evidence}
    shown = [s for s in every if s.replaced == (query["state"] == "replaced")]
    fitting = [s for s in shown if _fits(s, records[s.id], query, request)]
    ordered = _sorted(fitting, query["sort"], request)
    rows, places = paginate(request, "evidence", query, ordered, PAGE)
    kinds = Counter(records[s.id].kind for s in every if not s.replaced)
    return SourcesPage(
        title=Message("web.place.evidence"),
        rows=rows,
        all=len(current),
        words=query["q"],
        kind=query["kind"],
        state=query["state"],
        sort=query["sort"],
        day=request.day,
        kinds=[
            FilterChoice(k, choice_word("evidence", "kind", k), count, list_href(request, "evidence", query, kind=k), query["kind"] == k)
            for k, count in sorted(
                kinds.items(), key=lambda item: collation_key(say(choice_word("evidence", "kind", item[0]), request.lang))
            )
            if k
        ],
        states=[
            FilterChoice(
                s, Message(f"page-evidence.state.{s}"), count, list_href(request, "evidence", query, state="" if here else s), here
            )
            for s in STATES
            for count, here in [(sum(_is(s, source) for source in every), query["state"] == s)]
            if count or here
        ],
        columns=sort_columns(request, "evidence", query, SORTS, falling=("date", "rests"), default="-date"),
        add=request.href("evidence.add") if may_change(request, "evidence") else "",
        **places,
        **later(request, "evidence"),
    )


def grade_of(row: Evidence) -> tuple[Any, ...]:
    """Return how a source and its information are graded, in words."""
    words = [choice_word("evidence", "reliability", row.reliability)] if row.reliability else []
    return (*words, *([Message(f"page-evidence.credibility.{CREDIBILITY[row.credibility - 1]}")] if row.credibility else []))


def _source(request: PageRequest, row: Evidence, rests: int, *, contradicting: bool, replaced: bool) -> SourceLine:
    marking = row.marking or request.known.info.marking
    return SourceLine(
        id=row.id,
        href=home_of(request, "evidence", row.id),
        title=row.title or row.id,
        kind=choice_word("evidence", "kind", row.kind) if row.kind else None,
        publisher=named_source(row),
        date=row.date,
        grade=grade_of(row),
        code=f"{row.reliability}{row.credibility or ''}",
        marking=marking,
        tlp=tlp_of(marking),
        rests=rests,
        archived=row.part in request.known.files,
        contradicting=contradicting,
        replaced=replaced,
    )


def _is(state: str, source: SourceLine) -> bool:
    """Whether a source is of a part of the list; what was replaced is of that part alone."""
    states = {
        "unarchived": not source.archived,
        "unused": not source.rests,
        "contradicting": source.contradicting,
        "ungraded": not source.code,
    }
    return source.replaced if state == "replaced" else not source.replaced and states.get(state, True)


def _fits(source: SourceLine, row: Evidence, query: Mapping[str, str], request: PageRequest) -> bool:
    if (query["kind"] and row.kind != query["kind"]) or not _is(query["state"], source):
        return False
    words = (row.id, row.title.text, row.title.fr, row.title.en, row.origin, row.quote)
    text = collation_key(" ".join((*words, say(source.publisher, request.lang), say(source.kind, request.lang))))
    return all(word in text[0] for word in collation_key(query["q"])[0].split())


def _sorted(rows: list[SourceLine], sort: str, request: PageRequest) -> list[SourceLine]:
    """Return sources by a column, ``-`` before its name turns the order; what is not known stays last."""
    keys: dict[str, Callable[[SourceLine], Any]] = {
        "date": lambda s: s.date.last if s.date else None,
        "title": lambda s: collation_key(say(s.title, request.lang)),
        "publisher": lambda s: collation_key(say(s.publisher, request.lang)) if s.publisher else None,
        "grade": lambda s: s.code or None,
        "rests": lambda s: s.rests,
    }
    name, turned = sort.removeprefix("-"), sort.startswith("-")
    key = keys.get(name)
    if key is None:
        key, turned = keys["date"], True
    by_title = sorted(rows, key=keys["title"])
    known = [row for row in by_title if key(row) is not None]
    return sorted(known, key=key, reverse=turned) + [row for row in by_title if key(row) is None]
