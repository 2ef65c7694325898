"""Who may do what in a drill: its first account leads every post, so that two people can begin at once."""

from __future__ import annotations

from legation.web.accounts.models import Account
from legation.web.consular.house import HOUSE
from legation.web.consular.records.models import Assignment

__all__ = ["give_roles"]


def give_roles(email: str) -> None:
    """Let an account be head of every post, and of the crisis centre."""
    account = Account.objects.get(email=email)
    Assignment.objects.bulk_create(
        [*(Assignment(account=account, post=post.id, role="head") for post in HOUSE.posts), Assignment(account=account, role="crisis")],
        ignore_conflicts=True,
    )
