"""What the house is: its name, its kind, and the State whose nationals it looks after."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict

from legation.language import Message
from legation.web.consular.declaring import declared
from legation.web.consular.pages.house.form import FORM, Part, PartPage, ask_for_name, countries_by_code, name_fields, part_page, saved
from legation.web.consular.routing import DeskRequest, action, page
from legation.web.forms.site_form import SelectField, SiteForm

__all__ = ["KINDS", "names", "save_names"]

KINDS = ("public", "employer", "ngo")


class _NamesForm(SiteForm):
    """Names, kind and State."""

    def __init__(self, request: DeskRequest, sent: QueryDict | None = None) -> None:
        there = declared(("house",))
        kinds = [(kind, Message(f"desk-house.kind.{kind}")) for kind in KINDS]
        super().__init__(
            sent,
            **name_fields(there, Message("desk-house.field.house-name-help")),
            kind=SelectField(Message("desk-house.field.kind"), kinds, initial=there.get("kind", "public"), required=True),
            state=SelectField(
                Message("desk-house.field.state"),
                countries_by_code(request.lang, "desk-house.no-state"),
                initial=str(there.get("state", "")).upper(),
                help=Message("desk-house.field.state-help"),
            ),
        )

    def clean(self) -> None:
        """Ask for a name, and of a public body for its State."""
        ask_for_name(self)
        if self.sent_text("kind") == "public" and not self.sent_text("state"):
            self.refuse("state", Message("desk-house.wrong.state"))


@page("house/names", name="house.names", template=FORM, action="administer")
def names(request: DeskRequest) -> PartPage:
    """Show what the house is."""
    return part_page(request, _part(request), _NamesForm(request))


@action("house/names/save", name="house.names.save", action="administer")
def save_names(request: DeskRequest) -> str | HttpResponse:
    """Declare what the house is."""
    form = _NamesForm(request, request.form)
    return saved(request, _part(request), form, form.cleaned_data if form.is_valid() else None)


def _part(request: DeskRequest) -> Part:
    return Part(
        title=Message("desk-house.part.names"),
        lede=Message("desk-house.lede.names"),
        place=("house",),
        href=request.href("house.names.save"),
    )
