"""Taking a household in at the desk, and changing one; two officers who change the same at once lose nothing."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.utils import timezone

from legation.language import Message
from legation.web.consular.pages.people.scope import household_of
from legation.web.consular.records.models import Household
from legation.web.consular.routing import DeskRequest, Page, action, page, show
from legation.web.consular.taking.form import OF_HOUSEHOLD, HouseholdForm, merged, names_of_people, values_of
from legation.web.consular.taking.household import store
from legation.web.consular.taking.saving import save_household
from legation.web.consular.vault import vault
from legation.web.forms.site_form import ShownField
from legation.web.front.registration import MOST_PEOPLE
from legation.web.site.values import parse_int

__all__ = ["edit_household", "make_household", "new_household", "save"]

FORM = "consular/people/form.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFields:
    """The fields of one person."""

    id: str
    number: int
    fields: tuple[ShownField, ...]
    can_go: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A field that two officers changed differently."""

    label: Any
    mine: str
    theirs: str


@dataclass(frozen=True, kw_only=True)
class HouseholdFormPage(Page):
    """The form of a household; ``base``: what stood in it when it was opened, to be compared with what another officer writes."""

    people: tuple[PersonFields, ...]
    fields: tuple[ShownField, ...]
    conflicts: tuple[Conflict, ...]
    version: int
    base: str
    href: str
    back: str
    can_add: bool


@page("posts/<slug:post>/people/new", name="people.new", template=FORM, action="take-in")
def new_household(request: DeskRequest) -> HouseholdFormPage:
    """Show an empty form."""
    return _page(request, _form(request, None, ["new1"]))


@action("posts/<slug:post>/people/make", name="people.make", action="take-in")
def make_household(request: DeskRequest) -> str | HttpResponse:
    """Take a household in: it is confirmed, for somebody spoke with them."""
    people = names_of_people(request.form)
    if "add" in request.form:
        return show(request, _page(request, _form(request, None, _with_one_more(people), request.form.dict() | _lists(request.form))), FORM)
    form = _form(request, request.form, people)
    if not form.is_valid() or form.taken is None or request.post is None:
        return show(request, _page(request, form), FORM, 422)

    taken = dataclasses.replace(form.taken, post=request.post.id)
    with transaction.atomic():
        store(vault(), [taken], timezone.now())
    if not request.may("see-people"):
        return request.href("people.list")
    return request.href("people.one", household=taken.household)


@page("posts/<slug:post>/people/<slug:household>/edit", name="people.edit", template=FORM, action="change-people")
def edit_household(request: DeskRequest, household: str) -> HouseholdFormPage:
    """Show the form of a household."""
    found = _editable(request, household)
    values, people = _stored(found)
    return _page(request, _form(request, None, people, values), found, values)


@action("posts/<slug:post>/people/<slug:household>/save", name="people.save", action="change-people")
def save(request: DeskRequest, household: str) -> str | HttpResponse:
    """Save a household; where somebody saved it meanwhile, both changes are merged, and what both changed is shown."""
    found = _editable(request, household)
    people = names_of_people(request.form)
    if "add" in request.form:
        typed = request.form.dict() | _lists(request.form)
        return show(request, _page(request, _form(request, None, _with_one_more(people), typed), found, _base(request)), FORM)
    theirs, _ = _stored(found)
    sent: QueryDict = request.form
    conflicts: dict[str, tuple[str, str]] = {}
    if parse_int(request.form.get("version", ""), 0) != found.version:
        together, conflicts = merged(_base(request), _typed(request.form, people), theirs)
        sent = _as_sent(together)
        people = names_of_people(sent)
    form = _form(request, sent, people, before=theirs if sent is not request.form else _base(request))
    if not form.is_valid() or form.taken is None or conflicts:
        return show(request, _page(request, form, found, theirs, conflicts), FORM, 409 if conflicts else 422)
    if not save_household(vault(), found, found.version, form.taken, people, timezone.now()):
        return show(request, _page(request, form, found, theirs, conflicts), FORM, 409)
    return request.href("people.one", household=found.pk)


def _editable(request: DeskRequest, household: str) -> Household:
    if not request.may("see-people"):
        raise PermissionDenied
    return household_of(request, household)


def _form(
    request: DeskRequest,
    sent: QueryDict | None,
    people: list[str],
    first: Mapping[str, Any] | None = None,
    before: Mapping[str, str] | None = None,
) -> HouseholdForm:
    home = request.post.country if request.post else ""
    return HouseholdForm(sent, request.lang, home=home, people=people, first=first, before=before)


def _with_one_more(people: list[str]) -> list[str]:
    number = next(number for number in range(1, MOST_PEOPLE + 2) if f"new{number}" not in people)
    return [*people, f"new{number}"][:MOST_PEOPLE]


def _stored(found: Household) -> tuple[dict[str, str], list[str]]:
    box, members = vault(), list(found.people.order_by("made", "pk"))
    people = [(one.pk, box.open(one, "identity")) for one in members]
    stay = box.open(members[0], "stay") if members else {}
    return values_of(box.open(found, "contact"), stay, people), [one for one, _ in people]


def _lists(sent: QueryDict) -> dict[str, str]:
    return {"languages": " ".join(sent.getlist("languages"))}


def _typed(sent: QueryDict, people: list[str]) -> dict[str, str]:
    """Return what was sent, as the texts that :func:`values_of` makes of what is stored."""
    names = {name for name in sent if name in OF_HOUSEHOLD or name.partition("-")[2] in people}
    typed = {name: sent.get(name, "").replace("\r\n", "\n").strip() for name in names if not name.startswith("remove-")}
    return typed | _lists(sent) | {"needs_to_wardens": "on" if sent.get("needs_to_wardens") else ""}


def _as_sent(values: Mapping[str, str]) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, value in values.items():
        sent.setlist(name, value.split() if name == "languages" else [value])
    return sent


def _base(request: DeskRequest) -> dict[str, str]:
    try:
        base = json.loads(request.form.get("base", "{}"))
    except (ValueError, RecursionError):
        return {}
    return {str(name): str(value) for name, value in base.items()} if isinstance(base, dict) else {}


def _page(
    request: DeskRequest,
    form: HouseholdForm,
    found: Household | None = None,
    stored: Mapping[str, str] | None = None,
    conflicts: Mapping[str, tuple[str, str]] | None = None,
) -> HouseholdFormPage:
    here = {} if found is None else {"household": found.pk}
    shown = {field.name: field for field in form.shown}
    people = tuple(
        PersonFields(
            id=one,
            number=number,
            fields=tuple(field for name, field in shown.items() if name.partition("-")[2] == one),
            can_go=len(form.people) > 1,
        )
        for number, one in enumerate(form.people, 1)
    )
    return HouseholdFormPage(
        title=Message("desk-people.new" if found is None else "desk-people.change"),
        people=people,
        fields=tuple(shown[name] for name in OF_HOUSEHOLD),
        conflicts=tuple(
            Conflict(label=shown[name].label, mine=mine, theirs=theirs)
            for name, (mine, theirs) in (conflicts or {}).items()
            if name in shown
        ),
        version=0 if found is None else found.version,
        base=json.dumps(dict(stored or {}), ensure_ascii=False),
        href=request.href("people.make" if found is None else "people.save", **here),
        back=request.href("people.list") if found is None else request.href("people.one", **here),
        can_add=len(form.people) < MOST_PEOPLE,
    )
