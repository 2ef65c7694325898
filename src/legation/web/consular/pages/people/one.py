"""One household: its people, how it is reached, where and how long it stays, whom not to tell, and when all of it is destroyed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from legation import moment
from legation.language import Message
from legation.web.consular.house import HOUSE
from legation.web.consular.pages.people.scope import household_of
from legation.web.consular.records.models import Household, Person
from legation.web.consular.routing import DeskRequest, Page, action, page
from legation.web.consular.taking.changing import confirm
from legation.web.consular.vault import vault
from legation.web.front.catalogue import countries

__all__ = ["HouseholdPage", "PersonShown", "confirm_household", "household_page", "shown_household"]

ONE = "consular/people/one.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonShown:
    """A person of the household; ``is_merged``: they were found to be the same as another one, who counts for both."""

    id: str
    name: str
    birth: str
    nationalities: tuple[str, ...]
    documents: tuple[str, ...]
    is_merged: bool
    request_href: str = ""


@dataclass(frozen=True, kw_only=True)
class HouseholdPage(Page):
    """A household as its reader may see it: reception sees names and contact alone."""

    people: tuple[PersonShown, ...]
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    languages: tuple[Message, ...]
    state: Message
    is_confirmed: bool
    is_whole: bool
    kind: Message | None
    country: str
    place: str
    has_place: bool
    arrives: dt.date | None
    leaves: dt.date | None
    do_not_contact: tuple[str, ...]
    needs: str
    needs_to_wardens: bool
    notes: str
    purge_on: dt.date | None
    version: int
    back: str
    edit_href: str
    confirm_href: str
    until: dt.datetime | None
    hold_href: str = ""

    @property
    def has_requests(self) -> bool:
        """Whether the reader may record what the people request about themselves."""
        return any(one.request_href for one in self.people)

    @property
    def has_documents(self) -> bool:
        """Whether a document of somebody is known."""
        return any(one.documents for one in self.people)


@page("posts/<slug:post>/people/<slug:household>", name="people.one", template=ONE, action="see-names")
def household_page(request: DeskRequest, household: str) -> HouseholdPage:
    """Show a household; the trail notes who looked."""
    found = household_of(request, household)
    may_change = request.may("change-people")
    return shown_household(
        request,
        found,
        is_whole=request.may("see-people"),
        edit_href=request.href("people.edit", household=found.pk) if may_change and request.may("see-people") else "",
        confirm_href=request.href("people.confirm", household=found.pk) if may_change and found.state == "unconfirmed" else "",
        back=request.href("people.list"),
        hold_href=f"{request.href('retention')}?subject={found.pk}" if request.may("hold") else "",
    )


@action("posts/<slug:post>/people/<slug:household>/confirm", name="people.confirm", action="change-people")
def confirm_household(request: DeskRequest, household: str) -> str:
    """Confirm a registration: somebody came, or was called."""
    found = household_of(request, household)
    with transaction.atomic():
        confirm(vault(), Household.objects.select_for_update().get(pk=found.pk), timezone.now())
    return request.href("people.one", household=found.pk)


def shown_household(
    request: DeskRequest,
    found: Household,
    *,
    is_whole: bool,
    edit_href: str = "",
    confirm_href: str = "",
    back: str = "",
    until: dt.datetime | None = None,
    hold_href: str = "",
) -> HouseholdPage:
    """Return a household as a page shows it.

    Parameters
    ----------
    until : datetime, optional
        When the page closes again, of a record of another post.
    hold_href : str
        Where its destruction is suspended; "" for who may not.
    """
    box, members = vault(), list(found.people.order_by("made", "pk"))
    contact: Mapping[str, Any] = box.open(found, "contact")
    stay: Mapping[str, Any] = (box.open(members[0], "stay") if members and is_whole else None) or {}
    names = countries(request.lang)
    post = HOUSE.post(found.post)
    shown = contact if is_whole else {}
    kind = contact.get("declared") or found.record_class
    people = tuple(
        _person(member, box.open(member, "identity"), names, is_whole=is_whole, request_href=_request_href(request, member))
        for member in members
    )
    return HouseholdPage(
        title=people[0].name if people else Message("desk-people.household"),
        people=people,
        phones=tuple(contact.get("phones", ())),
        emails=tuple(contact.get("emails", ())),
        languages=tuple(Message(f"desk-people.language.{one}") for one in contact.get("languages", ())),
        state=Message(f"desk-people.state.{found.state}"),
        is_confirmed=found.state != "unconfirmed",
        is_whole=is_whole,
        kind=Message(f"desk-people.class.{kind}") if is_whole and kind in ("trip", "resident") else None,
        country=names.get(stay.get("country", ""), stay.get("country", "")),
        place=stay.get("place", ""),
        has_place=stay.get("lon") is not None,
        arrives=_day(stay.get("arrives")),
        leaves=_day(stay.get("leaves")),
        do_not_contact=tuple(names.get(code, code) for code in shown.get("do_not_contact", ())),
        needs=shown.get("needs", ""),
        needs_to_wardens=bool(shown.get("needs_to_wardens")),
        notes=shown.get("notes", ""),
        purge_on=moment.local(found.purge_at, post.zone if post else "UTC").date() if found.purge_at else None,
        version=found.version,
        back=back,
        edit_href=edit_href,
        confirm_href=confirm_href,
        until=until,
        hold_href=hold_href,
    )


def _request_href(request: DeskRequest, member: Person) -> str:
    return f"{request.href('requests')}?person={member.pk}" if request.may("answer-requests", member.post) else ""


def _person(member: Person, identity: Mapping[str, Any], names: Mapping[str, str], *, is_whole: bool, request_href: str) -> PersonShown:
    return PersonShown(
        id=member.pk,
        name=f"{identity.get('given', '')} {identity.get('family', '')}".strip(),
        birth=(identity.get("birth") or "") if is_whole else "",
        nationalities=tuple(names.get(code, code) for code in identity.get("nationalities", ())) if is_whole else (),
        documents=tuple(identity.get("documents", ())) if is_whole else (),
        is_merged=bool(member.same_as),
        request_href=request_href,
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
