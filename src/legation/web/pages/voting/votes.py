"""Votes: every roll call of the dossier, searched and filtered, the latest first, with what came of each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import RollCall, standing
from legation.dossier.tables.labels import choice_word
from legation.language import Message, collation_key, fold, say
from legation.questions import Case
from legation.questions.votes.totals import totals_known
from legation.web.forms.row_form import add_href, may_change
from legation.web.pages.voting.vote_lines import OUTCOMES, VoteLine, outcome_of, vote_lines
from legation.web.site.as_of import AsOfPage, known_case, later
from legation.web.site.listing import list_href, paging
from legation.web.site.page import PageRequest
from legation.web.site.routing import page

__all__ = ["PAGE", "VoteFilter", "Votes"]

PAGE = 50
"""Votes on a page of the list."""
_FILTERS = ("body", "issue", "period", "stage", "outcome")


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
    case = known_case(request)
    there = case.once(("votes by day",), lambda: _by_day(case))
    fitting = _fitting(case, there, query)
    here = paging(request.query.get("page"), len(fitting), PAGE)
    return Votes(
        title=Message("web.place.votes"),
        rows=vote_lines(request, case, here.of(fitting)),
        count=len(fitting),
        all=len(there),
        ahead=sum(outcome_of(case, row, None) == "ahead" for row in there),
        number=here.number,
        pages=here.pages,
        **here.around(lambda number: list_href(request, "votes", query, page=str(number))),
        words=query["q"],
        filters=_filters(request, case, there, query),
        filtered=any(query.values()),
        clear=list_href(request, "votes", {}),
        day=request.day,
        add=_add(request) if may_change(request, "rollcalls") else "",
        bring=request.href("import") if request.may("propose") else "",
        **later(request, "rollcalls"),
    )


def _add(request: PageRequest) -> str:
    """Return the form for a vote, known from today on: without a day of knowing, one that is ahead would not be known before its own."""
    return add_href(request, "rollcalls", back=request.href("votes"), known_on=request.today.isoformat())


def _by_day(case: Case) -> list[RollCall]:
    """Return the roll calls, the latest first; those without a day, which are ahead, before all."""
    return sorted(standing(case.dossier.rollcalls), key=lambda row: (str(row.date or "9"), row.id), reverse=True)


def _fitting(case: Case, rows: Sequence[RollCall], query: Mapping[str, str]) -> list[RollCall]:
    wanted = fold(query["q"]).split()
    texts = case.once(("votes in words",), lambda: {row.id: _text(row) for row in rows}) if wanted else {}
    came = case.once(("outcomes",), lambda: _outcomes(case, rows)) if query["outcome"] in OUTCOMES else {}
    return [
        row
        for row in rows
        if query["body"] in ("", row.body)
        and query["issue"] in ("", row.issue)
        and query["stage"] in ("", row.stage or "plenary")
        and (not query["period"] or query["period"] in _periods(row))
        and (not came or came[row.id] == query["outcome"])
        and all(word in texts[row.id] for word in wanted)
    ]


def _text(row: RollCall) -> str:
    """Return what is searched of a vote: its symbols and titles, casefolded and without accents."""
    title = row.title
    return fold(" ".join((row.id, row.symbol, row.draft_symbol, title.text, title.fr, title.en)))


def _outcomes(case: Case, rows: Sequence[RollCall]) -> dict[str, str]:
    return {row.id: outcome_of(case, row, totals) for row, totals in zip(rows, totals_known(case, rows), strict=True)}


def _periods(row: RollCall) -> tuple[str, ...]:
    """Return in which session and which year a vote was: ``s72``, ``2017``."""
    return (*((f"s{row.session}",) if row.session is not None else ()), *((str(row.date.first.year),) if row.date else ()))


def _filters(request: PageRequest, case: Case, rows: Sequence[RollCall], query: Mapping[str, str]) -> list[VoteFilter]:
    """Return the choices above the list: those alone by which votes differ."""
    bodies = {one.id: one.name or one.id for one in case.dossier.bodies}
    issues = {one.id: one.question or one.id for one in case.dossier.issues}
    stages = [name for name in ("committee", "plenary") if any((row.stage or "plenary") == name for row in rows)]
    choices: dict[str, list[tuple[str, Any]]] = {
        "period": _period_choices(rows),
        "body": _named(request, {row.body: bodies.get(row.body, row.body) for row in rows if row.body}),
        "issue": _named(request, {row.issue: issues.get(row.issue, row.issue) for row in rows if row.issue}),
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


def _named(request: PageRequest, names: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return sorted(names.items(), key=lambda item: collation_key(say(item[1], request.lang)))


def _period_choices(rows: Sequence[RollCall]) -> list[tuple[str, Any]]:
    """Return the sessions with their years, the latest first; the years where most votes have no session."""
    years: dict[int, set[int]] = {}
    for row in rows:
        if row.session is not None:
            years.setdefault(row.session, set()).update({row.date.first.year} if row.date else set())
    if 2 * sum(row.session is not None for row in rows) < len(rows):
        there = Counter(row.date.first.year for row in rows if row.date)
        return [(str(year), str(year)) for year in sorted(there, reverse=True)]
    return [
        (
            f"s{session}",
            Message("page-votes.session-years", session=str(session), since=str(min(years[session])), until=str(max(years[session])))
            if len(years[session]) > 1
            else Message("page-votes.session-year", session=str(session), year=str(min(years[session], default="—"))),
        )
        for session in sorted(years, reverse=True)
    ]
