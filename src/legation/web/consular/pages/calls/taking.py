"""Taking a call: whom they seek first, then who calls. Every answer is the same, whoever is sought: recorded.

No function here reads the people who registered, so that neither a page nor its time can tell whether somebody is known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse, QueryDict

from legation.language import Message
from legation.web.consular.calls.sheets import Call, earlier_sheets, record, sheets
from legation.web.consular.crises.about import read_about
from legation.web.consular.house import HOUSE
from legation.web.consular.pages.crises.scope import crisis_of
from legation.web.consular.records.models import Crisis, new_id
from legation.web.consular.routing import DeskRequest, Page, action, page, show
from legation.web.forms.site_form import ShownField, SiteForm, TextField

__all__ = ["SearchForm", "SheetForm", "calls", "new", "search", "store"]

OPEN = ("declared", "stood-down")
"""States of a crisis in which calls are taken."""
_PATH = "posts/<slug:post>/crises/<slug:crisis>/calls"
_SEARCH, _SHEET = "consular/calls/search.html", "consular/calls/sheet.html"
_NUMBER = re.compile(r"[0-9a-f]{32}")
_BIRTH = re.compile(r"\d{4}(-\d\d-\d\d)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPlace:
    """A post at which calls in a crisis are taken."""

    title: str
    post: str
    href: str
    list_href: str


@dataclass(frozen=True, kw_only=True)
class CallsPage(Page):
    """Where calls are taken."""

    places: tuple[CallPlace, ...]


@dataclass(frozen=True, kw_only=True)
class SearchPage(Page):
    """Whom is sought, first of all; ``recorded`` after a call."""

    crisis: str
    fields: tuple[ShownField, ...]
    recorded: bool
    href: str
    back: str


@dataclass(frozen=True, kw_only=True)
class SheetPage(Page):
    """The rest of a call sheet; ``earlier``: when other calls came that seem to seek the same person."""

    crisis: str
    earlier: tuple[dt.datetime, ...]
    last: dt.datetime | None
    fields: tuple[ShownField, ...]
    number: str
    href: str
    back: str


def _label(name: str) -> Message:
    return Message(f"desk-calls.sheet.{name}")


def _sought() -> dict[str, Any]:
    return {
        "family": TextField(_label("family"), required=True, limit=80),
        "given": TextField(_label("given"), limit=80),
        "birth": TextField(_label("birth"), help=_label("birth-help"), limit=10),
    }


class SearchForm(SiteForm):
    """Whom a caller seeks."""

    def __init__(self, sent: QueryDict | None, **more: Any) -> None:
        super().__init__(sent, **_sought(), **more)

    def clean(self) -> dict[str, Any]:
        """Say beside the birth that it is none."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("birth") and not _is_birth(found["birth"]):
            self.refuse("birth", _label("no-birth"))
        return found


class SheetForm(SearchForm):
    """Who calls, and whom they seek."""

    def __init__(self, sent: QueryDict | None) -> None:
        super().__init__(
            sent,
            caller=TextField(_label("caller"), required=True, limit=120),
            tie=TextField(_label("tie"), required=True, limit=80, help=_label("tie-help")),
            phone=TextField(_label("phone"), limit=40, help=_label("phone-help")),
            words=TextField(_label("words"), area=True, limit=2_000, help=_label("words-help")),
        )


def _is_birth(text: str) -> bool:
    if not _BIRTH.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(text if len(text) > 4 else f"{text}-01-01")
    except ValueError:
        return False
    return True


@page("calls", name="calls", template="consular/calls/places.html", action="call-sheets")
def calls(request: DeskRequest) -> CallsPage:
    """Show the open crises, each with the posts at which the reader takes calls."""
    mine = {post.id: post for post in request.may_at("call-sheets")}
    found = Crisis.objects.filter(state__in=OPEN).order_by("-made")
    places = tuple(
        CallPlace(
            title=read_about(crisis).title(request.lang),
            post=post.title(request.lang),
            href=request.href("calls.new", post=post.id, crisis=crisis.pk),
            list_href=request.href("calls.sheets", post=post.id, crisis=crisis.pk) if request.may("decide-ring-back", post.id) else "",
        )
        for crisis in found
        for post in HOUSE.posts
        if post.id in mine and post.id in {crisis.post, *crisis.posts}
    )
    return CallsPage(title=Message("desk.place.calls"), places=places)


@page(f"{_PATH}/new", name="calls.new", template=_SEARCH, action="call-sheets")
def new(request: DeskRequest, crisis: str) -> SearchPage:
    """Begin a call: whom do they seek."""
    return _search_page(request, _open_crisis(request, crisis), SearchForm(None), recorded=bool(request.query.get("recorded")))


@action(f"{_PATH}/search", name="calls.search", action="call-sheets")
def search(request: DeskRequest, crisis: str) -> HttpResponse:
    """Go on with a call; where earlier calls seem to seek the same person, say how many and when, and nothing else of them."""
    found = _open_crisis(request, crisis)
    form = SearchForm(request.form)
    if not form.is_valid():
        return show(request, _search_page(request, found, form), _SEARCH, 400)
    begun = SheetForm(request.form)
    fields = tuple(replace(one, error=None) for one in begun.shown)
    return show(request, _sheet_page(request, found, form.cleaned_data, fields, new_id()), _SHEET)


@action(f"{_PATH}/store", name="calls.store", action="call-sheets")
def store(request: DeskRequest, crisis: str) -> str | HttpResponse:
    """Store a call sheet, and answer that it is recorded."""
    found = _open_crisis(request, crisis)
    form, number = SheetForm(request.form), request.form.get("number", "")
    if not _NUMBER.fullmatch(number):
        number = new_id()
    if not form.is_valid() or request.post is None:
        return show(request, _sheet_page(request, found, form.cleaned_data, form.shown, number), _SHEET, 400)
    record(found, request.post.id, Call(**form.cleaned_data), number, request.account)
    return f"{request.href('calls.new', crisis=found.pk)}?recorded=1"


def _open_crisis(request: DeskRequest, crisis: str) -> Crisis:
    found = crisis_of(request, crisis)
    if found.state not in OPEN:
        raise Http404
    return found


def _search_page(request: DeskRequest, crisis: Crisis, form: SearchForm, *, recorded: bool = False) -> SearchPage:
    return SearchPage(
        title=Message("desk-calls.call"),
        crisis=read_about(crisis).title(request.lang),
        fields=form.shown,
        recorded=recorded,
        href=request.href("calls.search", crisis=crisis.pk),
        back=request.href("calls"),
    )


def _sheet_page(request: DeskRequest, crisis: Crisis, found: Mapping[str, Any], fields: Sequence[ShownField], number: str) -> SheetPage:
    posts = [crisis.post, *crisis.posts]
    sought = Call(**{name: found.get(name, "") for name in ("given", "family", "birth")})
    earlier = tuple(one.report.made for one in earlier_sheets(sought, sheets(crisis, posts)) if one.report.pk != number)
    return SheetPage(
        title=Message("desk-calls.call"),
        crisis=read_about(crisis).title(request.lang),
        earlier=earlier,
        last=max(earlier, default=None),
        fields=tuple(fields),
        number=number,
        href=request.href("calls.store", crisis=crisis.pk),
        back=request.href("calls.new", crisis=crisis.pk),
    )
