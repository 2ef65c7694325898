"""A link to a post: opening it shows what it leads to, and a button lets the browser know it; programs that open links change nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from legation.language import Message
from legation.web.pages.rooms.private_page import private_page
from legation.web.posts.holders import has_ended, keep_link, link_holder, revoked_link
from legation.web.posts.turned_away import gone
from legation.web.rooms.limits import WRONG_CODES, address_of
from legation.web.rooms.routes import later
from legation.web.site import errors

__all__ = ["urls"]


@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest, token: str) -> HttpResponse:
    """Show where a link leads; sent as a form, lead there."""
    holder = link_holder(token[:100])
    if holder is None:
        before = revoked_link(token[:100])
        wait = WRONG_CODES.take(address_of(request)) if before is None else 0.0
        return later(request, wait, as_json=False) if wait else gone(request, Message("page-posts.no-link"), before, as_json=False)
    if has_ended(holder.post):
        return errors.answer(request, 403, Message("page-posts.is-closed"), as_json=False)
    if request.method == "POST":
        response = HttpResponseRedirect(reverse("post", args=[holder.post_id]))
        keep_link(response, holder.post_id, token)
        return response
    return private_page(request, "posts/opening.html", {"name": holder.post.name, "token": token})


def urls() -> list[Any]:
    """Return the address of links."""
    return [path("posts/open/<str:token>", opening, name="post-open")]
