"""Who is what at which post: accounts with their roles, given and taken; and people who are invited to one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from legation.errors import WrongUse
from legation.language import Message, collation_key
from legation.web.accounts import invitations
from legation.web.accounts.models import Account, Invitation
from legation.web.consular.access import EVERYWHERE, ROLES
from legation.web.consular.house import HOUSE
from legation.web.consular.records.models import Assignment, InvitedRole
from legation.web.consular.routing import DeskRequest, Page, action, page, show
from legation.web.forms.site_form import EmailField, SelectField, ShownField, SiteForm

__all__ = ["assignments", "give", "invite", "take", "withdraw_invitation"]

_TEMPLATE = "consular/assignments.html"
_LINK = "consular/invited.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """A role that somebody has; ``id``: of the assignment, by which it is taken away."""

    id: int
    role: Message
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEntry:
    """An account with its roles."""

    id: int
    name: str
    email: str
    is_active: bool
    roles: tuple[RoleRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedEntry:
    """Somebody who is invited to a role."""

    id: int
    email: str
    role: Message
    post: str
    expires: dt.date


@dataclass(frozen=True, kw_only=True)
class AssignmentsPage(Page):
    """Every account with its roles, who is invited, and the forms that give a role and invite."""

    accounts: tuple[AccountEntry, ...]
    invited: tuple[InvitedEntry, ...]
    give_fields: tuple[ShownField, ...]
    invite_fields: tuple[ShownField, ...]


@dataclass(frozen=True, kw_only=True)
class InvitedPage(Page):
    """The link of an invitation, shown once."""

    email: str
    link: str
    sent: bool
    expires: dt.date
    back: str


class _RoleForm(SiteForm):
    """A role at a post."""

    def __init__(self, request: DeskRequest, sent: QueryDict | None, **fields: SelectField | EmailField) -> None:
        roles = [(role, Message(f"desk.role.{role}")) for role in ROLES]
        posts = [("", Message("desk-people.every-post")), *((post.id, post.title(request.lang)) for post in HOUSE.posts)]
        super().__init__(
            sent,
            **fields,
            role=SelectField(Message("desk-people.role"), roles, initial="officer", required=True),
            post=SelectField(Message("desk-people.post"), posts, initial=HOUSE.posts[0].id, help=Message("desk-people.post-help")),
        )

    def clean(self) -> None:
        """Refuse a role of a post without the post."""
        role, post = self.sent_text("role"), self.sent_text("post")
        if role in ROLES and role not in EVERYWHERE and not post:
            self.refuse("post", Message("desk-people.post-needed"))


def _give_form(request: DeskRequest, sent: QueryDict | None = None) -> _RoleForm:
    people = sorted(Account.objects.filter(is_active=True), key=lambda one: collation_key(one.name))
    choices = [(str(one.pk), str(one)) for one in people]
    return _RoleForm(request, sent, account=SelectField(Message("desk-people.account"), choices, required=True))


def _invite_form(request: DeskRequest, sent: QueryDict | None = None) -> _RoleForm:
    languages = [(lang, Message(f"page-accounts.language.{lang}")) for lang in ("fr", "en")]
    return _RoleForm(
        request,
        sent,
        email=EmailField(Message("web.email"), required=True, limit=254, autocomplete="off"),
        language=SelectField(Message("page-accounts.language.label"), languages, initial=request.lang, required=True),
    )


@page("assignments", name="assignments", template=_TEMPLATE, action="administer")
def assignments(request: DeskRequest) -> AssignmentsPage:
    """Show who is what."""
    return _page(request)


@action("assignments/give", name="assignments.give", action="administer")
def give(request: DeskRequest) -> str | HttpResponse:
    """Give an account a role at a post."""
    form = _give_form(request, request.form)
    if not form.is_valid():
        return show(request, _page(request, give=form), _TEMPLATE, 422)
    found = form.cleaned_data
    post = "" if found["role"] in EVERYWHERE else found["post"]
    account = Account.objects.get(pk=found["account"])
    Assignment.objects.get_or_create(account=account, post=post, role=found["role"], defaults={"by": request.account})
    return reverse("assignments")


@action("assignments/<int:assignment>/take", name="assignments.take", action="administer")
def take(request: DeskRequest, assignment: int) -> str:  # noqa: ARG001 - what every action is given
    """Take a role away; an administrator is always left.

    Raises
    ------
    WrongUse
        For the last administrator.
    """
    with transaction.atomic():
        row = Assignment.objects.select_for_update().filter(pk=assignment).first()
        if row is None:
            raise Http404
        others = Assignment.objects.filter(role="administrator", account__is_active=True).exclude(account=row.account)
        if row.role == "administrator" and not others.exists():
            raise WrongUse(Message("desk-people.last-administrator"))
        row.delete()
    return reverse("assignments")


@action("assignments/invite", name="assignments.invite", action="administer")
def invite(request: DeskRequest) -> HttpResponse:
    """Invite somebody to a role at a post, and show the link once."""
    form = _invite_form(request, request.form)
    if not form.is_valid():
        return show(request, _page(request, invite=form), _TEMPLATE, 422)
    found = form.cleaned_data
    post = "" if found["role"] in EVERYWHERE else found["post"]
    try:
        with transaction.atomic():
            invitation, token = invitations.invite(found["email"], request.account, language=found["language"])
            InvitedRole.objects.create(invitation=invitation, post=post, role=found["role"])
    except WrongUse as error:
        form.refuse("email", error.message)
        return show(request, _page(request, invite=form), _TEMPLATE, 422)
    link = request.http.build_absolute_uri(reverse("invitation", kwargs={"token": token}))
    shown = InvitedPage(
        title=Message("page-accounts.link.title", email=invitation.email),
        email=invitation.email,
        link=link,
        sent=invitations.send(invitation, link),
        expires=timezone.localtime(invitation.expires).date(),
        back=reverse("assignments"),
    )
    return show(request, shown, _LINK)


@action("assignments/invitations/<int:invitation>/withdraw", name="assignments.withdraw", action="administer")
def withdraw_invitation(request: DeskRequest, invitation: int) -> str:  # noqa: ARG001 - what every action is given
    """Withdraw an invitation that nobody has used."""
    Invitation.objects.filter(pk=invitation, used__isnull=True).delete()
    return reverse("assignments")


def _page(request: DeskRequest, give: _RoleForm | None = None, invite: _RoleForm | None = None) -> AssignmentsPage:
    titles = {post.id: post.title(request.lang) for post in HOUSE.posts}
    roles: dict[int, list[RoleRow]] = {}
    for row in sorted(Assignment.objects.all(), key=lambda row: (ROLES.index(row.role), row.post)):
        one = RoleRow(id=row.pk, role=Message(f"desk.role.{row.role}"), post=titles.get(row.post, row.post))
        roles.setdefault(row.account_id, []).append(one)
    people = sorted(Account.objects.all(), key=lambda one: (not one.is_active, collation_key(one.name)))
    waiting = InvitedRole.objects.filter(invitation__used__isnull=True, invitation__expires__gt=timezone.now()).select_related("invitation")
    return AssignmentsPage(
        title=Message("desk.place.assignments"),
        accounts=tuple(
            AccountEntry(id=one.pk, name=one.name, email=one.email, is_active=one.is_active, roles=tuple(roles.get(one.pk, ())))
            for one in people
        ),
        invited=tuple(
            InvitedEntry(
                id=row.invitation_id,
                email=row.invitation.email,
                role=Message(f"desk.role.{row.role}"),
                post=titles.get(row.post, row.post),
                expires=timezone.localtime(row.invitation.expires).date(),
            )
            for row in waiting.order_by("-invitation__made")
        ),
        give_fields=(give or _give_form(request)).shown,
        invite_fields=(invite or _invite_form(request)).shown,
    )
