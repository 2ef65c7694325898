"""The desk pastes what a post sent by its house's own system: the reports are read, confirmed one by one, and entered for the post."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone

from legation.dossier import standing
from legation.dossier.records import Round
from legation.errors import WrongUse
from legation.language import Message, say
from legation.place_name import PlaceName
from legation.questions import Case
from legation.questions.actors.rounds.log import TextOfVersion, log_of
from legation.web.dossiers import store
from legation.web.pages.posts.of_round import earlier_of, first_of, named, post_named
from legation.web.pages.posts.pasted_lines import PastedLine, TextPart, lines_of, name_of, parts_of
from legation.web.posts.assigned import Assigned, assigned, posts_of, round_of
from legation.web.posts.pasted import PastedText, Sent, keys_of, read_pasted, sent_in, take_all, today_in
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.stores.posts.models import Post

__all__ = ["BesideLine", "RoundPaste"]

TEMPLATE = "pages/round_paste.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideLine:
    """Somebody whom the text names and the post does not speak to, and which posts of the round do."""

    name: Any
    posts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RoundPaste(Page):
    """A telegram to paste, or the reports that are read in one.

    Attributes
    ----------
    post : str
        The post for which it is read.
    posts : list of str
        Those of the round.
    text : str
        What was pasted; empty where nothing is read yet, and where it is refused.
    error : Spoken or None
        Why the text is refused.
    """

    round: str
    post: str
    posts: list[str]
    text: str = ""
    error: Any = None
    parts: list[TextPart] = field(default_factory=list)
    lines: list[PastedLine] = field(default_factory=list)
    besides: list[BesideLine] = field(default_factory=list)


@page("dossiers/<slug:slug>/rounds/<str:round>/posts/paste", name="rounds.paste", template=TEMPLATE, action="hold-posts")
def paste(request: PageRequest, round: str) -> RoundPaste:  # noqa: A002 - the word of the address
    """Return the form into which a telegram is pasted."""
    return _page(request, round, request.query.get("post", ""))


@action("dossiers/<slug:slug>/rounds/<str:round>/posts/paste/read", name="rounds.paste.read", action="hold-posts")
def read(request: PageRequest, round: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """Show what is read in a pasted telegram; nothing of it is kept."""
    desk = _Desk(request, round)
    try:
        return show(request, desk.confirming(desk.read(), ()), TEMPLATE)
    except WrongUse as error:
        return show(request, _page(request, round, desk.post.name, error=error.message), TEMPLATE, 422)


@action("dossiers/<slug:slug>/rounds/<str:round>/posts/paste/enter", name="rounds.paste.enter", action="hold-posts")
def enter(request: PageRequest, round: str) -> str | HttpResponse:  # noqa: A002 - the word of the address
    """Take the reports that were confirmed, all of them or none."""
    desk = _Desk(request, round)
    sent = sent_in(request.form, desk.given, desk.targets, desk.versions, desk.earlier)
    if any(one.wrong for one in sent):
        try:
            return show(request, desk.confirming(desk.read(), sent), TEMPLATE, 422)
        except WrongUse as error:
            return show(request, _page(request, round, desk.post.name, error=error.message), TEMPLATE, 422)
    taken = take_all(desk.post, sent, by=request.account)
    late = any(one.state == "late" for one, _ in taken)
    said = Message("page-pasted.entered-late" if late else "page-pasted.entered", count=len(taken), post=PlaceName(desk.post.name))
    if taken:
        messages.success(request.http, say(said, request.lang))
    else:
        messages.info(request.http, say(Message("page-pasted.nothing"), request.lang))
    return request.href("rounds.posts", round=round)


def _page(request: PageRequest, row: str, post: str, **more: Any) -> RoundPaste:
    first = first_of(request, row)
    there = [name for name, targets in posts_of(request.view, first).items() if targets]
    if not there:
        raise Http404
    return RoundPaste(title=Message("page-pasted.title"), round=row, post=post if post in there else there[0], posts=there, **more)


class _Desk:
    """A post for which the desk reads a telegram: its targets, as far as the person sees them."""

    def __init__(self, request: PageRequest, row: str) -> None:
        self.request, self.row = request, row
        self.post: Post = post_named(request, row, request.form.get("post", ""))
        given = assigned(store.content(request.revision), self.post.round, self.post.name, timezone.now())
        if given is None:
            raise Http404
        self.given: Assigned = given
        self.by_post: Mapping[str, tuple[str, ...]] = posts_of(request.view, self.post.round)
        known = {one.id for one in request.view.actors}
        seen = [one for one in self.by_post[self.post.name] if one in given.targets and one in known]
        self.targets: Mapping[str, Any] = {one: named(request, one) for one in seen}

    @functools.cached_property
    def versions(self) -> tuple[TextOfVersion, ...]:
        """The versions of the instruction that the person sees."""
        found = round_of(self.request.view, self.post.round)
        rows: list[Round] = [one for one in standing(self.request.view.rounds) if found is not None and one.id == found[0].id]
        case = Case(dossier=self.request.view, today=self.request.today)
        return log_of(case, rows[0], timezone.now()).versions if rows else ()

    def earlier(self, actor: str) -> tuple[str, ...]:
        """Return what the post reported of a target before."""
        return earlier_of(self.request, self.post.name, actor)

    def read(self) -> PastedText:
        """Return what was pasted, as it is read."""
        actors = self.request.view.actors
        us = str(self.request.view.info.parameters.get("us") or "")
        return read_pasted(
            self.request.form.get("text", ""),
            [one for one in actors if one.id in self.targets],
            others=actors,
            ours=[one for one in actors if one.id == us],
            known=actors,
            today=today_in(self.given),
        )

    def confirming(self, pasted: PastedText, sent: Iterable[Sent]) -> RoundPaste:
        """Return the page on which the reports are confirmed."""
        known = {one.id for one in self.request.view.actors}
        besides = [
            BesideLine(
                name=named(self.request, one) if one in known else name_of(one),
                posts=tuple(name for name, targets in self.by_post.items() if one in targets),
            )
            for one in pasted.besides
        ]
        return _page(
            self.request,
            self.row,
            self.post.name,
            text=pasted.text,
            parts=parts_of(pasted),
            lines=lines_of(pasted, keys_of(self.post, pasted), sent, self.targets, self.versions, self.earlier),
            besides=besides,
        )
