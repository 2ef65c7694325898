"""Names of accounts sign what is changed: nobody takes the name of another, or one that only looks like it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from legation.web.accounts.models import Account, Organisation
from legation.web.dossiers.models import Grant

__all__ = ["UNSEEN", "is_taken"]

UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
"""What nobody sees in one line of text: controls, changes of direction, blanks without width, halves of characters."""


def is_taken(name: str, person: Account, bodies: Iterable[Organisation] = ()) -> bool:
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
