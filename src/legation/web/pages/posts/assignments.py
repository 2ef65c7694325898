"""The page of a post: its instruction, its targets and what it reported of each; the same as JSON; and what is asked every few seconds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from legation import moment
from legation.briefing.markings.frame import at_least
from legation.briefing.markings.labels import label_of
from legation.dossier import Wording, standing
from legation.dossier.records import MARKINGS
from legation.dossier.tables.labels import choice_word
from legation.language import Message, say
from legation.questions.actors.rounds.log import reply_until
from legation.web.dossiers import store
from legation.web.links.secret import HIGHEST, POSTS
from legation.web.pages.rooms.private_page import private_page
from legation.web.posts.holders import marking_of, whole_of
from legation.web.posts.reports import mark_read, marking_of_report
from legation.web.posts.routes import PostRequest, post_route
from legation.web.runs.files import highest_marking
from legation.web.site.cache import Cache
from legation.web.site.standalone import sandboxed
from legation.web.site.values import parse_int, to_json
from legation.web.stores.posts.models import PostReading, PostReport

__all__ = ["InstructionShown", "TargetShown", "frame_of", "instruction_of", "targets_of"]


_OF_REPORTS = ("engagements.csv", "assignments.csv")
_VERSIONS: Cache[int] = Cache(1024)
"""The newest version of an instruction that a post sees, by all that it depends on: pages that are open ask for it again and again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionShown:
    """The instruction as a post reads it.

    Attributes
    ----------
    version : int
    change : str
    at, reply_by : Message or None
    parts : list of (Message, str)
        What is to be asked, said, accepted and avoided, each with its heading; what is not written is not there.
    is_read : bool
        Whether the post marked the version as read.
    """

    version: int
    change: str
    at: Message | None
    reply_by: Message | None
    parts: list[tuple[Message, str]]
    is_read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetShown:
    """An actor to speak to, and what the post reported last."""

    id: str
    name: Any
    href: str
    said: Any = None
    is_late: bool = False


def instruction_of(request: PostRequest) -> InstructionShown | None:
    """Return the instruction as it stands, as far as the post sees it; None where none was given yet."""
    if not request.versions:
        return None
    newest = request.versions[-1]
    zone = request.given.round.zone or "UTC" if request.given else "UTC"
    shown: list[tuple[Message, str]] = []
    for name in ("ask", "points", "fallback", "avoid"):
        words = getattr(newest, name)
        if words:
            shown.append((Message(f"page-posts.part-{name}"), words.in_language(request.lang)))
    return InstructionShown(
        version=newest.number,
        change=newest.change,
        at=_shown(newest.at if newest.at.year > 1 else None, zone),
        reply_by=_shown(reply_until(request.given.round, newest) if request.given else None, zone),
        parts=shown,
        is_read=PostReading.objects.filter(post=request.post, version=newest.number).exists(),
    )


def _shown(at: dt.datetime | None, zone: str) -> Message | None:
    return moment.shown(at, zone) if at is not None else None


def targets_of(request: PostRequest) -> list[TargetShown]:
    """Return the targets of a post in the order of its assignments, each with the last that it reported."""
    reported = {row.actor: row for row in sorted(standing(request.case.dossier.engagements), key=lambda row: str(row.at or ""))}
    late = set(PostReport.objects.filter(post=request.post, state="late").values_list("actor", flat=True))
    there = {row.id for row in request.case.dossier.actors}
    given = request.given.targets if request.given else ()
    return [
        TargetShown(
            id=actor,
            name=request.case.named(actor),
            href=reverse("post-target", args=[request.post.pk, actor]),
            said=_said(reported[actor]) if actor in reported else None,
            is_late=actor in late,
        )
        for actor in given
        if actor in there
    ]


def _said(row: Any) -> Any:
    """Return what was reported, in one word: the answer, or that nobody was reached."""
    return Message("page-posts.not-reached") if row.reached is False else choice_word("engagements", "answer", row.answer or "none")


def frame_of(request: PostRequest, actor: str = "") -> dict[str, Any]:
    """Return what every page of a post shows: whose, of which round, how it is marked, and whether a telephone may keep what is typed.

    It keeps no report that is going to be marked higher than what leaves by a link, whatever the page itself shows.
    """
    marking = highest_marking(request.case.dossier)
    named = request.given.round.title if request.given else Wording()
    report = marking_of_report(whole_of(request.post), request.given, actor) if request.given else marking
    return {
        "post": request.post.pk,
        "holder_mark": request.mark,
        "name": request.post.name,
        "round": named.in_language(request.lang),
        "marking": say(label_of(marking).wording, request.lang),
        "keeps": max(map(MARKINGS.index, (marking, report))) <= MARKINGS.index(HIGHEST),
        "instruction": instruction_of(request),
    }


@post_route("", name="post")
def assignments(request: PostRequest) -> HttpResponse:
    """Show the instruction and the targets."""
    return private_page(request.http, "posts/assignments.html", frame_of(request) | {"targets": targets_of(request)})


@post_route("assignments.json", name="post-json", as_json=True)
def as_json(request: PostRequest) -> HttpResponse:
    """Return the same for programs."""
    page = frame_of(request) | {"targets": targets_of(request)}
    return JsonResponse({"ok": True, **to_json(page, request.lang)}, json_dumps_params={"ensure_ascii": False})


@post_route("now", name="post-now", as_json=True)
def now(request: PostRequest) -> HttpResponse:
    """Return which version of the instruction stands: a page that is open asks for it every few seconds."""
    return JsonResponse({"ok": True, "version": _newest_version(request)})


def _newest_version(request: PostRequest) -> int:
    """Return the number of the newest version that the post sees; 0 where there is none.

    It depends on no report and on no reading, which make a new revision each: what else the dossier holds, and which rows hold by now.
    """
    given = request.given
    rows = frozenset(row for table, row in given.rows if table == "instructions") if given is not None else frozenset()
    parts = frozenset((part, digest) for part, digest in store.newest(request.post.dossier).parts.items() if part not in _OF_REPORTS)

    def newest() -> int:
        return max((one.number for one in request.versions), default=0)

    return _VERSIONS.get((request.post.dossier_id, request.post.round, marking_of(request.post), rows, parts), newest)


@post_route("read", name="post-read", action="mark-read", method="POST")
def read(request: PostRequest) -> HttpResponse:
    """Mark the version as read that the page showed."""
    mark_read(request.post, parse_int(request.http.POST.get("version"), 0, most=999), request.holder)
    return HttpResponseRedirect(reverse("post", args=[request.post.pk]))


@post_route("script/<str:actor>", name="post-script")
def script(request: PostRequest, actor: str) -> HttpResponse:
    """Return the sheet for a conversation with a target, made of what the post sees alone."""
    from legation.briefing.html import render
    from legation.briefing.papers.demarche import demarche

    if request.given is None or actor not in request.given.targets:
        raise Http404
    paper = demarche(request.case, actor, request.lang, rollcall=request.given.round.rollcall)
    made = at_least(paper, highest_marking(request.case.dossier), request.case.info.pap)
    return sandboxed(HttpResponse(render(made), content_type="text/html; charset=utf-8"))


@post_route("leave", name="post-leave", action="leave-post", method="POST")
def leave(request: PostRequest) -> HttpResponse:
    """Let the browser forget the link."""
    response = private_page(request.http, "posts/left.html", {"name": request.post.name})
    POSTS.forget(response, request.post.pk)
    return response
