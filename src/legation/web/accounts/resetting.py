"""A new password by whoever holds the machine: for an account that nobody can open any more."""

from __future__ import annotations

import secrets

from django.db import transaction

from legation.errors import WrongUse
from legation.language import Message
from legation.web.accounts.attempts import forget
from legation.web.accounts.models import Account
from legation.web.audit import trail

__all__ = ["reset"]


def reset(email: str, *, second_factor: bool = False) -> str:
    """Give an account a new password and return it; open sessions of the account end with the old one, and failed attempts are forgotten.

    Parameters
    ----------
    second_factor : bool
        Whether its codes and security keys are removed too, for somebody who has lost them.

    Raises
    ------
    WrongUse
        Where no account has the address.
    """
    from allauth.mfa.models import Authenticator

    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        account = Account.objects.filter(email=email.strip().lower()).first()
        if account is None:
            raise WrongUse(Message("site.no-account", found=email))
        account.set_password(password)
        account.save(update_fields=["password"])
        if second_factor:
            Authenticator.objects.filter(user=account).delete()
        forget(account.email)
        trail.note("changed", route="password.reset", account=account, thing="second-factor" if second_factor else "")
    trail.flush()
    return password
