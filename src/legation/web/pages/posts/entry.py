"""The form in which the desk enters what a post reported on the telephone or by telegram."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone

from legation.language import Message, say
from legation.place_name import PlaceName
from legation.web.pages.posts.of_round import earlier_of, first_of, instructions_of, named, post_named, whole
from legation.web.pages.posts.report import FormLine, choices
from legation.web.posts import reports
from legation.web.posts.assigned import assigned, posts_of, round_of, version_row
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.site.values import parse_int

__all__ = ["PostEntry"]

TEMPLATE = "pages/round_entry.html"


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


@page("dossiers/<slug:slug>/rounds/<str:round>/posts/entry", name="rounds.entry", template=TEMPLATE, action="hold-posts")
def entry(request: PageRequest, round: str) -> PostEntry:  # noqa: A002 - the word of the address
    """Return the form in which the desk enters a report for a post: of the first post and target where the address names none."""
    return _entry(request, round, {"key": secrets.token_hex(16)}, {})


@action("dossiers/<slug:slug>/rounds/<str:round>/posts/enter", name="rounds.enter", action="hold-posts")
def enter(request: PageRequest, round: str) -> str | HttpResponse:  # noqa: A002 - the word of the address
    """Take a report that the desk enters for a post."""
    post, actor = post_named(request, round, request.form.get("post", "")), request.form.get("actor", "")
    given = assigned(whole(request), post.round, post.name, timezone.now())
    if given is None or actor not in given.targets or actor not in posts_of(request.view, post.round)[post.name]:
        raise Http404
    row = version_row(instructions_of(request, round), parse_int(request.form.get("version"), 0))
    made = reports.read_report(request.form, given, actor, instruction=row, earlier=earlier_of(request, post.name, actor))
    if made.errors:
        typed = {name: str(value) for name, value in request.form.items()}
        return show(request, _entry(request, round, typed, dict(made.errors)), TEMPLATE, 422)
    taken, _ = reports.take(post, made, by=request.account)
    said = "page-posts.entered" if taken.state == "taken" else "page-posts.entered-late"
    messages.success(request.http, say(Message(said, post=PlaceName(post.name)), request.lang))
    return request.href("rounds.posts", round=round)


def _entry(request: PageRequest, row: str, typed: dict[str, str], wrong: dict[str, Message]) -> PostEntry:
    first = first_of(request, row)
    seen = posts_of(request.view, first)
    query = request.form if request.http.method == "POST" else request.query
    post = query.get("post", "") or next(iter(seen), "")
    actor = query.get("actor", "") or next(iter(seen.get(post, ())), "")
    found = round_of(request.view, first)
    if found is None or actor not in seen.get(post, ()):
        raise Http404
    versions = [one.version or 1 for one in instructions_of(request, row)]
    return PostEntry(
        title=Message("page-posts.entry-title", post=PlaceName(post)),
        round=row,
        post=post,
        actor=actor,
        target=named(request, actor),
        lines=choices(typed, wrong),
        typed=typed,
        wrong=wrong,
        version=max(versions, default=0),
        may_replace=bool(earlier_of(request, post, actor)),
    )
