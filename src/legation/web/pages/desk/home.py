"""Home: what I come with, what changed since I last looked, what is due, what was shared with me, what waits for me, my dossiers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from django.urls import reverse

from legation.dossier import When
from legation.language import Message
from legation.questions import questions
from legation.questions.strategy.dates import deadlines
from legation.web.access import AccessScope, allows, can, scope_of
from legation.web.dossiers.models import Proposal
from legation.web.dossiers.waiting_grants import requested
from legation.web.forms.row_form import home_of
from legation.web.pages.desk.alerts import AlertLine, alerts_since, recent_alerts
from legation.web.pages.desk.beginning import (
    FirstStep,
    SituationDoor,
    example_href,
    first_steps,
    is_first_visit,
    situation_doors,
)
from legation.web.pages.desk.changes import OpenDossier, being_prepared, changed_since, open_dossiers
from legation.web.pages.desk.shared import SharedDossier, given_since, shared_with
from legation.web.pages.dossiers.proposals import (
    author_of_proposal,
    may_read_proposal,
    proposals_seen,
    reason_of_proposal,
    summary_of_proposal,
)
from legation.web.posts.due import due_of
from legation.web.posts.holders import is_reached, posts_of_account
from legation.web.runs.access import stays_open
from legation.web.runs.lakes import may_see_observations
from legation.web.runs.models import JOBS, Run
from legation.web.site.cache import Cache
from legation.web.site.frame import titled
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page
from legation.web.site.values import parse_int
from legation.web.stores.visits.models import Visit
from legation.web.stores.visits.tracking import note

__all__ = ["Home"]

HORIZON = 90
"""Days ahead that are shown."""
SHOWN = 30
RUNS = 6
RUN_DAYS = 7
"""For how long a run that has ended, or a proposal that was decided, is shown [days]."""

_PAGES = {"load": "observations.one"}
"""Where a run is shown whose page is not that of an answer."""
_DUE: Cache[tuple[Any, ...]] = Cache(64)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCard:
    """A dossier: its marking and role, when it changed; ``day`` where it is frozen at one; ``opened`` whether the person has seen it."""

    slug: str
    title: str
    href: str
    marking: str
    role: str
    changed: dt.datetime
    number: int
    day: When | None
    opened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsLine:
    """What changed in a dossier since the person's last visit."""

    title: str
    href: str
    slug: str
    number: int
    since: dt.datetime
    revisions: int
    by: list[str]
    summary: Any
    words: list[Any]
    more: int
    history: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDate:
    """Something that is due, with the time of day where it is known; ``day`` is the day on which its dossier is frozen."""

    when: When
    clock: Any
    late: bool
    kind: Any
    what: Any
    who: Any
    href: str
    dossier: str
    dossier_href: str
    day: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingItem:
    """A proposal that waits for an editor, or one of the person's own that was decided, or a run of theirs that has ended."""

    title: Any
    href: str
    dossier: str
    at: dt.datetime | None
    by: Message | str = ""
    state: str = ""
    answer: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCard:
    """A post of a round that the person holds: until when it is to report, on how many targets it still is, and whether that is late."""

    name: str
    round: Any
    href: str
    until: Any
    open: int
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class Home(Page):
    """The first page.

    Attributes
    ----------
    doors : list of SituationDoor
        What people come with.
    is_first : bool
        Whether this is a first visit: then the page says what the product does, and ``example`` opens one worked example.
    is_example_there : bool
        Whether ``example`` is the address of a dossier; else that of an action which makes it.
    steps : list of FirstStep
        The first steps of an administrator, until all are done.
    shared : list of SharedDossier
        What others shared with the person since they last looked.
    requests : list of str
        Of an administrator: the addresses of colleagues whom owners ask to be invited.
    due : list of Due
        What is late or due within :data:`HORIZON` days, of every dossier, by date; ``more_due`` is not shown.
    frozen : list of Due
        The same of dossiers that are frozen at a day, counted from that day.
    changes : list of News
        Of dossiers that others changed.
    alerts : list of AlertLine
        What the monitors of dossiers found in the last days.
    decided : list of Waiting
        The person's own proposals that were taken or refused within :data:`RUN_DAYS` days.
    posts : list of PostCard
        The posts of rounds that the person holds.
    """

    today: dt.date
    doors: list[SituationDoor]
    is_first: bool
    example: str
    is_example_there: bool
    steps: list[FirstStep]
    shared: list[SharedDossier]
    requests: list[str]
    due: list[DueDate]
    frozen: list[DueDate]
    late: int
    more_due: int
    horizon: int
    changes: list[NewsLine]
    alerts: list[AlertLine]
    proposals: list[WaitingItem]
    decided: list[WaitingItem]
    runs: list[WaitingItem]
    posts: list[PostCard]
    dossiers: list[DossierCard]
    may_make: bool
    make: str


def _depends(request: PageRequest) -> Hashable:
    """Return what the page shows of the database: the dossiers as the person stands to them, visits, proposals, runs.

    Whose page it is matters only where others changed something since their last visit.
    """
    heads = {g.dossier_id: g.dossier.head for g in request.grants}
    open_to_me = [(g.dossier_id, g.dossier.head, g.dossier.changed, g.role, scope_of(g).key) for g in request.grants]
    visits = [
        (dossier, number, at, request.account.pk) if number < heads[dossier] else (dossier,)
        for dossier, number, at in Visit.objects.filter(account=request.account).order_by("pk").values_list("dossier_id", "number", "at")
        if dossier in heads
    ]
    reviewed = {g.dossier_id: scope_of(g) for g in request.grants if allows(g, "review")}
    offered = _waiting(reviewed).select_related("author")[:SHOWN] if reviewed else ()
    waiting = [
        (one.pk, one.made, str(one.author or ""), may_read_proposal(request.account, reviewed[one.dossier_id], one)) for one in offered
    ]
    ended = _ended(request, heads).values_list("pk", "finished", "state")[: 3 * RUNS]
    decided = _decided(request, heads).values_list("pk", "reviewed")[:RUNS]
    mine = [(one.pk, one.made, str(one.by or "")) for one in given_since(request, {key[0] for key in visits})]
    rung = recent_alerts(request, heads)
    of_site = (tuple(_requests(request)), tuple((step.id, step.is_done) for step in first_steps(request)))
    waited_for = being_prepared(open_dossiers(request.grants, request.today))
    return (
        tuple(open_to_me),
        waited_for,
        tuple(mine),
        of_site,
        tuple(visits),
        tuple(waiting),
        tuple(ended),
        tuple(decided),
        rung,
        tuple((one.name, one.round, one.href, str(one.until), one.open, one.is_late) for one in _posts(request)),
    )


@page("", name="home", template="pages/home.html", action="be-here", cached=_depends)
def home(request: PageRequest) -> Home:
    """Return what waits for a person."""
    every_one = open_dossiers(request.grants, request.today)
    mine = [stand for stand in every_one if stand.is_ready]
    by_pk = {stand.dossier.pk: stand for stand in mine}
    seen_ones = Visit.objects.filter(account=request.account, dossier__in=[stand.dossier.pk for stand in every_one])
    visits = {visit.dossier_id: visit for visit in seen_ones}
    every = sorted((one for stand in mine for one in _due(request, stand)), key=lambda one: (one.when, one.dossier))
    due, frozen = [one for one in every if one.day is None], [one for one in every if one.day is not None]
    example = example_href(request, every_one)
    return Home(
        title=Message("web.home"),
        today=request.today,
        doors=situation_doors(request, mine),
        is_first=is_first_visit(every_one, visits),
        example=example,
        is_example_there=example.startswith("/dossiers/"),
        steps=first_steps(request),
        shared=shared_with(request, by_pk, visits),
        requests=_requests(request),
        due=due[:SHOWN],
        frozen=frozen[: 2 * SHOWN],
        late=sum(one.late for one in due),
        more_due=max(0, len(due) - SHOWN),
        horizon=HORIZON,
        changes=_changes(request, mine, visits),
        alerts=alerts_since(request, mine),
        proposals=_proposals(request, by_pk),
        decided=_answered_proposals(request, by_pk),
        runs=_runs(request, by_pk),
        posts=_posts(request),
        dossiers=[_card(request, stand, stand.dossier.pk in visits) for stand in every_one],
        may_make=can(request.account, "make-dossier"),
        make=reverse("new"),
    )


@action("seen", name="home.seen", action="be-here")
def seen(request: PageRequest) -> Any:
    """Note that the person has seen what changed in a dossier, up to the revision that the page told of."""
    number = parse_int(request.form.get("number"))
    for stand in open_dossiers(request.grants, request.today):
        if stand.dossier.slug == request.form.get("dossier") and number is not None:
            note(request.account, stand.dossier, min(number, stand.dossier.head))
    return HttpResponseRedirect(reverse("home"))


def _requests(request: PageRequest) -> list[str]:
    return [one.email for one in requested()] if can(request.account, "administer") else []


def _posts(request: PageRequest) -> list[PostCard]:
    """Return the posts that the person holds in rounds that go on."""
    now = dt.datetime.now(dt.UTC)
    there = [(post, due_of(post, now)) for post in posts_of_account(request.account) if is_reached(request.http, post)]
    return [
        PostCard(
            name=post.name, round=due.round, href=reverse("post", args=[post.pk]), until=due.shown, open=len(due.open), is_late=due.is_late
        )
        for post, due in there
        if due is not None
    ]


def _card(request: PageRequest, stand: OpenDossier, opened: bool) -> DossierCard:  # noqa: FBT001 - one of many fields
    info = stand.view.info if stand.is_ready else None
    return DossierCard(
        slug=stand.dossier.slug,
        title=titled(stand.grant, request.lang),
        href=_href(stand, "dossier"),
        marking=info.marking if info is not None else stand.dossier.marking,
        role=stand.grant.role,
        changed=stand.dossier.changed,
        number=stand.dossier.head,
        day=info.as_of if info is not None else None,
        opened=opened,
    )


def _due(request: PageRequest, stand: OpenDossier) -> list[DueDate]:
    """Return what is due in a dossier, counted from its own day where it is frozen at one."""
    case = stand.case
    key = (stand.revision.hash, stand.scope.key, case.as_of)
    until = case.as_of + dt.timedelta(days=HORIZON)
    inside = PageRequest(request.http, request.account, request.lang, stand.dossier, stand.grant)
    return [
        DueDate(
            when=one.when,
            clock=one.clock,
            late=one.is_late(case.as_of),
            kind=one.label,
            what=one.what,
            who=one.who,
            href=home_of(inside, one.table, one.row),
            dossier=titled(stand.grant, request.lang),
            dossier_href=_href(stand, "strategy.calendar"),
            day=stand.view.info.as_of,
        )
        for one in _DUE.get(key, lambda: deadlines(case))
        if one.when.last <= until
    ]


def _changes(request: PageRequest, mine: list[OpenDossier], visits: dict[int, Visit]) -> list[NewsLine]:
    return [
        NewsLine(
            title=titled(one.stand.grant, request.lang),
            href=_href(one.stand, "dossier"),
            slug=one.stand.dossier.slug,
            number=one.stand.dossier.head,
            since=one.since,
            revisions=one.revisions,
            by=one.by,
            summary=one.summary,
            words=list(one.words),
            more=one.more,
            history=_href(one.stand, "history") if one.stand.may("see-history") else "",
        )
        for one in changed_since(request.account, mine, visits)
    ]


def _proposals(request: PageRequest, by_pk: dict[int, OpenDossier]) -> list[WaitingItem]:
    """Return the proposals that the person may take or refuse, the oldest first."""
    rows = _waiting({pk: stand.scope for pk, stand in by_pk.items() if stand.may("review")}).select_related("author")[:SHOWN]
    return [
        WaitingItem(
            title=reason_of_proposal(row) if may_read_proposal(request.account, by_pk[row.dossier_id].scope, row) else "",
            href=_href(by_pk[row.dossier_id], "proposals"),
            dossier=titled(by_pk[row.dossier_id].grant, request.lang),
            at=row.made,
            by=author_of_proposal(row),
            count=len(row.edits),
        )
        for row in rows
    ]


def _waiting(scopes: Mapping[int, AccessScope]) -> QuerySet[Proposal]:
    """Return the proposals that wait in dossiers, by what the person sees of each."""
    return proposals_seen(Proposal.objects.filter(dossier__in=list(scopes), state="waiting"), scopes).order_by("made", "pk")


def _since(request: PageRequest) -> dt.datetime:
    return dt.datetime.combine(request.today - dt.timedelta(days=RUN_DAYS), dt.time(), dt.UTC)


def _decided(request: PageRequest, dossiers: Collection[int]) -> QuerySet[Proposal]:
    mine = Proposal.objects.filter(author=request.account, dossier__in=dossiers, reviewed__gte=_since(request))
    return mine.exclude(reviewer=request.account).order_by("-reviewed", "-pk")


def _answered_proposals(request: PageRequest, by_pk: dict[int, OpenDossier]) -> list[WaitingItem]:
    """Return what became of the person's own proposals, the newest first."""
    return [
        WaitingItem(
            title=summary_of_proposal(row),
            href=reverse("proposals.one", kwargs={"slug": by_pk[row.dossier_id].dossier.slug, "proposal": row.pk}),
            dossier=titled(by_pk[row.dossier_id].grant, request.lang),
            at=row.reviewed,
            by=str(row.reviewer or ""),
            state=row.state,
            answer=row.answer,
        )
        for row in _decided(request, [pk for pk, stand in by_pk.items() if stand.may("see-proposals")]).select_related("reviewer")[:RUNS]
    ]


def _ended(request: PageRequest, dossiers: Collection[int]) -> QuerySet[Run]:
    ended = Run.objects.filter(owner=request.account, dossier__in=dossiers, state__in=("done", "failed"), finished__gte=_since(request))
    ended = ended.exclude(kind__in=("watch", "room"))
    return ended.order_by("-finished", "-pk")


def _runs(request: PageRequest, by_pk: dict[int, OpenDossier]) -> list[WaitingItem]:
    """Return the person's runs that ended in the last days, the newest first, as far as they may still see them."""
    seen_by = [row for row in _ended(request, by_pk)[: 3 * RUNS] if _is_open(row, by_pk[row.dossier_id])]
    return [
        WaitingItem(
            title=_title(row),
            href=reverse(
                "observations.one" if row.kind == "load" else "runs.one",
                kwargs={"slug": by_pk[row.dossier_id].dossier.slug, "number": row.pk},
            ),
            dossier=titled(by_pk[row.dossier_id].grant, request.lang),
            at=row.finished,
            state=row.state,
        )
        for row in seen_by[:RUNS]
    ]


def _is_open(run: Run, stand: OpenDossier) -> bool:
    if run.kind in JOBS:
        return may_see_observations(stand.scope, stand.dossier.marking)
    return stays_open(run, stand.revision, stand.scope)


def _title(run: Run) -> Any:
    """Return what a run was to give: the question, or the kind of paper."""
    question = questions().get(run.question)
    return question.title if question is not None else run.question or Message(f"page-home.paper.{run.kind}")


def _href(stand: OpenDossier, name: str) -> str:
    return reverse(name, kwargs={"slug": stand.dossier.slug})
