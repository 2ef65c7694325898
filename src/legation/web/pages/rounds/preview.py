"""What a post of a round sees, shown to the desk before anybody holds the post; and the sheet for a conversation with a capital."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.utils import timezone

from legation.briefing.markings.frame import at_least
from legation.briefing.markings.labels import label_of
from legation.language import Message
from legation.questions.actors.rounds.said import shown
from legation.web.links.secret import HIGHEST
from legation.web.pages.posts.assignments import InstructionShown, instruction_of, targets_of
from legation.web.pages.posts.of_round import scope_covers
from legation.web.pages.rounds.of_dossier import RoundHere, round_here
from legation.web.posts.assigned import posts_of
from legation.web.posts.holders import marking_of
from legation.web.posts.routes import PostRequest
from legation.web.runs.files import highest_marking
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, file, page
from legation.web.site.standalone import sandboxed
from legation.web.stores.posts.models import Post, PostHolder

__all__ = ["Preview"]

ADDRESS = "dossiers/<slug:slug>/rounds/<str:round>"


@dataclass(frozen=True, kw_only=True)
class Preview(Page):
    """What a post sees, and nothing with which it does anything.

    Attributes
    ----------
    highest : str
        The highest marking of what it sees.
    targets : list of (name, last report or None, sheet)
    others : list of (str, str, bool)
        The posts of the round, each with its own preview and whether it is this one.
    why_not : Message or None
        Why it sees nothing.
    """

    round: str
    post: str
    highest: Any
    instruction: InstructionShown | None
    targets: list[tuple[Any, Any, str]]
    others: list[tuple[str, str, bool]]
    why_not: Message | None = None


@page(f"{ADDRESS}/preview", name="rounds.preview", template="pages/round_preview.html", action="hold-posts")
def preview(request: PageRequest, round: str) -> Preview:  # noqa: A002 - the word of the address
    """Return what the post ``?post=`` sees, the first of the round where the address names none."""
    here = round_here(request, round)
    posts = posts_of(request.view, here.first)
    name = request.query.get("post", "") or next(iter(posts), "")
    if name and name not in posts:
        raise Http404
    seen, why_not = _seen_by(request, here, name) if name else (None, Message("page-rounds.no-posts"))
    address, sheet = request.href("rounds.preview", round=round), {"post": name}
    return Preview(
        title=Message("page-rounds.preview-of", post=name) if name else Message("page-rounds.preview"),
        round=round,
        post=name,
        highest=label_of(marking_of(seen.post) if seen else HIGHEST).wording,
        instruction=instruction_of(seen) if seen else None,
        targets=[
            (one.name, one.said, f"{request.href('rounds.script', round=round, actor=one.id)}?{urlencode(sheet)}")
            for one in (targets_of(seen) if seen else ())
        ],
        others=[(one, f"{address}?{urlencode({'post': one})}", one == name) for one in posts],
        why_not=why_not,
    )


def _seen_by(request: PageRequest, here: RoundHere, name: str) -> tuple[PostRequest | None, Message | None]:
    """Return a request as whoever holds a post makes it, or why there is none.

    A preview makes no post, and shows no more than its reader sees.
    """
    there = Post.objects.filter(dossier=request.dossier, round=here.first, name=name).first()
    post = there or Post(id=secrets.token_hex(8), dossier=request.dossier, round=here.first, name=name, marking=HIGHEST)
    if not scope_covers(request, post):
        own = label_of(request.scope.marking).wording
        return None, Message("page-posts.sees-more", marking=label_of(marking_of(post)).wording, own=own)
    made = PostRequest(request.http, post, PostHolder(post=post), here.is_closed, request.lang)
    if here.is_closed:
        return None, Message("page-posts.is-closed")
    if here.row.opened is not None and here.row.opened.instant > timezone.now():
        return None, Message("page-rounds.opens-later", at=shown(here.row, here.row.opened.instant))
    if made.given is None:
        return None, Message("page-posts.sees-none", marking=label_of(marking_of(post)).wording)
    return made, None


@file(f"{ADDRESS}/script/<str:actor>", name="rounds.script", action="see-posts")
def script(request: PageRequest, round: str, actor: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """Return the sheet for a conversation with a capital of the round: of what the person sees, or of what the post ``?post=`` sees."""
    from legation.briefing.html import render
    from legation.briefing.papers.demarche import demarche

    here, name = round_here(request, round), request.query.get("post", "")
    if actor not in {one.actor for one in here.log.approaches} or all(row.id != actor for row in request.view.actors):
        raise Http404
    case = here.case
    if name:
        seen, _ = (
            _seen_by(request, here, name) if request.may("hold-posts") and name in posts_of(request.view, here.first) else (None, None)
        )
        if seen is None or seen.given is None or actor not in seen.given.targets:
            raise Http404
        case = seen.case
    paper = at_least(demarche(case, actor, request.lang, rollcall=here.row.rollcall), highest_marking(case.dossier), case.info.pap)
    return sandboxed(HttpResponse(render(paper), content_type="text/html; charset=utf-8"))
