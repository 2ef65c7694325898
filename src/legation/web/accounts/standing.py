"""What must hold whatever is changed: the site keeps an administrator, a dossier keeps an owner."""

from __future__ import annotations

from django.utils import timezone

from legation.errors import WrongUse
from legation.language import Message
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier, Grant

__all__ = ["keep_an_administrator", "keep_an_owner", "owners", "without_owner"]


def owners(dossier: Dossier) -> set[int]:
    """Return the accounts that own a dossier and can sign in: by a grant of their own that does not end."""
    held = Grant.objects.filter(dossier=dossier, role="owner", until__isnull=True, account__is_active=True, account__is_guest=False)
    return set(held.values_list("account_id", flat=True))


def keep_an_owner(dossier: Dossier) -> None:
    """Refuse a change after which nobody would own the dossier; called inside its transaction.

    Raises
    ------
    WrongUse
    """
    Dossier.objects.select_for_update().filter(pk=dossier.pk).first()  # of two who remove each other at once, one waits
    if not owners(dossier):
        raise WrongUse(Message("page-sharing.last-owner"))


def keep_an_administrator() -> None:
    """Refuse a change after which nobody would look after the site; called inside its transaction.

    Raises
    ------
    WrongUse
    """
    if not Account.objects.filter(is_active=True, is_administrator=True).exists():
        raise WrongUse(Message("page-accounts.last-administrator"))


def without_owner() -> list[Dossier]:
    """Return the dossiers that nobody owns any more, because their owners were deactivated."""
    held = Grant.objects.filter(role="owner", account__is_active=True, account__is_guest=False)
    running = held.filter(until__isnull=True) | held.filter(until__gte=timezone.localdate())
    return list(Dossier.objects.exclude(pk__in=running.values("dossier")).order_by("slug"))
