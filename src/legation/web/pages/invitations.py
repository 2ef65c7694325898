"""The page of an invitation: name, password, language; then the person is signed in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from legation.language import Message, collation_key
from legation.web.accounts import invitations
from legation.web.accounts.form import PasswordField, ShownField, SiteForm, TextField
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
    fields: tuple[ShownField, ...]


class AccountForm(SiteForm):
    """What an invited person fills in."""

    def __init__(self, invitation: Invitation, sent: QueryDict | None = None) -> None:
        self.invitation = invitation
        super().__init__(
            sent,
            name=TextField(Message("page-accounts.your-name"), required=True, limit=120, autocomplete="name"),
            password=PasswordField(
                Message("page-accounts.password"),
                required=True,
                help=Message("page-accounts.password-help"),
                autocomplete="new-password",
            ),
            again=PasswordField(Message("page-accounts.password-again"), required=True, autocomplete="new-password"),
            language=language_field(invitation.language),
        )

    def clean(self) -> None:
        """Refuse a password that is easy to guess or not typed twice, and the name of another."""
        name, password, again = (self.sent_text(field) for field in ("name", "password", "again"))
        invitation = self.invitation
        try:
            validate_password(password, Account(email=invitation.email, name=name))
        except ValidationError as error:
            self.refuse("password", " ".join(error.messages))
        bodies = [invitation.organisation] if invitation.organisation else []
        if name and is_taken(name, Account(email=invitation.email, is_guest=invitation.is_guest), bodies):
            self.refuse("name", Message("page-accounts.field.name-taken"))
        if password != again:
            self.refuse("again", Message("page-accounts.not-the-same"))


@page("invitation/<str:token>", name="invitation", template=TEMPLATE, action="visit")
def welcome(asked: Asked, token: str) -> Welcome:
    """Return the form by which an account is made."""
    invitation = _found(token)
    return _shown(asked, invitation, AccountForm(invitation), token)


@deed("invitation/<str:token>/accept", name="invitation.accept", action="visit")
def accept(asked: Asked, token: str) -> str | HttpResponse:
    """Make the account and sign it in."""
    invitation = _found(token)
    form = AccountForm(invitation, asked.form)
    if not form.is_valid():
        return show(asked, _shown(asked, invitation, form, token), TEMPLATE, status=422)
    values = form.cleaned_data
    account = invitations.accept(invitation, name=values["name"], password=values["password"], language=values["language"])
    _sign_in(asked, account)
    return reverse("home")


def _found(token: str) -> Invitation:
    invitation = invitations.find(token)
    if invitation is None:
        raise Http404
    return invitation


def _opened(asked: Asked, invitation: Invitation) -> list[Opened]:
    """Return what the organisation of an invitation may open today, by title as it may be seen."""
    grants = Grant.objects.filter(organisation=invitation.organisation).exclude(organisation=None).select_related("dossier")
    found = [Opened(titled(grant, asked.lang), grant.until) for grant in grants if grant.until is None or grant.until >= asked.today]
    return sorted(found, key=lambda one: collation_key(one.title))


def _shown(asked: Asked, invitation: Invitation, form: AccountForm, token: str) -> Welcome:
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
        fields=form.shown,
    )


def _sign_in(asked: Asked, account: Account) -> None:
    from allauth.account.utils import perform_login
    from django.contrib.auth import logout

    if asked.account.is_authenticated:
        logout(asked.request)
    perform_login(asked.request, account, email_verification="none")
