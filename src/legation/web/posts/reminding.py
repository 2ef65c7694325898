"""Accounts that hold a post are written to before a report is due: once for each deadline, and unless they said not to.

Whether something is due follows from the rows of the dossier, each time that it is asked; the site remembers only that a letter was
written. The letter holds a link and the deadline: no round, no post, no target, no marking. Whoever holds a post by a link has no address
here, and is written to by nobody.
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from legation import moment
from legation.language import Message, say
from legation.questions.strategy.dates import REMINDED
from legation.web.accounts.invitations import has_mail
from legation.web.accounts.letters import letter_language, write_letter
from legation.web.accounts.models import Account
from legation.web.posts.due import due_of
from legation.web.posts.holders import account_holders, has_ended
from legation.web.stores.posts.models import PostHolder, PostReminder

__all__ = ["remind_posts"]


def remind_posts(now: dt.datetime) -> int:
    """Write to those whose posts owe a report that is due within a day; return to how many."""
    if not has_mail():
        return 0
    owed: dict[Account, list[tuple[PostHolder, dt.datetime, str]]] = {}
    for holder in account_holders():
        due = due_of(holder.post, now) if not has_ended(holder.post, now) else None
        if holder.account is not None and due is not None and due.at is not None and due.open and due.at - REMINDED <= now <= due.at:
            owed.setdefault(holder.account, []).append((holder, due.at, due.zone))
    return sum(_write_to(account, theirs) for account, theirs in owed.items())


def _write_to(account: Account, owed: list[tuple[PostHolder, dt.datetime, str]]) -> bool:
    """Write to somebody of the deadlines, each with its zone, of which nobody, in no other process either, has written yet."""
    made = [(*PostReminder.objects.get_or_create(holder=holder, until=until), zone) for holder, until, zone in owed]
    fresh = sorted(((reminder, zone) for reminder, is_new, zone in made if is_new), key=lambda one: (one[0].until, one[0].pk))
    if not fresh:
        return False
    lang = letter_language(account)
    lines = "\n".join(
        say(Message("page-posts.letter-line", until=moment.shown(one.until, zone), link=_link(one.holder)), lang) for one, zone in fresh
    )
    text = Message("page-posts.letter-text", lines=lines, settings=f"{settings.ORIGIN}{reverse('profile')}")
    if write_letter(account, Message("page-posts.letter-subject"), text):
        return True
    PostReminder.objects.filter(pk__in=[one.pk for one, _ in fresh]).delete()
    return False


def _link(holder: PostHolder) -> str:
    """Return where the page of a post is opened, through the page on which its account signs in: without, nothing says that it is there."""
    return f"{settings.ORIGIN}{reverse('account_login')}?{urlencode({'next': reverse('post', args=[holder.post_id])})}"
