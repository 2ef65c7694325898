"""Nobody bears the name of another."""

from __future__ import annotations

import functools
import operator
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from legation.methods.text.confusable import UNSEEN
from legation.web.accounts.models import Account, Organisation
from legation.web.accounts.signals import who_is_known

__all__ = ["name_is_taken"]


def name_is_taken(name: str, person: Account, bodies: Iterable[Organisation] = ()) -> bool:
    """Whether somebody else whom a person may know of bears a name.

    A guest is told no more than they know: of administrators, and of those whom an application of the site says that they know
    (:data:`legation.web.accounts.signals.who_is_known`), such as the people with whom they share a dossier.

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
    beside: list[Any] = [known for _, known in who_is_known.send(Account, person=person, organisations=of)]
    return others.filter(functools.reduce(operator.or_, beside, Q(is_administrator=True))).distinct()


def _folded(name: str) -> str:
    """Return a name as it looks: without case, accents, width, and what nobody sees.

    >>> _folded("Ａｄｍｉｎｉｓｔｒａｔｏｒ") == _folded(" ADMINI\u00adSTRATOR ")
    True
    """
    plain = unicodedata.normalize("NFKD", UNSEEN.sub("", name)).casefold()
    return " ".join("".join(sign for sign in plain if unicodedata.category(sign) not in ("Mn", "Cf")).split())
