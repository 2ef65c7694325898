"""Statements of the desk: drafted by one, read by the lint, released by another who had no hand in it.

A statement is seen by those of the desk who are cleared for its tier. The lint reads it with the dossier as the person who asks sees it;
what it finds is shown, and what stands against a release needs a written reason. Only the version that was released can be taken along.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse

from legation.briefing.lint import Finding, blocking, lint
from legation.briefing.papers.statement import statement_draft
from legation.dossier import MARKINGS
from legation.dossier.models.statement import STATEMENT
from legation.errors import CannotWrite, LegationError
from legation.language import Message, say
from legation.web.site.as_of import known_case
from legation.web.site.cache import Cache
from legation.web.site.listing import paginate
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, file, page, show
from legation.web.site.values import parse_int
from legation.web.stores.statements import drafting
from legation.web.stores.statements.models import TIERS, Statement, Version

__all__ = ["OneStatement", "StatementsPage"]

LIST, ONE = "pages/statements.html", "pages/statement.html"
_PAGE = 50
_VERSIONS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """A statement in the list."""

    title: str
    href: str
    tier: Message
    state: Message
    released: bool
    made: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDraft:
    """A statement that an incident's claims give, for a tier: it fills the form."""

    name: str
    tier: Message
    href: str


@dataclass(frozen=True, kw_only=True)
class StatementsPage(Page):
    """The statements of a dossier, the newest first, and the form to begin one.

    Attributes
    ----------
    count : int
        Of all, on whatever page.
    drawn : list of Drawn
        What the form can be filled with.
    draft_tier : str
        The tier that is chosen in the form.
    """

    statements: list[StatementLine]
    count: int
    number: int
    pages: int
    previous: str
    next: str
    tiers: list[tuple[str, Message]]
    may_draft: bool
    drawn: list[ClaimDraft]
    draft_title: str = ""
    draft_text: str = ""
    draft_tier: str = ""
    error: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LintFinding:
    """Something that the lint found, with its passage."""

    rule: Message
    weight: str
    standing: Message
    message: Message
    allowed: Message
    remedy: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVersion:
    """A version: who wrote it, and who released it."""

    number: int
    title: str
    author: str
    made: dt.datetime
    released_by: str
    released: dt.datetime | None
    reason: str
    against: int


@dataclass(frozen=True, kw_only=True)
class OneStatement(Page):
    """A statement as it stands.

    Attributes
    ----------
    number : int
        Of the version that stands.
    standing : str
        Its text.
    heading, text : str
        What the form for another version holds.
    released : bool
        Whether that version may go out.
    blocks : int
        How many findings stand against a release.
    may_release : bool
        Whether the person may; not one who wrote a version of it.
    wrote : bool
        Whether the person wrote one.
    """

    statement: int
    number: int
    tier: Message
    marking: str
    standing: str
    heading: str
    text: str
    released: bool
    sha256: str
    findings: list[LintFinding]
    blocks: int
    may_draft: bool
    may_release: bool
    wrote: bool
    past: list[PastVersion]
    back: str
    error: Any = None


@page("dossiers/<slug:slug>/statements", name="statements", template=LIST, action="see-statements")
def statements(request: PageRequest) -> StatementsPage:
    """Return the statements that the person is cleared for; ``?incident=NAME&for=TIER`` fills the form from the claims on an incident."""
    incident, tier = request.query.get("incident", ""), request.query.get("for", "")
    if not (incident and tier in _tiers(request) and request.may("draft-statement")):
        return _list(request)
    try:
        draft = statement_draft(known_case(request), incident, tier)
    except LegationError as error:
        return _list(request, error=error.message)
    title, _, text = draft.text(request.lang).strip().partition("\n\n")
    return _list(request, draft_title=title[:200], draft_text=text, draft_tier=tier)


@action("dossiers/<slug:slug>/statements/add", name="statements.add", action="draft-statement")
def add(request: PageRequest) -> Any:
    """Begin a statement."""
    title, text, tier = (request.form.get(name, "") for name in ("title", "text", "tier"))
    if tier in TIERS and tier not in _tiers(request):
        raise Http404
    try:
        draft = drafting.add(request.account, request.dossier, tier, title, text)
    except LegationError as error:
        status = 409 if isinstance(error, CannotWrite) else 422
        return show(request, _list(request, draft_title=title, draft_text=text, draft_tier=tier, error=error.message), LIST, status=status)
    return request.href("statements.one", statement=draft.pk)


@page("dossiers/<slug:slug>/statements/<int:statement>", name="statements.one", template=ONE, action="see-statements")
def one(request: PageRequest, statement: int) -> OneStatement:
    """Return a statement with what the lint finds in it."""
    return _one(request, _statement_or_404(request, statement))


@action("dossiers/<slug:slug>/statements/<int:statement>/change", name="statements.change", action="draft-statement")
def change(request: PageRequest, statement: int) -> Any:
    """Write another version; a release of the one before does not cover it."""
    there = _statement_or_404(request, statement)
    title, text = request.form.get("title", ""), request.form.get("text", "")
    try:
        drafting.change(request.account, there, _number(request), title, text)
    except LegationError as error:
        status = 409 if isinstance(error, CannotWrite) else 422
        return show(request, _one(request, there, heading=title, text=text, error=error.message), ONE, status=status)
    messages.success(request.http, say(Message("page-statements.kept"), request.lang))
    return request.href("statements.one", statement=there.pk)


@action("dossiers/<slug:slug>/statements/<int:statement>/release", name="statements.release", action="release-statement")
def release(request: PageRequest, statement: int) -> Any:
    """Let the version that was read go out."""
    there = _statement_or_404(request, statement)
    version = drafting.newest(there)
    findings = _findings(request, version)
    try:
        drafting.release(request.account, version, _number(request), findings, request.form.get("reason", ""))
    except CannotWrite as error:
        return show(request, _one(request, there, error=error.message), ONE, status=409)
    messages.success(request.http, say(Message("page-statements.released-now"), request.lang))
    return request.href("statements.one", statement=there.pk)


@file("dossiers/<slug:slug>/statements/<int:statement>/text", name="statements.text", action="see-statements")
def text(request: PageRequest, statement: int) -> HttpResponse:
    """Return the released text, as plain text; one that is not released is not given out."""
    version = drafting.newest(_statement_or_404(request, statement))
    released = drafting.release_of(version)
    if released is None or released.sha256 != drafting.fingerprint(version):
        raise CannotWrite(Message("page-statements.not-released"))
    answer = HttpResponse(f"{drafting.whole_text(version)}\n", content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{request.dossier.slug}-statement-{statement}-{version.number}.txt"'
    return answer


def _tiers(request: PageRequest) -> list[str]:
    """Return the tiers that the person is cleared for."""
    return [tier for tier, least in TIERS.items() if MARKINGS.index(least) <= MARKINGS.index(request.scope.marking)]


def _statement_or_404(request: PageRequest, statement: int) -> Statement:
    """Return a statement that the person is cleared for; another one does not exist for them."""
    visible = drafting.seen(request.dossier, request.scope.marking).filter(pk=statement).first() if statement < 2**63 else None
    if visible is None:
        raise Http404
    return visible


def _number(request: PageRequest) -> int:
    return parse_int(request.form.get("version", "")) or 0


_LINTED: Cache[tuple[Finding, ...]] = Cache(64)


def _findings(request: PageRequest, version: Version) -> tuple[Finding, ...]:
    """Return what the lint finds in all that goes out; places are those of the title, an empty line and the text."""
    text, tier = drafting.whole_text(version), TIERS[version.statement.tier]
    return _LINTED.get((text, tier, request.revision.hash, request.scope.key), lambda: lint(text, dossier=request.view, release=tier))


def _list(request: PageRequest, **more: Any) -> StatementsPage:
    rows = []
    there = drafting.seen(request.dossier, request.scope.marking)
    shown, places = paginate(request, "statements", {}, list(there.values_list("pk", flat=True)), _PAGE)
    for statement in there.filter(pk__in=shown):
        version = drafting.newest(statement)
        released = drafting.release_of(version) is not None
        rows.append(
            StatementLine(
                title=version.title,
                href=request.href("statements.one", statement=statement.pk),
                tier=Message(f"page-statements.tier.{statement.tier}"),
                state=Message("page-statements.state.released" if released else "page-statements.state.draft"),
                released=released,
                made=version.made,
            )
        )
    tiers = [(tier, Message(f"page-statements.tier.{tier}")) for tier in _tiers(request)]
    may_draft = request.may("draft-statement")
    drawn = _claim_drafts(request) if may_draft else []
    return StatementsPage(
        title=Message("web.place.statements"), statements=rows, tiers=tiers, may_draft=may_draft, drawn=drawn, **places, **more
    )


def _claim_drafts(request: PageRequest) -> list[ClaimDraft]:
    """Return the claims on incidents that the person sees, for each tier that they are cleared for."""
    return [
        ClaimDraft(
            name=name,
            tier=Message(f"page-statements.tier.{tier}"),
            href=f"{request.href('statements')}?{urlencode({'incident': name, 'for': tier})}",
        )
        for name in sorted(STATEMENT.of(request.view.files))
        for tier in _tiers(request)
    ]


def _one(
    request: PageRequest, statement: Statement, *, heading: str | None = None, text: str | None = None, error: Any = None
) -> OneStatement:
    version = drafting.newest(statement)
    released = drafting.release_of(version)
    findings = _findings(request, version)
    wrote = drafting.wrote(request.account, statement)
    return OneStatement(
        title=version.title,
        statement=statement.pk,
        number=version.number,
        tier=Message(f"page-statements.tier.{statement.tier}"),
        marking=TIERS[statement.tier],
        standing=version.text,
        heading=version.title if heading is None else heading,
        text=version.text if text is None else text,
        released=released is not None,
        sha256=released.sha256 if released is not None else "",
        findings=[_against(one) for one in findings],
        blocks=len(blocking(findings)),
        may_draft=request.may("draft-statement"),
        may_release=request.may("release-statement") and not wrote and released is None,
        wrote=wrote,
        past=[_past(one) for one in statement.versions.select_related("author", "release", "release__by").order_by("-number")[:_VERSIONS]],
        back=request.href("statements"),
        error=error,
    )


def _against(finding: Finding) -> LintFinding:
    return LintFinding(
        rule=finding.title,
        weight=finding.weight,
        standing=finding.standing,
        message=finding.message,
        allowed=finding.allowed,
        remedy=finding.remedy,
    )


def _past(version: Version) -> PastVersion:
    released = drafting.release_of(version)
    return PastVersion(
        number=version.number,
        title=version.title,
        author=str(version.author or "—"),
        made=version.made,
        released_by=str(released.by or "—") if released is not None else "",
        released=released.made if released is not None else None,
        reason=released.reason if released is not None else "",
        against=len(released.findings) if released is not None else 0,
    )
