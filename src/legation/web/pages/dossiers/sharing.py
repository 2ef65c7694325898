"""Who may open the dossier, as what, and what of it they see. For its owners."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import Http404, HttpResponse

from legation.dossier import TABLES
from legation.errors import WrongUse
from legation.language import Message, collation_key, say
from legation.web.access import ROLES, effective_grant, scope_of
from legation.web.accounts import invitations
from legation.web.accounts.models import Account, Organisation
from legation.web.dossiers import store, waiting_grants
from legation.web.dossiers.models import Grant, WaitingGrant
from legation.web.dossiers.owners import keep_an_owner
from legation.web.forms.site_form import ShownField, SiteForm
from legation.web.pages.administration.accounts import link_page
from legation.web.pages.dossiers.sharing_forms import GrantForm, ShareForm, check_grant, receiver_named, write_grant
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = ["Sharing"]

TEMPLATE = "pages/sharing.html"
_FIELD_OF = {"page-sharing.organisation-taken": "organisation", "page-sharing.not-a-guest": "organisation"}
"""Refusals that belong to another field than the one in which somebody is named."""


@dataclass(frozen=True, kw_only=True)
class GrantLine:
    """A grant, and in words what it lets see.

    Attributes
    ----------
    sees : list of Message
        How many rows of which tables.
    """

    id: int
    to: str
    is_organisation: bool
    role: str
    marking: str
    tables: tuple[str, ...] | None
    mandate: bool
    until: dt.date | None
    is_over: bool
    sees: list[Message]
    total: int
    href: str
    form: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """A grant that waits for an account; ``is_invited`` whether a link is on its way, or an administrator is asked for one."""

    id: int
    email: str
    role: str
    marking: str
    is_invited: bool


@dataclass(frozen=True, kw_only=True)
class Sharing(Page):
    """With whom the dossier is shared.

    Attributes
    ----------
    give, more : tuple of ShownField
        The form of a new grant, and its fields behind a fold; ``opened`` where something is wrong there.
    waiting : list of WaitingLine
        What is shared with people who have no account yet.
    """

    grants: list[GrantLine]
    give: tuple[ShownField, ...]
    more: tuple[ShownField, ...]
    opened: bool
    waiting: list[WaitingLine]


@page("dossiers/<slug:slug>/sharing", name="sharing", template=TEMPLATE, action="share")
def sharing(request: PageRequest) -> Sharing:
    """Return the grants of the dossier."""
    return _page_of(request)


@action("dossiers/<slug:slug>/sharing/give", name="sharing.give", action="share")
def give(request: PageRequest) -> str | HttpResponse:
    """Share the dossier with an account or an organisation; with an address that has no account, as soon as it has one.

    A guest is invited by any owner, and so is a colleague by an owner who is an administrator. Another owner's wish to have a colleague
    invited waits for an administrator: who is a member of the site is theirs to say.
    """
    form = ShareForm(request, request.form)
    if not form.is_valid():
        return _again(request, form)
    try:
        to = receiver_named(form.cleaned_data["to"])
        check_grant(form, to)
        if not form.is_valid():
            return _again(request, form)
        return _invite(request, form) if to is None else _give(request, form, to)
    except WrongUse as error:
        form.refuse(_FIELD_OF.get(getattr(error.message, "id", ""), "to"), error.message)
        return _again(request, form)


def _again(request: PageRequest, form: ShareForm) -> HttpResponse:
    return show(request, _page_of(request, give=form), TEMPLATE, status=422)


def _give(request: PageRequest, form: ShareForm, to: Account | Organisation) -> str:
    receiver: dict[str, Any] = {"account" if isinstance(to, Account) else "organisation": to}
    if Grant.objects.filter(dossier=request.dossier, **receiver).exists():
        raise WrongUse(Message("page-sharing.twice", name=to.name))
    grant = Grant(dossier=request.dossier, by=request.account, **receiver)
    write_grant(form, grant)
    messages.success(request.http, say(Message("page-sharing.done.given", name=_name(grant)), request.lang))
    return request.href("sharing")


def _invite(request: PageRequest, form: ShareForm) -> str | HttpResponse:
    """Share with an address that has no account yet."""
    values, language, email = form.values, form.cleaned_data["language"] or request.lang, form.cleaned_data["to"].lower()
    try:
        validate_email(email)
    except ValidationError:
        raise WrongUse(Message("page-sharing.nobody-called", name=form.cleaned_data["to"])) from None
    if Account.objects.filter(email=email).exists():
        raise WrongUse(Message("page-sharing.inactive", email=email))
    if values["role"] == "guest" and form.cleaned_data["organisation"]:
        return _invite_for(request, form, email)
    sent = waiting_grants.invitation_of(email)
    waiting_grants.wait_for(email, request.dossier, request.account, {**values, "language": language})
    if sent is not None and sent.by != request.account:
        messages.success(request.http, say(Message("page-sharing.done.on-its-way", email=email), request.lang))
        return request.href("sharing")
    is_guest = values["role"] == "guest"
    if not is_guest and not request.may("administer"):
        messages.success(request.http, say(Message("page-sharing.done.asked", email=email), request.lang))
        return request.href("sharing")
    invitation, token = invitations.invite(
        email,
        request.account,
        organisation=sent.organisation if sent else None,
        is_guest=is_guest and (sent is None or sent.is_guest),
        is_administrator=bool(sent and sent.is_administrator and request.may("administer")),
        language=language,
    )
    return link_page(request, invitation, token, request.href("sharing"))


def _invite_for(request: PageRequest, form: ShareForm, email: str) -> HttpResponse:
    """Invite somebody from outside who acts for an organisation, and share with that organisation.

    An owner puts a guest into a new organisation, or into one whose every dossier they own: nobody opens another's dossier this way.
    """
    wanted = {name: value for name, value in form.values.items() if name != "mandate"}
    with transaction.atomic():
        body = _guest_organisation(request, form.cleaned_data["organisation"])
        invitation, token = invitations.invite(
            email, request.account, organisation=body, is_guest=True, language=form.cleaned_data["language"] or request.lang
        )
        grant, is_new = Grant.objects.get_or_create(dossier=request.dossier, organisation=body, defaults={**wanted, "by": request.account})
    if not is_new and any(getattr(grant, name) != value for name, value in wanted.items()):
        messages.warning(request.http, say(Message("page-sharing.as-before", name=body.name), request.lang))
    return link_page(request, invitation, token, request.href("sharing"))


@action("dossiers/<slug:slug>/sharing/waiting/<int:waiting>/withdraw", name="sharing.withdraw", action="share")
def withdraw(request: PageRequest, waiting: int) -> str:
    """Let a grant wait no longer."""
    found = WaitingGrant.objects.filter(pk=waiting, dossier=request.dossier).select_related("by").first()
    if found is None:
        raise Http404
    waiting_grants.withdraw(found)
    messages.success(request.http, say(Message("page-sharing.done.withdrawn", email=found.email), request.lang))
    return request.href("sharing")


@action("dossiers/<slug:slug>/sharing/<int:grant>/change", name="sharing.change", action="share")
def change(request: PageRequest, grant: int) -> str | HttpResponse:
    """Change a grant; the last owner stays one."""
    given = _grant_or_404(request, grant)
    form = GrantForm(given, request.form)
    if form.is_valid():
        with transaction.atomic():
            form.write(given)
            keep_an_owner(request.dossier)
    if not form.is_valid():
        return show(request, _page_of(request, changed={grant: form}), TEMPLATE, status=422)
    messages.success(request.http, say(Message("page-sharing.done.changed", name=_name(given)), request.lang))
    return request.href("sharing")


@action("dossiers/<slug:slug>/sharing/<int:grant>/take", name="sharing.take", action="share")
def take(request: PageRequest, grant: int) -> str:
    """Share no longer; the last owner stays."""
    given = _grant_or_404(request, grant)
    with transaction.atomic():
        given.delete()
        keep_an_owner(request.dossier)
    messages.success(request.http, say(Message("page-sharing.done.taken", name=_name(given)), request.lang))
    return request.href("sharing") if request.may("share") else "/"


def _grant_or_404(request: PageRequest, number: int) -> Grant:
    """Return a grant of this dossier."""
    grant = Grant.objects.filter(pk=number, dossier=request.dossier).select_related("account", "organisation").first()
    if grant is None:
        raise Http404
    return grant


def _guest_organisation(request: PageRequest, name: str) -> Organisation:
    """Return the organisation of a guest: a new one, or one that sees nothing but what this owner owns."""
    body = Organisation.objects.filter(name=name).first()
    if body is None:
        return Organisation.objects.create(name=name)
    mine = Grant.objects.filter(account=request.account, role="owner").values("dossier")
    if not body.grants.exists() or body.grants.exclude(dossier__in=mine).exists():
        raise WrongUse(Message("page-sharing.organisation-taken", name=name))
    otherwise = body.grants.filter(dossier=request.dossier).exclude(role="guest").first()
    if otherwise is not None:
        raise WrongUse(Message("page-sharing.not-a-guest", name=name, role=Message(f"page-sharing.role.{otherwise.role}")))
    return body


def _name(grant: Grant) -> str:
    return str(grant.account or grant.organisation)


def seen_by(request: PageRequest, grant: Grant) -> tuple[list[Message], int]:
    """Return in words what the holder of a grant, as it is held, sees, and how many rows that is."""
    view = store.seen(request.revision, scope_of(grant))
    counts = {name: len(getattr(view, name)) for name in TABLES}
    words = [
        Message("page-sharing.rows", table=TABLES[name].title, count=count, all=len(getattr(request.view, name)))
        for name, count in counts.items()
        if count or len(getattr(request.view, name))
    ]
    return words, sum(counts.values())


def _page_of(request: PageRequest, *, give: ShareForm | None = None, changed: Mapping[int, SiteForm] | None = None) -> Sharing:
    grants = Grant.objects.filter(dossier=request.dossier).select_related("account", "organisation")
    rows = []
    for grant in grants:
        changed_form = (changed or {}).get(grant.pk) or GrantForm(grant)
        effective = effective_grant(grant)
        tables, total = seen_by(request, effective)
        rows.append(
            GrantLine(
                id=grant.pk,
                to=_name(grant),
                is_organisation=grant.organisation_id is not None,
                role=effective.role,
                marking=grant.marking,
                tables=None if grant.tables is None else tuple(grant.tables),
                mandate=effective.role == "owner" or effective.mandate,
                until=grant.until,
                is_over=grant.until is not None and grant.until < request.today,
                sees=tables,
                total=total,
                href=request.href("sharing.as", grant=grant.pk),
                form=changed_form.shown,
            )
        )
    rows.sort(key=lambda row: (ROLES.index(row.role), collation_key(row.to)))
    form = give or ShareForm(request)
    return Sharing(
        title=Message("page-sharing.title"),
        grants=rows,
        give=form.opening,
        more=form.more,
        opened=any(field.error for field in form.more),
        waiting=[
            WaitingLine(
                id=one.pk,
                email=one.email,
                role=one.role,
                marking=one.marking,
                is_invited=waiting_grants.invitation_of(one.email) is not None,
            )
            for one in WaitingGrant.objects.filter(dossier=request.dossier).order_by("email")
        ],
    )
