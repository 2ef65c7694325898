"""Links to several posts of a round at once, as a printed list with QR codes: for where the site sends no mail."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from legation.errors import WrongUse
from legation.language import Message
from legation.web.pages.posts.holding import post_to_give
from legation.web.pages.posts.of_round import round_title
from legation.web.posts import holders
from legation.web.posts.due import due_of
from legation.web.site.page import PageRequest
from legation.web.site.routing import action
from legation.web.site.slips import PrintedLink, print_links
from legation.web.stores.posts.models import Post

__all__ = ["print_posts"]


@action("dossiers/<slug:slug>/rounds/<str:round>/posts/print", name="rounds.posts.print", action="hold-posts")
def print_posts(request: PageRequest, round: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """Make a link for each post that is chosen and print it, once; where one may not be given away, or the paper fails, none is made."""
    names = list(dict.fromkeys(request.form.getlist("post")))
    if not names:
        raise WrongUse(Message("page-posts.none-chosen"))
    with transaction.atomic():
        posts = [post_to_give(request, round, name) for name in names]
        return print_links(request, round_title(request, round), [_link(request, post) for post in posts])


def _link(request: PageRequest, post: Post) -> PrintedLink:
    due = due_of(post, timezone.now())
    until = (Message("page-posts.slip-until", at=due.shown),) if due is not None and due.shown else ()
    address = request.http.build_absolute_uri(reverse("post-open", args=[holders.make_link(post, request.account)]))
    return PrintedLink(name=post.name, lines=(*until, Message("page-posts.slip-help")), address=address)
