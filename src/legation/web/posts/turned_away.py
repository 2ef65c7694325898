"""What a browser is told that is let in no more: that a round is closed, or that whoever came by it holds the post no longer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from legation.language import Message
from legation.web.posts.holders import mark_of
from legation.web.site import errors
from legation.web.stores.posts.models import PostHolder

__all__ = ["FORGET", "closed", "gone"]

FORGET = "Legation-Forget"
"""The header that names to a script whose reports the browser must not keep any longer."""


def gone(http: HttpRequest, message: Message, holder: PostHolder | None, *, as_json: bool) -> HttpResponse:
    """Return that nothing is here; where somebody held the post before, the browser drops what they wrote and did not send."""
    if holder is None:
        return errors.answer(http, 404, message, as_json=as_json)
    mark = mark_of(holder)
    if as_json:
        response = errors.answer(http, 404, message, as_json=True)
    else:
        response = render(http, "posts/gone.html", {"message": message, "mark": mark}, status=404)
    response[FORGET] = mark
    response["Cache-Control"] = "private, no-store"
    return response


def closed(http: HttpRequest, holder: PostHolder, *, as_json: bool) -> HttpResponse:
    """Return that a round is closed; from the page what waited in the browser is sent, to be kept apart."""
    if as_json or http.method == "POST":
        return errors.answer(http, 403, Message("page-posts.is-closed"), as_json=as_json)
    values = {"post": holder.post_id, "holder_mark": mark_of(holder), "keeps": False, "is_closed": True}
    response = render(http, "posts/closed.html", values, status=403)
    response["Cache-Control"] = "private, no-store"
    return response
