"""Appointing wardens of a crisis, and what stands on their lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse

from legation.errors import BadValue
from legation.language import Message
from legation.web.accounts.models import Account
from legation.web.consular.access import can
from legation.web.consular.crises.about import read_about
from legation.web.consular.crises.at_stake import at_stake
from legation.web.consular.house import HOUSE
from legation.web.consular.pages.crises.scope import crisis_of, posts_in
from legation.web.consular.pages.wardens.with_code import DOOR
from legation.web.consular.people import known_people
from legation.web.consular.records.models import Assignment, Crisis, Warden
from legation.web.consular.routing import DeskRequest, Page, action, page, show
from legation.web.consular.wardens.lists import (
    Area,
    ListedHousehold,
    appoint,
    end,
    households_in,
    is_over,
    listed,
    read_area,
    set_households,
)
from legation.web.consular.wardens.reports import said_by
from legation.web.forms.site_form import SelectField, ShownField, SiteForm, TextField
from legation.web.front.places import places
from legation.web.site.values import parse_int

__all__ = ["WardenForm", "add", "make", "stop", "take_off", "warden", "warden_of", "wardens"]

T = TypeVar("T")
_PATH = "posts/<slug:post>/crises/<slug:crisis>/wardens"
_LIST, _ONE = "consular/wardens/list.html", "consular/wardens/one.html"
_MOST = 300
"""Households on one list: more are no area that one volunteer looks after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WardenEntry:
    """A warden in the list: how many people of theirs they have reported on."""

    name: str
    called: str
    households: int
    people: int
    reported: int
    by_code: bool
    is_over: bool
    href: str


@dataclass(frozen=True, kw_only=True)
class WardensPage(Page):
    """The wardens of a crisis, and the form by which one more is appointed."""

    entries: tuple[WardenEntry, ...]
    fields: tuple[ShownField, ...]
    can_appoint: bool
    href: str
    back: str


@dataclass(frozen=True, kw_only=True)
class WardenPage(Page):
    """A warden and their list; ``code`` once, when it was made."""

    area: Area
    households: tuple[ListedHousehold, ...]
    by_code: bool
    is_over: bool
    code: str
    door: str
    file_href: str
    sought: str
    error: Message | None
    add_href: str
    take_off_href: str
    stop_href: str
    back: str


class WardenForm(SiteForm):
    """Who looks after which area."""

    def __init__(self, sent: QueryDict | None, accounts: list[tuple[str, Any]]) -> None:
        label = {one: Message(f"desk-calls.warden.{one}") for one in ("name", "phone", "account", "called", "place", "radius")}
        super().__init__(
            sent,
            name=TextField(label["name"], required=True, limit=80),
            phone=TextField(label["phone"], limit=30),
            account=SelectField(
                label["account"],
                [("", Message("desk-calls.warden.by-code")), *accounts],
                help=Message("desk-calls.warden.account-help"),
            ),
            called=TextField(label["called"], limit=80),
            place=TextField(label["place"], help=Message("desk-calls.warden.place-help"), required=True, limit=80),
            radius=TextField(label["radius"], required=True, limit=10),
        )

    def clean(self) -> dict[str, Any]:
        """Read the area, and say beside the field what is wrong with it."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return found
        place = self._read("place", _centre)
        radius = self._read("radius", _number)
        if place is not None and radius is not None:
            found["area"] = Area(
                name=found["name"], phone=found["phone"], called=found["called"] or found["place"], longitude=place[0], latitude=place[1],
                radius_km=radius,
            )  # fmt: skip
        return found

    def _read(self, field: str, reader: Callable[[str], T]) -> T | None:
        """Return what a field says; None where it cannot be read, which then stands beside it."""
        try:
            return reader(self.cleaned_data[field])
        except BadValue as error:
            self.refuse(field, error.message)
            return None


def _centre(text: str) -> tuple[float, float]:
    """Return longitude and latitude of what was typed: a town, with its country's two letters where it is another one, or two numbers."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 2:
        try:
            latitude, longitude = (float(part) for part in parts)
        except ValueError:
            pass
        else:
            return longitude, latitude
    here = sorted({post.country.upper() for post in HOUSE.posts if post.country})
    countries = [parts[1].upper()] if len(parts) == 2 else here
    town = next((hit for one in countries for hit in places().search(parts[0], one, most=1)), None)
    if town is None:
        raise BadValue(Message("desk-crisis.form.no-place", found=text[:60]))
    return town.longitude, town.latitude


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise BadValue(Message("desk-crisis.form.no-number", found=text[:20])) from None


@page(_PATH, name="crises.wardens", template=_LIST, action="set-status")
def wardens(request: DeskRequest, crisis: str) -> WardensPage:
    """Show the wardens of a crisis, and the form for one more."""
    found = crisis_of(request, crisis)
    return _page(request, found, WardenForm(None, _accounts(found)))


@action(f"{_PATH}/make", name="crises.wardens.make", action="set-status")
def make(request: DeskRequest, crisis: str) -> str | HttpResponse:
    """Appoint a warden; the code of who has no account is shown in this answer, and never again."""
    found = crisis_of(request, crisis)
    form = WardenForm(request.form, _accounts(found))
    chosen: list[str] = []
    if form.is_valid() and found.state == "declared":
        try:
            chosen = households_in(found, posts_in(request, found, "set-status"), form.cleaned_data["area"])
        except BadValue as error:
            form.refuse("radius", error.message)
        if not form.errors and not 0 < len(chosen) <= _MOST:
            form.refuse(
                "radius", Message("desk-calls.warden.too-many" if chosen else "desk-calls.warden.nobody", count=len(chosen), most=_MOST)
            )
    if form.errors or found.state != "declared":
        return show(request, _page(request, found, form), _LIST, 400)
    account = Account.objects.filter(pk=parse_int(form.cleaned_data["account"], 0)).first()
    warden, code = appoint(found, form.cleaned_data["area"], chosen, account)
    if not code:
        return request.href("crises.wardens.one", crisis=found.pk, warden=warden.pk)
    return show(request, _one(request, warden, code=code), _ONE)


@page(f"{_PATH}/<slug:warden>", name="crises.wardens.one", template=_ONE, action="set-status")
def warden(request: DeskRequest, crisis: str, warden: str) -> WardenPage:
    """Show a warden and their list."""
    return _one(request, warden_of(request, crisis, warden))


@action(f"{_PATH}/<slug:warden>/add", name="crises.wardens.add", action="set-status")
def add(request: DeskRequest, crisis: str, warden: str) -> str | HttpResponse:
    """Put on a list the household of somebody at stake: of who has no known place, or lives outside the circle."""
    found = warden_of(request, crisis, warden)
    sought, birth = request.form.get("name", "")[:120], request.form.get("birth", "")[:10]
    people = known_people()
    stake = at_stake(people, read_about(found.crisis), posts_in(request, found.crisis, "set-status"))
    ids = people.find(sought, stake.inside | stake.without_place, birth)
    households = sorted({str(people.households[people.position[one]]) for one in ids})
    if len(households) != 1:
        error = Message("desk-calls.warden.which" if households else "desk-calls.warden.no-such", count=len(households))
        return show(request, _one(request, found, error=error, sought=sought), _ONE, 400)
    if households[0] not in found.households and len(found.households) < _MOST:
        set_households(found, [*found.households, households[0]])
    return request.href("crises.wardens.one", crisis=crisis, warden=warden)


@action(f"{_PATH}/<slug:warden>/take-off", name="crises.wardens.take-off", action="set-status")
def take_off(request: DeskRequest, crisis: str, warden: str) -> str:
    """Take a household off a list; every other one has the number that it had."""
    found, number = warden_of(request, crisis, warden), parse_int(request.form.get("number", ""), 0)
    set_households(found, ["" if at == number else one for at, one in enumerate(found.households, 1)])
    return request.href("crises.wardens.one", crisis=crisis, warden=warden)


@action(f"{_PATH}/<slug:warden>/stop", name="crises.wardens.stop", action="set-status")
def stop(request: DeskRequest, crisis: str, warden: str) -> str:
    """End a list."""
    end(warden_of(request, crisis, warden))
    return request.href("crises.wardens", crisis=crisis)


def _accounts(crisis: Crisis) -> list[tuple[str, Any]]:
    """Return the accounts that are warden at a post of the crisis."""
    assigned = Assignment.objects.filter(role="warden").select_related("account").order_by("account__name", "account_id")
    at = [one for one in assigned if one.account.is_active and any(can(one.account, "warden-list", post) for post in crisis.posts)]
    return list({str(one.account.pk): one.account.name or one.account.email for one in at}.items())


def warden_of(request: DeskRequest, crisis: str, warden: str) -> Warden:
    """Return a warden all of whose households registered where the reader may see them; else there is none."""
    found = Warden.objects.filter(pk=warden, crisis=crisis_of(request, crisis)).select_related("crisis").first()
    if found is None or not _may_see(request, found):
        raise Http404
    return found


def _may_see(request: DeskRequest, warden: Warden) -> bool:
    people, mine = known_people(), posts_in(request, warden.crisis, "set-status")
    on_list = set(warden.households)
    return all(str(post) in mine for household, post in zip(people.households, people.posts, strict=True) if str(household) in on_list)


def _page(request: DeskRequest, crisis: Crisis, form: WardenForm) -> WardensPage:
    found = Warden.objects.filter(crisis=crisis).select_related("crisis").order_by("made", "pk")
    return WardensPage(
        title=Message("desk-calls.wardens"),
        entries=tuple(_entry(request, one) for one in found if _may_see(request, one)),
        fields=form.shown,
        can_appoint=crisis.state == "declared",
        href=request.href("crises.wardens.make", crisis=crisis.pk),
        back=request.href("crises.one", crisis=crisis.pk),
    )


def _entry(request: DeskRequest, warden: Warden) -> WardenEntry:
    area, over = read_area(warden), is_over(warden)
    households = () if over else listed(warden)
    people = {one.id for household in households for one in household.people}
    return WardenEntry(
        name=area.name,
        called=area.called,
        households=len(households),
        people=len(people),
        reported=len(people & said_by(warden).keys()),
        by_code=warden.account_id is None,
        is_over=over,
        href=request.href("crises.wardens.one", crisis=warden.crisis_id, warden=warden.pk),
    )


def _one(request: DeskRequest, warden: Warden, *, code: str = "", error: Message | None = None, sought: str = "") -> WardenPage:
    here = {"crisis": warden.crisis_id, "warden": warden.pk}
    over = is_over(warden)
    area = read_area(warden)
    return WardenPage(
        title=area.name,
        area=area,
        households=() if over else listed(warden),
        by_code=warden.account_id is None,
        is_over=over,
        code=code,
        door=request.http.build_absolute_uri(reverse(DOOR)),
        file_href=request.href("crises.wardens.file", **here),
        sought=sought,
        error=error,
        add_href=request.href("crises.wardens.add", **here),
        take_off_href=request.href("crises.wardens.take-off", **here),
        stop_href=request.href("crises.wardens.stop", **here),
        back=request.href("crises.wardens", crisis=warden.crisis_id),
    )
