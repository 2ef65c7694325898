"""A warden's own list, for who has an account: look for each household, and say what was found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404

from legation.errors import WrongUse
from legation.language import Message
from legation.web.consular.records.models import Warden
from legation.web.consular.routing import DeskRequest, Page, action, page
from legation.web.consular.wardens.lists import ListedHousehold, is_over, listed, read_area
from legation.web.consular.wardens.reports import SAID, report_of, said_by
from legation.web.site.values import parse_int

__all__ = ["ListPage", "list_of", "own", "report", "take_report"]

_LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """Somebody on the list, and what the warden said of them last."""

    id: str
    name: str
    said: Message | None
    at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdLine:
    """A household on the list."""

    household: ListedHousehold
    people: tuple[PersonLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneList:
    """A list: nothing but that it has ended where it has."""

    id: str
    called: str
    is_over: bool
    households: tuple[HouseholdLine, ...]
    people: int
    reported: int


@dataclass(frozen=True, kw_only=True)
class ListPage(Page):
    """The lists of a warden; ``choices``: what they may say of somebody."""

    lists: tuple[OneList, ...]
    choices: tuple[tuple[str, Message], ...]
    href: str
    leave: str


def list_of(warden: Warden) -> OneList:
    """Return the list of a warden as they see it: without any status, reply or report of others."""
    if is_over(warden):
        return OneList(id=warden.pk, called="", is_over=True, households=(), people=0, reported=0)
    said = said_by(warden)
    households = tuple(
        HouseholdLine(
            household=one,
            people=tuple(
                PersonLine(
                    id=person.id,
                    name=person.name,
                    said=Message(f"desk-calls.said.{said[person.id].said}") if person.id in said else None,
                    at=said[person.id].at if person.id in said else None,
                )
                for person in one.people
            ),
        )
        for one in listed(warden)
    )
    people = [person for one in households for person in one.people]
    reported = sum(person.said is not None for person in people)
    return OneList(
        id=warden.pk, called=read_area(warden).called, is_over=False, households=households, people=len(people), reported=reported
    )


def own_page(wardens: list[Warden], href: str, leave: str = "") -> ListPage:
    """Return the page of some lists."""
    return ListPage(
        title=Message("desk-calls.my-list"),
        lists=tuple(map(list_of, wardens)),
        choices=tuple((one, Message(f"desk-calls.say.{one}")) for one in SAID),
        href=href,
        leave=leave,
    )


def take_report(request: DeskRequest, warden: Warden) -> str:
    """Store what a form says of a household or of somebody in it, and return the number of the household.

    Raises
    ------
    Http404
        For a number or a person that is not on the list.
    WrongUse
        For another word than those of the form.
    """
    number, said, person = parse_int(request.form.get("number", ""), 0), request.form.get("said", ""), request.form.get("person", "")
    household = next((one for one in listed(warden) if one.number == number), None)
    people = [one.id for one in household.people if person in ("", one.id)] if household is not None else []
    if household is None or not people:
        raise Http404
    if said not in SAID:
        raise WrongUse(Message("web.error.bad-request"))
    report_of(
        warden.crisis,
        people,
        said,
        dt.datetime.now(dt.UTC),
        post=household.post,
        words=request.form.get("words", "").strip()[:_LONGEST],
        warden=warden.pk,
        by=warden.account,
    )
    return str(number)


@page("warden", name="warden", template="consular/wardens/own.html", action="warden-list")
def own(request: DeskRequest) -> ListPage:
    """Show the lists of the reader."""
    found = Warden.objects.filter(account=request.account).select_related("crisis").order_by("-made")
    return own_page(list(found), request.href("warden.report"))


@action("warden/report", name="warden.report", action="warden-list")
def report(request: DeskRequest) -> str:
    """Store what the reader says of somebody on a list of theirs; nothing once it has ended."""
    warden = Warden.objects.filter(pk=request.form.get("list", ""), account=request.account).select_related("crisis").first()
    if warden is None:
        raise Http404
    if is_over(warden):
        return request.href("warden")
    return f"{request.href('warden')}#household-{take_report(request, warden)}"
