"""What the desk does for the posts of a round: links and accounts, what was read and sent, reports in a post's place, and late ones."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from legation.briefing.markings.labels import label_of
from legation.dossier import Instruction, Wording, standing
from legation.dossier.records import MARKINGS
from legation.dossier.tables.labels import choice_word
from legation.errors import WrongUse
from legation.language import Message, say
from legation.questions import Case
from legation.questions.strategy.dates import origins
from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.pages.posts.report import FormLine, choices
from legation.web.posts import holders, reports
from legation.web.posts.assigned import assigned, posts_of, round_of, version_row
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, file, page, show
from legation.web.site.standalone import sandboxed
from legation.web.site.values import LARGEST_INT, parse_int
from legation.web.stores.posts.models import Post, PostHolder, PostReading, PostReport

__all__ = ["HolderLine", "LateLine", "PostEntry", "PostLine", "RoundPosts"]

TEMPLATE, ENTRY = "pages/round_posts.html", "pages/round_entry.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderLine:
    """By what somebody holds a post: the name of an account, or empty for a link."""

    number: int
    account: str
    made: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLine:
    """A post of the round.

    Attributes
    ----------
    name : str
    targets : list of (Named, str)
        Whom it speaks to, each with where a report is entered for the post.
    read : int
        The latest version that it marked as read; 0: none.
    sent, entered : int
        Reports that it sent itself, and that the desk entered for it.
    files : list of (str, str)
        The names of the documents that came with them, each with its address.
    """

    name: str
    targets: list[tuple[Any, str]]
    read: int
    sent: int
    entered: int
    files: list[tuple[str, str]]
    holders: list[HolderLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLine:
    """A report that was sent after the closing."""

    number: int
    post: str
    actor: Any
    said: Any
    words: str


@dataclass(frozen=True, kw_only=True)
class RoundPosts(Page):
    """The posts of a round; ``link`` only right after one was made for the post ``made_for``: it is shown once."""

    round: str
    version: int
    is_closed: bool
    posts: list[PostLine]
    late: list[LateLine]
    may_hold: bool
    link: str = ""
    made_for: str = ""


@dataclass(frozen=True, kw_only=True)
class PostEntry(Page):
    """The form in which the desk enters what a post reported."""

    round: str
    post: str
    actor: str
    target: Any
    lines: list[FormLine]
    typed: dict[str, str]
    wrong: dict[str, Message]
    version: int
    may_replace: bool


@page("dossiers/<slug:slug>/rounds/<str:round>/posts", name="rounds.posts", template=TEMPLATE, action="see-posts")
def posts(request: PageRequest, round: str) -> RoundPosts:  # noqa: A002 - the word of the address
    """Return the posts of a round."""
    return _posts(request, round)


@action("dossiers/<slug:slug>/rounds/<str:round>/posts/link", name="rounds.posts.link", action="hold-posts")
def link(request: PageRequest, round: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """Make a link for a post and show it, once."""
    post = _to_be_given(request, round)
    secret = holders.make_link(post, request.account)
    address = request.http.build_absolute_uri(reverse("post-open", args=[secret]))
    return show(request, _posts(request, round, link=address, made_for=post.name), TEMPLATE)


@action("dossiers/<slug:slug>/rounds/<str:round>/posts/give", name="rounds.posts.give", action="hold-posts")
def give(request: PageRequest, round: str) -> str:  # noqa: A002 - the word of the address
    """Let an account hold a post."""
    post = _to_be_given(request, round)
    account = Account.objects.filter(email__iexact=request.form.get("email", "").strip(), is_active=True).first()
    if account is None:
        raise WrongUse(Message("page-posts.no-account"))
    holders.give_account(post, account, request.account)
    messages.success(request.http, say(Message("page-posts.given", name=str(account), post=post.name), request.lang))
    return request.href("rounds.posts", round=round)


@action("dossiers/<slug:slug>/rounds/<str:round>/posts/revoke", name="rounds.posts.revoke", action="hold-posts")
def revoke(request: PageRequest, round: str) -> str:  # noqa: A002 - the word of the address
    """Take a link or an account away from a post."""
    first, name = _first(request, round), request.form.get("post", "")
    post = _posts_shown(request, first).get(name)
    if post is None or not holders.revoke(post, parse_int(request.form.get("holder"), 0)):
        raise Http404
    messages.success(request.http, say(Message("page-posts.revoked"), request.lang))
    return request.href("rounds.posts", round=round)


@action("dossiers/<slug:slug>/rounds/<str:round>/posts/late", name="rounds.posts.late", action="hold-posts")
def late(request: PageRequest, round: str) -> str:  # noqa: A002 - the word of the address
    """Admit a report that was sent after the closing, or leave it out."""
    first = _first(request, round)
    number = parse_int(request.form.get("report"), 0)
    found = PostReport.objects.filter(pk=number, post__dossier=request.dossier, post__round=first, state="late").first()
    if found is None or not found.cells:
        raise Http404
    if request.form.get("do") == "admit":
        reports.admit(found, request.account)
        messages.success(request.http, say(Message("page-posts.admitted"), request.lang))
    else:
        reports.drop(found)
        messages.success(request.http, say(Message("page-posts.dropped"), request.lang))
    return request.href("rounds.posts", round=round)


@page("dossiers/<slug:slug>/rounds/<str:round>/posts/entry", name="rounds.entry", template=ENTRY, action="hold-posts")
def entry(request: PageRequest, round: str) -> PostEntry:  # noqa: A002 - the word of the address
    """Return the form in which the desk enters a report for a post: of the first post and target where the address names none."""
    return _entry(request, round, {"key": secrets.token_hex(16)}, {})


@action("dossiers/<slug:slug>/rounds/<str:round>/posts/enter", name="rounds.enter", action="hold-posts")
def enter(request: PageRequest, round: str) -> str | HttpResponse:  # noqa: A002 - the word of the address
    """Take a report that the desk enters for a post."""
    post, actor = _post(request, round), request.form.get("actor", "")
    given = assigned(_whole(request), post.round, post.name, timezone.now())
    if given is None or actor not in given.targets or actor not in posts_of(request.view, post.round)[post.name]:
        raise Http404
    row = version_row(_of_round(request, round), parse_int(request.form.get("version"), 0))
    made = reports.read_report(request.form, given, actor, instruction=row, earlier=_earlier(request, post.name, actor))
    if made.errors:
        typed = {name: str(value) for name, value in request.form.items()}
        return show(request, _entry(request, round, typed, dict(made.errors)), ENTRY, 422)
    taken, _ = reports.take(post, made, by=request.account)
    said = Message("page-posts.entered", post=post.name) if taken.state == "taken" else Message("page-posts.entered-late", post=post.name)
    messages.success(request.http, say(said, request.lang))
    return request.href("rounds.posts", round=round)


@file("dossiers/<slug:slug>/rounds/<str:round>/posts/file/<int:number>", name="rounds.file", action="see-posts")
def document(request: PageRequest, round: str, number: int) -> HttpResponse:  # noqa: A002 - the word of the address
    """Return the document that came with a report whose row the person sees."""
    found = _with_files(request, _first(request, round)).filter(pk=min(number, LARGEST_INT)).first()
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.file), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.file_name) or "attachment"
    return sandboxed(response)


def _with_files(request: PageRequest, first: str) -> QuerySet[PostReport]:
    """Return the reports of a round that came with a document and whose rows the person sees."""
    rows = [row.id for row in request.view.engagements]
    sent = PostReport.objects.filter(post__dossier=request.dossier, post__round=first, state="taken", engagement__in=rows)
    return sent.exclude(file_name="").order_by("pk")


def _of_round(request: PageRequest, row: str) -> list[Instruction]:
    """Return the rows of the instruction of a round that the person sees."""
    found = round_of(request.view, _first(request, row))
    return [one for one in request.view.instructions if found is not None and one.round in found[1]]


def _whole(request: PageRequest) -> Any:
    return store.content(request.revision)


def _first(request: PageRequest, row: str) -> str:
    """Return the first row of a round that the person sees."""
    first = origins(request.view, "rounds").get(row)
    if first is None:
        raise Http404
    return first


def _post(request: PageRequest, row: str) -> Post:
    """Return the post that a form names, of a round and with an assignment that the person sees."""
    name = request.form.get("post", "")
    first = _first(request, row)
    if name not in posts_of(request.view, first):
        raise Http404
    return holders.post_for(request.dossier, first, name)


def _posts_shown(request: PageRequest, first: str) -> dict[str, Post]:
    """Return the posts of a round that the site knows and the person sees, by name: those with an assignment that they see, and held ones.

    A post from which its assignments were taken back is held as long as nobody has revoked it. It is named to whoever sees as much as it.
    """
    there = Post.objects.filter(dossier=request.dossier, round=first).order_by("name").prefetch_related("holders__account")
    seen, may = posts_of(request.view, first), request.may("hold-posts")
    return {post.name: post for post in there if post.name in seen or (may and _scope_covers(request, post) and _effective(post))}


def _effective(post: Post) -> list[PostHolder]:
    return [one for one in post.holders.all() if one.revoked is None]


def _scope_covers(request: PageRequest, post: Post) -> bool:
    """Whether the person sees as much of the dossier as whoever holds a post."""
    return MARKINGS.index(request.scope.marking) >= MARKINGS.index(post.marking)


def _to_be_given(request: PageRequest, row: str) -> Post:
    """Return the post that a form names, for somebody else to hold: nobody gives what they do not see, nor after the closing."""
    post = _post(request, row)
    if holders.has_ended(post):
        raise WrongUse(Message("page-posts.is-closed"))
    if not _scope_covers(request, post):
        own = label_of(request.scope.marking).wording
        raise WrongUse(Message("page-posts.sees-more", marking=label_of(post.marking).wording, own=own))
    if holders.assigned_to(post) is None:
        raise WrongUse(Message("page-posts.sees-none", marking=label_of(post.marking).wording))
    return post


def _earlier(request: PageRequest, post: str, actor: str) -> tuple[str, ...]:
    """Return what a post reported of an actor before."""
    own = (row for row in standing(request.view.engagements) if row.actor == actor and row.by == Wording(post))
    return tuple(row.id for row in own if row.reached is not False)


def _said(cells: Mapping[str, str]) -> Any:
    """Return in one word what a report says that is kept apart."""
    return (
        Message("page-posts.not-reached") if cells.get("reached") == "no" else choice_word("engagements", "answer", cells.get("answer", ""))
    )


def _posts(request: PageRequest, row: str, **made: str) -> RoundPosts:
    first = _first(request, row)
    found = round_of(request.view, first)
    if found is None:
        raise Http404
    current = found[0]
    there = _posts_shown(request, first)
    seen = posts_of(request.view, first)
    versions = [one.version or 1 for one in _of_round(request, row)]
    may = request.may("hold-posts")
    return RoundPosts(
        title=current.title or Message("page-posts.title"),
        round=row,
        version=max(versions, default=0),
        is_closed=current.closed is not None and current.closed.instant <= timezone.now(),
        posts=[
            _line(request, row, name, actors, there.get(name))
            for name, actors in (seen | {one: () for one in there if one not in seen}).items()
        ],
        late=_late(request, first, set(seen)) if may else [],
        may_hold=may,
        **made,
    )


def _line(request: PageRequest, row: str, name: str, actors: tuple[str, ...], post: Post | None) -> PostLine:
    sent = PostReport.objects.filter(post=post, state="taken") if post is not None else PostReport.objects.none()
    read = PostReading.objects.filter(post=post).order_by("-version").values_list("version", flat=True).first() if post is not None else 0
    own = _effective(post) if post is not None else []
    known = {one.id for one in request.view.actors}
    files = _with_files(request, post.round).filter(post=post).defer("file") if post is not None else ()
    return PostLine(
        name=name,
        targets=[(_named(request, one), _entry_href(request, row, name, one)) for one in actors if one in known],
        read=read or 0,
        sent=sent.filter(by=None).count(),
        entered=sent.exclude(by=None).count(),
        files=[(one.file_name, request.href("rounds.file", round=row, number=one.pk)) for one in files],
        holders=[HolderLine(number=one.pk, account=str(one.account) if one.account else "", made=one.made) for one in own],
    )


def _named(request: PageRequest, actor: str) -> Any:
    return Case(dossier=request.view, today=request.today).named(actor)


def _entry_href(request: PageRequest, row: str, post: str, actor: str) -> str:
    return f"{request.href('rounds.entry', round=row)}?{urlencode({'post': post, 'actor': actor})}"


def _late(request: PageRequest, first: str, names: set[str]) -> list[LateLine]:
    rows = PostReport.objects.filter(post__dossier=request.dossier, post__round=first, state="late").select_related("post").order_by("at")
    return [
        LateLine(
            number=one.pk, post=one.post.name, actor=_named(request, one.actor), said=_said(one.cells), words=one.cells.get("words", "")
        )
        for one in rows
        if one.cells and one.post.name in names
    ]


def _entry(request: PageRequest, row: str, typed: dict[str, str], wrong: dict[str, Message]) -> PostEntry:
    first = _first(request, row)
    seen = posts_of(request.view, first)
    query = request.form if request.http.method == "POST" else request.query
    post = query.get("post", "") or next(iter(seen), "")
    actor = query.get("actor", "") or next(iter(seen.get(post, ())), "")
    found = round_of(request.view, first)
    if found is None or actor not in seen.get(post, ()):
        raise Http404
    versions = [one.version or 1 for one in _of_round(request, row)]
    return PostEntry(
        title=Message("page-posts.entry-title", post=post),
        round=row,
        post=post,
        actor=actor,
        target=_named(request, actor),
        lines=choices(typed, wrong),
        typed=typed,
        wrong=wrong,
        version=max(versions, default=0),
        may_replace=bool(_earlier(request, post, actor)),
    )
