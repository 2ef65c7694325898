"""By what somebody holds a post: an account that was given it, or a link of 256 bits, of which the site keeps the hash alone."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from legation.dossier import Dossier as Content
from legation.dossier.records import MARKINGS, Round
from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
from legation.web.links.secret import HIGHEST, POSTS
from legation.web.posts.assigned import Assigned, as_seen, assigned, round_of, scope_of_post
from legation.web.rooms.browser import Browser
from legation.web.rooms.place import seat_mark
from legation.web.stores.posts.models import Post, PostHolder

__all__ = [
    "account_holders",
    "assigned_to",
    "closed_since",
    "give_account",
    "has_ended",
    "holders_of",
    "is_reached",
    "make_link",
    "mark_of",
    "marking_of",
    "persons_here",
    "post_for",
    "post_of_link",
    "posts_of_account",
    "revoke",
    "revoked_here",
    "revoked_link",
    "seen_by",
    "whole_of",
]


def post_for(dossier: Dossier, first: str, name: str) -> Post:
    """Return the post of a round as the site knows it, made where it is not there yet."""
    made: Post = Post.objects.get_or_create(
        dossier=dossier, round=first, name=name, defaults={"id": secrets.token_hex(8), "marking": HIGHEST}
    )[0]
    return made


def marking_of(post: Post) -> str:
    """Return the highest marking that whoever holds a post sees."""
    return MARKINGS[min(MARKINGS.index(post.marking), MARKINGS.index(HIGHEST))]


def make_link(post: Post, by: Account | None) -> str:
    """Return the secret of a new link to a post; it is kept nowhere."""
    secret = POSTS.new_secret()
    PostHolder.objects.create(post=post, token_hash=Browser(secret).digest, by=by)
    return secret


def give_account(post: Post, account: Account, by: Account | None) -> PostHolder:
    """Let an account hold a post; one from which it was taken away has it again."""
    holder, _ = PostHolder.objects.update_or_create(post=post, account=account, defaults={"revoked": None, "by": by})
    return holder


def revoke(post: Post, number: int) -> bool:
    """Take a link or an account away from a post; whether there was one."""
    return PostHolder.objects.filter(post=post, pk=number, revoked=None).update(revoked=timezone.now()) > 0


def post_of_link(secret: str) -> Post | None:
    """Return the post to which a link leads; None where it opens nothing, for whatever reason."""
    holder = _current(PostHolder.objects.filter(token_hash=Browser(secret).digest)).first() if secret else None
    return holder.post if holder is not None else None


def revoked_link(secret: str) -> PostHolder | None:
    """Return what a link led to that is revoked; None where it never led anywhere."""
    return PostHolder.objects.filter(token_hash=Browser(secret).digest).exclude(revoked=None).first() if secret else None


def holders_of(post: Post, person: Any) -> list[PostHolder]:
    """Return by what somebody holds a post: an account, or a browser that knows the secret of a link."""
    return list(_of_person(_current(PostHolder.objects.filter(post_id=post.pk)), person))


def _of_person(there: QuerySet[PostHolder], person: Any) -> QuerySet[PostHolder]:
    if isinstance(person, Browser):
        return there.filter(token_hash=person.digest) if person.secret else there.none()
    return there.filter(account=person) if person.is_authenticated and person.is_active else there.none()


def posts_of_account(account: Account) -> list[Post]:
    """Return the posts that an account holds, in rounds that go on."""
    there = _current(PostHolder.objects.filter(account=account)).order_by("-pk")
    return [one.post for one in there if not has_ended(one.post)]


def account_holders() -> QuerySet[PostHolder]:
    """Return by what accounts hold posts, of accounts that are open and want to be written to."""
    return _current(PostHolder.objects.filter(account__is_active=True, account__post_letters=True)).order_by("pk")


def _current(there: QuerySet[PostHolder]) -> QuerySet[PostHolder]:
    return there.filter(revoked=None).select_related("post", "post__dossier", "account")


def whole_of(post: Post) -> Content:
    """Return the whole dossier of a post at its newest revision: for what decides who sees what, never for a page."""
    return store.content(store.newest(post.dossier))


def assigned_to(post: Post) -> Assigned | None:
    """Return what a round gives to a post now, as far as the post sees it; None where that is nothing."""
    given = assigned(whole_of(post), post.round, post.name, timezone.now())
    return as_seen(given, seen_by(post, given)) if given is not None else None


def seen_by(post: Post, given: Assigned) -> Content:
    """Return what of the dossier whoever holds a post sees: its own rows, no higher than the marking of the post."""
    return store.seen(store.newest(post.dossier), scope_of_post(given, marking_of(post)))


def has_ended(post: Post, now: dt.datetime | None = None) -> bool:
    """Whether the round of a post is closed, or there no more: then nothing of it is shown."""
    found = _round(post)
    closed = found.closed if found is not None else None
    return found is None or post.dossier.closed or (closed is not None and closed.instant <= (now or timezone.now()))


def closed_since(post: Post, now: dt.datetime) -> dt.timedelta | None:
    """For how long the round of a post has been closed; None where it goes on, or is there no more."""
    found = _round(post)
    closed = found.closed if found is not None else None
    return now - closed.instant if closed is not None and closed.instant <= now else None


def _round(post: Post) -> Round | None:
    """Return the current row of the round of a post; None where there is none any more."""
    found = round_of(whole_of(post), post.round) if post.dossier.head else None
    return found[0] if found is not None else None


def persons_here(request: HttpRequest, post: Post) -> tuple[Any, ...]:
    """Return as whom a browser may come: the account that signed in there, and who knows the link; a program, to dossiers of its token."""
    link = POSTS.browser(request, post.pk)
    return (request.user, link) if is_reached(request, post) else (link,)


def revoked_here(request: HttpRequest, post: Post) -> PostHolder | None:
    """Return by what a browser held a post until it was revoked; None where it never did."""
    there = PostHolder.objects.filter(post_id=post.pk).exclude(revoked=None)
    return next((one for person in persons_here(request, post) for one in _of_person(there, person)), None)


def mark_of(holder: PostHolder) -> str:
    """Return the mark by which a browser knows whose reports wait in it; it names nobody."""
    return seat_mark(holder.post_id, str(holder.pk))


def is_reached(request: HttpRequest, post: Post) -> bool:
    """Whether a program may open a post of its person with its token; a person who comes without one may."""
    token = getattr(request, "token", None)
    return token is None or token.reaches(post.dossier_id)
