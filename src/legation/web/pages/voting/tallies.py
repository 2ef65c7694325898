"""Tallies: each desk member's own before a vote, which nobody else sees; sealed before it is held, scored afterwards by role.

A vote counts as held when its day has begun and the dossier's newest revision, as the person sees it, holds its totals or most of its
votes. Until then, and until the day that stood when it was sealed, a tally is its author's alone: no page, file or JSON of anybody else's
asks for it, an administrator's neither. Afterwards the desk sees scores, never the words, each on one outcome that is fixed when it is
first shown (:mod:`legation.web.stores.tallies.sealing`).

The pages show what was known on their day, as every page does: of a dossier that is frozen on the eve of a vote no outcome and no score.
Whether a tally may be written is decided on what is known now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404

from legation.dossier import RollCall, standing
from legation.errors import CannotWrite
from legation.language import Message, collation_key, say
from legation.methods.forecasting import TallyScore
from legation.questions import Case
from legation.questions.base import inputs
from legation.questions.votes.declarations import name_of, titled
from legation.questions.votes.totals import totals_known
from legation.questions.votes.track_record.day_before import last_time, score_of, scored_baselines, vote_of
from legation.web.access import grant_of
from legation.web.dossiers import store
from legation.web.site.as_of import known_case
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page
from legation.web.stores.tallies import sealing
from legation.web.stores.tallies import sealing as outcome
from legation.web.stores.tallies.models import Tally

__all__ = ["OneTally", "TalliesPage"]

TEMPLATE = "pages/tally.html"
_LISTED = 100
_NOW: Cache[Case] = Cache(64)
"""The dossier as a person sees it today."""
_BASELINES = {"product": Message("page-tallies.baseline.product"), "last": Message("page-tallies.baseline.last")}


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyLine:
    """A vote in the list, and how the person's own tally of it stands."""

    name: Any
    href: str
    date: Any
    state: Message


@dataclass(frozen=True, kw_only=True)
class TalliesPage(Page):
    """The votes ahead, and those held of which there is a score."""

    ahead: list[TallyLine]
    held: list[TallyLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyMember:
    """A member, and what the person expects of it."""

    actor: str
    name: Any
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalGroup:
    """The members of a regional group, in the order of the alphabet."""

    name: Any
    members: list[TallyMember]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """A score: of whom, whether it is one's own, how the seal is.

    Attributes
    ----------
    late : bool
        Whether it was sealed after the day of the vote, as the outcome has it.
    revision : int or None
        The revision whose votes it is scored on; None for the newest.
    made : Message
        On which day it was made: a sealed tally stays as it was sealed, and what is worked out today stands beside it.
    """

    who: Message
    mine: bool
    intact: bool
    late: bool
    revision: int | None
    made: Message
    brier: float
    margin: float
    error: float
    n: int


@dataclass(frozen=True, kw_only=True)
class OneTally(Page):
    """A person's own tally of a vote, and the desk's scores once the vote was held.

    Attributes
    ----------
    held, sealed : bool
        Whether the vote was held, as known on the day of the page, and the tally sealed. It can be written while neither is so and the day
        has not passed.
    then : date or None
        The day of the page, where it is an earlier one on which the vote was ahead.
    counts : list of (word, number)
        What the tally adds up to.
    canonical : str
        The sealed text, for its author to check the seal with.
    """

    rollcall: str
    symbol: Any
    date: Any
    held: bool
    sealed: bool
    writable: bool
    then: dt.date | None
    seal: str
    when: dt.datetime | None
    canonical: str
    words: tuple[tuple[str, Message], ...]
    benches: list[RegionalGroup]
    counts: list[tuple[Message, int]]
    can_begin: bool
    scores: list[ScoreLine]
    result: float | None
    back: str


@page("dossiers/<slug:slug>/tallies", name="tallies", template="pages/tallies.html", action="tally")
def tallies(request: PageRequest) -> TalliesPage:
    """Return the votes of which a tally may be kept, and those of which one was."""
    mine = {t.rollcall: t for t in Tally.objects.filter(dossier=request.dossier, account=request.account)}
    sealed = set(Tally.objects.filter(dossier=request.dossier, sealed__isnull=False).values_list("rollcall", flat=True))
    case = _case(request)
    rows = sorted(standing(case.dossier.rollcalls), key=lambda r: (str(r.date or "9"), r.id))
    ahead = [r for r in rows if not _took_place(case, r) and not _passed(r, case.as_of)]
    past = [r for r in reversed(rows) if (r.id in mine and r not in ahead) or (_took_place(case, r) and r.id in sealed)]
    return TalliesPage(
        title=Message("web.place.tallies"),
        ahead=[_listed(request, r, mine.get(r.id)) for r in ahead[:_LISTED]],
        held=[_listed(request, r, mine.get(r.id)) for r in past[:_LISTED]],
    )


@page("dossiers/<slug:slug>/tallies/<path:rollcall>/sheet", name="tallies.one", template=TEMPLATE, action="tally")
def one(request: PageRequest, rollcall: str) -> OneTally:
    """Return the person's own tally of a vote; ``?begin=last`` fills an empty one with how members voted the last time."""
    row = _rollcall_or_404(_case(request), rollcall)
    tally = sealing.own(request.account, request.dossier, row.id)
    members = _members(request, row)
    begun = last_time(_case(request), row, members) if request.query.get("begin") == "last" and tally is None else {}
    votes = tally.votes if tally is not None else begun
    past, sealed = _took_place(_case(request), row), tally is not None and tally.sealed is not None
    writable = not past and not sealed and not _passed(row, request.today) and not _took_place(_case_now(request), row)
    words = tuple((word, Message(f"page-tallies.word.{word}")) for word in sealing.WORDS)
    (came,) = totals_known(_case(request), [row])
    return OneTally(
        title=Message("page-tallies.title", rollcall=titled(row)),
        rollcall=row.id,
        symbol=name_of(row),
        date=row.date,
        held=past,
        sealed=sealed,
        writable=writable,
        then=request.day if request.day < request.today and not past else None,
        seal=tally.seal if tally is not None else "",
        when=tally.sealed if tally is not None else None,
        canonical=sealing.canonical(tally).decode() if tally is not None and sealed else "",
        words=words,
        benches=_benches(request, members, votes) if not past and (writable or tally is not None) else [],
        counts=[(label, sum(votes.get(m) == word for m in members)) for word, label in words],
        can_begin=writable and tally is None and bool(last_time(_case(request), row, members)),
        scores=_scores(request, row, members) if past else [],
        result=float(came.yes - came.no) if past and came is not None else None,
        back=request.href("tallies"),
    )


@action("dossiers/<slug:slug>/tallies/<path:rollcall>/keep", name="tallies.keep", action="tally")
def keep(request: PageRequest, rollcall: str) -> str:
    """Keep the person's own tally, to go on later."""
    row = _open(request, rollcall)
    sealing.keep(request.account, request.dossier, row.id, _sent(request, row))
    messages.success(request.http, say(Message("page-tallies.kept"), request.lang))
    return request.href("tallies.one", rollcall=row.id)


@action("dossiers/<slug:slug>/tallies/<path:rollcall>/seal", name="tallies.seal", action="tally")
def seal(request: PageRequest, rollcall: str) -> str:
    """Keep the person's own tally and seal it for good."""
    row = _open(request, rollcall)
    sealing.seal(request.account, request.dossier, row.id, _sent(request, row), row.date.last if row.date else None)
    messages.success(request.http, say(Message("page-tallies.sealed-now"), request.lang))
    return request.href("tallies.one", rollcall=row.id)


def _rollcall_or_404(case: Case, rollcall: str) -> RollCall:
    """Return a vote that the person sees; one that they do not see does not exist for them."""
    row = next((r for r in standing(case.dossier.rollcalls) if r.id == rollcall), None)
    if row is None:
        raise Http404
    return row


def _open(request: PageRequest, rollcall: str) -> RollCall:
    """Return a vote of which a tally may still be written, whatever the day of the page."""
    case = _case_now(request)
    row = _rollcall_or_404(case, rollcall)
    if request.dossier.closed:
        raise CannotWrite(Message("page-settings.is-closed"))
    if _took_place(case, row) or _passed(row, request.today):
        raise CannotWrite(Message("page-tallies.too-late"))
    if outcome.was_held(request.dossier, row.id):
        raise CannotWrite(Message("page-tallies.was-held-once"))
    return row


def _took_place(case: Case, row: RollCall) -> bool:
    """Whether a vote has taken place, as known on the day of a case: there is an outcome, and its day has begun."""
    begun = row.date is None or row.date.first <= case.as_of
    return begun and inputs.is_held(case, row)


def _passed(row: RollCall, day: dt.date) -> bool:
    return row.date is not None and row.date.is_over(day)


def _case(request: PageRequest) -> Case:
    """Return the dossier as it was known on the day of the page; as it is known now where that is today or later."""
    return known_case(request) if request.day < request.today else _case_now(request)


def _case_now(request: PageRequest) -> Case:
    """Return the dossier as the person sees it today, whatever the day at which it is frozen."""
    key = (request.revision.hash, request.scope.key, request.today)
    return _NOW.get(key, lambda: Case(dossier=request.view, today=request.today, as_of=request.today))


def _members(request: PageRequest, row: RollCall) -> tuple[str, ...]:
    return inputs.member_ids(_case(request), row)


def _sent(request: PageRequest, row: RollCall) -> dict[str, str]:
    members = inputs.member_ids(_case_now(request), row)
    return {member: word for member in members if (word := request.form.get(f"vote:{member}", "")) in sealing.WORDS}


def _listed(request: PageRequest, row: RollCall, tally: Tally | None) -> TallyLine:
    state = "none" if tally is None else "sealed" if tally.sealed else "open"
    return TallyLine(
        name=titled(row), href=request.href("tallies.one", rollcall=row.id), date=row.date, state=Message(f"page-tallies.state.{state}")
    )


def _benches(request: PageRequest, members: Sequence[str], votes: dict[str, str]) -> list[RegionalGroup]:
    case = _case(request)
    groups = inputs.group_of(case, members)
    benches: dict[Any, list[TallyMember]] = {}
    for member in members:
        benches.setdefault(groups.get(member), []).append(TallyMember(actor=member, name=case.named(member), word=votes.get(member, "")))
    for there in benches.values():
        there.sort(key=lambda one: collation_key(say(one.name, request.lang)))
    named = sorted(benches, key=lambda g: (g is None, collation_key(say(g, request.lang)) if g is not None else ("",)))
    return [RegionalGroup(name=group if group is not None else Message("page-tallies.no-group"), members=benches[group]) for group in named]


def _scores(request: PageRequest, row: RollCall, members: Sequence[str]) -> list[ScoreLine]:
    """Return the scores of every sealed tally, by role, and those of the product and of the last vote; of members that are seen."""
    scores = [score for tally in outcome.scored_tallies(request.dossier, row.id, request.today) for score in _score(request, row.id, tally)]
    if vote_of(_case(request), members, row.id).any():
        estimated = Message("page-tallies.worked-out", today=request.today, eve=row.date.first - dt.timedelta(days=1) if row.date else None)
        for name, score in _baselines(_case(request), row, members).items():
            scores.append(
                ScoreLine(who=_BASELINES[name], mine=False, intact=True, late=False, revision=None, made=estimated, **_numbers(score))
            )
    return sorted(scores, key=lambda one: (not one.intact, one.brier))


def _baselines(case: Case, row: RollCall, members: Sequence[str]) -> Mapping[str, TallyScore]:
    """Return the scores of the product and of the last vote, worked out once."""
    return case.once(("tally-baselines", row.id), lambda: scored_baselines(case, row, members))


def _score(request: PageRequest, rollcall: str, tally: Tally) -> Iterator[ScoreLine]:
    """Yield the score of a tally on its outcome, as far as the person could see that revision when it was the newest."""
    seen = store.seen_then(store.revision_of(request.dossier, tally.outcome), request.scope)
    row = outcome.rollcall_in(seen, rollcall)
    if row is None:
        return
    case = Case(dossier=seen, today=request.today, as_of=request.today)
    members = inputs.member_ids(case, row)
    grant = grant_of(tally.account, request.dossier)
    role = Message("page-tallies.gone-role")
    if grant is not None:
        role = Message("page-tallies.by-role", role=Message(f"page-sharing.role.{grant.role}"))
    yield ScoreLine(
        who=role,
        mine=tally.account_id == request.account.pk,
        intact=sealing.is_intact(tally),
        late=row.date is not None and tally.sealed is not None and row.date.is_over(tally.sealed.date()),
        revision=tally.outcome,
        made=Message("page-tallies.made-on", when=tally.sealed.date() if tally.sealed else None),
        **_numbers(score_of(tally.votes, members, vote_of(case, members, rollcall))),
    )


def _numbers(score: TallyScore) -> dict[str, Any]:
    return {"brier": score.brier, "margin": score.margin, "error": score.error, "n": score.n}
