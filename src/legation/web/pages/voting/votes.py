"""Votes: every roll call of the dossier, searched and filtered, the latest first, with what came of each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier import When, Wording
from legation.dossier.tables.labels import choice_word
from legation.language import Message, collation_key
from legation.questions.votes.totals import Totals
from legation.web.forms.row_form import add_href, may_change
from legation.web.pages.voting.vote_lines import OUTCOMES, ListedVote, VoteLine, lines_of
from legation.web.site.as_of import AsOfPage, later_href
from legation.web.site.listing import Paging, list_href, paging
from legation.web.site.page import PageRequest
from legation.web.site.routing import page
from legation.web.site.values import parse_int
from legation.web.stores.rows.reading import Found, FoundRow, combinations, find, later_than

__all__ = ["PAGE", "VoteFilter", "Votes"]

PAGE = 50
"""Votes on a page of the list."""
_FILTERS = ("body", "issue", "period", "stage", "outcome")
_COLUMNS = ("session", "year", "body", "issue", "stage", "outcome")
_MANY = 5_000
"""Names that a choice has at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteFilter:
    """A choice above the list: its name in the address, what it is called, its values with their words, and what is chosen."""

    name: str
    label: Message
    every: Message
    choices: list[tuple[str, Any]]
    chosen: str


@dataclass(frozen=True, kw_only=True)
class Votes(AsOfPage):
    """The list."""

    rows: list[VoteLine]
    count: int
    all: int
    ahead: int
    number: int
    pages: int
    previous: str
    next: str
    words: str
    filters: list[VoteFilter]
    filtered: bool
    clear: str
    day: dt.date
    add: str
    bring: str


@page("dossiers/<slug:slug>/votes", name="votes", template="pages/votes.html", cached=True, tables=("rollcalls",))
def votes(request: PageRequest) -> Votes:
    """Return the votes that fit ``?q=``, ``?body=``, ``?issue=``, ``?period=``, ``?stage=`` and ``?outcome=``, the latest first."""
    query = {name: request.query.get(name, "").strip()[:200] for name in ("q", *_FILTERS)}
    there = combinations(request, "rollcalls", _COLUMNS)
    found, here = _page(request, query)
    return Votes(
        title=Message("web.place.votes"),
        rows=lines_of(request, [_listed(row) for row in found.rows]),
        count=found.count,
        all=there.total(),
        ahead=sum(number for values, number in there.items() if values[_COLUMNS.index("outcome")] == "ahead"),
        number=here.number,
        pages=here.pages,
        **here.around(lambda number: list_href(request, "votes", query, page=str(number))),
        words=query["q"],
        filters=_filters(request, there, query),
        filtered=any(query.values()),
        clear=list_href(request, "votes", {}),
        day=request.day,
        add=_add(request) if may_change(request, "rollcalls") else "",
        bring=request.href("import") if request.may("propose") else "",
        later=later_than(request, ("rollcalls",), ""),
        later_href=later_href(request),
    )


def _page(request: PageRequest, query: Mapping[str, str]) -> tuple[Found, Paging]:
    """Return the votes of the page that is asked for, the nearest that there is."""
    wanted = request.query.get("page")
    here = paging(wanted, PAGE * max(1, parse_int(wanted, 1, most=_MANY)), PAGE)
    for _ in range(2):
        found = find(request, "rollcalls", query["q"], where=_where(query), limit=PAGE, offset=here.first, order="ahead", facts=True)
        before, here = here.number, paging(wanted, found.count, PAGE)
        if before == here.number:
            break
    return found, here


def _add(request: PageRequest) -> str:
    """Return the form for a vote, known from today on: without a day of knowing, one that is ahead would not be known before its own.

    Whether the ballot is secret stands among the first fields: it decides whether anything is estimated.
    """
    return add_href(request, "rollcalls", back=request.href("votes"), known_on=request.today.isoformat(), front="title date secret")


def _where(query: Mapping[str, str]) -> dict[str, str]:
    """Return the values that rows must have, by column: of a period its session (``s72``) or its year (``2017``)."""
    where = {name: query[name] for name in ("body", "issue", "stage", "outcome") if query[name]}
    if query["outcome"] not in OUTCOMES:
        where.pop("outcome", None)
    period = query["period"]
    if period:
        where["session" if period.startswith("s") else "year"] = period.removeprefix("s")
    return where


def _listed(row: FoundRow) -> ListedVote:
    """Return a vote as it was written with the rows of the revision."""
    facts = row.facts
    totals = Totals(*facts["totals"]) if facts["totals"] else None
    date = When(facts["date"]) if facts["date"] else None
    return ListedVote(row.id, facts["symbol"], Wording(*facts["title"]), date, facts["stage"], facts["on"], facts["outcome"], totals)


def _filters(request: PageRequest, there: Mapping[tuple[str, ...], int], query: Mapping[str, str]) -> list[VoteFilter]:
    """Return the choices above the list: those alone by which votes differ."""
    values = {column: {row[at] for row in there} for at, column in enumerate(_COLUMNS)}
    stages = [name for name in ("committee", "plenary") if name in values["stage"]]
    choices: dict[str, list[tuple[str, Any]]] = {
        "period": _period_choices(there),
        "body": _named(request, "bodies", values["body"]),
        "issue": _named(request, "issues", values["issue"]),
        "stage": [(name, choice_word("rollcalls", "stage", name)) for name in stages],
        "outcome": list(OUTCOMES.items()),
    }
    return [
        VoteFilter(
            name=name,
            label=Message(f"page-votes.filter.{name}"),
            every=Message(f"page-votes.every.{name}"),
            choices=there,
            chosen=query[name],
        )
        for name, there in choices.items()
        if len(there) > 1 or query[name]
    ]


def _named(request: PageRequest, table: str, ids: Collection[str]) -> list[tuple[str, Any]]:
    """Return rows of a table by their ids, each with its name, in the order of the names."""
    names = {row.id: row.name for row in find(request, table, limit=_MANY).rows} if any(ids) else {}
    return sorted(((one, names.get(one, one)) for one in ids if one), key=lambda item: collation_key(item[1]))


def _period_choices(there: Mapping[tuple[str, ...], int]) -> list[tuple[str, Any]]:
    """Return the sessions with their years, the latest first; the years where most votes have no session."""
    years: dict[int, set[int]] = {}
    by_year: Counter[str] = Counter()
    without = 0
    for row, count in there.items():
        session, year = row[_COLUMNS.index("session")], row[_COLUMNS.index("year")]
        if session:
            years.setdefault(int(session), set()).update({int(year)} if year else set())
        else:
            without += count
        by_year[year] += count
    if 2 * without > sum(there.values()):
        return [(year, year) for year in sorted(filter(None, by_year), reverse=True)]
    return [
        (
            f"s{session}",
            Message("page-votes.session-years", session=str(session), since=str(min(years[session])), until=str(max(years[session])))
            if len(years[session]) > 1
            else Message("page-votes.session-year", session=str(session), year=str(min(years[session], default="—"))),
        )
        for session in sorted(years, reverse=True)
    ]
