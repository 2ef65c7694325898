"""Grants to people who have no account yet: they wait for the address, and hold from the day on which an account comes with it.

An address is part of an account because an invitation, or a provider that vouches for it, proved it (:mod:`legation.web.accounts`). Who
shared must still own the dossier on that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from legation.web.accounts.models import Account, Invitation
from legation.web.dossiers.models import Dossier, Grant, WaitingGrant
from legation.web.dossiers.owners import owners
from legation.web.stores.audit import trail

__all__ = ["as_grant", "invitation_of", "opened_by", "redeem", "requested", "wait_for", "withdraw"]


def wait_for(email: str, dossier: Dossier, by: Account, values: Mapping[str, Any]) -> WaitingGrant:
    """Let a grant wait for an account with an address; an earlier one for it is replaced.

    Parameters
    ----------
    values : mapping
        ``role``, ``marking``, ``tables``, ``mandate``, ``until`` and ``language``.
    """
    waiting, _ = WaitingGrant.objects.update_or_create(dossier=dossier, email=email.strip().lower(), defaults={**values, "by": by})
    return waiting


def redeem(account: Account) -> list[Grant]:
    """Give a new account what waits for its address, and return it."""
    given = []
    with transaction.atomic():
        for waiting in opened_by(account.email):
            grant, is_new = Grant.objects.get_or_create(dossier=waiting.dossier, account=account, defaults=_values(waiting))
            if is_new:
                given.append(grant)
                trail.note("changed", route="sharing.give", account=account, dossier=waiting.dossier.slug, thing=f"grant={grant.pk}")
        WaitingGrant.objects.filter(email=account.email).delete()
    return given


def as_grant(waiting: WaitingGrant) -> Grant:
    """Return the grant that it is to become, to nobody yet: what of the dossier would be seen."""
    return Grant(dossier=waiting.dossier, **_values(waiting))


def _values(waiting: WaitingGrant) -> dict[str, Any]:
    return {name: getattr(waiting, name) for name in ("role", "marking", "tables", "mandate", "until", "by")}


def withdraw(waiting: WaitingGrant) -> None:
    """Let a grant wait no longer; an invitation by the same person goes with the last one."""
    with transaction.atomic():
        waiting.delete()
        if not WaitingGrant.objects.filter(email=waiting.email).exists():
            Invitation.objects.filter(email=waiting.email, by=waiting.by, used__isnull=True).delete()


def invitation_of(email: str) -> Invitation | None:
    """Return the invitation by which an address may still come."""
    return Invitation.objects.filter(email=email, used__isnull=True, expires__gt=timezone.now()).select_related("by").first()


def opened_by(email: str) -> list[WaitingGrant]:
    """Return what opens when an account comes with an address: the grants whose givers still own the dossier."""
    waiting = WaitingGrant.objects.filter(email=email).select_related("dossier", "by")
    return [one for one in waiting if one.by_id in owners(one.dossier)]


def requested() -> list[WaitingGrant]:
    """Return what owners ask of administrators: addresses of colleagues to invite, each once, the oldest first."""
    waiting = WaitingGrant.objects.exclude(role="guest").select_related("by").order_by("made", "pk")
    first = {one.email: one for one in reversed(waiting)}
    invited = set(
        Invitation.objects.filter(email__in=first, is_guest=False, used__isnull=True, expires__gt=timezone.now()).values_list(
            "email", flat=True
        )
    )
    there = set(Account.objects.filter(email__in=first).values_list("email", flat=True))
    return [one for one in waiting if first[one.email] is one and one.email not in invited | there]
