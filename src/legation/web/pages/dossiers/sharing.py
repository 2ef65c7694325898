"""Who may open the dossier, as what, and what of it they see. For its owners."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict

from legation.briefing.markings.labels import label_of
from legation.dossier import TABLES
from legation.dossier.records import MARKINGS
from legation.errors import WrongUse
from legation.language import Message, collation_key, say
from legation.web.access import ROLES, effective_grant, scope_of
from legation.web.accounts import invitations
from legation.web.accounts.models import Account, Organisation
from legation.web.accounts.rules import keep_an_owner
from legation.web.dossiers import store
from legation.web.dossiers.models import Grant
from legation.web.forms.site_form import CheckField, ChecksField, DateField, EmailField, SelectField, ShownField, SiteForm, TextField
from legation.web.pages.administration.accounts import language_field, link_page
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = ["Sharing"]

TEMPLATE = "pages/sharing.html"
_DEFAULT_TABLES = ["actors", "groups", "issues", "positions", "evidence"]
"""The tables that are ticked for a guest before an owner says otherwise: who stands where, and by what evidence."""


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


@dataclass(frozen=True, kw_only=True)
class Sharing(Page):
    """With whom the dossier is shared."""

    grants: list[GrantLine]
    give: tuple[ShownField, ...]
    invite: tuple[ShownField, ...]
    has_others: bool


class GrantForm(SiteForm):
    """What a grant says; of a new one, what is offered first."""

    def __init__(self, grant: Grant | None, sent: QueryDict | None = None, /, marking: str = "", **before: Any) -> None:
        tables = _DEFAULT_TABLES if grant is None else list(TABLES) if grant.tables is None else grant.tables
        super().__init__(
            sent,
            **before,
            role=SelectField(
                Message("page-sharing.role.label"),
                [(role, Message(f"page-sharing.role.{role}")) for role in ROLES],
                initial=grant.role if grant else "reader",
                required=True,
                help=Message("page-sharing.role.help"),
            ),
            marking=_marking_field(grant.marking if grant else marking),
            until=_until_field(grant.until.isoformat() if grant and grant.until else ""),
            mandate=CheckField(
                Message("page-sharing.mandate"), initial=bool(grant and grant.mandate), help=Message("page-sharing.mandate-help")
            ),
            tables=_tables_field(tables),
        )

    def write(self, grant: Grant) -> None:
        """Save a grant as the form says; where it cannot be, say why, and save nothing."""
        values = dict(self.cleaned_data)
        if values["role"] == "owner" and grant.account is None:
            self.refuse("role", Message("page-sharing.owner-is-a-person"))
        elif values["role"] != "guest" and grant.account is not None and grant.account.is_guest:
            self.refuse("role", Message("page-sharing.guest-account"))
        if values["mandate"] and (grant.account is None or values["role"] == "guest"):
            self.refuse("mandate", Message("page-sharing.mandate-is-named"))
        if values["role"] == "owner" and values["until"] is not None:
            self.refuse("until", Message("page-sharing.owner-until"))
        if self.errors:
            return
        grant.role, grant.marking, grant.until = values["role"], values["marking"], values["until"]
        grant.mandate = values["mandate"]
        grant.tables = list(values["tables"]) if values["role"] == "guest" else None
        grant.save()


class GiveForm(GrantForm):
    """To whom a dossier is given, and how."""

    def __init__(self, request: PageRequest, sent: QueryDict | None = None) -> None:
        to = SelectField(Message("page-sharing.to"), _receivers(request), required=True)
        super().__init__(None, sent, marking=_default_marking(request), to=to)


class GuestForm(SiteForm):
    """Who is invited from outside, and to what."""

    def __init__(self, request: PageRequest, sent: QueryDict | None = None) -> None:
        super().__init__(
            sent,
            email=EmailField(Message("web.email"), required=True, limit=254, autocomplete="off"),
            organisation=TextField(Message("page-accounts.organisation"), required=True, help=Message("page-sharing.organisation-help")),
            marking=_marking_field(_default_marking(request)),
            until=_until_field(),
            language=language_field(request.lang),
            tables=_tables_field(_DEFAULT_TABLES),
        )


def _marking_field(value: str) -> SelectField:
    choices = [(marking, label_of(marking).wording) for marking in MARKINGS]
    return SelectField(Message("page-sharing.marking"), choices, initial=value, required=True, help=Message("page-sharing.marking-help"))


def _until_field(value: str = "") -> DateField:
    return DateField(Message("page-sharing.until"), initial=value, help=Message("page-sharing.until-help"))


def _tables_field(value: list[str]) -> ChecksField:
    choices = [(name, table.title) for name, table in TABLES.items()]
    return ChecksField(Message("page-sharing.tables"), choices, initial=value, help=Message("page-sharing.tables-help"))


def _default_marking(request: PageRequest) -> str:
    """Return the marking that is offered first: with a lower one than the dossier's own, only rows that have their own would be seen."""
    own = request.view.info.marking or MARKINGS[0]
    return max(own, "TLP:GREEN", key=MARKINGS.index)


def _receivers(request: PageRequest) -> list[tuple[str, str]]:
    """Return the accounts and organisations to whom a dossier may still be given, after a line for none."""
    there = Grant.objects.filter(dossier=request.dossier)
    people = Account.objects.filter(is_active=True).exclude(pk__in=there.exclude(account=None).values("account"))
    bodies = Organisation.objects.exclude(pk__in=there.exclude(organisation=None).values("organisation"))
    choices = [(f"a-{person.pk}", f"{person.name} · {person.email}") for person in people]
    choices += [(f"o-{body.pk}", body.name) for body in bodies]
    return [("", "—"), *sorted(choices, key=lambda pair: collation_key(pair[1]))]


@page("dossiers/<slug:slug>/sharing", name="sharing", template=TEMPLATE, action="share")
def sharing(request: PageRequest) -> Sharing:
    """Return the grants of the dossier."""
    return _page_of(request)


@action("dossiers/<slug:slug>/sharing/give", name="sharing.give", action="share")
def give(request: PageRequest) -> str | HttpResponse:
    """Share the dossier with an account or an organisation."""
    form = GiveForm(request, request.form)
    if not form.is_valid():
        return show(request, _page_of(request, give=form), TEMPLATE, status=422)
    kind, _, number = form.cleaned_data["to"].partition("-")
    to = {"account" if kind == "a" else "organisation": _receiver(kind, number)}
    if Grant.objects.filter(dossier=request.dossier, **to).exists():
        raise WrongUse(Message("page-sharing.twice", name=str(next(iter(to.values())))))
    with transaction.atomic():
        grant = Grant(dossier=request.dossier, by=request.account, **to)
        form.write(grant)
    if not form.is_valid():
        return show(request, _page_of(request, give=form), TEMPLATE, status=422)
    messages.success(request.http, say(Message("page-sharing.done.given", name=_name(grant)), request.lang))
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


@action("dossiers/<slug:slug>/sharing/invite", name="sharing.invite", action="share")
def invite(request: PageRequest) -> HttpResponse:
    """Invite somebody from outside as a guest of this dossier.

    An owner puts a guest into a new organisation, or into one whose every dossier they own: nobody opens another's dossier this way.
    """
    form = GuestForm(request, request.form)
    if not form.is_valid():
        return show(request, _page_of(request, invite=form), TEMPLATE, status=422)
    values = form.cleaned_data
    try:
        with transaction.atomic():
            body = _guest_organisation(request, values["organisation"])
            invitation, token = invitations.invite(
                values["email"], request.account, organisation=body, is_guest=True, language=values["language"]
            )
            wanted = {"role": "guest", "marking": values["marking"], "until": values["until"], "tables": list(values["tables"])}
            grant, is_new = Grant.objects.get_or_create(
                dossier=request.dossier, organisation=body, defaults={**wanted, "by": request.account}
            )
    except WrongUse as error:
        place = "email" if error.message.id == "page-accounts.has-account" else "organisation"  # type: ignore[attr-defined]  # a Message
        form.refuse(place, error.message)
        return show(request, _page_of(request, invite=form), TEMPLATE, status=422)
    if not is_new and any(getattr(grant, name) != value for name, value in wanted.items()):
        messages.warning(request.http, say(Message("page-sharing.as-before", name=body.name), request.lang))
    return link_page(request, invitation, token, request.href("sharing"))


def _grant_or_404(request: PageRequest, number: int) -> Grant:
    """Return a grant of this dossier."""
    grant = Grant.objects.filter(pk=number, dossier=request.dossier).select_related("account", "organisation").first()
    if grant is None:
        raise Http404
    return grant


def _receiver(kind: str, number: str) -> Any:
    model: Any = Account if kind == "a" else Organisation
    return model.objects.get(pk=int(number))  # the form allows those that are there alone


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


def _page_of(
    request: PageRequest, *, give: SiteForm | None = None, invite: SiteForm | None = None, changed: Mapping[int, SiteForm] | None = None
) -> Sharing:
    grants = Grant.objects.filter(dossier=request.dossier).select_related("account", "organisation")
    rows = []
    for grant in grants:
        form = (changed or {}).get(grant.pk) or GrantForm(grant)
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
                form=form.shown,
            )
        )
    rows.sort(key=lambda row: (ROLES.index(row.role), collation_key(row.to)))
    return Sharing(
        title=Message("page-sharing.title"),
        grants=rows,
        give=(give or GiveForm(request)).shown,
        invite=(invite or GuestForm(request)).shown,
        has_others=len(_receivers(request)) > 1,
    )
