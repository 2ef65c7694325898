"""The forms of sharing: what a grant says, and with whom a dossier is shared."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from legation.briefing.markings.labels import label_of
from legation.dossier import TABLES
from legation.dossier.records import MARKINGS
from legation.errors import WrongUse
from legation.language import Message, collation_key
from legation.web.access import ROLES
from legation.web.accounts.models import Account, Organisation
from legation.web.dossiers.models import Grant
from legation.web.forms.site_form import CheckField, ChecksField, DateField, SelectField, ShownField, SiteForm, TextField
from legation.web.pages.administration.accounts import language_field
from legation.web.site.page import PageRequest

__all__ = ["GrantForm", "ShareForm", "check_grant", "receiver_named", "write_grant"]

_DEFAULT_TABLES = ["actors", "groups", "issues", "positions", "evidence"]
"""The tables that are ticked for a guest before an owner says otherwise: who stands where, and by what evidence."""


class GrantForm(SiteForm):
    """What a grant says."""

    def __init__(self, grant: Grant, sent: QueryDict | None = None, /) -> None:
        super().__init__(sent, **grant_fields(grant))

    def write(self, grant: Grant) -> None:
        """Save a grant as the form says; where it cannot be, say why, and save nothing."""
        write_grant(self, grant)


def grant_fields(grant: Grant | None, marking: str = "") -> dict[str, Any]:
    """Return the fields of what a grant says; of a new one, what is offered first."""
    tables = _DEFAULT_TABLES if grant is None else list(TABLES) if grant.tables is None else grant.tables
    return {
        "role": SelectField(
            Message("page-sharing.role.label"),
            [(role, Message(f"page-sharing.role.{role}")) for role in ROLES],
            initial=grant.role if grant else "reader",
            required=True,
            help=Message("page-sharing.role.help"),
        ),
        "marking": _marking_field(grant.marking if grant else marking),
        "until": _until_field(grant.until.isoformat() if grant and grant.until else ""),
        "mandate": CheckField(
            Message("page-sharing.mandate"), initial=bool(grant and grant.mandate), help=Message("page-sharing.mandate-help")
        ),
        "tables": _tables_field(tables),
    }


def check_grant(form: SiteForm, to: Account | Organisation | None) -> None:
    """Say beside its field what may not be given to somebody; None is somebody who has no account yet."""
    values, is_body = dict(form.cleaned_data), isinstance(to, Organisation)
    if values["role"] == "owner" and is_body:
        form.refuse("role", Message("page-sharing.owner-is-a-person"))
    elif values["role"] != "guest" and isinstance(to, Account) and to.is_guest:
        form.refuse("role", Message("page-sharing.guest-account"))
    if values["mandate"] and (is_body or values["role"] == "guest"):
        form.refuse("mandate", Message("page-sharing.mandate-is-named"))
    if values["role"] == "owner" and values["until"] is not None:
        form.refuse("until", Message("page-sharing.owner-until"))


def write_grant(form: SiteForm, grant: Grant) -> None:
    """Save a grant as a form says; where it cannot be, say why, and save nothing."""
    check_grant(form, grant.account or grant.organisation)
    if form.errors:
        return
    values = form.cleaned_data
    grant.role, grant.marking, grant.until, grant.mandate = values["role"], values["marking"], values["until"], values["mandate"]
    grant.tables = list(values["tables"]) if values["role"] == "guest" else None
    grant.save()


class ShareForm(SiteForm):
    """With whom a dossier is shared, as what, up to which marking; what matters less often stands behind a fold."""

    def __init__(self, request: PageRequest, sent: QueryDict | None = None) -> None:
        super().__init__(
            sent,
            to=TextField(
                Message("page-sharing.who"),
                required=True,
                help=Message("page-sharing.who-help"),
                limit=254,
                autocomplete="off",
                offered=_offered(request),
            ),
            **grant_fields(None, default_marking(request)),
            organisation=TextField(Message("page-accounts.organisation"), help=Message("page-sharing.organisation-help")),
            language=language_field(request.lang),
        )
        self.fields["language"].required = False

    @property
    def opening(self) -> tuple[ShownField, ...]:
        """The first three fields."""
        return self.shown[:3]

    @property
    def more(self) -> tuple[ShownField, ...]:
        """The fields behind the fold."""
        return self.shown[3:]

    @property
    def values(self) -> dict[str, Any]:
        """What a grant is to say."""
        sent = self.cleaned_data
        tables = list(sent["tables"]) if sent["role"] == "guest" else None
        return {"tables": tables, **{name: sent[name] for name in ("role", "marking", "until", "mandate")}}


def receiver_named(typed: str) -> Account | Organisation | None:
    """Return the account or organisation that is meant by an address or a name; None where nobody of the site is.

    Raises
    ------
    WrongUse
        Where several bear the name.
    """
    typed = typed.strip()
    people = Account.objects.filter(is_active=True)
    if "@" in typed:
        return people.filter(email=typed.lower()).first()
    key = collation_key(typed)[0]
    every: list[Account | Organisation] = [*people, *Organisation.objects.all()]
    meant = [one for one in every if collation_key(one.name)[0] == key]
    if len(meant) > 1:
        raise WrongUse(Message("page-sharing.several", name=typed))
    return meant[0] if meant else None


def _marking_field(value: str) -> SelectField:
    choices = [(marking, label_of(marking).wording) for marking in MARKINGS]
    return SelectField(Message("page-sharing.marking"), choices, initial=value, required=True, help=Message("page-sharing.marking-help"))


def _until_field(value: str = "") -> DateField:
    return DateField(Message("page-sharing.until"), initial=value, help=Message("page-sharing.until-help"))


def _tables_field(value: list[str]) -> ChecksField:
    choices = [(name, table.title) for name, table in TABLES.items()]
    return ChecksField(Message("page-sharing.tables"), choices, initial=value, help=Message("page-sharing.tables-help"))


def default_marking(request: PageRequest) -> str:
    """Return the marking that is offered first: with a lower one than the dossier's own, only rows that have their own would be seen."""
    own = request.view.info.marking or MARKINGS[0]
    return max(own, "TLP:GREEN", key=MARKINGS.index)


def _offered(request: PageRequest) -> list[tuple[str, str]]:
    """Return the accounts and organisations with which a dossier may still be shared: what is typed for each, and its name."""
    there = Grant.objects.filter(dossier=request.dossier)
    people = Account.objects.filter(is_active=True).exclude(pk__in=there.exclude(account=None).values("account"))
    bodies = Organisation.objects.exclude(pk__in=there.exclude(organisation=None).values("organisation"))
    choices = [(person.email, person.name) for person in people] + [(body.name, "") for body in bodies]
    return sorted(choices, key=lambda pair: collation_key(pair[1] or pair[0]))
