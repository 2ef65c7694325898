"""Proposals: what contributors offer, who may read it, and the editor who takes it or refuses it with an answer."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone

from legation.dossier import Dossier as Content
from legation.dossier.changes.conflicts import Conflict
from legation.dossier.changes.difference import Difference, difference
from legation.dossier.edit import Edit, apply, known_from
from legation.dossier.problem import Problem
from legation.dossier.records import MARKINGS
from legation.errors import DossierError, NotAvailable, WrongUse
from legation.language import Message, say
from legation.web.access import TABLE, grant_of, scope_of
from legation.web.dossiers import store
from legation.web.dossiers.models import Part, Proposal
from legation.web.forms.changes import DifferenceSection, ShownConflict, counts_of, sections_of, shown_conflicts
from legation.web.pages.sources.source import as_it_came
from legation.web.runs.lakes import may_see_observations
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, file, page, show

if TYPE_CHECKING:
    from legation.web.access import AccessScope

__all__ = [
    "OneProposal",
    "Proposals",
    "author_of_proposal",
    "may_read_proposal",
    "proposals_seen",
    "reason_of_proposal",
    "summary_of_proposal",
]


def may_read_proposal(account: Any, scope: AccessScope, proposed: Proposal) -> bool:
    """Whether a person sees at least as much as the author of a proposal, who may have written what the person does not see.

    An author reads their own. Where the author has no grant any more, nobody knows what they saw: the highest marking is asked for. What a
    signpost offers is for those who see the observations up to its marking.
    """
    if proposed.crossing is not None:
        return may_see_observations(scope, proposed.marking)
    if scope.marking == MARKINGS[-1] or (proposed.author_id is not None and proposed.author_id == account.pk):
        return True
    author = proposed.author
    grant = grant_of(author, proposed) if author is not None and author.is_active else None
    marking = scope_of(grant).marking if grant is not None else MARKINGS[-1]
    return MARKINGS.index(scope.marking) >= MARKINGS.index(marking)


def proposals_seen(rows: QuerySet[Proposal], scopes: Mapping[int, AccessScope]) -> QuerySet[Proposal]:
    """Leave out what signposts offer above what a person sees of each dossier: that something hidden was crossed is not told.

    Parameters
    ----------
    rows : QuerySet
        Of proposals.
    scopes : mapping of int to AccessScope
        What the person sees of each dossier, by its key; of another dossier no proposal of a signpost is given.
    """
    by_markings: dict[tuple[str, ...], list[int]] = {}
    for dossier, scope in scopes.items():
        by_markings.setdefault(tuple(one for one in MARKINGS if may_see_observations(scope, one)), []).append(dossier)
    shown = Q(crossing__isnull=True)
    for markings, dossiers in by_markings.items():
        shown |= Q(dossier__in=dossiers, marking__in=markings)
    return rows.filter(shown)


def author_of_proposal(proposed: Proposal) -> Message | str:
    """Return who offers it, as a reader is told: a person, or a signpost."""
    return Message("page-proposals.signpost") if proposed.crossing is not None else str(proposed.author or "")


def reason_of_proposal(proposed: Proposal) -> Any:
    """Return why it is offered: the words of its author, or what was crossed; who may not read the proposal is not told."""
    return store.read_reason(proposed.said) if proposed.said else proposed.reason


def summary_of_proposal(proposed: Proposal) -> Message:
    """Return in words how many rows of which tables a proposal changes."""
    tables = tuple(Message(f"table.{name}") for name in dict.fromkeys(edit["table"] for edit in proposed.edits))
    return Message("page-proposals.what", count=len(proposed.edits), tables=tables)


_LISTED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """A proposal in the list."""

    id: int
    href: str
    what: Message
    by: Message | str
    made: dt.datetime
    base: int
    reason: Any
    state: str
    answer: str
    reviewer: str
    reviewed: dt.datetime | None


@dataclass(frozen=True, kw_only=True)
class Proposals(Page):
    """What waits, and what was decided."""

    waiting: list[ProposalLine]
    decided: list[ProposalLine]
    reviews: bool


@dataclass(frozen=True, kw_only=True)
class OneProposal(Page):
    """A proposal: what it changes, field by field, and what an editor may do.

    Attributes
    ----------
    sections : list of Section
        What it changes, the values of new rows too; empty where it may not be read or no longer fits.
    readable : bool
        Whether the reader's marking is high enough.
    problems : tuple of Problem
        Why it no longer fits.
    head : int
        The newest revision, which may have moved since ``proposal.base``.
    conflicts : list of Conflict
        What has to be chosen before it can be taken.
    files : list of (name, address)
        What comes with it.
    """

    proposal: ProposalLine
    sections: list[DifferenceSection]
    readable: bool
    problems: tuple[Problem, ...]
    head: int
    reviews: bool
    conflicts: list[ShownConflict]
    files: list[tuple[str, str]]
    take: str
    refuse: str


@page("dossiers/<slug:slug>/proposals", name="proposals", template="pages/proposals.html", action="see-proposals")
def proposals(request: PageRequest) -> Proposals:
    """Return the proposals: to an editor all, to a contributor their own."""
    rows = _mine(request).select_related("author", "reviewer").order_by("-made")
    return Proposals(
        title=Message("web.place.proposals"),
        waiting=[_offered(request, p) for p in rows.filter(state="waiting")[:_LISTED]],
        decided=[_offered(request, p) for p in rows.exclude(state="waiting")[:_LISTED]],
        reviews=request.may("review"),
    )


@page("dossiers/<slug:slug>/proposals/<int:proposal>", name="proposals.one", template="pages/proposal.html", action="see-proposals")
def one(request: PageRequest, proposal: int) -> OneProposal:
    """Return a proposal with its difference."""
    return _page(request, _proposal_or_404(request, proposal))


@file("dossiers/<slug:slug>/proposals/<int:proposal>/file", name="proposals.file", action="see-proposals")
def offered_file(request: PageRequest, proposal: int) -> HttpResponse:
    """Return a file that comes with a proposal, ``?part=``, to whoever may read the proposal."""
    proposed, name = _proposal_or_404(request, proposal), request.query.get("part", "")
    if name not in proposed.files or not _readable(request, proposed):
        raise NotAvailable(Message("page-proposals.no-file"))
    return as_it_came(name, _files(proposed)[name])


@action("dossiers/<slug:slug>/proposals/<int:proposal>/take", name="proposals.take", action="review")
def take(request: PageRequest, proposal: int) -> str | HttpResponse:
    """Save what a proposal changes, as its author, reviewed by the person who takes it."""
    choices = {key.removeprefix("choice:"): str(value) for key, value in request.form.items() if key.startswith("choice:")}
    with transaction.atomic():
        proposed = _locked(request, proposal)
        _begun, mine = _changed(request, proposed)
        reason = proposed.reason or summary_of_proposal(proposed)
        saved = store.save(
            request.dossier, proposed.base, mine, proposed.author, request.scope, reason=reason, choices=choices, reviewer=request.account
        )
        if saved.revision is None:
            page = _page(request, proposed, saved.conflicts)
        else:
            _decide(request, proposed, "taken")
    if saved.revision is None:
        return show(request, page, "pages/proposal.html", status=409)
    words = "page-proposals.taken-merged" if saved.merged else "page-proposals.taken"
    messages.success(request.http, say(Message(words, number=saved.revision.number), request.lang))
    return request.href("proposals")


@action("dossiers/<slug:slug>/proposals/<int:proposal>/refuse", name="proposals.refuse", action="review")
def refuse(request: PageRequest, proposal: int) -> str:
    """Refuse a proposal, with an answer to its author."""
    with transaction.atomic():
        proposed = _locked(request, proposal)
        if not request.form.get("answer", "").strip():
            raise WrongUse(Message("page-proposals.answer-needed"))
        _decide(request, proposed, "refused")
    messages.success(request.http, say(Message("page-proposals.refused"), request.lang))
    return request.href("proposals")


_DIFFERENCES: Cache[Difference] = Cache(32)
"""What a proposal changes, as somebody sees it: what was offered once is never edited."""


def _mine(request: PageRequest) -> QuerySet[Proposal]:
    rows = proposals_seen(Proposal.objects.filter(dossier=request.dossier), {request.dossier.pk: request.scope})
    return rows if request.grant.role in TABLE["review"] else rows.filter(author=request.account)


def _proposal_or_404(request: PageRequest, number: int) -> Proposal:
    proposed = _mine(request).select_related("author", "reviewer").filter(pk=number).first()
    if proposed is None:
        raise Http404
    return proposed


def _locked(request: PageRequest, number: int) -> Proposal:
    """Return a waiting proposal that the person may read, held until the end of the transaction."""
    proposed = _mine(request).select_for_update(of=("self",)).filter(pk=number).first()
    if proposed is None:
        raise Http404
    if proposed.state != "waiting":
        raise WrongUse(Message("page-proposals.decided-already", state=Message(f"page-proposals.state.{proposed.state}")))
    if not _readable(request, proposed):
        raise WrongUse(Message("page-proposals.above"))
    return proposed


def _decide(request: PageRequest, proposed: Proposal, state: str) -> None:
    proposed.state, proposed.reviewer, proposed.reviewed = state, request.account, timezone.now()
    proposed.answer = request.form.get("answer", "").strip()[:500]
    proposed.save(update_fields=["state", "reviewer", "reviewed", "answer"])


def _readable(request: PageRequest, proposed: Proposal) -> bool:
    return may_read_proposal(request.account, request.scope, proposed)


def _changed(request: PageRequest, proposed: Proposal) -> tuple[Content, Content]:
    """Return the dossier that a proposal was made from, as the person sees it, before and after the proposal.

    Raises
    ------
    DossierError
        Where the proposal does not fit what the person sees.
    """
    begun = request.seen_at(proposed.base)
    edits = [Edit.of(plain) for plain in proposed.edits]
    offered = dataclasses.replace(begun, files={**begun.files, **_files(proposed)})
    day = proposed.made.date()
    return begun, apply(offered, edits, author=str(proposed.author or ""), day=day, known=known_from(offered, day), reason=proposed.reason)


def _files(proposed: Proposal) -> dict[str, bytes]:
    """Return the files that come with a proposal, by part."""
    data = {part.sha256: bytes(part.data) for part in Part.objects.filter(sha256__in=list(proposed.files.values()))}
    return {name: data[sha256] for name, sha256 in proposed.files.items()}


def _offered(request: PageRequest, proposed: Proposal) -> ProposalLine:
    return ProposalLine(
        id=proposed.pk,
        href=request.href("proposals.one", proposal=proposed.pk),
        what=summary_of_proposal(proposed),
        by=author_of_proposal(proposed),
        made=proposed.made,
        base=proposed.base,
        reason=reason_of_proposal(proposed) if _readable(request, proposed) else "",
        state=proposed.state,
        answer=proposed.answer if _readable(request, proposed) else "",
        reviewer=str(proposed.reviewer or ""),
        reviewed=proposed.reviewed,
    )


def _page(request: PageRequest, proposed: Proposal, conflicts: Sequence[Conflict] = ()) -> OneProposal:
    sections: list[DifferenceSection] = []
    problems: tuple[Problem, ...] = ()
    readable = _readable(request, proposed)
    if readable:
        try:
            key = (proposed.pk, proposed.made, request.revision.hash, request.scope.key)
            changes = _DIFFERENCES.get(key, lambda: difference(*_changed(request, proposed)))
            sections = sections_of(changes, [counted.part for counted in counts_of(changes)], _LISTED)
        except DossierError as error:
            problems = error.problems
    reviews = request.may("review") and readable and proposed.state == "waiting"
    values: Mapping[str, Any] = {"proposal": proposed.pk}
    return OneProposal(
        title=summary_of_proposal(proposed),
        proposal=_offered(request, proposed),
        sections=sections,
        readable=readable,
        problems=problems,
        head=request.dossier.head,
        reviews=reviews,
        conflicts=shown_conflicts(request, conflicts, proposed.base),
        files=[
            (name.rpartition("/")[2], f"{request.href('proposals.file', **values)}?{urlencode({'part': name})}") for name in proposed.files
        ]
        if readable
        else [],
        take=request.href("proposals.take", **values) if reviews and not problems else "",
        refuse=request.href("proposals.refuse", **values) if reviews else "",
    )
