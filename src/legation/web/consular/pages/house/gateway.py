"""The gateway of text messages: its address and the names that messages come from; the secret is no part of what a house declares."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse, QueryDict

from legation.language import Message
from legation.web.consular.crises.channels import has_sms_secret
from legation.web.consular.crises.discretion import words_that_tell
from legation.web.consular.declaring import declared
from legation.web.consular.pages.house.form import FORM, Part, PartPage, address_problem, part_page, saved
from legation.web.consular.routing import DeskRequest, action, page
from legation.web.forms.site_form import SiteForm, TextField

__all__ = ["gateway", "save_gateway"]

_SENDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ]{0,9}[A-Za-z0-9]?|\+?[0-9]{3,15}", re.ASCII)
_FIELDS = {"address": 300, "sender": 16, "discreet_sender": 16}


class _GatewayForm(SiteForm):
    """The gateway."""

    def __init__(self, there: dict[str, Any], sent: QueryDict | None = None) -> None:
        words = {"address": "gateway-address"}
        super().__init__(
            sent,
            **{
                name: TextField(
                    Message(f"desk-house.field.{words.get(name, name)}"),
                    initial=str(there.get(name, "")),
                    limit=limit,
                    help=Message(f"desk-house.field.{words.get(name, name)}-help"),
                    autocomplete="off",
                )
                for name, limit in _FIELDS.items()
            },
        )

    def clean(self) -> None:
        """Refuse what no gateway takes, and a discreet sender that tells who writes."""
        address = self.sent_text("address")
        if address and (problem := address_problem(address)):
            self.refuse("address", problem)
        for name in ("sender", "discreet_sender"):
            sender = self.sent_text(name)
            if sender and not _SENDER.fullmatch(sender):
                self.refuse(name, Message("desk-house.wrong.sender"))
        if found := words_that_tell(self.sent_text("discreet_sender")):
            self.refuse("discreet_sender", Message("desk-house.wrong.tells", found=tuple(found[:5])))


@page("house/gateway", name="house.gateway", template=FORM, action="administer")
def gateway(request: DeskRequest) -> PartPage:
    """Show what is declared of the gateway."""
    return part_page(request, _part(request), _GatewayForm(declared(("sms",))))


@action("house/gateway/save", name="house.gateway.save", action="administer")
def save_gateway(request: DeskRequest) -> str | HttpResponse:
    """Declare the gateway."""
    form = _GatewayForm(declared(("sms",)), request.form)
    return saved(request, _part(request), form, form.cleaned_data if form.is_valid() else None)


def _part(request: DeskRequest) -> Part:
    return Part(
        title=Message("desk-house.part.gateway"),
        lede=Message("desk-house.lede.gateway"),
        place=("sms",),
        href=request.href("house.gateway.save"),
        notes=(Message("desk-house.secret-there" if has_sms_secret() else "desk-house.secret-missing"),),
    )
