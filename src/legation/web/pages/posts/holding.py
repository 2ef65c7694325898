"""Who holds a post of a round: a link or an account is given, and taken away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse

from legation.briefing.markings.labels import label_of
from legation.errors import WrongUse
from legation.language import Message, say
from legation.place_name import PlaceName
from legation.web.accounts.models import Account
from legation.web.pages.posts.desk import TEMPLATE, posts_page
from legation.web.pages.posts.of_round import first_of, post_named, posts_shown, scope_covers
from legation.web.posts import holders
from legation.web.site.page import PageRequest
from legation.web.site.routing import action, show
from legation.web.site.values import parse_int
from legation.web.stores.posts.models import Post

__all__ = ["post_to_give"]


@action("dossiers/<slug:slug>/rounds/<str:round>/posts/link", name="rounds.posts.link", action="hold-posts")
def link(request: PageRequest, round: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """Make a link for a post and show it, once."""
    post = post_to_give(request, round, request.form.get("post", ""))
    secret = holders.make_link(post, request.account)
    address = request.http.build_absolute_uri(reverse("post-open", args=[secret]))
    return show(request, posts_page(request, round, link=address, made_for=post.name), TEMPLATE)


@action("dossiers/<slug:slug>/rounds/<str:round>/posts/give", name="rounds.posts.give", action="hold-posts")
def give(request: PageRequest, round: str) -> str:  # noqa: A002 - the word of the address
    """Let an account hold a post."""
    post = post_to_give(request, round, request.form.get("post", ""))
    account = Account.objects.filter(email__iexact=request.form.get("email", "").strip(), is_active=True).first()
    if account is None:
        raise WrongUse(Message("page-posts.no-account"))
    holders.give_account(post, account, request.account)
    messages.success(request.http, say(Message("page-posts.given", name=str(account), post=PlaceName(post.name)), request.lang))
    return request.href("rounds.posts", round=round)


@action("dossiers/<slug:slug>/rounds/<str:round>/posts/revoke", name="rounds.posts.revoke", action="hold-posts")
def revoke(request: PageRequest, round: str) -> str:  # noqa: A002 - the word of the address
    """Take a link or an account away from a post."""
    first, name = first_of(request, round), request.form.get("post", "")
    post = posts_shown(request, first).get(name)
    if post is None or not holders.revoke(post, parse_int(request.form.get("holder"), 0)):
        raise Http404
    messages.success(request.http, say(Message("page-posts.revoked"), request.lang))
    return request.href("rounds.posts", round=round)


def post_to_give(request: PageRequest, row: str, name: str) -> Post:
    """Return a post, for somebody else to hold: nobody gives what they do not see, nor after the closing.

    Raises
    ------
    Http404
        For a post without an assignment that the person sees.
    WrongUse
        After the closing, and where the post sees more than the person, or nothing.
    """
    post = post_named(request, row, name)
    if holders.has_ended(post):
        raise WrongUse(Message("page-posts.is-closed"))
    if not scope_covers(request, post):
        own = label_of(request.scope.marking).wording
        raise WrongUse(Message("page-posts.sees-more", marking=label_of(holders.marking_of(post)).wording, own=own))
    if holders.assigned_to(post) is None:
        raise WrongUse(Message("page-posts.sees-none", marking=label_of(holders.marking_of(post)).wording))
    return post
