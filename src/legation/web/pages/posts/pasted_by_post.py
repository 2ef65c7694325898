"""A post pastes its telegram: the reports on its own targets are read, confirmed one by one, and sent as its form sends them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from legation.errors import WrongUse
from legation.web.access import AccessScope
from legation.web.dossiers import store
from legation.web.pages.posts.assignments import frame_of
from legation.web.pages.posts.pasted_lines import lines_of, name_of, parts_of
from legation.web.pages.posts.report import earlier_reports, note_report
from legation.web.pages.rooms.private_page import private_page
from legation.web.posts.assigned import Assigned
from legation.web.posts.holders import marking_of
from legation.web.posts.pasted import PastedText, Sent, keys_of, read_pasted, sent_in, take_all, today_in
from legation.web.posts.routes import PostRequest, post_route

__all__ = ["actors_beside"]


@post_route("paste", name="post-paste")
def paste(request: PostRequest) -> HttpResponse:
    """Show the form into which a telegram is pasted."""
    return private_page(request.http, "posts/paste.html", frame_of(request))


@post_route("paste/read", name="post-paste-read", method="POST")
def read(request: PostRequest) -> HttpResponse:
    """Show what is read in a pasted telegram; nothing of it is kept."""
    try:
        return _confirming(request, _read(request), ())
    except WrongUse as error:
        return private_page(request.http, "posts/paste.html", frame_of(request) | {"error": error.message}, status=422)


@post_route("paste/send", name="post-paste-send", action="report", method="POST")
def send(request: PostRequest) -> HttpResponse:
    """Take the reports that were confirmed, all of them or none; apart where the round is closed meanwhile."""
    given = _given(request)
    sent = sent_in(request.http.POST, given, _targets(request), request.versions, lambda actor: earlier_reports(request, actor))
    wrong = [message for one in sent for message in one.wrong.values()]
    if wrong and request.is_late:
        return private_page(request.http, "posts/late.html", {"errors": wrong}, status=422)
    if wrong:
        try:
            return _confirming(request, _read(request), sent, status=422)
        except WrongUse as error:
            return private_page(request.http, "posts/paste.html", frame_of(request) | {"error": error.message}, status=422)
    taken = take_all(request.post, sent, holder=request.holder)
    for one, is_new in taken:
        if is_new:
            note_report(request, one)
    if request.is_late or any(one.state == "late" for one, _ in taken):
        return private_page(request.http, "posts/late.html", {"errors": []})
    return HttpResponseRedirect(reverse("post-draft" if taken else "post", args=[request.post.pk]))


def actors_beside(request: PostRequest) -> tuple[Any, ...]:
    """Return the actors of the dossier up to the marking of the post, its targets among them.

    They tell apart whose answer a sentence gives; none of them is named on a page.
    """
    scope = AccessScope(marking_of(request.post), "partner", ("actors",))
    return store.seen(store.newest(request.post.dossier), scope).actors


def _given(request: PostRequest) -> Assigned:
    if request.given is None:
        raise Http404
    return request.given


def _targets(request: PostRequest) -> dict[str, Any]:
    """Return the targets of the post that it sees, by id, as they are called."""
    there = {one.id for one in request.case.dossier.actors}
    return {one: request.case.named(one) for one in _given(request).targets if one in there}


def _read(request: PostRequest) -> PastedText:
    targets = _targets(request)
    own = [one for one in request.case.dossier.actors if one.id in targets]
    beside = actors_beside(request)
    us = str(request.case.info.parameters.get("us") or "")
    ours = [one for one in beside if one.id == us]
    return read_pasted(request.http.POST.get("text", ""), own, beside, ours, own, today_in(_given(request)))


def _confirming(request: PostRequest, pasted: PastedText, sent: Iterable[Sent], status: int = 200) -> HttpResponse:
    values = frame_of(request) | {
        "text": pasted.text,
        "parts": parts_of(pasted),
        "besides": [name_of(one) for one in pasted.besides],
        "lines": lines_of(
            pasted,
            keys_of(request.post, pasted),
            sent,
            _targets(request),
            request.versions,
            lambda actor: earlier_reports(request, actor),
        ),
    }
    return private_page(request.http, "posts/paste.html", values, status=status)
