"""The public site of the house: where it answers, what it is called there, where people call, and what it offers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse, QueryDict

from legation.consular.contact import phone
from legation.errors import BadValue
from legation.language import Message
from legation.web.consular.crises.discretion import words_that_tell
from legation.web.consular.declaring import declared
from legation.web.consular.house import HOUSE
from legation.web.consular.pages.house.form import FORM, Part, PartPage, address_problem, part_page, saved
from legation.web.consular.routing import DeskRequest, action, page
from legation.web.forms.site_form import CheckField, ChecksField, SiteForm, TextField

__all__ = ["SERVICES", "front", "save_front"]

SERVICES = ("registration", "code")
_OTHER_NAMES = ("es", "ar")
_LONGEST = 120
_LONG_ADDRESS = 300


class _FrontForm(SiteForm):
    """The public site."""

    def __init__(self, there: dict[str, Any], sent: QueryDict | None = None) -> None:
        names = there.get("names", {})
        services = [(one, Message(f"desk-house.service.{one}")) for one in SERVICES]
        super().__init__(
            sent,
            address=_text("address", there, _LONG_ADDRESS),
            discreet_address=_text("discreet_address", there, _LONG_ADDRESS),
            telephone=_text("telephone", there, 40),
            **{
                f"name_{lang}": TextField(Message(f"desk-house.field.name_{lang}"), initial=names.get(lang, ""), limit=_LONGEST)
                for lang in _OTHER_NAMES
            },
            services=ChecksField(
                Message("desk-house.field.services"),
                services,
                initial=there.get("services", SERVICES),
                help=Message("desk-house.field.services-help"),
            ),
            elsewhere=CheckField(
                Message("desk-house.field.elsewhere"), initial=bool(there.get("elsewhere")), help=Message("desk-house.field.elsewhere-help")
            ),
        )

    def clean(self) -> None:
        """Refuse an address that is none, one that tells who writes where it must not, and a number that is none."""
        for name in ("address", "discreet_address"):
            address = self.sent_text(name)
            if address and (problem := address_problem(address)):
                self.refuse(name, problem)
        discreet = self.sent_text("discreet_address")
        if discreet and not address_problem(discreet):
            if discreet.rstrip("/") == self.sent_text("address").rstrip("/"):
                self.refuse("discreet_address", Message("desk-house.wrong.same-address"))
            elif found := words_that_tell((urlsplit(discreet).hostname or "").replace(".", " ").replace("-", " ")):
                self.refuse("discreet_address", Message("desk-house.wrong.tells", found=tuple(found[:5])))
        number = self.sent_text("telephone")
        if number:
            try:
                phone(number, HOUSE.posts[0].country)
            except BadValue as error:
                self.refuse("telephone", error.message)

    def values(self, there: dict[str, Any]) -> dict[str, Any] | None:
        """Return what is declared; None where the form is not as it must be."""
        if not self.is_valid():
            return None
        found = self.cleaned_data
        names = dict(there.get("names", {})) | {lang: found[f"name_{lang}"] for lang in _OTHER_NAMES}
        return {
            "address": found["address"].rstrip("/"),
            "discreet_address": found["discreet_address"].rstrip("/"),
            "telephone": found["telephone"],
            "names": {lang: name for lang, name in names.items() if name} or None,
            "services": None if len(found["services"]) == len(SERVICES) else found["services"],
            "elsewhere": found["elsewhere"] or None,
        }


@page("house/front", name="house.front", template=FORM, action="administer")
def front(request: DeskRequest) -> PartPage:
    """Show what is declared of the public site."""
    return part_page(request, _part(request), _FrontForm(declared(("front",))))


@action("house/front/save", name="house.front.save", action="administer")
def save_front(request: DeskRequest) -> str | HttpResponse:
    """Declare the public site."""
    there = declared(("front",))
    form = _FrontForm(there, request.form)
    return saved(request, _part(request), form, form.values(there))


def _part(request: DeskRequest) -> Part:
    return Part(
        title=Message("desk-house.part.front"),
        lede=Message("desk-house.lede.front"),
        place=("front",),
        href=request.href("house.front.save"),
    )


def _text(name: str, there: dict[str, Any], limit: int) -> TextField:
    return TextField(
        Message(f"desk-house.field.{name}"),
        initial=str(there.get(name, "")),
        limit=limit,
        help=Message(f"desk-house.field.{name}-help"),
        autocomplete="off",
    )
