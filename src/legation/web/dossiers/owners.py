"""Who owns a dossier: an account that can sign in, by a grant of its own; no dossier loses the last one."""

from __future__ import annotations

from django.utils import timezone

from legation.errors import WrongUse
from legation.language import Message
from legation.web.dossiers.models import Dossier, Grant

__all__ = ["keep_an_owner", "owners", "without_owner"]


def owners(dossier: Dossier) -> set[int]:
    """Return the accounts that own a dossier and can sign in: by a grant of their own that does not end."""
    grants = Grant.objects.filter(dossier=dossier, role="owner", until__isnull=True, account__is_active=True, account__is_guest=False)
    return set(grants.values_list("account_id", flat=True))


def keep_an_owner(dossier: Dossier) -> None:
    """Refuse a change after which nobody would own the dossier; called inside its transaction.

    Raises
    ------
    WrongUse
    """
    Dossier.objects.select_for_update().filter(pk=dossier.pk).first()  # of two who remove each other at once, one waits
    if not owners(dossier):
        raise WrongUse(Message("page-sharing.last-owner"))


def without_owner() -> list[Dossier]:
    """Return the dossiers that nobody owns any more, because their owners were deactivated."""
    grants = Grant.objects.filter(role="owner", account__is_active=True, account__is_guest=False)
    running = grants.filter(until__isnull=True) | grants.filter(until__gte=timezone.localdate())
    return list(Dossier.objects.exclude(pk__in=running.values("dossier")).order_by("slug"))
