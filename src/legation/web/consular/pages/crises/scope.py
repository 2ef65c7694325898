"""Which crisis an address names, and whose people its reader sees."""

from __future__ import annotations

from django.http import Http404

from legation.web.consular.house import HOUSE
from legation.web.consular.records.models import Crisis
from legation.web.consular.routing import DeskRequest

__all__ = ["crisis_of", "lead_crisis_of", "posts_in"]


def crisis_of(request: DeskRequest, crisis: str) -> Crisis:
    """Return a crisis that concerns the post of the address.

    Raises
    ------
    Http404
        Where there is none, or it does not concern that post.
    """
    found = Crisis.objects.filter(pk=crisis).first()
    if found is None or request.post is None or request.post.id not in {found.post, *found.posts}:
        raise Http404
    return found


def lead_crisis_of(request: DeskRequest, crisis: str) -> Crisis:
    """Return a crisis of which the post of the address is the one that leads it.

    Raises
    ------
    Http404
        Where there is none, or another post leads it.
    """
    found = crisis_of(request, crisis)
    if request.post is None or found.post != request.post.id:
        raise Http404
    return found


def posts_in(request: DeskRequest, crisis: Crisis, action: str = "see-crises") -> list[str]:
    """Return the posts of a crisis at which the reader may do something, in the order of the house."""
    return [post.id for post in HOUSE.posts if post.id in crisis.posts and request.may(action, post.id)]
