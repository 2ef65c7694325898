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

from legation.language import Message
from legation.web.accounts import invitations
from legation.web.accounts.form import Field, filled, is_sound, value_of
from legation.web.accounts.models import Account, Invitation
from legation.web.asked import Asked
from legation.web.pages.accounts import language_field
from legation.web.route import Page, deed, page, show

__all__ = ["Welcome"]

TEMPLATE = "pages/invitation.html"


@dataclass(frozen=True, kw_only=True)
class Welcome(Page):
    """What an invited person fills in."""

    email: str
    organisation: str
    by: str
    expires: dt.date
    accept: str
    fields: tuple[Field, ...]


@page("invitation/<str:token>", name="invitation", template=TEMPLATE, action="visit")
def welcome(asked: Asked, token: str) -> Welcome:
    """Return the form by which an account is made."""
    return _shown(_found(token), _fields(asked.lang), token)


@deed("invitation/<str:token>/accept", name="invitation.accept", action="visit")
def accept(asked: Asked, token: str) -> str | HttpResponse:
    """Make the account and sign it in."""
    invitation = _found(token)
    password = asked.form.get("password", "")
    fields = _checked(filled(_fields(asked.lang), asked.form), invitation, password, asked.form.get("again", ""))
    if not is_sound(fields):
        return show(asked, _shown(invitation, fields, token), TEMPLATE, status=422)
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
    """Return the fields with what is wrong about the password."""
    name = str(value_of(fields)["name"])
    wrong: dict[str, Any] = {}
    try:
        validate_password(password, Account(email=invitation.email, name=name))
    except ValidationError as error:
        wrong["password"] = " ".join(error.messages)
    if password != again:
        wrong["again"] = Message("page-accounts.not-the-same")
    return tuple(replace(field, error=field.error or wrong.get(field.name)) for field in fields)


def _shown(invitation: Invitation, fields: tuple[Field, ...], token: str) -> Welcome:
    return Welcome(
        title=Message("page-accounts.welcome"),
        email=invitation.email,
        organisation=str(invitation.organisation or ""),
        by=str(invitation.by or ""),
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
