"""What must hold of the accounts of a site: it keeps an administrator."""

from __future__ import annotations

from legation.errors import WrongUse
from legation.language import Message
from legation.web.accounts.models import Account

__all__ = ["keep_an_administrator"]


def keep_an_administrator() -> None:
    """Refuse a change after which nobody would look after the site; called inside its transaction.

    Raises
    ------
    WrongUse
    """
    if not Account.objects.filter(is_active=True, is_administrator=True).exists():
        raise WrongUse(Message("page-accounts.last-administrator"))
