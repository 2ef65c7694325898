"""Tallies: each desk member's own before a vote, which nobody else sees; sealed before it is held, scored afterwards by role.

A vote counts as held when its day has begun and the dossier's newest revision, as the person sees it, holds its totals or most of its
votes. Until then, and until the day that stood when it was sealed, a tally is its author's alone: no page, file or twin of anybody else's
asks for it, an administrator's neither. Afterwards the desk sees scores, never the words, each on one outcome that is fixed when it is
first shown (:mod:`legation.web.tallies.sealing`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
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
from legation.questions.votes.declarations import titled
from legation.questions.votes.track_record.day_before import last_time, score_of, scored_baselines, vote_of
from legation.web.access import grant_of
from legation.web.dossiers import store
from legation.web.site.request import PageRequest
from legation.web.site.routing import Page, action, page
from legation.web.tallies import sealing
from legation.web.tallies import sealing as outcome
from legation.web.tallies.models import Tally

__all__ = ["OneTally", "TalliesPage"]

TEMPLATE = "pages/tally.html"
_LISTED = 100
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
        Whether the vote was held, and the tally sealed. It can be written while neither is so and the day has not passed.
    counts : list of (word, number)
        What the tally adds up to.
    canonical : str
        The sealed text, for its author to check the seal with.
    """

    rollcall: str
    date: Any
    held: bool
    sealed: bool
    writable: bool
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
def tallies(asked: PageRequest) -> TalliesPage:
    """Return the votes of which a tally may be kept, and those of which one was."""
    mine = {t.rollcall: t for t in Tally.objects.filter(dossier=asked.dossier, account=asked.account)}
    sealed = set(Tally.objects.filter(dossier=asked.dossier, sealed__isnull=False).values_list("rollcall", flat=True))
    rows = sorted(standing(asked.view.rollcalls), key=lambda r: (str(r.date or "9"), r.id))
    case = _case(asked)
    ahead = [r for r in rows if not _held(case, r) and not _passed(asked, r)]
    held = [r for r in reversed(rows) if (r.id in mine and r not in ahead) or (_held(case, r) and r.id in sealed)]
    return TalliesPage(
        title=Message("web.place.tallies"),
        ahead=[_listed(asked, r, mine.get(r.id)) for r in ahead[:_LISTED]],
        held=[_listed(asked, r, mine.get(r.id)) for r in held[:_LISTED]],
    )


@page("dossiers/<slug:slug>/tallies/<path:rollcall>/sheet", name="tallies.one", template=TEMPLATE, action="tally")
def one(asked: PageRequest, rollcall: str) -> OneTally:
    """Return the person's own tally of a vote; ``?begin=last`` fills an empty one with how members voted the last time."""
    row = _there(asked, rollcall)
    tally = sealing.own(asked.account, asked.dossier, row.id)
    members = _members(asked, row)
    begun = last_time(_case(asked), row, members) if asked.query.get("begin") == "last" and tally is None else {}
    votes = tally.votes if tally is not None else begun
    held, sealed = _held(_case(asked), row), tally is not None and tally.sealed is not None
    writable = not held and not sealed and not _passed(asked, row)
    words = tuple((word, Message(f"page-tallies.word.{word}")) for word in sealing.WORDS)
    came = vote_of(_case(asked), members, row.id)
    return OneTally(
        title=Message("page-tallies.title", rollcall=titled(row)),
        rollcall=row.id,
        date=row.date,
        held=held,
        sealed=sealed,
        writable=writable,
        seal=tally.seal if tally is not None else "",
        when=tally.sealed if tally is not None else None,
        canonical=sealing.canonical(tally).decode() if tally is not None and sealed else "",
        words=words,
        benches=_benches(asked, members, votes) if not held else [],
        counts=[(label, sum(votes.get(m) == word for m in members)) for word, label in words],
        can_begin=writable and tally is None and bool(last_time(_case(asked), row, members)),
        scores=_scores(asked, row, members) if held else [],
        result=float((came == 1).sum() - (came == 3).sum()) if held else None,
        back=asked.href("tallies"),
    )


@action("dossiers/<slug:slug>/tallies/<path:rollcall>/keep", name="tallies.keep", action="tally")
def keep(asked: PageRequest, rollcall: str) -> str:
    """Keep the person's own tally, to go on later."""
    row = _open(asked, rollcall)
    sealing.keep(asked.account, asked.dossier, row.id, _sent(asked, row))
    messages.success(asked.request, say(Message("page-tallies.kept"), asked.lang))
    return asked.href("tallies.one", rollcall=row.id)


@action("dossiers/<slug:slug>/tallies/<path:rollcall>/seal", name="tallies.seal", action="tally")
def seal(asked: PageRequest, rollcall: str) -> str:
    """Keep the person's own tally and seal it for good."""
    row = _open(asked, rollcall)
    sealing.seal(asked.account, asked.dossier, row.id, _sent(asked, row), row.date.last if row.date else None)
    messages.success(asked.request, say(Message("page-tallies.sealed-now"), asked.lang))
    return asked.href("tallies.one", rollcall=row.id)


def _there(asked: PageRequest, rollcall: str) -> RollCall:
    """Return a vote that the person sees; one that they do not see does not exist for them."""
    found = next((r for r in standing(asked.view.rollcalls) if r.id == rollcall), None)
    if found is None:
        raise Http404
    return found


def _open(asked: PageRequest, rollcall: str) -> RollCall:
    """Return a vote of which a tally may still be written."""
    row = _there(asked, rollcall)
    if asked.dossier.closed:
        raise CannotWrite(Message("page-settings.is-closed"))
    if _held(_case(asked), row) or _passed(asked, row):
        raise CannotWrite(Message("page-tallies.too-late"))
    if outcome.was_held(asked.dossier, row.id):
        raise CannotWrite(Message("page-tallies.was-held-once"))
    return row


def _held(case: Case, row: RollCall) -> bool:
    """Whether a vote has taken place: there is an outcome, and its day has begun."""
    begun = row.date is None or row.date.first <= case.today
    return begun and inputs.is_held(case, row)


def _passed(asked: PageRequest, row: RollCall) -> bool:
    return row.date is not None and row.date.is_over(asked.today)


def _case(asked: PageRequest) -> Case:
    """Return the dossier as the person sees it today, whatever the day at which it is frozen."""
    return Case(dossier=asked.view, today=asked.today, as_of=asked.today)


def _members(asked: PageRequest, row: RollCall) -> tuple[str, ...]:
    return inputs.member_ids(_case(asked), row)


def _sent(asked: PageRequest, row: RollCall) -> dict[str, str]:
    members = _members(asked, row)
    return {member: word for member in members if (word := asked.form.get(f"vote:{member}", "")) in sealing.WORDS}


def _listed(asked: PageRequest, row: RollCall, tally: Tally | None) -> TallyLine:
    state = "none" if tally is None else "sealed" if tally.sealed else "open"
    return TallyLine(
        name=titled(row), href=asked.href("tallies.one", rollcall=row.id), date=row.date, state=Message(f"page-tallies.state.{state}")
    )


def _benches(asked: PageRequest, members: Sequence[str], votes: dict[str, str]) -> list[RegionalGroup]:
    case = _case(asked)
    groups = inputs.group_of(case, members)
    found: dict[Any, list[TallyMember]] = {}
    for member in members:
        found.setdefault(groups.get(member), []).append(TallyMember(actor=member, name=case.named(member), word=votes.get(member, "")))
    for there in found.values():
        there.sort(key=lambda one: collation_key(say(one.name, asked.lang)))
    named = sorted(found, key=lambda g: (g is None, collation_key(say(g, asked.lang)) if g is not None else ("",)))
    return [RegionalGroup(name=group if group is not None else Message("page-tallies.no-group"), members=found[group]) for group in named]


def _scores(asked: PageRequest, row: RollCall, members: Sequence[str]) -> list[ScoreLine]:
    """Return the scores of every sealed tally, by role, and those of the product and of the last vote; of members that are seen."""
    found = [score for tally in outcome.scored_tallies(asked.dossier, row.id, asked.today) for score in _score(asked, row.id, tally)]
    if vote_of(_case(asked), members, row.id).any():
        made = Message("page-tallies.worked-out", today=asked.today, eve=row.date.first - dt.timedelta(days=1) if row.date else None)
        for name, score in scored_baselines(_case(asked), row, members).items():
            found.append(ScoreLine(who=_BASELINES[name], mine=False, intact=True, late=False, revision=None, made=made, **_numbers(score)))
    return sorted(found, key=lambda one: (not one.intact, one.brier))


def _score(asked: PageRequest, rollcall: str, tally: Tally) -> Iterator[ScoreLine]:
    """Yield the score of a tally on its outcome, as far as the person could see that revision when it was the newest."""
    seen = store.seen_then(store.revision_of(asked.dossier, tally.outcome), asked.sight)
    row = outcome.rollcall_in(seen, rollcall)
    if row is None:
        return
    case = Case(dossier=seen, today=asked.today, as_of=asked.today)
    members = inputs.member_ids(case, row)
    grant = grant_of(tally.account, asked.dossier)
    role = Message("page-tallies.gone-role")
    if grant is not None:
        role = Message("page-tallies.by-role", role=Message(f"page-sharing.role.{grant.role}"))
    yield ScoreLine(
        who=role,
        mine=tally.account_id == asked.account.pk,
        intact=sealing.is_intact(tally),
        late=row.date is not None and tally.sealed is not None and row.date.is_over(tally.sealed.date()),
        revision=tally.outcome,
        made=Message("page-tallies.made-on", when=tally.sealed.date() if tally.sealed else None),
        **_numbers(score_of(tally.votes, members, vote_of(case, members, rollcall))),
    )


def _numbers(score: TallyScore) -> dict[str, Any]:
    return {"brier": score.brier, "margin": score.margin, "error": score.error, "n": score.n}
