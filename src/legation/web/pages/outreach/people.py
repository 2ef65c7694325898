"""The natural persons whom the desk knows in a matter: the list, one of them, adding and changing. No opinion of anybody, no score."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict

from legation.errors import WrongUse
from legation.language import Message, collation_key, say
from legation.web.forms.site_form import CheckField, DateField, SelectField, ShownField, SiteForm, TextField
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, file, page, show
from legation.web.stores.people import store
from legation.web.stores.people.models import BASES, DETAILS, Person, Tombstone

__all__ = ["OnePerson", "People"]

_LIST, _ONE, _FORM = "pages/people.html", "pages/people_one.html", "pages/people_form.html"
_RETENTION_DAYS = 2 * 365


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """A person in the list."""

    key: str
    name: str
    function: str
    organisation: str
    actor: str
    protected: bool
    retain_until: dt.date
    is_over: bool
    href: str


@dataclass(frozen=True, kw_only=True)
class ErasedPerson:
    """A tombstone."""

    key: str
    erased: dt.date
    by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class People(Page):
    """Whom the desk knows."""

    people: list[PersonLine]
    gone: list[ErasedPerson]
    may_see_named: bool


@dataclass(frozen=True, kw_only=True)
class OnePerson(Page):
    """A person.

    Attributes
    ----------
    facts : list of (Message, value)
        What is held, in words.
    engagements : list of str
        The rows of the dossier that name the key.
    """

    key: str
    facts: list[tuple[Message, Any]]
    protected: bool
    engagements: list[str]
    may_erase: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonForm(Page):
    """The form of a person; ``key`` is empty for a new one."""

    key: str
    fields: tuple[ShownField, ...]


class DetailsForm(SiteForm):
    """The details of a person; whether they are protected is for owners alone."""

    def __init__(self, request: PageRequest, person: Person | None, sent: QueryDict | None = None) -> None:
        given: dict[str, Any] = {name: getattr(person, name) for name in DETAILS} if person is not None else {}
        given["retain_until"] = (person.retain_until if person else request.today + dt.timedelta(days=_RETENTION_DAYS)).isoformat()
        self.actors = {row.id for row in request.view.actors}
        shown = [name for name in DETAILS if name != "protected" or request.grant.role == "owner"]
        super().__init__(sent, **{name: _field(name, given.get(name, "")) for name in shown})

    def clean(self) -> None:
        """Refuse an actor that is not in the dossier."""
        actor = self.sent_text("actor")
        if actor and actor not in self.actors:
            self.refuse("actor", Message("page-people.no-actor", found=actor[:40]))


def _field(name: str, value: Any) -> Any:
    """Return the field of a detail, with what it says."""
    label = Message(f"page-people.field.{name}")
    help_ = Message(f"page-people.help.{name}") if name not in ("name", "function", "organisation") else None
    required = name in ("name", "basis", "source", "retain_until")
    made: Any
    if name == "protected":
        made = CheckField(label, help=help_, initial=value)
    elif name == "basis":
        bases = [(basis, Message(f"page-people.basis.{basis}")) for basis in BASES]
        made = SelectField(label, bases, help=help_, initial=value, required=required)
    elif name == "retain_until":
        made = DateField(label, help=help_, initial=value, required=required)
    else:
        made = TextField(label, help=help_, initial=value, required=required, area=name in ("contact", "channel"))
    made.limit = Person._meta.get_field(name).max_length or 20  # type: ignore[union-attr]  # a column of ours
    made.autocomplete = "off"
    return made


@page("dossiers/<slug:slug>/people", name="people", template=_LIST, action="see-people")
def people(request: PageRequest) -> People:
    """Return the persons whom this role may see."""
    persons = store.people_of(request.dossier, request.grant.role)
    rows = [
        PersonLine(
            key=person.key,
            name=person.name,
            function=person.function,
            organisation=person.organisation,
            actor=_actor_name(request, person.actor),
            protected=person.protected,
            retain_until=person.retain_until,
            is_over=person.retain_until < request.today,
            href=request.href("people.one", key=person.key),
        )
        for person in persons
    ]
    gone = Tombstone.objects.filter(dossier=request.dossier).select_related("by").order_by("-erased")[:200]
    return People(
        title=Message("page-people.title"),
        people=sorted(rows, key=lambda row: collation_key(row.name)),
        gone=[ErasedPerson(key=t.key, erased=t.erased.date(), by=str(t.by or ""), reason=t.reason) for t in gone],
        may_see_named=request.may("share"),
    )


@page("dossiers/<slug:slug>/people/new", name="people.new", template=_FORM, action="see-people")
def new(request: PageRequest) -> PersonForm:
    """Return an empty form."""
    return PersonForm(title=Message("page-people.new"), key="", fields=DetailsForm(request, None).shown)


@action("dossiers/<slug:slug>/people/add", name="people.add", action="see-people")
def add(request: PageRequest) -> str | HttpResponse:
    """Add a person."""
    return _saved(request, Person(dossier=request.dossier, by=request.account))


@page("dossiers/<slug:slug>/people/<str:key>", name="people.one", template=_ONE, action="see-people")
def one(request: PageRequest, key: str) -> OnePerson:
    """Return a person with everything that is held."""
    person = _person_or_404(request, key)
    details = {name: getattr(person, name) for name in DETAILS if name not in ("name", "protected")}
    details["actor"] = _actor_name(request, person.actor)
    details["basis"] = Message(f"page-people.basis.{person.basis}")
    named = [row.id for row in request.view.engagements if any(key in str(value) for value in _texts(row))]
    return OnePerson(
        title=person.name,
        key=person.key,
        facts=[(Message(f"page-people.field.{name}"), value) for name, value in details.items() if value],
        protected=person.protected,
        engagements=named,
        may_erase=request.may("erase-people"),
        reasons=tuple(reason for reason in Tombstone.REASONS if reason != "retention"),
    )


@page("dossiers/<slug:slug>/people/<str:key>/change", name="people.form", template=_FORM, action="see-people")
def form(request: PageRequest, key: str) -> PersonForm:
    """Return the form of a person, filled in."""
    person = _person_or_404(request, key)
    return PersonForm(title=Message("page-people.change"), key=key, fields=DetailsForm(request, person).shown)


@action("dossiers/<slug:slug>/people/<str:key>/save", name="people.save", action="see-people")
def save(request: PageRequest, key: str) -> str | HttpResponse:
    """Change a person."""
    return _saved(request, _person_or_404(request, key))


@file("dossiers/<slug:slug>/people/<str:key>/export", name="people.export", action="erase-people")
def export(request: PageRequest, key: str) -> HttpResponse:
    """Hand over everything that is held of a person: for the person who asks for it."""
    response = JsonResponse(store.record_of(_person_or_404(request, key)), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{key}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@action("dossiers/<slug:slug>/people/<str:key>/erase", name="people.erase", action="erase-people")
def erase(request: PageRequest, key: str) -> str:
    """Erase a person for good."""
    person = _person_or_404(request, key)
    reason = request.form.get("reason", "")
    if reason not in Tombstone.REASONS:
        raise WrongUse(Message("dossier.not-allowed", name="reason", found=reason[:40], allowed=" | ".join(Tombstone.REASONS)))
    store.erase(person, request.account, reason)
    messages.success(request.http, say(Message("page-people.erased", key=key), request.lang))
    return request.href("people")


def _person_or_404(request: PageRequest, key: str) -> Person:
    """Return a person whom this role may see, of this dossier."""
    person = next((one for one in store.people_of(request.dossier, request.grant.role) if one.key == key), None)
    if person is None:
        raise Http404
    return person


def _actor_name(request: PageRequest, actor: str) -> Any:
    actor_row = next((row for row in request.view.actors if row.id == actor), None)
    return (actor_row.name or actor) if actor_row is not None else actor


def _texts(row: Any) -> list[Any]:
    return [getattr(row, name) for name in row.__dataclass_fields__]


def _saved(request: PageRequest, person: Person) -> str | HttpResponse:
    form = DetailsForm(request, person if person.pk else None, request.form)
    if not form.is_valid():
        title = Message("page-people.change" if person.pk else "page-people.new")
        return show(request, PersonForm(title=title, key=person.key if person.pk else "", fields=form.shown), _FORM, status=422)
    for name, value in form.cleaned_data.items():
        setattr(person, name, value)
    person.save()
    messages.success(request.http, say(Message("page-people.saved"), request.lang))
    return request.href("people.one", key=person.key)
