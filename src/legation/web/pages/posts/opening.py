"""A link to a post: opening it says which post it leads to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from legation.language import Message
from legation.web.links.secret import POSTS
from legation.web.pages.link_opening import opening
from legation.web.posts.holders import has_ended, post_of_link, revoked_link
from legation.web.posts.turned_away import gone
from legation.web.stores.posts.models import Post

__all__ = ["ADDRESS"]


def _gone(request: HttpRequest, secret: str) -> HttpResponse | None:
    before = revoked_link(secret)
    return gone(request, Message("page-posts.no-link"), before, as_json=False) if before is not None else None


def _shown(post: Post) -> dict[str, Any] | Message:
    return Message("page-posts.is-closed") if has_ended(post) else {"name": post.name}


ADDRESS = opening(
    POSTS,
    thing_of=post_of_link,
    shown=_shown,
    template="posts/opening.html",
    none=Message("page-posts.no-link"),
    gone=_gone,
)
