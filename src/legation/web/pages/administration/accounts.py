"""Accounts and organisations, for administrators. No dossier is opened here; its name is shown only where nobody owns it any more."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from legation.dossier.records import KINDS
from legation.errors import WrongUse
from legation.language import LANGUAGES, Message, collation_key, say
from legation.web.accounts import invitations
from legation.web.accounts.models import Account, Invitation, Organisation
from legation.web.accounts.rules import keep_an_administrator
from legation.web.dossiers.models import Grant
from legation.web.dossiers.owners import without_owner
from legation.web.dossiers.waiting_grants import requested
from legation.web.forms.site_form import EmailField, SelectField, ShownField, SiteForm, TextField
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.site.values import parse_int
from legation.web.stores.audit import trail

__all__ = ["AccountsPage", "InvitationLink", "OrganisationForm", "accounts_page", "language_field", "link_page"]

CHANGES = {
    "deactivate": {"is_active": False},
    "activate": {"is_active": True},
    "make-administrator": {"is_administrator": True},
    "make-member": {"is_administrator": False, "is_guest": False},
    "make-guest": {"is_administrator": False, "is_guest": True},
}
"""What an administrator does to an account, and what it sets."""


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """An account in the list."""

    id: int
    name: str
    email: str
    role: str
    is_active: bool
    organisations: tuple[str, ...]
    last_login: dt.date | None
    changes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OrganisationRow:
    """An organisation in the list."""

    id: int
    name: str
    kind: str
    members: int
    href: str


@dataclass(frozen=True, kw_only=True)
class PendingInvitation:
    """An invitation that nobody has used yet."""

    id: int
    email: str
    organisation: str
    by: str
    expires: dt.date
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class RequestedInvitation:
    """A colleague whom an owner of a dossier asks to be invited: the address, who asks, and the language of the letter."""

    email: str
    by: str
    language: str


@dataclass(frozen=True, kw_only=True)
class AccountsPage(Page):
    """Who is there.

    Attributes
    ----------
    invite : tuple of ShownField
        The form of an invitation.
    orphans : list of str
        The dossiers without an owner.
    """

    accounts: list[AccountRow]
    organisations: list[OrganisationRow]
    invitations: list[PendingInvitation]
    requested: list[RequestedInvitation]
    invite: tuple[ShownField, ...]
    organisation: tuple[ShownField, ...]
    orphans: list[str]
    heirs: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class InvitationLink(Page):
    """A link that is shown once."""

    email: str
    link: str
    sent: bool
    mail: bool
    expires: dt.date
    back: str


class InviteForm(SiteForm):
    """The form of an invitation."""

    def __init__(self, request: PageRequest, sent: QueryDict | None = None) -> None:
        bodies = sorted(Organisation.objects.values_list("pk", "name"), key=lambda pair: collation_key(pair[1]))
        none = ("", Message("page-accounts.no-organisation"))
        roles = [(role, Message(f"page-accounts.role.{role}")) for role in ("member", "guest", "administrator")]
        super().__init__(
            sent,
            email=EmailField(Message("web.email"), required=True, limit=254, autocomplete="off"),
            organisation=SelectField(Message("page-accounts.organisation"), [none, *((str(pk), name) for pk, name in bodies)]),
            role=SelectField(
                Message("page-accounts.role.label"), roles, initial="member", required=True, help=Message("page-accounts.role.help")
            ),
            language=language_field(request.lang),
        )


class OrganisationForm(SiteForm):
    """The form of an organisation."""

    def __init__(self, sent: QueryDict | None = None, *, name: str = "", kind: str = "other") -> None:
        kinds = [(kind, Message(f"kind.{kind}")) for kind in KINDS]
        super().__init__(
            sent,
            name=TextField(Message("web.name"), initial=name, required=True),
            kind=SelectField(Message("page-accounts.kind"), kinds, initial=kind, required=True),
        )


def language_field(initial: str) -> SelectField:
    """Return the choice of a language, each in its own words."""
    choices = [(lang, Message(f"page-accounts.language.{lang}")) for lang in LANGUAGES]
    return SelectField(Message("page-accounts.language.label"), choices, initial=initial, required=True)


@page("accounts", name="accounts", template="pages/accounts.html", action="administer")
def accounts(request: PageRequest) -> AccountsPage:
    """Return accounts, organisations and invitations."""
    return accounts_page(request)


@action("accounts/invite", name="accounts.invite", action="administer")
def invite(request: PageRequest) -> HttpResponse:
    """Invite somebody to make an account."""
    form = InviteForm(request, request.form)
    if not form.is_valid():
        return show(request, accounts_page(request, invite=form), "pages/accounts.html", status=422)
    values = form.cleaned_data
    try:
        invitation, token = invitations.invite(
            values["email"],
            request.account,
            organisation=Organisation.objects.filter(pk=values["organisation"]).first() if values["organisation"] else None,
            is_guest=values["role"] == "guest",
            is_administrator=values["role"] == "administrator",
            language=values["language"],
        )
    except WrongUse as error:
        form.refuse("email", error.message)
        return show(request, accounts_page(request, invite=form), "pages/accounts.html", status=422)
    return link_page(request, invitation, token, reverse("accounts"))


def link_page(request: PageRequest, invitation: Invitation, token: str, back: str) -> HttpResponse:
    """Send an invitation and show its link, once."""
    link = request.http.build_absolute_uri(reverse("invitation", kwargs={"token": token}))
    sent = invitations.send(invitation, link)
    title = Message("page-accounts.link.title", email=invitation.email)
    shown = InvitationLink(
        title=title,
        email=invitation.email,
        link=link,
        sent=sent,
        mail=invitations.has_mail(),
        expires=timezone.localtime(invitation.expires).date(),
        back=back,
    )
    return show(request, shown, "pages/accounts_link.html")


@action("accounts/<int:account>/change", name="accounts.change", action="administer")
def change(request: PageRequest, account: int) -> str:
    """Deactivate or activate an account, or make it an administrator's, a member's or a guest's."""
    what = request.form.get("do", "")
    if what not in CHANGES:
        raise WrongUse(Message("dossier.not-allowed", name="do", found=what[:40], allowed=" | ".join(CHANGES)))
    with transaction.atomic():
        list(Account.objects.select_for_update().filter(is_administrator=True).order_by("pk"))  # one such change at a time
        person = Account.objects.select_for_update().filter(pk=account).first()
        if person is None:
            raise Http404
        for name, value in CHANGES[what].items():
            setattr(person, name, value)
        person.save(update_fields=list(CHANGES[what]))
        keep_an_administrator()
    if not person.is_active:
        _end_sessions(person)
    messages.success(request.http, say(Message(f"page-accounts.done.{what}", name=person.name), request.lang))
    return reverse("accounts")


@action("accounts/heir", name="accounts.heir", action="administer")
def heir(request: PageRequest) -> str:
    """Give a dossier that nobody owns any more to a member; the trail of the dossier shows it."""
    orphan = next((d for d in without_owner() if d.slug == request.form.get("dossier")), None)
    person = Account.objects.filter(pk=parse_int(request.form.get("account"), -1), is_active=True, is_guest=False).first()
    if orphan is None or person is None or person == request.account:  # an administrator does not let themselves into a dossier
        raise WrongUse(Message("page-accounts.no-heir"))
    Grant.objects.update_or_create(
        dossier=orphan, account=person, defaults={"role": "owner", "until": None, "tables": None, "by": request.account}
    )
    trail.note("changed", route="accounts.heir", account=request.account, dossier=orphan.slug, thing=f"account={person.pk}")
    messages.success(request.http, say(Message("page-accounts.done.heir", name=person.name, dossier=orphan.slug), request.lang))
    return reverse("accounts")


@action("invitations/<int:invitation>/withdraw", name="accounts.withdraw", action="administer")
def withdraw(request: PageRequest, invitation: int) -> str:
    """Withdraw an invitation."""
    Invitation.objects.filter(pk=invitation, used__isnull=True).delete()
    messages.success(request.http, say(Message("page-accounts.done.withdraw"), request.lang))
    return reverse("accounts")


def accounts_page(request: PageRequest, *, invite: SiteForm | None = None, organisation: SiteForm | None = None) -> AccountsPage:
    """Return the page, with the forms that were sent in place of empty ones."""
    people = list(Account.objects.prefetch_related("organisations"))
    bodies = list(Organisation.objects.prefetch_related("members"))
    waiting = Invitation.objects.filter(used__isnull=True).select_related("organisation", "by").order_by("-made")
    orphans = without_owner()
    return AccountsPage(
        title=Message("page-accounts.title"),
        accounts=sorted((_row(person) for person in people), key=lambda row: (not row.is_active, collation_key(row.name))),
        organisations=sorted(
            (
                OrganisationRow(
                    id=body.pk,
                    name=body.name,
                    kind=body.kind,
                    members=body.members.count(),
                    href=reverse("organisations.one", kwargs={"organisation": body.pk}),
                )
                for body in bodies
            ),
            key=lambda row: collation_key(row.name),
        ),
        invitations=[
            PendingInvitation(
                id=one.pk,
                email=one.email,
                organisation=str(one.organisation or ""),
                by=str(one.by or ""),
                expires=timezone.localtime(one.expires).date(),
                is_over=one.expires < timezone.now(),
            )
            for one in waiting[:200]
        ],
        requested=[RequestedInvitation(email=one.email, by=str(one.by or ""), language=one.language) for one in requested()],
        invite=(invite or InviteForm(request)).shown,
        organisation=(organisation or OrganisationForm()).shown,
        orphans=[dossier.slug for dossier in orphans],
        heirs=[(str(p.pk), p.name) for p in people if p.is_active and not p.is_guest] if orphans else [],
    )


def _row(person: Account) -> AccountRow:
    role = "administrator" if person.is_administrator else "guest" if person.is_guest else "member"
    possible = ["deactivate" if person.is_active else "activate"]
    if person.is_active:
        possible += [f"make-{other}" for other in ("administrator", "member", "guest") if other != role]
    return AccountRow(
        id=person.pk,
        name=person.name,
        email=person.email,
        role=role,
        is_active=person.is_active,
        organisations=tuple(sorted((body.name for body in person.organisations.all()), key=collation_key)),
        last_login=person.last_login.date() if person.last_login else None,
        changes=tuple(possible),
    )


def _end_sessions(person: Account) -> None:
    from allauth.usersessions.models import UserSession

    for session in UserSession.objects.filter(user=person):
        session.end()
