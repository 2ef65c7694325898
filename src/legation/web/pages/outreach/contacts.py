"""Engagement: meetings, letters, calls and posts, promises given and received, and when the next contact is due."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse

from legation.dossier import TABLES, Commitment, Engagement, When, Wording, standing
from legation.dossier.edit import Edit
from legation.dossier.tables.labels import RowLabel, choice_word
from legation.errors import WrongUse
from legation.language import Message, collation_key, say
from legation.questions import Case
from legation.questions.actors.contacts import Contact, contacts, is_planned, open_steps
from legation.questions.strategy.dates import deadlines
from legation.web.forms.picker import LISTED, Picker
from legation.web.forms.row_field import meant_in, picker_of
from legation.web.forms.row_form import edit_href, home_of, next_of, row_of
from legation.web.forms.saving import save_edits
from legation.web.site.as_of import known_case, later_count, later_href
from legation.web.site.frame import tables_of
from legation.web.site.listing import FilterChoice, list_href, paginate, paging_of
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page

__all__ = ["Engagements"]

SHOWN = 50
"""Engagements on a page."""
_TABLES = tables_of("engagement")
_ACTOR = TABLES["engagements"].references["actor"]
_CHANNELS = ("meeting", "call", "note", "letter", "event", "online", "other")
_OUTCOMES = ("open", "kept", "broken")


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementLine:
    """An engagement in the list; ``open`` where its next step is due and no contact since has met it.

    ``brief`` leads to the paper that prepares one to come, ``record`` to the form of what was said, where nobody has written it.
    """

    row: str
    href: str
    edit: str
    date: When | None
    actor: Any
    actor_href: str
    by: Wording
    channel: Any
    ask: Any
    answer: Any
    words: Any
    next_step: Any
    due: When | None
    open: bool
    record: str
    brief: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseLine:
    """A promise; ``outcome`` is ``open``, ``kept`` or ``broken``."""

    row: str
    href: str
    edit: str
    actor: Any
    actor_href: str
    given: bool
    promise: Any
    date: When | None
    due: When | None
    outcome: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NextContact:
    """An actor with our last contact, None where there was none, and the next one that is due."""

    actor: Any
    href: str
    last: When | None
    days: int | None
    channel: Any
    step: Any
    due: When | None
    row: str
    late: bool
    promises: int
    add: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLine:
    """A round of démarches."""

    title: Any
    href: str


@dataclass(frozen=True, kw_only=True)
class Engagements(Page):
    """What was said to whom, as it was known on a day.

    Attributes
    ----------
    met : int
        Actors with whom we have had contact.
    open, overdue : int
        Promises that are open, and promises and next steps that are late: as many as are due and late elsewhere.
    later : int
        How many rows became known after the day; ``later_href`` shows them.
    """

    day: dt.date
    talks: list[EngagementLine]
    count: int
    all: int
    number: int
    pages: int
    previous: str
    next: str
    promises: list[PromiseLine]
    promise_pages: dict[str, Any]
    contacts: list[NextContact]
    contact_pages: dict[str, Any]
    met: int
    open: int
    overdue: int
    actor: str
    channel: str
    words: str
    actors: list[FilterChoice]
    picker: Picker | None
    channels: list[FilterChoice]
    base: int
    may_edit: bool
    may_hand_over: bool
    add: str
    later: int
    later_href: str
    rounds: list[RoundLine]


@page("dossiers/<slug:slug>/engagement", name="engagement", template="pages/engagement.html", cached=True, tables=_TABLES)
def engagement(request: PageRequest) -> Engagements:
    """Return engagements that fit ``?actor=``, ``?channel=`` and ``?q=``, promises, and who is to be met next."""
    case = known_case(request)
    query = {name: request.query.get(name, "").strip()[:200] for name in ("actor", "channel", "q")}
    if query["actor"]:
        query["actor"] = meant_in(request, "engagements", _ACTOR)(query["actor"])
    rows = sorted(standing(case.dossier.engagements), key=lambda row: (_day(row), row.id), reverse=True)
    fitting = [row for row in rows if _fits(request, case, row, query)]
    shown, places = paginate(request, "engagement", query, fitting, SHOWN)
    promises = [row for row in _promises(case) if query["actor"] in ("", row.actor)]
    promises_here, promise_pages = paging_of(request, "engagement", query, len(promises), SHOWN, by="promises")
    due = _next_contacts(request, case)
    wanted = [one for one in due if query["actor"] in ("", one.actor)]
    contacts_here, contact_pages = paging_of(request, "engagement", query, len(wanted), SHOWN, by="contacts")
    met = _actors(request, case, query)
    dated = [one for one in deadlines(case) if one.table in _TABLES]
    steps = {one.row for one in dated if one.table == "engagements"}
    return Engagements(
        title=Message("web.place.engagement"),
        day=case.as_of,
        talks=[_talk(request, case, row, steps) for row in shown],
        all=len(rows),
        **places,
        promises=[_promise(request, case, row) for row in promises_here.of(promises)],
        promise_pages=promise_pages,
        contacts=[_contact(request, case, one) for one in contacts_here.of(wanted)],
        contact_pages=contact_pages,
        met=sum(one.contact is not None for one in due),
        open=sum(row.kept in ("", "open") for row in promises),
        overdue=sum(one.is_late(case.as_of) for one in dated),
        actor=query["actor"],
        channel=query["channel"],
        words=query["q"],
        actors=met,
        picker=_picker(request, query["actor"]) if len(met) > LISTED else None,
        channels=_channels(request, rows, query),
        base=request.dossier.head,
        may_edit=request.may("edit"),
        may_hand_over=request.may("hand-over"),
        add=request.href("engagement.new") if request.may("edit") else "",
        later=later_count(request, case, _TABLES),
        later_href=later_href(request),
        rounds=_rounds(request),
    )


def _rounds(request: PageRequest) -> list[RoundLine]:
    """Return the rounds of the dossier, the last one first, for whoever may see their posts."""
    rows = standing(request.view.rounds)[::-1] if request.may("see-posts") else ()
    return [RoundLine(title=row.title or row.id, href=request.href("rounds.one", round=row.id)) for row in rows]


@action("dossiers/<slug:slug>/engagement/promise", name="engagement.promise", action="edit")
def settle(request: PageRequest) -> str | HttpResponse:
    """Say what became of a promise."""
    row, outcome = request.form.get("row", ""), request.form.get("kept", "")
    if row_of(request, "commitments", row) is None:
        raise Http404
    if outcome not in _OUTCOMES:
        raise WrongUse(Message("page-engagement.no-outcome", found=outcome[:20], allowed=_OUTCOMES))
    edit = Edit("commitments", "change", row, {"kept": outcome})
    return save_edits(request, [edit], next=next_of(request, request.href("engagement")), base=request.form.get("base"))


@action("dossiers/<slug:slug>/engagement/step", name="engagement.step", action="edit")
def done(request: PageRequest) -> str | HttpResponse:
    """Say that a next step is done: a newer row without it takes the place of the one that announced it, which stays on record."""
    row = row_of(request, "engagements", request.form.get("row", ""))
    if row is None:
        raise Http404
    step = dict.fromkeys(("next_step", "next_step_fr", "next_step_en", "due"), "")
    edit = Edit("engagements", "change", row.id, step)
    reason = say(Message("page-engagement.step-done", step=say(row.next_step, request.lang) or str(row.due or "")), request.lang)
    return save_edits(
        request, [edit], next=next_of(request, request.href("engagement")), base=request.form.get("base"), reason=reason[:500]
    )


def _talk(request: PageRequest, case: Case, row: Engagement, steps: Collection[str]) -> EngagementLine:
    return EngagementLine(
        row=row.id,
        href=home_of(request, "engagements", row.id),
        edit=_edit(request, "engagements", row.id),
        date=row.date,
        actor=case.named(row.actor),
        actor_href=home_of(request, "actors", row.actor),
        by=row.by,
        channel=choice_word("engagements", "channel", row.channel) if row.channel else "",
        ask=row.ask,
        answer=choice_word("engagements", "answer", row.answer) if row.answer else "",
        words=row.words,
        next_step=row.next_step,
        due=row.due,
        open=row.id in steps,
        record=f"{request.href('engagement.record')}?{urlencode({'row': row.id})}" if _waits(request, row) else "",
        brief=f"{request.href('briefs')}?{urlencode({'actor': row.actor})}#meeting-actor" if is_planned(row, case.as_of) else "",
    )


def _waits(request: PageRequest, row: Engagement) -> bool:
    """Whether a person may write the record of a meeting: it was planned, and nobody has."""
    return row.is_unanswered and row.date is not None and row.channel != "other" and request.may("edit")


def _promise(request: PageRequest, case: Case, row: Commitment) -> PromiseLine:
    vote = next(iter(case.dossier.rows_by("rollcalls").get(row.rollcall, ())), None)
    outcome = row.kept or "open"
    return PromiseLine(
        row=row.id,
        href=home_of(request, "commitments", row.id),
        edit=_edit(request, "commitments", row.id),
        actor=case.named(row.actor),
        actor_href=home_of(request, "actors", row.actor),
        given=row.direction == "given",
        promise=row.promise or (vote and (vote.symbol or RowLabel(vote))) or row.id,
        date=row.date,
        due=row.due,
        outcome=outcome,
        late=outcome == "open" and row.due is not None and row.due.is_over(case.as_of),
    )


def _promises(case: Case) -> list[Commitment]:
    """Return the promises, open ones first, the earliest due first."""
    rows = standing(case.dossier.commitments)
    return sorted(rows, key=lambda row: (row.kept not in ("", "open"), row.due.last if row.due else dt.date.max, row.id))


@dataclass(frozen=True, slots=True)
class _Next:
    """An actor with our last contact and the first row whose step is due."""

    actor: str
    contact: Contact | None
    first: Engagement | None
    promises: int


def _next_contacts(request: PageRequest, case: Case) -> list[_Next]:
    """Return whom we met and whom we are to meet, those whose next contact is due first, then by how long ago the last was."""
    owed = Counter(row.actor for row in standing(case.dossier.commitments) if row.kept in ("", "open"))
    met, steps = contacts(case), open_steps(case)
    entries = [_Next(actor, met.get(actor), next(iter(steps.get(actor, ())), None), owed[actor]) for actor in dict.fromkeys((*met, *steps))]

    def order(one: _Next) -> tuple[Any, ...]:
        due = one.first.due if one.first else None
        name = collation_key(say(case.named(one.actor), request.lang))
        return (due.last if due else dt.date.max, -(one.contact.days if one.contact else 0), name)

    return sorted(entries, key=order)


def _contact(request: PageRequest, case: Case, one: _Next) -> NextContact:
    contact, first = one.contact, one.first
    return NextContact(
        actor=case.named(one.actor),
        href=home_of(request, "actors", one.actor),
        last=contact.last if contact else None,
        days=contact.days if contact else None,
        channel=choice_word("engagements", "channel", contact.channel) if contact and contact.channel else "",
        step=first.next_step if first else "",
        due=first.due if first else None,
        row=first.id if first else "",
        late=first is not None and first.due is not None and first.due.is_over(case.as_of),
        promises=one.promises,
        add=f"{request.href('engagement.new')}?{urlencode({'actor': one.actor})}" if request.may("edit") else "",
    )


def _fits(request: PageRequest, case: Case, row: Engagement, query: dict[str, str]) -> bool:
    if query["actor"] and row.actor != query["actor"]:
        return False
    if query["channel"] and row.channel != query["channel"]:
        return False
    if not query["q"]:
        return True
    said = (case.named(row.actor), row.by, row.ask, row.words, row.next_step)
    text = collation_key(" ".join(say(part, request.lang) for part in said if part))[0]
    return all(word in text for word in collation_key(query["q"])[0].split())


def _actors(request: PageRequest, case: Case, query: dict[str, str]) -> list[FilterChoice]:
    counted = Counter(row.actor for row in standing(case.dossier.engagements))
    counted.update(dict.fromkeys((row.actor for row in standing(case.dossier.commitments) if row.actor not in counted), 0))
    names = sorted(counted, key=lambda actor: collation_key(say(case.named(actor), request.lang)))
    return [
        FilterChoice(a, case.named(a), counted[a], list_href(request, "engagement", query, actor=a), query["actor"] == a)
        for a in names
        if a
    ]


def _picker(request: PageRequest, chosen: str) -> Picker:
    """Return the field of one actor of many."""
    every = Message("page-engagement.all-actors")
    return picker_of(request, "actor", ("actors",), [chosen] if chosen else [], label=Message("page-engagement.actor"), empty=every)


def _channels(request: PageRequest, rows: list[Engagement], query: dict[str, str]) -> list[FilterChoice]:
    counted = Counter(row.channel for row in rows)
    chosen = query["channel"]
    return [
        FilterChoice(
            c,
            choice_word("engagements", "channel", c),
            counted[c],
            list_href(request, "engagement", query, channel="" if chosen == c else c),
            chosen == c,
        )
        for c in _CHANNELS
        if counted[c]
    ]


def _edit(request: PageRequest, table: str, row: str) -> str:
    return edit_href(request, table, row, back=request.href("engagement")) if request.may("edit") else ""


def _day(row: Engagement) -> dt.date:
    return row.date.last if row.date else dt.date.min
