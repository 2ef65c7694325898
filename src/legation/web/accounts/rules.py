"""What must hold of accounts: nobody bears the name of another, the site keeps an administrator, a dossier keeps an owner."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from legation.errors import WrongUse
from legation.language import Message
from legation.methods.text.confusable import UNSEEN
from legation.web.accounts.models import Account, Organisation
from legation.web.dossiers.models import Dossier, Grant

__all__ = [
    "keep_an_administrator",
    "keep_an_owner",
    "name_is_taken",
    "owners",
    "without_owner",
]


def name_is_taken(name: str, person: Account, bodies: Iterable[Organisation] = ()) -> bool:
    """Whether somebody else whom a person may know of bears a name.

    A guest is told no more than they know: of administrators, and of those with whom they share a dossier.

    Parameters
    ----------
    person : Account
        Who wants the name; it need not be stored yet.
    bodies : iterable of Organisation
        The organisations that they are to act for.
    """
    wanted = _folded(name)
    return any(_folded(other) == wanted for other in _others(person, bodies).values_list("name", flat=True))


def _others(person: Account, bodies: Iterable[Organisation]) -> QuerySet[Account]:
    others = Account.objects.filter(is_active=True).exclude(pk=person.pk)
    if not person.is_guest:
        return others
    of = {body.pk for body in bodies} | (set(person.organisations.values_list("pk", flat=True)) if person.pk else set())
    mine = Grant.objects.filter(Q(account=person.pk) & Q(account__isnull=False) | Q(organisation__in=of)).values("dossier")
    sharing = Grant.objects.filter(dossier__in=mine)
    beside = Q(pk__in=sharing.values("account")) | Q(organisations__in=sharing.values("organisation"))
    return others.filter(Q(is_administrator=True) | beside).distinct()


def _folded(name: str) -> str:
    """Return a name as it looks: without case, accents, width, and what nobody sees.

    >>> _folded("Ａｄｍｉｎｉｓｔｒａｔｏｒ") == _folded(" ADMINI\u00adSTRATOR ")
    True
    """
    plain = unicodedata.normalize("NFKD", UNSEEN.sub("", name)).casefold()
    return " ".join("".join(sign for sign in plain if unicodedata.category(sign) not in ("Mn", "Cf")).split())


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
    grants = Grant.objects.filter(role="owner", account__is_active=True, account__is_guest=False)
    running = grants.filter(until__isnull=True) | grants.filter(until__gte=timezone.localdate())
    return list(Dossier.objects.exclude(pk__in=running.values("dossier")).order_by("slug"))
