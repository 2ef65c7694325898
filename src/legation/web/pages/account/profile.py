"""My account: the page of an invitation, then name, language and theme, and the way to password, second factor and sessions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from legation.language import Message, collation_key, say
from legation.web.accounts import invitations
from legation.web.accounts.models import Account, Invitation
from legation.web.accounts.names import name_is_taken
from legation.web.dossiers.models import Grant
from legation.web.dossiers.waiting_grants import as_grant, opened_by
from legation.web.forms.site_form import CheckField, PasswordField, SelectField, ShownField, SiteForm, TextField
from legation.web.pages.administration.accounts import language_field
from legation.web.site.frame import titled
from legation.web.site.language import choose_language
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = [
    "ProfilePage",
    "Welcome",
]


INVITATION_TEMPLATE = "pages/invitation.html"


@dataclass(frozen=True, slots=True)
class OpenedDossier:
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
    dossiers: list[OpenedDossier]
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
        if name and name_is_taken(name, Account(email=invitation.email, is_guest=invitation.is_guest), bodies):
            self.refuse("name", Message("page-accounts.field.name-taken"))
        if password != again:
            self.refuse("again", Message("page-accounts.not-the-same"))


@page("invitation/<str:token>", name="invitation", template=INVITATION_TEMPLATE, action="visit")
def welcome(request: PageRequest, token: str) -> Welcome:
    """Return the form by which an account is made."""
    invitation = _invitation(token)
    return _invitation_page(request, invitation, AccountForm(invitation), token)


@action("invitation/<str:token>/accept", name="invitation.accept", action="visit")
def accept(request: PageRequest, token: str) -> str | HttpResponse:
    """Make the account and sign it in."""
    invitation = _invitation(token)
    form = AccountForm(invitation, request.form)
    if not form.is_valid():
        return show(request, _invitation_page(request, invitation, form, token), INVITATION_TEMPLATE, status=422)
    values = form.cleaned_data
    account = invitations.accept(invitation, name=values["name"], password=values["password"], language=values["language"])
    _sign_in(request, account)
    return reverse("home")


def _invitation(token: str) -> Invitation:
    invitation = invitations.find(token)
    if invitation is None:
        raise Http404
    return invitation


def _opened(request: PageRequest, invitation: Invitation) -> list[OpenedDossier]:
    """Return what the organisation of an invitation, and whoever comes with its address, may open today, by title as it may be seen."""
    of_organisation = Grant.objects.filter(organisation=invitation.organisation).exclude(organisation=None).select_related("dossier")
    grants = [*of_organisation, *(as_grant(one) for one in opened_by(invitation.email))]
    opened = [
        OpenedDossier(titled(grant, request.lang), grant.until) for grant in grants if grant.until is None or grant.until >= request.today
    ]
    return sorted(opened, key=lambda one: collation_key(one.title))


def _invitation_page(request: PageRequest, invitation: Invitation, form: AccountForm, token: str) -> Welcome:
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
        dossiers=_opened(request, invitation),
        expires=timezone.localtime(invitation.expires).date(),
        accept=reverse("invitation.accept", kwargs={"token": token}),
        fields=form.shown,
    )


def _sign_in(request: PageRequest, account: Account) -> None:
    from allauth.account.utils import perform_login
    from django.contrib.auth import logout

    if request.account.is_authenticated:
        logout(request.http)
    perform_login(request.http, account, email_verification="none")


TEMPLATE = "pages/profile.html"
_LINKS = ("account_change_password", "mfa_index", "usersessions_list", "socialaccount_connections", "tokens")


@dataclass(frozen=True, kw_only=True)
class AccountLink:
    """A page of the account beside this one."""

    title: Message
    help: Message
    href: str


@dataclass(frozen=True, kw_only=True)
class ProfilePage(Page):
    """My account."""

    name: str
    email: str
    role: str
    organisations: tuple[str, ...]
    language: str
    theme: str
    fields: tuple[ShownField, ...]
    ways: list[AccountLink]


class ProfileForm(SiteForm):
    """Name, language and theme of an account; where letters leave this machine, whether it gets those about rooms and posts."""

    def __init__(self, account: Account, sent: QueryDict | None = None) -> None:
        self.account = account
        themes = [(theme, Message(f"page-accounts.theme.{theme}")) for theme in ("auto", "light", "dark")]
        super().__init__(
            sent,
            name=TextField(Message("page-accounts.your-name"), initial=account.name, required=True, limit=120, autocomplete="name"),
            language=language_field(account.language),
            theme=SelectField(Message("page-accounts.theme.label"), themes, initial=account.theme, required=True),
        )
        if invitations.has_mail():
            of_rooms = Message("page-accounts.room-letters"), Message("page-accounts.room-letters-help")
            of_posts = Message("page-accounts.post-letters"), Message("page-accounts.post-letters-help")
            for name, (label, words) in {"room_letters": of_rooms, "post_letters": of_posts}.items():
                self.fields[name] = CheckField(label, help=words, initial=getattr(account, name))

    def clean(self) -> None:
        """Refuse the name of another."""
        name = self.sent_text("name")
        if not self.errors and name != self.account.name and name_is_taken(name, self.account):
            self.refuse("name", Message("page-accounts.field.name-taken"))


@page("me", name="profile", template=TEMPLATE, action="own")
def profile(request: PageRequest) -> ProfilePage:
    """Return the settings of the person who asks."""
    return _page_of(request, ProfileForm(request.account))


@action("me/save", name="profile.save", action="own")
def save(request: PageRequest) -> str | HttpResponse:
    """Keep name, language and theme, and whether letters tell of what waits in rooms and of what posts owe."""
    account: Account = request.account
    form = ProfileForm(account, request.form)
    if not form.is_valid():
        return show(request, _page_of(request, form), TEMPLATE, status=422)
    for name, value in form.cleaned_data.items():
        setattr(account, name, value)
    account.save(update_fields=[*form.cleaned_data])
    messages.success(request.http, say(Message("page-accounts.done.profile"), "fr" if account.language == "fr" else "en"))
    return reverse("profile")


@action("language", name="language", action="visit")
def language(request: PageRequest) -> HttpResponse:
    """Read on in another language: kept with the account, and in a cookie."""
    return choose_language(request.http)


def _page_of(request: PageRequest, form: ProfileForm) -> ProfilePage:
    account = request.account
    ways = []
    for name in _LINKS:
        if name == "socialaccount_connections" and not settings.SOCIALACCOUNT_PROVIDERS:
            continue
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        ways.append(AccountLink(title=Message(f"page-accounts.way.{name}"), help=Message(f"page-accounts.way-help.{name}"), href=href))
    return ProfilePage(
        title=Message("web.profile"),
        name=account.name,
        email=account.email,
        role="administrator" if account.is_administrator else "guest" if account.is_guest else "member",
        organisations=tuple(account.organisations.order_by("name").values_list("name", flat=True)),
        language=account.language,
        theme=account.theme,
        fields=form.shown,
        ways=ways,
    )
