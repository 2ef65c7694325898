"""What dossiers have to do with accounts that are made: grants wait for them, and a guest knows those who share a dossier with them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from legation.web.accounts.models import Account
from legation.web.accounts.signals import account_made, who_is_known
from legation.web.dossiers.models import Grant
from legation.web.dossiers.waiting_grants import redeem

__all__ = ["listen"]


def listen() -> None:
    """Connect the signals."""
    account_made.connect(_give_what_waits, dispatch_uid="dossiers")
    who_is_known.connect(_those_who_share, dispatch_uid="dossiers")


def _give_what_waits(sender: Any, *, account: Account, **more: Any) -> None:  # noqa: ARG001 - Django's signature
    redeem(account)


def _those_who_share(sender: Any, *, person: Account, organisations: set[int], **more: Any) -> Q:  # noqa: ARG001 - the same
    mine = Grant.objects.filter(Q(account=person.pk) & Q(account__isnull=False) | Q(organisation__in=organisations)).values("dossier")
    sharing = Grant.objects.filter(dossier__in=mine)
    return Q(pk__in=sharing.values("account")) | Q(organisations__in=sharing.values("organisation"))
