"""Invitations: the only way in for a person who does not come from an OpenID Connect provider.

The link holds a random token; the site keeps its hash alone. It is used once, and only before it expires.
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from legation.errors import WrongUse
from legation.language import Lang, Message, say
from legation.web.accounts.models import Account, Invitation, Membership, Organisation
from legation.web.accounts.signals import account_made
from legation.web.site.values import fingerprint

__all__ = ["accept", "find", "has_mail", "invite", "send"]


def invite(
    email: str,
    by: Account,
    *,
    organisation: Organisation | None = None,
    is_guest: bool = False,
    is_administrator: bool = False,
    language: Lang = "fr",
) -> tuple[Invitation, str]:
    """Make an invitation; an older one for the same address is withdrawn.

    Returns
    -------
    invitation : Invitation
    token : str
        What the link holds; it is kept nowhere.

    Raises
    ------
    WrongUse
        Where the address has an account.
    """
    email = email.strip().lower()
    if Account.objects.filter(email=email).exists():
        raise WrongUse(Message("page-accounts.has-account", email=email))
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Invitation.objects.filter(email=email, used__isnull=True).delete()
        invitation = Invitation.objects.create(
            token_hash=fingerprint(token),
            email=email,
            organisation=organisation,
            is_guest=is_guest,
            is_administrator=is_administrator and not is_guest,
            language=language,
            by=by,
            expires=timezone.now() + dt.timedelta(days=settings.INVITATION_DAYS),
        )
    return invitation, token


def send(invitation: Invitation, link: str) -> bool:
    """Send the link to the address; False where no mail server is set up or none took it: then the link is handed over otherwise."""
    lang: Lang = "fr" if invitation.language == "fr" else "en"
    words = Message(
        "page-accounts.letter.organisation" if invitation.organisation else "page-accounts.letter.text",
        by=str(invitation.by or ""),
        address=invitation.by.email if invitation.by else "",
        organisation=str(invitation.organisation or ""),
        role=Message(f"page-accounts.letter.{invitation.role}"),
        link=link,
        until=timezone.localtime(invitation.expires).date(),
    )
    try:
        taken = send_mail(say(Message("page-accounts.letter.subject"), lang), say(words, lang), None, [invitation.email])
    except OSError:
        return False
    return bool(taken) and has_mail()


def has_mail() -> bool:
    """Whether letters leave this machine: without a mail server they are written to files."""
    return "filebased" not in settings.EMAIL_BACKEND and "console" not in settings.EMAIL_BACKEND


def find(token: str) -> Invitation | None:
    """Return the invitation of a token, where it can still be used."""
    return (
        Invitation.objects.filter(token_hash=fingerprint(token), used__isnull=True, expires__gt=timezone.now())
        .select_related("organisation", "by")
        .first()
    )


def accept(invitation: Invitation, *, name: str, password: str, language: Lang) -> Account:
    """Make the account of an invitation, with what applications give it (:data:`legation.web.accounts.signals.account_made`).

    Raises
    ------
    WrongUse
        Where the invitation was used meanwhile, or the address has an account by now.
    """
    with transaction.atomic():
        taken = Invitation.objects.filter(pk=invitation.pk, used__isnull=True, expires__gt=timezone.now()).update(used=timezone.now())
        if not taken or Account.objects.filter(email=invitation.email).exists():
            raise WrongUse(Message("page-accounts.invitation-gone"))
        account = Account.objects.create_user(
            invitation.email,
            password,
            name=name,
            language=language,
            is_guest=invitation.is_guest,
            is_administrator=invitation.is_administrator,
        )
        Invitation.objects.filter(pk=invitation.pk).update(account=account)
        if invitation.organisation is not None:
            Membership.objects.create(organisation=invitation.organisation, account=account)
        account_made.send(Account, account=account)
    return account
