"""One organisation: what it is, who acts for it, and as what. For administrators."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse

from legation.language import Message, collation_key, say
from legation.web.accounts.models import Account, Membership, Organisation
from legation.web.forms.site_form import SelectField, ShownField, SiteForm, TextField
from legation.web.pages.administration.accounts import OrganisationForm, accounts_page
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = ["OrganisationPage"]


@dataclass(frozen=True, kw_only=True)
class OrganisationMember:
    """Who acts for the organisation."""

    account: int
    name: str
    email: str
    role: str


@dataclass(frozen=True, kw_only=True)
class OrganisationPage(Page):
    """An organisation."""

    id: int
    kind: str
    members: list[OrganisationMember]
    form: tuple[ShownField, ...]
    join: tuple[ShownField, ...]


class JoinForm(SiteForm):
    """Which account acts for an organisation, and as what."""

    def __init__(self, sent: QueryDict | None = None) -> None:
        people = sorted(Account.objects.filter(is_active=True), key=lambda person: collation_key(person.name))
        choices = [("", "—"), *((str(person.pk), f"{person.name} · {person.email}") for person in people)]
        super().__init__(
            sent,
            account=SelectField(Message("page-accounts.account"), choices, required=True),
            role=TextField(Message("page-accounts.acts-as"), limit=120, help=Message("page-accounts.acts-as-help")),
        )


@page("organisations/<int:organisation>", name="organisations.one", template="pages/organisation.html", action="administer")
def one(request: PageRequest, organisation: int) -> OrganisationPage:  # noqa: ARG001 - what every page is given
    """Return an organisation with its members."""
    return _page_of(_organisation_or_404(organisation))


@action("organisations/make", name="organisations.make", action="administer")
def make(request: PageRequest) -> str | HttpResponse:
    """Add an organisation."""
    form = OrganisationForm(request.form)
    stored = _store(Organisation(), form)
    if stored is None:
        return show(request, accounts_page(request, organisation=form), "pages/accounts.html", status=422)
    return reverse("organisations.one", kwargs={"organisation": stored.pk})


@action("organisations/<int:organisation>/change", name="organisations.change", action="administer")
def change(request: PageRequest, organisation: int) -> str | HttpResponse:
    """Rename an organisation, or say what it is."""
    body = _organisation_or_404(organisation)
    form = OrganisationForm(request.form)
    stored = _store(body, form)
    if stored is None:
        return show(request, _page_of(_organisation_or_404(organisation), form=form), "pages/organisation.html", status=422)
    messages.success(request.http, say(Message("page-accounts.done.organisation", name=stored.name), request.lang))
    return reverse("organisations.one", kwargs={"organisation": body.pk})


@action("organisations/<int:organisation>/join", name="organisations.join", action="administer")
def join(request: PageRequest, organisation: int) -> str | HttpResponse:
    """Let an account act for an organisation, or change as what."""
    body = _organisation_or_404(organisation)
    form = JoinForm(request.form)
    if not form.is_valid():
        return show(request, _page_of(body, join=form), "pages/organisation.html", status=422)
    values = form.cleaned_data
    Membership.objects.update_or_create(organisation=body, account_id=int(values["account"]), defaults={"role": values["role"]})
    return reverse("organisations.one", kwargs={"organisation": body.pk})


@action("organisations/<int:organisation>/leave/<int:account>", name="organisations.leave", action="administer")
def leave(request: PageRequest, organisation: int, account: int) -> str:  # noqa: ARG001 - what every action is given
    """Let an account no longer act for an organisation."""
    Membership.objects.filter(organisation=_organisation_or_404(organisation), account_id=account).delete()
    return reverse("organisations.one", kwargs={"organisation": organisation})


def _organisation_or_404(number: int) -> Organisation:
    body = Organisation.objects.filter(pk=number).first()
    if body is None:
        raise Http404
    return body


def _store(body: Organisation, form: OrganisationForm) -> Organisation | None:
    """Return the organisation as saved; None where something is wrong, which the form says."""
    if not form.is_valid():
        return None
    body.name, body.kind = form.cleaned_data["name"], form.cleaned_data["kind"]
    try:
        with transaction.atomic():
            body.save()
    except IntegrityError:
        form.refuse("name", Message("page-accounts.organisation-taken", name=body.name))
        return None
    return body


def _page_of(body: Organisation, *, form: OrganisationForm | None = None, join: JoinForm | None = None) -> OrganisationPage:
    memberships = Membership.objects.filter(organisation=body).select_related("account")
    members = [OrganisationMember(account=m.account_id, name=m.account.name, email=m.account.email, role=m.role) for m in memberships]
    return OrganisationPage(
        title=body.name,
        id=body.pk,
        kind=body.kind,
        members=sorted(members, key=lambda member: collation_key(member.name)),
        form=(form or OrganisationForm(name=body.name, kind=body.kind)).shown,
        join=(join or JoinForm()).shown,
    )
