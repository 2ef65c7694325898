"""The posts of the house: their names, countries, clocks, and whether what surrounds them is hostile."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.http import Http404, HttpResponse, QueryDict

from legation import moment
from legation.language import Message, fold
from legation.web.consular.declaring import declared
from legation.web.consular.house import HOUSE
from legation.web.consular.pages.house.form import FORM, Part, PartPage, ask_for_name, countries_by_code, name_fields, part_page, saved
from legation.web.consular.routing import DeskRequest, action, page
from legation.web.forms.site_form import CheckField, SelectField, SiteForm

__all__ = ["new_post", "post", "save_new_post", "save_post"]

_LONGEST_ID = 30


class _PostForm(SiteForm):
    """A post."""

    def __init__(self, request: DeskRequest, there: dict[str, Any], sent: QueryDict | None = None) -> None:
        zones = [(zone, zone.replace("_", " ")) for zone in moment.zones()]
        super().__init__(
            sent,
            **name_fields(there, Message("desk-house.field.post-name-help")),
            country=SelectField(
                Message("desk-house.field.country"),
                countries_by_code(request.lang, "desk-house.choose"),
                initial=str(there.get("country", "")).upper(),
                required=True,
                help=Message("desk-house.field.country-help"),
            ),
            zone=SelectField(
                Message("desk-house.field.zone"),
                zones,
                initial=there.get("zone", HOUSE.posts[0].zone),
                required=True,
                help=Message("desk-house.field.zone-help"),
            ),
            is_hostile=CheckField(
                Message("desk-house.field.is_hostile"),
                initial=bool(there.get("is_hostile")),
                help=Message("desk-house.field.is_hostile-help"),
            ),
        )

    def clean(self) -> None:
        """Ask for a name."""
        ask_for_name(self)

    @property
    def values(self) -> dict[str, Any] | None:
        """What is declared of the post; None where the form is not as it must be."""
        if not self.is_valid():
            return None
        return self.cleaned_data | {"is_hostile": self.cleaned_data["is_hostile"] or None}


@page("house/post/<slug:name>", name="house.post", template=FORM, action="administer")
def post(request: DeskRequest, name: str) -> PartPage:
    """Show what is declared of a post."""
    return part_page(request, _part(request, name), _PostForm(request, declared(("post", name))))


@action("house/post/<slug:name>/save", name="house.post.save", action="administer")
def save_post(request: DeskRequest, name: str) -> str | HttpResponse:
    """Declare a post otherwise."""
    part = _part(request, name)
    form = _PostForm(request, declared(("post", name)), request.form)
    return saved(request, part, form, form.values)


@page("house/new-post", name="house.new-post", template=FORM, action="administer")
def new_post(request: DeskRequest) -> PartPage:
    """Ask what a further post is."""
    return part_page(request, _new(request, ""), _PostForm(request, {}))


@action("house/new-post/save", name="house.new-post.save", action="administer")
def save_new_post(request: DeskRequest) -> str | HttpResponse:
    """Declare a further post; its id is made of its name."""
    form = _PostForm(request, {}, request.form)
    values = form.values
    name = _id_of(values["name_fr"] or values["name_en"]) if values else ""
    return saved(request, _new(request, name), form, values and {"id": name, **values})


def _part(request: DeskRequest, name: str) -> Part:
    there = HOUSE.post(name)
    if there is None:
        raise Http404
    return Part(
        title=Message("desk-house.post-named", post=there.title(request.lang)),
        lede=Message("desk-house.lede.post"),
        place=("post", name),
        href=request.href("house.post.save", name=name),
    )


def _new(request: DeskRequest, name: str) -> Part:
    return Part(
        title=Message("desk-house.part.new-post"),
        lede=Message("desk-house.lede.post"),
        place=("post", name),
        href=request.href("house.new-post.save"),
    )


def _id_of(title: str) -> str:
    """Return an id for a post of a name, which no post has: letters, digits and hyphens."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:_LONGEST_ID].strip("-")
    taken = {one.id for one in HOUSE.posts}
    return plain if plain and plain not in taken else f"{plain or 'post'}-{secrets.token_hex(3)}"
