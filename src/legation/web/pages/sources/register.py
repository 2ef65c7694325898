"""Evidence: the sources of a dossier, how good they are, which rows rest on them, and which have no archived copy."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
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
from legation.web.site.cache import Cache
from legation.web.site.listing import FilterChoice, Paging, SortColumn, in_order, list_href, paging_of, sort_columns
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


def citing_rows(view: Content, source: str) -> tuple[CitingRow, ...]:
    """Return the standing rows that name a source, in the order of the tables."""
    return tuple(
        CitingRow(name, row, column == "against")
        for name, columns in _COLUMNS.items()
        for row in (standing(getattr(view, name)) if columns else ())
        for column in columns
        if source in getattr(row, column)
    )


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
    every = _judged(request)
    fitting = [one for one in every if one.replaced == (query["state"] == "replaced") and _fits(one, query, request)]
    here, places = paging_of(request, "evidence", query, len(fitting), PAGE)
    rows = [_source(request, one) for one in _sorted(fitting, query["sort"], here, request)]
    kinds = Counter(one.row.kind for one in every if not one.replaced)
    return SourcesPage(
        title=Message("web.place.evidence"),
        rows=rows,
        all=sum(not one.replaced for one in every),
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
                s, Message(f"page-evidence.state.{s}"), count, list_href(request, "evidence", query, state="" if chosen else s), chosen
            )
            for s in STATES
            for count, chosen in [(sum(_is(s, source) for source in every), query["state"] == s)]
            if count or chosen
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


@dataclass(frozen=True, slots=True)
class _Judged:
    """A source with what other rows make of it."""

    row: Evidence
    rests: int
    archived: bool
    contradicting: bool
    replaced: bool

    @property
    def code(self) -> str:
        return f"{self.row.reliability}{self.row.credibility or ''}"


_JUDGED: Cache[tuple[_Judged, ...]] = Cache(8)


def _judged(request: PageRequest) -> tuple[_Judged, ...]:
    """Return every source that the person may see on the day of the page."""
    view, day = request.known, request.day

    def made() -> tuple[_Judged, ...]:
        rests = Counter(source for name, columns in _COLUMNS.items() for source in _named(view, name, columns))
        against, current = contradicting_sources(view, day), {row.id for row in standing(view.evidence)}
        return tuple(_Judged(row, rests[row.id], row.part in view.files, row.id in against, row.id not in current) for row in view.evidence)

    return _JUDGED.get((request.revision.hash, request.scope.key, day), made)


def _named(view: Content, table: str, columns: Iterable[str]) -> Iterator[str]:
    """Yield the sources that the standing rows of a table name, each as often as they do."""
    for row in standing(getattr(view, table)) if columns else ():
        for column in columns:
            yield from getattr(row, column)


def _source(request: PageRequest, one: _Judged) -> SourceLine:
    row = one.row
    marking = row.marking or request.known.info.marking
    return SourceLine(
        id=row.id,
        href=home_of(request, "evidence", row.id),
        title=row.title or row.id,
        kind=choice_word("evidence", "kind", row.kind) if row.kind else None,
        publisher=named_source(row),
        date=row.date,
        grade=grade_of(row),
        code=one.code,
        marking=marking,
        tlp=tlp_of(marking),
        rests=one.rests,
        archived=one.archived,
        contradicting=one.contradicting,
        replaced=one.replaced,
    )


def _is(state: str, source: _Judged) -> bool:
    """Whether a source is of a part of the list; what was replaced is of that part alone."""
    states = {
        "unarchived": not source.archived,
        "unused": not source.rests,
        "contradicting": source.contradicting,
        "ungraded": not source.code,
    }
    return source.replaced if state == "replaced" else not source.replaced and states.get(state, True)


def _fits(source: _Judged, query: Mapping[str, str], request: PageRequest) -> bool:
    row = source.row
    if (query["kind"] and row.kind != query["kind"]) or not _is(query["state"], source):
        return False
    wanted = collation_key(query["q"])[0].split()
    if not wanted:
        return True
    kind = say(choice_word("evidence", "kind", row.kind), request.lang) if row.kind else ""
    words = (row.id, row.title.text, row.title.fr, row.title.en, row.origin, row.quote)
    text = collation_key(" ".join((*words, say(named_source(row), request.lang), kind)))
    return all(word in text[0] for word in wanted)


def _sorted(rows: list[_Judged], sort: str, here: Paging, request: PageRequest) -> list[_Judged]:
    """Return the sources of a page by a column, ``-`` before its name turns the order; what is not known stays last."""

    def title(one: _Judged) -> Any:
        return collation_key(say(one.row.title or one.row.id, request.lang))

    def publisher(one: _Judged) -> Any:
        name = named_source(one.row)
        return collation_key(say(name, request.lang)) if name else None

    keys: dict[str, Callable[[_Judged], Any]] = {
        "date": lambda one: one.row.date.last if one.row.date else None,
        "title": title,
        "publisher": publisher,
        "grade": lambda one: one.code or None,
        "rests": lambda one: one.rests,
    }
    name, falling = sort.removeprefix("-"), sort.startswith("-")
    if name not in keys:
        name, falling = "date", True
    return in_order(rows, here, keys[name], title, falling=falling)
