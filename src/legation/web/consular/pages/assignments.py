"""Who is what at which post: accounts with their roles, given and taken; and people who are invited to one.

An administrator gives every role everywhere. A head of post gives roles at that post alone, and none above their own; they see the accounts
that have a role there, and those that have none yet.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from legation.errors import WrongUse
from legation.language import Message, collation_key
from legation.web.accounts import invitations
from legation.web.accounts.models import Account, Invitation
from legation.web.consular.access import BY_HEADS, EVERYWHERE, ROLES, may_give
from legation.web.consular.house import HOUSE
from legation.web.consular.records.models import Assignment, InvitedRole
from legation.web.consular.routing import DeskRequest, Page, action, page, show
from legation.web.forms.site_form import EmailField, SelectField, ShownField, SiteForm

__all__ = ["assignments", "give", "invite", "take", "withdraw_invitation"]

_TEMPLATE = "consular/assignments.html"
_LINK = "consular/invited.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """A role that somebody has; ``id``: of the assignment, by which it is taken away; ``can_go``: by this reader."""

    id: int
    role: Message
    post: str
    can_go: bool


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
        is_whole = request.may("administer")
        here = HOUSE.posts if is_whole else request.may_at("assign")
        roles = [(role, Message(f"desk.role.{role}")) for role in (ROLES if is_whole else BY_HEADS)]
        posts: list[tuple[str, object]] = [(post.id, post.title(request.lang)) for post in here]
        helped = Message("desk-people.post-help") if is_whole else None
        if is_whole:
            posts.insert(0, ("", Message("desk-people.every-post")))
        super().__init__(
            sent,
            **fields,
            role=SelectField(Message("desk-people.role"), roles, initial="officer", required=True),
            post=SelectField(Message("desk-people.post"), posts, initial=here[0].id, help=helped),
        )

    def clean(self) -> None:
        """Refuse a role of a post without the post."""
        role, post = self.sent_text("role"), self.sent_text("post")
        if role in ROLES and role not in EVERYWHERE and not post:
            self.refuse("post", Message("desk-people.post-needed"))


def _give_form(request: DeskRequest, sent: QueryDict | None = None) -> _RoleForm:
    choices = [(str(one.pk), str(one)) for one in _accounts(request) if one.is_active]
    return _RoleForm(request, sent, account=SelectField(Message("desk-people.account"), choices, required=True))


def _invite_form(request: DeskRequest, sent: QueryDict | None = None) -> _RoleForm:
    languages = [(lang, Message(f"page-accounts.language.{lang}")) for lang in ("fr", "en")]
    return _RoleForm(
        request,
        sent,
        email=EmailField(Message("web.email"), required=True, limit=254, autocomplete="off"),
        language=SelectField(Message("page-accounts.language.label"), languages, initial=request.lang, required=True),
    )


@page("assignments", name="assignments", template=_TEMPLATE, action="assign")
def assignments(request: DeskRequest) -> AssignmentsPage:
    """Show who is what."""
    return _page(request)


@action("assignments/give", name="assignments.give", action="assign")
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


@action("assignments/<int:assignment>/take", name="assignments.take", action="assign")
def take(request: DeskRequest, assignment: int) -> str:
    """Take a role away; an administrator is always left, and by a head of post a head.

    Raises
    ------
    Http404
        Where there is no such role, or the reader does not give such ones.
    WrongUse
        For the last administrator, and of a head of post for the last head.
    """
    with transaction.atomic():
        row = Assignment.objects.select_for_update().filter(pk=assignment).first()
        if row is None or not _may_change(request, row.role, row.post):
            raise Http404
        others = Assignment.objects.filter(role="administrator", account__is_active=True).exclude(account=row.account)
        if row.role == "administrator" and not others.exists():
            raise WrongUse(Message("desk-people.last-administrator"))
        if row.role == "head" and not request.may("administer") and not _other_heads(row):
            raise WrongUse(Message("desk-people.last-head"))
        row.delete()
    return reverse("assignments")


@action("assignments/invite", name="assignments.invite", action="assign")
def invite(request: DeskRequest) -> HttpResponse:
    """Invite somebody to a role at a post, and show the link once."""
    form = _invite_form(request, request.form)
    if not form.is_valid():
        return show(request, _page(request, invite=form), _TEMPLATE, 422)
    found = form.cleaned_data
    post = "" if found["role"] in EVERYWHERE else found["post"]
    try:
        with transaction.atomic():
            _check_invited(request, found["email"])
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


@action("assignments/invitations/<int:invitation>/withdraw", name="assignments.withdraw", action="assign")
def withdraw_invitation(request: DeskRequest, invitation: int) -> str:
    """Withdraw an invitation that nobody has used."""
    roles = list(InvitedRole.objects.filter(invitation=invitation))
    if not all(_may_change(request, one.role, one.post) for one in roles):
        raise Http404
    if roles or request.may("administer"):
        Invitation.objects.filter(pk=invitation, used__isnull=True).delete()
    return reverse("assignments")


def _may_change(request: DeskRequest, role: str, post: str) -> bool:
    """Whether the reader gives and takes a role at a post."""
    return may_give(request.account, role, post)


def _waiting() -> QuerySet[InvitedRole]:
    """Return the roles of invitations that can still be used."""
    there = InvitedRole.objects.filter(invitation__used__isnull=True, invitation__expires__gt=timezone.now())
    return there.select_related("invitation")


def _check_invited(request: DeskRequest, email: str) -> None:
    """Make sure that a further invitation takes none away that is not the reader's to withdraw.

    Raises
    ------
    WrongUse
        Where somebody else has invited the person to a role that the reader does not give.
    """
    roles = _waiting().filter(invitation__email=email.strip().lower())
    if not all(_may_change(request, one.role, one.post) for one in roles):
        raise WrongUse(Message("desk-people.invited-elsewhere"))


def _other_heads(row: Assignment) -> bool:
    return Assignment.objects.filter(role="head", post=row.post, account__is_active=True).exclude(account=row.account).exists()


def _accounts(request: DeskRequest) -> list[Account]:
    """Return the accounts that the reader sees, those that are not active last."""
    people = Account.objects.all()
    if not request.may("administer"):
        here = Assignment.objects.filter(post__in=[post.id for post in request.may_at("assign")]).values("account")
        people = people.filter(Q(pk__in=here) | Q(assignments__isnull=True))
    return sorted(people.distinct(), key=lambda one: (not one.is_active, collation_key(one.name)))


def _page(request: DeskRequest, give: _RoleForm | None = None, invite: _RoleForm | None = None) -> AssignmentsPage:
    titles = {post.id: post.title(request.lang) for post in HOUSE.posts}
    roles: dict[int, list[RoleRow]] = {}
    for row in sorted(Assignment.objects.all(), key=lambda row: (ROLES.index(row.role), row.post)):
        can_go = _may_change(request, row.role, row.post)
        one = RoleRow(id=row.pk, role=Message(f"desk.role.{row.role}"), post=titles.get(row.post, row.post), can_go=can_go)
        roles.setdefault(row.account_id, []).append(one)
    return AssignmentsPage(
        title=Message("desk.place.assignments"),
        accounts=tuple(
            AccountEntry(id=one.pk, name=one.name, email=one.email, is_active=one.is_active, roles=tuple(roles.get(one.pk, ())))
            for one in _accounts(request)
        ),
        invited=tuple(
            InvitedEntry(
                id=row.invitation_id,
                email=row.invitation.email,
                role=Message(f"desk.role.{row.role}"),
                post=titles.get(row.post, row.post),
                expires=timezone.localtime(row.invitation.expires).date(),
            )
            for row in _waiting().order_by("-invitation__made")
            if _may_change(request, row.role, row.post)
        ),
        give_fields=(give or _give_form(request)).shown,
        invite_fields=(invite or _invite_form(request)).shown,
    )
