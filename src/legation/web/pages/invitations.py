"""The page of an invitation: name, password, language; then the person is signed in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from legation.language import Message, collation_key
from legation.web.accounts import invitations
from legation.web.accounts.form import Field, filled, is_sound, value_of
from legation.web.accounts.models import Account, Invitation
from legation.web.accounts.names import is_taken
from legation.web.asked import Asked
from legation.web.dossiers.models import Grant
from legation.web.frame import titled
from legation.web.pages.accounts import language_field
from legation.web.route import Page, deed, page, show

__all__ = ["Welcome"]

TEMPLATE = "pages/invitation.html"


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier, and the last day on which it is open to them; None: without an end."""

    title: str
    until: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Welcome(Page):
    """What an invited person fills in, told who invites them, for whom, to what, and until when.

    Attributes
    ----------
    words : Message
        Who invites, as what, and with which address one signs in.
    dossiers : list of Opened
        What the organisation may open now.
    """

    email: str
    organisation: str
    words: Message
    dossiers: list[Opened]
    expires: dt.date
    accept: str
    fields: tuple[Field, ...]


@page("invitation/<str:token>", name="invitation", template=TEMPLATE, action="visit")
def welcome(asked: Asked, token: str) -> Welcome:
    """Return the form by which an account is made."""
    invitation = _found(token)
    return _shown(asked, invitation, _fields(invitation.language), token)


@deed("invitation/<str:token>/accept", name="invitation.accept", action="visit")
def accept(asked: Asked, token: str) -> str | HttpResponse:
    """Make the account and sign it in."""
    invitation = _found(token)
    password = asked.form.get("password", "")
    fields = _checked(filled(_fields(invitation.language), asked.form), invitation, password, asked.form.get("again", ""))
    if not is_sound(fields):
        return show(asked, _shown(asked, invitation, fields, token), TEMPLATE, status=422)
    values = value_of(fields)
    account = invitations.accept(invitation, name=values["name"], password=password, language=values["language"])
    _sign_in(asked, account)
    return reverse("home")


def _found(token: str) -> Invitation:
    invitation = invitations.find(token)
    if invitation is None:
        raise Http404
    return invitation


def _fields(lang: str) -> tuple[Field, ...]:
    help_ = Message("page-accounts.password-help")
    return (
        Field(name="name", label=Message("page-accounts.your-name"), required=True, limit=120, autocomplete="name"),
        Field(
            name="password",
            label=Message("page-accounts.password"),
            kind="password",
            required=True,
            help=help_,
            autocomplete="new-password",
        ),
        Field(name="again", label=Message("page-accounts.password-again"), kind="password", required=True, autocomplete="new-password"),
        language_field(lang),
    )


def _checked(fields: tuple[Field, ...], invitation: Invitation, password: str, again: str) -> tuple[Field, ...]:
    """Return the fields with what is wrong about the password, and about a name that is another's."""
    name = str(value_of(fields)["name"])
    wrong: dict[str, Any] = {}
    try:
        validate_password(password, Account(email=invitation.email, name=name))
    except ValidationError as error:
        wrong["password"] = " ".join(error.messages)
    bodies = [invitation.organisation] if invitation.organisation else []
    if name and is_taken(name, Account(email=invitation.email, is_guest=invitation.is_guest), bodies):
        wrong["name"] = Message("page-accounts.field.name-taken")
    if password != again:
        wrong["again"] = Message("page-accounts.not-the-same")
    return tuple(replace(field, error=field.error or wrong.get(field.name)) for field in fields)


def _opened(asked: Asked, invitation: Invitation) -> list[Opened]:
    """Return what the organisation of an invitation may open today, by title as it may be seen."""
    grants = Grant.objects.filter(organisation=invitation.organisation).exclude(organisation=None).select_related("dossier")
    found = [Opened(titled(grant, asked.lang), grant.until) for grant in grants if grant.until is None or grant.until >= asked.today]
    return sorted(found, key=lambda one: collation_key(one.title))


def _shown(asked: Asked, invitation: Invitation, fields: tuple[Field, ...], token: str) -> Welcome:
    return Welcome(
        title=Message("page-accounts.welcome"),
        email=invitation.email,
        organisation=str(invitation.organisation or ""),
        words=Message(
            "page-accounts.welcome-organisation" if invitation.organisation else "page-accounts.welcome-lede",
            by=str(invitation.by or ""),
            address=invitation.by.email if invitation.by else "",
            organisation=str(invitation.organisation or ""),
            role=Message(f"page-accounts.letter.{invitation.role}"),
            email=invitation.email,
        ),
        dossiers=_opened(asked, invitation),
        expires=timezone.localtime(invitation.expires).date(),
        accept=reverse("invitation.accept", kwargs={"token": token}),
        fields=fields,
    )


def _sign_in(asked: Asked, account: Account) -> None:
    from allauth.account.utils import perform_login
    from django.contrib.auth import logout

    if asked.account.is_authenticated:
        logout(asked.request)
    perform_login(asked.request, account, email_verification="none")
